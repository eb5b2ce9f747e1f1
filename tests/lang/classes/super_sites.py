"""One call site of `super().method()` seen by many classes, before and after these change."""


class Root:
    def who(self, *rest):
        return ["Root", *rest]

    @classmethod
    def made(cls):
        return cls.__name__


class Left(Root):
    def who(self, *rest):
        return ["Left", *super().who(*rest)]

    @classmethod
    def made(cls):
        return "Left:" + super().made()


class Right(Root):
    def who(self, *rest):
        return ["Right", *super().who(*rest)]


class Both(Left, Right):
    def who(self, *rest):
        return ["Both", *super().who(*rest)]


class Again(Right, Left):
    pass


def all_of_them():
    for cls in Root, Left, Right, Both, Again:
        print(cls.__name__, cls().who(1), cls.made(), end="; ")
    print()


for _ in range(3):
    all_of_them()
Right.who = lambda self, *rest: ["new Right", *super(Right, self).who(*rest)]
all_of_them()
Root.who = lambda self, *rest: ["new Root", *rest]
all_of_them()
del Right.who
all_of_them()
Right.__bases__ = (type("Between", (Root,), {"who": lambda self, *rest: ["Between", *super(Between, self).who(*rest)]}),)
Between = Right.__bases__[0]
all_of_them()


class Called:
    """Callable, no method: it is not given the object."""
    def __call__(self, *rest):
        return ["Called", *rest]


Root.who = Called()
all_of_them()
Root.who = staticmethod(lambda *rest: ["static", *rest])
all_of_them()
Root.who = property(lambda self: lambda *rest: ["property", *rest])
all_of_them()
Root.who = len
try:
    all_of_them()
except TypeError as error:
    print(error)


def factory(base):
    class Made(base):
        def size(self):
            return type(self).__mro__[1].__name__, super().__len__()
    return Made


made = [factory(base) for base in (list, dict, set, str, tuple)]
for _ in range(2):
    print([cls("ab" if cls is not made[1] else {}).size() for cls in made])


class Odd(Left):
    def who(self, *rest):
        self = Both()
        return super().who(*rest)

    def other(self):
        return super(Left, self).who, super(Odd, self).made(), super(Odd, Odd).made()


Root.who = lambda self, *rest: ["last Root", type(self).__name__, *rest]
try:
    print(Odd().who(2))
except TypeError as error:
    print(error)
print(Odd().other()[0](), Odd().other()[1:])


class NoSuch(Root):
    def missing(self):
        return super().nothing()

    def of_class(self):
        return super().__class__, super().__init__.__name__, super().__repr__()[:12]


for _ in range(2):
    try:
        NoSuch().missing()
    except AttributeError as error:
        print(error)
print(NoSuch().of_class())


class Changing(Root):
    def who(self):
        first = super().who()
        self.__class__ = Sub
        return first, super().who()


class Sub(Changing, Left):
    pass


print(Changing().who())


def shadowed():
    class super:
        def __init__(self, *parts):
            self.parts = parts

        def who(self):
            return "shadow", len(self.parts)

    class Uses(Root):
        def who(self):
            return super().who(), super(Uses, self).who()
    return Uses().who()


print(shadowed())
