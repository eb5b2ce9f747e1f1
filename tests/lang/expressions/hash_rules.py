"""__hash__: None with __eq__, inheritance, results that are no int or large, errors, and who is unhashable."""
from lib.attempts import attempt


class Eq:
    def __eq__(self, other):
        return True


class Child(Eq):
    pass


class Restored(Eq):
    __hash__ = object.__hash__


class Given(Eq):
    def __hash__(self):
        return self.value


class Derived(Given):
    def __eq__(self, other):
        return False


class Ne:
    def __ne__(self, other):
        return True


print(Eq.__hash__, Child.__hash__, "__hash__" in vars(Child), "__hash__" in vars(Eq), Derived.__hash__, Ne.__hash__ is object.__hash__)
attempt(lambda: hash(Eq()))
attempt(lambda: {Child(): 1})
attempt(lambda: {Eq()})
attempt(lambda: Eq() in {1})
attempt(lambda: Eq() in {})
attempt(lambda: {}[Eq()])
attempt(lambda: {}.get([]))
attempt(lambda: {1: 2}.pop({}, None))
attempt(lambda: {1}.discard([1]))
attempt(lambda: {1}.discard({2}))
attempt(lambda: hash(Restored()) == object.__hash__(Restored()))
for value in (5, -1, True, 2**61 - 1, 2**61, 2**100, -(2**64), "a", 1.0, None):
    g = Given()
    g.value = value
    attempt(lambda: hash(g))
    attempt(lambda: g.__hash__() == value)
for value in ([], {}, set(), bytearray(), slice(1, [], 2), (1, []), (1, (2, {})), memoryview(bytearray(1)), dict().keys(), dict().values(), iter([]).__reduce__()[1]):
    try:
        hash(value)
        print("hashable", type(value).__name__)
    except Exception as error:
        print(type(error).__name__, error)
print(hash(1) == hash(1.0) == hash(True) == hash(1 + 0j), hash(-1), hash(-2), hash(2**61 - 1), hash(2**61), hash(-(2**61)), hash(0.5), hash(-0.0), hash(float("inf")), hash(float("-inf")), hash(1j), hash(-1j))
print(hash(slice(1, 2)) == hash(slice(1, 2)), hash(frozenset([1, 2])) == hash(frozenset([2, 1])), hash(()) == hash(tuple([])), hash(range(0)) == hash(range(5, 5)), hash(range(0, 3, 2)) == hash(range(0, 4, 2)))
d = {1: "int"}
d[1.0], d[True] = "float", "bool"
print(d, {True, 1, 1.0}, {0: "a", False: "b"}, {"a": 1} | {"a": 2})


class Collides:
    def __init__(self, name):
        self.name = name

    def __hash__(self):
        return 7

    def __eq__(self, other):
        compared.append((self.name, other.name))
        return self.name == other.name


compared = []
d = {Collides("a"): 1, Collides("b"): 2}
print(d[Collides("b")], Collides("c") in d, len(d), len(compared))
