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
print(a.shared, b.shared, Plain.shared, a.__dict__, b.__dict__)
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

# Many attributes, in the order of insertion; deletion and re-insertion move to the end.
o = Plain()
for i in range(100):
    setattr(o, "a%d" % i, i)
print(len(o.__dict__), list(o.__dict__)[:3], o.a99)
del o.a0
o.a0 = "again"
print(list(o.__dict__)[0], list(o.__dict__)[-1], o.a0)
for i in range(0, 100, 2):
    delattr(o, "a%d" % i)
print(len(o.__dict__), hasattr(o, "a2"), o.a3, sum([value for value in o.__dict__.values()]))

# __dict__ is live both ways.
d = a.__dict__
d["x"] = 1
print(a.x, vars(a) is d)
a.y = 2
print(d)
a.__dict__ = {"z": 3}
print(a.z, hasattr(a, "x"))
attempt(lambda: setattr(a, "__dict__", 5))
d = {}
a.__dict__ = d
a.k = "v"
print(d)

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

# __slots__.
class Slotted:
    __slots__ = ("a", "b")

    def __init__(self):
        self.a = 1


s = Slotted()
print(s.a, hasattr(s, "__dict__"))
attempt(lambda: s.b)
attempt(lambda: setattr(s, "c", 1))
s.b = 2
del s.a
attempt(lambda: s.a)
attempt(lambda: delattr(s, "a"))
print(type(Slotted.a).__name__, Slotted.b.__get__(s))


class SlottedChild(Slotted):
    __slots__ = ["c"]


class Open(Slotted):
    pass


child, opened = SlottedChild(), Open()
child.c = 3
opened.anything = 4
print(child.a, child.c, opened.a, opened.__dict__)


# Swapping the class.
class Before:
    def name(self):
        return "before"


class After:
    def name(self):
        return "after"


swap = Before()
swap.kept = 1
swap.__class__ = After
print(swap.name(), swap.kept, isinstance(swap, After), type(swap).__name__)
attempt(lambda: setattr(swap, "__class__", 5))
attempt(lambda: setattr(swap, "__class__", int))
