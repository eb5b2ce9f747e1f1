# dict
def t(f):
    try:
        r = f()
    except Exception as e:
        print(type(e).__name__, e)
    else:
        print(repr(r))

t(lambda: dict())
t(lambda: dict(a=1, b=2))
t(lambda: dict([(1, 2), (3, 4)]))
t(lambda: dict({1: 2}, x=3))
t(lambda: dict([(1, 2)], a=3))
t(lambda: dict(["ab", "cd"]))
t(lambda: dict(zip("abc", range(3))))
t(lambda: dict(1))
t(lambda: dict([1]))
t(lambda: dict([(1, 2, 3)]))
t(lambda: dict([(1,)]))
t(lambda: dict(1, 2))
t(lambda: {1: 2, **{3: 4}, 1: 9})
t(lambda: {[]: 1})
t(lambda: {x: x * x for x in range(5)})
d = {"a": 1, 2: "b", (1, 2): [3], None: None, 1.5: True}
print(d, len(d))
d2 = {}
d2["self"] = d2
print(d2)
t(lambda: d["a"])
t(lambda: d[2.0])
t(lambda: d["zz"])
t(lambda: d[[]])
t(lambda: d[(1, 2)])
t(lambda: "a" in d)
t(lambda: "zz" in d)
t(lambda: [] in d)
t(lambda: d.get("a"))
t(lambda: d.get("zz"))
t(lambda: d.get("zz", 5))
t(lambda: d.get())
t(lambda: d.get([]))
def delete(k):
    del d[k]
t(lambda: delete("zz"))
t(lambda: delete(None))
print(d)
t(lambda: d.setdefault("a", 9))
t(lambda: d.setdefault("new", 9))
t(lambda: d.setdefault("none"))
print(d)
t(lambda: d.pop("new"))
t(lambda: d.pop("new"))
t(lambda: d.pop("new", 7))
t(lambda: d.pop())
t(lambda: {}.pop([]))
t(lambda: {1: 1}.pop([]))
t(lambda: d.popitem())
t(lambda: d.popitem())
t(lambda: {}.popitem())
print(d)
d.update({"x": 1}, y=2)
d.update([("z", 3)])
d.update(w=4)
print(d)
t(lambda: d.update(1))
t(lambda: d.update([1]))
t(lambda: d.update(1, 2))
class Mapping:
    def keys(self): return ["k1", "k2"]
    def __getitem__(self, k): return k.upper()
t(lambda: dict(Mapping()))
t(lambda: {**Mapping()})
t(lambda: {**1})
t(lambda: dict.fromkeys("abc"))
t(lambda: dict.fromkeys([1, 2], 0))
t(lambda: dict.fromkeys(1))
t(lambda: dict.fromkeys({1: 2}))
t(lambda: d.copy() == d)
t(lambda: d.copy() is d)
e = {1: 1}
e.clear()
print(e)
t(lambda: {1: 2} == {1: 2})
t(lambda: {1: 2} == {1: 3})
t(lambda: {1: 2, 3: 4} == {3: 4, 1: 2})
t(lambda: {1: 2} != {})
t(lambda: {1: 2} < {1: 3})
t(lambda: {1: 2} == 1)
t(lambda: {1: 2} | {3: 4})
t(lambda: {1: 2} | {1: 4})
t(lambda: {1: 2} | [(3, 4)])
t(lambda: {1: 2} + {1: 3})
e = {1: 2}
e |= {3: 4}
e |= [(5, 6)]
print(e)
def bad():
    e = {}
    e |= 1
t(bad)
t(lambda: hash({}))
t(lambda: list(reversed({1: 2, 3: 4})))
t(lambda: list({1: 2, 3: 4}.values()))
# views
k, v, i = d.keys(), d.values(), d.items()
print(k, v, i, len(k), len(v), len(i))
d["late"] = 1
print(k, "late" in k, 1 in v, ("late", 1) in i, ("late", 2) in i, 5 in i)
print(sorted(k & {"x", "late"}), sorted(k - {"x", "y", "z", "w", "late"}, key=str), sorted(k | {"n"}, key=str)[:3], k ^ k)
print({1: 2}.keys() == {1}, {1: 2}.keys() < {1, 2}, {1: 2}.items() == {(1, 2)}, {1: 2}.keys() >= set(), {1: 2}.values() == {1: 2}.values())
print(k.isdisjoint([1]), k.isdisjoint(["x"]))
print(list(reversed({1: 2, 3: 4}.keys())), list(reversed({1: 2, 3: 4}.values())), list(reversed({1: 2, 3: 4}.items())))
t(lambda: hash({}.keys()))
t(lambda: {}.keys() - 1)
t(lambda: {}.keys() < 1)
t(lambda: [1] & {1: 2}.keys())
t(lambda: {}.values()[0])
# order, deletion, growth
d = {}
for n in range(200):
    d[n] = n
