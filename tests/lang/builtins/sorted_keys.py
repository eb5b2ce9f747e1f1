"""sorted and list.sort: keys called once each, stability with reverse, failures in the middle, lists that change meanwhile."""
from lib.attempts import attempt

calls = []


def key(item):
    calls.append(item)
    return item % 3


print(sorted(range(7), key=key), calls)
print(sorted(range(7), key=key, reverse=True))
pairs = [(1, "a"), (0, "b"), (1, "c"), (0, "d")]
print(sorted(pairs, key=lambda pair: pair[0]), sorted(pairs, key=lambda pair: pair[0], reverse=True))
print(sorted("bca"), sorted({3: 1, 1: 2}), sorted((x for x in [2, 1]), key=None), sorted([True, 0, 1.0, 0.0]))
attempt(sorted)
attempt(sorted, 5)
attempt(sorted, [1], len)
attempt(sorted, [1], key=5)
attempt(sorted, [1, "a"])
attempt(sorted, [1, None, 2])
attempt(sorted, [1], reverse="yes")
attempt(sorted, [2, 1], reverse=None)
attempt(sorted, [[1], [1, 2], []])
attempt(sorted, [{}, {}])
attempt([1].sort, len)
attempt([2, 1].sort, reverse=2**70)

items = [3, 1, 2]


def failing(item):
    if item == 2:
        raise KeyError(item)
    return item


attempt(items.sort, key=failing)
print(items)


def looks(item):
    print("while sorting:", items, len(items))
    return item


items.sort(key=looks)
print(items)


def adds(item):
    items.append(item)
    return item


attempt(items.sort, key=adds)
print(items)


class OnlyLess:
    def __init__(self, n): self.n = n
    def __lt__(self, other): return self.n < other.n
    def __repr__(self): return str(self.n)


print(sorted([OnlyLess(2), OnlyLess(3), OnlyLess(1)]))


class Odd:
    def __lt__(self, other): return []


class Raises:
    def __lt__(self, other): raise ValueError("never")


class NoTruth:
    def __lt__(self, other): return self
    def __bool__(self): raise RuntimeError("no truth")


attempt(lambda: len(sorted([Odd(), Odd()])))
attempt(sorted, [Raises(), Raises()])
attempt(sorted, [NoTruth(), NoTruth()])
attempt(lambda: len(sorted([Raises()])))
print(sorted([float("nan"), 1.0])[1], sorted([2, 1.5, 10**30, -1e40]), sorted(["é", "z", "a", "\U0001f600", "\uffff"]))
print(sorted([(1, 2), (1, 1), (0, 5)]), sorted([("a", 2), ("a", 1)], reverse=True), sorted([b"b", b"a", b""]))
