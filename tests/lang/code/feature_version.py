# zeal: 20 - it compiles many sources
"""Grammars of older versions: what each construct is called that they do not have, and where the error stands."""
import ast

S = ["x: int","x: int = 1","(x): int","a.b: int = 2","a @= b","a @ b","async def f(): pass","async def f():\n  async with a: pass","async def f():\n  async with (a): pass","async def f():\n  async with (a, b): pass","async def f():\n  async for x in y: pass",
"async def f():\n  [x async for x in y]","async def f():\n  await x","try: pass\nexcept* X: pass","try: pass\nexcept* X as y: pass","try: pass\nexcept* X, Y: pass","try: pass\nexcept X, Y: pass","match x:\n  case 1: pass","type X = int","def f[T](): pass","def f[T=int](): pass","class C[T]: pass","class C[*T=int]: pass","class C[**P=int]: pass","type X[T] = int","(x := 1)","f(x := 1)","def f(a, /): pass","def f(a=1, /): pass","def f(a, /, b=1, *c): pass","lambda a, /: 1","lambda a=1, /: 1","with (a as b): pass","with (a, b): pass","with (a): pass","with (a as b, c as d): pass","1_000","0x_f","1_0.0","1_0j","f'{x}'","f'x'","t'{x}'","t'x'","x[*a]","def f(*a: *b): pass","return (*a, b)","for x in *a, b: pass","x = yield *a, b","@a[1]\ndef f(): pass","lambda: (yield)","a if b else c","{**a}","f(*a, *b)","[*a]","print(*a)","nonlocal x","1 if 2 else 3","f'{x!r:>{y}}'","f'{x=}'", "continue", "async def f():\n  return [await x async for x in y if await z]","del (x)","'a' f'b' 'c'","raise x from y","1_0 + a @ b","x = 1\ny: int\nz @ 1", "a @ b @ c", "x: 1_0", "match x:\n  case {'a': 1_0}: pass","match x:\n  case 1_0: pass", "print 1", "a @ b c", "1_0 c"]


def tried(source, version, mode="exec"):
    try:
        ast.parse(source, feature_version=version, mode=mode)
        return "ok"
    except SyntaxError as e:
        return f"{type(e).__name__} {e.msg} {e.lineno} {e.offset} {e.end_lineno} {e.end_offset} {e.text!r}"
    except Exception as e:
        return f"{type(e).__name__} {e}"


for source in S:
    answers = {}
    for version in (4, 9, 13):
        answers.setdefault(tried(source, (3, version)), version)
    print(ascii(source), answers)
for version in [(2, 7), (3, 0), (3,), 3, (3, -1), (4, 1), "x", (3, 15), (3, 99), (3, "x"), None, -1, 0]:
    print(version, tried("x: int", version))
for version in (-3, 3, 10):
    # Of code there is only the newest.
    print(version, compile("match 1:\n case 1: pass", "f", "exec", _feature_version=version).co_filename)
