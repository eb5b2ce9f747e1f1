"""iter and its fallbacks: __getitem__, sentinels, reversed, length hints, exhausted iterators that come back."""
from lib.attempts import attempt


class Seq:
    def __init__(self, n): self.n = n
    def __getitem__(self, i):
        if i >= self.n: raise IndexError(i)
        return i * i


class Lens(Seq):
    def __len__(self): return self.n


class Stop(Seq):
    def __getitem__(self, i):
        if i == 2: raise StopIteration
        return i


print(list(Seq(4)), tuple(Lens(3)), list(Stop(9)), sum(Seq(5)), max(Seq(4)), sorted(Seq(3), reverse=True), dict(zip(Seq(2), Seq(3))), [*Seq(3)], 4 in Seq(3), ",".join(map(str, Seq(3))))
it = iter(Seq(2))
print(type(it).__name__, next(it), next(it), next(it, "end"), next(it, "still"), it.__length_hint__() if hasattr(it, "__length_hint__") else None)
s = Seq(1)
it = iter(s)
print(list(it), end=" ")
s.n = 5
print(list(it))
items = [1]
it = iter(items)
print(list(it), items.append(2), list(it), next(it, "gone"))
items = [1, 2, 3]
it = iter(items)
next(it)
items.clear()
print(list(it), it.__length_hint__())
print(list(reversed(Lens(4))), list(reversed("abc")), list(reversed(range(3))), list(reversed({1: 2, 3: 4})))
attempt(lambda: reversed(Seq(3)))
attempt(lambda: reversed({1}))
attempt(lambda: reversed(5))
attempt(lambda: reversed(iter([])))
attempt(lambda: reversed(type("R", (), {"__reversed__": None, "__len__": lambda s: 1, "__getitem__": lambda s, i: i})()))
attempt(lambda: list(reversed(type("R", (), {"__reversed__": lambda s: "xy"})())))
attempt(lambda: iter(5))
attempt(lambda: iter(5, 5))
attempt(lambda: iter())
attempt(lambda: iter([], 1))
attempt(lambda: next([]))
attempt(lambda: next(iter([])) if False else next(5))
attempt(lambda: iter(type("I", (), {"__iter__": lambda s: [1]})()))
attempt(lambda: iter(type("I", (), {"__getitem__": 5})()).__class__.__name__)
attempt(lambda: list(type("I", (), {"__getitem__": 5})()))
attempt(lambda: list({1: 2}.__class__.__getitem__))
n = iter([3, 2, 1, 0, 5])
it = iter(lambda: next(n), 0)
print(type(it).__name__, list(it), list(it), next(n))
def raises(): raise StopIteration
print(list(iter(raises, None)))
calls = iter(int, 1)
print([next(calls) for _ in range(3)])


class Hint:
    def __init__(self, hint): self.hint = hint
    def __iter__(self): return iter([1, 2])
    def __length_hint__(self):
        if isinstance(self.hint, Exception): raise self.hint
        return self.hint


for hint in (0, 5, NotImplemented, -1, "a", 2**80, None, TypeError("t"), ValueError("v")):
    attempt(lambda: list(Hint(hint)))
class LenFails:
    def __iter__(self): return iter("ab")
    def __len__(self): raise KeyError("len")
attempt(lambda: list(LenFails()))
attempt(lambda: tuple(LenFails()))
attempt(lambda: set(LenFails()) == {"a", "b"})
class Both:
    def __iter__(self): return self
    def __next__(self): raise IndexError("not a stop")
attempt(lambda: list(Both()))
attempt(lambda: [x for x in Both()])
attempt(lambda: max(Both(), default=1))
attempt(lambda: list(map(lambda x: next(iter([])), [1, 2])))
attempt(lambda: list(x for x in map(lambda x: next(iter([])), [1])))
attempt(lambda: list(next(iter([])) for x in [1]))
