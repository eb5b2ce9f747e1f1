"""min, max and sum: keys, defaults, ties, odd comparisons, start values and the messages of refusals."""
from lib.attempts import attempt


class Noisy:
    def __init__(self, value): self.value = value
    def __lt__(self, other):
        print(f"{self.value}<{other.value}", end=" ")
        return self.value < other.value
    def __gt__(self, other):
        print(f"{self.value}>{other.value}", end=" ")
        return self.value > other.value
    def __repr__(self): return f"N{self.value}"


print(min(Noisy(2), Noisy(1), Noisy(3)))
print(max(Noisy(2), Noisy(1), Noisy(3)))
print(min([1, 1.0, True]), max([1, 1.0, True]), min([True, 1]), max(1.0, 1))
print(min("b", "a", key=ord), max(["aa", "b", "cc"], key=len), min({}, default="none"), max((), default=None))
print(max([3, 1], key=None), min([[]], default=5), min(*[4, 2], 3))
attempt(min)
attempt(max)
attempt(min, [])
attempt(max, iter(()), key=len)
attempt(min, 5)
attempt(min, 1, 2, default=3)
attempt(max, 1, 2, default=None)
attempt(min, [1], kee=1)
attempt(max, [1, "a"])
attempt(min, 1, "a")
attempt(max, [1, 2], key=5)
attempt(min, key=len)
attempt(max, [1j, 2j])

print(sum([]), sum([[1], [2]], []), sum((1, 2), start=10), sum([True, True]), sum({1: 2, 3: 4}))
print(sum([0.1] * 10), sum([1e308, 1e308, -1e308]), sum([1, 2.5, 3]), sum([2**70, 0.5]), sum([1j, 2, 0.5]))
print(sum([float("inf"), 1.0]), sum([1e16, 1.0, -1e16]), sum([-0.0]), sum([-0.0], -0.0), sum([0.1, 0.2, 0.3], 0.0))
attempt(sum)
attempt(sum, 5)
attempt(sum, ["a"])
attempt(sum, ["a"], "")
attempt(sum, [b"a"], b"")
attempt(sum, [bytearray()], bytearray())
attempt(sum, [1, None])
attempt(sum, [[1]], 0)
attempt(sum, [1], [])


class Adds:
    def __add__(self, other): return ("add", other)
    def __radd__(self, other): return ("radd", other)


print(sum([Adds()]), sum([1], Adds()), sum([1.5, Adds()]), sum([2**80, Adds()]))


class Int(int):
    def __add__(self, other): return "int subclass"


print(sum([Int(1)]), sum([Int(1), 5]) if False else "", type(sum([True])).__name__, type(sum([], True)).__name__)
