"""The exception being handled across generators: next, throw and close from handlers, saved and restored contexts."""
import sys


def now(): return repr(sys.exception())


def walk(e):
    names = []
    while e is not None:
        names.append(repr(e))
        e = e.__context__
    return names


def gen():
    print("start", now())
    try:
        yield 1
    except ValueError as e:
        print("thrown", now(), walk(e))
        yield 2
        print("resumed", now())
    finally:
        print("finally", now())
    yield 3


try:
    raise KeyError("outer")
except KeyError:
    g = gen()
    print(next(g))
    print(g.throw(ValueError("in")), now())
    try:
        raise OSError("other")
    except OSError:
        print(next(g), now())
print(now())


def holds():
    try:
        raise KeyError("held")
    except KeyError:
        while True:
            got = yield now()
            if got == "raise":
                raise IndexError("from held")
            if got == "bare":
                raise


h = holds()
print(next(h), now())
try:
    raise ValueError("caller")
except ValueError:
    print(next(h), now())
    try:
        h.send("raise")
    except IndexError as e:
        print(walk(e))
h = holds()
next(h)
try:
    raise ValueError("caller")
except ValueError:
    try:
        h.send("bare")
    except KeyError as e:
        print(walk(e))


def cleanup():
    try:
        yield
    except GeneratorExit as e:
        print("exit", walk(e))
        raise LookupError("while closing")


c = cleanup()
next(c)
try:
    try:
        raise KeyError("around close")
    except KeyError:
        c.close()
except LookupError as e:
    print(walk(e))


def stops():
    try:
        yield
    finally:
        raise StopIteration("inner")


s = stops()
next(s)
try:
    next(s)
except RuntimeError as e:
    print(e, walk(e), repr(e.__cause__), e.__suppress_context__)


def delegates():
    try:
        yield from gen()
    except Exception as e:
        print("delegate", walk(e))


d = delegates()
next(d)
try:
    d.throw(TypeError("through"))
except StopIteration:
    print("ended", now())


def throws_into(g):
    try:
        raise KeyError("k")
    except KeyError as e:
        g.throw(e)


def plain(): yield


p = plain()
next(p)
try:
    throws_into(p)
except KeyError as e:
    print(walk(e), e.__traceback__.tb_next.tb_frame.f_code.co_name)
for bad in ((5,), (), (ValueError, 1, 2, 3), ("x",), (object,), (ValueError("a"), "b"), (ValueError, "b"), (ValueError, ValueError("c")), (ValueError, None, 5)):
    p = plain()
    next(p)
    try:
        p.throw(*bad)
    except Exception as e:
        print(type(e).__name__, e)
