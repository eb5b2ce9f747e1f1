"""__prepare__: the namespace of a class body, its order, mappings of other kinds, errors, keywords."""
from lib.attempts import attempt


class Log(dict):
    def __setitem__(self, key, value):
        print("set", key)
        super().__setitem__(key, value)

    def __getitem__(self, key):
        print("get", key)
        return super().__getitem__(key)

    def __delitem__(self, key):
        print("del", key)
        super().__delitem__(key)


class Meta(type):
    @classmethod
    def __prepare__(meta, name, bases, **kw):
        print("prepare", meta.__name__, name, bases, kw)
        return Log(given=1)

    def __new__(meta, name, bases, ns, **kw):
        print("new", type(ns).__name__, list(ns))
        return super().__new__(meta, name, bases, dict(ns))

    def __init__(cls, name, bases, ns, **kw):
        pass


class C(metaclass=Meta, option=5):
    x = given
    y = x
    del x
    try:
        missing
    except NameError as error:
        print(error)
    for i in range(1): pass
    def f(self): return __class__
    print(len([x for x in (y,)]))


print(C.y, C.given, C().f() is C, hasattr(C, "x"))


class Default:
    """Names come from anywhere."""
    def __init__(self, store): self.store = store
    def __getitem__(self, key):
        if key.startswith("auto"):
            return "made " + key
        return self.store[key]
    def __setitem__(self, key, value): self.store[key] = value


def use(namespace, body="x = 1"):
    class M(type):
        @classmethod
        def __prepare__(meta, name, bases): return namespace
        def __new__(meta, name, bases, ns):
            return type.__new__(meta, name, bases, dict(ns if isinstance(ns, dict) else ns.store))
    scope = {"M": M}
    exec("class C(metaclass=M):\n " + body, scope)
    return sorted(k for k in vars(scope["C"]) if not k.startswith("__")), getattr(scope["C"], "x", None)


attempt(use, {})
attempt(use, Default({}), "x = auto_value")
attempt(use, Default({}), "x = nothing")
attempt(use, Default({"x": 5}), "del x")
attempt(use, None)
attempt(use, 5)
attempt(use, [])
attempt(use, {"x": 7}, "pass")


class NotMethod(type):
    def __prepare__(*args, **kw):
        print(len(args), kw)
        return {}


class U(metaclass=NotMethod): pass


class Fails(type):
    @classmethod
    def __prepare__(meta, *args): raise OSError("no namespace")


class NonePrepare(type):
    __prepare__ = None


attempt(lambda: exec("class X(metaclass=Fails): print('never')", {"Fails": Fails}))
attempt(lambda: exec("class X(metaclass=NonePrepare): print('never')", {"NonePrepare": NonePrepare}))
print(type.__prepare__(), type.__prepare__(1, 2, a=3))


class Callable:
    def __call__(self, name, bases, ns): return (name, bases, sorted(ns))
    def __prepare__(self, name, bases): return {"from": "instance"}


class Result(metaclass=Callable()): z = 1
print(Result)
class Func(int, metaclass=lambda *args, **kw: (args[0], args[1], kw), extra=1): pass
print(Func)
