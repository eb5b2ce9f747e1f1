# zeal: 20 - many safepoints
# Sets against sets by a plain definition, for keys that compare without Python code, keys that only Python code compares, and both.
import itertools


class Key:
    calls = 0

    def __init__(self, number):
        self.number = number

    def __hash__(self):
        return hash(self.number)

    def __eq__(self, other):
        Key.calls += 1
        return self.number == (other.number if isinstance(other, Key) else other)

    def __repr__(self):
        return f"Key({self.number})"


KINDS = {
    "ints": lambda i: i,
    "texts": lambda i: "text%d" % i,
    "new texts": lambda i: "".join(["te", "xt%d" % i]),
    "tuples": lambda i: (i, str(i)),
    "floats": lambda i: float(i),
    "keys": Key,
    "mixed": lambda i: (i, float(i), Key(i), True if i == 1 else i, None if i == 7 else i, 2**70 + i)[i % 6],
    "one hash": lambda i: (2**61 - 1) * i,
}
SIZES = [(0, 0), (0, 5), (5, 0), (1, 1), (5, 5), (6, 40), (40, 6), (60, 90), (300, 3)]


def number(key):
    if isinstance(key, Key):
        return key.number
    if isinstance(key, tuple):
        return key[0]
    if isinstance(key, str):
        return int(key[4:])
    return 7 if key is None else int(key)


def numbers(keys):
    return sorted(number(key) for key in keys)


def check(make, first, second, kind):
    a, b = set(make(i) for i in first), set(make(i) for i in second)
    x, y = {number(key) for key in a}, {number(key) for key in b}
    wanted = {
        "|": sorted([*x, *(i for i in y if i not in x)]),
        "&": sorted(i for i in x if i in y),
        "-": sorted(i for i in x if i not in y),
        "^": sorted([*(i for i in x if i not in y), *(i for i in y if i not in x)]),
    }
    for shape in set, frozenset:
        one, other = shape(a), shape(b)
        found = {"|": one | other, "&": one & other, "-": one - other, "^": one ^ other}
        assert all(numbers(found[name]) == wanted[name] for name in wanted), (kind, first, second)
        assert all(type(result) is shape for result in found.values())
        assert all(len(found[name]) == len(wanted[name]) for name in wanted)
        assert numbers(one.union(other, [])) == numbers(one.union(list(other))) == wanted["|"]
        assert numbers(one.intersection(list(other))) == wanted["&"]
        assert numbers(one.difference(list(other), other)) == numbers(one.difference(other, list(other))) == wanted["-"]
        assert numbers(one.symmetric_difference(iter(list(other)))) == wanted["^"]
        assert one.isdisjoint(other) == one.isdisjoint(list(other)) == (not wanted["&"])
        assert (one <= other) == one.issubset(list(other)) == (x <= y)
        assert (one >= other) == one.issuperset(list(other)) == (x >= y)
        assert (one == other) == (x == y) and (one < other) == (x < y) and (one > other) == (x > y)
        assert numbers(one) == sorted(x) and numbers(other) == sorted(y), "operands stay"
    for name, change in {
        "|": set.__ior__,
        "&": set.__iand__,
        "-": set.__isub__,
        "^": set.__ixor__,
    }.items():
        for dead in False, True:
            changed = set(a)
            if dead:
                # Graves of others between the live ones.
                changed |= {("grave", i) for i in range(len(a) + 3)}
                changed -= {("grave", i) for i in range(len(a) + 3)}
            assert change(changed, b) is changed
            assert numbers(changed) == wanted[name] and len(changed) == len(wanted[name]), (kind, name)
            # It is a set like others afterwards.
            for key in list(changed):
                assert key in changed
                changed.add(key)
            assert len(changed) == len(wanted[name])
            changed.clear()
            changed.update(b)
            assert numbers(changed) == sorted(y)


