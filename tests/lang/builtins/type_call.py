"""type with three arguments: names, bases and namespaces of every kind, what the class says of itself, refusals."""
def attempt(action, *arguments, **keywords):
    try:
        print(action(*arguments, **keywords))
    except Exception as error:
        print(type(error).__name__, error)


print(type(5), type(type), type("A", (), {}), type("A", (int,), {"x": 1})(7).x)
attempt(type)
attempt(type, 1, 2)
attempt(type, 1, 2, 3)
attempt(type, "A", [], {})
attempt(type, "A", (), [])
attempt(type, "A", (5,), {})
attempt(type, "A", (int, str), {})
attempt(type, "A", (int, int), {})
attempt(type, "A", (object, int), {})
attempt(type, "A", (bool,), {})
attempt(type, "A", (type(None),), {})
attempt(type, "A", (type(lambda: 1),), {})
attempt(type, "A", (), {}, key=1)
attempt(type, "a\0b", (), {})
attempt(type, b"A", (), {})
attempt(type, name="A", bases=(), dict={})
attempt(type, "A", (), {1: 2, "a": 3})
attempt(lambda: type("", (), {}).__name__ == "")
attempt(lambda: type("with space", (), {})().__class__.__qualname__)
attempt(type, "A", (), {"__slots__": 5})
attempt(type, "A", (), {"__slots__": "ab cd"})
attempt(type, "A", (), {"__qualname__": 5})
attempt(lambda: type("A", (), {"__qualname__": "X.Y"}).__qualname__)
attempt(lambda: type("A", (), {"__module__": "m"}))
attempt(lambda: type("A", (), {"__module__": 5}).__module__)
attempt(lambda: type("A", (), {"__doc__": "d"}).__doc__)
attempt(lambda: type("A", (), {}).__doc__)
attempt(lambda: type("A", (), {"__doc__": 5}).__doc__)
attempt(lambda: "__qualname__" in vars(type("A", (), {"__qualname__": "Q"})))

namespace = {"f": lambda self: "method", "__new__": lambda cls, *a: object.__new__(cls), "__init_subclass__": lambda cls: print("sub", cls.__name__), "__class_getitem__": lambda cls, item: (cls.__name__, item)}
made = type("Made", (), namespace)
print(type(vars(made)["__new__"]).__name__, type(vars(made)["__init_subclass__"]).__name__, type(vars(made)["__class_getitem__"]).__name__)
print(made(1, 2).f(), made[5], namespace.keys() == {"f", "__new__", "__init_subclass__", "__class_getitem__"})
child = type("Child", (made,), {})
namespace["late"] = 1
print(hasattr(made, "late"), child.__bases__ == (made,), child.__base__ is made, [c.__name__ for c in child.__mro__])

made.__name__ = "Renamed"
made.__qualname__ = "Outer.Renamed"
made.__module__ = "elsewhere"
print(made, made.__name__, child.__mro__[1])
for name, value in (("__name__", 5), ("__name__", "a\0"), ("__qualname__", None), ("__bases__", ()), ("__bases__", 5), ("__bases__", (child,)), ("__mro__", ()), ("__dict__", {}), ("__doc__", "new"), ("__module__", None), ("__abstractmethods__", {"a"}), ("__type_params__", ()), ("__type_params__", [])):
    attempt(setattr, made, name, value)
    if name == "__abstractmethods__":
        attempt(made)
        del made.__abstractmethods__
for name in ("__name__", "__qualname__", "__module__", "__bases__", "__doc__", "__dict__", "__abstractmethods__"):
    attempt(delattr, made, name)
attempt(setattr, int, "__name__", "x")
attempt(setattr, type, "x", 1)
attempt(lambda: type.__call__(int, "7"))
attempt(lambda: type.__call__(5))
attempt(lambda: type.__new__(type, "N", (), {}).__name__)
attempt(lambda: type.__new__(int, "N", (), {}))
attempt(lambda: type.__new__(5))
attempt(lambda: type.__init__(made))
attempt(lambda: type.__init__(made, 1, 2, 3))
attempt(lambda: type.mro(made)[0].__name__)
attempt(lambda: type.__subclasses__(made)[0].__name__)
attempt(lambda: type.__instancecheck__(int, True))
attempt(lambda: type.__subclasscheck__(int, 5))
