"""setprofile: calls and returns of Python and native functions, exceptions, generators, nested profilers, errors inside."""
import sys


def profiled(f, *args):
    events = []

    def profiler(frame, event, arg):
        name = frame.f_code.co_name
        if name in ("profiled",):
            return
        shown = getattr(arg, "__name__", None) if event.startswith("c_") else arg if isinstance(arg, (int, str, type(None))) else type(arg).__name__
        if shown != "setprofile":
            events.append(f"{event} {name} {shown}")
    sys.setprofile(profiler)
    try:
        f(*args)
    except Exception as e:
        events.append(repr(e))
    finally:
        sys.setprofile(None)
    print(f.__name__, *events, sep="\n    ")


def plain():
    return len("abc")


def raises():
    int("x")


def handles():
    try:
        [].pop()
    except IndexError:
        return "handled"


def generator():
    def g():
        got = yield 1
        yield got
    it = g()
    next(it)
    it.send(2)
    it.close()


def callbacks(): return sorted([2, 1], key=lambda x: -x)
def methods():
    class C:
        def __init__(self): pass
        def __len__(self): return 3
        def __add__(self, other): return 4
        def __getattr__(self, name): return 5
        @property
        def p(self): return 6
    c = C()
    len(c), c + 1, c.missing, c.p, str.upper("a"), "a".upper(), [1].append(2)
def recursion(n=2): return recursion(n - 1) if n else 0
def comprehension(): return [abs(x) for x in (1, -1)], list(abs(x) for x in (2,))
def classes(): return type("T", (), {}), dict(a=1), int(5), object()


for f in (plain, raises, handles, generator, callbacks, methods, recursion, comprehension):
    profiled(f)
print(sys.getprofile(), sys.gettrace())


def failing(frame, event, arg):
    raise KeyError(event)


def target(): return 1


sys.setprofile(failing)
try:
    target()
except KeyError as e:
    print(repr(e), sys.getprofile())
sys.setprofile(None)


def tracer(frame, event, arg):
    if frame.f_code.co_name == "target": raise LookupError(event)


sys.settrace(tracer)
try:
    target()
except LookupError as e:
    print(repr(e), sys.gettrace())
sys.settrace(None)
seen = []
def only_calls(frame, event, arg): seen.append((event, frame.f_code.co_name))
sys.settrace(only_calls)
target()
plain()
sys.settrace(None)
print(seen)
def changes(frame, event, arg):
    if frame.f_code.co_name != "target": return None
    def second(frame, event, arg):
        seen.append(f"second {event}")
        return third
    def third(frame, event, arg):
        seen.append(f"third {event}")
    return second
seen.clear()
def target():
    x = 1
    y = 2
    return x
sys.settrace(changes)
target()
sys.settrace(None)
print(seen)
for bad in (5, "x"):
    try:
        sys.settrace(bad)
        print("set", sys.gettrace())
        target()
    except TypeError as e:
        print(e, sys.gettrace())
    sys.settrace(None)
