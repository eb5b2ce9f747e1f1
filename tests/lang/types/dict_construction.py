"""dict and update from mappings, pairs, keys() of one's own, keywords; fromkeys, setdefault, pop, merging; refusals."""
from lib.attempts import attempt


class Keys:
    def __init__(self, keys): self.names = keys
    def keys(self):
        print("keys", end=" ")
        return self.names
    def __getitem__(self, key):
        print("get", key, end=" ")
        if key == "bad": raise LookupError(key)
        return key * 2


class Sub(dict):
    def keys(self): return ["overridden"]
    def __getitem__(self, key): return "item"
    def __iter__(self): return iter(["iterated"])


attempt(dict, Keys("ab"))
attempt(dict, Keys(["bad"]))
attempt(dict, Keys(5))
attempt(dict, Keys(iter("x")), y=1)
attempt(dict, Sub(a=1))
attempt(lambda: {**Sub(a=1)})
attempt(lambda: dict(**Sub(a=1)))
attempt(lambda: {} | Sub(a=1))
attempt(lambda: type(Sub(a=1) | {}).__name__)
attempt(lambda: type({} | Sub(a=1)).__name__)
attempt(dict, [(1, 2), [3, 4], "ab", {5: 6, 7: 8}])
attempt(dict, [(1, 2, 3)])
attempt(dict, [(1,)])
attempt(dict, [1])
attempt(dict, ["abc"])
attempt(dict, [(1, 2), 5])
attempt(dict, 5)
attempt(dict, None)
attempt(dict, [([], 1)])
attempt(dict, {}, {})
attempt(dict, [iter("ab"), (letter for letter in "cd")])
attempt(dict, self=1, iterable=2, other=3)
attempt(dict, a=1, **{"b": 2, "with space": 3})
attempt(lambda: dict(**{1: 2}))
attempt(lambda: dict({1: 2}, **{"a": 1}))
attempt(lambda: {**5})
attempt(lambda: {**[(1, 2)]})
attempt(lambda: {"a": 1, **{"a": 2}, "a": 3})
attempt(dict.fromkeys, "aba")
attempt(dict.fromkeys, [1], [])
attempt(dict.fromkeys, 5)
attempt(dict.fromkeys, [[]])
attempt(dict.fromkeys)
attempt(Sub.fromkeys, "a", 1)


class Logged(dict):
    def __setitem__(self, key, value):
        print("set", key, end=" ")
        super().__setitem__(key, value)


attempt(Logged.fromkeys, "ab", 0)
attempt(Logged, [(1, 2)])
logged = Logged()
logged.update(a=1)
logged |= {"b": 2}
logged.setdefault("c", 3)
print(dict(logged))




d = {"a": 1}
for action in ((d.update, 5), (d.update, [(1,)]), (d.update, {}, {}), (d.update, "ab"), (d.update, ["ab"]), (d.setdefault,), (d.setdefault, []), (d.setdefault, "n"), (d.pop,), (d.pop, "zz"), (d.pop, "zz", None), (d.pop, []), (d.pop, "a", 1, 2), (d.popitem, 1), (d.get,), (d.get, []), (d.get, "zz", 5), (d.__getitem__, "zz"), (d.__delitem__, "zz"), (d.__contains__, []), (d.clear, 1), (d.copy, 1), (d.__ior__, 5), (d.__or__, [(1, 2)]), (d.__ior__, [(1, 2)]), (d.__ror__, {"z": 0}), (d.keys, 1)):
    attempt(*action)
print(d)
attempt(lambda: {} | [(1, 2)])
attempt(lambda: [(1, 2)] | {})
attempt(lambda: {[]: 1})
attempt(lambda: {}[{}])
attempt(lambda: {1: "int"}[1.0] + {1.0: "a", True: "b"}[1])
attempt({}.popitem)
print({1: "a", True: "b", 1.0: "c"}, {0: 1, False: 2, -0.0: 3, 0j: 4}, {"a": 1} == {"a": 1.0}, {1: 2} != {1: 3}, {} == [])
attempt(lambda: {} < {})
partial = {}
attempt(partial.update, [(1, 2), (3, 4), 5])
attempt(partial.update, [("x", 1), ([], 2), ("y", 3)])
print(partial)
