# match: every kind of pattern.
def what(x):
    match x:
        case None: return 'none'
        case True | False: return 'bool'
        case 0 | 1.5 | -3: return 'number'
        case 2 + 3j: return 'complex'
        case 'a' | b'b': return 'text'
        case []: return 'empty seq'
        case [y]: return ('one', y)
        case [1, *rest]: return ('starts with 1', rest)
        case (a, b): return ('pair', a, b)
        case [first, *_, last] if first == last: return ('same ends', first)
        case [_, second, *_]: return ('second', second)
        case {'k': 1}: return 'k is 1'
        case {'k': v, **rest}: return ('k', v, rest)
        case {'x': {'y': [p, *_]}}: return ('nested', p)
        case {}: return 'mapping'
        case str(): return 'str'
        case int(n) if n > 100: return ('big', n)
        case int() as n: return ('int', n)
        case float(f): return ('float', f)
        case _: return 'other'
for x in (None, True, False, 0, 1.5, -3, 2+3j, 'a', b'b', [], (), [5], [1, 2, 3], (7, 8), [4, 5, 4], [4, 5, 6], {'k': 1}, {'k': 2, 'z': 3},
          {'x': {'y': [9, 8]}}, {}, {'q': 1}, 'zz', b'zz', 500, 50, 2.5, {1, 2}, range(1), range(3), object, 1, 2.0, iter([])):
    print(repr(x) if not hasattr(x, '__next__') else 'iter', '->', what(x))

class Point:
    __match_args__ = ('x', 'y')
    def __init__(self, x, y): self.x, self.y = x, y
class P3(Point):
    def __init__(self, x, y, z): super().__init__(x, y); self.z = z
def where(p):
    match p:
        case Point(0, 0): return 'origin'
        case P3(x, y, z=0): return ('flat', x, y)
        case Point(x=0, y=yy): return ('on y', yy)
        case Point(x, y) if x == y: return ('diagonal', x)
        case Point(x, Point(a, b)): return ('nested', x, a, b)
        case Point(): return 'point'
        case [Point(x, _), Point(_, y)]: return ('two', x, y)
print([where(p) for p in (Point(0, 0), P3(1, 2, 0), Point(0, 5), Point(3, 3), Point(1, Point(2, 3)), Point(1, 2), [Point(1, 2), Point(3, 4)], 5)])

def color(c):
    class C: RED = 1; GREEN = 2
    match c:
        case C.RED: return 'red'
        case C.GREEN: return 'green'
        case (C.RED | C.GREEN) as pair, _: return ('first', pair)
        case (1 | 2 | 3) | (4 | 5) as n: return n
print([color(c) for c in (1, 2, (2, 9), 4, 6)])

def binds(x):
    match x:
        case [a, b, 3]: return ('3', a, b)
        case [a, *c]: pass
        case {'a': a, **kw}: return (a, kw)
        case _: a = 'nothing'
    return a, locals().get('b', 'unbound')
print(binds([1, 2, 3]), binds([1, 2, 4]), binds({'a': 1, 'b': 2}), binds(5))
def alts(x):
    match x:
        case [1, y] | [y, 2] | {'y': y}: return y
        case (('a', v) | (v, 'a')) as whole: return v, whole
print(alts([1, 7]), alts([8, 2]), alts({'y': 9}), alts(('a', 1)), alts((2, 'a')), alts(0))
def loop(xs):
    out = []
    for x in xs:
        match x:
            case 0: continue
            case 9: break
            case _: out.append(x)
    return out
print(loop([1, 0, 2, 9, 3]))
def guard(x):
    match x:
        case n if (m := n * 2) > 10: return m
        case n: return -n
print(guard(6), guard(2))
match 1, 2:
    case 1, z: print('tuple subject', z)
match [*range(3)]:
    case [a, b, c]: print(a, b, c)
class M:
    def __len__(self): return 1
    def __getitem__(self, i): return i
match M():
    case [x]: print('seq')
    case {}: print('map')
    case _: print('neither')
class Sub(dict): pass
match Sub(a=1):
    case {'a': 1}: print('dict subclass')
class SubL(list): pass
match SubL([1, 2]):
    case [a, b]: print('list subclass', a, b)
match {'a': 1, 'b': 2}:
    case {'a': x, 'b': y, **z}: print(x, y, z)
match True:
    case 1: print('1 == True')
match 'abc':
    case str(s): print(s)
match {1: 2}:
    case dict(d): print(d)
match type:
    case type(): print('type')
