# zeal: 500 - imports dataclasses
"""dataclasses: generated methods, defaults, order, frozen, keyword-only, hashing, inheritance, refusals."""
import dataclasses
from dataclasses import KW_ONLY, InitVar, dataclass, field
from typing import ClassVar
from lib.attempts import attempt


@dataclass
class Point:
    x: int
    y: int = 0
    tags: list = field(default_factory=list, compare=False, repr=False)
    total: ClassVar[int] = 5
    hidden = 7


print(Point(1), Point(1, 2) == Point(1, 2, ["t"]), Point(1) != Point(2), Point(y=3, x=4), Point.__match_args__, Point.y, Point.total, hasattr(Point, "tags"), Point(1).tags is Point(1).tags, Point.__doc__)
attempt(Point)
attempt(Point, 1, 2, 3, 4)
attempt(Point, 1, z=5)
attempt(hash, Point(1))
attempt(lambda: Point(1) < Point(2))
attempt(lambda: Point(1) == (1, 0))


@dataclass(order=True, frozen=True)
class Frozen:
    a: int
    b: str = "b"


print(Frozen(1) < Frozen(2), Frozen(1, "z") > Frozen(1), sorted([Frozen(2), Frozen(1)]), hash(Frozen(1)) == hash(Frozen(1)), {Frozen(1): "k"}[Frozen(1, "b")])
attempt(setattr, Frozen(1), "a", 2)
attempt(delattr, Frozen(1), "a")
attempt(setattr, Frozen(1), "new", 2)
attempt(lambda: Frozen(1) < Point(1))


@dataclass
class Base:
    a: int
    b: int = 2
    _: KW_ONLY
    k: int = 5


@dataclass
class Derived(Base):
    c: int = 3
    a: str = "moved"
    init: InitVar[int] = 10
    derived: int = field(init=False)
    def __post_init__(self, init): self.derived = init * 2


print(Derived(), Derived("p", 1, 2, 7, k=9), [f.name for f in dataclasses.fields(Derived)], dataclasses.asdict(Derived()), dataclasses.astuple(Base(1)))
print(dataclasses.replace(Base(1), a=5), dataclasses.is_dataclass(Base), dataclasses.is_dataclass(Base(1)), dataclasses.is_dataclass(5))
attempt(dataclasses.replace, Derived(), derived=1)
attempt(dataclasses.replace, Base(1), zz=1)
attempt(dataclasses.replace, 5)
attempt(dataclasses.fields, 5)
attempt(dataclasses.asdict, Base)


@dataclass(slots=True, weakref_slot=True)
class Slots:
    x: int
    y: list = field(default_factory=list)
    def super_repr(self): return super().__repr__()[:10]


print(Slots(1), Slots.__slots__, Slots(1).super_repr()[:4])
attempt(setattr, Slots(1), "z", 1)


@dataclass(eq=False, repr=False, init=False)
class Bare:
    x: int = 1


print(Bare() == Bare(), Bare().x, "__eq__" in vars(Bare), "__repr__" in vars(Bare), hash(Bare()) is not None)


def define(**options):
    def attempt_class(namespace, bases=()):
        try:
            made = dataclass(**options)(type("Made", bases, namespace))
            print(made.__name__, "accepted")
        except Exception as error:
            print(type(error).__name__, error)
    return attempt_class


define()({"__annotations__": {"a": int, "b": int}, "a": 1})
define()({"__annotations__": {"a": list}, "a": []})
define()({"__annotations__": {"a": int}, "a": field(default=1, default_factory=int)} if False else {"a": field()})
define(frozen=True)({"__annotations__": {}}, (Base,))
define()({"__annotations__": {}}, (Frozen,))
define(order=True)({"__annotations__": {}, "__lt__": 5})
define(order=True, eq=False)({})
define(slots=True)({"__slots__": ()})
define(unsafe_hash=True)({"__hash__": lambda self: 5})
define(weakref_slot=True)({})
define(frozen=True)({"__setattr__": None})
attempt(field, default=1, default_factory=int)
print(dataclasses.field(default=1).__class__.__name__, dataclasses.make_dataclass("Maked", ["x", ("y", int), ("z", int, 5)], namespace={"double": lambda self: self.x * 2})(1, 2).double())
attempt(dataclasses.make_dataclass, "Bad", ["x", "x"])
attempt(dataclasses.make_dataclass, "Bad", ["for"])
attempt(dataclasses.make_dataclass, "Bad", [5])


@dataclass
class Recursive:
    me: object = None


recursive = Recursive()
recursive.me = recursive
print(recursive)


@dataclass
class Doubled:
    x: int = field(metadata={"unit": "m"}, doc="a length", kw_only=True)
    __match_args__ = ("custom",)


print(Doubled(x=1), Doubled.__match_args__, dataclasses.fields(Doubled)[0].metadata, dataclasses.fields(Doubled)[0].doc)
