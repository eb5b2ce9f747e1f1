# Keys that a dict or set has hashed are not hashed again; other things that sets, dicts and deques owe their users.
import operator
from collections import deque
from inspect import signature


class Counting(int):
    count = 0

    def __hash__(self):
        Counting.count += 1
        return int.__hash__(self)


d = dict.fromkeys(map(Counting, range(10)))
for make in set, frozenset:
    s = make(d)
    Counting.count = 0
    make(d), s.difference(d), s.union(d), s.copy(), s | s, s - s, s & s, s ^ s, s == s, s.symmetric_difference(d)
    set(s).update(d), set(s).difference_update(d), set(s).symmetric_difference_update(d)
    dict.fromkeys(s), dict.fromkeys(frozenset(s), 123), dict(d), d | d, d.copy()
    # CPython hashes them once more for the symmetric difference.
    print(make.__name__, Counting.count <= 10)
print(sorted(dict.fromkeys({3, 1, 2}, "x").items()), dict.fromkeys(frozenset()))

f = frozenset("ab")
print(f.copy() is f, frozenset(f) is f, f.intersection() is f, f.union() is f, f.difference() is f)
print(f.intersection() == f, type(f.intersection()))


def failing():
    yield "key"
    raise TypeError("oops")


for pairs in [object()], [(1, 2), 5], [(1, 2, 3)], [("a",)], [failing()]:
    for update in {}.update, dict:
        try:
            update(pairs)
        except Exception as error:
            print(type(error).__name__, error, getattr(error, "__notes__", None))

for callable in operator.attrgetter("x"), operator.itemgetter(1), operator.methodcaller("x"):
    print(signature(callable), callable.__text_signature__, type(callable).__text_signature__)

for start in iter, reversed:
    q = deque(range(10))
    it = start(q)
    next(it)
    print(operator.length_hint(it), end=" ")
    q.append(1)
    for _ in range(2):
        try:
            next(it)
        except RuntimeError as error:
            print(error, operator.length_hint(it))
        except StopIteration:
            print("ended", operator.length_hint(it))
