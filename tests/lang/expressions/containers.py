# zeal: 4 - many safepoints
from lib.attempts import attempt


# Lists.
items = [3, 1, 2]
items.append(5)
items.extend("ab")
items.insert(0, "first")
items.insert(-1, "before last")
items.insert(100, "end")
print(items, len(items))
print(items.pop(), items.pop(0), items.pop(-2), items)
items.remove("a")
items.reverse()
print(items, items.index(1), items.count(3), items.copy() == items, items * 2, [0] * 3, 2 * [1, 2])
numbers = [5, 3, 8, 1, 9, 2]
numbers.sort()
print(numbers, sorted(numbers, reverse=True), sorted(numbers, key=lambda n: n % 3), sorted("hello"), sorted([]))
words = "the quick brown fox jumps over the lazy dog".split()
print(sorted(words, key=len), sorted(words, key=len, reverse=True), sorted(words, key=lambda w: (len(w), w)))
print(numbers[1:4], numbers[:-1], numbers[::-1], numbers[5:1:-2], numbers[10:], numbers[-100:2], numbers[slice(1, 3)])
numbers[1:3] = [20, 30, 40]
print(numbers)
numbers[::2] = "abcd"
print(numbers)
numbers[2:2] = [0, 0]
numbers[:] = numbers[:3]
print(numbers, [1] + [2], [1, 2] == [1, 2], [1, 2] < [1, 3], [1] < [1, 0], [] < [0], [2] > [1, 9])
attempt(lambda: [][0])
attempt(lambda: [1].pop(5))
attempt(lambda: [].pop())
attempt(lambda: [1].remove(2))
attempt(lambda: [1].index(2))
attempt(lambda: [1]["a"])
attempt(lambda: [1] + (2,))
attempt(lambda: [1] * "a")
attempt(lambda: sorted([1, "a"]))
attempt(lambda: exec("[1, 2, 3][::0]"))
attempt(lambda: exec("x = [1, 2, 3]; x[::2] = [1]"))
attempt(lambda: exec("x = [1]; x[5] = 1"))
attempt(lambda: exec("x = [1]; x[0:1] = 5"))
attempt(lambda: exec("x = [1]; del x[5]"))
nested = [1, [2]]
nested.append(nested)
print(nested, nested[2] is nested)
other = [1]
other.extend(other)
other += other
print(other)


class Weird:
    def __init__(self, items):
        self.items = items

    def __eq__(self, value):
        self.items.clear()
        return False


victim = []
victim.extend([Weird(victim) for _ in range(5)])
print(1 in victim, victim)
victim = [3, 2, 1]
try:
    victim.sort(key=lambda n: victim.append(n) or n)
except ValueError as error:
    print(error)

# Tuples.
t = (1, 2, 3)
print(t + (4,), t * 2, t[1], t[::-1], t.index(2), t.count(1), (), (1,), tuple("ab"), t < (1, 3), hash(t) == hash((1, 2, 3)), len(t), 2 in t)
attempt(lambda: exec("t[0] = 1", {"t": t}))
attempt(lambda: t[3])
attempt(lambda: t + [4])
attempt(lambda: hash((1, [])))

# Dicts keep the order of insertion.
d = {"b": 1, "a": 2}
d["c"] = 3
d["b"] = 10
print(d, list(d), list(d.values()), list(d.items()), len(d), "a" in d, 1 in d, d.get("x"), d.get("x", 0), d.setdefault("d", 4), d.setdefault("a", 5))
del d["a"]
d["a"] = "moved"
print(d, d.pop("c"), d.pop("x", "none"), d.popitem(), d)
d.update({"x": 1}, y=2)
d.update([("z", 3), "kv"])
print(d, dict(d) == d, {**d, "x": "over"}, d | {"new": 1}, dict.fromkeys("ab", 0), dict(a=1, **{"b": 2}), dict([(1, 2)]))
d |= {"x": "or"}
print(d["x"], list(reversed(d)), d.keys() & {"x", "q"}, sorted(d.keys() | {"q"}), {1: 2}.items() == {1: 2}.items(), ("x", "or") in d.items())
print({1: "int", 1.0: "float", True: "bool"}, {1, 1.0, True}, {0: 1, False: 2, -0.0: 3})
attempt(lambda: {}["missing"])
attempt(lambda: {[]: 1})
attempt(lambda: {}.popitem())
attempt(lambda: dict([1]))
attempt(lambda: dict([(1, 2, 3)]))
attempt(lambda: {}.pop("x"))
attempt(lambda: exec("del {}['x']"))
attempt(lambda: {} + {})
keys = d.keys()
d.clear()
print(keys, len(keys), d)
big = {}
for i in range(1000):
    big[i * 7 % 1009] = i
