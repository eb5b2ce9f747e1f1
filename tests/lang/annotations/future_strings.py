"""from __future__ import annotations: annotations as strings, their normal form, in functions, classes and modules."""
from __future__ import annotations

x: int | None = 1
y: undefined[ 1,2 ]


def f(a: int=1, b:'quoted'="x", *c:{1:2,**d}, e:lambda x,*y,z=1,**k:x+1, **g: (yield_)) -> (a,b): pass
def ops(a: 1+2*3, b: (1+2)*3, c: -(-x)**2, d: not a and b or c, e: a if b else c, f: a<b<=c!=d, g: a.b[c](d,*e,k=1,**f), h: [x for x in y if z], i: {a:b for a in c}, j: {*a,1}, l: x[1:2,::3,...], m: f"{a!r:>{b}}c", n: 'it''s', o: b'x', p: 1e100, q: 1j, r: (), s: (1,), t: [], u: ..., v: x[()], w: x[a,], z: ~x@y//z%w): pass
def more(a: x[*y], d: a is not b, e: a not in b, f: (a, (b, c)), g: x.y.z, h: (await_).q, i: 0xff, j: 1_000, k: True, l: "a\nb", m: "\"'", n: f'{x=}', o: f"{{}}{x}", p: x<<1|2&3^4>>5, q: a**-b, r: (a**b)**c, s: (-a)**b, t: -(a*b), u: (a or b) and c, v: a or (b and c), w: not (a in b), z: (lambda: 1)(), aa: t"{x!r}a") -> 'str' 'ing': pass


for function in (f, ops, more):
    for name, value in function.__annotations__.items():
        print(name, "|", value)


class C:
    a: undefined
    b: C = None
    __m: 'mangled' = 1
    def g(self, __p: __q) -> C.__r: pass
    if x:
        c: int
    (d): str = 1


print(C.__annotations__, C.g.__annotations__)
print(__annotations__)
def local():
    z: also_undefined = 1
    return z
print(local(), local.__annotations__, type(f.__annotate__).__name__, C.__annotate__ if hasattr(C, "__annotate__") else None)
f.__annotations__["a"] = 5
print(f.__annotations__["a"], f.__code__.co_flags & 0x1000000 != 0)
exec("def inherits(a: b + c): pass\nprint(inherits.__annotations__)")
print(eval("(lambda: 1).__annotations__"))
