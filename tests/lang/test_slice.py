# slice and range
def t(f):
    try:
        r = f()
    except Exception as e:
        print(type(e).__name__, e)
    else:
        print(repr(r))
t(lambda: slice(1)); t(lambda: slice(1, 2)); t(lambda: slice(1, 2, 3)); t(lambda: slice("a", None, 1.5)); t(lambda: slice()); t(lambda: slice(1, 2, 3, 4)); t(lambda: slice(a=1))
s = slice(1, 10, 2)
print(s.start, s.stop, s.step)
def store(): s.start = 1
t(store)
t(lambda: s.indices(5)); t(lambda: s.indices(100)); t(lambda: slice(None, None, -1).indices(5)); t(lambda: slice(-3, None).indices(5)); t(lambda: slice(10, -10, -3).indices(5)); t(lambda: s.indices(-1)); t(lambda: slice(0, 1, 0).indices(1)); t(lambda: slice("a").indices(1)); t(lambda: slice(10**30, None, -1).indices(10**20)); t(lambda: s.indices("x"))
t(lambda: slice(1, 2) == slice(1, 2)); t(lambda: slice(1) != slice(2)); t(lambda: slice(1) < slice(2)); t(lambda: slice(1) == 1); t(lambda: slice(1) < 1)
t(lambda: hash(slice(1, 2, 3)) == hash(slice(1, 2, 3))); t(lambda: hash(slice([])))
class C:
    def __getitem__(self, k): return k
t(lambda: C()[1:2]); t(lambda: C()[::]); t(lambda: C()[1:2, 3]); t(lambda: C()[:, ...]); t(lambda: C()[a if False else 1:"x":None] if False else C()[1:"x":None])
# range
t(lambda: range(5)); t(lambda: range(1, 5)); t(lambda: range(1, 5, 2)); t(lambda: range(5, 1, -1)); t(lambda: range(0)); t(lambda: range(1, 2, 1))
t(lambda: range()); t(lambda: range(1, 2, 3, 4)); t(lambda: range(1.0)); t(lambda: range("a")); t(lambda: range(1, 2, 0)); t(lambda: range(a=1))
for r in (range(5), range(1, 10, 3), range(10, 0, -3), range(0), range(5, 5), range(3, 0), range(10**20, 10**20 + 3), range(-3, 3)):
    print(r, len(r), list(r), bool(r), list(reversed(r)), r.start, r.stop, r.step)
r = range(10, 30, 5)
t(lambda: r[0]); t(lambda: r[-1]); t(lambda: r[4]); t(lambda: r[-5]); t(lambda: r["a"]); t(lambda: r[1.0]); t(lambda: r[10**30])
for s in (slice(1, 3), slice(None, None, -1), slice(None, None, 2), slice(3, 1), slice(-2, None), slice(10, None)):
    print(s, r[s], list(r[s]))
t(lambda: range(10**30)[10**29]); t(lambda: range(10**30)[:10**29:3]); t(lambda: len(range(10**30)))
t(lambda: 15 in r); t(lambda: 16 in r); t(lambda: 30 in r); t(lambda: 15.0 in r); t(lambda: "a" in r); t(lambda: True in range(2)); t(lambda: 10**25 in range(0, 10**30, 5)); t(lambda: 3 in range(10, 0, -1)); t(lambda: 0 in range(10, 0, -1))
t(lambda: r.index(20)); t(lambda: r.index(21)); t(lambda: r.index("a")); t(lambda: r.count(20)); t(lambda: r.count(21)); t(lambda: r.count(20.0)); t(lambda: r.index(25.0))
t(lambda: range(0) == range(2, 1)); t(lambda: range(0, 3, 2) == range(0, 4, 2)); t(lambda: range(3) == range(4)); t(lambda: range(3) != range(3)); t(lambda: range(3) == [0, 1, 2]); t(lambda: range(3) < range(4)); t(lambda: hash(range(0)) == hash(range(5, 5))); t(lambda: hash(range(3)) == hash(range(0, 3, 1)))
def store(): r[0] = 1
t(store)
def store(): r.start = 1
t(store)
it = iter(range(3))
print(it.__length_hint__(), next(it), it.__length_hint__(), list(it), next(it, "end"), type(it).__name__, type(iter(range(10**30))).__name__)
it = iter(range(2**48 - 2, 2**48 + 2)); print(list(it))
it = iter(range(2**62, 2**62 + 3)); print(list(it))
print(list(range(-2**48, -2**48 - 3, -1)))
t(lambda: range(3) + range(3)); t(lambda: range(3) * 2)
total = 0
for i in range(1000):
    total += i
print(total)
for i in range(5, 0, -2): print(i)
t(lambda: sum(range(101))); t(lambda: max(range(5))); t(lambda: sorted(range(5, 0, -1)))
t(lambda: range(True)); t(lambda: range(3).__reduce__())
class Index:
    def __index__(self): return 3
t(lambda: list(range(Index()))); t(lambda: range(Index(), 10)[Index()])
