# Coroutines, asynchronous generators and context managers, mixed.
import sys
class F:
    def __await__(self): return (yield self)
def drive(c, vals=()):
    out = []
    it = iter(vals)
    try:
        x = c.send(None)
        while True:
            out.append(x if not isinstance(x, F) else 'F')
            v = next(it, None)
            x = c.throw(v) if isinstance(v, Exception) else c.send(v)
    except StopIteration as e: return out, e.value
    except Exception as e: return out, repr(e)
async def a(): return await F() + await F()
print(drive(a(), [1, 2]))
async def b():
    try: return await a()
    except ValueError as e: return 'caught %s' % e
print(drive(b(), [1, ValueError('x')]), drive(b(), [ValueError('y')]))
async def c():
    async def inner(n):
        for i in range(n):
            yield i
            await F()
    out = []
    async for i in inner(3):
        async for j in inner(i): out.append((i, j))
    return out, [x async for x in inner(2) if x], {x: [y async for y in inner(x)] async for x in inner(3)}
print(drive(c()))
async def d():
    async def g():
        try:
            while True:
                v = yield 1
                print('v', v)
        except ZeroDivisionError: yield 'zde'
        finally: print('fin')
    it = g()
    print(await it.asend(None), await it.asend('s'), await it.athrow(ZeroDivisionError))
    try: await it.asend(None)
    except StopAsyncIteration: print('SAI')
    it = g(); await anext(it); print(await it.aclose())
    return 'd'
print(drive(d()))
class AC:
    async def __aenter__(self): await F(); return self
    async def __aexit__(self, t, v, tb): await F(); print('aexit', t); return t is KeyError
async def e():
    async with AC() as x, AC():
        raise KeyError
    for i in range(2):
        async with AC():
            if i: break
            continue
    try:
        async with AC(): raise OSError('o')
    except OSError as ex: print(repr(ex), repr(ex.__context__))
    async with AC(): return 'ret'
print(drive(e()))
async def f():
    try: await F()
    finally: await F()
print(drive(f(), [ValueError('1'), 2]))
async def g():
    l = await F(), [await F(), await F()], {await F(): await F()}
    return l, f'{await F()}', (lambda: 1)(), (await F()).__class__.__name__, -(await F()), await F() if await F() else 0
print(drive(g(), range(20)))
async def lst(): return [await x for x in [F(), F()]], [x for x in range(3) if await F()], list(i for i in range(2))
print(drive(lst(), range(5)))
async def ge():
    g = (await F() for _ in range(2))
    return type(g).__name__, [x async for x in g]
print(drive(ge(), [7, 8]))
async def deep(n): return n if not n else await deep(n - 1) + 1
print(drive(deep(100)))
co = a(); co.send(None)
try: co.send(None).send
except Exception as e_: print(repr(e_))
try:
    co.throw(KeyError('z'))
except KeyError as e_: print('thrown', e_)
co.close()
