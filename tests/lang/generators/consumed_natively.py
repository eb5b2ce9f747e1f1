"""Generators whose items native code takes: in every consumer, with items it takes at once and items it has to look at."""
import sys


class Odd:
    """Compares, adds, hashes and has a truth by Python code."""
    log = []

    def __init__(self, number):
        self.number = number

    def __add__(self, other):
        return Odd(self.number + getattr(other, "number", other))

    __radd__ = __add__

    def __lt__(self, other):
        Odd.log.append("lt")
        return self.number < getattr(other, "number", other)

    def __gt__(self, other):
        Odd.log.append("gt")
        return self.number > getattr(other, "number", other)

    def __eq__(self, other):
        Odd.log.append("eq")
        return self.number == getattr(other, "number", other)

    def __hash__(self):
        Odd.log.append("hash")
        return hash(self.number)

    def __bool__(self):
        Odd.log.append("bool")
        return self.number != 0

    def __repr__(self):
        return f"Odd({self.number})"


def items(*values):
    for value in values:
        yield value
    return "ignored"


consumers = [list, tuple, set, frozenset, sum, min, max, any, all, sorted, "-".join, dict.fromkeys, bytes,
             lambda g: [*g], lambda g: {*g}, lambda g: 3 in g, lambda g: Odd(1) in g]
mixes = [(), (1, 2, 3), (3, 1, 2, 2.5), (0, False, None), ("b", "a", "c"), (1.5, 2.5, float("inf")), (2**60, 1, 2**48, -2**48),
         (Odd(1), 2, Odd(0)), (1, Odd(2), 3.0), (0, Odd(0), 5), (1, "a"), (1, [], 2), ((1, 2), (1, 2), (0,)), (True, 1, 1.0),
         (0.1,) * 10, (1, 0.1, 10**400), ("a", b"b")]
# Which comparisons `sorted` makes is not the language's business (nor the same in every CPython): they are not shown.
for consumer in consumers:
    for mix in mixes:
        Odd.log.clear()
        try:
            result = consumer(items(*mix))
            shown = sorted(map(repr, result)) if isinstance(result, (set, frozenset)) else repr(result)
        except Exception as error:
            shown = f"{type(error).__name__}: {str(error).replace(hex(id(error)), '')}"
        print(getattr(consumer, "__name__", "?"), shown if len(str(shown)) < 300 else len(str(shown)), *(() if consumer is sorted else Odd.log))


# What a consumer leaves is still there.
def counted():
    try:
        for number in range(10):
            yield number
    finally:
        print("closed")


generator = counted()
print(any(generator), next(generator), 5 in generator, next(generator), all(generator), list(generator), list(generator))
generator = counted()
print(any(number > 3 for number in generator), generator.close())


# Its own body, an error in it, and what else runs meanwhile.
def enters_itself():
    yield 1
    yield next(this)


this = enters_itself()
try:
    list(this)
except ValueError as error:
    print(error)


def fails(error):
    yield 1
    raise error


for error in (KeyError("key"), StopIteration("stop"), GeneratorExit(), StopAsyncIteration()):
    try:
        print(list(fails(error)))
    except BaseException as raised:
        print(repr(raised), repr(raised.__cause__))


def delegates(depth):
    if depth:
        yield depth
        received = yield from delegates(depth - 1)
        yield received
    return "end"


print(list(delegates(3)), sum(len(str(item)) for item in delegates(3)))
print(sum(sum(inner for inner in range(outer)) for outer in range(5)), list(map(list, (items(*range(n)) for n in range(3)))))


def handling():
    try:
        raise LookupError("outer")
    except LookupError:
        yield sys.exc_info()[1]
        yield from items(sys.exc_info()[1])
        yield sys.exc_info()[1]
    yield sys.exc_info()[1]


print(list(handling()), sys.exc_info())
try:
    raise OSError("around")
except OSError:
    print(list(handling()), repr(sys.exc_info()[1]))


def frames():
    yield sys._getframe().f_code.co_name
    yield sys._getframe(1).f_code.co_name
    local = 5
    yield dict(sys._getframe().f_locals)
    yield sys._getframe().f_lineno - sys._getframe().f_code.co_firstlineno


print(list(frames()))


class Watches:
    """Sees the generator it comes from as suspended, or not, when Python code looks at it."""
    def __init__(self, generator):
        self.generator = generator

    def __repr__(self):
        return "watches"

    def __hash__(self):
        print(self.generator.gi_running, self.generator.gi_suspended, next(self.generator, "none"))
        return 1


def watched():
    while len(box) < 4:
        box.append(Watches(box[0]))
        yield box[-1]


box = []
box.append(watched())
print(len(set(box[0])), len(box))

# Watched code tells of every item.
events = []


def traced(frame, event, argument):
    if frame.f_code is items.__code__ and event != "line":
        events.append((event, argument))
    return traced


sys.settrace(traced)
list(items(1, 2))
sum(items(3, 4))
sys.settrace(None)
print(events)
events.clear()
sys.setprofile(lambda frame, event, argument: events.append((event, argument)) if frame.f_code is items.__code__ else None)
list(items(1, 2))
sys.setprofile(None)
print(events)


def sets_trace():
    yield 1
    sys.settrace(traced)
    yield from items(2)
    yield 3
    sys.settrace(None)
    yield 4


events.clear()
print(list(sets_trace()), events)


def endless():
    number = 0
    while True:
        yield number
        number += 1


class Stop(Exception):
    pass


def until(limit):
    for number in endless():
        if number == limit:
            raise Stop(number)
        yield number


for consumer in (list, tuple, set, sum, max, sorted):
    try:
        consumer(until(1000))
    except Stop as stop:
        print(stop)
target = [1]
try:
    target.extend(until(3))
except Stop:
    print(target)
shared = []
shared.extend(len(shared) for _ in range(5))
print(shared)
