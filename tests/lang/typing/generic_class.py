# zeal: 10 - imports much of the library
# Classes with type parameters (PEP 695), which derive from typing.Generic.
import typing


class Box[T]:
    def __init__(self, item: T):
        self.item = item

    def get(self) -> T:
        return self.item


class Pair[A, B: int = bool](Box[A]):
    pass


class Many[*Ts, **P]:
    pass


def local():
    class Inner[T]:
        class Nested[U]:
            def both(self):
                return T, U

    return Inner


print(Box.__type_params__, Box.__bases__, Box.__orig_bases__, Box.__parameters__)
print(Box[int], Box[int](3).get(), Box[int].__args__)
print(Pair.__type_params__, Pair.__orig_bases__, Pair.__mro__)
print(Pair[str, bool], Pair.__type_params__[1].__bound__, Pair.__type_params__[1].__default__)
print(Many.__type_params__, Many.__orig_bases__)
print(local().Nested().both(), local().Nested.__type_params__)
print(typing.get_type_hints(Box.get), Box.get.__annotations__)
try:
    Box[int, str]
except TypeError as e:
    print(e)
