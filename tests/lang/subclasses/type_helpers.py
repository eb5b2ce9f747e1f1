# zeal: 100 - imports types
"""types.new_class, prepare_class, resolve_bases, get_original_bases, DynamicClassAttribute, coroutine and the type names; refusals."""
import types
from lib.attempts import attempt


class Meta(type):
    @classmethod
    def __prepare__(mcls, name, bases, **keywords):
        print("prepare", name, [base.__name__ for base in bases], keywords, end=" ")
        return {"prepared": True}
    def __new__(mcls, name, bases, namespace, **keywords):
        print("new", keywords, end=" ")
        return super().__new__(mcls, name, bases, dict(namespace))
    def __init__(cls, name, bases, namespace, **keywords):
        print("init", keywords, end=" ")


class Entries:
    def __mro_entries__(self, bases):
        print("entries", len(bases), end=" ")
        return (int, Marker)


class Marker:
    pass


entries = Entries()
made = types.new_class("Made", (), {"metaclass": Meta, "key": 1}, lambda namespace: namespace.update(x=5))
print(made.x, made.prepared, type(made).__name__)
made = types.new_class("Based", (entries,), exec_body=lambda namespace: namespace.__setitem__("y", 6))
print(made.__bases__, made.__orig_bases__ == (entries,), made.y, made(7) + 1)
print(types.resolve_bases((int, entries, str)), types.resolve_bases([]) == (), types.resolve_bases((int,)), types.get_original_bases(made) == (entries,), types.get_original_bases(int))
print(types.prepare_class("P", (), {"metaclass": Meta, "z": 1}), types.prepare_class("P", (int,)))
print(types.new_class("Plain"), types.new_class("Sub", (made,)).__mro__[1] is made, types.new_class("K", (), {}).__module__)
for action in (lambda: types.new_class("X", (int, str)), lambda: types.new_class("X", (), {"wrong": 1}), lambda: types.new_class("X", (5,)), lambda: types.new_class("X", (), {"metaclass": len}), lambda: types.new_class(5), lambda: types.get_original_bases(5), lambda: types.new_class("X", (entries,), {"metaclass": Meta}).__name__, lambda: type("X", (entries,), {}), lambda: types.resolve_bases(5), lambda: types.new_class("X", (types.GenericAlias(list, int),)).__bases__):
    attempt(action)


class BadEntries:
    def __mro_entries__(self, bases): return [int]


attempt(types.resolve_bases, (BadEntries(),))
try:
    class Uses(BadEntries()): pass
except TypeError as error:
    print("TypeError", error)


class MetaOne(type): pass
class MetaTwo(type): pass


attempt(lambda: types.new_class("X", (MetaOne("A", (), {}), MetaTwo("B", (), {}))))
attempt(lambda: types.prepare_class("X", (), {"metaclass": lambda *a: "called"})[0]("n"))
attempt(lambda: types.new_class("X", (), {"metaclass": lambda *a, **k: ("called", a[0], k), "k": 1}))


class Dynamic(type):
    def __getattr__(cls, name):
        if name == "value": return "on the class"
        raise AttributeError(name)


class Holder(metaclass=Dynamic):
    @types.DynamicClassAttribute
    def value(self): return "on the instance"
    @value.setter
    def value(self, new): self.stored = new


holder = Holder()
holder.value = 5
print(Holder.value, holder.value, holder.stored)
attempt(lambda: delattr(holder, "value"))


@types.coroutine
def legacy():
    got = yield "step"
    return got


async def awaits(): return await legacy()


running = awaits()
print(running.send(None))
try:
    running.send("sent")
except StopIteration as stop:
    print(stop.value)


class Custom:
    def send(self, value): return "sent"
    def throw(self, *a): return "thrown"
    def close(self): return "closed"
    def __iter__(self): return self
    def __next__(self): return "next"


print(type(types.coroutine(lambda: Custom())()).__name__, types.coroutine(lambda: 5)(), types.coroutine(len)("abc"))
alias = types.GenericAlias(list, (int, str))
print(alias, alias.__origin__, alias.__args__, alias.__parameters__, alias(), alias == list[int, str], hash(alias) == hash(list[int, str]), alias.append is not None, types.GenericAlias(dict, int), isinstance(alias, type), alias.__mro_entries__(()), dir(alias) == sorted(set(dir(list)) | set(dir(alias))), types.GenericAlias("anything", 5), repr(types.GenericAlias(Holder, "text")))
for action in (lambda: types.GenericAlias(), lambda: types.GenericAlias(list), lambda: alias[int], lambda: isinstance([], alias), lambda: issubclass(list, alias), lambda: issubclass(alias, list), lambda: setattr(alias, "other", 1), lambda: alias.missing, lambda: list[()], lambda: list[int]()[0], lambda: types.UnionType(), lambda: int | 5, lambda: int | "text", lambda: (int | str)[0], lambda: (int | str)(), lambda: isinstance(5, int | list[int]), lambda: isinstance("a", int | list[int]), lambda: issubclass(int, int | None), lambda: None | None, lambda: int | None, lambda: (int | str).__args__, lambda: int | str == str | int, lambda: {int | str: 1}[str | int], lambda: int | int, lambda: (int | str) | bytes, lambda: list[int] | dict, lambda: isinstance(None, int | None), lambda: type(int | str).__name__):
    attempt(action)
print(sorted(name for name in types.__all__ if name.endswith("Type"))[:12], types.NoneType is type(None), types.EllipsisType(), types.NotImplementedType(), types.CapsuleType.__name__)
attempt(types.NoneType, 1)
