"""Classes derived from int."""


def error(function, *args, **keywords):
    try:
        result = function(*args, **keywords)
    except Exception as raised:
        print(type(raised).__name__, raised)
    else:
        print("no error:", result)


class I(int):
    pass


class Empty(int):
    __slots__ = ()


for number in [0, 1, -1, 7, 2**48, 2**60, -(2**63), 2**64, -(10**40)]:
    for cls in (I, Empty):
        x = cls(number)
        print(type(x).__name__, repr(x), str(x), f"{x}", f"{x:+d}", x == number, number == x, hash(x) == hash(number))
        print(bool(x), isinstance(x, int), type(x) is int, {number: 1}[x], {x: 2}[number], x in {number}, number in {x})
        for result in (x + 1, 1 + x, x - x, x * 2, x // 3, x % 5, -x, +x, ~x, abs(x), x & 7, x | 1, x ^ 1, x << 1, x >> 1, x.real,
                       x.numerator, x.conjugate(), int(x), x.__index__(), x.__trunc__(), round(x), x.__floor__(), x.__ceil__()):
            print(type(result).__name__, result, end="; ")
        print()
        print(x < number + 1, x <= number, x > number - 1, x >= number, x != number, divmod(x, 3), float(x), complex(x))

x = I(5)
x.name = "five"
x.a = x.b = x.c = x.d = 4
print(x.__dict__, x.name, vars(x))
del x.b
print(x.__dict__)
error(getattr, x, "b")
error(setattr, Empty(1), "a", 1)
error(getattr, Empty(1), "__dict__")
print("abc"[I(1)], [1, 2, 3][I(-1)], (1, 2, 3)[I(0) : I(2)], list(range(I(3))), b"x" * I(3), "ab" * I(2), bytes(I(2)), chr(I(65)))
print("%d %x %s %r" % (I(10), I(255), I(3), I(4)), "{:>5}|{:08b}".format(I(3), I(5)), format(I(1000), ","))
print(int("11", I(2)), pow(I(2), I(10), I(1000)), sum([I(1), I(2)]), max(I(1), I(3)), type(max(I(1), I(3))).__name__)
print(I(3).to_bytes(I(2), "big"), I.from_bytes(b"\x01\x02"), type(I.from_bytes(b"\x01\x02")).__name__)
print(I("12"), I(" 0x1f ", 16), I(3.9), I(), I(b"7"), I(True), type(I(True)).__name__)
error(I, "x")
error(I, [])
error(I, "1", 99)
print(I(3) is I(3), I(3).as_integer_ratio(), I(6).bit_length(), I(6).bit_count())


class Shown(int):
    def __repr__(self):
        return "Shown(" + int.__repr__(self) + ")"


class Texted(int):
    def __str__(self):
        return "text"


class Formatted(int):
    def __format__(self, spec):
        return f"<{spec}>"


print(repr(Shown(3)), str(Shown(3)), f"{Shown(3)}", [Shown(3)], "%s %r %d" % ((Shown(1),) * 3), f"{Shown(3):4}")
print(repr(Texted(3)), str(Texted(3)), f"{Texted(3)}", f"{Texted(3):4}", "%s %d" % ((Texted(1),) * 2))
print(repr(Formatted(3)), str(Formatted(3)), f"{Formatted(3)}", f"{Formatted(3):4}", format(Formatted(2), "x"))


class Odd(int):
    def __add__(self, other):
        return "add"

    def __radd__(self, other):
        return "radd"

    def __eq__(self, other):
        return "eq"

    def __hash__(self):
        return 99

    def __index__(self):
        return 1

    def __int__(self):
        return 42

    def __bool__(self):
        return False

    def __lt__(self, other):
        return "lt"

    def __neg__(self):
        return "neg"

    def __iadd__(self, other):
        return "iadd"


odd = Odd(2)
print(odd + 1, 1 + odd, odd == 2, 2 == odd, hash(odd), int(odd), bool(odd), odd < 1, 1 > odd, -odd, odd - 1)
print([10, 20, 30][odd], range(10)[odd], "abc"[odd], 2 in {odd: 1}, float(odd), list(range(odd)))
odd += 1
print(odd)


class New(int):
    def __new__(cls, value, unit):
        self = int.__new__(cls, value * 2)
        self.unit = unit
        return self

    def __init__(self, value, unit):
        print("init", self, value, unit)

    def __add__(self, other):
        return New(int(self) + other, self.unit)


new = New(4, unit="m")
print(new, new.unit, type(new).__name__, (new + 1).unit)
error(New, 4)
error(int.__new__)
error(int.__new__, 3)
error(int.__new__, str)
error(int.__new__, bool, 1)
error(object.__new__, I)
error(object.__new__, int)
error(float.__new__, I)
print(int.__new__(I, 3), type(int.__new__(I, 3)).__name__, type(super(I, I).__new__(I, 2)).__name__)


def slots():
    class Bad(int):
        __slots__ = ("a",)


error(slots)
error(lambda: type("B", (bool,), {}))


class I2(I):
    @property
    def double(self):
        return self * 2

    @classmethod
    def make(cls, text):
        return cls(text)


print(I2(4).double, I2.make("7"), type(I2.make("7")).__name__, I2.__mro__, I2(3).__class__ is I2)
y = I(3)
y.kept = 1
y.__class__ = I2
print(y, y.kept, y.double, type(y).__name__)
error(setattr, y, "__class__", int)
error(setattr, y, "__class__", Empty)
error(setattr, 3, "__class__", I)
e = Empty(3)


class Empty2(int):
    __slots__ = ()


e.__class__ = Empty2
print(type(e).__name__, e)
match I(3):
    case 3:
        print("value")
match I(3):
    case int(x):
        print(type(x).__name__, x)
import _weakref

error(_weakref.ref, I(3))
