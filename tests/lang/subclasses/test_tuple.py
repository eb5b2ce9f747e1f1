# zeal: 4 - many safepoints
"""Classes derived from tuple."""


def error(function, *args, **keywords):
    try:
        result = function(*args, **keywords)
    except Exception as raised:
        print(type(raised).__name__, raised)
    else:
        print("no error:", result)


class T(tuple):
    pass


class Empty(tuple):
    __slots__ = ()


for items in [(), (1,), (1, 2, 3), ("a", (1, 2)), tuple(range(50))]:
    for cls in (T, Empty):
        t = cls(items)
        print(type(t).__name__, len(t), repr(t), t == items, items == t, hash(t) == hash(items), bool(t))
        print({items: 1}[t], {t: 2}[items], t in {items}, [*t], t is items, tuple(t) == items, type(tuple(t)).__name__)
        for result in (t + (), () + t, t * 1, 1 * t, t[:], t[0:], t[::2], t[1:], t + t, tuple(t), (*t,)):
            print(type(result).__name__, len(result), end=" ")
        print(t < items + (1,), t <= items, t != items, t.count(1), list(reversed(t)), sorted(t, key=str), sum(map(len, map(str, t))))

t = T([3, 4])
t.a = t.b = t.c = t.d = 1
print(t.__dict__, t.a, t)
del t.a
t.a = 2
print(t.__dict__)
a, b = t
print(a, b, t[0], t[-1], max(t), 3 in t, t.index(4))
print("%s %s" % t, isinstance(3, T([int, str])), "abc".startswith(T(["x", "a"])), issubclass(int, T([int])))
error(setattr, Empty(), "a", 1)
try:
    raise KeyError(1)
except T([ValueError, KeyError]) as raised:
    print("caught", repr(raised))


def f(*args, **keywords):
    return args, keywords


print(f(*T([1, 2])), type(f(*T([1, 2]))[0]).__name__, dict([T(["k", 1])]), dict(T([("k", 1)])))


class New(tuple):
    __slots__ = ()

    def __new__(cls, x, y):
        return tuple.__new__(cls, (x, y))

    @property
    def x(self):
        return self[0]

    y = property(lambda self: self[1])

    def __repr__(self):
        return f"New(x={self.x}, y={self.y})"

    def _replace(self, **changes):
        return type(self)(changes.get("x", self.x), changes.get("y", self.y))


n = New(1, y=2)
print(n, n.x, n.y, n == (1, 2), n._replace(x=9), hash(n) == hash((1, 2)), n + (3,), str(n), f"{n}", [n])
error(New, 1)
error(tuple.__new__)
error(tuple.__new__, int)
error(tuple.__new__, T, 1, 2)
error(object.__new__, T)
error(T, 1)
error(lambda: type("B", (tuple,), {"__slots__": ["a"]}))
error(lambda: type("B", (tuple, list), {}))


class Odd(tuple):
    def __iter__(self):
        return iter(["i", "j"])

    def __len__(self):
        return 9

    def __getitem__(self, key):
        return ("item", key)

    def __eq__(self, other):
        return "eq"

    def __hash__(self):
        return 1

    def __contains__(self, item):
        return True

    def __add__(self, other):
        return "add"

    def __mul__(self, other):
        return "mul"

    def __rmul__(self, other):
        return "rmul"


odd = Odd([1, 2, 3])
print(list(odd), tuple(odd), len(odd), odd[7], odd == 1, hash(odd), 77 in odd, odd + 1, odd * 2, 2 * odd, f(*odd), [*odd], (*odd,))
x, y = odd
print(x, y, list(map(str, odd)), sum([len(odd)]), dict([odd]), set(odd) == {"i", "j"}, "%s" % (odd,), ".".join(odd), repr(odd))
first, *rest = odd
print(first, rest, [].__class__(odd), max(odd), sorted(odd), list(zip(odd)), list(enumerate(odd)), any(odd))
match T([1, 2]):
    case [x, y]:
        print(x, y)
match T([1, 2]):
    case tuple(x):
        print(type(x).__name__)


class T2(T):
    pass


t.__class__ = T2
print(type(t).__name__, t, t.__dict__)
error(setattr, t, "__class__", Empty)
error(setattr, t, "__class__", tuple)
e = Empty([1])


class Empty2(tuple):
    __slots__ = ()


e.__class__ = Empty2
print(type(e).__name__, e)
loop = T([[]])
loop[0].append(loop)
print(loop)
many = [T([n, T([n])]) for n in range(2000)]
for n, one in enumerate(many):
    one.number = n
print(all(one.number == one[0] == one[1][0] for one in many))
import gc

gc.collect()
print(all(one.number == one[0] == one[1][0] for one in many), sum(len(one.__dict__) for one in many))
import _weakref

error(_weakref.ref, T())
