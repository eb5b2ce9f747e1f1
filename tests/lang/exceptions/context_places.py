"""__context__: which exception is current in nested handlers, functions called by them, generators, finally and with exits."""
import sys


def now():
    return repr(sys.exception())


def helper():
    try:
        raise LookupError("helper")
    except LookupError as e:
        return repr(e.__context__), now()


def walk(error):
    names = []
    while error is not None:
        names.append(str(error))
        error = error.__context__
    return names


try:
    try:
        raise ValueError("one")
    except ValueError:
        print(now(), helper(), now())
        try:
            raise KeyError("two")
        except KeyError:
            print(now())
        print(now())
        try:
            pass
        finally:
            print("finally", now())
        raise OSError("three")
    finally:
        print("outer finally", now())
except OSError as e:
    print(walk(e))
print(now())


class Manager:
    def __enter__(self): print("enter", now())
    def __exit__(self, kind, value, tb):
        print("exit", now(), repr(value))
        if value and value.args[0] == "replace": raise TypeError("from exit")
        return value and value.args[0] == "swallow"


for what in ("swallow", "replace", "pass"):
    try:
        with Manager():
            raise KeyError(what)
        print("after", now())
    except Exception as e:
        print(repr(e), walk(e))
try:
    raise ValueError("around")
except ValueError:
    with Manager(): pass


def sequence():
    for i in range(2):
        try:
            raise KeyError(i)
        except KeyError as e:
            if e.__context__: print("leaked", e.__context__)
            continue
    try:
        return now()
    finally:
        print("at return", now())


print(sequence())


def returns():
    try:
        raise KeyError("r")
    except KeyError:
        return now()


print(returns(), now())


def nested_return():
    try:
        raise KeyError("a")
    except KeyError:
        for _ in "x":
            try:
                raise ValueError("b")
            except ValueError:
                break
        inside = now()
        while True:
            try:
                raise OSError("c")
            except OSError:
                return inside, now()


print(nested_return(), now())


def recursive(n):
    try:
        raise ValueError(n)
    except ValueError:
        if n:
            recursive(n - 1)
        raise


try:
    recursive(3)
except ValueError as e:
    print(walk(e))
try:
    try:
        recursive(2)
    except ValueError as e:
        raise KeyError("k") from e
except KeyError as e:
    print(walk(e), walk(e.__cause__))


class Deep:
    def __getattr__(self, name):
        raise AttributeError(name)
    def __del__(self): pass


try:
    1 / 0
except ZeroDivisionError:
    print(getattr(Deep(), "x", "default"), hasattr(Deep(), "y"), next(iter([]), "end"), now())
    try:
        Deep().z
    except AttributeError as e:
        print(walk(e))
try:
    raise KeyError
except (KeyError, ValueError) as error:
    error = 5
print("error" in globals(), now())
