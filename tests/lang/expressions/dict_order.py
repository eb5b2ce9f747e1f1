"""The order of dicts: displays, updates, deletions, popitem, moves by delete and insert, views while they change, reversed."""
log = []


def n(v):
    log.append(v)
    return v


d = {n("k1"): n("v1"), n("k2"): n("v2"), **{n("k3"): n("v3")}, n("k1"): n("v4")}
print(d, log)
print({n: i for i, n in enumerate("abca")}, dict(zip("ba", (1, 2)), c=3, b=4), {**{"a": 1, "b": 2}, **{"b": 3, "a": 4}}, {"x": 1} | {"y": 2, "x": 3}, dict.fromkeys("bab", 0))
d = dict.fromkeys("abcdef", 0)
del d["b"], d["e"]
d["b"] = 1
d["a"] = "updated"
print(list(d), list(reversed(d)), list(reversed(d.values())), list(reversed(d.items()))[0], d.popitem(), d.pop("c"), list(d))
d.update(z=1, a=2)
d.setdefault("y", 5), d.setdefault("a", 9)
print(d, next(iter(d)), max(d), list(d.items())[-1])
k, v, i = d.keys(), d.values(), d.items()
d["new"] = [1]
print(list(k), list(v), list(i)[-1], len(k), "new" in k, [1] in v, ("new", [1]) in i, k | {"q"} == set(d) | {"q"})
c = d.copy()
c["only copy"] = 1
print(list(d) == list(c)[:-1], d == dict(reversed(list(d.items()))), list(dict(reversed(list(d.items()))))[:2])


def changed(source):
    d = dict.fromkeys(range(5), 0)
    out = []
    try:
        exec(source, {"d": d, "out": out})
        print(source, "->", d, out)
    except Exception as e:
        print(source, "|", type(e).__name__, e, d, out)


for source in ("for k in d: d[k] = k", "for k in d: d[k + 10] = 1", "for k in d: del d[k]", "for k in list(d): del d[k]", "for k in d:\n del d[k]; d[k] = 1; out.append(k)\n if len(out) > 8: break", "for k, v in d.items(): d.pop(4, None)", "for v in d.values(): d.clear()", "while d: out.append(d.popitem()[0])", "d.popitem() and d.clear() or d.popitem()", "d.update({1: 'x'}, y=2)", "d.update([(1, 2), (3,)])", "d.update([1])", "d.update(['ab', 'cd'])", "d.update(['abc'])", "d.update(5)", "d.update(None)", "d.update([(1, 2)], [(3, 4)])", "d.update([([], 1)])", "d |= {9: 9}", "d |= [(8, 8)]", "d = d | [(8, 8)]", "d.pop(9)", "d.pop(9, 'default')", "d.pop()", "d.pop(1, 2, 3)", "d.get()", "d.setdefault([])", "d.fromkeys(5)", "d.fromkeys([[]])", "d.keys().add(1)", "d.keys()[0]", "d.items() - {(0, 0)}", "d[1:2]", "d[1:2] = 3", "out += reversed(d)", "it = iter(d); next(it); d[0] = 5; out += it", "it = iter(d); next(it); d[9] = 5; next(it)", "it = iter(d.items()); d.clear(); out += it", "it = iter({}); out += it; out.append(next(it, 'end'))", "out.append(iter(d).__length_hint__())", "out.append(d.keys().mapping == d)", "d.keys().mapping[1] = 2", "d.clear(); out += d", "d.__init__(a=1)", "d.__delitem__(7)"):
    changed(source)
