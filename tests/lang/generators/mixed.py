# zeal: 4 - many safepoints
# Generators: tracebacks, frames, sends in every position.
import sys
# tracebacks through generators
def show(e):
    t = e.__traceback__; out = []
    while t: out.append((t.tb_frame.f_code.co_name, t.tb_lineno)); t = t.tb_next
    return out
def g():
    try:
        yield 1
    except ValueError:
        raise KeyError('k')
def h():
    yield from g()
it = h(); next(it)
try: it.throw(ValueError('v'))
except KeyError as e: print(show(e), show(e.__context__), repr(e.__context__))
it = h(); next(it)
try: it.throw(OSError('o'))
except OSError as e: print(show(e))
def first(): yield 1
try: first().throw(OSError('created'))
except OSError as e: print(show(e))
it = first(); list(it)
try: it.throw(OSError('closed'))
except OSError as e: print(show(e))
# f_back in generators
def who():
    f = sys._getframe(1); names = []
    while f: names.append(f.f_code.co_name); f = f.f_back
    return names
def gg(): yield who()
def hh(): yield from gg()
print(next(hh()), list(gg()), [x for x in gg()])
it = hh(); print(it.gi_frame.f_back)
next(it); print(it.gi_frame.f_back, it.gi_frame.f_lineno, it.gi_frame.f_locals)
# locals in generators
def lg(a):
    b = 2
    yield locals()
    c = 3
    yield locals()
print(list(lg(1)))
# generator holding loops inside with & nested comprehension
def nest():
    for i in range(3):
        for j in [k * i for k in range(3)]:
            for c in str(j):
                yield i, j, c
print(list(nest()))
# unpack from generator
def up(): yield 1; yield 2; yield 3
a, *b = up(); print(a, b); x, y, z = up(); print(x, y, z); print(*up(), [*up()], {*up()}, dict.fromkeys(up()))
try: a, b = up()
except ValueError as e: print(e)
# send expressions in various positions
def pos():
    d = {}
    d[(yield 'k')] = yield 'v'
    print(d, (yield 1) + (yield 2), [(yield 3), (yield 4)], f'{(yield 5)}', (yield 6) if (yield 7) else (yield 8))
    x = yield
    x += yield
    print(x, not (yield), (yield 9) and (yield 10))
    return (yield 11), (yield)
it = pos(); v = next(it); n = 0
try:
    while 1:
        n += 1; v = it.send(n)
except StopIteration as e: print(e.value)
class CM:
    def __enter__(self): return (1)
    def __exit__(self, *a): print('x', a[0]); return False
def w():
    with CM() as c:
        for i in range(2):
            try: yield c + i
            finally: print('f', i)
print(list(w()))
def r():
    with CM():
        return (yield 1)
it = r(); next(it)
try: it.send('sent')
except StopIteration as e: print(e.value)
def lam(): f = lambda x: (yield x); return list(f(3))
print(lam())
def kw(*, a=1, **k): yield a, k
print(list(kw(b=2)), list(kw(a=3)))
def many(*a):
    for i in a: yield i
print(sum(many(*range(1000))))
