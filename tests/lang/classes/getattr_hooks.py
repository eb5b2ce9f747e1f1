"""__getattribute__ and __getattr__: who asks which, recursion, errors inside, special methods that bypass them, super."""
from lib.attempts import attempt

log = []


class Both:
    stored = "stored"

    def __getattribute__(self, name):
        log.append(f"ga {name}")
        if name == "other_error":
            raise KeyError(name)
        return object.__getattribute__(self, name)

    def __getattr__(self, name):
        log.append(f"g {name}")
        if name == "refused":
            raise AttributeError("no", name=name, obj=None)
        return f"made {name}"

    @property
    def broken(self):
        return self.no_such.thing.broken_inside if False else [].absent

    def method(self):
        return self.stored


def shown(action):
    log.clear()
    try:
        result = action()
    except Exception as error:
        result = f"{type(error).__name__} {error}"
    print(result, log)


b = Both()
for action in (lambda: b.stored, lambda: b.missing, lambda: b.refused, lambda: b.other_error, lambda: b.broken, lambda: b.method(), lambda: b.called(), lambda: hasattr(b, "refused"), lambda: hasattr(b, "other_error"), lambda: getattr(b, "refused", "default"), lambda: getattr(b, "x"), lambda: b.__class__, lambda: b.__dict__,
               lambda: len(b), lambda: b + 1, lambda: b[0], lambda: b(), lambda: iter(b), lambda: str(b)[:10], lambda: b == b, lambda: hash(b) == hash(b), lambda: isinstance(b, Both), lambda: isinstance(b, int), lambda: vars(b), lambda: setattr(b, "y", 1), lambda: b.y, lambda: delattr(b, "y"), lambda: bool(b), lambda: super(Both, b).__repr__()[:10], lambda: super(Both, b).missing, lambda: 5 in b, lambda: f"{b:>1}"[:1], lambda: object.__getattribute__(b, "missing"), lambda: type(b).missing, lambda: b.stored.missing):
    shown(action)


class Meta(type):
    def __getattr__(cls, name):
        log.append(f"meta {name}")
        if name.startswith("_"):
            raise AttributeError(name)
        return name.upper()


class WithMeta(metaclass=Meta):
    pass


shown(lambda: WithMeta.thing)
shown(lambda: WithMeta().thing)
shown(lambda: WithMeta._private)
shown(lambda: super(WithMeta, WithMeta).thing)


class Recursive:
    def __getattr__(self, name):
        return self.again


class Instance:
    pass


shown(lambda: Recursive().x if False else "skipped")
i = Instance()
i.__getattr__ = lambda name: "never"
shown(lambda: i.x)
Instance.__getattr__ = lambda self, name: f"added {name}"
shown(lambda: i.x)
del Instance.__getattr__
shown(lambda: i.x)
Instance.__getattribute__ = lambda self, name: f"all {name}"
shown(lambda: (i.x, i.__class__, i.__dict__))
del Instance.__getattribute__
shown(lambda: i.x)
Instance.__getattr__ = None
shown(lambda: i.x)
Instance.__getattr__ = staticmethod(lambda name: f"static {name}")
shown(lambda: i.x)
Instance.__getattr__ = classmethod(lambda cls, name: f"class {cls.__name__} {name}")
shown(lambda: i.x)
Instance.__getattr__ = lambda self: "wrong arity"
shown(lambda: i.x)
