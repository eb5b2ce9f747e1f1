# zeal: 30 - imports much of the library
# Coroutines: driving, awaiting, results, exceptions, wrappers, attributes.
class Future:
    def __init__(self, tag): self.tag = tag
    def __await__(self):
        got = yield self.tag
        return ('got', got)

async def leaf(x):
    r = await Future(x)
    return r

async def middle(x):
    try:
        return await leaf(x)
    finally:
        print('middle done')

def run(coro, *answers):
    try:
        value = coro.send(None)
        print('yield', value)
        for a in answers:
            value = coro.throw(a) if isinstance(a, BaseException) else coro.send(a)
            print('yield', value)
    except StopIteration as e:
        return e.value

print(run(middle(1), 'A'))
try:
    run(middle(2), KeyError('k'))
except KeyError as e:
    print(repr(e))

async def empty(): return 5
c = empty()
print(type(c).__name__, c.cr_running, c.cr_suspended, c.cr_await, c.cr_code.co_name, c.cr_origin, c.__name__, c.__qualname__)
print(run(c))
try: c.send(None)
except RuntimeError as e: print(e)
c.close()
print(c.cr_frame)
try: iter(empty())
except TypeError as e: print(e)
try: next(empty())
except TypeError as e: print(e)
async def bad(): await 1
try: run(bad())
except TypeError as e: print(e)
class W:
    def __await__(self): return 5
async def bad2(): await W()
try: run(bad2())
except TypeError as e: print(e)
class W2:
    def __await__(self): return empty()
async def bad3(): await W2()
try: run(bad3())
except TypeError as e: print(e)
w = middle(3).__await__()
print(type(w).__name__, next(w))
try: w.send('W')
except StopIteration as e: print(e.value)
c = middle(4); print(c.send(None), c.cr_await.__name__, c.cr_suspended); c.close()
async def stop(): raise StopIteration(1)
try: run(stop())
except RuntimeError as e: print(e, repr(e.__cause__))
c = leaf(1); c.send(None)
async def twice(): await c
try: run(twice())
except RuntimeError as e: print(e)
c.close()
def gen():
    yield from empty()
try: list(gen())
except TypeError as e: print(e)
c = empty()
try: c.send(1)
except TypeError as e: print(e)
c.close()
async def many():
    total = 0
    for i in range(5):
        total += (await Future(i))[1]
    return total
print(run(many(), 1, 2, 3, 4, 5))
class CM:
    def __init__(self, name, swallow=False): self.name, self.swallow = name, swallow
    async def __aenter__(self):
        print('enter', self.name); await Future('e' + self.name); return self.name
    async def __aexit__(self, t, v, tb):
        print('exit', self.name, t); await Future('x' + self.name); return self.swallow
async def withs():
    async with CM('a') as a, CM('b') as b:
        print('body', a, b)
        await Future('body')
    async with CM('c', True):
        raise ValueError('swallowed')
    try:
        async with CM('d'):
            return await Future('returning')
    finally:
        print('finally')
print(run(withs(), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10))
async def raising():
    async with CM('r'):
        raise KeyError('r')
try: run(raising(), 1, 2)
except KeyError as e: print(repr(e))
async def loopwith():
    for i in range(3):
        async with CM(str(i)):
            if i == 0: continue
            if i == 1: break
    return i
print(run(loopwith(), 1, 2, 3, 4))
async def nested(n):
    if n == 0: return await Future('deep')
    return await nested(n - 1)
print(run(nested(150), 'z'))
for src in (int,):
    class B:
        __aenter__ = 1
    async def f():
        async with B(): pass
    try: run(f())
    except TypeError as e: print(e)
async def lam(): return [await Future(i) for i in range(2)], {k: await Future(k) for k in 'a'}, (await Future('t'), 1)
print(run(lam(), 1, 2, 3, 4))
