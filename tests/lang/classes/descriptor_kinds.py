"""Descriptors: data and other ones, against instance dicts, on classes and metaclasses, wrong ones, set and delete alone."""
from lib.attempts import attempt


def kind(name, **methods):
    table = {"get": lambda self, obj, owner=None: (name, obj and "obj", owner and owner.__name__), "set": lambda self, obj, value: print(name, "set", value), "delete": lambda self, obj: print(name, "delete")}
    return type(name, (), {f"__{m}__": table[m] for m in methods})()


class Host:
    get = kind("get", get=1)
    set = kind("set", set=1)
    delete = kind("delete", delete=1)
    get_set = kind("get_set", get=1, set=1)
    get_delete = kind("get_delete", get=1, delete=1)
    everything = kind("everything", get=1, set=1, delete=1)


for name in ("get", "set", "delete", "get_set", "get_delete", "everything"):
    h = Host()
    vars(h)[name] = "in dict"
    print("--", name, end=" ")
    for action in (lambda: getattr(h, name), lambda: getattr(Host, name), lambda: setattr(h, name, 5), lambda: h.__dict__[name], lambda: delattr(h, name), lambda: sorted(h.__dict__)):
        try:
            value = action()
            print(value if isinstance(value, (tuple, str, list, int)) else type(value).__name__, end="; ")
        except Exception as error:
            print(type(error).__name__, error, end="; ")
    print()


class Meta(type):
    data = kind("meta data", get=1, set=1)
    plain = kind("meta get", get=1)


class C(metaclass=Meta):
    data = "class attribute"
    plain = "class attribute"
    own = kind("own", get=1)


print(C.data, C.plain, C.own, C().data, C().own)
C.data = 1
C.plain = 2
print(C.plain, vars(C)["data"])


class InstanceGet:
    def __init__(self):
        self.__get__ = lambda *args: "never"


class RaisesAttribute:
    def __get__(self, obj, owner):
        raise AttributeError("from get")


class Wrong:
    def __get__(self):
        return 1

    def __set__(self, obj):
        pass

    def __delete__(self):
        pass


class NoneGet:
    __get__ = None
    __set__ = None
    __delete__ = None


class Uses:
    a, b, c, d = InstanceGet(), RaisesAttribute(), Wrong(), NoneGet()

    def __getattr__(self, name):
        return f"getattr {name}"


u = Uses()
print(type(u.a).__name__, u.b)
for name in "bcd":
    attempt(lambda: getattr(Uses, name))
    attempt(lambda: getattr(u, name))
    attempt(lambda: setattr(u, name, 1))
    attempt(lambda: delattr(u, name))
vars(u)["late"] = "instance"
Uses.late = kind("late", get=1, set=1)
print(u.late)
del Uses.late
print(u.late)
f = lambda self=None, *args: (self is u, args)
print(f.__get__(u)(1), f.__get__(u, Uses)(2), f.__get__(None, Uses)(u))
print(classmethod(f).__get__(u)(5)[1], staticmethod(f).__get__(u)(5), classmethod(f).__get__(None, Uses)(6)[1])
print(property(lambda self: "p").__get__(u), type(property().__get__(None, Uses)).__name__, str.upper.__get__("abc")(), str.__dict__["upper"].__get__("x", str)())
attempt(lambda: str.__dict__["upper"].__get__(5))
attempt(lambda: int.__dict__["real"].__set__(5, 1))
attempt(lambda: int.__dict__["real"].__get__("a"))
attempt(lambda: f.__get__())