for kind, make in KINDS.items():
    for m, n in SIZES:
        for first, second in (
            (range(m), range(n)),
            (range(m), range(m // 2, m // 2 + n)),
            (range(m), range(m, m + n)),
            (range(m), range(m - 1, -1, -1)),
        ):
            check(make, first, second, kind)
    print(kind, "as defined")

# With itself.
for make in KINDS.values():
    s = set(make(i) for i in range(2, 12))
    assert numbers(s | s) == numbers(s & s) == numbers(s) and s | s is not s and s & s is not s
    assert s - s == s ^ s == set() and s == s and s <= s and not s < s
    t = set(s)
    t |= t
    t &= t
    assert t == s
    t -= t
    assert t == set()
    t.update(s)
    t ^= t
    assert t == set()
    t.update(s)
    t.difference_update(t)
    assert t == set()
    t.update(s)
    t.symmetric_difference_update(t)
    assert t == set()
print("with itself")

# Elements that are equal: whose object is kept.
one, other = {1, 2, 3}, {1.0, 2.0, 4.0}
print(sorted(map(repr, one | other)), sorted(map(repr, other | one)))
print(sorted(map(repr, one & other)), sorted(map(repr, other & one)))
print(sorted(map(repr, one - other)), sorted(map(repr, one ^ other)))
print(sorted(map(repr, one.intersection([1.0, 2.0]))), sorted(map(repr, one.union([1.0, 5.0]))))
one |= other
print(sorted(map(repr, one)))

# An update that adds nothing does not disturb an iteration, one that does is noticed.
s = set(range(10))
for i in range(0, 10, 2):
    s.discard(i)
seen = []
for item in s:
    s |= {1, 3, 5}
    s -= {100}
    s.update([7, 9])
    seen.append(item)
print(sorted(seen))
for change in (
    lambda s: s.update({100}),
    lambda s: s.difference_update({3}),
    lambda s: s.symmetric_difference_update({3}),
    lambda s: s.intersection_update({3}),
    lambda s: s.clear(),
    lambda s: s.pop(),
):
    s = set(range(10))
    try:
        for item in s:
            change(s)
    except RuntimeError as error:
        print(error)

# What raises while it is compared leaves the set as it was.
class Bad:
    def __hash__(self):
        return 1

    def __eq__(self, other):
        raise ZeroDivisionError


for change in (set.__iand__, set.__isub__, set.__ixor__):
    s = {1, 2, 3}
    try:
        change(s, {Bad(), 2})
        print("not compared")
    except ZeroDivisionError:
        print(s)

# Python code that changes an operand while it is compared.
class Meddler:
    def __init__(self, what):
        self.what = what

    def __hash__(self):
        return 1

    def __eq__(self, other):
        self.what()
        return False


for operation in (set.__or__, set.__and__, set.__sub__, set.__xor__, set.__ior__, set.__isub__, set.__ixor__, set.__iand__):
    s = set(range(20))
    operation(s, {Meddler(lambda: s.discard(5)), Meddler(lambda: s.add(77))})
    assert 6 in s or operation is set.__iand__
print("meddled with")

# Small ones into a large one.
large = set(range(3000))
for i in range(200):
    large -= {i}
    large ^= {i + 10_000_000}
    large |= {i}
assert len(large) == 3200

# Empty ones.
for empty in set(), frozenset():
    print(empty, len(empty), list(empty), empty == set(), 1 in empty, sorted(empty | {1}), empty & {1}, empty - {1})
s = set()
s.discard(1)
try:
    s.pop()
except KeyError as error:
    print(repr(error))
for i, j in itertools.product(range(3), range(3)):
    s.add((i, j))
    s.clear()
    s.add(i)
    s.discard(i)
print(s, set() ^ set(), {*()} == frozenset())

# Python code that moves an element from one operand to the other while they are compared: it is not there twice.
class Mover:
    move = None

    def __init__(self, number):
        self.number = number

    def __hash__(self):
        return 1

    def __eq__(self, other):
        move, Mover.move = Mover.move, None
        if move and 3 in (self.number, other.number):
            move()
        else:
            Mover.move = move
        return self.number == other.number


for operation in set.__xor__, set.symmetric_difference, set.__or__, set.__ixor__:
    first, second, third = Mover(1), Mover(2), Mover(3)
    one, other = {second, third}, {first}
    Mover.move = lambda: (one.discard(second), other.add(second))
    result = operation(one, other)
    Mover.move = None
    print(len(result) == len(set(result)), end=" ")
    result.discard(second)
    print(second in result)

# Keys that come and go.
s, d = set(range(50)), dict.fromkeys(range(50))
for round in range(300):
    for key in -1, "text", (1, 2), 1.5, 2**61 - 1, 50 + (2**61 - 1):
        s.add(key)
        d[key] = round
        assert key in s and d[key] == round and len(s) == len(d) == 51
        s.remove(key)
        del d[key]
        assert key not in s and key not in d and 0 in s and 49 in d
print(s == set(d) == set(range(50)), list(d) == list(range(50)))
