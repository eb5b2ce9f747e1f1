# What the special methods of builtin types do with receivers and arguments.


def t(f):
    try:
        print("ok", f())
    except Exception as error:
        print(type(error).__name__, error)


# A power takes a modulus, as a method and as an operator that a Python class overrides.
class I(int):
    def __repr__(self):
        return f"I({int(self)})"

    def __pow__(self, other, mod=None):
        return I(pow(int(self), int(other), mod and int(mod)))

    def __rpow__(self, other, mod=None):
        return I(pow(int(other), int(self), mod and int(mod)))


print(pow(I(2), I(3), I(5)), pow(2, I(3), 5), pow(2, 3, I(5)), I(2) ** 3, 2 ** I(3))


class Modulus:
    def __pow__(self, *args):
        return "modulus", args


t(lambda: pow(2, 3, Modulus()))
t(lambda: pow(Modulus(), 3, 4))
t(lambda: pow(2, 3, None))
for number in 2, 2.0, 2j:
    t(lambda: number.__pow__())
    t(lambda: number.__rpow__(1, 2, 3))
    t(lambda: number.__pow__(3))
    t(lambda: number.__rpow__(3))
    t(lambda: number.__pow__(3, None))
    t(lambda: number.__pow__(3, 5))
    t(lambda: pow(number, 3, 5))
    t(lambda: number.__pow__("x"))
t(lambda: (2).__pow__(3, "x"))
t(lambda: pow(2, 2.0, 3))
t(lambda: pow(2, "a", 3))
t(lambda: pow("a", "b", "c"))
print(int.__pow__, (2).__rpow__(3, 4), True.__pow__(3, 5), hasattr(int, "__ipow__"))


# A slot of another class refuses the receiver, also as an operator.
class A(int):
    __eq__ = str.__eq__
    __add__ = str.__add__
    __len__ = str.__len__
    __neg__ = float.__neg__
    __call__ = type.__call__
    __hash__ = str.__hash__
    __getitem__ = tuple.__getitem__


a = A()
for f in (
    lambda: a == a, lambda: a + a, lambda: len(a), lambda: -a, lambda: a(), lambda: hash(a), lambda: a[1],
    lambda: str.__add__.__get__(3), lambda: a.__add__,
):
    t(f)


class B(int):
    __init__ = list.__init__


t(B)


# Nobody changes a builtin class through its base's way of setting attributes.
class Meta(type):
    def __setattr__(cls, name, value):
        object.__setattr__(cls, name, value)


class Direct(type):
    def __setattr__(cls, name, value):
        type.__setattr__(cls, name, value)


class Base: pass
class Mixed(Base, Meta): pass
class Valid(Base, Direct): pass


t(lambda: object.__setattr__(str, "foo", 42))
t(lambda: object.__delattr__(str, "lower"))
t(lambda: setattr(Mixed("D", (), {}), "test", 1))
t(lambda: setattr(Valid("D", (), {}), "test", 1))
t(lambda: object.__setattr__(Base(), "x", 1))


# A proxy is what it says it is.
class Proxy:
    def __init__(self, of):
        self.__of = of

    def __getattribute__(self, name):
        return object.__getattribute__(self, name) if name.startswith("_Proxy__") else getattr(self.__of, name)


class One:
    def f(self):
        return "One.f"


class Two(One):
    def f(self):
        return super(Two, self).f() + "->Two.f"


t(lambda: Two.f(Proxy(Two())))
t(lambda: Two.f(Proxy(One())))
