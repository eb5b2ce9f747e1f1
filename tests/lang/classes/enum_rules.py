# zeal: 500 - imports enum
"""enum: members, aliases, values, auto, mixins, functional form, missing, iteration, what is refused."""
import enum
from lib.attempts import attempt


class Colour(enum.Enum):
    """doc"""
    RED = 1
    GREEN = 2
    CRIMSON = 1
    def describe(self): return f"{self.name}={self.value}"
    @property
    def warm(self): return self is Colour.RED
    @classmethod
    def first(cls): return next(iter(cls))


print(Colour.RED, repr(Colour.RED), list(Colour), Colour.CRIMSON is Colour.RED, list(Colour.__members__), len(Colour), Colour(2), Colour["GREEN"], Colour.RED.describe(), Colour.first(), Colour.RED.warm, Colour)
print(Colour.RED in Colour, 1 in Colour, 5 in Colour, "RED" in Colour, Colour.RED == 1, hash(Colour.RED) == hash("RED"), {Colour.RED: 1}, Colour.RED.name, f"{Colour.RED}", "%s" % Colour.GREEN, list(reversed(Colour)), bool(Colour.RED))
attempt(Colour, 5)
attempt(lambda: Colour["BLUE"])
attempt(lambda: Colour.BLUE)
attempt(lambda: Colour.RED < Colour.GREEN)
attempt(setattr, Colour, "RED", 5)
attempt(delattr, Colour, "RED")
attempt(setattr, Colour.RED, "value", 5)
attempt(setattr, Colour.RED, "name", 5)
attempt(lambda: type("Sub", (Colour,), {}))
attempt(lambda: Colour())
attempt(lambda: Colour.RED())
attempt(lambda: Colour.RED.GREEN)
attempt(lambda: enum.Enum("E", "a b a"))
attempt(lambda: enum.Enum("E", [("a", 1), ("b", 2)])(2))
attempt(lambda: list(enum.IntEnum("E", "x,y z", start=5)))
attempt(lambda: list(enum.Enum("E", {"p": "v"}, module="m", qualname="q.E")))


class Number(enum.IntEnum):
    ONE = enum.auto()
    TWO = enum.auto()
    TEN = 10
    ELEVEN = enum.auto()


print(list(Number), Number.ONE + 1, Number.TWO > Number.ONE, str(Number.TEN), f"{Number.TEN:>4}", [10, 20][Number.ONE], repr(Number.ELEVEN), Number(1), isinstance(Number.ONE, int), 10 == Number.TEN)


class Text(enum.StrEnum):
    Alpha = enum.auto()
    BETA = "b"


print(list(Text), Text.Alpha + "!", str(Text.BETA), Text("alpha"), "b" == Text.BETA, Text.BETA.upper())
attempt(lambda: enum.StrEnum("Bad", {"a": 1}))


class Planet(enum.Enum):
    EARTH = (5.97, 6.37)
    MARS = (0.64, 3.39)
    def __init__(self, mass, radius): self.mass, self.radius = mass, radius


print(Planet.EARTH.mass, Planet((0.64, 3.39)), Planet.MARS.value)


class Coordinate(bytes, enum.Enum):
    def __new__(cls, value, label):
        made = bytes.__new__(cls, [value])
        made._value_ = value
        made.label = label
        return made
    PX = (65, "P.X")
    PY = (66, "P.Y")


print(Coordinate.PX, Coordinate(66), Coordinate.PX.label, Coordinate.PX + b"!", Coordinate.PY.value)


class Missing(enum.Enum):
    A = "a"
    @classmethod
    def _missing_(cls, value): return cls.A if value == "anything" else 5 if value == "bad" else None


attempt(Missing, "anything")
attempt(Missing, "bad")
attempt(Missing, "none")


class Ordered(enum.Enum):
    @staticmethod
    def _generate_next_value_(name, start, count, last): return (name, start, count, last)
    _ignore_ = ["helper"]
    helper = 5
    A = enum.auto()
    B = enum.auto()
    member = enum.member(lambda self: 5)
    not_member = enum.nonmember(7)
    class Inner: pass


print([m.value if not callable(m.value) else "callable" for m in Ordered], Ordered.not_member, hasattr(Ordered, "helper"), Ordered.Inner.__name__)
attempt(lambda: enum.unique(Colour))
for body in ({"a": 1, "mro": 2}, {"_private_": 1, "a": 1}, {"__slots__": ()}):
    try:
        namespace = enum.EnumType.__prepare__("E", (enum.Enum,))
        for key, value in body.items(): namespace[key] = value
        print(list(enum.EnumType("E", (enum.Enum,), namespace)))
    except Exception as error:
        print(type(error).__name__, error)
try:
    class Twice(enum.Enum):
        A = 1
        A = 2
except TypeError as error:
    print("TypeError", error)
