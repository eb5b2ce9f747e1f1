# zeal: 8 - many safepoints
"""types.MappingProxyType and SimpleNamespace: over dicts and other mappings, operators, comparison, text, copies, refusals."""
from collections import ChainMap, OrderedDict
from types import MappingProxyType, SimpleNamespace
import copy
from lib.attempts import attempt


class Mapping:
    def __init__(self, **items): self.items_ = items
    def __getitem__(self, key): return self.items_[key]
    def __len__(self): return 7
    def __iter__(self): return iter(self.items_)
    def keys(self): return "keys of its own"
    def get(self, *arguments): return arguments
    def __contains__(self, key): return key == "anything"
    def __repr__(self): return "Mapping()"


d = {"a": 1, "b": 2}
proxy = MappingProxyType(d)
print(proxy, len(proxy), proxy["a"], proxy.get("z", 0), "b" in proxy, list(proxy), list(proxy.items()), list(reversed(proxy)), proxy.copy(), bool(MappingProxyType({})))
d["c"] = 3
print(proxy == d, d == proxy, proxy == {"a": 1}, proxy | {"z": 0}, {"z": 0} | proxy, type(proxy | {}).__name__, proxy != proxy, MappingProxyType(d) == proxy)
for action in (lambda: proxy.__setitem__, lambda: hash(proxy), lambda: proxy["zz"], lambda: proxy[[]], lambda: proxy < proxy, lambda: proxy | 5, lambda: MappingProxyType(5), lambda: MappingProxyType(mapping={1: 2}), lambda: MappingProxyType("text"), lambda: MappingProxyType(proxy),
               lambda: type("P", (MappingProxyType,), {}), lambda: copy.copy(proxy), lambda: proxy.pop("a"), lambda: {**proxy}, lambda: dict(proxy), lambda: (lambda **k: k)(**proxy), lambda: copy.deepcopy(SimpleNamespace(a=[1])), lambda: MappingProxyType(OrderedDict(x=1)), lambda: MappingProxyType(ChainMap({1: 2}))[1]):
    attempt(action)
try:
    proxy["a"] = 5
except TypeError as error:
    print(error)
try:
    del proxy["a"]
except TypeError as error:
    print(error)
try:
    proxy |= {"x": 1}
except TypeError as error:
    print(error)
odd = MappingProxyType(Mapping(a=1))
print(odd, len(odd), odd["a"], odd.keys(), odd.get("q"), odd.get("q", 5), "anything" in odd, "a" in odd, list(odd))
attempt(odd.items)
attempt(lambda: odd | {})
attempt(lambda: reversed(odd))
attempt(lambda: hash(MappingProxyType(Mapping())) == 0 or "hashed")
attempt(MappingProxyType[str, int].__class__)
print(MappingProxyType[str, int])

space = SimpleNamespace(b=1, a="two")
print(space, space == SimpleNamespace(a="two", b=1), space != SimpleNamespace(), space == 5, vars(space))
space.new = space
print(space)
del space.new, space.b
print(space, SimpleNamespace({"x": 1}, y=2), SimpleNamespace([("k", "v")]), SimpleNamespace(**{"with space": 1, "1": 2}))
attempt(lambda: space.b)
attempt(lambda: space < space)
attempt(hash, space)
attempt(SimpleNamespace, 5)
attempt(SimpleNamespace, {}, {})
attempt(SimpleNamespace, {1: 2})
attempt(delattr, space, "zz")
print(copy.replace(space, a=1, c=2), copy.replace(space))


class Space(SimpleNamespace):
    pass


print(Space(q=1), Space(q=1) == SimpleNamespace(q=1), type(copy.replace(Space(q=1), q=2)).__name__, copy.copy(Space(z=1)))
attempt(copy.replace, space, 1)
attempt(space.__replace__, 5)
