"""Dicts without items, and what their first item comes with."""
import sys


def attempt(what):
    try:
        return what()
    except Exception as error:
        return type(error).__name__, *error.args


class Named(dict):
    pass


class Key:
    """Compares with Python code, and looks at the dict meanwhile."""
    def __init__(self, value): self.value = value
    def __hash__(self): return hash(self.value)
    def __eq__(self, other):
        seen.append(len(d))
        return self.value == other


seen = []
for make in (dict, Named, lambda: {}, lambda: {1: 1}, lambda: dict.fromkeys("ab"), lambda: {**{}}):
    d = make()
    d.clear()
    print(d, len(d), list(d), list(reversed(d)), d == {}, bool(d), 1 in d, d.get("x", 7), d.copy(), d | {}, d.keys() & {1})
    print(attempt(d.popitem), attempt(lambda: d.pop("a")), d.pop("a", 3), attempt(lambda: d["a"]), d.setdefault("b", 5), d, d.popitem(), d)
    d["k"] = 1
    d[2] = 3
    print(d, len(d), [*d.items()], d.pop("k"), d)
    d.clear()
    d.clear()
    d[Key(1)] = "own"
    print(d[1], len(d), d.pop(1), len(d), seen)
    d[1.5] = d[None] = d[()] = 0
    d.update({"late": 1}, later=2)
    print(d)
    d.clear()
    d.update(a=1)
    d |= {"b": 2}
    print(d, dict(d), {**d}, d.copy() == d)

grown = {}
for step in range(5):
    try:
        for key in grown:
            grown[key + 1] = 0
    except RuntimeError as error:
        print(error)
    grown[step] = 0
print(grown)

for count in (0, 1, 4, 5, 6, 9, 10, 11, 21, 22, 43, 100):
    d = dict(zip(range(count), range(count)))
    e = d.copy()
    e["more"] = 0
    del d
    print(count, len(e), list(e) == [*range(count), "more"], sys.getsizeof(e) > sys.getsizeof({}))


def keywords(**given):
    given["one"] = 1
    return given


print(keywords(), keywords(one=2), keywords(two=2))


class Bare:
    pass


bare = Bare()
print(bare.__dict__, vars(bare) == {}, setattr(bare, "x", 1), bare.__dict__)
bare.__dict__.clear()
bare.__dict__["y"] = 2
print(bare.__dict__, bare.y, hasattr(bare, "x"))
bare.__dict__ = {}
bare.z = 3
print(vars(bare))
exec("a = 1", space := {})
print("a" in space, "__builtins__" in space)
