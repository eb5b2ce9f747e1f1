def attempt(action):
    try:
        print(action())
    except (AttributeError, TypeError) as error:
        print(type(error).__name__, error)


class Plain:
    shared = "class"
    items = []

    def method(self):
        return "method"


a, b = Plain(), Plain()
print(a.shared, b.shared)
a.shared = "instance"
print(a.shared, b.shared, Plain.shared)
Plain.shared = "changed"
print(a.shared, b.shared)
del a.shared
print(a.shared)
a.items.append(1)
print(b.items)
attempt(lambda: a.missing)
attempt(lambda: Plain.missing)
attempt(lambda: delattr(a, "missing"))
attempt(lambda: delattr(a, "method"))
attempt(lambda: delattr(Plain, "missing"))
attempt(lambda: getattr(a, "missing", "default"))
attempt(lambda: getattr(a, 1))
attempt(lambda: setattr(a, 1, 2))
attempt(lambda: setattr(1, "x", 2))
attempt(lambda: setattr([], "x", 2))
attempt(lambda: setattr(int, "x", 2))
attempt(lambda: delattr(int, "bit_length"))
attempt(lambda: hasattr(a, "method"))
a.method = lambda: "own"
print(a.method(), b.method())
del a.method
print(a.method())

# Many attributes, deleted and set again.
o = Plain()
for i in range(100):
    setattr(o, "a%d" % i, i)
print(sum([hasattr(o, "a%d" % i) for i in range(100)]), o.a99)
del o.a0
print(hasattr(o, "a0"))
o.a0 = "again"
print(o.a0, o.a1)
for i in range(0, 100, 2):
    delattr(o, "a%d" % i)
print(hasattr(o, "a2"), o.a3, sum([getattr(o, "a%d" % i, 0) for i in range(100)]))
for i in range(0, 100, 2):
    setattr(o, "a%d" % i, -i)
print(sum([getattr(o, "a%d" % i) for i in range(100)]))

# The same code sees objects of several shapes.
def read(o):
    return o.value


class One:
    def __init__(self):
        self.value = 1


class Two:
    def __init__(self):
        self.other = 0
        self.value = 2


class Three:
    value = 3


class Four:
    @property
    def value(self):
        return 4


class Five:
    def __getattr__(self, name):
        return 5


for _ in range(3):
    print([read(o) for o in (One(), Two(), Three(), Four(), Five())], end=" ")
print()
kept = One()
print(read(kept), end=" ")
One.value = property(lambda self: "property")
print(read(kept), end=" ")
del One.value
print(read(kept))
Three.value = 33
print(read(Three()))


# __getattr__, __getattribute__, __setattr__, __delattr__.
class Hooks:
    def __init__(self):
        self.log = []

    def __getattr__(self, name):
        if name.startswith("no"):
            raise AttributeError(name + " is refused")
        return "computed " + name

    def __setattr__(self, name, value):
        if name != "log":
            self.log.append(("set", name))
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        self.log.append(("del", name))
        object.__delattr__(self, name)


h = Hooks()
h.x = 1
print(h.x, h.y, h.log)
del h.x
print(h.x, h.log)
attempt(lambda: h.no_such)
attempt(lambda: hasattr(h, "nothing"))
attempt(lambda: delattr(h, "gone"))


class All:
    def __init__(self):
        self.real = "real"

    def __getattribute__(self, name):
        if name == "fake":
            return "made up"
        if name == "fail":
            raise AttributeError("asked getattribute")
        return super().__getattribute__(name)

    def __getattr__(self, name):
        return "getattr " + name


x = All()
print(x.real, x.fake, x.fail, x.missing)


# The methods of `object` itself, on modules and classes.
def t(f):
    try:
        print("ok", f())
    except Exception as error:
        print(type(error).__name__, error)


import sys
from types import ModuleType

m = ModuleType("m")
t(lambda: object.__setattr__(m, "x", 1))
t(lambda: (m.x, m.__dict__["x"], object.__getattribute__(m, "x")))
t(lambda: object.__delattr__(m, "x"))
t(lambda: object.__delattr__(m, "x"))
t(lambda: delattr(m, "x"))
t(lambda: object.__getattribute__(m, "x"))
t(lambda: m.x)
m.__getattr__ = lambda name: "hooked " + name
t(lambda: m.x)
t(lambda: object.__getattribute__(m, "x"))
t(lambda: object.__setattr__(m, "__dict__", {}))
t(lambda: object.__setattr__(m, "__class__", 3))
t(lambda: object.__setattr__(sys, "a_name", 2))
t(lambda: sys.a_name)
class Words(ModuleType):
    __slots__ = ("word",)
class More(Words): pass
for x in Words("w"), More("w"):
    for name in "word", "free":
        t(lambda: object.__setattr__(x, name, 5))
        t(lambda: (getattr(x, name), object.__getattribute__(x, name), name in x.__dict__))
    x.free = 6
    t(lambda: (x.free, x.__dict__["free"]))
    t(lambda: object.__delattr__(x, "gone"))
class K:
    a = 1
class Meta(type): pass
class L(K, metaclass=Meta):
    b = 2
t(lambda: (object.__getattribute__(K, "a"), object.__getattribute__(L, "b")))
t(lambda: object.__getattribute__(L, "a"))
t(lambda: object.__getattribute__(int, "real"))
t(lambda: object.__setattr__(K, "a", 3))
t(lambda: object.__delattr__(int, "real"))
