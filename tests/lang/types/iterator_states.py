# zeal: 40 - many safepoints
"""Iterators' pickling protocol by hand: __reduce__, __setstate__ and __length_hint__ of every builtin iterator, fresh, begun and done."""
from lib.attempts import attempt


def shown(value):
    if isinstance(value, tuple): return tuple(shown(part) for part in value)
    if type(value).__name__.endswith("iterator"): return type(value).__name__
    return getattr(value, "__name__", value)


def states(make):
    iterator = make()
    row = []
    for step in range(4):
        try:
            row.append(shown(iterator.__reduce__()))
        except Exception as error:
            row.append(f"{type(error).__name__} {error}")
        hint = getattr(iterator, "__length_hint__", None)
        row.append(hint() if hint else "no hint")
        next(iterator, None)
    print(type(iterator).__name__, row)


for make in (lambda: iter([1, 2]), lambda: reversed([1, 2]), lambda: iter((1, 2)), lambda: iter("ab"), lambda: iter("é\u20ac"), lambda: iter(b"ab"), lambda: iter(bytearray(b"ab")), lambda: iter(range(2)), lambda: iter(range(10**30, 10**30 + 2)), lambda: reversed(range(2)), lambda: iter({1: 2, 3: 4}), lambda: iter({1: 2}.items()), lambda: iter({1: 2}.values()), lambda: reversed({1: 2, 3: 4}), lambda: iter({7}), lambda: enumerate("ab"), lambda: iter(int, 0), lambda: iter(iter([1, 2])), lambda: zip("ab"), lambda: map(str, [1]), lambda: filter(None, [1]), lambda: iter(memoryview(b"ab")), lambda: reversed("ab"), lambda: iter(type("S", (), {"__getitem__": lambda s, i: [1, 2][i]})()).__class__ and iter([])):
    states(make)
for iterator, state in ((iter([1, 2, 3]), 1), (iter([1, 2, 3]), -5), (iter([1, 2, 3]), 99), (iter((1, 2, 3)), 2), (iter("abc"), 1), (iter(b"abc"), 2), (reversed([1, 2, 3]), 0), (reversed([1, 2, 3]), 99), (reversed([1, 2, 3]), -5), (iter(range(5)), 2), (iter(range(5)), -1), (iter(bytearray(b"abc")), 1)):
    iterator.__setstate__(state)
    print(type(iterator).__name__, state, list(iterator))
attempt(iter([]).__setstate__, "a")
attempt(iter("a").__setstate__, 1.5)
attempt(iter({1: 2}).__setstate__, 1) if hasattr(iter({}), "__setstate__") else print("dict iterators have no __setstate__")
attempt(iter([]).__reduce__, 1)
attempt(next, 5)
attempt(next)
attempt(next, iter([]), 1, 2)
attempt(iter, 5)
attempt(iter, [], None)
attempt(iter, 5, None)
for kind in (type(iter([])), type(iter(())), type(iter("")), type(iter({})), type(iter(set())), type(iter(range(0))), type((lambda: (yield))()), type(iter(int, 1)), type(reversed([]))):
    attempt(kind)
    attempt(setattr, kind, "x", 1)
iterator = iter([1, 2, 3])
attempt(setattr, iterator, "x", 1)
print(iter(iterator) is iterator, iterator == iter([1, 2, 3]), iterator.__iter__() is iterator, next(iterator), list(iterator), list(iterator), next(iterator, "done"))
exhausted = [1]
iterator = iter(exhausted)
list(iterator)
exhausted.append(2)
print(list(iterator), iterator.__reduce__())
iterator = reversed(exhausted)
next(iterator)
exhausted.clear()
print(list(iterator))
letters = iter("ab")
print(dict(zip(letters, letters)), list(zip(*[iter("abcdef")] * 2)), [*map(lambda *a: a, *[iter("abcd")] * 2)])
nested = iter([iter("ab"), iter("cd")])
print([item for part in nested for item in part], max(iter([3, 9, 2])), sorted(iter("cab")), sum(iter(range(4))), "b" in iter("abc"), tuple(iter("x")), [*iter("y")], dict(iter([(1, 2)])), "".join(iter("zz")))
membership = iter(range(10))
print(3 in membership, next(membership), 3 in membership, list(membership))
first, *rest = iter("abc")
print(first, rest)