for n in range(0, 200, 2):
    del d[n]
print(len(d), list(d)[:5], list(d)[-3:])
d[0] = "again"
print(list(d)[-1], d[0], 2 in d)
for n in range(1000):
    d[str(n)] = n
print(len(d), d["999"], d.get(999), len(list(d)))
while d:
    d.popitem()
print(d)
for n in range(10):
    d[n] = n
    d.pop(n)
print(d, len(d))
# iteration and change
d = {1: 1, 2: 2, 3: 3}
def change():
    for k in d:
        d[k + 10] = 1
t(change)
def change():
    for k in d:
        del d[k]
t(change)
d = {1: 1, 2: 2}
for k in d:
    d[k] += 1
print(d)
def change():
    for k, v in d.items():
        d.clear()
t(change)
it = iter({1: 2})
print(next(it), next(it, None), next(it, None))
print(type(iter({})).__name__, type(iter({}.values())).__name__, type(iter({}.items())).__name__, type(reversed({})).__name__)
# equal keys of different types, hash collisions
d = {1: "int"}
d[1.0] = "float"
d[True] = "bool"
print(d)
class Key:
    def __init__(self, n): self.n = n
    def __hash__(self): return 7
    def __eq__(self, o): return isinstance(o, Key) and self.n == o.n
    def __repr__(self): return f"Key({self.n})"
d = {Key(n): n for n in range(20)}
print(d[Key(3)], d[Key(19)], Key(20) in d, len(d))
del d[Key(3)]
print(Key(3) in d, len(d))
class S(str if False else object):
    def __hash__(self): return hash("a")
    def __eq__(self, o): return o == "a"
d = {S(): 1}
print(d["a"], "a" in d)
d = {"a": 1}
print(d[S()], S() in d)
class BadHash:
    def __hash__(self): raise ValueError("no hash")
t(lambda: {BadHash(): 1})
class BadEq:
    def __hash__(self): return 1
    def __eq__(self, o): raise ValueError("no eq")
t(lambda: {1: 2}[BadEq()])
class Mutating:
    def __hash__(self): return 1
    def __eq__(self, o):
        target.clear()
        return False
target = {1: 1, 2: 2}
t(lambda: target.get(Mutating()))
print(target)
# subclass
class D(dict):
    def __missing__(self, key): return ("missing", key)
x = D(a=1)
x.attr = 5
print(x, x["a"], x["zz"], x.get("zz"), x.attr, type(x.copy()).__name__, isinstance(x, dict), x == {"a": 1})
print(D.fromkeys("ab"), type(D.fromkeys("ab")).__name__)
def f(**kw): return kw
print(f(**{"a": 1}, b=2), f(**x))
t(lambda: f(**{1: 2}))
t(lambda: f(a=1, **{"a": 2}))

# Keys exchanged during iteration: the size stays, and the loop ends nevertheless.
def exchanged(make):
    d = {number: None for number in range(5)}
    seen = []
    try:
        for key in make(d):
            seen.append(key)
            del d[len(seen) - 1]
            d[len(seen) + 10] = None
        print(seen)
    except RuntimeError as error:
        print(len(seen), error)
for make in (iter, dict.keys, dict.values, dict.items):
    exchanged(make)
d = dict.fromkeys(range(10))
for i in range(7):
    del d[i]
its = [reversed(d), reversed(d.keys()), reversed(d.values()), reversed(d.items())]
for it in its:
    next(it)
d.clear()
d.update(dict.fromkeys(range(10)))
for i in range(3, 10):
    del d[i]
for it in its:
    try:
        print(list(it))
    except RuntimeError as error:
        print(error)
