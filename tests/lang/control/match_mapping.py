"""Mapping patterns: which keys are asked, by get or __getitem__, rest, duplicates, missing ones, mappings of one's own, errors."""
from collections import ChainMap, OrderedDict, defaultdict
from types import MappingProxyType
from lib.attempts import attempt


def kind(value):
    match value:
        case {"a": 1, **rest}: return "a is one", rest
        case {"a": int(n), "b": [x, *_]}: return "int and list", n, x
        case {"a": {"b": {"c": deep}}}: return "deep", deep
        case {-1: neg}: return "negative key", neg
        case {1: one}: return "one", one
        case {None: nothing}: return "None", nothing
        case {True: yes}: return "True", yes
        case {"x": _ as named}: return "x", named
        case {b"b": "text" | b"bytes" as both}: return "bytes key", both
        case {1 + 2j: z}: return "complex", z
        case {}: return "any mapping", len(value)
        case _: return "no mapping"


for value in ({"a": 1, "z": 2}, {"a": 2, "b": [3, 4]}, {"a": True, "b": (5,)}, {"a": {"b": {"c": 6}}}, {-1: 7}, {1: 8}, {1.0: 9}, {True: 10}, {None: 11}, {"x": 12}, {b"b": "text"}, {b"b": b"bytes"}, {1 + 2j: 13}, {}, {"a": 3}, [], None, "a", OrderedDict(a=1), defaultdict(list), MappingProxyType({"a": 1}), ChainMap({"a": 1}, {"q": 5})):
    print(kind(value), end="; ")
print()
made = defaultdict(lambda: "made")
match made:
    case {"missing": value}: print("never")
    case {**rest}: print("rest", rest, len(made))


class Logged(dict):
    def get(self, key, default=None):
        print("get", key, end=" ")
        return super().get(key, default)
    def __getitem__(self, key):
        print("item", key, end=" ")
        return super().__getitem__(key)
    def keys(self):
        print("keys", end=" ")
        return super().keys()
    def __len__(self):
        print("len", end=" ")
        return super().__len__()
    def __missing__(self, key):
        print("missing", key, end=" ")
        return "made"


def logged(value):
    match value:
        case {"k": 5}: print("five")
        case {"k": v, "z": w}: print("both", v, w)
        case {"k": v, **rest}: print("rest", v, rest, type(rest).__name__)
        case {}: print("empty pattern")


logged(Logged(k=5))
logged(Logged(k=6, q=7))
logged(Logged())


class OwnMapping:
    def __init__(self, **items): self.items_ = items
    def get(self, key, default=None):
        print("own get", key, end=" ")
        return self.items_.get(key, default)
    def keys(self): return self.items_.keys()
    def __len__(self): return len(self.items_)
    def __getitem__(self, key): return self.items_[key]


import collections.abc
own = OwnMapping(k=1)
match own:
    case {"k": _}: print("before registration")
    case _: print("no mapping yet")
collections.abc.Mapping.register(OwnMapping)
match own:
    case {"k": value, **rest}: print("registered", value, rest)
    case _: print("cached")


class Raises(dict):
    def get(self, key, default=None): raise ValueError(f"get {key}")


def raising():
    match Raises(a=1):
        case {"a": 1}: return "matched"


attempt(raising)
class K: key = "same"


def duplicates():
    match {"same": 1}:
        case {K.key: 1, "same": 1}: return "both"


attempt(duplicates)


def computed():
    class Keys: one, two = 1, [2]
    match {1: "a"}:
        case {Keys.one: found}: print(found)
    match {1: "b"}:
        case {Keys.two: found}: return "unhashable"
        case _: return "fell through"


attempt(computed)
match {"a": 1, "b": 2, "c": 3}:
    case {"a": x, "b": 9}: print("no")
    case {"a": x, **others} if others == {"b": 2}: print("no")
    case {"b": y, **others}: print(x, y, others)
for source in ("case {**rest, 'a': 1}: pass", "case {**_}: pass", "case {'a': 1, 'a': 2}: pass", "case {a: 1}: pass", "case {'a'}: pass", "case {1: x, 1.0: y}: pass", "case {**a, **b}: pass", "case {-'a': 1}: pass", "case {'a': x, 'b': x}: pass", "case {'a': 1,}: pass", "case {'a': 1, **rest,}: pass", "case {1 + 1: x}: pass", "case {1 - 1j: x}: pass", "case {(1): x}: pass", "case {True: x, 1: y}: pass", "case {K.a.b: x}: pass", "case {'a' 'b': x}: pass"):
    try:
        compile("match z:\n  " + source, "s", "exec")
        print(repr(source), "accepted")
    except SyntaxError as error:
        print(repr(source), error.msg)
