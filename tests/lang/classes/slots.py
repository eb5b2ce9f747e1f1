# __slots__: members, inheritance, dict and weakref slots, errors.
class P:
    __slots__ = ('x', 'y')
    def __init__(self, x, y): self.x, self.y = x, y
p = P(1, 2)
print(p.x, p.y, P.x, type(P.x), P.x.__name__, P.x.__objclass__ is P, hasattr(p, '__dict__'))
p.x += 10; print(p.x)
del p.x
try: p.x
except AttributeError as e: print(e)
try: del p.x
except AttributeError as e: print(e)
try: p.z = 1
except AttributeError as e: print(e)
try: p.__dict__
except AttributeError as e: print(e)
class Q(P):
    __slots__ = ['z']
q = Q(1, 2); q.z = 3; print(q.x, q.y, q.z)
class R(P): pass
r = R(4, 5); r.extra = 6; print(r.x, r.__dict__, r.extra); r.x = 7; print(r.__dict__, r.x)
del r.extra; r.more = 1; print(r.x, r.y, r.__dict__)
for i in range(6): setattr(r, 'a%d' % i, i)
print(r.x, r.y, sorted(r.__dict__))
class S:
    __slots__ = 'single'
s = S(); s.single = 1; print(s.single, S.__slots__)
class D:
    __slots__ = ('a', '__dict__')
d = D(); d.a = 1; d.b = 2; print(d.a, d.b, d.__dict__)
class E:
    __slots__ = ()
try: E().x = 1
except AttributeError as e: print(e)
class M:
    __slots__ = ('__private', '_ok')
    def __init__(self): self.__private = 1
print(M()._M__private, [n for n in M.__dict__ if 'private' in n])
class Def:
    __slots__ = {'doc': 'documented'}
print(Def.__slots__, Def.doc)
for slots, body in (((1,), {}), (('a b',), {}), (('x',), {'x': 1}), (('__dict__', '__dict__'), {}), (('__weakref__', '__weakref__'), {})):
    try: type('T', (), {'__slots__': slots, **body})
    except (TypeError, ValueError) as e: print(type(e).__name__, e)
try: P.x.__get__(5)
except TypeError as e: print(e)
try: P.x.__get__(E(), E)
except TypeError as e: print(e)
class A: __slots__ = 'a'
class B: __slots__ = 'b'
try:
    class C(A, B): pass
except TypeError as e: print(e)
class Mixin: __slots__ = ()
class C2(Mixin, A): __slots__ = ('c',)
c = C2(); c.a = 1; c.c = 2; print(c.a, c.c)
class L(list): __slots__ = ('tag',)
l = L([1]); l.tag = 't'; print(l, l.tag, hasattr(l, '__dict__'))
class Ex(Exception): __slots__ = ('code',)
e = Ex('m'); e.code = 5; e.other = 6; print(e.code, e.other, e.args)
for i in range(3):
    o = P(i, i * 2)
    print(o.x, o.y, end=' ')
print()
try: P.x = 5; print(P.x, p.y)
except AttributeError as e: print(e)
class Desc:
    __slots__ = ('v',)
    def __set_name__(self, owner, name): self.v = name
class Uses: attr = Desc()
print(Uses.__dict__['attr'].v)
class Big: __slots__ = tuple('s%d' % i for i in range(40))
b = Big()
for i in range(40): setattr(b, 's%d' % i, i)
print(sum(getattr(b, 's%d' % i) for i in range(40)))
class Gen:
    __slots__ = (n for n in ('g1', 'g2'))
g = Gen(); g.g2 = 2; print(g.g2)
