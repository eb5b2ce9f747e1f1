# iterators: enumerate, zip, map, filter, reversed, iter
def t(f):
    try:
        r = f()
    except Exception as e:
        print(type(e).__name__, e)
    else:
        print(repr(r))
t(lambda: list(enumerate("abc"))); t(lambda: list(enumerate("ab", 5))); t(lambda: list(enumerate("ab", start=-1))); t(lambda: list(enumerate(iterable="ab"))); t(lambda: enumerate(1)); t(lambda: enumerate("a", "b")); t(lambda: list(enumerate("ab", 10**20))); t(lambda: list(enumerate("abc", 2**48 - 1)))
t(lambda: list(zip())); t(lambda: list(zip([1, 2], "abc"))); t(lambda: list(zip([1]))); t(lambda: zip(1)); t(lambda: list(zip([1, 2], [3], strict=True))); t(lambda: list(zip([1], [3, 4], strict=True))); t(lambda: list(zip([1], [3], [], strict=True))); t(lambda: list(zip([], [], [1], strict=True))); t(lambda: list(zip([1, 2], [3, 4], strict=True))); t(lambda: list(zip([1, 2], "ab", (5, 6))))
t(lambda: list(map(str, [1, 2]))); t(lambda: list(map(lambda a, b: a + b, [1, 2, 3], [10, 20]))); t(lambda: map(len)); t(lambda: map()); t(lambda: map(len, 1)); t(lambda: list(map(len, [1]))); t(lambda: list(map(max, [1, 2], [3], strict=True))); t(lambda: list(map(None, [1])))
t(lambda: list(filter(None, [0, 1, "", "a", [], [0]]))); t(lambda: list(filter(lambda x: x > 1, [1, 2, 3]))); t(lambda: filter(None, 1)); t(lambda: list(filter(1, [1])))
t(lambda: list(reversed([1, 2, 3]))); t(lambda: list(reversed("abc"))); t(lambda: list(reversed((1, 2)))); t(lambda: list(reversed(range(3)))); t(lambda: reversed({1})); t(lambda: reversed(1)); t(lambda: list(reversed({1: 2, 3: 4})))
class Seq:
    def __init__(self, n): self.n = n
    def __len__(self): return self.n
    def __getitem__(self, i):
        if i >= self.n: raise IndexError(i)
        return i * i
t(lambda: list(Seq(4))); t(lambda: list(reversed(Seq(4)))); t(lambda: 9 in Seq(5)); t(lambda: 10 in Seq(5)); t(lambda: [x for x in Seq(3)]); t(lambda: tuple(Seq(2)))
class Rev:
    def __reversed__(self): return iter("xyz")
t(lambda: list(reversed(Rev())))
class NoRev:
    __reversed__ = None
t(lambda: reversed(NoRev()))
class Bad:
    def __getitem__(self, i): raise KeyError(i)
t(lambda: list(Bad()))
class Stop:
    def __getitem__(self, i): raise StopIteration
t(lambda: list(Stop()))
class It:
    def __init__(self): self.n = 0
    def __iter__(self): return self
    def __next__(self):
        self.n += 1
        if self.n > 3: raise StopIteration
        return self.n
t(lambda: list(It())); t(lambda: sum(It())); t(lambda: 2 in It()); t(lambda: dict(zip(It(), It()))); t(lambda: [*It()]); t(lambda: set(It()) == {1, 2, 3}); t(lambda: max(It())); t(lambda: "-".join(map(str, It())))
class BadIter:
    def __iter__(self): return 1
t(lambda: iter(BadIter())); t(lambda: list(BadIter()))
t(lambda: iter(1)); t(lambda: next(1)); t(lambda: next(iter([]))); t(lambda: next(iter([]), 5))
n = 0
def counter():
    global n
    n += 1
    return n
t(lambda: list(iter(counter, 4))); it = iter(counter, 6); t(lambda: next(it)); t(lambda: next(it, "end")); t(lambda: next(it, "end")); t(lambda: iter(1, 2))
def stopper(): raise StopIteration
t(lambda: list(iter(stopper, 1)))
print([type(x).__name__ for x in (iter([]), iter(()), iter("a"), iter("é"), iter(b""), iter({}), iter({}.values()), iter({}.items()), iter(set()), iter(range(1)), iter(Seq(1)), iter(counter, 1), enumerate([]), zip(), map(len, []), filter(None, []), reversed(Seq(1)), reversed([]), reversed({}))])
for x in ([1, 2], (1, 2), "ab", b"ab", {1: 2}, {1}, range(2)):
    i = iter(x)
    print(iter(i) is i, i.__length_hint__(), next(i), i.__length_hint__(), len(list(i)), list(i), i.__length_hint__() if not isinstance(x, range) else 0)
print(list("aé€😀"), [ord(c) for c in "aé€😀"], list(b"az"))
class E(enumerate): pass
print(list(E("ab")), type(E("a")).__name__)
z = zip([1, 2, 3], map(lambda x: x * 2, [1, 2, 3]), filter(None, [1, 0, 2, 3]))
for a, b, c in z: print(a, b, c)
for i, (a, b) in enumerate(zip("ab", "cd")): print(i, a, b)
t(lambda: list(map(lambda x: 1 // x, [1, 0])))
t(lambda: list.__iter__(1))
t(lambda: iter([]).__next__())
t(lambda: any([0, 0, 1])); t(lambda: all([1, 0])); t(lambda: sorted({3, 1, 2})); t(lambda: min("bac"))
class Endless:
    def __getitem__(self, i): return i
far = iter(Endless()); far.__setstate__(2**48); t(lambda: [next(far), next(far)]); t(lambda: far.__reduce__()[2])
far.__setstate__(2**63 - 2); t(lambda: next(far)); t(lambda: next(far)); t(lambda: next(far)); t(lambda: far.__setstate__(2**63))
class Long:
    def __len__(self): return 2**63 - 1
    def __getitem__(self, i): return i
t(lambda: reversed(Long()).__length_hint__()); t(lambda: next(reversed(Long()))); t(lambda: iter(Long()).__length_hint__())
