# zeal: 4 - imports copy
"""copy.copy and deepcopy: hooks, reductions, memo, shared and recursive parts, slots, atomic values, refusals."""
import copy
from lib.attempts import attempt


class Hooked:
    def __copy__(self): return "copied"
    def __deepcopy__(self, memo):
        memo["seen"] = True
        return "deep"


class Plain:
    def __init__(self, **fields): self.__dict__.update(fields)
    def __eq__(self, other): return type(self) is type(other) and vars(self) == vars(other)
    __hash__ = None


class Slots:
    __slots__ = ("a", "b", "__dict__")


class State:
    def __init__(self): self.value = [1]
    def __getstate__(self): return {"kept": self.value}
    def __setstate__(self, state): self.restored = state


class NewArguments:
    def __new__(cls, a, *, b):
        print("new", a, b)
        return super().__new__(cls)
    def __getnewargs_ex__(self): return ("A",), {"b": "B"}


class Reduced:
    def __init__(self, value): self.value = value
    def __reduce__(self): return Reduced, (self.value,), {"extra": self.value}


class ReducedText:
    def __reduce__(self): return "a global name"


class ReducedItems(list):
    def __reduce__(self): return type(self), (), None, iter([[1], [2]]), None


class ReducedPairs(dict):
    def __reduce__(self): return type(self), (), None, None, iter([("k", [1])])


memo = {}
print(copy.copy(Hooked()), copy.deepcopy(Hooked(), memo), "seen" in memo)
inner = [1]
plain = Plain(x=inner, y=(1, inner))
shallow, deep = copy.copy(plain), copy.deepcopy(plain)
print(shallow == plain, shallow.x is inner, deep == plain, deep.x is inner, deep.y[1] is deep.x)
slots = Slots()
slots.a, slots.other = inner, 2
other = copy.deepcopy(slots)
print(other.a, other.a is inner, other.other, hasattr(other, "b"))
state = copy.copy(State())
print(vars(state))
copy.copy(NewArguments("x", b="y"))
reduced = copy.deepcopy(Reduced([5]))
print(vars(reduced), reduced.value is reduced.extra)
original = ReducedText()
print(copy.copy(original) is original, copy.deepcopy(original) is original)
print(copy.copy(ReducedItems()), copy.deepcopy(ReducedPairs()))
for value in (None, ..., NotImplemented, 5, 2.5, "a", b"a", int, len, copy.copy, range(3), slice(1), frozenset([1]), (1, 2), property()):
    print(copy.copy(value) is value, copy.deepcopy(value) is value, end="; ")
print()
tuple_of_lists = ([1], [2])
print(copy.copy(tuple_of_lists) is tuple_of_lists, copy.deepcopy(tuple_of_lists) is tuple_of_lists, copy.deepcopy(tuple_of_lists) == tuple_of_lists)
loop = [1]
loop.append((loop, {"loop": loop}))
twin = copy.deepcopy(loop)
print(twin[1][0] is twin, twin[1][1]["loop"] is twin, twin is loop, twin)
cyclic = Plain()
cyclic.me = cyclic
twin = copy.deepcopy(cyclic)
print(twin.me is twin, twin is cyclic)
shared = [[]] * 3
twin = copy.deepcopy(shared)
print(twin[0] is twin[2], twin[0] is shared[0])
print(copy.deepcopy(bytearray(b"a")), copy.copy({1: inner})[1] is inner, copy.copy({1, 2}), copy.deepcopy({(1, 2): [3]}))
method = copy.deepcopy([plain.__eq__])[0]
print(method.__self__ is plain, method.__self__ == plain)


class BadReduce:
    def __init__(self, answer): self.answer = answer
    def __reduce_ex__(self, protocol): return self.answer


for answer in (5, (), (1,), (int, 5), (int, ()), (int, (), None, None, None, None, None), None):
    attempt(copy.copy, BadReduce(answer))
for value in ((number for number in []), open, iter([1, 2]).__class__, type("Meta", (type,), {})("Made", (), {}).__name__, super(Plain, plain)):
    attempt(lambda: type(copy.copy(value)).__name__)
iterator = iter([1, 2, 3])
next(iterator)
twin = copy.copy(iterator)
print(list(iterator), list(twin))


class Replaceable:
    def __init__(self, a, b=2): self.a, self.b = a, b
    def __replace__(self, /, **changes): return Replaceable(**{**vars(self), **changes})


print(vars(copy.replace(Replaceable(1), a=9)))
attempt(copy.replace, 5)
attempt(copy.replace, Replaceable(1), c=1)
