# Patterns, except*, generators, templates, type parameters, mixed.
# except* / finally / match combos, class scopes, closures
def f():
    out = []
    for i in range(4):
        try:
            try:
                if i == 0: continue
                if i == 1: raise ExceptionGroup('g', [ValueError(i), KeyError(i)])
                if i == 2: break
            except* ValueError as e: out.append(('v', str(e)))
            finally: out.append(('f', i))
        except* KeyError as e: out.append(('k', [repr(x) for x in e.exceptions]))
    return out
print(f())
def g(x):
    try:
        match x:
            case {'op': op, **rest} if op in ('a', 'b'): return op, rest
            case [('x' | 'y') as k, *vals] if (n := len(vals)): return k, vals, n
            case str() | bytes() as s: return s
            case _: raise ValueError(x)
    finally: print('done', x)
for x in ({'op': 'a', 'z': 1}, ['x', 1, 2], ['y'], 's', b'b'):
    try: print(g(x))
    except ValueError as e: print('VE', e)
class C:
    match 5:
        case captured: pass
    def m(self): return [captured for captured in 'ab'], self.captured
print(C.captured, C().m())
def closure_match(x):
    match x:
        case [a, b]:
            return lambda: (a, b)
print(closure_match([1, 2])())
def gen_match(xs):
    for x in xs:
        match x:
            case int(): yield 'i'
            case str(): yield 's'
            case [*_]: yield from gen_match(x)
print(list(gen_match([1, 'a', [2, ['b']], 3.5])))
async def am(x):
    match await z(x):
        case {'r': r}: return r
async def z(x): return {'r': x}
try: am(9).send(None)
except StopIteration as e: print(e.value)
global_capture = None
def gl():
    global global_capture
    match [1]:
        case [global_capture]: pass
gl(); print(global_capture)
def nl():
    v = 0
    def inner():
        nonlocal v
        match 7:
            case v: pass
    inner(); return v
print(nl())
match (1, (2, [3, {'k': (4, 5)}])):
    case (a, (b, [c, {'k': (d, e)}])): print(a, b, c, d, e)
match [1, 2, 3, 4, 5]:
    case [a, *_, e]: print(a, e)
match [1, 2, 3, 4, 5]:
    case [*_, d, e]: print(d, e)
match {'a': [1, {'b': None}]}:
    case {'a': [int(x), {'b': None as n}]}: print(x, n)
match -1:
    case -1: print('neg')
match 1.5:
    case 1.5 | 2: print('float')
match 'x':
    case 'x' 'y': print('no')
    case 'x': print('x')
import sys
class Color: RED = 'r'
match 'r':
    case Color.RED: print('dotted')
class Pt:
    __match_args__ = ('x', 'y')
    def __init__(s, x, y): s.x = x; s.y = y
match Pt(1, Pt(2, 3)):
    case Pt(x, Pt(y=z)): print(x, z)
match [Pt(0, 1), {'p': Pt(5, 6)}]:
    case [Pt(x=0), {'p': Pt(a, b)}]: print(a, b)
def ret(x):
    match x:
        case 1: return 'one'
        case 2: pass
        case _: return 'other'
    return 'fell'
print([ret(i) for i in (1, 2, 3)])
t = t'{1+1}{"q"!r:>{5}}' ; print(t.interpolations[1].format_spec, t.values)
def deco[T](c: type[T]) -> type[T]: return c
@deco
class Q: __slots__ = ()
print(Q.__name__, deco.__annotations__['c'])
type Tree[T] = T | list[Tree[T]]
print(Tree[int].__args__, Tree.__value__)
print([type(x).__name__ for x in (int | None, list[int], Tree, Tree[int])])
def over[T: (int, str) = int](x: T) -> T: return x
print(over.__type_params__[0].__constraints__, over.__type_params__[0].__default__)
def genfin():
    try:
        yield 1
    finally:
        try: yield 2
        except GeneratorExit: print('GE'); raise
g = genfin(); next(g); next(g); g.close()
def ynone():
    x = yield
    print(x)
g = ynone(); g.send(None)
try: g.send(3)
except StopIteration: pass
lst = [1, 2, 3]
it = (lst.append(9) or v for v in lst if len(lst) < 6)
print(list(it), lst)
