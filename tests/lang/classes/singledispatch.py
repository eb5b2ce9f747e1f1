# zeal: 400 - imports much of the library
"""functools.singledispatch and singledispatchmethod: the order of classes, abstract ones, unions, annotations, refusals."""
from collections.abc import Iterable, Mapping, Sized
from functools import singledispatch, singledispatchmethod
from lib.attempts import attempt


@singledispatch
def kind(value, *rest):
    """doc"""
    return f"object {rest}" if rest else "object"


@kind.register
def _(value: int): return "int"


@kind.register(str)
@kind.register(bytes)
def text(value): return "text"


@kind.register
def _(value: list | tuple): return "row"


@kind.register(Mapping)
def _(value): return "mapping"


kind.register(type(None), lambda value: "none")
print([kind(value) for value in (1, True, 1.5, "a", b"a", [1], (1,), {}, None, {1}, int)], kind.__name__, kind.__doc__, kind(2.5, 1, 2))
print(kind.dispatch(bool)(True), kind.dispatch(object) is kind.registry[object], sorted(cls.__name__ for cls in kind.registry), type(kind.registry).__name__)
attempt(kind)
attempt(kind, value=1)
attempt(kind.register, 5)
attempt(kind.register, "str")


def bad(value: list[int]): pass




attempt(kind.register, bad)


class A(Sized):
    def __len__(self): return 0


class Both:
    def __len__(self): return 0
    def __iter__(self): return iter(())


@singledispatch
def abstract(value): return "object"


abstract.register(Sized, lambda value: "sized")
print(abstract(A()), abstract([]), abstract(5), abstract(Both()))
abstract.register(Iterable, lambda value: "iterable")
attempt(abstract, Both())
abstract.register(Both, lambda value: "both")
print(abstract(Both()), abstract({}) if False else "")


class Formatter:
    @singledispatchmethod
    def show(self, value): return f"? {value}"
    @show.register
    def _(self, value: int): return f"int {value}"
    @show.register(list)
    def _(self, value): return [self.show(item) for item in value]
    @singledispatchmethod
    @classmethod
    def make(cls, value): return cls.__name__, "any"
    @make.register
    @classmethod
    def _(cls, value: str): return cls.__name__, "str"
    @singledispatchmethod
    @staticmethod
    def fixed(value): return "fixed"
    @fixed.register(float)
    @staticmethod
    def _(value): return "float"


class Child(Formatter):
    pass


formatter = Child()
print(formatter.show([1, "a", [2]]), Child.make("x"), formatter.make(1), formatter.fixed(1.5), Formatter.fixed("x"))
attempt(formatter.show)
attempt(lambda: singledispatchmethod(5))
print(formatter.show.__name__, Formatter.__dict__["show"].dispatcher.dispatch(int)(formatter, 5))
