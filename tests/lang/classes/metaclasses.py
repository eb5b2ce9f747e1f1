from lib.attempts import attempt


class Meta(type):
    def __new__(mcs, name, bases, namespace, **kwargs):
        print("new", name, [b.__name__ for b in bases], [k for k in namespace if not k.startswith("__")], kwargs)
        namespace["added"] = "by meta"
        return super().__new__(mcs, name, bases, namespace)

    def __init__(cls, name, bases, namespace, **kwargs):
        super().__init__(name, bases, namespace)
        cls.initialised = True

    def __call__(cls, *args, **kwargs):
        print("call", cls.__name__, args)
        return super().__call__(*args, **kwargs)

    def on_class(cls):
        return "on " + cls.__name__

    @property
    def computed(cls):
        return cls.__name__ * 2

    def __len__(cls):
        return 99

    def __iter__(cls):
        return iter([cls.__name__])

    def __contains__(cls, item):
        return item == "in"

    def __getitem__(cls, key):
        return (cls.__name__, key)

    def __getattr__(cls, name):
        if name.startswith("dynamic"):
            return name
        raise AttributeError(name)

    def __repr__(cls):
        return "<" + cls.__name__ + ">"

    def __add__(cls, other):
        return (cls, other)

    def __instancecheck__(cls, instance):
        return instance == "instance" or super().__instancecheck__(instance)

    def __subclasscheck__(cls, other):
        return other is int or super().__subclasscheck__(other)


class Base(metaclass=Meta, option=1):
    x = 1

    def __init__(self, value=None):
        self.value = value


class Derived(Base):
    y = 2


print(type(Base).__name__, type(Derived).__name__, Base.added, Derived.initialised)
d = Derived(5)
print(d.value, d.added, type(d))
print(Base.on_class(), Derived.computed, len(Base), list(Derived), "in" in Base, Base[3], Base.dynamic_name, Base + Derived, bool(Base))
attempt(lambda: d.on_class())
attempt(lambda: d.computed)
attempt(lambda: Base.missing)
print(isinstance("instance", Base), isinstance(d, Base), isinstance(5, Base), issubclass(int, Base), issubclass(Derived, Base), issubclass(str, Base))
print(repr(Derived), str(Base), f"{Base}")


class Prepared(type):
    @classmethod
    def __prepare__(mcs, name, bases, **kwargs):
        return {"prepared": name, **kwargs}

    def __new__(mcs, name, bases, namespace, **kwargs):
        return super().__new__(mcs, name, bases, namespace)


class WithPrepare(metaclass=Prepared, extra=7):
    seen = prepared + "!"


print(WithPrepare.seen, WithPrepare.extra)


class OtherMeta(type):
    pass


class OtherBase(metaclass=OtherMeta):
    pass


attempt(lambda: Meta("Conflict", (Base, OtherBase), {}))


class SubMeta(Meta):
    pass


class Sub(Base, metaclass=SubMeta):
    pass


print(type(Sub).__name__)


def function_as_meta(name, bases, namespace):
    return (name, bases, sorted([k for k in namespace if not k.startswith("__")]))


class NotAClass(metaclass=function_as_meta):
    a = 1
    b = 2


print(NotAClass)

# type with one and three arguments, and the class's own attributes.
Made = type("Made", (), {"method": lambda self: "made", "__doc__": "Doc."})
print(Made().method(), Made.__doc__, Made.__name__, Made.__module__, Made.__qualname__, Made.__bases__)
attempt(lambda: type())
attempt(lambda: type("A", ()))
attempt(lambda: type(1, (), {}))
attempt(lambda: type("A", [], {}))
Made.__name__ = "Renamed"
print(Made.__name__, repr(Made))
attempt(lambda: setattr(Made, "__name__", 5))


class Outer:
    """The docstring of the class."""

    class Inner:
        pass

    attribute: int = 5
    __private = "mangled"

    def read(self):
        return self.__private


print(Outer.__doc__, Outer.Inner.__qualname__, Outer().read(), Outer._Outer__private, hasattr(Outer, "__private"))
print(Outer.__annotations__)


# __mro_entries__ and computed bases.
class Entry:
    def __mro_entries__(self, bases):
        return (Real,)


class Real:
    real = True


class UsesEntry(Entry()):
    pass


print(UsesEntry.__bases__, UsesEntry.real)


class FromList(*[Real, object]):
    pass


print(FromList.__mro__)


# Class bodies are code: conditions, loops, deletion, the class's namespace in order.
class Body:
    for i in range(3):
        exec("v%d = i * 10" % i)
    del i
    if True:
        chosen = "yes"
    else:
        chosen = "no"
    chosen += "!"


print(Body.v0, Body.v2, Body.chosen, hasattr(Body, "i"))
attempt(lambda: isinstance(1, 5))
attempt(lambda: issubclass(1, int))
attempt(lambda: isinstance(1, (int, 5)))
attempt(lambda: issubclass(int, (str, 5)))
print(isinstance("a", (bytes, (int, str))))


# type() hands over to the metaclass of a base, keywords and all.
class Taking(type):
    def __new__(metaclass, name, bases, namespace, **keywords):
        print("new", name, keywords)
        return super().__new__(metaclass, name, bases, namespace)

    def __init__(cls, name, bases, namespace, **keywords):
        print("init", name, keywords)
        super().__init__(name, bases, namespace)


class Base(metaclass=Taking, one=1):
    pass


made = type("Made", (Base,), {}, two=2)
print(type(made).__name__, made.__qualname__)
print(type(type.__new__(type, "Other", (Base,), {})).__name__)
