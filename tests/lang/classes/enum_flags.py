# zeal: 500 - imports enum
"""enum.Flag and IntFlag: operators, boundaries, names of combinations, membership, iteration, masks, refusals."""
import enum
from lib.attempts import attempt


class Perm(enum.Flag):
    R = 4
    W = 2
    X = 1
    RW = 6
    NONE = 0


print(Perm.R | Perm.X, repr(Perm.R | Perm.X), Perm.RW, Perm.R & Perm.W, ~Perm.R, Perm.R ^ Perm.RW, Perm.R in Perm.RW, Perm.RW in Perm.R, list(Perm), list(Perm.RW), len(Perm.RW), Perm(5), Perm(0), bool(Perm.NONE), Perm.RW.name, (Perm.R | Perm.X).name, (Perm.R | Perm.X).value)
print(~~Perm.R is Perm.R, Perm(~1), Perm.R | Perm.W is Perm.RW, hash(Perm.R) == hash(4), list(Perm.__members__), list(~Perm.X), Perm.R == 4, Perm["RW"], str(Perm(7)))
attempt(Perm, 8)
attempt(Perm, "a")
attempt(lambda: Perm.R | 1)
attempt(lambda: 1 | Perm.R)
attempt(lambda: Perm.R & None)
attempt(lambda: 5 in Perm.R)
attempt(lambda: Perm.R < Perm.W)
attempt(lambda: Perm.R + 1)


class Int(enum.IntFlag):
    A = 1
    B = 2
    C = enum.auto()


print(Int.A | Int.B, Int.A | 8, Int(16), ~Int.A, Int.A + 1, type(Int.A + 1).__name__, type(Int.A | 8).__name__, Int.C.value, 3 & Int.A, Int.A | "x" if False else "", list(Int(7)), repr(Int(24)), Int.A == 1, f"{Int.A:04}", Int(-1), Int.B in Int(3), 2 in Int)
attempt(lambda: Int.A | 1.5)


class Strict(enum.Flag, boundary=enum.STRICT):
    A = 1


class Conform(enum.Flag, boundary=enum.CONFORM):
    A = 1
    C = 4


class Eject(enum.Flag, boundary=enum.EJECT):
    A = 1


class Keep(enum.Flag, boundary=enum.KEEP):
    A = 1


attempt(Strict, 3)
print(Conform(7), Conform(2), repr(Eject(3)), type(Eject(3)).__name__, repr(Keep(10)), Keep(11), ~Keep.A, ~Conform.A)


class Auto(enum.Flag):
    A = enum.auto()
    B = enum.auto()
    AB = A | B
    D = enum.auto()
    EIGHTY = 80
    NEXT = enum.auto()


print([(m.name, m.value) for m in Auto], Auto.AB.value, Auto.EIGHTY.value, Auto(3).name, list(Auto(80)) if False else "", Auto.NEXT.value)
try:
    @enum.verify(enum.NAMED_FLAGS)
    class Unnamed(enum.Flag):
        A = 1
        BAD = 12
except ValueError as error:
    print("ValueError", error)
try:
    @enum.verify(enum.CONTINUOUS, enum.UNIQUE)
    class Gaps(enum.IntEnum):
        A = 1
        C = 3
except ValueError as error:
    print("ValueError", error)


@enum.verify(enum.UNIQUE)
class Fine(enum.Enum):
    A = 1


print(list(Fine), enum.show_flag_values(Auto.AB), enum.global_enum_repr(Int.A), enum.bin(10), enum.bin(-10, 6), enum.EnumType is type(Perm), Perm.RW._value_)


class Methods(enum.Flag):
    A = 1
    B = 2
    def __str__(self): return f"<{self.name}>"
    @classmethod
    def _missing_(cls, value):
        print("missing", value)
        return super()._missing_(value)


print(Methods.A | Methods.B)
attempt(Methods, 4)
