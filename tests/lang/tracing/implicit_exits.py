"""What nobody wrote has the place of what led there: at every event `f_lineno` is the line that `co_lines` has for `f_lasti`."""
import sys


def place(frame):
    found = None
    for start, end, line in frame.f_code.co_lines():
        if start <= frame.f_lasti < end:
            found = line
    return found


def traced(f, *args, without=()):
    events, first = [], f.__code__.co_firstlineno

    def trace(frame, event, arg):
        if frame.f_code is not f.__code__:
            return None
        if event in without:
            return trace
        shown = f"{event[:4]} {frame.f_lineno - first}"
        if place(frame) != frame.f_lineno:
            shown += f" at {place(frame)}"
        events.append(shown)
        return trace

    sys.settrace(trace)
    try:
        result = f(*args)
        if hasattr(result, "send"):
            result.send(None)
    except BaseException as error:
        events.append(type(error).__name__)
    finally:
        sys.settrace(None)
    shown = [arg if isinstance(arg, (int, str, list, dict)) else type(arg).__name__ for arg in args]
    print(f.__name__, *shown, "|", ", ".join(events))


def choice(x):
    if x == 1:
        pass
    elif x == 2:
        y = 2
    elif x == 3:
        if y:
            z = 1


def tests(x, y):
    if x and y:
        z = 1
    if x or y:
        z = 2


def loops(x):
    for i in range(x):
        if i == 1:
            continue
        if i == 2:
            break
        while x:
            x -= 1
    else:
        y = 1


def handlers(x):
    try:
        if x == 0:
            return
        [][x]
    except (KeyError,
            IndexError) as e:
        if x == 1:
            y = 1
        elif x == 2:
            raise
    except TypeError:
        z = 1


def bare(x):
    try:
        try:
            1 / x
        except TypeError:
            y = 1
        finally:
            if x:
                z = 1
    except:
        pass


def star(x):
    try:
        if x == 1:
            raise ValueError
        if x == 2:
            raise ExceptionGroup("", [ValueError(), TypeError()])
        if x == 3:
            raise OSError
    except* ValueError as group:
        y = 1
    except* TypeError:
        z = 2
    else:
        if x == 4:
            w = 1


class Manager:
    def __init__(self, suppresses): self.suppresses = suppresses
    def __enter__(self): return self
    def __exit__(self, *details): return self.suppresses


def withs(x):
    with Manager(x > 1) \
            as manager:
        if x:
            1 / 0
        elif x is None:
            return manager


def matches(x):
    match x:
        case 1:
            pass
        case [a, b] if a:
            if b:
                c = 1
        case {"k": v}:
            w = 1


class Items:
    def __init__(self, n): self.n = n
    def __aiter__(self): return self
    async def __anext__(self):
        if not self.n:
            raise StopAsyncIteration
        self.n -= 1
        return self.n


async def numbers(n):
    for i in range(n):
        yield i


async def asynchronous(items):
    async for i in items:
        if i == 7:
            break
    else:
        if i:
            x = 1


def nested(x):
    def inner():
        pass
    class Inner:
        if x:
            y = 1
    lambda: x


for x in range(4):
    traced(choice, x)
for x in range(4):
    traced(tests, x & 1, x >> 1)
for x in range(4):
    traced(loops, x)
for x in (0, 1, 2, 3, "a"):
    traced(handlers, x)
traced(bare, 0)
traced(bare, 1)
traced(bare, "a")
for x in range(6):
    # CPython has no line where `except*` ends.
    traced(star, x, without=("return",))
for x in range(3):
    traced(withs, x)
for x in (0, 1, [0, 1], [1, 0], [1, 1], {"k": 1}):
    traced(matches, x)
traced(asynchronous, Items(2))
traced(asynchronous, Items(9))
traced(asynchronous, numbers(2))
traced(nested, 1)
