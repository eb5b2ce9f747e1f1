# zeal: 100 - imports weakref
"""WeakValueDictionary, WeakKeyDictionary, WeakSet, WeakMethod and finalize with objects that stay alive; explicit calls only."""
import weakref
def attempt(action, *arguments, **keywords):
    try:
        print(action(*arguments, **keywords))
    except Exception as error:
        print(type(error).__name__, str(error).split(" at 0x")[0])


class Thing:
    def __init__(self, name): self.name = name
    def __repr__(self): return f"Thing({self.name})"
    def method(self, x): return self.name, x
    def __eq__(self, other): return isinstance(other, Thing) and self.name == other.name
    def __hash__(self): return 7


a, b, c = Thing("a"), Thing("b"), Thing("c")
values = weakref.WeakValueDictionary({"a": a, "b": b})
values["c"] = c
print(sorted(values), values["a"], len(values), "b" in values, values.get("zz"), values.get("a"), sorted(values.items(), key=str), values.pop("c"), values.setdefault("d", c), dict(values) == {"a": a, "b": b, "d": c}, [ref() for ref in values.valuerefs()], values.copy() == values, type(values | {"e": a}).__name__, {"z": c} | values == values)
for action in (lambda: values["zz"], lambda: values.pop("zz"), lambda: values.pop("zz", 5), lambda: values.__setitem__("n", 5), lambda: weakref.WeakValueDictionary({"x": 1}), lambda: weakref.WeakValueDictionary().popitem(), lambda: values.__delitem__("zz"), lambda: values.__setitem__([], a)):
    attempt(action)
keys = weakref.WeakKeyDictionary({a: 1, b: 2})
keys[Thing("a")] = "equal key"
print(keys[a], keys.get(c), a in keys, 5 in keys, len(keys), sorted(keys.items(), key=str), keys.pop(b), keys.setdefault(c, 9), [ref() for ref in keys.keyrefs()], keys == {a: "equal key", c: 9}, list(keys.copy().values()))
for action in (lambda: keys[b], lambda: keys.__setitem__(5, 1), lambda: keys.__setitem__("a", 1), lambda: keys[5], lambda: keys.pop(b), lambda: keys.__delitem__(5), lambda: keys | 5):
    attempt(action)
group = weakref.WeakSet([a, b])
group.add(c)
print(len(group), a in group, 5 in group, sorted(map(str, group)), sorted(map(str, group & {a, b})), sorted(map(str, group - [a])), group == weakref.WeakSet([c, b, a]), group <= group, group.isdisjoint([]), type(group | [a]).__name__, sorted(map(str, group ^ [a])))
for action in (lambda: group.add(5), lambda: group.remove(Thing("zz")), lambda: weakref.WeakSet().pop(), lambda: weakref.WeakSet(5), lambda: hash(group), lambda: group | 5, lambda: group < 5):
    attempt(action)
group.discard(a)
group.clear()
print(len(group), bool(group))

method = weakref.WeakMethod(a.method)
print(method()(5), method() == a.method, method == weakref.WeakMethod(a.method), method == weakref.WeakMethod(b.method), hash(method) == hash(weakref.WeakMethod(a.method)), type(method()).__name__)
attempt(weakref.WeakMethod, len)
attempt(weakref.WeakMethod, 5)
attempt(weakref.WeakMethod, lambda: 1)
log = []
final = weakref.finalize(a, log.append, "called")
print(final.alive, final.peek()[2:], final.atexit, final(), log, final(), final.alive, final.peek())
final = weakref.finalize(a, lambda *x, **k: (x, k), 1, key=2)
print(final.detach()[0] is a, final.detach(), final.alive)
attempt(weakref.finalize, 5, print)
attempt(weakref.finalize, a)
attempt(weakref.finalize)
final = weakref.finalize(b, lambda: 1 // 0)
attempt(final)
final.atexit = False
print(final.atexit)

proxy = weakref.proxy(a)
print(proxy.name, proxy.method(1), proxy == a, str(proxy) == str(a), repr(type(proxy)), isinstance(proxy, Thing), proxy.__class__, weakref.getweakrefcount(a) >= 1, proxy is weakref.proxy(a))
proxy.name = "renamed"
del proxy.name
attempt(lambda: proxy.name)
attempt(hash, proxy)
attempt(lambda: proxy())
attempt(lambda: proxy + 1)
attempt(lambda: proxy[0])
attempt(lambda: iter(proxy))
attempt(lambda: len(proxy))
a.name = "back"


class Rich:
    def __add__(self, other): return ("add", type(other).__name__)
    def __radd__(self, other): return ("radd", other)
    def __iadd__(self, other): return ("iadd", other)
    def __len__(self): return 3
    def __getitem__(self, key): return key
    def __call__(self, *a, **k): return a, k
    def __iter__(self): return iter("ab")
    def __bool__(self): return False
    def __int__(self): return 5
    def __index__(self): return 1
    def __contains__(self, item): return True
    def __enter__(self): return "entered"
    def __exit__(self, *a): return None
    def __next__(self): return "next"


rich = Rich()
proxy = weakref.proxy(rich)
print(proxy + 1, 1 + proxy, proxy + proxy, len(proxy), proxy[5], proxy(1, k=2), list(proxy), bool(proxy), int(proxy), [1, 2][proxy], 9 in proxy, type(proxy).__name__)
attempt(next, proxy)
attempt(lambda: proxy < 5)
attempt(weakref.ref, 5)
attempt(weakref.ref, None)
attempt(weakref.ref, (1,))
attempt(weakref.proxy, "a")
attempt(weakref.ref, a, None, 5)
attempt(weakref.ref)
reference = weakref.ref(a)
print(reference() is a, reference is weakref.ref(a), reference == weakref.ref(a), reference.__callback__, weakref.ref(a, print).__callback__ is print, weakref.ref(a, print) == reference, hash(reference) == hash(a), repr(reference).split(" at ")[0], weakref.ReferenceType is weakref.ref)
