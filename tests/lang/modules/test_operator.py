# _operator: functions and getters
import _operator as o


def t(f):
    try:
        r = f()
    except Exception as e:
        print(type(e).__name__, e)
    else:
        print(repr(r))


for name in ("lt", "le", "eq", "ne", "gt", "ge", "add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "lshift", "rshift", "and_", "or_", "xor", "iadd", "isub", "imul", "itruediv", "ifloordiv", "imod", "ipow", "ilshift", "irshift", "iand", "ior", "ixor"):
    t(lambda: getattr(o, name)(7, 2)); t(lambda: getattr(o, name)(7, "a") if name not in ("eq", "ne", "mul", "imul") else None); t(lambda: getattr(o, name)(1))
t(lambda: o.matmul(1, 2)); t(lambda: o.imatmul(1, 2))
for name in ("neg", "pos", "inv", "invert", "abs", "index", "truth", "not_", "is_none", "is_not_none"):
    t(lambda: getattr(o, name)(-5)); t(lambda: getattr(o, name)([]))
t(lambda: o.is_(1, 1)); t(lambda: o.is_not(None, None)); t(lambda: o.concat([1], [2])); t(lambda: o.concat(1, 2)); t(lambda: o.concat("a", 1)); t(lambda: o.concat({}, {})); a = [1]; t(lambda: o.iconcat(a, (2,))); print(a)
t(lambda: o.contains([1, 2], 2)); t(lambda: o.countOf([1, 1.0, True, 2], 1)); t(lambda: o.indexOf("abc", "c")); t(lambda: o.indexOf([1], 2)); t(lambda: o.countOf(1, 1)); t(lambda: o.getitem([1, 2], 1)); d = {}; t(lambda: o.setitem(d, 1, 2)); t(lambda: o.delitem(d, 1)); print(d)
t(lambda: o.length_hint([1])); t(lambda: o.length_hint(iter([1, 2]))); t(lambda: o.length_hint(1, 5)); t(lambda: o.length_hint(1, "a")); t(lambda: o.call(max, 1, 2)); t(lambda: o.call(dict, a=1))
class H:
    def __init__(self, r): self.r = r
    def __length_hint__(self):
        if isinstance(self.r, type): raise self.r
        return self.r
t(lambda: o.length_hint(H(3))); t(lambda: o.length_hint(H(-3))); t(lambda: o.length_hint(H("a"))); t(lambda: o.length_hint(H(NotImplemented), 4)); t(lambda: o.length_hint(H(TypeError), 4)); t(lambda: o.length_hint(H(ValueError), 4))
t(lambda: o._compare_digest("a", "a")); t(lambda: o._compare_digest(b"a", b"ab")); t(lambda: o._compare_digest("\xe9", "\xe9"))
t(lambda: o.itemgetter(1)("abc")); t(lambda: o.itemgetter(1, 0)("abc")); t(lambda: o.itemgetter()); t(lambda: o.itemgetter(5)("abc")); t(lambda: o.itemgetter("k")({"k": 1})); t(lambda: o.itemgetter(1)()); t(lambda: o.itemgetter(1)("a", "b")); t(lambda: o.itemgetter(1)(x=1)); t(lambda: o.itemgetter(slice(1, 3))("abcd")); print(o.itemgetter(1, "a"), o.itemgetter(2).__reduce__())
class A: pass
a = A(); a.b = A(); a.b.c = 5; a.x = 1
t(lambda: o.attrgetter("x")(a)); t(lambda: o.attrgetter("b.c")(a)); t(lambda: o.attrgetter("x", "b.c")(a)); t(lambda: o.attrgetter(1)); t(lambda: o.attrgetter()); t(lambda: o.attrgetter("y")(a)); t(lambda: o.attrgetter("b.y.z")(a)); print(o.attrgetter("x", "b.c"), o.attrgetter("x", "b.c").__reduce__())
t(lambda: o.methodcaller("upper")("a")); t(lambda: o.methodcaller("split", ",", maxsplit=1)("a,b,c")); t(lambda: o.methodcaller(1)); t(lambda: o.methodcaller("nope")("a")); t(lambda: o.methodcaller("upper")()); print(o.methodcaller("f", 1, x=2), o.methodcaller("f", 1).__reduce__())
for kind in (o.itemgetter, o.attrgetter, o.methodcaller):
    t(lambda: type("Sub", (kind,), {}))
    print(kind.__module__, kind.__qualname__)
