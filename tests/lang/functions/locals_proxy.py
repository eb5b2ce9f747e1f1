"""frame.f_locals (PEP 667): writes go through, extra names stay, cells, deletion, comprehension frames, views are fresh."""
import sys
from lib.attempts import attempt


def writes(a, b=2):
    c = 3
    proxy = sys._getframe().f_locals
    proxy["a"] = "new a"
    proxy["c"] += 10
    proxy["extra"] = "kept"
    del_result = None
    try:
        del proxy["b"]
    except ValueError as error:
        del_result = str(error)
    return a, b, c, sorted(k for k in proxy if k not in ("proxy", "del_result")), proxy["extra"], sys._getframe().f_locals["extra"], "extra" in locals(), del_result


def cells():
    shared = 1

    def inner():
        return shared
    sys._getframe().f_locals["shared"] = "through the cell"
    return inner(), shared


def caller():
    sys._getframe(1).f_locals["here"] = "from below"


def called():
    here = "mine"
    caller()
    return here


def unbound():
    proxy = sys._getframe().f_locals
    first = "later" in proxy, len(proxy), list(proxy)
    proxy["later"] = "bound by the proxy"
    return first, later
    later = 1


def snapshot():
    x = 1
    one, two = locals(), locals()
    x = 2
    one["x"] = "ignored"
    return x, one["x"], two["x"], one is two, type(one).__name__, locals()["x"]


def comprehension():
    x = "outer"
    inside = [sorted(sys._getframe().f_locals) for i in "a"]
    names = [sorted(locals()) for i in "a"]
    return inside, names, [sys._getframe().f_code.co_name for i in "a"]


def generator():
    y = yield sys._getframe()
    yield y, z
    z = 1


def methods():
    a, b = 1, 2
    p = sys._getframe().f_locals
    p.update({"a": 10}, c=30)
    got = [p.get("a"), p.get("zz", "none"), p.setdefault("b", 5), p.setdefault("d", 6), len(p), "a" in p, sorted(map(str, p.keys())), p == p.copy(), type(p.copy()).__name__, list(reversed(p))[-1]]
    for action in (lambda: p["nothing"], lambda: p.pop("a"), lambda: p.clear(), lambda: p.popitem(), lambda: p.__delitem__("d"), lambda: p.pop("zz"), lambda: p | {"q": 1} and 1, lambda: hash(p), lambda: p[5], lambda: p.__setitem__(5, 6) or p[5], lambda: type(p)(), lambda: type(p)(5)):
        try:
            got.append(action())
        except Exception as error:
            got.append(f"{type(error).__name__} {error}")
    return got, a, b


class Body:
    x = 1
    here = sys._getframe().f_locals
    here["made"] = x + 1
    same = here is locals()


attempt(writes, 1)
attempt(cells)
attempt(called)
attempt(unbound)
attempt(snapshot)
attempt(comprehension)
attempt(methods)
g = generator()
frame = next(g)
frame.f_locals["z"] = "set from outside"
attempt(g.send, 5)
g.close()
print(sorted(frame.f_locals), type(frame.f_locals).__name__)
print(Body.made, Body.same, sys._getframe().f_locals is globals(), type(writes).__name__)
try:
    frame.f_locals = {}
except AttributeError as error:
    print(error)
p = (lambda: sys._getframe().f_locals)()
print(type(p).__name__, dict(p), repr((lambda a: sys._getframe().f_locals)(1)))
proxy = type(p)
def changed():
    a = 1
    frame = sys._getframe()
    one = proxy(frame)
    print(one["a"], one == frame.f_locals)
    one["extra"] = 3
    print(one.pop("extra"), one.pop("extra", "none"), one.pop("nothing", 4))
    for act in (lambda: one.pop("a"), lambda: one.pop("nothing"), lambda: one.pop(), proxy, lambda: proxy(1)):
        try: act()
        except (ValueError, KeyError, TypeError) as error: print(type(error).__name__, error)
    one |= {"q": 2, "a": 5}
    print(type(one).__name__, one["q"], a)
    for other in (3, [(1, 2)]):
        try: one |= other
        except TypeError as error: print(error)
        try: one | other
        except TypeError as error: print(error)
    print(type({} | one).__name__, type(one | {}).__name__)
changed()
