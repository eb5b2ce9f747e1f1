"""Attributes of generators: names, frame, code, states over a life, repr, what may be set; the types' own behaviour."""
import types
from lib.attempts import attempt


def f(a):
    b = yield a
    c = yield from [1]
    return b


def state(g): return g.gi_running, g.gi_suspended, g.gi_frame is not None, g.gi_yieldfrom is not None, g.gi_frame and (g.gi_frame.f_lineno - f.__code__.co_firstlineno, sorted(g.gi_frame.f_locals.items()))


g = f(5)
print(state(g), next(g), state(g), g.send(6), state(g), next(g, "end"), state(g))
g = f(1)
print(g.__name__, g.__qualname__, g.gi_code is f.__code__, type(g) is types.GeneratorType, iter(g) is g, repr(g).split(" at ")[0])
g.__name__, g.__qualname__ = "renamed", "Q.renamed"
print(repr(g).split(" at ")[0], f.__name__)
for name, value in (("__name__", 5), ("__qualname__", None), ("gi_code", None), ("gi_frame", None), ("gi_running", 1), ("gi_suspended", 1), ("gi_yieldfrom", 1), ("new", 1)):
    attempt(setattr, g, name, value)
for name in ("__name__", "gi_frame", "gi_code", "none"):
    attempt(delattr, g, name)
f.__name__ = "after"
print(f(1).__name__, f(1).__qualname__, (x for x in "").__name__, (lambda: (yield))().__name__)
f.__name__ = "f"
attempt(types.GeneratorType)
attempt(lambda: type("G", (types.GeneratorType,), {}))
attempt(lambda: g[0])
attempt(lambda: len(g))
attempt(lambda: g + g)
attempt(lambda: g < g)
attempt(lambda: hash(g) == hash(g))
attempt(lambda: g.__reduce_ex__(2))
attempt(lambda: g.__reduce__())
attempt(lambda: bool(g))
attempt(lambda: next(g, *[]) and reversed(g))
print(sorted(n for n in dir(g) if not n.startswith("__")))


class C:
    def method(self): yield self
    @classmethod
    def made(cls): yield cls.__name__
    @staticmethod
    def free(): yield "free"
    @property
    def prop(self): yield "prop"
    def __iter__(self): yield from (1, 2)
    def __call__(self): yield "called"
    def __getitem__(self, k): yield k
    def __enter__(self): yield "never entered"
    def __exit__(self, *d): pass
    def __init__(self): pass


c = C()
print(next(c.method()) is c, next(C.made()), next(C.free()), next(c.prop), list(c), [*c, *c()], next(c[5]), c.method().__qualname__)
with c as entered: print(type(entered).__name__)
def init():
    class Bad:
        def __init__(self): yield
    Bad()
attempt(init)
@types.coroutine
def old():
    x = yield "from old"
    return x * 2
async def uses(): return await old()
u = uses()
print(u.send(None), type(old()).__name__, old.__code__.co_flags & 0x100 != 0)
try:
    u.send(21)
except StopIteration as e:
    print(e.value)
attempt(lambda: (yield_ := f(1)).gi_frame.f_back)
attempt(lambda: f())
attempt(lambda: f(1, 2))
gens = [f(i) for i in range(3)]
print([next(g) for g in gens], [g.send(i * 10) for i, g in enumerate(gens)], [next(g, "done") for g in gens])