for i in range(0, 1000, 2):
    del big[i * 7 % 1009]
print(len(big), sum(big), sum(big.values()), list(big)[:4], next(iter(big)))
d = {"self": None}
d["self"] = d
print(d)


# Changing a container while it is walked.
def mutate(make, change):
    thing = make()
    seen = []
    try:
        for item in thing:
            seen.append(item)
            if len(seen) < 20:
                change(thing, item)
    except RuntimeError as error:
        print(error, len(seen) if isinstance(thing, dict) else "")
    else:
        print("walked", len(seen))


mutate(lambda: {1: 1, 2: 2, 3: 3}, lambda d, k: d.__setitem__(k + 10, 0))
mutate(lambda: {1: 1, 2: 2, 3: 3}, lambda d, k: d.pop(k))
mutate(lambda: {1: 1, 2: 2, 3: 3}, lambda d, k: d.__setitem__(k, 5))
mutate(lambda: {1: 1, 2: 2, 3: 3}, lambda d, k: d.clear())
mutate(lambda: {1, 2, 3}, lambda s, k: s.add(k + 10))
mutate(lambda: {1, 2, 3}, lambda s, k: s.discard(k))
mutate(lambda: [1, 2, 3], lambda l, k: l.append(k))
mutate(lambda: [1, 2, 3], lambda l, k: l.pop())

# Sets.
s = {3, 1, 2}
s.add(5)
s.discard(9)
s.remove(1)
print(sorted(s), len(s), 2 in s, sorted(s | {9}), sorted(s & {2, 3}), sorted(s - {2}), sorted(s ^ {2, 9}), s <= {2, 3, 5}, s < s, s >= {2}, s.isdisjoint({9}))
print(sorted(s.union([1], "a"[:0])), {1} == {1.0}, set(), frozenset([1]) == {1}, hash(frozenset([1, 2])) == hash(frozenset([2, 1])), {frozenset(): 1})
s |= {7}
s &= {7, 2, 3}
s -= {3}
s ^= {100}
print(sorted(s), len({x % 5 for x in range(100)}), sorted(set("hello")), set([]) or "empty", bool({0}))
attempt(lambda: {1}.remove(2))
attempt(lambda: set().pop())
attempt(lambda: {[]})
attempt(lambda: {1} | [2])
attempt(lambda: frozenset([1]).add(2))

# Slices, ranges, and builtins over all of them.
r = range(10, 0, -3)
print(r, len(r), r[1], r[-1], r[1:], 4 in r, 5 in r, r.index(4), r == range(10, -1, -3), list(reversed(r)), range(3) == range(0, 3, 1), bool(range(0)))
print(slice(1, 2), slice(None), slice(1, 10, 2).indices(5), min([3, 1]), max("abc", key=ord), min([], default="d"), sum([[1], [2]], []))
print(list(zip([1, 2, 3], "ab")), list(enumerate("ab", 5)), list(map(str, [1, 2])), list(filter(None, [0, 1, "", "a"])), list(reversed([1, 2])))
print(all([]), any([]), all([1, 0]), any([0, 1]), sum(range(10)), sum([0.5] * 4), divmod(17, 5), sorted({"b": 1, "a": 2}))
attempt(lambda: min([]))
attempt(lambda: max(1))
attempt(lambda: sum(["a"]))
attempt(lambda: list(zip([1], [1, 2], strict=True)))
