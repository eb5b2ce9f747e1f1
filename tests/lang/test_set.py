# set and frozenset; results are sorted before printing because the order of a set is nobody's business
def show(r):
    if isinstance(r, (set, frozenset)):
        return type(r).__name__ + repr(sorted(r, key=repr))
    return repr(r)
def t(f):
    try:
        r = f()
    except Exception as e:
        print(type(e).__name__, e)
    else:
        print(show(r))
t(lambda: set())
t(lambda: repr(set()))
t(lambda: repr({1}))
t(lambda: repr(frozenset()))
t(lambda: repr(frozenset([1])))
t(lambda: set("hello"))
t(lambda: set([1, 2, 2, 3]))
t(lambda: frozenset("abc"))
t(lambda: set({1: 2}))
t(lambda: set(range(5)))
t(lambda: set(1))
t(lambda: set(1, 2))
t(lambda: set(a=1))
t(lambda: frozenset(1, 2))
t(lambda: {[]})
t(lambda: {1, 2.0, True, 2})
t(lambda: {x % 3 for x in range(10)})
f = frozenset([1, 2])
print(frozenset(f) is f, f.copy() is f, set(f) is f)
print(hash(frozenset([1, 2, 3])), hash(frozenset()), hash(frozenset([1, 2])) == hash(frozenset([2, 1])), hash(frozenset("ab")) == hash(frozenset("ba")))
t(lambda: hash(set()))
s = {1, 2, 3}
t(lambda: 1 in s); t(lambda: 5 in s); t(lambda: [] in s); t(lambda: {1} in {frozenset([1])}); t(lambda: {1} in s)
t(lambda: len(s)); t(lambda: bool(set()))
s.add(4); s.add(1); t(lambda: s)
t(lambda: s.add([]))
s.discard(4); s.discard(99); t(lambda: s)
t(lambda: s.discard([]))
t(lambda: s.remove(99)); t(lambda: s.remove([])); t(lambda: s.remove({5}))
s.remove(1); t(lambda: s)
t(lambda: set().pop())
t(lambda: {7}.pop())
a, b = {1, 2, 3, 4}, {3, 4, 5}
for op in ("|", "&", "-", "^"):
    r1 = {"|": a | b, "&": a & b, "-": a - b, "^": a ^ b}[op]
    r2 = {"|": b | a, "&": b & a, "-": b - a, "^": b ^ a}[op]
    print(op, show(r1), show(r2))
t(lambda: frozenset(a) | b); t(lambda: a | frozenset(b)); t(lambda: frozenset(a) - b); t(lambda: frozenset(a) & b); t(lambda: frozenset(a) ^ b)
t(lambda: a | [1]); t(lambda: a & 1); t(lambda: a - "x"); t(lambda: a + b); t(lambda: [1] | a)
print(a < b, a <= a, a < a, {3} < a, a > {1}, a >= {1, 9}, a == {4, 3, 2, 1}, a != b, a == frozenset(a), a == [1, 2, 3, 4])
t(lambda: a < 1); t(lambda: a < [1])
t(lambda: a.union()); t(lambda: a.union([7], (8,), "9")); t(lambda: a.union(1))
t(lambda: a.intersection()); t(lambda: a.intersection([1, 2], {2: 0})); t(lambda: a.intersection(1))
t(lambda: a.difference()); t(lambda: a.difference([1], {2})); t(lambda: a.difference(1))
t(lambda: a.symmetric_difference([1, 9])); t(lambda: a.symmetric_difference(1))
t(lambda: a.isdisjoint([9])); t(lambda: a.isdisjoint([1])); t(lambda: a.isdisjoint({1: 1})); t(lambda: a.isdisjoint(1)); t(lambda: a.isdisjoint(b))
t(lambda: a.issubset(range(10))); t(lambda: a.issubset([1])); t(lambda: a.issuperset([1, 2])); t(lambda: a.issuperset([9])); t(lambda: a.issuperset(1)); t(lambda: a.issubset(1))
c = {1, 2, 3}
c.update([4], (5,), {6: 0}, {7}); t(lambda: c)
c.intersection_update(range(5), [1, 2, 3]); t(lambda: c)
c.difference_update([1]); t(lambda: c)
c.symmetric_difference_update([2, 10]); t(lambda: c)
c |= {1}; c &= {1, 3}; c -= {3}; c ^= {8}; t(lambda: c)
d = c
c -= c; print(c, d is c)
c = {1, 2}; c ^= c; print(c)
c = {1, 2}; c |= c; c &= c; t(lambda: c)
c.difference_update(c); print(c)
def bad():
    c = {1}
    c |= [2]
t(bad)
t(lambda: c.update(1)); t(lambda: c.update([[]]))
x = frozenset([1]); y = x
x |= {2}; t(lambda: x); t(lambda: y)
t(lambda: frozenset([1]).add(1))
t(lambda: a.copy() == a); t(lambda: a.copy() is a)
c = {1}; c.clear(); print(c)
big = set(range(1000))
for n in range(0, 1000, 3):
    big.remove(n)
print(len(big), 3 in big, 4 in big, sum(big))
for n in range(1000):
    big.add(n)
print(len(big))
n = 0
while big:
    big.pop()
    n += 1
print(n, big)
for n in range(100):
    big.add(n); big.discard(n)
print(big, len(big))
def change():
    for x in s:
        s.add(x + 100)
t(change)
s = {1, 2, 3}
def change():
    for x in s:
        s.clear()
t(change)
it = iter({1})
print(next(it), next(it, None), type(it).__name__, iter({1, 2}).__length_hint__())
class K:
    def __init__(self, n): self.n = n
    def __hash__(self): return 3
    def __eq__(self, o): return isinstance(o, K) and self.n == o.n
    def __repr__(self): return f"K{self.n}"
s1, s2 = {K(n) for n in range(5)}, {K(n) for n in range(3, 8)}
t(lambda: s1 | s2); t(lambda: s1 & s2); t(lambda: s1 - s2); t(lambda: s1 ^ s2); print(K(1) in s1, K(9) in s1, s1 == s2, s1 <= s1 | s2)
s1 |= s2; t(lambda: s1); s1 -= s2; t(lambda: s1)
class S(set):
    pass
x = S([1]); x.tag = 1
print(x, x.tag, type(x | {2}).__name__, type(x.copy()).__name__, isinstance(x, set), x == {1})
class F(frozenset):
    pass
print(F([1]), hash(F([1])) == hash(frozenset([1])), F([1]) == frozenset([1]), F())
l = [{1, 2}, {1}]
l.sort(); print(l)
