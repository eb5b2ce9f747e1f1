"""Mapping patterns: keys of each kind, ** rest, how values are looked up, which types count, errors."""
log = []
types = type("NS", (), {"KEY": "k", "NUM": 1})


class Told(dict):
    def get(self, key, default=None):
        log.append(f"get {key!r}")
        return super().get(key, default)

    def __getitem__(self, key):
        log.append(f"item {key!r}")
        return super().__getitem__(key)

    def keys(self):
        log.append("keys")
        return super().keys()

    def __missing__(self, key):
        log.append(f"missing {key!r}")
        return "made"

    def __len__(self):
        log.append("len")
        return super().__len__()


def kind(x):
    match x:
        case {"exact": 1, **nothing} if not nothing: return "exactly"
        case {types.KEY: v, types.NUM: w}: return "by attribute", v, w
        case {"a": [x, *_], "b": {"c": y}}: return "nested", x, y
        case {"type": "int" | "float" as t, "value": v, **rest}: return "typed", t, v, rest
        case {1: v, -2: w}: return "numbers", v, w
        case {None: n, True: t}: return "constants", n, t
        case {1.5: f}: return "float key", f
        case {b"b": b}: return "bytes key", b
        case {1 + 2j: c}: return "complex key", c
        case {"x" "y": joined}: return "joined", joined
        case {"only": _}: return "only"
        case {"k": None}: return "k is None"
        case {**rest}: return "any", rest


for x in ({}, {"exact": 1}, {"exact": 1, "more": 2}, {"k": 1, 1: 2}, {"k": 1}, {"a": [1, 2], "b": {"c": 3}}, {"a": [], "b": {"c": 3}}, {"type": "int", "value": 1, "z": 2}, {"type": "str", "value": 1}, {1: "one", -2: "two"}, {True: "one", None: 0, -2: 5}, {None: 1, 1: 2}, {1.5: 1}, {b"b": 1}, {1 + 2j: 1}, {"xy": 1}, {"only": 1}, {"k": None}, [], "k", 5, {"k"}, None):
    print(x, "->", kind(x))


def traced(x, which):
    log.clear()
    match which, x:
        case "one", {"a": v}: return v
        case "two", {"a": v, "zz": w}: return v, w
        case "rest", {"a": v, **rest}: return v, rest
        case "empty", {}: return "empty"
        case "all", {**rest}: return rest
    return "no match"


for which in ("one", "two", "rest", "empty", "all"):
    print(which, traced(Told(a=1, b=2), which), log)


class Proxy:
    def __init__(self, d): self.d = d
    def __getitem__(self, k): return self.d[k]
    def __len__(self): return len(self.d)
    def __iter__(self): return iter(self.d)
    def keys(self): return self.d.keys()
    def get(self, k, default=None): return self.d.get(k, default)


print(kind(Proxy({"k": 1})), kind(type(types.__dict__)({"only": 1})))


class Unhashable:
    __hash__ = None
    def __eq__(self, o): return True


types.BAD = []
types.SAME = "k"
def unhashable():
    match {1: 2}:
        case {types.BAD: x}: return x
def duplicate():
    match {"k": 1, "z": 2}:
        case {types.KEY: x, types.SAME: y}: return x, y
def duplicate_short():
    match {"k": 1}:
        case {types.KEY: x, types.SAME: y}: return x, y
def duplicate_literal():
    match {"k": 1, "z": 2}:
        case {"k": x, types.KEY: y}: return x, y
def missing():
    match {"k": 1}:
        case {types.NOTHING: x}: return x
for f in (unhashable, duplicate, duplicate_short, duplicate_literal, missing):
    try:
        print(f.__name__, f())
    except Exception as e:
        print(f.__name__, type(e).__name__, e)
for source in ("{**rest, 'a': 1}", "{'a': 1, 'a': 2}", "{**_}", "{**None}", "{**a, **b}", "{x: 1}", "{x.y: 1}", "{'a': x, 'b': x}", "{'a': x, **x}", "{f(): 1}", "{-1: x, -1: y}", "{1: x, True: y}", "{0: x, 0.0: y}", "{f'a': 1}", "{'a' b'b': 1}", "{[]: 1}", "{(1, 2): 1}", "{*a}", "{'a'}", "{'a': 1,}", "{,}", "{None: 1, None: 2}", "{1 + 1: 2}", "{1 - 2j: x}", "{+1: x}", "{--1: x}", "{'a': *b}", "{'a': 1 as x}", "{'a': (1 as x)}", "{'a': 1 | 2}"):
    try:
        compile(f"match v:\n case {source}: pass", "<s>", "exec")
        print(source, "accepted")
    except SyntaxError as e:
        print(source, "|", e.msg, e.offset)
