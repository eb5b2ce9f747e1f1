"""Subclasses of dict and set: __missing__, overridden access against C-level reads, copies, updates, comparisons, views."""
log = []


def logs(base, *names):
    def method(name):
        def call(self, *args, **kw):
            log.append(name)
            return getattr(base, name)(self, *args, **kw)
        return call
    return type(base.__name__.capitalize(), (base,), {n: method(n) for n in names})


def shown(tag, action):
    log.clear()
    try:
        result = action()
    except Exception as e:
        result = f"{type(e).__name__} {e}"
    print(tag, "=", result, type(result).__name__, log)


D = logs(dict, "__getitem__", "__setitem__", "__contains__", "__iter__", "__len__", "keys", "get", "__eq__", "items", "values", "update", "copy", "__or__", "pop", "setdefault")
d = D(a=1, b=2)
for tag, action in (("[]", lambda: d["a"]), ("in", lambda: "a" in d), ("get", lambda: d.get("a")), ("len", lambda: len(d)), ("bool", lambda: bool(d)), ("dict", lambda: dict(d)), ("**", lambda: {**d}), ("call **", lambda: (lambda **k: k)(**d)), ("update", lambda: {}.update(d)), ("|", lambda: d | {}), ("r|", lambda: {} | d), ("==", lambda: d == {"a": 1, "b": 2}), ("r==", lambda: {"a": 1, "b": 2} == d), ("list", lambda: list(d)), ("for", lambda: [k for k in d]), ("sorted", lambda: sorted(d)), ("items", lambda: list(d.items())), ("copy", lambda: d.copy()), ("fromkeys", lambda: D.fromkeys("ab", 1)), ("repr", lambda: repr(d)), ("pop", lambda: d.pop("zz", None)), ("setdefault", lambda: d.setdefault("a", 3)), ("str.format", lambda: "{a}".format(**d)), ("format_map", lambda: "{a}".format_map(d)), ("%", lambda: "%(a)s" % d), ("exec", lambda: eval("a + b", d)), ("exec locals", lambda: eval("a + b", {}, d)), ("match", lambda: exec("match d:\n case {'a': x}: print(x, end=' ')", {"d": d})), ("=", lambda: exec("d['c'] = 3; del d['c']", {"d": d})), ("+=", lambda: exec("d['a'] += 0", {"d": d})), ("type dict", lambda: type("T", (), D(x=1)).x), ("reversed", lambda: list(reversed(d))), ("|=", lambda: exec("x = {}\nx |= d", {"d": d})), ("dict(iter)", lambda: dict(iter([("a", 1)]))), ("zip", lambda: list(zip(d, d))), ("set", lambda: set(d) == {"a", "b"}), ("max", lambda: max(d)), ("clear", lambda: D(q=1).clear())):
    shown(tag, action)


class Missing(dict):
    def __missing__(self, key):
        log.append(f"missing {key}")
        if key == "fail": raise LookupError(key)
        return f"<{key}>"


m = Missing(a=1)
for tag, action in (("[]", lambda: m["x"]), ("has", lambda: m["a"]), ("get", lambda: m.get("x")), ("in", lambda: "x" in m), ("fail", lambda: m["fail"]), ("pop", lambda: m.pop("x")), ("format_map", lambda: "{x}{a}".format_map(m)), ("format", lambda: "{x}".format(**m)), ("%", lambda: "%(x)s" % m), ("eval globals", lambda: eval("x", m)), ("eval locals", lambda: eval("x", {}, m)), ("unhashable", lambda: m[[]]), ("+=", lambda: exec("m['n'] += '!'", {"m": m}) or dict(m)["n"]), ("del", lambda: m.__delitem__("x")), ("setdefault", lambda: m.setdefault("s", 5)), ("copy", lambda: type(m.copy())), ("|", lambda: type(m | {})), ("super", lambda: dict.__getitem__(m, "direct")), ("C-level", lambda: (lambda **k: k)(**m)["a"])):
    shown(tag, action)
n = Missing()
n.__missing__ = lambda key: "instance"
shown("on instance", lambda: n["q"])
class Static(dict):
    @staticmethod
    def __missing__(key): return f"static {key}"
class NoneMissing(dict): __missing__ = None
class Few(dict):
    def __missing__(self): return 1
shown("static", lambda: Static()["k"])
shown("none", lambda: NoneMissing()["k"])
shown("few", lambda: Few()["k"])
S = logs(set, "__contains__", "__iter__", "__len__", "__or__", "__and__", "__eq__", "add", "__ror__", "__sub__", "copy", "__ior__")
s = S([1, 2])
for tag, action in (("in", lambda: 1 in s), ("len", lambda: len(s)), ("bool", lambda: bool(s)), ("|", lambda: s | {3}), ("&", lambda: s & {1}), ("union", lambda: s.union([3])), ("set", lambda: set(s)), ("==", lambda: s == {1, 2}), ("r==", lambda: {1, 2} == s), ("<=", lambda: {1} <= s), ("issubset", lambda: {1}.issubset(s)), ("update", lambda: set().update(s)), ("copy", lambda: s.copy()), ("frozenset", lambda: frozenset(s)), ("for", lambda: sorted(x for x in s)), ("-", lambda: s - {1}), ("|=", lambda: exec("s |= {5}", {"s": s})), ("isdisjoint", lambda: s.isdisjoint([9])), ("in set", lambda: {1, 2} in [s]), ("difference", lambda: s.difference(s)), ("sorted", lambda: sorted(s))):
    shown(tag, action)
