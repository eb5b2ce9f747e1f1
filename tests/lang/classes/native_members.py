# Attributes that are fields of builtin types' instances, a class's own attributes, and function wrappers.
import collections


def t(f):
    try:
        print("ok", f())
    except Exception as error:
        print(type(error).__name__, error)


def f(): pass


for d in (
    complex.real, slice.start, range.stop, property.fget, type(f).__closure__, type(f).__globals__, type(t.__get__(1)).__func__,
    super.__thisclass__, type.__dict__["__base__"], type.__dict__["__flags__"], type(complex.real).__objclass__,
    classmethod.__dict__["__func__"], staticmethod.__dict__["__wrapped__"],
):
    print(d, type(d).__name__, d.__qualname__, d.__objclass__.__name__)
p = property(f, doc="text")
for name in "fget", "fset", "fdel":
    t(lambda: setattr(p, name, 42))
    t(lambda: delattr(p, name))
p.__doc__ = "other"
print(p.__doc__)
t(lambda: setattr(1j, "real", 1))
t(lambda: complex.real.__get__(3))
t(lambda: complex.real.__set__(3, 4))

# A class's own attributes: which classes refuse, and that none can be deleted.
class C:
    "elephant"
for name in "__name__ __qualname__ __doc__ __module__ __bases__ __type_params__".split():
    d = type.__dict__[name]
    t(lambda: d.__set__(int, "x"))
    t(lambda: d.__set__(collections.OrderedDict, "x"))
    t(lambda: d.__delete__(int))
    t(lambda: d.__delete__(C))
C.__doc__ = "banana"
print(C.__doc__)


# Function wrappers wrap nothing until they are initialized.
class Lazy(classmethod):
    def __init__(self, *args, **kwargs): pass
class LazyStatic(staticmethod):
    def __init__(self, *args, **kwargs): pass
for lazy in Lazy(1, 2, k=3), LazyStatic(f), classmethod.__new__(classmethod, 4):
    print(lazy, lazy.__func__, lazy.__wrapped__)
t(classmethod)
t(lambda: classmethod(function=3))
t(lambda: staticmethod(1, 2))
t(lambda: staticmethod(x=1))
print(classmethod(3), LazyStatic.__new__(LazyStatic))


# `__dict__` where a builtin base has one of its own kind.
class Base: pass
class Module(Base, type(collections)): pass
class Meta(Base, type): pass
class E(metaclass=Meta): pass
class Error(Base, Exception): pass
own = Base.__dict__["__dict__"]
m = Module("m")
m.__dict__["spam"] = 3
print(m.spam, type(E.__dict__), own.__get__(m) is m.__dict__)
t(lambda: setattr(m, "__dict__", {}))
t(lambda: own.__set__(m, {}))
t(lambda: own.__delete__(m))
for change in own.__delete__, lambda x: own.__set__(x, {}):
    try:
        change(E)
    except AttributeError:
        print("refused")
e = Error()
e.__dict__ = {"a": 1}
print(e.a)
t(lambda: own.__set__(e, 3))
t(lambda: delattr(e, "__dict__"))
t(lambda: delattr(f, "__dict__"))
b = Base()
b.x = 1
del b.__dict__
print(b.__dict__)


# `__slots__`: in any order, with the names of cells, and what an unset one says.
class G: __slots__ = "a", "b"
class H: __slots__ = "b", "a"
class K(H): __slots__ = "__weakref__",
g = G()
g.a, g.b = 1, 2
g.__class__ = H
print(g.a, g.b, type(g).__name__, H.__slots__)
t(lambda: setattr(g, "__class__", K))
t(lambda: setattr(K(), "__class__", H))
class Hidden: __slots__ = "x",
Hidden.__module__ = "some.module"
t(lambda: Hidden().x)
t(lambda: g.__class__().a)
class Cells(Base):
    __slots__ = "__classcell__", "__qualname__"
    def __init__(self): super().__init__()
print(type(Cells.__dict__["__classcell__"]).__name__, type(Cells.__dict__["__qualname__"]).__name__)
c = Cells()
c.__classcell__ = 42
print(c.__classcell__)
def wrong():
    class C3:
        __classcell__ = 42
        __slots__ = "__classcell__",
t(wrong)

# Names that are none are worth a warning.
import warnings
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    type("Numbers", (), {1: 2})
print([(w.category.__name__, str(w.message)) for w in caught])

# What descriptors call themselves and their classes.
D = collections.deque
print(D.maxlen, D.append, D.__len__, D.maxlen.__qualname__, D.append.__qualname__, G.a.__qualname__)
class Outer:
    class G: __slots__ = "x",
print(Outer.G.x, Outer.G.x.__qualname__, Base.__dict__["__dict__"].__qualname__)
class X(D): pass
for f in (
    lambda: D.maxlen.__get__(3), lambda: setattr(X(), "maxlen", 3), lambda: D.append(3, 4), lambda: D.__len__(3), lambda: D.__len__(),
    lambda: D.append(), lambda: D.append.__get__(3), lambda: D.__new__(int), lambda: Outer.G.x.__get__(3), lambda: int.__add__(3, x=4),
    lambda: (3).__add__(4, x=5), lambda: (3).__lt__(x=3), lambda: property().__get__(1, x=2), lambda: delattr(3, "x"), lambda: delattr(3, "real"),
    lambda: setattr(G(), "y", 3), lambda: delattr(G(), "y"), lambda: delattr(D(), "append"), lambda: delattr(Base(), "y"),
    lambda: delattr(Base, "__annotations__"), lambda: delattr(Base, "__annotate__"), lambda: type.__dict__["__annotate__"].__delete__(int),
):
    t(f)
