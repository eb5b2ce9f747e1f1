# _collections: deque, defaultdict, _tuplegetter, _count_elements
import _collections
from _collections import deque, defaultdict, _tuplegetter, _count_elements


def t(f):
    try:
        r = f()
    except Exception as e:
        print(type(e).__name__, e)
    else:
        print(repr(r))


d = deque("abc"); d.append("d"); d.appendleft("z"); print(d, len(d), d[0], d[-1], d[2]); t(lambda: d[9]); t(lambda: d["a"]); t(lambda: d[0:1])
print(d.pop(), d.popleft(), d); t(lambda: deque().pop()); t(lambda: deque().popleft())
d[1] = "B"; print(d); del d[0]; print(d); t(lambda: d.__setitem__(7, 1)); t(lambda: d.__delitem__(7))
t(lambda: deque(1)); t(lambda: deque([], -1)); t(lambda: deque([], "a")); t(lambda: deque([], None, 1)); t(lambda: deque([1, 2, 3], 2)); t(lambda: deque(maxlen=3)); t(lambda: deque(iterable="ab", maxlen=None)); t(lambda: deque("ab", maxlen=2).maxlen); t(lambda: deque(x=1))
d = deque(maxlen=3); d.extend(range(5)); print(d); d.extendleft("xy"); print(d); d.append(9); print(d); t(lambda: d.insert(0, 1))
d = deque(range(6)); d.rotate(2); print(d); d.rotate(-3); print(d); d.rotate(); print(d); d.rotate(100); print(d); d.reverse(); print(d); t(lambda: d.rotate("a"))
d = deque(range(5)); d.insert(2, "x"); d.insert(-1, "y"); d.insert(100, "e"); d.insert(-100, "s"); print(d); d.remove("x"); print(d); t(lambda: d.remove("nope")); print(d.index("y"), d.count("y")); t(lambda: d.index("y", 0, 2)); t(lambda: d.index("q"))
print(deque([1, 2]) + deque([3]), deque([1]) * 3, 2 * deque("ab"), deque([1, 2, 3], 2) * 2); t(lambda: deque() + [1]); t(lambda: deque() * "a"); d = deque([1]); d += "ab"; d *= 2; print(d); d += d; print(d); d.extend(d); print(len(d)); d.clear(); print(d, not d)
print(deque([1, 2]) == deque([1, 2]), deque([1]) == [1], deque([1]) < deque([2]), deque([1, 2]) > deque([1]), deque() != deque([1]), 1 in deque([1]), 2 in deque([1])); t(lambda: deque() < []); t(lambda: hash(deque()))
d = deque(range(3)); it = iter(d); next(it); d.append(1); t(lambda: next(it)); t(lambda: next(it)); print(list(reversed(deque("abc"))), iter(d).__length_hint__(), type(iter(d)).__name__, type(reversed(d)).__name__)
d = deque(); d.append(d); print(d); c = deque("ab", 5).copy(); print(c, c.__copy__().maxlen)
class Sub(deque):
    def __init__(self, it=(), maxlen=None): super().__init__(it, maxlen); self.x = 1
s = Sub("ab"); print(s, s.x, type(s.copy()).__name__, s + s); s.y = 2; print(sorted(s.__dict__)); print(deque[int])
class Mut:
    def __init__(self, d): self.d = d
    def __eq__(self, o): self.d.clear(); return False
    __hash__ = None
d = deque(range(3)); d[1] = Mut(d); t(lambda: d.index(7)); d = deque(range(3)); d[0] = Mut(d); t(lambda: d.count(7)); d = deque(range(3)); d[0] = Mut(d); t(lambda: d.remove(7)); d = deque(range(3)); d[0] = Mut(d); t(lambda: 7 in d); d = deque(range(3)); d[0] = Mut(d); t(lambda: d == deque(range(3)))
d = deque(range(2000)); [d.popleft() for i in range(1990)]; print(d); d.extendleft(range(3)); print(d)

m = defaultdict(list); m["a"].append(1); m["b"]; print(m, m["a"], "z" in m, m.get("z")); t(lambda: defaultdict()["x"]); t(lambda: defaultdict(1)); t(lambda: defaultdict(None, [(1, 2)], a=3)); t(lambda: defaultdict(int, {"a": 1}) | {"b": 2}); t(lambda: {"b": 2} | defaultdict(int, {"a": 1})); t(lambda: defaultdict(int) | 1); m.default_factory = None; t(lambda: m["q"]); t(lambda: m.__missing__("k")); del m.default_factory; print(m.default_factory)
t(lambda: defaultdict(int, a=1).copy()); t(lambda: defaultdict(int, a=1).__copy__().default_factory); t(lambda: defaultdict(int, a=1) == {"a": 1}); t(lambda: list(defaultdict(int, a=1).__reduce__()[4])); m = defaultdict(int); m |= {"x": 1}; print(m, isinstance(m, dict), defaultdict[str, int])
class Boom(defaultdict):
    def __missing__(self, key): return key * 2
b = Boom(int); print(b["ab"], b, repr(Boom(list, x=1))); b.attr = 1; print(b.__dict__)
m = defaultdict(lambda: m); m[1]; m.default_factory = None; print(m)
class Plain(dict):
    def __missing__(self, key): return "missing"
print(Plain()["k"]); t(lambda: hash(defaultdict()))
match defaultdict(int, a=1):
    case {"a": x}: print("mapping", x)
match deque([1, 2]):
    case [x, y]: print("sequence", x, y)

g = _tuplegetter(1, "the doc"); print(g, g.__doc__, g.__reduce__()[1]); g.__doc__ = "new"; print(g.__doc__)
class P(tuple):
    __slots__ = ()
    y = _tuplegetter(1, "y")
    z = _tuplegetter(7, "z")
print(P((1, 2)).y, P.y is P.__dict__["y"]); t(lambda: P((1, 2)).z); t(lambda: setattr(P((1, 2)), "y", 3)); t(lambda: delattr(P((1, 2)), "y")); t(lambda: g.__get__(5)); t(lambda: _tuplegetter("a", None))

counts = {}; _count_elements(counts, "abracadabra"); print(counts); _count_elements(counts, ["a", 1]); print(counts); t(lambda: _count_elements({}, [[]])); t(lambda: _count_elements({}, 1))
class M(dict):
    def get(self, k, default=None): return super().get(k, default) + 10
mm = M(); _count_elements(mm, "ab"); print(dict(mm))
