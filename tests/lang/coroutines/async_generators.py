# Asynchronous generators, async for, asynchronous comprehensions.
import sys
class Future:
    def __init__(self, tag): self.tag = tag
    def __await__(self):
        return (yield self.tag)
def run(coro):
    try:
        v = coro.send(None)
        while True:
            print('.', v, end=' ')
            v = coro.send(v)
    except StopIteration as e:
        print()
        return e.value
async def agen(n):
    try:
        for i in range(n):
            await Future(i)
            got = yield i * 10
            if got: print('got', got)
    finally:
        print('agen finally')
async def loop():
    out = []
    async for x in agen(3):
        out.append(x)
    else:
        out.append('else')
    return out
print(run(loop()))
async def comps():
    a = [x async for x in agen(2)]
    b = {x: y async for x in agen(2) for y in (1, 2) if y > 1}
    c = {x async for x in agen(1)}
    d = (x + 1 async for x in agen(2))
    e = [x async for x in d]
    f = [await Future(z) for z in 'ab']
    return a, b, c, type(d).__name__, e, f
print(run(comps()))
async def manual():
    g = agen(3)
    print(type(g).__name__, g.__name__, g.ag_running, g.ag_await, g.ag_code.co_name)
    print(await g.__anext__(), await g.asend('hello'))
    await g.aclose()
    try: await g.__anext__()
    except StopAsyncIteration: print('stopped')
    g = agen(2)
    await anext(g)
    try: await g.athrow(KeyError('t'))
    except KeyError as e: print(repr(e))
    print(await anext(g, 'default'))
    g = agen(1)
    print(await anext(g, 'd1'), await anext(g, 'd2'))
    return 'ok'
print(run(manual()))
async def ignoring():
    try: yield 1
    finally:
        yield 2
async def f():
    g = ignoring(); await anext(g)
    try: await g.aclose()
    except RuntimeError as e: print(e)
run(f())
async def stops():
    yield 1
    raise StopAsyncIteration
async def f():
    try: return [x async for x in stops()]
    except RuntimeError as e: print(e, repr(e.__cause__))
run(f())
async def f():
    async for x in kept:
        if x == 10: break
    return x
kept = agen(5)
print(run(f()))
class AIter:
    def __init__(self): self.n = 0
    def __aiter__(self): return self
    async def __anext__(self):
        self.n += 1
        if self.n > 2: raise StopAsyncIteration
        return await Future(self.n)
async def f(): return [x async for x in AIter()]
print(run(f()))
async def f():
    async for x in 5: pass
try: run(f())
except TypeError as e: print(e)
async def f():
    async for x in AIterBad(): pass
class AIterBad:
    def __aiter__(self): return self
    def __anext__(self): return 1
try: run(f())
except TypeError as e: print(e)
class NoNext:
    def __aiter__(self): return 1
async def f():
    async for x in NoNext(): pass
try: run(f())
except TypeError as e: print(e)
g = first = agen(1)
s = g.asend(None); s2 = g.asend(None)
s.send(None)
try: s2.send(None)
except RuntimeError as e: print(e)
try: s.send(1)
except StopIteration as e: print('value', e.value)
try: s.send(None)
except RuntimeError as e: print(e)
async def f():
    try: await agen(1).asend(5)
    except TypeError as e: print(e)
run(f())
def firstiter(g): print('first', g.__name__)
old = sys.get_asyncgen_hooks()
sys.set_asyncgen_hooks(firstiter=firstiter)
print(run(loop()))
sys.set_asyncgen_hooks(*old)
async def empty():
    return
    yield
async def f(): return [x async for x in empty()]
print(run(f()))
async def deleg():
    async for x in agen(2): yield ('d', x)
async def f(): return [x async for x in deleg()]
print(run(f()))
async def f():
    g = agen(1)
    await g.aclose()
    return [x async for x in g]
print(run(f()))
try: aiter(1)
except TypeError as e: print(e)
try: anext(1)
except TypeError as e: print(e)
async def inner_exc():
    try:
        yield 1
    except ValueError as e:
        yield ('caught', str(e))
async def f():
    g = inner_exc(); await anext(g)
    return await g.athrow(ValueError('v')), [x async for x in g]
print(run(f()))
async def close():
    await kept.aclose()
    await first.aclose()
run(close())
