# Loops over dicts, their views, and sets: what a loop sees, what it refuses, and pairs that are unpacked at once.
import sys
from collections import OrderedDict

d = {"a": 1, "b": 2, "c": 3}
s = {10}
print([k for k in d], [v for v in d.values()], [i for i in d.items()], [k for k in d.keys()], [x for x in s])
for item in d.items():
    k, v = item
    print(item, k, v, end="; ")
for k, v in d.items():
    print(k, v, end="; ")
for [k, v] in d.items():
    print(k, v, end="; ")
for (k), (v) in d.items():
    print(k, v)


def places():
    class Place:
        pass

    place, room = Place(), {}
    for place.key, room["value"] in d.items():
        print(place.key, room, end="; ")
    for k, (x, y) in {1: "ab", 2: "cd"}.items():
        print(k, x, y, end="; ")
    for k, *rest in d.items():
        print(k, rest, end="; ")
    for *first, v in d.items():
        print(first, v, end="; ")
    for (pair,) in [(i,) for i in d.items()]:
        print(pair, end="; ")
    for key, value in d.items():

        def show():
            return key, value

        print(show(), end="; ")
    print({v: k for k, v in d.items()}, [(v, k) for k, v in d.items() if v > 1], {(k, v) for k, v in d.items()} == set(d.items()))
    print([(k, k2, v) for k, v in d.items() if v > 1 for k2, v2 in d.items() if v2 > v])
    for k in d:
        for k, v in d.items():
            pass
        print(k, v, end="; ")
    for a, b in {"xy": 1, "pq": 2}:
        print(a, b, end="; ")
    for a, b in {"xy": "12", "pq": "34"}.values():
        print(a, b, end="; ")
    for a, b in {("m", "n")}:
        print(a, b)


places()
for wrong in {1: 2}.items(), {1: 2}, {"abc": 2}, {"a"}:
    for count in 1, 2, 3:
        try:
            if count == 1:
                for (a,) in wrong:
                    print(a)
            elif count == 2:
                for a, b in wrong:
                    print(a, b)
            else:
                for a, b, c in wrong:
                    print(a, b, c)
        except (TypeError, ValueError) as error:
            print(type(error).__name__, error)


def refused(make, change, view):
    container = make()
    seen = 0
    try:
        for _ in view(container):
            seen += 1
            change(container, seen)
            if seen == 50:
                return "for ever"
    except RuntimeError as error:
        return seen, str(error)
    return seen, sorted(container)


numbers = lambda: dict.fromkeys(range(4))
views = [lambda d: d, dict.keys, dict.values, dict.items, lambda d: iter(d), lambda d: iter(d.items())]
changes = {
    "adds": lambda d, n: d.__setitem__(n + 100, 1),
    "removes": lambda d, n: d.pop(n),
    "removes the last": lambda d, n: d.popitem(),
    "clears": lambda d, n: d.clear(),
    "exchanges": lambda d, n: (d.pop(n - 1), d.__setitem__(n + 100, 1)),
    "sets again": lambda d, n: d.__setitem__(n - 1, 2),
    "copies": lambda d, n: d | {5: 5},
    "clears and fills": lambda d, n: (d.clear(), d.update(dict.fromkeys(range(4)))) if n == 1 else None,
}
for name, change in changes.items():
    print(name, sorted({str(refused(numbers, change, view)) for view in views}))
for name, change in {
    "adds": lambda s, n: s.add(n + 100),
    "removes": lambda s, n: s.discard(n),
    "updates": lambda s, n: s.update({1, 2}),
}.items():
    print(name, refused(lambda: set(range(4)), change, lambda s: s), refused(lambda: set(range(4)), change, iter))
ordered = lambda: OrderedDict.fromkeys(range(4))
for view in (lambda d: d, lambda d: d.items(), lambda d: d.keys(), lambda d: d.values()):
    print(refused(ordered, lambda d, n: d.move_to_end(0), view), refused(ordered, lambda d, n: d.__setitem__(n + 9, 0), view))


# Another class's `__iter__` is asked.
class Backwards(dict):
    def __iter__(self):
        return reversed(list(super().keys()))


class Odd(set):
    def __iter__(self):
        return (x for x in (5, 7))


print([k for k in Backwards(a=1, b=2)], [k for k, v in Backwards(a=1, b=2).items()], [x for x in Odd({1, 2})], [x for x in frozenset({3})])


# Attributes, globals, a module's names.
class Thing:
    def __init__(self):
        self.x, self.y = 1, 2


thing = Thing()
for name, value in thing.__dict__.items():
    print(name, value, end="; ")
for name, value in vars(thing).items():
    thing.x = 5
print(thing.x)
namespace = {}
exec("first = 1\nsecond = len\nfound = [(k, v) for k, v in globals().items() if k in ('first', 'second')]", namespace)
print(namespace["found"])
total = 0
for name, value in list(globals().items()):
    total += name == "total"
print(total)

# Lines: a target on a line of its own is seen by a tracer.
def spread():
    for (
        k,
        v,
    ) in {
        1: 2,
        3: 4,
    }.items():
        k + v


lines = []


def tracer(frame, event, argument):
    if frame.f_code is spread.__code__:
        lines.append((event, frame.f_lineno - spread.__code__.co_firstlineno))
        return tracer


sys.settrace(tracer)
spread()
sys.settrace(None)
print(lines)

# break, else, return and values that are kept.
def first_with(d, wanted):
    for k, v in d.items():
        if v == wanted:
            break
    else:
        return "none"
    return k


print(first_with(d, 2), first_with(d, 9))
kept = []
for k, v in {i: [i] for i in range(3)}.items():
    kept.append((k, v))
print(kept)
for k, v in {}.items():
    print("never")
del k, v
for k, v in {}.items():
    pass
try:
    k
except NameError as error:
    print(error)


def generator(d):
    for k, v in d.items():
        yield k
        yield v


print(list(generator(d)))
running = generator(d)
next(running)
d["new"] = 0
try:
    print(list(running))
except RuntimeError as error:
    print(error)
large = dict.fromkeys(range(3000), 1)
print(sum(k * v for k, v in large.items()), sum([k + v for k, v in large.items()]), sum([x for x in set(large)]))
