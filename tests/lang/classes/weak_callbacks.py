"""weakref: callbacks while the object lives, equality, hashing, proxies, kinds that refuse; nothing depends on when objects die."""
from _weakref import getweakrefcount, getweakrefs, proxy, ref


def attempt(action):
    try:
        print(action())
    except Exception as e:
        print(type(e).__name__, str(e).split(" at 0x")[0])


class C:
    def __init__(self, v=0): self.v = v
    def __eq__(self, other): return isinstance(other, C) and self.v == other.v
    def __hash__(self): return hash(self.v)
    def __add__(self, other): return self.v + other
    def __getitem__(self, k): return k
    def __len__(self): return 3
    def __iter__(self): return iter("ab")
    def __call__(self, x): return x * 2
    def __str__(self): return "str of C"
    def __bool__(self): return False
    def method(self): return self.v
    def __contains__(self, x): return x == 1


class Slots: __slots__ = ()
class SlotsWeak: __slots__ = ("__weakref__",)
class Sub(ref):
    def __new__(cls, o, callback=None, tag=None): return super().__new__(cls, o, callback)
    def __init__(self, o, callback=None, tag=None):
        super().__init__(o, callback)
        self.tag = tag


a, b = C(1), C(1)
callback = lambda r: None
r, r2, rc = ref(a), ref(a), ref(a, callback)
print(r is r2, r is rc, r() is a, r == ref(b), r == rc, r != ref(C(2)), hash(r) == hash(a), rc.__callback__ is callback, r.__callback__, getweakrefcount(a), len(getweakrefs(a)))
s = Sub(a, tag="t")
print(s.tag, s() is a, s == r, s is r, type(s).__name__)
for value in (5, "s", (), [], {}, None, 1.5, object(), Slots(), b"", range(1), Exception.__call__ if 0 else 1j):
    attempt(lambda: ref(value))
k = [SlotsWeak(), set(), frozenset(), lambda: 0, C, C(1).method, type("L", (list,), {})(), type("D", (dict,), {})(), (x for x in ()), int, KeyError(), len, type("E", (Exception,), {})(), type("I", (int,), {})()]
for x in k: attempt(lambda: ref(x)() is x)
attempt(lambda: ref(type("T", (tuple,), {})()))
attempt(lambda: ref())
attempt(lambda: ref(a, 1, 2))
attempt(lambda: ref(a, 5).__callback__)
attempt(lambda: setattr(r, "x", 1))
attempt(lambda: r < r2)
attempt(lambda: ref(C()).__class__.__name__)
p = proxy(a)
print(p.v, p + 5, p["k"], len(p), list(p), p(4) if callable(p) else "not callable", str(p), bool(p), p == b, p.method(), 1 in p, 2 in p, type(p).__name__, type(proxy(SlotsWeak())).__name__ if 0 else "", isinstance(p, C), p.__class__ is C)
p.v = 9
p.new = "through"
print(a.v, a.new, p is proxy(a))
del p.new
attempt(lambda: p.new)
attempt(lambda: hash(p))
attempt(lambda: p - 1)
attempt(lambda: proxy(5))
attempt(lambda: proxy(p).v)
attempt(lambda: p < 1)
attempt(lambda: next(proxy(k[8])))
u = type("U", (), {"__hash__": None})()
attempt(lambda: hash(ref(u)))
attempt(lambda: {ref(u): 1})
d = {ref(a): "a"}
print(d[ref(a)], len({ref(a), ref(a, callback), Sub(a)}))
# A proxy passes on what comes from the right, too.
class Number:
    def __divmod__(self, other): return "divmod", other
    def __rdivmod__(self, other): return "rdivmod", other
    def __radd__(self, other): return "radd", other
    def __rmul__(self, other): return "rmul", other
number = Number()
stand_in = proxy(number)
print(divmod(stand_in, 2), divmod(2, stand_in), 1 + stand_in, [1] + stand_in, "a" + stand_in, 3 * stand_in, [1] * stand_in)
print(type(stand_in).__radd__(stand_in, 1), type(stand_in).__divmod__(stand_in, 1), type(stand_in).__rdivmod__(stand_in, 1))
for act in (lambda: divmod(proxy(len), 2), lambda: [1] + proxy(len)):
    try: act()
    except TypeError as error: print(error)
