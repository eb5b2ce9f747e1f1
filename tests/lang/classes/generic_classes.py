# zeal: 400 - imports typing
"""Classes with type parameters: methods, nested scopes, super, __class__, name mangling, static and class methods, inheritance."""
import typing
def attempt(action, *arguments, **keywords):
    try:
        print(action(*arguments, **keywords))
    except Exception as error:
        print(type(error).__name__, error)


class Box[T]:
    """doc"""
    kind: T
    default = None
    def __init__(self, item: T) -> None: self.item = item
    def get(self) -> T: return self.item
    def map[U](self, function: "Callable[[T], U]") -> "Box[U]": return Box(function(self.item))
    @classmethod
    def of(cls, item: T): return cls(item)
    @staticmethod
    def parameter(): return T
    def klass(self): return __class__
    class Inner[V]:
        outer = T
        def both(self): return T, V
    __private = "mangled"
    def reads(self): return self.__private
    def __class_getitem__(cls, item): return super().__class_getitem__(item)
    @property
    def param(self): return T


class Sub[T: int](Box[T]):
    def get(self): return ("sub", super().get())


class Fixed(Box[str]):
    pass


class Many[A, *Bs, **P](Box[A]):
    pass


print(Box(1).get(), Box(2).map(str).item, Box.of(3).item, Box.parameter(), Box(1).klass() is Box, Box.Inner().both(), Box.Inner.outer, Box(1).reads(), Box[int], Box[int](5).get(), Sub(6).get(), Sub.of(7).get(), Box(1).param)
print(Box.__type_params__, Sub.__type_params__, Sub.__type_params__[0].__bound__, Sub.__type_params__[0] is Box.__type_params__[0], Fixed.__orig_bases__, Fixed.__type_params__, Fixed.__parameters__, Many.__parameters__, Box.__mro__, Box.__doc__, Box.__qualname__, Box.Inner.__qualname__, Box.map.__qualname__, Box.map.__type_params__, Box.__init__.__annotations__, Box.__annotations__)
print(issubclass(Fixed, Box), isinstance(Fixed("x"), Box), Box[int].__origin__ is Box, Box[int] == Box[int], Box[Box[int]], Sub[bool], typing.get_origin(Box[int]), typing.get_args(Many[int, str, bytes, [bool]]), typing.get_type_hints(Box.get), "T" in vars(Box), hasattr(Box, "T"), "__type_params__" in vars(Box), ".generic_base" in vars(Box))
for action in (lambda: Box[int, str], lambda: Box[()], lambda: Fixed[int], lambda: isinstance(1, Box[int]), lambda: issubclass(Box, Box[int]), lambda: T, lambda: Box.map[int], lambda: Many[int], lambda: Many[int, str], lambda: Box[int].missing, lambda: Box[int].of(9).item, lambda: Box[int].default, lambda: setattr(Box, "__type_params__", ()) or Box.__type_params__, lambda: setattr(Box, "__type_params__", 5), lambda: type("D", (Box[int],), {}), lambda: super(Sub, Sub(1)).get(), lambda: Box.__class_getitem__(int)):
    attempt(action)


class Meta(type):
    def __new__(meta, name, bases, namespace, **keywords):
        made = super().__new__(meta, name, bases, namespace)
        print("meta", name, [base.__name__ for base in bases], sorted(key for key in namespace if not key.startswith("__")), [p.__name__ for p in namespace.get("__type_params__", ())], keywords)
        return made


class WithMeta[K, V = int](metaclass=Meta, flag=True):
    def method(self): return K, V


class Init:
    def __init_subclass__(cls, **keywords): print("subclass", cls.__name__, cls.__type_params__, keywords)


class Initialised[T](Init, option=1): pass


def decorator(cls):
    print("decorating", cls.__name__, cls.__type_params__)
    return cls


@decorator
class Decorated[X]:
    pass


def factory(name):
    class Local[T](Box[T]):
        tag = name
        def tagged(self): return name, T.__name__
    return Local


print(factory("a")("x").tagged(), factory("b").tag, factory("a").__type_params__ == factory("b").__type_params__)


class Slots[T]:
    __slots__ = ("value",)
    def __init__(self, value: T): self.value = value


print(Slots(1).value, hasattr(Slots(1), "__dict__"), Slots[int](2).value, hasattr(Slots[int](2), "__orig_class__"))


class Recursive[T: "Recursive"]:
    child: "Recursive[T] | None" = None


print(Recursive.__type_params__[0].__bound__, Recursive.__annotations__)


class Shadow[int]:
    x: int
    def f(self, y: int) -> "int": return int


print(Shadow.__annotations__, Shadow().f(1), Shadow.f.__annotations__)


class Method:
    def generic[T](self, items: list[T], default: T = None) -> T: return items[0] if items else default
    def __private[T](self): return T
    def call(self): return self.__private()
    async def coroutine[T](self): return T
    lambda_ = lambda self: 5


print(Method().generic([1]), Method().call(), Method.generic.__type_params__, Method.generic.__annotations__, Method.coroutine.__type_params__, Method._Method__private.__name__, Method.generic.__defaults__)
try:
    Method().coroutine().send(None)
except StopIteration as stop:
    print(stop.value)
