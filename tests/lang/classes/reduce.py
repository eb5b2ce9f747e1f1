"""object.__getstate__, __reduce_ex__ where they need no library, and __dir__."""


def error(function, *args, **keywords):
    try:
        result = function(*args, **keywords)
    except Exception as raised:
        print(type(raised).__name__, raised)
    else:
        print("no error:", result)


class C:
    pass


class Slots:
    __slots__ = ("a", "b")


class Own:
    def __reduce__(self):
        return (Own, ())


class Ex:
    def __reduce_ex__(self, protocol):
        return protocol


class State:
    def __getstate__(self):
        return 5


c = C()
print(c.__getstate__(), [].__getstate__(), (5).__getstate__(), object().__getstate__())
c.x = 1
print(c.__getstate__(), c.__getstate__() == c.__dict__)
del c.x
print(c.__getstate__())
print(Own().__reduce_ex__(2) == (Own, ()), Own().__reduce_ex__(0) == (Own, ()), Ex().__reduce_ex__(3), State().__getstate__())
error(object().__reduce_ex__, "x")
error(object().__reduce_ex__, 2**40)
print(object.__subclasshook__(int), object.__init_subclass__(), object().__sizeof__() > 0, type.__sizeof__(int) > 0)


class Dir:
    def __init__(self):
        self.own = 1

    def method(self):
        pass


d = Dir()
names = object.__dir__(d)
print("own" in names, "method" in names, "__class__" in names, sorted(set(dir(d)) - set(dir(object()))))
print("mro" in dir(type), "mro" in dir(Dir), "method" in dir(Dir), "mro" in type.__dir__(type))


class Lying:
    __dict__ = {"one": 1}
    __class__ = Dir


print("one" in dir(Lying()), "method" in dir(Lying()))


class Module(type(error.__builtins__ if False else __import__("sys"))):
    def __init__(self, name, extra):
        super().__init__(name, "doc")
        self.extra = extra

    def shown(self):
        return self.extra


m = Module("m", 5)
m.y = 1
print(m, m.extra, m.shown(), m.y, m.__doc__, sorted(dir(m)), m.__dict__["extra"])
error(lambda: m.missing)
ModuleType = Module.__mro__[1]
error(ModuleType)
error(ModuleType, 5)
print(sorted(vars(ModuleType("q"))), ModuleType("q", doc=3).__doc__)
plain = ModuleType("plain")


class Other(ModuleType):
    z = 7


plain.__class__ = Other
print(plain.z, type(plain).__name__)
