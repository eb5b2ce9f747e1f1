# weakref.ref and proxies: identity, equality, hash, callbacks, what can be referred to.
import gc
from _weakref import ref, proxy, getweakrefcount, getweakrefs, ReferenceType, ProxyType, CallableProxyType, _remove_dead_weakref


class C:
    def __init__(self, value=0):
        self.value = value

    def __eq__(self, other):
        return isinstance(other, C) and self.value == other.value

    def __hash__(self):
        return hash(self.value)

    def __call__(self, x):
        return x + self.value

    def __len__(self):
        return self.value

    def __add__(self, other):
        return self.value + other

    def __radd__(self, other):
        return other + self.value

    def __iadd__(self, other):
        self.value += other
        return self

    def __getitem__(self, key):
        return key * 2

    def __contains__(self, item):
        return item == self.value

    def __iter__(self):
        return iter([1, 2, 3])

    def __index__(self):
        return self.value

    def __neg__(self):
        return -self.value

    def __str__(self):
        return "C!"


print(ref is ReferenceType, ReferenceType.__name__, ReferenceType.__module__)
c = C(5)
r = ref(c)
print(r is ref(c), r() is c, type(r) is ReferenceType, r.__callback__, getweakrefcount(c))
print(getweakrefs(c) == [r], getweakrefcount(3), getweakrefs("x"))
called = []
with_callback = ref(c, lambda dead: called.append((dead is with_callback, dead())))
print(with_callback is r, with_callback == r, hash(r) == hash(c), getweakrefcount(c), with_callback.__callback__ is not None)
other = C(5)
print(ref(other) == r, ref(other) != r, ref(other) is r, ref(C(6)) == r)
print({r: 1}[ref(other)])
for bad in (1, "s", 1.5, None, (), [], {}, b"", range(3), slice(1), object()):
    try:
        ref(bad)
    except TypeError as e:
        print(e)
for good in (C, ref, len, gc, {1}, frozenset(), lambda: 0, c.__len__, (lambda: 0).__code__):
    print(ref(good)() is good, end=" ")
print()
for call in (lambda: ref(), lambda: ref(1, 2, 3), lambda: ref(c, callback=3), lambda: r(1)):
    try:
        call()
    except TypeError as e:
        print(type(e).__name__)
try:
    r < r
except TypeError as e:
    print(e)

p = proxy(c)
print(p is proxy(c), type(p) is CallableProxyType, type(proxy(gc)) is ProxyType)
print(p.value, p(3), len(p), p + 1, 1 + p, p[4], 5 in p, list(p), [0] * 6 == [0] * (p + 1), -p, bool(p), str(p), p == other, p == c)
p.value = 7
print(c.value, isinstance(p, C), p.__class__ is C)
del p.value
print(hasattr(c, "value"))
c.value = 7
try:
    hash(p)
except TypeError as e:
    print(e)

del c
gc.collect()
print(called, r(), with_callback(), r == r, r == with_callback, hash(r) == hash(5))
print(repr(r).endswith("; dead>"), r.__callback__, with_callback.__callback__)
try:
    p.value
except ReferenceError as e:
    print(e)
unhashed = ref(C(9))
gc.collect()
try:
    hash(unhashed)
except TypeError as e:
    print(e)

# Callbacks: the newest first; not called when the reference dies first, or with its referent; an exception in one is printed and the others go on.
order = []
c = C()
refs = [ref(c, lambda dead, i=i: order.append(i)) for i in range(4)]
del refs[1]
gc.collect()
del c
gc.collect()
print(order)


# Subclasses have state, and are never shared.
class Keyed(ref):
    def __new__(cls, ob, callback=None, key=None):
        self = ref.__new__(cls, ob, callback)
        self.key = key
        return self

    def __init__(self, ob, callback=None, key=None):
        super().__init__(ob, callback)


c = C(1)
k = Keyed(c, None, "key")
plain = ref(c)
print(k.key, k() is c, k is Keyed(c), k == plain, isinstance(k, ref))
gc.collect()
print(getweakrefcount(c))
table = {"k": Keyed(c), "dead": Keyed(C(2)), "no": 1}
gc.collect()
for key in ("k", "dead", "absent", "no"):
    try:
        _remove_dead_weakref(table, key)
    except TypeError as e:
        print(e)
print(sorted(table))
try:
    _remove_dead_weakref([], 1)
except TypeError as e:
    print("TypeError")

# A weak dictionary of values, as the library makes it.
class Values:
    def __init__(self):
        self.data = {}

        def remove(dead, data=self.data):
            _remove_dead_weakref(data, dead.key)

        self.remove = remove

    def __setitem__(self, key, value):
        self.data[key] = Keyed(value, self.remove, key)

    def __getitem__(self, key):
        value = self.data[key]()
        if value is None:
            raise KeyError(key)
        return value


values = Values()
kept = [C(i) for i in range(5)]
for i, value in enumerate(kept):
    values[i] = value
values[5] = C(5)
gc.collect()
print(sorted(values.data))
del kept[2], value
gc.collect()
print(sorted(values.data), values[3].value)
kept.clear()
gc.collect()
print(values.data)
