"""Exceptions derived in Python: args by __new__ and __init__, str and repr, several bases, slots, reduce, copies."""
from lib.attempts import attempt


class Init(Exception):
    def __init__(self, a, b=2):
        self.total = a + b


class Super(Exception):
    def __init__(self, a, *, key=None):
        super().__init__(f"super {a}")
        self.key = key


class New(Exception):
    def __new__(cls, *args):
        return super().__new__(cls, "from new", *args)


class Both(ValueError, KeyError): pass
class Str(KeyError):
    def __str__(self): return "custom " + super().__str__()
class Repr(Exception):
    def __repr__(self): return "<repr>"
class Slots(Exception): __slots__ = ("x",)
class Args(Exception):
    @property
    def args(self): return ("property",)
class Messy(Exception):
    def __str__(self): return 5
class Hashless(Exception):
    def __eq__(self, other): return True


for error in (Init(1), Init(1, 5), Super(1), Super(1, key=2), New(1), New(), Both("b"), Str("k"), Repr(1), Slots(1), Args(1), Init.__new__(Init), Init.__new__(Init, 7, 8)):
    print(type(error).__name__, error.args, str(error), repr(error), vars(error), error.__reduce__()[1:])
attempt(Init)
attempt(Init, 1, 2, 3)
attempt(Super, 1, 2)
attempt(Exception, a=1)
attempt(lambda: Super(key=1))
attempt(lambda: str(Messy()))
attempt(lambda: f"{Messy()}")
attempt(lambda: repr(Messy()))
attempt(lambda: {Hashless()})
s = Slots()
s.x, s.y = 1, 2
print(s.x, vars(s))
def raises(kind, *args):
    try:
        raise kind
    except BaseException as e:
        return type(e).__name__, e.args
attempt(raises, Init)
attempt(raises, New)
attempt(raises, Both)
attempt(raises, Super(3))


class Unraisable(BaseException):
    def __init__(self): raise LookupError("in init")


attempt(raises, Unraisable)
class Meta(type):
    def __call__(cls, *args): return KeyError("by meta call")
class ByMeta(Exception, metaclass=Meta): pass
attempt(raises, ByMeta)
class Odd(Meta):
    def __call__(cls): return 5
attempt(raises, Odd("OddError", (Exception,), {}))
try:
    raise Both("caught by base")
except KeyError as e:
    print(repr(e), isinstance(e, ValueError), str(e))
e = Exception(1, 2)
e.args = iter("ab")
print(e.args, e == Exception("a", "b"), e == e, str(e), str(Exception(e)), repr(Exception([1])), str(Exception(None)), str(Exception("")), repr(Exception("")), str(Exception((1,))), bool(Exception()))
Exception.__init__(e, "again")
print(e.args)
e.__init__()
print(e.args, e.__class__.__mro__[-3:])
e = Init(1)
print(repr(e))
attempt(lambda: setattr(e, "__class__", Slots))
attempt(lambda: setattr(e, "__class__", KeyError))
attempt(lambda: setattr(e, "__class__", OSError))
print(BaseException.__new__(KeyError, 1).args, Exception.__subclasscheck__(KeyError))
attempt(lambda: BaseException.__new__(int))
attempt(lambda: OSError.__new__(ValueError))
attempt(lambda: Exception.__new__(OSError))
attempt(lambda: Exception.__str__(5))
