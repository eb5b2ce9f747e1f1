"""__slots__: conflicts, wrong names, layouts of several bases, __dict__ and __weakref__, mangling, defaults refused."""
from lib.attempts import attempt


def make(slots, *bases, **ns):
    C = type("C", bases, {"__slots__": slots, **ns})
    return C.__slots__, hasattr(C(), "__dict__"), sorted(k for k, v in vars(C).items() if type(v).__name__ == "member_descriptor")


for slots in ((), "x", ("a", "b"), ["a", "b"], {"a": "doc of a"}, ("ab",), ("__dict__",), ("__weakref__", "x"), ("__private", "_one", "__both__"), ("a", "a"), ("",), ("1a",), ("a b",), (5,), (None,), 5, None, ("class",), ("é",), ("__dict__", "__dict__"), ("__weakref__", "__weakref__"), "__dict__", b"ab", ("__class__",), ("__doc__",), ("__module__",), ("__slots__",)):
    attempt(make, slots)
attempt(make, ("x",), x=1)
attempt(make, ("__x",), _C__x=1)
for base in (int, tuple, bytes, str, list, dict, Exception, float, type):
    print(base.__name__, end=" ")
    attempt(lambda: make(("s",), base)) if base is not type else attempt(lambda: type("M", (type,), {"__slots__": ("s",)}))
    attempt(lambda: make((), base)) if base is not type else attempt(lambda: type("M", (type,), {"__slots__": ()}))


class X: __slots__ = "x",
class Y: __slots__ = "y",
class E: __slots__ = ()
class D: pass
class XS(X): __slots__ = "x", "z"


for bases in ((X, Y), (X, E), (E, X), (X, D), (D, X), (X, int), (E, int), (XS, X), (X, XS), (XS, E, D), (X, list), (D, E, list)):
    try:
        C = type("C", bases, {"__slots__": ()})
        print([b.__name__ for b in bases], hasattr(C(), "__dict__"), C.__base__.__name__)
    except TypeError as error:
        print([b.__name__ for b in bases], error)
s = XS()
attempt(lambda: s.x)
s.x, s.z = 1, 2
X.x.__set__(s, "base slot")
print(s.x, X.x.__get__(s), XS.x.__get__(s), X.x.__objclass__.__name__, X.x.__name__, repr(X.x))
attempt(setattr, s, "w", 1)
attempt(setattr, E(), "w", 1)
attempt(delattr, X(), "x")
attempt(delattr, s, "none")
attempt(X.x.__get__, Y())
attempt(X.x.__set__, 5, 1)
attempt(X.x.__delete__, D())
attempt(X.x.__get__, None)
print(X.x.__get__(None, X) is X.x, X.__dict__["x"].__doc__, type("C", (), {"__slots__": {"a": "documented"}}).a.__doc__)
attempt(lambda: X().__weakref__)
attempt(lambda: X().__dict__)
attempt(lambda: type("C", (D,), {"__slots__": ("__dict__",)}))
attempt(lambda: type("C", (D,), {"__slots__": ("__weakref__",)}))
class Mangled: __slots__ = "__secret"; get = lambda self: self.__secret
m = Mangled(); m._Mangled__secret = 5
print(m.get(), Mangled.__slots__)
attempt(lambda: setattr(s, "__class__", Y))
class Same: __slots__ = "x",
x = X(); x.x = "moved"; x.__class__ = Same
print(type(x).__name__, x.x)
