from lib.attempts import attempt


class Data:
    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name)
        self.name = name

    def __get__(self, instance, owner=None):
        return ("get", self.name, instance is not None, owner.__name__)

    def __set__(self, instance, value):
        print("set", self.name, value)

    def __delete__(self, instance):
        print("delete", self.name)


class NonData:
    def __get__(self, instance, owner=None):
        return "non-data"


class SetOnly:
    def __set__(self, instance, value):
        instance.stored = value


class Owner:
    data = Data()
    non_data = NonData()
    set_only = SetOnly()


o = Owner()
print(o.data, Owner.data)
o.data = 1
del o.data
print(o.non_data)
o.non_data = "own"
print(o.non_data, Owner.non_data)
o.set_only = 5
print(type(o.set_only).__name__, o.stored)
attempt(lambda: delattr(o, "set_only"))
Owner.data = "replaced"
print(o.data, Owner.data)


class Property:
    def __init__(self):
        self._x = 0

    @property
    def x(self):
        "The docstring."
        return self._x

    @x.setter
    def x(self, value):
        if value < 0:
            raise ValueError("negative")
        self._x = value

    @x.deleter
    def x(self):
        self._x = "deleted"

    @property
    def read_only(self):
        return 1

    write_only = property(None, lambda self, value: print("write", value))

    @property
    def broken(self):
        return self.no_such_attribute


p = Property()
p.x = 5
p.x += 2
print(p.x, Property.x.__doc__, type(Property.x).__name__)
del p.x
print(p.x)
p.write_only = 3
attempt(lambda: setattr(p, "x", -1))
attempt(lambda: setattr(p, "read_only", 2))
attempt(lambda: delattr(p, "read_only"))
attempt(lambda: p.write_only)
attempt(lambda: p.broken)
print(Property.x.fget(p), Property.x.fdel is not None, Property.read_only.fset)


class Fallback(Property):
    def __getattr__(self, name):
        return "fallback " + name


print(Fallback().broken)


class Methods:
    tag = "class"

    def plain(self, *args):
        return ("plain", args)

    @classmethod
    def of_class(cls, *args):
        return (cls.__name__, cls.tag, args)

    @staticmethod
    def static(*args):
        return ("static", args)

    alias = plain
    native = len
    partial = classmethod(lambda cls: cls.__name__)


class Inherits(Methods):
    tag = "child"


m = Inherits()
print(m.plain(1), Methods.plain(m, 2), m.alias(3))
print(m.of_class(1), Inherits.of_class(2), Methods.of_class())
print(m.static(1), Inherits.static(), m.native([1, 2]), m.partial())
print(m.of_class.__self__.__name__, m.of_class.__func__ is Methods.of_class.__func__, type(Methods.static).__name__)
m.of_class = "shadowed"
print(m.of_class)

# A method's function lives in the class: bound anew, callable without an instance.
function = Methods.plain
print(type(function).__name__, function("self", 1), function.__get__(m)(2) == m.plain(2), function.__get__(None, Methods) is function)
save = m.plain
Methods.plain = lambda self: "new"
print(save(5), m.plain())


# __set_name__ that fails, __init_subclass__, keywords of a class.
class Registers:
    classes = []

    def __init_subclass__(cls, /, tag=None, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.tag = tag
        Registers.classes.append(cls.__name__)


class A(Registers, tag="a"):
    pass


class B(A):
    pass


print(Registers.classes, A.tag, B.tag)
attempt(lambda: type("C", (Registers,), {}, other=1))
attempt(lambda: type("D", (), {}, x=1))


class Fails:
    def __set_name__(self, owner, name):
        raise ValueError("in set_name")


attempt(lambda: type("E", (), {"x": Fails()}))


class GetSubscript:
    def __class_getitem__(cls, item):
        return (cls.__name__, item)


print(GetSubscript[int], GetSubscript[1, 2])
