# f_locals of functions: a proxy that writes through (PEP 667).
import sys
def f(a):
    b = 2
    p = sys._getframe().f_locals
    print(type(p).__name__, p, len(p), 'a' in p, p['b'], p.get('zz', 'no'), list(p), list(p.keys()), list(p.values())[:2])
    p['b'] = 20; p['new'] = 'extra'
    print(b, p['new'], sys._getframe().f_locals['new'], locals())
    del p['new']
    for k in ('b', 'missing'):
        try: del p[k]
        except (ValueError, KeyError) as e: print(type(e).__name__, e)
    try: p['missing']
    except KeyError as e: print(e)
    p.update({'a': 7}); print(a, p.setdefault('a', 8), p.copy() == p, (p | {'x': 1})['x'])
    return sys._getframe()
fr = f(1)
print(fr.f_locals['a'], sorted(fr.f_locals))
fr.f_locals['a'] = 'later'; print(fr.f_locals['a'])
def cells():
    v = 1
    def g(): return v
    sys._getframe().f_locals['v'] = 5
    return g(), v
print(cells())
def gen():
    x = 1
    while True: yield x
g = gen(); print(next(g)); g.gi_frame.f_locals['x'] = 42; print(next(g), g.gi_frame.f_locals)
def outer():
    y = 'before'
    inner()
    return y
def inner(): sys._getframe(1).f_locals['y'] = 'after'
print(outer())
print(sys._getframe().f_locals is globals())
class C:
    q = 1
    d = sys._getframe().f_locals
    d['r'] = 2
print(C.r)
def snap():
    a = 1
    l = locals(); l['a'] = 5
    return a, l is locals()
print(snap())
