"""getattr, setattr, hasattr, delattr, vars and dir: defaults, errors that pass, names of other kinds, refusals."""
from lib.attempts import attempt


class Plain:
    kind = "class"


plain = Plain()
attempt(getattr, plain, "kind")
attempt(getattr, plain, "none", "default")
attempt(getattr, plain, "none", None)
attempt(getattr, plain, "none")
attempt(getattr, plain, 5)
attempt(getattr, plain, 5, "default")
attempt(getattr, plain, b"kind")
attempt(getattr, plain)
attempt(getattr, plain, "a", "b", "c")
attempt(getattr, plain, name="kind")
attempt(setattr, plain, "with space", 1)
attempt(setattr, plain, "", 2)
attempt(setattr, plain, "\ud800", 3)
attempt(setattr, plain, 5, 3)
attempt(setattr, 5, "a", 1)
attempt(setattr, int, "a", 1)
attempt(setattr, plain, "__dict__", 5)
attempt(setattr, plain, "__class__", 5)
attempt(setattr, object(), "a", 1)
attempt(setattr, None, "a", 1)
attempt(setattr, print, "a", 1)
print(ascii(vars(plain)), getattr(plain, "with space"), hasattr(plain, ""))
attempt(delattr, plain, "kind")
attempt(delattr, plain, "with space")
attempt(delattr, plain, "with space")
attempt(delattr, plain, "__class__")
attempt(delattr, plain, "__dict__")
attempt(delattr, 5, "real")
attempt(delattr, int, "real")
attempt(delattr, Plain, "kind")
attempt(delattr, Plain, "__doc__")






class Raising:
    @property
    def attribute(self): raise AttributeError("inside")
    @property
    def value(self): raise ValueError("passes")
    def __getattr__(self, name):
        if name == "deep": raise AttributeError(name)
        return f"fallback {name}"


raising = Raising()
attempt(hasattr, raising, "attribute")
attempt(getattr, raising, "attribute", "default")
attempt(getattr, raising, "deep", "default")
attempt(hasattr, raising, "value")
attempt(getattr, raising, "value", "default")
attempt(hasattr, raising, 5)
attempt(hasattr, raising, "deep")
attempt(hasattr, raising)

attempt(vars, 5)
attempt(vars, plain, plain)
print(type(vars(Plain)).__name__, vars() is globals(), vars(type("E", (), {"__slots__": ()})).__class__.__name__)
attempt(vars, type("E", (), {"__slots__": ("a",)})())
attempt(vars, type("L", (), {"__dict__": property(lambda self: "lies")})())


class Dir:
    def __init__(self, answer): self.answer = answer
    def __dir__(self): return self.answer


attempt(dir, Dir(["b", "a"]))
attempt(dir, Dir("ba"))
attempt(dir, Dir(("z", "y")))
attempt(dir, Dir(5))
attempt(dir, Dir(["a", 1]))
attempt(dir, Dir(iter([2, 1])))
attempt(dir, 1, 2)


def here(b, a):
    c = [name for name in dir()]
    return c, dir()


print(here(1, 2), "attempt" in dir(), [name for name in dir(plain) if not name.startswith("__")])
print(set(dir(object)) <= set(dir(type("A", (), {"x": 1}))), "__mro__" in dir(Plain), "mro" in dir(Plain), "x" in dir(type("A", (), {"x": 1})()))
