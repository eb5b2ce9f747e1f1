# zeal: 200 - imports functools
"""functools.total_ordering, cmp_to_key, wraps, partial and partialmethod as parts of classes; errors and attributes."""
import functools
from lib.attempts import attempt


@functools.total_ordering
class Version:
    def __init__(self, *parts): self.parts = parts
    def __eq__(self, other):
        return self.parts == other.parts if isinstance(other, Version) else NotImplemented
    def __lt__(self, other):
        return self.parts < other.parts if isinstance(other, Version) else NotImplemented
    def __repr__(self): return "V" + ".".join(map(str, self.parts))


a, b = Version(1, 2), Version(1, 10)
print(a < b, a <= b, a > b, a >= b, a == b, a != b, a <= Version(1, 2), sorted([b, a, Version(0)]), max(a, b), Version.__ge__.__name__)
attempt(lambda: a < 5)
attempt(lambda: a >= 5)
attempt(lambda: a == 5)
attempt(hash, a)
for name in ("__gt__", "__le__", "__ge__"):
    made = functools.total_ordering(type("Made", (), {name: lambda self, other: True, "__eq__": lambda self, other: False}))
    print(name, [getattr(made(), other)(made()) for other in ("__lt__", "__le__", "__gt__", "__ge__")])
attempt(functools.total_ordering, type("Nothing", (), {}))

key = functools.cmp_to_key(lambda x, y: (x > y) - (x < y))
print(sorted([3, 1, 2], key=key), key(1) < key(2), key(1) == key(1), key(5).obj, sorted("bAc", key=functools.cmp_to_key(lambda x, y: ord(y.lower()) - ord(x.lower()))))
attempt(hash, key(1))
attempt(lambda: key(1) < 5)
attempt(functools.cmp_to_key)
attempt(lambda: sorted([1, 2], key=functools.cmp_to_key(lambda x, y: "a")))
attempt(lambda: sorted([1, 2], key=functools.cmp_to_key(lambda x: 0)))
attempt(lambda: key())


def decorator(function):
    @functools.wraps(function)
    def wrapper(*args, **kw): return function(*args, **kw)
    return wrapper


@decorator
def documented(x: int, y=5) -> str:
    """doc of documented"""
    return x, y


documented.extra = 1
print(documented.__name__, documented.__doc__, documented.__qualname__, documented.__wrapped__.__name__, documented.__annotations__, documented(1), documented.__wrapped__(2, y=3))


class Callable:
    def __call__(self): return "called"


wrapped = functools.wraps(Callable(), assigned=("__doc__", "missing"), updated=())(lambda: 1)
print(wrapped.__name__, hasattr(wrapped, "missing"))


class Cell:
    def __init__(self): self.alive = False
    def set_state(self, state, *rest, **kw): self.alive = (state, rest, kw)
    on = functools.partialmethod(set_state, True)
    off = functools.partialmethod(set_state, False, "r", k=1)
    make = functools.partialmethod(classmethod(lambda cls, *args: (cls.__name__, args)), 5)
    static = functools.partialmethod(staticmethod(lambda *args: args), 6)
    nested = functools.partialmethod(functools.partial(lambda *args: len(args), 1), 2)


cell = Cell()
cell.on()
print(cell.alive)
cell.off("more", z=2)
print(cell.alive, Cell.make(7), cell.static(8), cell.nested())
Cell.on(cell, "explicit")
print(cell.alive, functools.partialmethod(print, 1, end=""))
attempt(functools.partialmethod, 5)

p = functools.partial(int, base=2)
print(p("101"), p.func, p.args, p.keywords, functools.partial(functools.partial(max, 1), 5)(3), functools.partial(max, 1, key=abs))
hole = functools.Placeholder
q = functools.partial(lambda *args: args, hole, 2, hole, 4)
print(q(1, 3), q(1, 3, 5), functools.partial(q, 1)(3), q.args, hole)
attempt(q, 1)
attempt(functools.partial, print, hole)
attempt(functools.partial, print, a=hole)
attempt(functools.partial)
attempt(functools.partial, 5)
p.attribute = 1
print(p.__dict__, functools.partial(print) == functools.partial(print), p.__reduce__()[2])
attempt(p.__setstate__, (1, 2, 3))
