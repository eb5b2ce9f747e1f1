# _functools: partial, lru_cache, cmp_to_key, reduce
import _functools
from _functools import partial, Placeholder, cmp_to_key, reduce, _lru_cache_wrapper


def t(f):
    try:
        r = f()
    except Exception as e:
        print(type(e).__name__, e)
    else:
        print(repr(r))


def f(*a, **k): return a, k


p = partial(f, 1, x=2); print(p(), p(3, y=4), p(x=9), p.func is f, p.args, p.keywords); t(lambda: partial()); t(lambda: partial(1)); t(lambda: partial(f, Placeholder)); t(lambda: partial(f, x=Placeholder)); t(lambda: p.__class__)
q = partial(p, 5, z=6); print(q.args, q.keywords, q.func is f); h = partial(f, Placeholder, 2, Placeholder, 4); print(h(1, 3), h(1, 3, 5, k=6)); t(lambda: h(1)); k = partial(h, 7); print(k.args == (7, 2, Placeholder, 4), k(8), partial(k, 9).args)
print(Placeholder, type(Placeholder)() is Placeholder, Placeholder.__reduce__()); t(lambda: type(Placeholder)(1))
print(partial(int, "1", base=2), partial(print)); p.attr = 1; print(p.__dict__, partial(p).func is p); r = p.__reduce__(); print(r[1][0] is f, r[2][1:]); n = partial(print); n.__setstate__((f, (1,), {"a": 2}, {"q": 3})); print(n(), n.q); t(lambda: n.__setstate__(1)); t(lambda: n.__setstate__((1, (), {}, None))); t(lambda: n.__setstate__((f, [], {}, None))); t(lambda: n.__setstate__((f, (Placeholder,), {}, None)))
class C: m = partial(f, 1)
c = C(); print(c.m()[0][1] is c, C.m(2));
class Sub(partial): pass
s = Sub(f, 1); s.y = 2; print(s(2), type(s).__name__, partial[int]); rec = partial(f); rec.__setstate__((rec, (), {}, {})); print(repr(rec))

def cmp(a, b): return (a > b) - (a < b)
K = cmp_to_key(cmp); print(sorted([3, 1, 2], key=K), K(1) < K(2), K(1) == K(1), K(2) >= K(3), K(5).obj, K(obj=3).obj); t(lambda: K(1) < 1); t(lambda: hash(K(1))); t(lambda: K()); t(lambda: cmp_to_key()); t(lambda: cmp_to_key(mycmp=cmp)(1) < K(2)); t(lambda: K < K)
t(lambda: reduce(lambda a, b: a + b, [1, 2, 3])); t(lambda: reduce(lambda a, b: a + b, [], 5)); t(lambda: reduce(max, [])); t(lambda: reduce(max, 1)); t(lambda: reduce(lambda a, b: a * b, range(1, 6), initial=2)); t(lambda: reduce(1, [1, 2]))

calls = []
def g(*a, **k):
    calls.append((a, k))
    return len(calls)
for maxsize, typed in ((None, False), (2, False), (0, False), (-5, True), (None, True), (3, True)):
    w = _lru_cache_wrapper(g, maxsize, typed, tuple_type := (lambda *a: a))
    calls.clear()
    print([w(1), w(1), w(1.0), w(True), w("a"), w(1, 2), w(1, x=2), w(x=2), w(1)], w.cache_info(), len(calls))
    w.cache_clear(); print(w.cache_info())
w = _lru_cache_wrapper(g, 3, False, tuple_type); calls.clear()
for x in (1, 2, 3, 1, 4, 2, 1, 3, 1): w(x)
print([a[0] for a, k in calls], w.cache_info()); t(lambda: w([])); t(lambda: _lru_cache_wrapper(1, 1, 1, 1)); t(lambda: _lru_cache_wrapper(g, "a", 1, 1));
class D:
    @staticmethod
    def s(x): return x
    def __init__(self): self.n = 0
D.m = _lru_cache_wrapper(lambda self, x: (x, id(self) != 0), 4, False, tuple_type); d = D(); print(d.m(3), d.m(3), D.m.cache_info()); w.attr = 5; print(w.attr, w.__copy__() is w, w.__deepcopy__({}) is w)
def boom(x): raise KeyError(x)
b = _lru_cache_wrapper(boom, 2, False, tuple_type); t(lambda: b(1)); t(lambda: b(1)); print(b.cache_info())
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
fib = _lru_cache_wrapper(fib, None, False, tuple_type); print(fib(80), fib.cache_info())
