"""Instance dicts: replaced, shared between instances, subclasses of dict, odd keys, order, deleted class attributes, __dict__ through vars."""
from lib.attempts import attempt


class Plain:
    shared = "class"
    def __init__(self, **fields): self.__dict__.update(fields)


one, two = Plain(a=1, b=2), Plain(b=2, a=1)
print(vars(one), vars(two), list(vars(two)), vars(one) == vars(two))
one.__dict__ = two.__dict__
one.c = 3
print(two.c, vars(two), one.__dict__ is two.__dict__)
fields = {"x": 1}
one.__dict__ = fields
fields["y"] = 2
one.z = 3
print(one.x, one.y, fields, vars(one) is fields)
del one.x
attempt(lambda: one.x)
del fields["y"]
attempt(lambda: one.y)
one.__dict__[5] = "int key"
one.__dict__["with space"] = "odd"
print(vars(one), getattr(one, "with space"))
attempt(getattr, one, 5)
attempt(setattr, one, "__dict__", None)
attempt(setattr, one, "__dict__", [("a", 1)])
del one.__dict__
print(vars(one), one.shared)
one.shared = "instance"
print(one.shared, Plain.shared, vars(one))
del one.shared
print(one.shared)
del Plain.shared
attempt(lambda: one.shared)
attempt(delattr, one, "shared")
Plain.shared = "again"
print(one.shared, two.shared)


class Logged(dict):
    def __getitem__(self, key):
        print("item", key, end=" ")
        return super().__getitem__(key)
    def __setitem__(self, key, value):
        print("set", key, end=" ")
        super().__setitem__(key, value)
    def __missing__(self, key): return "missing"


one.__dict__ = Logged(q=1)
one.w = 2
print(one.q, one.w, type(vars(one)).__name__, dict(vars(one)))
attempt(lambda: one.nothing)


class Property:
    @property
    def data(self): return "property"
    def method(self): return "method"
    class_level = 1


prop = Property()
prop.__dict__["data"] = "hidden by the property"
prop.__dict__["method"] = lambda: "instance function"
prop.__dict__["class_level"] = 2
print(prop.data, prop.method(), prop.class_level, vars(prop)["data"])
del Property.data
print(prop.data)
attempt(delattr, prop, "data")
Property.data = property(lambda self: "late property")
print(prop.data)


class Order:
    def __init__(self):
        self.first = 1
        self.second = 2


o = Order()
o.third = 3
del o.first
o.first = "moved to the end"
print(list(vars(o)), vars(o).pop("second"), hasattr(o, "second"), vars(o).setdefault("fourth", 4), o.fourth)
vars(o).clear()
print(vars(o), hasattr(o, "first"))
vars(o).update(zip("abc", range(3)))
print(o.a, o.c, sorted(o.__dict__.items()))
for name in list(vars(o)):
    delattr(o, name)
print(vars(o))
copies = vars(o).copy()
copies["x"] = 1
print(hasattr(o, "x"))


def iterate():
    for name in vars(o):
        setattr(o, name + "x", 1)


o.k = 1
attempt(iterate)
many = Plain()
for number in range(40):
    setattr(many, f"name{number}", number)
print(sum(vars(many).values()), len(vars(many)), many.name39)
for number in range(0, 40, 2):
    delattr(many, f"name{number}")
print(sum(vars(many).values()), hasattr(many, "name2"), many.name3)


class Getset:
    __slots__ = ("slot", "__dict__")


g = Getset()
g.slot, g.free = 1, 2
print(vars(g), g.slot, "slot" in vars(g))
g.__dict__["slot"] = "shadow"
print(g.slot, vars(g))
del g.slot
attempt(lambda: g.slot)


class NoDict:
    __slots__ = ()


attempt(lambda: NoDict().__dict__)
attempt(lambda: vars(NoDict()))
attempt(lambda: object().__dict__)


class Fake:
    @property
    def __dict__(self): return {"fake": 1}


fake = Fake()
fake.real = 2
print(vars(fake), fake.real, hasattr(fake, "fake"), [name for name in dir(fake) if not name.startswith("__")])
type_dict = vars(Plain)
print(type(type_dict).__name__, type_dict["shared"], "__dict__" in type_dict, "__weakref__" in type_dict)
attempt(lambda: type_dict.__setitem__("x", 1))
Plain.added = "seen through the proxy"
print(type_dict["added"])
setattr(Plain, "two words", 5)
print(getattr(one, "two words"))
import types
module = types.ModuleType("m")
vars(module)["direct"] = 1
print(module.direct, vars(module).pop("direct"), hasattr(module, "direct"))
attempt(setattr, module, "__dict__", {})


def function(): ...


function.__dict__["attribute"] = 1
print(function.attribute, vars(function))
function.__dict__ = {"replaced": 2}
print(function.replaced, hasattr(function, "attribute"))
attempt(delattr, function, "__dict__")
attempt(setattr, function, "__dict__", 5)
error = ValueError()
error.extra = 1
print(vars(error), error.__dict__)
error.__dict__ = {"other": 2}
print(error.other, hasattr(error, "extra"))
