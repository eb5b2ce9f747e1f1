# Attributes in __slots__: sites that have seen one notice when the class says something else.


class Base:
    __slots__ = ("a", "b", "c")


class Derived(Base):
    __slots__ = ("d",)


class Mixin:
    __slots__ = ()


class Mixed(Mixin, Base):
    __slots__ = ()


class WithDict(Base):
    pass


def load(thing):
    try:
        return thing.a
    except AttributeError as error:
        return str(error)


def store(thing, value):
    try:
        thing.a = value
    except AttributeError as error:
        return str(error)


def delete(thing):
    try:
        del thing.a
    except AttributeError as error:
        return str(error)


def all_of(thing):
    thing.c = 3
    thing.a = 1
    thing.b = 2
    return thing.a, thing.b, thing.c


def show():
    for make in (Base, Derived, Mixed, WithDict):
        thing = make()
        print(make.__name__, load(thing), store(thing, 1), load(thing), delete(thing), delete(thing), load(thing))


for i in range(3):
    print([all_of(make()) for make in (Base, Derived, Mixed, WithDict)])
    show()
thing = WithDict()
thing.e = 5
print(load(thing), store(thing, 4), load(thing), thing.__dict__)

# A class in front gets an attribute of the name, and loses it.
Mixin.a = "mixin"
show()
del Mixin.a
show()
Derived.a = property(lambda self: "property", lambda self, value: None)
show()
del Derived.a
show()
member = Base.a
Base.a = 7
show()
Base.a = member
show()
del Base.a
show()
Base.a = member
show()
Base.__getattr__ = lambda self, name: "no " + name
show()
del Base.__getattr__
WithDict.__setattr__ = lambda self, name, value: print("set", name, value)
show()
del WithDict.__setattr__
show()


# Another class's instances.
class Other:
    __slots__ = ("a", "b", "c")


for thing in (Other(), Base(), Other(), Derived()):
    print(store(thing, 5), load(thing))
thing = Base()
store(thing, 6)
thing.__class__ = Other
print(load(thing), store(thing, 8), load(thing))
try:
    Base.a.__get__(thing)
except TypeError as error:
    print(error)


class Number(int):
    pass


class Text(str):
    __slots__ = ("a",)


text = Text("x")
print([(store(text, i), load(text)) for i in range(3)])
