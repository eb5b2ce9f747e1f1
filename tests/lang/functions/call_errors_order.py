"""Errors of calls: missing, surplus, repeated and positional-only arguments, which comes first when several are wrong."""
from lib.attempts import attempt


def plain(a, b, c=3): return a, b, c
def posonly(a, b=2, /): return a, b
def mixed(a, /, b, *, c, d=4): return a, b, c, d
def kwonly(*, a, b, c=3): return a, b, c
def star(a, *args, b, **kw): return a, args, b, kw
def posname(a, /, **kw): return a, kw
def nothing(): return ()
def long(a, b, c, d, e, *, f, g, h): pass


for args, kw in (((), {}), ((1,), {}), ((1, 2, 3, 4), {}), ((1, 2, 3, 4, 5), {"x": 1}), ((1,), {"a": 1}), ((1, 2), {"b": 1}), ((), {"b": 1}), ((1, 2), {"z": 1}), ((), {"z": 1}), ((), {"c": 1, "y": 2, "z": 3}), ((1, 2, 3), {"a": 1, "b": 2})):
    attempt(plain, *args, **kw)
for args, kw in (((), {}), ((1, 2, 3), {}), ((), {"a": 1}), ((1,), {"b": 1}), ((), {"a": 1, "b": 2}), ((1,), {"a": 1, "z": 2}), ((1, 2, 3), {"a": 1})):
    attempt(posonly, *args, **kw)
for args, kw in (((), {}), ((1,), {}), ((1, 2), {}), ((1, 2, 3), {}), ((1, 2, 3), {"c": 1}), ((1, 2, 3, 4), {"c": 1, "d": 2}), ((1, 2), {"c": 1}), ((), {"a": 1, "b": 2, "c": 3}), ((1,), {"a": 1, "b": 2, "c": 3}), ((1, 2), {"b": 3, "c": 1}), ((1,), {"c": 1}), ((1, 2), {"d": 1}), ((), {"c": 1, "x": 2})):
    attempt(mixed, *args, **kw)
for args, kw in (((), {}), ((1,), {}), ((1,), {"a": 1}), ((1, 2), {"a": 1, "b": 2, "c": 3}), ((), {"a": 1}), ((), {"a": 1, "b": 2}), ((), {"c": 1}), ((), {"a": 1, "b": 2, "d": 3})):
    attempt(kwonly, *args, **kw)
for args, kw in (((), {}), ((), {"b": 1}), ((1, 2, 3), {}), ((1, 2), {"b": 1, "args": 5, "kw": 6}), ((1,), {"a": 2, "b": 3}), ((1,), {"self": 1, "b": 2})):
    attempt(star, *args, **kw)
attempt(posname, 1, a=2)
attempt(posname, a=2)
attempt(nothing, 1)
attempt(nothing, x=1)
attempt(nothing, 1, x=1)
attempt(long)
attempt(long, 1, c=3)
attempt(long, 1, 2, 3, 4, 5)
attempt(long, 1, 2, 3, 4, 5, 6, f=1)
attempt(long, *range(9), g=1, h=2)
attempt(plain, 1, bb=2)
attempt(plain, 1, 2, cc=2)
attempt(kwonly, aa=1)


class C:
    def method(self, a, *, b): return a, b
    @classmethod
    def made(cls, a): return a
    @staticmethod
    def free(a): return a
    def __call__(self, x): return x
    def __init__(self, *args, n=0): pass
    def none(): pass


for action in (lambda: C().method(), lambda: C.method(), lambda: C().method(1, 2, b=3), lambda: C().method(1), lambda: C().made(), lambda: C.made(1, 2), lambda: C.free(), lambda: C().free(1, 2), lambda: C()(), lambda: C()(1, 2), lambda: C(m=1), lambda: C().none(), lambda: C().method(self=1, a=2, b=3), lambda: (lambda x, *, y: 0)(), lambda: (lambda: 0)(1)):
    attempt(action)
