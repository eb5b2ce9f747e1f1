"""Sites that see objects of many classes: attributes, members, properties, bound methods, stores, and classes that change meanwhile."""


class Plain:
    def __init__(self, x):
        self.x = x

    def method(self):
        return "plain", self.x


class Other:
    kind = "other"

    def __init__(self, x):
        self.before = None
        self.x = x

    def method(self):
        return "other", self.x


class Member:
    __slots__ = ("y", "x")

    def __init__(self, x):
        self.x = x

    def method(self):
        return "member", self.x


class Computed:
    def __init__(self, x):
        self._x = x

    @property
    def x(self):
        return self._x

    @x.setter
    def x(self, value):
        self._x = value * 10

    def method(self):
        return "computed", self.x


class Intercepts:
    def __init__(self, x):
        object.__setattr__(self, "x", x)

    def __setattr__(self, name, value):
        object.__setattr__(self, name, ("intercepted", value))

    def method(self):
        return "intercepts", self.x


class Everything:
    def __init__(self, x):
        self.x = x

    def __getattribute__(self, name):
        found = object.__getattribute__(self, name)
        return ("everything", found) if name == "x" else found

    def method(self):
        return "method", self.x


class SetOnly:
    """A descriptor that only stores."""

    def __set__(self, instance, value):
        instance.__dict__["x"] = ("set only", value)


class ByDescriptor:
    x = SetOnly()

    def __init__(self, x):
        self.x = x

    def method(self):
        return "descriptor", self.x


class Class:
    x = "of class"

    def __init__(self, x):
        pass

    def method(self):
        return "class", self.x


kinds = [Plain, Other, Member, Computed, Intercepts, Everything, ByDescriptor, Class]
kinds += [type("Derived%d" % i, (kind,), {}) for i, kind in enumerate(kinds)]


def read(one):
    return one.x


def write(one, value):
    one.x = value


def method(one):
    return one.method()


def bound(one):
    return one.method


for turn in range(3):
    for kind in kinds:
        one = kind(turn)
        before = read(one)
        write(one, "new")
        print(kind.__name__, before, read(one), method(one), type(bound(one)).__name__, vars(one) if hasattr(one, "__dict__") else "no dict")


# What was found in many classes changes with them.
Plain.x = property(lambda self: "now computed", lambda self, value: print("stored", value))
one = Plain.__new__(Plain)
one.__dict__["x"] = "hidden"
print(read(one))
write(one, 2)
print(vars(one))
del Plain.x
print(read(one))
write(one, 3)
print(vars(one), read(one))
Other.__setattr__ = lambda self, name, value: object.__setattr__(self, name, ["other", value])
two = Other(5)
write(two, 6)
print(read(two), two.before)
Other.__getattribute__ = lambda self, name: "all the same"
print(read(two), bound(two))
SetOnly.__get__ = lambda self, instance, owner: "now it loads"
print(read(ByDescriptor(1)), read(kinds[14](1)))


# Native methods bind to objects of their own kind, however often and wherever they are looked up.
def append(one):
    return one.append


def add(one):
    return one.add_note


class Notes(ValueError):
    pass


class Items(list):
    pass


for turn in range(3):
    for one in ([], bytearray(), Items()):
        print(type(append(one)).__name__, append(one).__self__ is one, append(one).__qualname__)
    for one in (ValueError(), KeyError(), Notes()):
        print(type(add(one)).__name__, add(one).__qualname__)
        try:
            add(one)()
        except TypeError as error:
            print(error)


# Dicts of instances are another view of the attributes; sites go on to find them.
class Viewed:
    shared = "class"

    def __init__(self, x):
        self.x = x
        self.z = 1

    def method(self):
        return "viewed"


def changes(one):
    own = one.__dict__
    yield read(one), list(own), method(one)
    own["x"] = "item"
    yield read(one), one.z, list(own.items())
    write(one, "attribute")
    yield own["x"], read(one), len(own)
    own["added"] = 1
    yield one.added, list(own)
    one.later = 2
    yield own["later"], list(own)
    own["method"] = lambda: "own"
    yield method(one), one.shared
    own["shared"] = "own"
    yield one.shared
    del own["x"]
    yield hasattr(one, "x"), list(own)
    write(one, "again")
    yield read(one), list(own)
    own.clear()
    yield method(one), one.shared, own, hasattr(one, "later")
    one.__dict__ = {"x": "other dict"}
    yield read(one), own, vars(one)
    own["x"] = "the old dict"
    yield read(one), own


for turn in range(2):
    for change in changes(Viewed(turn)):
        print(change)

half = Viewed.__new__(Viewed)
print(half.__dict__, len(half.__dict__), bool(half.__dict__), "x" in half.__dict__)
half.z = 1
half.x = 2
print(half.__dict__, read(half), list(half.__dict__), half.__dict__.popitem(), half.__dict__)
half = Viewed.__new__(Viewed)
half.__dict__.update(x=1, z=2, w=3)
print(half.__dict__, read(half), half.w, half.__dict__ == {"x": 1, "z": 2, "w": 3}, {**half.__dict__}, half.__dict__ | {"v": 0})
half.__dict__[5] = "no name"
half.y = 4
print(half.__dict__, len(half.__dict__), half.y)
for iteration in (vars(half), vars(half).items(), vars(Viewed(1))):
    try:
        for _ in iteration:
            half.__dict__["k%d" % len(half.__dict__)] = 0
            iteration and setattr(half, "l%d" % len(half.__dict__), 0)
        print("no complaint")
    except RuntimeError as error:
        print(error)
wide = Viewed(1)
vars(wide)
for i in range(300):
    setattr(wide, "n%d" % i, i)
print(len(vars(wide)), wide.n299, sum(value for name, value in vars(wide).items() if name[0] == "n"))
exec("made = x + 1\nx = 7", wide.__dict__)
print(wide.made, read(wide), wide.__dict__["x"])
