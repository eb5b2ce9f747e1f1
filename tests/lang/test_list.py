# list: creation, slots, methods, errors
def t(f):
    try:
        r = f()
    except Exception as e:
        print(type(e).__name__, e)
    else:
        print(repr(r))

# creation
t(lambda: list())
t(lambda: list("abc"))
t(lambda: list((1, 2)))
t(lambda: list({1: 2, 3: 4}))
t(lambda: list(range(3)))
t(lambda: list(1))
t(lambda: list(1, 2))
t(lambda: list(a=1))
t(lambda: [1, [2, [3]], "x", None, True, 1.5])

# repr of itself
l = [1]
l.append(l)
print(l)

# index and slices
l = [10, 20, 30, 40, 50]
for i in (0, 4, -1, -5, True):
    t(lambda: l[i])
for i in (5, -6, "a", 1.5, None, 10**30):
    t(lambda: l[i])
for s in (slice(1, 3), slice(None), slice(None, None, -1), slice(4, 0, -2), slice(-2, None), slice(10, 20), slice(3, 1), slice(0, 5, 2), slice(-100, 100, 3)):
    print(s, l[s])
t(lambda: l[::0])
t(lambda: l["a":])
t(lambda: l[:10**30])
t(lambda: l[-10**30:])

class Index:
    def __init__(self, n): self.n = n
    def __index__(self): return self.n
t(lambda: l[Index(2)])
t(lambda: l[Index(1):Index(3)])
class BadIndex:
    def __index__(self): return "x"
t(lambda: l[BadIndex()])

# stores
def store(l, i, v):
    l = l[:]
    try:
        l[i] = v
    except Exception as e:
        print(type(e).__name__, e)
    else:
        print(l)
base = [0, 1, 2, 3, 4, 5]
store(base, 0, "x")
store(base, -1, "x")
store(base, 6, "x")
store(base, -7, "x")
store(base, "a", 1)
store(base, slice(1, 3), ["a", "b", "c"])
store(base, slice(1, 3), [])
store(base, slice(1, 1), "xyz")
store(base, slice(None), ())
store(base, slice(10, 20), [9])
store(base, slice(4, 2), [9])
store(base, slice(0, 6, 2), ["a", "b", "c"])
store(base, slice(None, None, -1), "abcdef")
store(base, slice(0, 6, 2), ["a"])
store(base, slice(None, None, -1), [])
store(base, slice(0, 2), 1)
store(base, slice(0, 2, 2), 1)
store(base, slice(0, 3), range(2))
store(base, slice(0, 3), {7: 1, 8: 2})
a = [1, 2, 3]; a[1:1] = a; print(a)
a = [1, 2, 3]; a[:] = a; print(a)
a = [1, 2, 3]; a[::-1] = a; print(a)

def delete(l, i):
    l = l[:]
    try:
        del l[i]
    except Exception as e:
        print(type(e).__name__, e)
    else:
        print(l)
for i in (0, -1, 5, 6, -7, "a", slice(1, 3), slice(None), slice(None, None, 2), slice(5, None, -2), slice(None, None, -1), slice(3, 3), slice(1, None, 3)):
    delete(base, i)

# operators
t(lambda: [1] + [2])
t(lambda: [1] + (2,))
t(lambda: [1] + 1)
t(lambda: 1 + [1])
t(lambda: [1, 2] * 3)
t(lambda: 3 * [1, 2])
t(lambda: [1] * 0)
t(lambda: [1] * -5)
t(lambda: [1] * 1.5)
t(lambda: [1] * "a")
t(lambda: [1] * [1])
t(lambda: [1] * True)
t(lambda: [1] * 10**30)
t(lambda: [] * 10**10)
t(lambda: [1] * Index(2))
t(lambda: [1] - [1])
t(lambda: -[1])
a = b = [1]
a += [2]; a += (3,); a += "45"; a += {6: 7}; a += {8}; a += range(9, 11); a += map(int, "89")
print(a, a is b)
a *= 2
print(a, a is b)
a *= 0
print(a, b)
a = [1, 2]; a += a; print(a)
a = [1, 2]; a.extend(a); print(a)
def bad():
    a = [1]
    a += 5
t(bad)
def bad():
    a = [1]
    a *= 1.5
t(bad)
class Radd:
    def __radd__(self, other): return ("radd", other)
    def __rmul__(self, other): return ("rmul", other)
t(lambda: [1] + Radd())
t(lambda: [1] * Radd())

# comparisons
for x, y in [([], []), ([1], [1]), ([1], [2]), ([1, 2], [1]), ([1], [1, 2]), ([1, "a"], [1, "b"]), ([2], [1, 5])]:
    print(x == y, x != y, x < y, x <= y, x > y, x >= y)
