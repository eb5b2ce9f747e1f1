# zeal: 800 - imports typing
"""typing.Protocol, TypedDict, get_type_hints, overload and generic classes at run time: checks, keys, inheritance, refusals."""
from typing import *
import typing
def attempt(action, *arguments, **keywords):
    try:
        print(action(*arguments, **keywords))
    except Exception as error:
        print(type(error).__name__, error)


@runtime_checkable
class Closes(Protocol):
    def close(self) -> None: ...


@runtime_checkable
class Named(Protocol):
    name: str
    def rename(self, name): ...


class Plain(Protocol):
    def x(self): ...


class Full:
    name = "n"
    def close(self): ...
    def rename(self, name): ...


class Explicit(Closes):
    pass


class NoneClose:
    close = None


print(isinstance(Full(), Closes), issubclass(Full, Closes), isinstance(Full(), Named), isinstance(5, Closes), issubclass(int, Closes), isinstance(NoneClose(), Closes), isinstance(Explicit(), Closes), Explicit().close(), sorted(get_protocol_members(Named)), is_protocol(Named), is_protocol(Explicit))
attempt(issubclass, Full, Named)
attempt(isinstance, Full(), Plain)
attempt(issubclass, Full, Plain)
attempt(Closes)
attempt(Plain)
attempt(lambda: type("Bad", (Protocol, Full), {}))
attempt(issubclass, 5, Closes)


class Generic2(Protocol[T := TypeVar("T")]):
    def get(self) -> T: ...


print(Generic2[int], Generic2.__parameters__, Closes.__protocol_attrs__, Plain._is_protocol)


class Movie(TypedDict):
    title: str
    year: NotRequired[int]


class Sequel(Movie, total=False):
    number: int
    of: Required[Movie]
    fixed: ReadOnly[str]


print(Movie(title="t"), type(Movie(title="t")).__name__, Movie.__required_keys__, sorted(Sequel.__required_keys__), sorted(Sequel.__optional_keys__), Sequel.__readonly_keys__, Sequel.__total__, Movie.__total__, Movie.__annotations__, is_typeddict(Movie), Movie.__mro__, Sequel.__bases__, Movie.__orig_bases__ == (TypedDict,))
print(TypedDict("Made", {"with space": int}).__annotations__, TypedDict("Made", {"a": int}, total=False).__optional_keys__, Movie(), Movie({"a": 1}, b=2))
attempt(isinstance, {}, Movie)
attempt(issubclass, dict, Movie)
attempt(lambda: type("Bad", (Movie, Full), {}))
attempt(TypedDict)
attempt(TypedDict, "X")
attempt(TypedDict, "X", a=int)
attempt(TypedDict, "X", {"a": 5})
try:
    class Wrong(TypedDict):
        a: int
        b = 5
    print("accepted", Wrong.__annotations__)
except TypeError as error:
    print("TypeError", error)
try:
    class Wrong(Movie):
        title: int
    print("accepted", Wrong.__annotations__)
except TypeError as error:
    print("TypeError", error)


class GenericDict[K](TypedDict):
    key: K


print(GenericDict[int], GenericDict.__type_params__, GenericDict[int](key=5))


class Hints:
    a: "int"
    b: List["Hints"]
    c: Annotated[int, "meta"] = 5
    d: ClassVar["str"] = "d"
    e: Optional["int"] = None
    def method(self, x: "int", y: "Hints" = None, *rest: "str") -> "Hints": ...


class Child(Hints):
    a: bytes
    f: "float"


print(get_type_hints(Hints), get_type_hints(Child), get_type_hints(Hints, include_extras=True)["c"], get_type_hints(Hints.method), get_type_hints(lambda: 0), get_type_hints(typing) == {} or "module", sep="\n")


class Missing:
    a: "NoSuchName"


attempt(get_type_hints, Missing)
print(get_type_hints(Missing, localns={"NoSuchName": int}), get_type_hints(Missing, globalns={"NoSuchName": str}))


@overload
def f(x: int) -> int: ...
@overload
def f(x: str) -> str: ...
def f(x): return x


print(f(5), len(get_overloads(f)), clear_overloads(), get_overloads(f))
U = TypeVar("U")


class Stack(Generic[T, U]):
    def __init__(self, *items): self.items = items
    def __class_getitem__(cls, item): return super().__class_getitem__(item)


class Ints(Stack[int, U]):
    pass


class Both(Stack[U, T], Iterable[T]):
    def __iter__(self): return iter(self.items)


print(Stack[int, str], Stack[int, str](1).__orig_class__, Ints.__parameters__, Ints[str], Ints.__orig_bases__, Both.__parameters__, Both[int, str], list(Both(1, 2)), Stack[T, T][int], Stack[int, str].items if hasattr(Stack[int, str], "items") else "no items", Stack[int, U].__origin__ is Stack, Stack[int, str] == Stack[int, str])
for action in (lambda: Stack[int], lambda: Stack[int, str, bytes], lambda: Ints[int, str], lambda: Stack[()], lambda: type("X", (Generic[T], Generic[U]), {}), lambda: type("X", (Generic,), {}), lambda: type("X", (Stack[T], Generic[U]), {}), lambda: Stack[int, str].__class__.__name__, lambda: Full[int], lambda: Stack[5, int], lambda: isinstance(Stack(), Stack[int, str]), lambda: setattr(Stack[int, int], "attribute", 5) or Stack.attribute, lambda: type("Sub", (List[int],), {}).__mro__[1:3], lambda: type("Sub", (Any,), {})().__class__.__mro__[1]):
    attempt(action)


def resolve():
    class Local(Generic[T]):
        x: T
    return Local[int].__mro_entries__(()) if hasattr(Local[int], "__mro_entries__") else None


print([c.__name__ for c in resolve()])
final_class = final(Full)
print(final_class.__final__, override(f).__override__, no_type_check(Hints).__no_type_check__, get_type_hints(Hints))
