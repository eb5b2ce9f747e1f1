# zeal: 400 - imports dataclasses
"""pprint and reprlib: widths, depths, nested containers of every kind, recursion, subclasses, limits; set order of small ints avoided."""
import collections
import dataclasses
import pprint
import reprlib
import types
from lib.attempts import attempt

long = ["a" * 20, "b" * 20, "c" * 20, "d" * 20]
nested = {"key": long, "other": {"deep": [1, [2, [3, [4]]]], "t": (1,)}, 5: None}
for value in (long, tuple(long), nested, [nested], (long[0],), [], {}, (), set(), {"only one element that is quite long": 5}, "word " * 30, b"bytes " * 30, bytearray(b"x" * 100), collections.OrderedDict(a=long, b=1), collections.Counter({"a" * 40: 2, "b" * 40: 1}), collections.defaultdict(list, a=long), collections.deque(long, 10), collections.ChainMap({"a": long}, {"b" * 40: 1}), types.SimpleNamespace(a=long, b=2), types.MappingProxyType({"a": long}), collections.UserList(long), frozenset(["z" * 90]), {1: 2}.keys(), {"a" * 50: 1, "b" * 50: 2}.items(), 5, None, "short"):
    pprint.pprint(value)
print(pprint.pformat(nested, width=30), pprint.pformat(nested, depth=2), pprint.pformat(long, compact=True, width=50), pprint.pformat(list(range(30)), compact=True, width=40), pprint.pformat({"b": 1, "a": 2}), pprint.pformat({"b": 1, "a": 2}, sort_dicts=False), pprint.pformat([1, [2]], indent=4, width=5), pprint.pformat(123456789, underscore_numbers=True), pprint.pformat([12345, {1: 67890}], underscore_numbers=True), sep="\n")


@dataclasses.dataclass
class Point:
    x: int
    y: list
    hidden: int = dataclasses.field(default=1, repr=False)


@dataclasses.dataclass(repr=False)
class OwnRepr:
    x: int
    def __repr__(self): return "OwnRepr!"


class DictSub(dict):
    pass


class DictRepr(dict):
    def __repr__(self): return "DictRepr" * 15


pprint.pprint(Point(1, long))
pprint.pprint([OwnRepr(1), DictSub(a=1), DictRepr(b=2), Point(1, [])], width=30)
loop = [1]
loop.append({"loop": loop})
print(pprint.pformat(loop).split(" with id=")[0], pprint.isrecursive(loop), pprint.isreadable(loop), pprint.isreadable([1]), pprint.isreadable(object()), pprint.isrecursive([1]), pprint.saferepr({"b": [], "a": ()}))
mixed = {1: "a", "b": 2, None: 3, (1, 2): 4, 2.5: 5}
print(pprint.pformat(mixed))
for options in ({"indent": -1}, {"depth": 0}, {"width": 0}, {"compact": "yes"}, {"wrong": 1}, {"indent": "a"}):
    attempt(lambda: pprint.pformat([1], **options))
printer = pprint.PrettyPrinter(indent=2, width=20)
print(printer.pformat({"aaa": [1, 2, 3], "bbb": {"c": "d" * 10}}), printer.isreadable([1]), printer.format([1], {}, 0, 0))
pprint.pp({"z": 1, "a": 2})

print(reprlib.repr(list(range(10))), reprlib.repr("x" * 100), reprlib.repr({n: n for n in range(9)}), reprlib.repr((1,)), reprlib.repr(frozenset([5])), reprlib.repr(10**60), reprlib.repr([[[[[[[1]]]]]]]), reprlib.repr(collections.deque(range(9))), reprlib.repr(b"b" * 100) if False else "", reprlib.repr(set()), reprlib.repr([]), sep="\n")
short = reprlib.Repr(maxlist=2, maxstring=10, maxlevel=2, maxdict=1, fillvalue="###", indent=2)
print(short.repr([1, 2, 3]), short.repr("abcdefghijklmnop"), short.repr({"b": 1, "a": 2}), short.repr([[[1]]]), sep="\n")


class Node:
    def __init__(self): self.children = [self]
    @reprlib.recursive_repr(fillvalue="<again>")
    def __repr__(self):
        """doc"""
        return f"Node({self.children})"


print(Node(), Node.__repr__.__doc__, Node.__repr__.__name__)


class Bad:
    def __repr__(self): raise ValueError("no repr")


print(reprlib.repr(Bad()).split(" at ")[0])
attempt(repr, [Bad()])
attempt(reprlib.Repr, wrong=1)


class Custom(reprlib.Repr):
    def repr_Point(self, value, level): return f"P{level}"


print(Custom().repr([Point(1, [])]))
