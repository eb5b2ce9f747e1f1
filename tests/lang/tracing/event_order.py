"""settrace: the order of events in small functions: with, finally, comprehensions, generators, exceptions, decorators, returns."""
import sys


def traced(f, *args):
    events, base = [], f.__code__.co_firstlineno

    def local(frame, event, arg):
        if frame.f_code.co_filename == __file__:
            shown = arg[0].__name__ if event == "exception" else repr(arg) if event == "return" and isinstance(arg, (int, str, type(None), tuple)) else ""
            events.append(f"{event[:4]} {frame.f_code.co_name if frame.f_code is not f.__code__ else ''}{frame.f_lineno - base}{' ' + shown if shown else ''}")
        return local
    sys.settrace(local)
    try:
        f(*args)
    except Exception as e:
        events.append(repr(e))
    finally:
        sys.settrace(None)
    print(f.__name__, "|", ", ".join(e for e in events if "traced" not in e))


class Manager:
    def __enter__(self): return self
    def __exit__(self, *details): return details[0] is KeyError


def with_plain():
    with Manager() as m:
        x = 1
    return x


def with_raises():
    with Manager():
        raise KeyError
    return "after"


def with_two():
    with Manager() as a, \
         Manager() as b:
        pass


def finally_return():
    try:
        return 1
    finally:
        x = 2


def handled():
    try:
        x = 1
        {}["k"]
    except (IndexError,
            KeyError) as e:
        y = 2
    else:
        z = 3
    finally:
        w = 4


def unhandled():
    try:
        1 / 0
    finally:
        x = 1


def loops():
    for i in range(2):
        if i:
            continue
        x = i
    else:
        y = 1
    while x < 1:
        x += 1


def comprehension():
    a = [i
         for i in (1, 2)
         if i > 1]
    b = list(i for i in (1,))
    return 0


def generator():
    def g():
        yield 1
        return 2
    for x in g():
        pass


def thrown():
    def g():
        try:
            yield 1
        except KeyError:
            yield 2
    it = g()
    next(it)
    it.throw(KeyError)
    it.close()


def multiline():
    x = (1,
         2,
         len("abc"))
    return [
        x,
        x[0],
    ] and 5


def nested_calls():
    def inner(a,
              b=len("x")):
        return a
    return inner(
        inner(1),
    )


def conditions(a, b):
    if (a and
            b):
        x = 1
    elif a or b:
        x = 2
    return a if b else \
        b


def decorated():
    @staticmethod
    @(lambda f: f)
    def f():
        pass
    class C:
        x = 1
        def m(self): pass
    return 0


def matches(x):
    match x:
        case 1:
            return "one"
        case [a, b] if a:
            return "two"
        case _:
            pass


def one_line(): x = 1; y = 2; return x if y else 0
def asserts():
    assert True
    assert False, \
        "message"
def global_del():
    global glob
    glob = 1
    del glob
    pass
    ...
    "text"
    x: int
    y: int = 1
    import sys
    return


for f, args in ((with_plain, ()), (with_raises, ()), (with_two, ()), (finally_return, ()), (handled, ()), (unhandled, ()), (loops, ()), (comprehension, ()), (generator, ()), (thrown, ()), (multiline, ()), (nested_calls, ()), (conditions, (1, 0)), (conditions, (0, 0)), (conditions, (1, 1)), (decorated, ()), (matches, (1,)), (matches, ([0, 1],)), (matches, ([1, 1],)), (one_line, ()), (asserts, ()), (global_del, ())):
    traced(f, *args)
