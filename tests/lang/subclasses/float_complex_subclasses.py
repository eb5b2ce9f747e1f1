"""Classes derived from float, complex and bool's refusal: arithmetic's results, conversions, formatting, hashing, reflected methods."""
from lib.attempts import attempt


class F(float):
    def __repr__(self): return f"F({float.__repr__(self)})"
    def __add__(self, other): return "F add"
    def __radd__(self, other): return "F radd"
    def __float__(self): return 99.0
    def __int__(self): return 98
    def __round__(self, digits=None): return "rounded"
    def __lt__(self, other): return "F lt"
    def __bool__(self): return False
    def __format__(self, spec): return f"<{spec}>"


class G(float):
    pass


class C(complex):
    def __repr__(self): return "C"
    def __rmul__(self, other): return "C rmul"
    def __complex__(self): return 5 + 5j


f, g, c = F(1.5), G(2.5), C(1, 2)
print(f, [f], str(f), f + 1, 1 + f, 1.0 + f, f + f, f * 2, type(f * 2).__name__, -f, type(-f).__name__, abs(F(-1)), float(f), int(f), round(f), f < 1, 1 > f, f == 1.5, bool(f), not f, f"{f:x}", format(f, "y"), "%s %r" % (f, f), "%d" % f, hash(f) == hash(1.5), {f: 1}[1.5], f.real, type(f.real).__name__, f.is_integer(), f.hex(), f.as_integer_ratio(), f.__getnewargs__(), f ** 2, 2 ** f, divmod(f, 1), f // 1, 7 % f, max(f, 1), sum([f]), sum([1.0, f]))
print(type(g + 0).__name__, type(+g).__name__, type(g.conjugate()).__name__, type(G.fromhex("1")).__name__, type(G("2")).__name__, G(), G(g), type(float(g)).__name__, float(g) is g, repr(g), g.__reduce_ex__(2)[1], type(round(g)).__name__, type(round(g, 1)).__name__, type(abs(g)).__name__, g.__class__, int(g), g.__trunc__(), g.__floor__(), g.__ceil__())
import math
print(math.floor(f), math.isclose(g, 2.5), math.trunc(f), math.hypot(g, 6))
print(c, str(c), c + 1, type(c + 1).__name__, 2 * c, 2.0 * c, c * 2, complex(c), complex(C(3)), type(complex(C(3))).__name__, abs(C(3, 4)), c.real, type(c.conjugate()).__name__, c == 1 + 2j, hash(c) == hash(1 + 2j), f"{c}", f"{c:.1f}", bool(C()), -c, c ** 2, repr(c), c.__getnewargs__(), c.__reduce_ex__(2)[1])


class NewF(float):
    def __new__(cls, value, unit):
        made = super().__new__(cls, value)
        made.unit = unit
        return made
    def __add__(self, other): return NewF(float(self) + float(other), self.unit)
    __radd__ = __add__


metres = NewF(2, "m")
print(metres, metres.unit, (metres + 1).unit, (1 + metres).unit, sum([metres, metres], NewF(0, "s")).unit, vars(metres), float.__new__(NewF, 5), hasattr(float.__new__(NewF, 5), "unit"))
attempt(lambda: float.__new__(int))
attempt(lambda: float.__new__(NewF, "x"))
attempt(lambda: float.__add__(f, "a"))
attempt(lambda: float.__add__(5, 1.0))
attempt(lambda: type("B", (bool,), {}))
attempt(lambda: type("Both", (float, int), {}))
attempt(lambda: type("Both", (float, complex), {}))
attempt(lambda: NewF(1))


class Slots(float):
    __slots__ = ("x",)


s = Slots(1)
s.x = 5
print(s, s.x, hasattr(s, "__dict__"))


class Refuses(float):
    def __add__(self, other): return NotImplemented
    def __radd__(self, other): return NotImplemented


class Sub(F):
    def __radd__(self, other): return "Sub radd"


attempt(lambda: Refuses(1) + 1.0)
attempt(lambda: 1.0 + Refuses(1))
attempt(lambda: F(1) + Sub(2))
attempt(lambda: Sub(1) + F(2))
attempt(lambda: 1 + Sub(1))
print([1.5, 2.5].index(g), g in [2.5], sorted([G(3), G(1), 2]), min(G(1), 1), {G(1), 1.0, 1}, G("nan") == G("nan"), G("inf") > 5, isinstance(g, float), issubclass(G, float), type(g) is float)
