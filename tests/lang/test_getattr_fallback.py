# zeal: 50 - a deep recursion
"""Classes with `__getattr__`: what they have is read as usual, again and again at one place; what they have not is asked of the method."""
import sys
import traceback


def attempt(what):
    try:
        return what()
    except Exception as error:
        return type(error).__name__, str(error), getattr(error, "name", None), type(getattr(error, "obj", None)).__name__


class Base:
    shared = "of the class"
    __slots__ = ("slot", "__dict__")

    def __init__(self):
        self.own = 1

    def method(self):
        return "method"

    @property
    def good(self):
        return "good"

    @property
    def bad(self):
        raise AttributeError("from the property")

    @property
    def worse(self):
        raise KeyError("from the property")

    @staticmethod
    def static():
        return "static"

    @classmethod
    def of_class(cls):
        return cls.__name__


class Asks(Base):
    def __getattr__(self, name):
        if name.startswith("no"):
            raise AttributeError(name)
        return f"asked for {name}"


class Raises(Base):
    def __getattr__(self, name):
        return self.deeper


class Hooked(Base):
    def __getattribute__(self, name):
        if name == "own":
            raise AttributeError("hooked")
        return super().__getattribute__(name)

    def __getattr__(self, name):
        return f"hooked {name}"


READS = ["own", "shared", "good", "bad", "worse", "slot", "missing", "nothing", "__class__", "__doc__"]


def read(one):
    # Every place is come by several times, with several classes.
    return [attempt(lambda: one.own), attempt(lambda: one.shared), attempt(lambda: one.good), attempt(lambda: one.bad), attempt(lambda: one.worse),
            attempt(lambda: one.slot), attempt(lambda: one.missing), attempt(lambda: one.nothing), attempt(lambda: one.method()),
            attempt(lambda: one.static()), attempt(lambda: one.of_class()), attempt(lambda: one.missing())]


for turn in range(3):
    for make in (Base, Asks, Hooked):
        print(*read(make()), sep="\n  ")
one = Asks()
one.slot = "bound"
one.missing = lambda: "own function"
print(one.slot, one.missing(), [getattr(one, name, "default") for name in READS if name not in ("worse", "missing")])
del one.slot, one.missing, one.own
print(one.slot, one.missing, one.own, hasattr(one, "nothing"), hasattr(one, "other"))


def places(one):
    return one.own, one.late, one.method()


# What a class gets and loses later.
class Late(Asks):
    pass


late = Late()
for _ in range(3):
    print(places(late))
Late.late = "now of the class"
print(places(late))
Late.method = lambda self: "another"
print(places(late))
Late.own = property(lambda self: "property")
print(places(late))
del Late.own, Late.method, Late.late
print(places(late))
Asks.__getattribute__ = lambda self, name: ("all", name) if name != "method" else lambda: "all"
print(places(late))
del Asks.__getattribute__
print(places(late))
answer, Asks.__getattr__ = Asks.__getattr__, lambda self, name: "another answer"
print(places(late))
del Asks.__getattr__
print(attempt(lambda: places(late)))
Asks.__getattr__ = answer
print(places(late))


class Meta(type):
    def __getattr__(cls, name):
        return f"of the metaclass: {name}"


class Made(metaclass=Meta):
    x = 1


for _ in range(3):
    print(Made.x, Made.y, Made.__name__, attempt(lambda: Made().y))


class Super(Asks):
    def get(self):
        return attempt(lambda: super(Super, self).method()), attempt(lambda: super(Super, self).late)


print(Super().get())
limit = sys.getrecursionlimit()
print(attempt(lambda: Raises().x)[0])


class Tells:
    def __getattr__(self, name):
        raise ValueError(name)


def reads(one):
    return one.secret


for _ in range(3):
    try:
        reads(Tells())
    except ValueError as error:
        print([(frame.name, frame.line) for frame in traceback.extract_tb(error.__traceback__)], error.__context__)


class Native:
    __getattr__ = {"a": 1}.__getitem__


try:
    print(Native().a)
except TypeError as error:
    print(error)


class Wrapped:
    __getattr__ = staticmethod(lambda name: name * 2)


print(Wrapped().ab, Wrapped().ab, [Wrapped().cd for _ in range(3)])


class Generates:
    def __getattr__(self, name):
        yield name


print([list(Generates().x) for _ in range(3)])
