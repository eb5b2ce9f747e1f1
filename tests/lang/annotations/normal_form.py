# zeal: 60 - it compiles many sources
"""The normal form of expressions under from __future__ import annotations: parentheses, quotes, numbers, f-strings, and values no source spells."""
from __future__ import annotations
import ast
S = ["lambda *a: 1","lambda **k: 1","lambda: 1","lambda a, /: 1","lambda *, a: 1","lambda a,/,b=1,*c,d,e=2,**f: (a,b)","Tuple[*Ts]","Tuple[int, *Ts]","Tuple[(*Ts,)]","x[1:2, 3]","x[()]","x[(1,)]","x[a:=1]","t'{x}'","t'{x!r:>{y}} {{}} {lambda_}'","t'{ x+1 }'","t'{x=}'","f'{x}' 'y'","f'{ {1:2} }'","f'{(lambda x: 1)}'","f'{x:{y}{z!r}}'","f\"it's {x}\"","f'{x:\\n{{}}}'","f'{x[\"a\"]}'","rf'\\{x}'","u'a'","u'a' 'b'","'a' u'b'","b'a\"'","b\"it's\"","1e1000","1e1000j","-1e1000","1e5","1e16","1e15","1e-5","0.0001","1j","1.5j","0j","1e22","123456789012345678901234567890","0xffffffffffffffffffffffff","a if b else c if d else e","(a if b else c) if d else e","(lambda: 1)()","not a == b","not (a and b)","(not a) and b","-a ** b","(-a) ** b","a ** -b","(a ** b) ** c","a ** b ** c","a - (b - c)","(a - b) - c","~(a + b)","- - a","not not a","a < b < c","(a < b) < c","a.b(c)(d)[e]","1 .real","1.0.real","(1).real","-1 .real","'a'.b","f(*a, **b)","f(x for x in y)","f((x for x in y), 1)","[x for x in y if z if w for a in b]","{x: y for x in z}","{*a, *b}","{**a, 'b': c}","{**a or b}","[*a or b]","(x for x in (lambda: y, z))","[x for x in (y if z else w)]","{1: (lambda: 2)}","(a, b)","()","(a,)","[]","{}","...","None","True","(yield_)","a[b](c)","a[b, c]","a[:, 1]","a[::2]","a[1:2:3]","a[:]","a[b:=2]","'\\n\\x00\\u1234\\U0001f600\\ud800'","'\\xa0\\xad'","\"'\"","'\"\\''","a and b or c and d","(a or b) and c","a or (b or c)","(a or b) or c", "f'{x!r:}'", "f'{a}{b}'", "f''", "f'' 'a'", "a @ b", "a // b % c", "a << b >> c", "a | b ^ c & d", "(a | b) & c", "a in b not in c", "a is not b", "lambda x=(1, 2): (yield_)", "lambda x: (a, b)", "[(a, b) for (c, d) in e]", "[x async for x in y]", "x if (y, z) else w", "f(a=(b, c))", "f(*(a or b))", "f(a)(b for b in c)", "f((a, b))", "f(a := b)", "f(a := b + c)", "[a := b + c]","(a := lambda: b)","{a: b if c else d}", "f'{a if b else c}'", "f'{a,}'", "f'{a, b}'", "f'{*a,}'", "f'{a:{{}}}'", "f'{a:\"}'", "f\"{a:'}\"", "1if 2else 3", "0b11", "0o17", "1_000.5", ".5", "5.", "1E5", "00", "a.b.c", "a . b", "\"a\" \"b\"", "'''a\nb'''", "r'\\a'", "b'\\xff\\n'", "f'\\N{DASH}'" , "(a\n  +\n b)", "(*a, b)", "a[*b]", "a[(*b, c)]", "a[b, *c]", "await_", "-(-1)", "+(-1)","-(a*b)", "(-a)*b", "2**-1", "(await_)**2", "(a.b)", "(a+b).c", "(a+b)[c]", "(a+b)(c)", "(lambda: x).y", "[a][0]", "{a}[0]", "f''.a", "f'{a}'.b","x[lambda: 1]","x[a, lambda: 1]", "f(**a or b)", "f(**(lambda: 1))", "f(*(lambda: 1))", "'abc' 'd' f'{e}'", "1 if a else (2, 3)","f'{a!s}'", "f'{a!a:x}'", "f'{a = !r:x}'", "t''", "t'a' t'{b}'", "rt'\\{x}'", "t'{x:{y!r}}'", "t'{x!s}'"]
def plain(s):
    ns = {}
    try:
        exec("from __future__ import annotations\ndef f(a: (%s)): pass" % s, ns)
        return ns['f'].__annotations__['a']
    except SyntaxError as e:
        return "SyntaxError " + e.msg
for s in S: print(ascii(s), '=>', ascii(plain(s)))
import ast as A
def tree(e):
    m = A.parse("from __future__ import annotations\ndef f(a: x): pass")
    m.body[1].args.args[0].annotation = e
    A.fix_missing_locations(m)
    ns = {}
    try:
        exec(compile(m, "f", "exec"), ns)
        return ns['f'].__annotations__['a']
    except Exception as e: return f"{type(e).__name__} {e}"
C = A.Constant
for v in [(), (1,), (1, 2.5, 'a'), frozenset([1]), -1, -1.5, 1+2j, complex(-0.0, 1), complex('nan'), complex('infj'), float('nan'), float('inf'), -float('inf'), (float('inf'),), -(10**30), 10**50, b'x', ..., None, True, (1, (2, ...)), "it's", -1j]:
    print(repr(v)[:40], '=>', tree(C(v)), '|', tree(A.Attribute(C(v), 'b', A.Load())))
print(tree(A.Set([])), tree(A.JoinedStr([C('a{'), C('b'), A.FormattedValue(A.Name('x', A.Load()), -1)])), tree(A.BoolOp(A.And(), [A.Name('x', A.Load())]*1)))