t(lambda: [1] == (1,))
t(lambda: [1] < (1,))
t(lambda: [1, "a"] < [1, 2])
n = float("nan")
t(lambda: [n] == [n])
t(lambda: hash([]))
t(lambda: {[]: 1})
t(lambda: 2 in [1, 2])
t(lambda: 3 in [1, 2])
t(lambda: 2 not in [1, 2])
t(lambda: len([1, 2, 3]))
t(lambda: bool([]))
t(lambda: bool([0]))

# methods
l = []
for i in range(100):
    l.append(i)
print(l, len(l))
t(lambda: l.extend(1))
a = [1, 2, 3]
a.insert(0, "a"); a.insert(100, "z"); a.insert(-1, "y"); a.insert(-100, "b"); a.insert(2, "c")
print(a)
t(lambda: a.insert("x", 1))
t(lambda: a.insert(1))
t(lambda: a.pop()); t(lambda: a.pop(0)); t(lambda: a.pop(-2)); t(lambda: a.pop(100)); t(lambda: a.pop("x")); t(lambda: [].pop()); t(lambda: [].pop(1))
print(a)
a = [1, 2, 1, 3, 1]
a.remove(1); print(a)
t(lambda: a.remove(9))
t(lambda: a.index(1)); t(lambda: a.index(1, 2)); t(lambda: a.index(1, -1)); t(lambda: a.index(2, 1)); t(lambda: a.index(1, 0, 1)); t(lambda: a.index(3, 0, -1)); t(lambda: a.index(7)); t(lambda: a.index(1, None)); t(lambda: a.index(1, "x"))
t(lambda: a.count(1)); t(lambda: a.count(5)); t(lambda: [1, True, 1.0].count(1))
a.reverse(); print(a)
[].reverse()
c = a.copy(); c.append(1); print(a, c)
c.clear(); print(c)
t(lambda: list(reversed([1, 2, 3])))
t(lambda: list(reversed([])))

# sort
import_like = [3, 1, 2]
import_like.sort(); print(import_like)
import_like.sort(reverse=True); print(import_like)
words = ["banana", "Apple", "cherry", "apple", "Banana"]
words.sort(); print(words)
words.sort(key=str.lower); print(words)
words.sort(key=len, reverse=True); print(words)
pairs = [(i % 3, i) for i in range(12)]
pairs.sort(key=lambda p: p[0]); print(pairs)
pairs.sort(key=lambda p: p[0], reverse=True); print(pairs)
floats = [2.5, -1.0, 0.0, 1e10, -0.0]
floats.sort(); print(floats)
mixed = [2, 1.5, True, 10**20, -3]
mixed.sort(); print(mixed)
t(lambda: [1, "a"].sort())
t(lambda: [1, 2].sort(1))
t(lambda: [1, 2].sort(key=1))
t(lambda: [1, 2].sort(foo=1))
big = [(i * 7919) % 1009 for i in range(2000)]
s = big[:]; s.sort()
print([i for i in range(len(s) - 1) if s[i] > s[i + 1]], len(s), s[:5])
class K:
    def __init__(self, n): self.n = n
    def __lt__(self, other): return self.n < other.n
    def __repr__(self): return f"K{self.n}"
ks = [K((i * 37) % 101) for i in range(150)]
ks.sort()
print(ks)
l = [3, 2, 1]
def key(x):
    l.append(x)
    return x
def run():
    l.sort(key=key)
t(run)
print(l)
l = [3, 2, 1]
seen = []
l.sort(key=lambda x: seen.append(list(l)) or x)
print(l, seen)
def boom(x):
    raise KeyError(x)
l = [3, 2, 1]
t(lambda: l.sort(key=boom))
print(l)

# iteration while changing
l = [1, 2, 3]
out = []
for x in l:
    out.append(x)
    if x < 3: l.append(x + 10)
    if len(out) > 20: break
print(out)
l = [1, 2, 3, 4]
for x in l:
    l.remove(x)
print(l)
it = iter([1, 2])
print(next(it), next(it), next(it, "end"), next(it, "end"))
l = [1]
it = iter(l)
print(list(it)); l.append(2); print(list(it))
print(type(iter([])).__name__, type(reversed([])).__name__, iter([1, 2, 3]).__length_hint__())

# subclass
class L(list):
    def __init__(self, *args, tag=None):
        super().__init__(*args)
        self.tag = tag
x = L([1, 2, 3], tag="t")
print(x, x.tag, len(x), type(x).__name__, x[1:], type(x[1:]).__name__, x + [1], isinstance(x, list))
x.append(4); x.tag = "u"
print(x, x.tag, x == [1, 2, 3, 4])
class G(list):
    def __getitem__(self, i): return ("got", i)
print(G([1])[0], list(G([1])))
a, *b, c = [1, 2, 3, 4]
print(a, b, c)
print([*[1], *(2, 3), *"ab"])
print([x * y for x in range(3) for y in range(3) if x != y])
