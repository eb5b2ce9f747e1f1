# zeal: 10 - imports much of the library
# Arguments for the parameters of aliases; what protocols do not see; weak references; names of classes; breakpoint.
import typing
import weakref
from typing import *

T = TypeVar("T")
U = TypeVar("U")


def show(function, *args):
    try:
        print(function(*args))
    except Exception as error:
        print(type(error).__name__, error)


print(List[T][int], Dict[T, U][str, int], Callable[[T], U][int, str], Tuple[T, ...][int])
alias = Dict[T, U]
for args in ((), (int,), [int], (int, str), (1, 2, 3)):
    for parameter in (T, U, TypeVar("V")):
        show(parameter.__typing_prepare_subst__, alias, args)


class Named(Protocol):
    name: str

    def call(self): ...


print(sorted(typing.get_protocol_members(Named)), "__classdictcell__" in Named.__dict__)
for thing in (T, int | str, list[int], ParamSpec("P"), ParamSpec("P").args, TypeVarTuple("Ts")):
    print(type(weakref.ref(thing)).__name__)


class Renamed:
    pass


show(setattr, Renamed, "__name__", "a\0b")
show(type, "a\0b", (), {})
Renamed.__module__ = "elsewhere"
print("__firstlineno__" in Renamed.__dict__)
show(sum, [b"a"], b"")
show(sum, [b"a"], bytearray())
show(ord, bytearray(b"a"))
show(ord, bytearray(b"ab"))

import sys

sys.breakpointhook = lambda *args, **keywords: (args, keywords)
print(breakpoint(1, two=2))
sys.addaudithook(lambda event, args: event == "builtins.breakpoint" and print(event, len(args)))
breakpoint()
del sys.breakpointhook
show(breakpoint)
import pickle

print(type(NoDefault)() is NoDefault, pickle.loads(pickle.dumps(NoDefault)) is NoDefault)
show(type(NoDefault), 1)
print(weakref.ref[int])
