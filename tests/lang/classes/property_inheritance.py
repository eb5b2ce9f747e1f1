"""property: overriding parts in subclasses, copies by getter and setter, names and docs, subclasses, errors."""
from lib.attempts import attempt


class Base:
    @property
    def x(self):
        "Doc of x."
        return self._x

    @x.setter
    def x(self, value):
        self._x = value

    write_only = property(None, lambda self, v: print("wrote", v))
    nothing = property()


class Sub(Base):
    @Base.x.getter
    def x(self):
        return "sub " + str(super().x)


class Deleter(Sub):
    @Sub.x.deleter
    def x(self):
        del self._x


class Replaced(Base):
    x = 5


class Calls(Base):
    @property
    def x(self):
        return super().x

    @x.setter
    def x(self, value):
        super(Calls, type(self)).x.fset(self, value * 2)


for cls in (Base, Sub, Deleter, Replaced, Calls):
    o = cls()
    print(cls.__name__)
    for action in (lambda: setattr(o, "x", 3), lambda: o.x, lambda: delattr(o, "x"), lambda: o.x):
        attempt(action)
    if isinstance(cls.x, property):
        print(cls.x.fget.__qualname__, cls.x.fset.__qualname__, cls.x.fdel and cls.x.fdel.__qualname__, cls.x.__doc__, cls.x.__name__)
o = Base()
attempt(lambda: o.write_only)
attempt(lambda: setattr(o, "write_only", 1))
attempt(lambda: delattr(o, "write_only"))
attempt(lambda: o.nothing)
attempt(lambda: setattr(o, "nothing", 1))
attempt(lambda: property(lambda s: 1).__get__(o))
attempt(lambda: property().__get__(o))
attempt(lambda: property().__set__(o, 1))
attempt(lambda: property(5).__get__(o))
attempt(lambda: property(1, 2, 3, 4, 5))
attempt(lambda: property(fget=len, doc="d").__doc__)
attempt(lambda: property(lambda s: 0).getter(None).fget.__name__)
attempt(lambda: setattr(property(), "fget", 1))
p = property(len, doc="given")
print(p.__doc__, p.getter(str).__doc__, p.setter(str).__doc__, p.fget is len, p.fset, p.__isabstractmethod__, p.__name__)
p.__doc__ = "changed"
p.__name__ = "named"
print(p.__doc__, p.__name__)
attempt(lambda: property().__name__)


class Counting(property):
    reads = 0

    def __get__(self, obj, owner=None):
        Counting.reads += 1
        return super().__get__(obj, owner)


class Documented(property):
    """Class doc."""


class Slotted(property):
    __slots__ = ()


class Uses:
    @Counting
    def value(self): return "value"

    @value.setter
    def value(self, v): pass

    @Documented
    def doc(self): "Function doc."


print(Uses().value, Counting.reads, type(Uses.__dict__["value"]).__name__, Uses.doc.__doc__, Documented(lambda s: 0).__doc__, Documented(lambda s: 0, doc="x").__doc__)
attempt(lambda: Slotted(doc="x").__doc__)
attempt(lambda: Slotted(lambda s: 0).__doc__)


class Broken:
    @property
    def inner(self): return self.missing_inside

    def __getattr__(self, name): raise AttributeError(f"getattr {name}")


attempt(lambda: Broken().inner)
class AbstractGet:
    __isabstractmethod__ = True
    def __call__(self): pass
print(property(AbstractGet()).__isabstractmethod__, classmethod(AbstractGet()).__isabstractmethod__)
