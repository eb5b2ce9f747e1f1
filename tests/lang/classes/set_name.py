"""__set_name__: when and in which order it is called, its errors, names set later, dict changes during it."""
from lib.attempts import attempt


class Named:
    def __init__(self, tag):
        self.tag = tag

    def __set_name__(self, owner, name):
        print(self.tag, owner.__name__, name, sorted(k for k in vars(owner) if not k.startswith("__")))
        self.name = name


class Meta(type):
    def __new__(meta, name, bases, ns, **kw):
        print("before", name)
        cls = super().__new__(meta, name, bases, ns)
        print("after", name)
        return cls


class A(metaclass=Meta):
    x = Named("first")
    y = Named("second")
    z = x

    def __init_subclass__(cls, **kw):
        print("init_subclass", cls.__name__, getattr(cls.own, "name", None))


class B(A):
    own = Named("own")


A.later = Named("later")
print(hasattr(A.later, "name"), A.x.name)


class Fails:
    def __set_name__(self, owner, name):
        raise ValueError("refused", name)


class Wrong:
    def __set_name__(self):
        pass


class NoneName:
    __set_name__ = None


def made(value):
    class C:
        attribute = value
    return C


def notes(value):
    try:
        made(value)
    except Exception as error:
        print(type(error).__name__, error, error.__notes__)


notes(Fails())
notes(Wrong())
notes(NoneName())
instance = type("I", (), {})()
instance.__set_name__ = lambda *args: print("never")
print(made(instance).attribute is instance)


class Adds:
    def __set_name__(self, owner, name):
        setattr(owner, name + "_twin", 5)
        delattr(owner, name)


C = made(Adds())
print(hasattr(C, "attribute"), C.attribute_twin)
print(type("T", (), {"q": Named("by type")}).q.name)
