"""__init_subclass__: keywords, inheritance through super, metaclass keywords, errors and when it runs."""
from lib.attempts import attempt


class Base:
    registry = []

    def __init_subclass__(cls, /, tag="none", **kw):
        print("Base", cls.__name__, tag, kw, cls.__dict__.get("x"))
        super().__init_subclass__(**kw)
        cls.registry.append(cls.__name__)


class One(Base): pass
class Two(Base, tag="two"): x = 2


class Mixin:
    def __init_subclass__(cls, extra=None, **kw):
        print("Mixin", cls.__name__, extra, kw)
        super().__init_subclass__(**kw)


class Both(Mixin, Base, tag="both", extra=1): pass
class Below(Both): pass


def surplus():
    class Bad(Base, tag=1, unknown=2): pass


def plain():
    class Bad(object, key=1): pass


def by_type():
    return type("Made", (Base,), {"x": "made"}, tag="by type").__name__


def explicit():
    class Explicit:
        @classmethod
        def __init_subclass__(cls, n): print("explicit", cls.__name__, n)
    class Sub(Explicit, n=5): pass


def static():
    class Static:
        @staticmethod
        def __init_subclass__(*args, **kw): print("static", args, kw)
    class Sub(Static, n=5): pass


def raises():
    class R:
        def __init_subclass__(cls):
            raise LookupError(cls.__name__)
    class Sub(R): pass


def not_itself():
    class Own(list):
        def __init_subclass__(cls): print("own", cls.__name__)
    return Own.__mro__[1].__name__


class Meta(type):
    def __new__(meta, name, bases, ns, *, option=0, **kw):
        return super().__new__(meta, name, bases, {**ns, "option": option}, **kw)

    def __init__(cls, name, bases, ns, *, option=0, **kw):
        print("Meta.__init__", name, option, kw)
        super().__init__(name, bases, ns)


class WithMeta(Base, metaclass=Meta, option=3, tag="m"): pass
class Inherits(WithMeta): pass


def nometa():
    class Init(type):
        def __init__(cls, name, bases, ns): pass
    class C(metaclass=Init, a=1): pass


for action in (surplus, plain, by_type, explicit, static, raises, not_itself, nometa):
    attempt(action)
attempt(object.__init_subclass__)
attempt(object.__init_subclass__, 1)
attempt(lambda: Base.__init_subclass__(a=1))
attempt(lambda: int.__init_subclass__(a=1))
print(WithMeta.option, Inherits.option, Base.registry, type(Base.__dict__["__init_subclass__"]).__name__)
