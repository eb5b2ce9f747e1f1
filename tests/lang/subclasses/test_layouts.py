"""Instance layouts: several bases, __slots__, __class__, __new__ of the wrong type."""


def error(function, *args, **keywords):
    try:
        result = function(*args, **keywords)
    except Exception as raised:
        print(type(raised).__name__, raised)
    else:
        print("no error:", result)


BUILTIN = [int, str, tuple, bytes, float, complex, list, dict, set, frozenset, type, property, BaseException, ValueError, object,
           classmethod, staticmethod, super, enumerate, zip, map, filter, reversed]


class Plain:
    def __init__(self, *args, **keywords):
        pass


class Mixin:
    __slots__ = ()


class Wide:
    __slots__ = ("w",)


for one in BUILTIN:
    for two in BUILTIN + [Plain, Mixin, Wide]:
        try:
            made = type("C", (one, two), {})
            print(one.__name__, two.__name__, made.__base__.__name__)
        except TypeError as raised:
            print(one.__name__, two.__name__, raised)
    for slots in [(), ("a",), ("__dict__",), ("__weakref__",), ("__dict__", "a"), ("1x",)]:
        try:
            made = type("C", (one,), {"__slots__": slots})
            print(one.__name__, slots, "a" in made.__dict__, "__dict__" in made.__dict__, "__weakref__" in made.__dict__)
        except TypeError as raised:
            print(one.__name__, slots, raised)
    made = type("C", (one,), {})
    print("__dict__" in made.__dict__, "__weakref__" in made.__dict__)
for refused in [bool, slice, range, type(None), type(...), type(NotImplemented), type(len), type(lambda: 0), type({}.keys()), type(iter([])),
                type(Plain.__init__), type(Plain().__init__), type(type.__dict__), type(int.real), type(int.__add__), type((1).__add__),
                type((lambda: (yield))())]:
    error(lambda: type("C", (refused,), {}))
for one in BUILTIN:
    if one in (int, type, object):
        continue
    for two in (int, type, str, list, dict, ValueError):
        if not issubclass(two, one):
            error(one.__new__, two)
        made = type("Made", (two,), {})
        if not issubclass(made, one):
            error(one.__new__, made)
    error(one.__new__)
    error(one.__new__, 5)
for one in BUILTIN:
    made = type("Made", (one,), {})
    if one is not object:
        error(object.__new__, made)


class IntStr(int, Plain):
    pass


x = IntStr(3)
x.a = 1
print(x, x.a, IntStr.__base__, IntStr.__mro__)


class Float(float):
    __slots__ = ("unit", "__dict__")


f = Float(1.5)
f.unit = "m"
f.other = 2
print(f, f.unit, f.__dict__, f + 1, type(f + 1).__name__, {1.5: 1}[f])


class List(list):
    __slots__ = ("a",)


class Dict(dict):
    __slots__ = ("a",)


class Error(ValueError):
    __slots__ = ("a",)


for made in (List(), Dict(), Error()):
    made.a = 1
    print(made.a, repr(made))
    del made.a
    error(getattr, made, "a")


class P(property):
    pass


class C:
    @P
    def x(self):
        return 1


C.__dict__["x"].extra = 4
print(C().x, C.__dict__["x"].extra)
for one in (Plain, Mixin):
    error(setattr, one(), "__class__", List)
    error(setattr, one(), "__class__", int)
    error(setattr, one(), "__class__", 3)
error(delattr, Plain(), "__class__")


class Meta(type):
    def __call__(cls, *args):
        return ("called", args)


class Made(int, metaclass=Meta):
    pass


print(Made(3), type.__call__(Made, 3), type(type.__call__(Made, 3)).__name__)
