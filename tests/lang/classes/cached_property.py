# zeal: 200 - imports functools
"""functools.cached_property and hand-made lazy descriptors: names, slots, deletion, errors, two names, subclass overrides."""
from functools import cached_property
from lib.attempts import attempt


class Lazy:
    def __init__(self): self.calls = 0
    @cached_property
    def value(self):
        """the doc"""
        self.calls += 1
        return self.calls * 10
    @cached_property
    def fails(self):
        self.calls += 1
        raise ValueError(self.calls)
    @cached_property
    def nothing(self): raise AttributeError("inside")
    def __getattr__(self, name): return f"fallback {name}"


lazy = Lazy()
print(lazy.value, lazy.value, lazy.calls, vars(lazy))
del lazy.value
print(lazy.value, lazy.calls)
lazy.value = "set"
print(lazy.value, Lazy.value.__doc__, type(Lazy.value).__name__, Lazy.value.attrname, Lazy.value.func.__name__)
attempt(lambda: lazy.fails)
attempt(lambda: lazy.fails)
print(lazy.nothing, vars(lazy))
attempt(delattr, lazy, "fails")


class Slots:
    __slots__ = ()
    @cached_property
    def value(self): return 1


attempt(lambda: Slots().value)


class Frozen:
    @cached_property
    def value(self): return 1
    @property
    def __dict__(self): return ()


attempt(lambda: Frozen().value)


class Unnamed:
    pass


Unnamed.value = cached_property(lambda self: 5)
attempt(lambda: Unnamed().value)
same = cached_property(lambda self: 6)
try:
    class Two:
        first = same
        second = same
except Exception as error:
    print(type(error).__name__, error, getattr(error, "__notes__", None))


class Base:
    @cached_property
    def value(self): return "base"


class Derived(Base):
    @cached_property
    def value(self): return "derived " + super().value


derived = Derived()
print(derived.value, vars(derived), Base.value.__get__(None, Base) is Base.value)


class Meta(type):
    @cached_property
    def value(cls): return "of the class"


attempt(lambda: Meta("Made", (), {}).value)
print(isinstance(cached_property[int], type), cached_property[int])


class Handmade:
    def __init__(self, function): self.function = function
    def __set_name__(self, owner, name): self.name = name
    def __get__(self, instance, owner=None):
        if instance is None: return self
        return instance.__dict__.setdefault(self.name, self.function(instance))


class Uses:
    @Handmade
    def size(self): return len(self.items)
    items = [1, 2]


uses = Uses()
print(uses.size, uses.items.append(3), uses.size, Uses().size, vars(uses))
