# _string, _heapq, _bisect, _contextvars
import _bisect, _contextvars, _heapq, _string
from _contextvars import Context, ContextVar, Token, copy_context


def t(f):
    try:
        r = f()
    except Exception as e:
        print(type(e).__name__, e)
    else:
        print(repr(r))


for text in ("", "a", "a{}b", "{0.x[1]!r:>{w}}", "{{x}}", "{", "}", "{a!}", "{a!rr}", "{a", "{a:b{c}d}", "x{a!s}y{b:c}"):
    t(lambda: list(_string.formatter_parser(text)))
for text in ("a", "0", "a.b", "a[0].b[c]", "", "[1]", "a.", "a[", "a[]", "a[1]x", "99999999999999999999999"):
    t(lambda: (lambda first, rest: (first, list(rest)))(*_string.formatter_field_name_split(text)))
t(lambda: _string.formatter_parser(1)); t(lambda: _string.formatter_field_name_split(1))

import_order = [5, 2, 8, 1, 9, 3, 7, 7]
h = list(import_order); _heapq.heapify(h); print(h, [_heapq.heappop(h) for i in range(8)]); h = []
for x in import_order: _heapq.heappush(h, x)
print(h, _heapq.heappushpop(h, 0), _heapq.heappushpop(h, 6), _heapq.heapreplace(h, 0), h); t(lambda: _heapq.heappop([])); t(lambda: _heapq.heapreplace([], 1)); t(lambda: _heapq.heappushpop([], 1)); t(lambda: _heapq.heappush((), 1)); t(lambda: _heapq.heapify(1)); t(lambda: _heapq.heapify([1, "a"]))
h = list(import_order); _heapq.heapify_max(h); print(h, _heapq.heappop_max(h), _heapq.heappushpop_max(h, 4), _heapq.heapreplace_max(h, 100), h); _heapq.heappush_max(h, 50); print(h, [_heapq.heappop_max(h) for i in range(len(h))]); t(lambda: _heapq.heappop_max([]))

a = [1, 2, 2, 2, 5]; print(_bisect.bisect_left(a, 2), _bisect.bisect_right(a, 2), _bisect.bisect_left(a, 9), _bisect.bisect_right(a, 0), _bisect.bisect_left(a, 2, 2, 3), _bisect.bisect_right(a, x=2, lo=1, hi=2)); _bisect.insort_left(a, 3); _bisect.insort_right(a, 2); print(a); t(lambda: _bisect.bisect_left(a, 1, -1)); t(lambda: _bisect.bisect_left(1, 1)); t(lambda: _bisect.bisect_left(a, "a")); print(_bisect.bisect_left("abc", "b"), _bisect.bisect_right([(1, "a"), (2, "b")], 1, key=lambda r: r[0])); rows = [(1, "a"), (3, "c")]; _bisect.insort_left(rows, (2, "b"), key=lambda r: r[0]); print(rows)
class L(list):
    def insert(self, i, x): print("insert", i); super().insert(i, x)
l = L([1, 3]); _bisect.insort_right(l, 2); print(l)

v = ContextVar("v", default=1); w = ContextVar("w"); t(lambda: v.get()); t(lambda: v.get(5)); t(lambda: w.get(5)); t(lambda: w.get() if False else None)
try: w.get()
except LookupError as e: print(type(e).__name__, e.args[0] is w)
tok = w.set(3); print(w.get(), tok.var is w, tok.old_value is Token.MISSING, Token.MISSING); w.reset(tok)
t(lambda: w.get("gone"))
try: w.reset(tok)
except RuntimeError as e: print("already been used once" in str(e))
t(lambda: ContextVar(1)); t(lambda: Context(1)); t(lambda: Token()); t(lambda: type("S", (ContextVar,), {})); t(lambda: type("S", (Context,), {})); t(lambda: v.name); t(lambda: hash(Context())); t(lambda: v.reset(1))
ctx = Context(); print(len(ctx), list(ctx), v in ctx, ctx.get(v), ctx.get(v, 7)); t(lambda: ctx[1]); t(lambda: 1 in ctx)
try: ctx[v]
except KeyError as e: print(e.args[0] is v)
def inside(*a, **k):
    v.set(10); w.set(20)
    print(a, k, v.get(), w.get())
    try: ctx.run(print)
    except RuntimeError as e: print("is already entered" in str(e))
    return "result"
print(ctx.run(inside, 1, x=2), v.get(), len(ctx), ctx[v], sorted(ctx.values()), sorted(x.name for x in ctx), dict(ctx.items())[w], sorted({x.name for x in ctx.keys()}))
c2 = ctx.copy(); print(c2 == ctx, c2 is ctx, c2 != Context()); c2.run(v.set, 11); print(c2 == ctx, ctx[v], c2[v]); t(lambda: c2 < ctx)
tok2 = ctx.run(v.set, 12)
try: v.reset(tok2)
except ValueError as e: print("different Context" in str(e))
try: w.reset(v.set(1))
except ValueError as e: print("different ContextVar" in str(e))
with v.set(99) as tk: print(v.get())
print(v.get(), repr(tk).startswith("<Token used var=<ContextVar name='v' default=1 at 0x"))
many = [ContextVar(str(i)) for i in range(500)]
def fill():
    toks = [x.set(i) for i, x in enumerate(many)]
    before = copy_context()
    print(sum(x.get() for x in many), len(before))
    for x, k in list(zip(many, toks))[::2]: x.reset(k)
    print(len(copy_context()), len(before), sum(before[x] for x in many), sum(x.get(0) for x in many))
    for x, k in list(zip(many, toks))[1::2]: x.reset(k)
    print(len(copy_context()))
Context().run(fill)
t(lambda: Context().run(1)); t(lambda: Context().run(lambda: 1 / 0)); print(ContextVar[int], Token[int])
