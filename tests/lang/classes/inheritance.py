class Base:
    def __init__(self, *args):
        self.trace = ["Base"]

    def name(self):
        return "base"

    def call(self):
        return "call " + self.name()


class Left(Base):
    def __init__(self, *args):
        super().__init__(*args)
        self.trace.append("Left")

    def name(self):
        return "left+" + super().name()


class Right(Base):
    def __init__(self, *args):
        super().__init__(*args)
        self.trace.append("Right")

    def name(self):
        return "right+" + super().name()


class Bottom(Left, Right):
    def __init__(self, *args):
        super().__init__(*args)
        self.trace.append("Bottom")

    def name(self):
        return "bottom+" + super().name()


b = Bottom(1)
print(b.trace, b.name(), b.call())
print([c.__name__ for c in Bottom.__mro__], Bottom.__bases__ == (Left, Right), Bottom.__base__)
print(isinstance(b, Right), issubclass(Bottom, Base), issubclass(Base, Bottom), isinstance(b, (int, Left)))
print(super(Left, b).name(), super(Right, b).name(), super(Bottom, Bottom).name(b))
print(Base.__subclasses__() == [Left, Right], Left.__subclasses__())


def attempt(action):
    try:
        print(action())
    except (TypeError, AttributeError, RuntimeError) as error:
        print(type(error).__name__, error)


attempt(lambda: super(Left, 5).name())
attempt(lambda: super(5, b))
attempt(lambda: super(Right, b).missing)
attempt(lambda: type("X", (Left, Base, Right), {}))
attempt(lambda: type("X", (Base, Left), {}))
attempt(lambda: type("X", (Base, Base), {}))
attempt(lambda: type("X", (5,), {}))
attempt(lambda: type("X", (bool,), {}))
attempt(lambda: type("X", (type(None),), {}))


def no_arguments():
    return super()


attempt(no_arguments)
attempt(lambda: no_arguments.__get__(b)())


# super in class methods, static methods given explicitly, nested functions and comprehensions' functions.
class Parent:
    @classmethod
    def make(cls):
        return [cls.__name__]

    @staticmethod
    def fixed():
        return "fixed"

    @property
    def value(self):
        return 1


class Child(Parent):
    @classmethod
    def make(cls):
        return super().make() + ["child"]

    @staticmethod
    def fixed():
        return super(Child, Child).fixed() + "!"

    @property
    def value(self):
        return super().value + 1

    def later(self):
        def inner():
            return super(Child, self).value
        return inner(), __class__.__name__


print(Child.make(), Child().make(), Child.fixed(), Child().value, Child().later())


# A long chain.
chain = [object]
for i in range(30):
    def method(self, i=i):
        return i
    chain.append(type("C%d" % i, (chain[-1],), {"m%d" % i: method, "last": method}))
top = chain[-1]()
print(top.m0(), top.m29(), top.last(), len(type(top).__mro__))

# Methods replaced in a base are seen at once below, also after calls have been cached.
def calls():
    return [b.call() for _ in range(3)]


print(calls())
Base.call = lambda self: "patched " + self.name()
print(calls())
Bottom.call = lambda self: "nearer"
print(calls())
del Bottom.call
print(calls())
Right.name = lambda self: "new right"
print(b.name())


# Builtin types as bases.
class Number(int):
    def __add__(self, other):
        return Number(int(self) + int(other) + 1000)

    def double(self):
        return self * 2


n = Number(5)
print(n + 1, 1 + n, n.double(), n == 5, hash(n) == hash(5), type(n + 1).__name__, type(n * 1).__name__, isinstance(n, int), [1, 2, 3, 4, 5, 6][n])
n.tag = "attribute"
print(n.tag)


class Items(list):
    def __init__(self, *items):
        super().__init__(items)

    def append(self, item):
        super().append(item)
        super().append(item)

    def __getitem__(self, index):
        return "item %s" % super().__getitem__(index)


items = Items(1, 2)
items.append(3)
print(items, items[0], len(items), [x for x in items], items == [1, 2, 3, 3])


class Default(dict):
    def __missing__(self, key):
        self[key] = value = "made " + key
        return value


d = Default(a=1)
print(d["a"], d["b"], d, d.get("c"), "c" in d)


class Real(float):
    pass


print(Real(1.5) + 1, repr(Real(2.5)), type(Real(1.5) + 1).__name__)
