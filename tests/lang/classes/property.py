"""property, its subclasses, and what wraps functions."""


def error(function, *args, **keywords):
    try:
        result = function(*args, **keywords)
    except Exception as raised:
        print(type(raised).__name__, raised)
    else:
        print("no error:", result)


class C:
    def __init__(self):
        self._x = 1

    @property
    def x(self):
        "the x"
        return self._x

    @x.setter
    def x(self, value):
        self._x = value

    @x.deleter
    def x(self):
        del self._x

    only = property(lambda self: 5)
    none = property()
    documented = property(None, None, None, "text")


c = C()
c.x = 4
print(c.x, C.x.__doc__, C.x.__name__, C.documented.__doc__, C.only.__name__, C.x.fget.__name__, C.x.fset.__name__, C.x.fdel.__name__)
del c.x
error(lambda: c.x)
error(setattr, c, "only", 1)
error(delattr, c, "only")
error(lambda: c.none)
error(lambda: property().__name__)
error(property, 1, 2, 3, 4, 5)
error(property, bad=1)
p = property(lambda self: 1)
p.__doc__ = "changed"
p.__name__ = "renamed"
print(p.__doc__, p.__name__, p.__isabstractmethod__, hasattr(p, "__dict__"))
error(setattr, p, "other", 1)
print(C.x.__get__(None, C) is C.x, C.x.getter(None).fget is C.x.fget, C.x.setter(None).fset is C.x.fset)


def marked(self):
    pass


marked.__isabstractmethod__ = True
print(property(marked).__isabstractmethod__, property(None, marked).__isabstractmethod__, classmethod(marked).__isabstractmethod__, staticmethod(len).__isabstractmethod__)


class Sub(property):
    "doc of the class"


class Slotted(property):
    __slots__ = ()


class WithDoc(property):
    __slots__ = ("__doc__",)


def getter(self):
    "doc of the getter"


def plain(self):
    pass


print(Sub(getter).__doc__, Sub(plain).__doc__, Sub(plain, doc="given").__doc__, Sub(getter).__dict__, Sub(getter).getter(plain).__doc__)
error(lambda: Slotted(getter).__doc__)
print(Slotted(plain).__doc__, WithDoc(getter).__doc__)
s = Sub(getter)
s.extra = 3
print(s.extra, s.setter(plain).fget is getter, type(s.setter(plain)).__name__)


class Custom(property):
    def __init__(self, name, **keywords):
        self.kind = name
        super().__init__(**keywords)


k = Custom("kind", fget=getter)
print(k.kind, k.fget is getter, k.__doc__)


def f(a: int) -> str:
    "doc of f"


for wrapper in (staticmethod, classmethod):
    w = wrapper(f)
    print(w.__name__, w.__doc__, w.__annotations__, w.__wrapped__ is f, w.__func__ is f, sorted(k for k in w.__dict__ if k != "__annotate__"))
    w.__annotations__ = {"a": 1}
    print(w.__annotations__, f.__annotations__)
    w.other = 5
    print(w.other, wrapper[int])
print([].append == [].append, (1).__add__ == (1).__add__, "".join == "".join, len == len, hash(len) == hash(len), [1].append.__self__)
a = []
print(a.append == a.append, hash(a.append) == hash(a.append), a.__len__ == a.__len__, a.append == a.extend, a.append != [].append, c.__init__.__get__(5) == c.__init__)
print(len.__reduce__(), a.append.__reduce__()[1], str.lower.__reduce__()[1], (1).__add__.__reduce__()[1], int.__add__.__reduce__()[1], C().__init__.__reduce__()[1][1])
def cell(value):
    return (lambda: value).__closure__[0]


def empty():
    def inner():
        return later
    return inner.__closure__[0]
    later = 1


print(cell(1) == cell(1), cell(1) < cell(2), cell(1) != cell(1), empty() < cell(1), empty() == empty(), repr(empty())[-6:], "int object at" in repr(cell(1)))
error(hash, cell(1))
error(lambda: cell(1) < cell("a"))
view = {1: 2}.items()
print(view.mapping, type(view.mapping).__name__)
proxy = type.__dict__["__dict__"].__get__(C)
error(lambda: exec("proxy |= {}"))
print(len.__text_signature__, sum.__text_signature__, globals.__text_signature__, int.__new__.__text_signature__, int.__new__.__name__, tuple.__text_signature__)
print(int.__flags__ >> 24 & 1, list.__flags__ >> 25 & 1, bool.__flags__ >> 10 & 1, C.__flags__ >> 9 & 1, dict.__flags__ >> 29 & 1, str.__flags__ >> 28 & 1)


# Subclasses that are read in their own way, from the beginning or later.
class Own(property):
    def __get__(self, instance, owner=None):
        return "own", super().__get__(instance, owner) if instance is not None else None


class Later(property):
    pass


class Uses:
    own = Own(lambda self: "plain")
    later = Later(lambda self: "plain")


def read(uses):
    return uses.own, uses.later


for _ in range(20):
    read(Uses())
print(read(Uses()), Uses.own)
Later.__get__ = Own.__get__
try:
    print(read(Uses()))
except TypeError as error:
    print(error)
del Later.__get__
print(read(Uses()))
