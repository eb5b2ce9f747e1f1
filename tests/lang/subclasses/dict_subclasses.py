"""Classes derived from dict: which overridden methods are asked by displays, calls, constructors, operators and the library."""
from lib.attempts import attempt


class Loud(dict):
    def log(self, name): print(name, end=" ")
    def __getitem__(self, key): self.log("getitem"); return super().__getitem__(key)
    def __setitem__(self, key, value): self.log("setitem"); super().__setitem__(key, value)
    def __delitem__(self, key): self.log("delitem"); super().__delitem__(key)
    def __contains__(self, key): self.log("contains"); return super().__contains__(key)
    def __iter__(self): self.log("iter"); return super().__iter__()
    def __len__(self): self.log("len"); return super().__len__()
    def __eq__(self, other): self.log("eq"); return super().__eq__(other)
    def keys(self): self.log("keys"); return super().keys()
    def items(self): self.log("items"); return super().items()
    def get(self, *arguments): self.log("get"); return super().get(*arguments)
    def __missing__(self, key): self.log("missing"); return "made"
    def __repr__(self): self.log("repr"); return "Loud"
    def __hash__(self): return 5


loud = Loud(a=1)
for name, action in {
    "display": lambda: {**loud}, "call": lambda: (lambda **k: k)(**loud), "dict()": lambda: dict(loud), "update": lambda: {}.update(loud), "ror": lambda: {"b": 2} | loud, "ior": lambda: loud.__ior__({"z": 1}), "missing": lambda: loud["zz"], "get missing": lambda: loud.get("zz"), "in": lambda: "a" in loud, "list": lambda: list(loud), "sorted": lambda: sorted(loud), "len": lambda: len(loud), "bool": lambda: bool(loud), "pop": lambda: loud.pop("z"), "popitem": lambda: loud.popitem(), "setdefault": lambda: loud.setdefault("s", 1), "fromkeys": lambda: type(Loud.fromkeys("a")).__name__, "equal": lambda: loud == {"s": 1}, "equal reversed": lambda: {"s": 1} == loud, "not equal": lambda: loud != {}, "format": lambda: "%(s)s %(q)s" % loud, "format_map": lambda: "{s}".format_map(loud), "eval": lambda: eval("s", loud), "eval locals": lambda: eval("s", {}, loud), "str": lambda: str(loud), "unpack": lambda: [*loud], "reversed": lambda: list(reversed(loud)), "json": lambda: {loud: 1}[loud], "translate": lambda: "s".translate(Loud({115: "t"})), "match": lambda: matches(loud), "del": lambda: loud.__delitem__("s"), "clear": lambda: loud.clear(),
}.items():
    print(name + ":", end=" ")
    attempt(action)


def matches(value):
    match value:
        case {"s": s, **rest}: return s, rest


class Missing(dict):
    def __missing__(self, key):
        if key == "error": raise LookupError(key)
        self[key] = [key]
        return self[key]


missing = Missing()
missing["a"].append(1)
print(missing, missing.get("b"), "b" in missing)
attempt(lambda: missing["error"])
attempt(lambda: Missing().__missing__())


class NoMissing(dict):
    __missing__ = None


attempt(lambda: NoMissing()["k"])


class Default(dict):
    def __init__(self, *arguments, factory=list, **keywords):
        self.factory = factory
        super().__init__(*arguments, **keywords)
    def __or__(self, other): return "own or"
    def __ror__(self, other): return "own ror"


default = Default({"a": 1}, factory=int, b=2)
print(default, default.factory, default | {}, {} | default, vars(default), Default.fromkeys("x", 0).factory)


class Slots(dict):
    __slots__ = ("extra",)


slots = Slots(a=1)
slots.extra = 5
print(slots, slots.extra, hasattr(slots, "__dict__"))


class Keys:
    def __init__(self, name): self.name = name
    def __eq__(self, other):
        print("compared", end=" ")
        return isinstance(other, Keys) and self.name == other.name
    def __hash__(self): return 1


made = {Keys("a"): 1, Keys("b"): 2}
print(made[Keys("b")], Keys("c") in made, len(made), made.pop(Keys("a")), list(made.values()))


class Failing:
    def __hash__(self): return 1
    def __eq__(self, other): raise RuntimeError("eq")


attempt(lambda: {Failing(): 1, Failing(): 2})
attempt(lambda: Failing() in made)
attempt(lambda: made.get(Failing()))
attempt(lambda: made.setdefault(Failing(), 1))
attempt(lambda: made == {Failing(): 2})
print(len(made))
