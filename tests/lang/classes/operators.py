# Every operator, its reflected form, and NotImplemented.
class Number:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


BINARY = {"add": "+", "sub": "-", "mul": "*", "matmul": "@", "truediv": "/", "floordiv": "//", "mod": "%", "pow": "**",
          "lshift": "<<", "rshift": ">>", "and": "&", "or": "|", "xor": "^"}


def define(kind, prefix, names):
    for name in names:
        def method(self, other, name=prefix + name):
            return "%s.%s(%s)" % (self, name, other)
        setattr(kind, "__%s%s__" % (prefix, name), method)


class Left(Number):
    pass


class Right(Number):
    pass


class Both(Number):
    pass


class InPlace(Number):
    pass


class Sub(Left):
    pass


class Refuses(Number):
    pass


define(Left, "", BINARY)
define(Right, "r", BINARY)
define(Both, "", BINARY)
define(Both, "r", BINARY)
define(InPlace, "i", BINARY)
define(Sub, "r", BINARY)
for name in BINARY:
    setattr(Refuses, "__%s__" % name, lambda self, other: NotImplemented)
    setattr(Refuses, "__r%s__" % name, lambda self, other: NotImplemented)
left, right, both, sub, refuses, plain = Left("l"), Right("r"), Both("b"), Sub("s"), Refuses("x"), Number("p")


def attempt(text):
    try:
        print(text, "=", eval(text))
    except TypeError as error:
        print(text, "!", error)


PAIRS = ["left {} plain", "plain {} right", "left {} right", "both {} both", "left {} sub", "refuses {} right", "left {} refuses",
         "refuses {} refuses", "plain {} plain", "1 {} right", "left {} 1", "plain {} 1", "None {} plain", "[] {} right", "right {} []"]
for sign in BINARY.values():
    for pair in PAIRS:
        attempt(pair.format(sign))


def in_place(sign, value, other):
    space = {"x": value, "y": other}
    try:
        exec("x %s= y" % sign, space)
        print(sign, space["x"])
    except TypeError as error:
        print(sign, error)


for sign in BINARY.values():
    in_place(sign, InPlace("i"), 1)
    in_place(sign, left, 1)
    in_place(sign, plain, right)
    in_place(sign, plain, 1)


# Unary operators and conversions.
class Unary:
    def __neg__(self):
        return "neg"

    def __pos__(self):
        return "pos"

    def __invert__(self):
        return "invert"

    def __abs__(self):
        return "abs"

    def __int__(self):
        return 42

    def __float__(self):
        return 4.5

    def __index__(self):
        return 3

    def __round__(self, digits=None):
        return "round %s" % digits

    def __divmod__(self, other):
        return "divmod"

    def __rdivmod__(self, other):
        return "rdivmod"

    def __pow__(self, other, modulo=None):
        return ("pow", other, modulo)

    def __format__(self, spec):
        return "<" + spec + ">"

    def __str__(self):
        return "str"

    def __repr__(self):
        return "repr"

    def __bytes__(self):
        return b"bytes"


u = Unary()
print(-u, +u, ~u, abs(u), int(u), float(u), [1, 2, 3, 4, 5][u], hex(u), round(u), round(u, 2))
print(divmod(u, 1), divmod(1, u), pow(u, 2), pow(u, 2, 3), f"{u:spec} {u!r} {u!s} {u}", "%s %r %d" % (u, u, u), [u], range(u), "ab" * u)
attempt("-plain")
attempt("+plain")
attempt("~plain")
attempt("abs(plain)")
attempt("int(plain)")
attempt("float(plain)")
attempt("[1][plain]")
attempt("round(plain)")
attempt("divmod(plain, 1)")


class Compares:
    def __init__(self, name, result=NotImplemented):
        self.name = name
        self.result = result

    def __repr__(self):
        return self.name

    def answer(self, how, other):
        print(self, how, other, end=" -> ")
        return self.result

    def __lt__(self, other):
        return self.answer("<", other)

    def __le__(self, other):
        return self.answer("<=", other)

    def __eq__(self, other):
        return self.answer("==", other)

    def __ne__(self, other):
        return self.answer("!=", other)

    def __gt__(self, other):
        return self.answer(">", other)

    def __ge__(self, other):
        return self.answer(">=", other)


class ComparesSub(Compares):
    pass


c, d, s, e = Compares("c"), Compares("d", "answer"), ComparesSub("s", "sub"), Compares("e")
for sign in ("<", "<=", "==", "!=", ">", ">="):
    for pair in ("c {} d", "d {} c", "c {} s", "c {} e", "1 {} d", "c {} 1"):
        attempt(pair.format(sign))


# __eq__ alone: __ne__ is its opposite; __hash__ is gone.
class Equal:
    def __init__(self, value):
        self.value = value

    def __eq__(self, other):
        return isinstance(other, Equal) and self.value == other.value


print(Equal(1) == Equal(1), Equal(1) != Equal(1), Equal(1) == Equal(2), Equal(1) != 1, Equal(3) in [1, Equal(3)], Equal.__hash__)
attempt("hash(Equal(1))")
attempt("{Equal(1): 1}")


class Hashed(Equal):
    def __hash__(self):
        return hash(self.value)


print({Hashed(1): "a", Hashed(1.0): "b"}[Hashed(1)], len({Hashed(i % 3) for i in range(10)}))


class BadHash:
    def __hash__(self):
        return "text"


attempt("hash(BadHash())")
