"""Classes derived from set and frozenset: results' types, what operators and methods ask, hashing, initialisation, pickles' parts."""
from lib.attempts import attempt


class Loud(set):
    def log(self, name): print(name, end=" ")
    def __contains__(self, item): self.log("contains"); return super().__contains__(item)
    def __iter__(self): self.log("iter"); return super().__iter__()
    def __len__(self): self.log("len"); return super().__len__()
    def add(self, item): self.log("add"); super().add(item)
    def __eq__(self, other): self.log("eq"); return super().__eq__(other)
    def __and__(self, other): self.log("and"); return super().__and__(other)
    def __rand__(self, other): self.log("rand"); return "rand"
    def __or__(self, other): self.log("or"); return super().__or__(other)
    def __le__(self, other): self.log("le"); return super().__le__(other)
    __hash__ = None


loud = Loud([1, 2])
for name, action in {
    "set": lambda: sorted(set(loud)), "list": lambda: sorted(list(loud)), "in": lambda: 1 in loud, "len": lambda: len(loud), "and": lambda: type(loud & {1}).__name__, "set and": lambda: {1} & loud, "or": lambda: type(loud | {3}).__name__, "set or": lambda: type({3} | loud).__name__, "union": lambda: type(loud.union([3])).__name__, "set union": lambda: sorted({3}.union(loud)), "sub": lambda: type(loud - {1}).__name__, "xor": lambda: type(loud ^ {1}).__name__, "copy": lambda: type(loud.copy()).__name__, "update": lambda: loud.update([3]), "intersection": lambda: sorted({1, 9}.intersection(loud)), "difference": lambda: sorted({1, 9}.difference(loud)), "subset": lambda: {1} <= loud, "superset": lambda: loud >= {1}, "le": lambda: loud <= {1, 2, 3}, "equal": lambda: loud == {1, 2, 3}, "set equal": lambda: {1, 2, 3} == loud, "frozenset": lambda: sorted(frozenset(loud)), "star": lambda: sorted([*loud]), "bool": lambda: bool(loud), "display": lambda: {*loud} == {1, 2, 3}, "in key": lambda: loud in [{1, 2, 3}], "remove": lambda: loud.remove(1), "ior": lambda: type(loud.__ior__({5})).__name__, "comprehension": lambda: sorted({item for item in loud}),
}.items():
    print(name + ":", end=" ")
    attempt(action)


class Frozen(frozenset):
    def __new__(cls, items=(), note=None):
        made = super().__new__(cls, items)
        made.note = note
        return made
    def __repr__(self): return f"Frozen({sorted(self)}, {getattr(self, 'note', 'none')})"


frozen = Frozen([2, 1], "n")
print(frozen, len(frozen | {3}), type(frozen | {3}).__name__, len(frozen.copy()), type(frozen.copy()).__name__, Frozen(frozen) is frozen, frozenset(frozen) is frozen, type(frozenset(frozen)).__name__, hash(frozen) == hash(frozenset([1, 2])), frozen == {1, 2}, {frozen: "key"}[frozenset([1, 2])], type({1} | frozen).__name__, type(frozenset() | frozen).__name__, frozen & frozen is frozen)
for action in (lambda: frozenset.__new__(int), lambda: frozenset.__new__(Frozen, [1]), lambda: frozenset([1]) is frozenset([1]), lambda: frozenset() is frozenset() or "equal at least", lambda: set.__new__(frozenset), lambda: type("Both", (set, frozenset), {}), lambda: type("Both", (set, list), {}), lambda: set.add(frozenset(), 1), lambda: Frozen.__init__(frozen, 1, 2, 3), lambda: frozenset.__or__({1}, {2}), lambda: set.__or__({1}, frozenset([2])) == {1, 2}, lambda: frozen.note.upper(), lambda: setattr(frozenset(), "x", 1), lambda: frozen.__setattr__("x", 1)):
    attempt(action)


class Init(set):
    def __init__(self, *items): super().__init__(items)


print(sorted(Init(1, 2)), type(Init(1) | {2}).__name__, type(Init(1).copy()).__name__)
attempt(lambda: Init([1]))


class HashSet(set):
    def __hash__(self): return 3


inner = HashSet([1])
outer = {inner}
print(inner in outer, {1} in outer, frozenset([1]) in outer, len(outer))
attempt(outer.remove, {1})


class Item:
    def __init__(self, n): self.n = n
    def __hash__(self): return 1
    def __eq__(self, other):
        print(f"{self.n}=={getattr(other, 'n', other)}", end=" ")
        return isinstance(other, Item) and self.n == other.n
    def __repr__(self): return f"Item({self.n})"


a, b = Item("a"), Item("b")
s = {a}
s.add(b)
print(len(s))
print(Item("b") in s, a in s)
s.discard(Item("a"))
print(s)
attempt(s.remove, Item("zz"))
print({Item("q")} == {Item("q")}, {Item("q")} <= {Item("r")})
