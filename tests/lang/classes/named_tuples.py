# zeal: 400 - imports typing
"""collections.namedtuple and typing.NamedTuple: names that are refused or renamed, defaults, methods, subclasses, multiple use."""
from collections import namedtuple
from typing import NamedTuple
def attempt(action, *arguments, **keywords):
    try:
        print(action(*arguments, **keywords))
    except Exception as error:
        print(type(error).__name__, error)


Point = namedtuple("Point", "x y", defaults=[5])
print(Point(1), Point(1, 2) == (1, 2), Point._fields, Point._field_defaults, Point(3)._asdict(), Point._make([7, 8]), Point(1)._replace(y=9), Point(1)[1], Point(1).x, Point.x.__doc__, Point.__doc__, Point.__match_args__)
print(*Point(1, 2), hash(Point(1, 2)) == hash((1, 2)), Point(1) < Point(2), Point(1) + (3,), type(Point(1)[:]).__name__, repr(Point("a", Point(1))), Point.__new__.__defaults__, Point.__slots__, Point.__module__)
attempt(Point)
attempt(Point, 1, 2, 3)
attempt(Point, z=1)
attempt(Point._make, [1])
attempt(Point(1)._replace, z=2)
attempt(setattr, Point(1), "x", 2)
attempt(delattr, Point(1), "x")
attempt(setattr, Point(1), "new", 2)
for arguments in (("for", "a"), ("A", "a a"), ("A", "_x"), ("A", "a for"), ("A", "1a"), ("A", [1]), ("A", "a,b c"), ("1", "a"), ("A", ""), ("A", ["a", "b"]), (5, "a"), ("A", 5), ("A", "a-b")):
    attempt(lambda: namedtuple(*arguments)._fields)
attempt(lambda: namedtuple("A", "a for a _x 1 ok", rename=True)._fields)
attempt(namedtuple, "A", "a", defaults=[1, 2])
attempt(namedtuple, "A", "a", module="m")
attempt(lambda: namedtuple("A", "a b", defaults=(1, 2))())


class Employee(NamedTuple):
    """An employee"""
    name: str
    id: int = 3
    def greet(self): return f"hello {self.name}"
    @property
    def twice(self): return self.id * 2
    @classmethod
    def boss(cls): return cls("Boss", 0)


print(Employee("Ann"), Employee("Bo", id=7).greet(), Employee.boss().twice, Employee.__annotations__, Employee._field_defaults, Employee.__doc__, Employee.__bases__)
try:
    class Wrong(NamedTuple):
        a: int = 1
        b: int
except TypeError as error:
    print("TypeError", error)
try:
    class Wrong(NamedTuple):
        _a: int
except ValueError as error:
    print("ValueError", error)
try:
    class Wrong(NamedTuple):
        a: int
        def __new__(cls): pass
except AttributeError as error:
    print("AttributeError", error)
try:
    class Wrong(NamedTuple, int):
        a: int
except TypeError as error:
    print("TypeError", error)


class Generic[T](NamedTuple):
    item: T
    count: int = 1


print(Generic(5), Generic[int], Generic[int]("x"), Generic.__type_params__)


class Sub(Point):
    __slots__ = ()
    def __new__(cls, x): return super().__new__(cls, x, x * 2)
    def __repr__(self): return f"Sub{tuple(self)}"
    @property
    def x(self): return "overridden"


sub = Sub(4)
print(sub, sub.x, sub[0], sub.y, type(sub._replace(y=0)).__name__, sub._replace(y=0))
attempt(setattr, sub, "z", 1)
match Point(1, 2):
    case Point(x=0): print("no")
    case Point(1, y): print("matched", y)
functional = NamedTuple("Functional", [("a", int), ("b", str)])
print(functional(1, "x"), functional.__annotations__)
