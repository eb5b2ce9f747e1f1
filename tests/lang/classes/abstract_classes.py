# zeal: 100 - imports abc
"""abc: abstract methods, properties and class methods, registration, __subclasshook__, messages for what cannot be made."""
import abc
from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Mapping, MutableSequence, Sequence, Set, Sized
from lib.attempts import attempt


class Base(abc.ABC):
    @abc.abstractmethod
    def one(self): return "base one"
    @property
    @abc.abstractmethod
    def two(self): ...
    @classmethod
    @abc.abstractmethod
    def three(cls): ...


class Half(Base):
    def one(self): return "half " + super().one()
    two = 2


class Whole(Half):
    @classmethod
    def three(cls): return "three"


attempt(Base)
attempt(Half)
attempt(lambda: Whole().one())
print(sorted(Base.__abstractmethods__), Half.__abstractmethods__, Whole.__abstractmethods__, Base.one.__isabstractmethod__, Base.two.__isabstractmethod__, Base.__dict__["three"].__isabstractmethod__)
Half.three = classmethod(lambda cls: "late")
attempt(Half)
abc.update_abstractmethods(Half)
attempt(lambda: Half().three())
attempt(lambda: object.__new__(Base))
attempt(lambda: Base.one(5))


class Register(abc.ABC):
    pass


class Other:
    pass


print(isinstance(Other(), Register), Register.register(Other) is Other, isinstance(Other(), Register), issubclass(Other, Register), Register in Other.__mro__)
attempt(Register.register, 5)
attempt(Register.register, Register)
attempt(issubclass, 5, Register)
child = type("Child", (Register,), {})
attempt(child.register, Register)


class Hook(abc.ABC):
    @classmethod
    def __subclasshook__(cls, other):
        print("hook", cls.__name__, other.__name__, end=" ")
        return True if hasattr(other, "quack") else NotImplemented


class Duck:
    def quack(self): ...


print(issubclass(Duck, Hook), issubclass(Other, Hook), issubclass(Duck, Hook), isinstance(Duck(), Hook))


class Wrong(abc.ABC):
    @classmethod
    def __subclasshook__(cls, other): return 5


attempt(issubclass, Other, Wrong)
attempt(isinstance, 5, Wrong)


class Lies:
    @property
    def __class__(self): return Whole


print(isinstance(Lies(), Base), isinstance(Lies(), Half), type(Lies()).__name__)

print([issubclass(kind, Sized) for kind in (list, int, str, type)], [issubclass(kind, Hashable) for kind in (list, int, dict, tuple)], [issubclass(kind, Sequence) for kind in (list, str, range, memoryview, set, dict)], [issubclass(kind, Mapping) for kind in (dict, type(type.__dict__), list)], isinstance(len, Callable), isinstance(iter([]), Iterator), issubclass(type({}.keys()), Set))


class NoHash:
    __hash__ = None


class NotIterable:
    __iter__ = None


print(isinstance(NoHash(), Hashable), isinstance(NotIterable(), Iterable), isinstance([], Container))


class Row(MutableSequence):
    def __init__(self, *items): self.items = list(items)
    def __getitem__(self, index): return self.items[index]
    def __setitem__(self, index, value): self.items[index] = value
    def __delitem__(self, index): del self.items[index]
    def __len__(self): return len(self.items)
    def insert(self, index, value): self.items.insert(index, value)


row = Row(1, 2, 3)
row.append(4)
row.extend(row)
row += [9]
row.reverse()
print(row.items, row.pop(), row.pop(0), row.index(2), row.count(3), 4 in row, list(reversed(row)), row.remove(3), row.items)
attempt(row.index, 99)
attempt(row.remove, 99)
attempt(Sequence)
attempt(lambda: type("S", (Sequence,), {"__len__": lambda self: 0})())
attempt(lambda: type("M", (Mapping,), {})())


class Small(Mapping):
    def __getitem__(self, key):
        if key == "k": return "v"
        raise KeyError(key)
    def __iter__(self): return iter(["k"])
    def __len__(self): return 1


small = Small()
print(small.get("z"), small.get("k"), "k" in small, list(small.items()), small == {"k": "v"}, {**small}, dict(small), small.keys() & {"k"}, small != {})
attempt(lambda: reversed(small))
attempt(hash, small)
