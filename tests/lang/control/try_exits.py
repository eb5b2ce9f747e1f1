# try/except/else/finally: every way out, and what wins.
def run(f, *args):
    try:
        print(f.__name__, args, "->", f(*args))
    except BaseException as error:
        print(f.__name__, args, "!!", repr(error), "context", repr(error.__context__), "cause", repr(error.__cause__))


def ways(how):
    out = []
    for i in range(3):
        try:
            out.append(("try", i))
            if how == "break": break
            if how == "continue": continue
            if how == "return": return out
            if how == "raise": raise ValueError(i)
        except ValueError as e:
            out.append(("except", e.args))
        else:
            out.append("else")
        finally:
            out.append("finally")
    else:
        out.append("loop else")
    return out


for how in ["", "break", "continue", "return", "raise"]:
    run(ways, how)


def nested(n):
    try:
        try:
            1 / n
        except ZeroDivisionError:
            raise KeyError("inner")
        finally:
            print("inner finally")
    except KeyError as e:
        raise ValueError("outer") from e
    finally:
        print("outer finally")


def reraise():
    try:
        raise ValueError("a")
    except ValueError:
        try:
            raise KeyError("b")
        except KeyError:
            pass
        raise


def no_active():
    raise


def value_from_finally():
    x = 1
    try:
        return x
    finally:
        x = 2


def bad_match():
    try:
        raise ValueError
    except 5:
        pass


def tuple_match(e):
    try:
        raise e
    except (KeyError, ValueError) as found:
        return type(found).__name__


def with_return():
    class M:
        def __enter__(self): return self
        def __exit__(self, *a): print("exit", a[0]); return True
    with M():
        raise OSError("swallowed")
    return "after"


def raise_class(): raise KeyError
def raise_from_none():
    try: raise KeyError("hidden")
    except KeyError: raise ValueError("shown") from None
def raise_bad(): raise 5
def raise_from_bad(): raise ValueError from 5


run(nested, 0); run(nested, 1); run(reraise); run(no_active); run(value_from_finally); run(bad_match)
run(tuple_match, ValueError()); run(tuple_match, KeyError()); run(tuple_match, OSError()); run(with_return)
for f in (raise_class, raise_from_none, raise_bad, raise_from_bad): run(f)


def gen():
    try:
        yield 1
        yield 2
    except GeneratorExit:
        print("closed"); raise
    finally:
        print("gen finally")


g = gen(); next(g); g.close()
