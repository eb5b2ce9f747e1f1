# OrderedDict
from _collections import OrderedDict


def t(f):
    try:
        r = f()
    except Exception as e:
        print(type(e).__name__, e)
    else:
        print(repr(r))


o = OrderedDict([("a", 1), ("b", 2)], c=3); print(o, len(o), o["b"], list(o), list(reversed(o)), list(o.items()), OrderedDict()); o.move_to_end("a"); print(o); o.move_to_end("c", last=False); print(o); t(lambda: o.move_to_end("z")); t(lambda: o.popitem()); t(lambda: o.popitem(last=False)); t(lambda: o.popitem(False)); t(lambda: o.popitem())
o = OrderedDict.fromkeys("abc", 0); print(o, o == OrderedDict.fromkeys("abc", 0), o == OrderedDict.fromkeys("cba", 0), o == dict.fromkeys("cba", 0), o != OrderedDict.fromkeys("cba", 0)); t(lambda: o < o); t(lambda: hash(o)); print(o.pop("a"), o.pop("zz", 5), o.pop("yy", default=6), o.setdefault("d", 4), o.setdefault("b"), o); t(lambda: o.pop("nope")); t(lambda: OrderedDict(1)); t(lambda: OrderedDict([1], [2]))
o = OrderedDict(a=1); o.update(b=2); o.update({"c": 3}, d=4); o.update([("a", 9)]); print(o, o | {"z": 1}, {"z": 1} | o, type({"z": 1} | o).__name__); o |= {"q": 1}; print(o.copy(), o.copy() is o); o.attr = 5; print(o.__dict__, o.copy().__dict__); t(lambda: o | 1); o["o"] = o; print(o)
o = OrderedDict.fromkeys(range(5)); it = iter(o); next(it); o.move_to_end(0)
try: next(it)
except RuntimeError: print("noticed")
del o[2]; o[2] = 1; print(list(o), list(o.keys()), 2 in o, isinstance(o, dict)); o.clear(); print(o)
class Sub(OrderedDict):
    def __setitem__(self, k, v): super().__setitem__(k, v * 2)
    def __missing__(self, k): return "missing"
s = Sub(a=1); s["b"] = 2; s.update(c=3); print(s, s["zz"], s.pop("yy", 0), type(s.copy()).__name__, s.__reduce__()[:2], list(s.__reduce__()[4]))
o = OrderedDict()
for i in range(3000): o[i] = i; (len(o) > 50 and o.popitem(last=False)); (i % 3 == 0 and o.move_to_end(i - i % 7 if i - i % 7 in o else i))
print(len(o), list(o)[:3], list(o)[-3:], sum(o))
o = OrderedDict.fromkeys("abcdef"); [o.move_to_end(k, last=False) for k in "abcdef"]; print("".join(o)); match_ = o
match OrderedDict(a=1):
    case {"a": x}: print("mapping", x)
d = dict.fromkeys(range(10)); [d.pop(i) for i in range(5)]; print(next(iter(d)), list(d), len(d))
# What stands where it is to go already is not moved.
o = OrderedDict.fromkeys("abc")
for key in o: o.move_to_end("c"); o.move_to_end("a", last=False)
print(list(o))
o["d"] = 1; del o["d"]
for key in o: o.move_to_end("c")
del o["a"]
for key in o: o.move_to_end("b", last=False)
print(list(o))
try:
    for key in o: o.move_to_end("b")
except RuntimeError as e: print(type(e).__name__)
print(list(o))

# What comparing runs may change what is compared: then, in the comparison of the order, it is said; in that of the items the lengths tell.
class Trigger:
    def __init__(self, at, effect): self.at, self.effect, self.asked = at, effect, 0
    def __hash__(self): return 99
    def __eq__(self, other):
        if self.asked == self.at: self.effect()
        self.asked += 1
        return True
def compared(at, effect):
    a = OrderedDict.fromkeys((0, 1, 4.2)); del a[1]
    key = Trigger(at, lambda: effect(a))
    a[key] = None
    a.move_to_end(4.2)
    b = OrderedDict.fromkeys((0, Trigger(-1, None), 4.2))
    try: print(a == b, len(a), key.asked)
    except RuntimeError as e: print(e, len(a), key.asked)
for at in (0, 1, 5):
    compared(at, lambda a: a.popitem())
    compared(at, lambda a: a.clear())
    compared(at, lambda a: a.move_to_end(0))
# A copy by a class's own way of getting or setting items.
class Getting(OrderedDict):
    def __getitem__(self, key): return "got", key
class Setting(OrderedDict):
    def __setitem__(self, key, value): super().__setitem__(key, ("set", value))
class Emptied(OrderedDict):
    def __getitem__(self, key): self.clear(); return 1
print(Getting(a=1).copy(), dict.items(Getting(a=1).copy()))
s = Setting(); s["a"] = 1
print(s.copy())
e = Emptied(a=1, b=2)
try: e.copy()
except RuntimeError as error: print(error)
