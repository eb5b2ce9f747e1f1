"""Asynchronous comprehensions: async for and await in each clause, nesting, generator expressions, where they are refused."""
# zeal: 20 - each of forty sources that are refused is shown with its place
class Pause:
    def __init__(self, tag): self.tag = tag
    def __await__(self): return (yield self.tag)


def run(c):
    out = []
    try:
        while True: out.append(c.send(None))
    except StopIteration as e:
        print(e.value, "|", *out)
    except Exception as e:
        print(type(e).__name__, e, "|", *out)


async def agen(n, fail=None):
    for i in range(n):
        await Pause(i)
        if i == fail: raise KeyError(i)
        yield i


async def truth(x):
    await Pause(f"t{x}")
    return x % 2


class Async:
    def __init__(self, n): self.n = n
    def __aiter__(self): return self
    async def __anext__(self):
        if not self.n: raise StopAsyncIteration
        self.n -= 1
        return self.n


async def lists(): return [x async for x in agen(3)], [x async for x in Async(3) if x], [await truth(x) for x in range(2)]
async def conditions(): return [x async for x in agen(4) if await truth(x)], [x for x in range(4) if await truth(x)]
async def mixed(): return [(x, y) async for x in agen(2) for y in "ab"], [(x, y) for x in range(2) async for y in agen(x + 1)]
async def dicts(): return {x: y async for x in agen(2) async for y in Async(2)}, {x % 2 async for x in agen(3)} == {0, 1}, {await truth(x): x for x in (1, 2)}
async def nested(): return [[y async for y in agen(x)] async for x in agen(3)], [[await truth(y) for y in range(x)] for x in range(3)]
async def outermost(): return [x for x in await value([1, 2])], [x async for x in await value(Async(2))]
async def value(x):
    await Pause("v")
    return x
async def generator_expression():
    g = (x * 2 async for x in agen(3))
    h = (await truth(x) for x in range(2))
    return type(g).__name__, type(h).__name__, [x async for x in g], [x async for x in h]
async def outer_await(): 
    g = (x for x in await value([1, 2]))
    return type(g).__name__, list(g)
async def fails(): return [x async for x in agen(3, 1)]
async def walrus(): return [y async for x in agen(3) if (y := x * 2)], y
async def closure():
    f = [lambda: x async for x in agen(2)]
    return [g() for g in f]
async def loop_else():
    async for x in agen(2): pass
    else: return "else", x
async def loop_break():
    async for x in agen(5):
        if x == 0: continue
        if x == 2: break
    else: return "else"
    return "broke", x
async def targets():
    d = {}
    async for d["k"], *d["rest"] in agen_pairs(): pass
    return d
async def agen_pairs():
    yield "abc"
    yield (1, 2)


for f in (lists, conditions, mixed, dicts, nested, outermost, generator_expression, outer_await, fails, walrus, closure, loop_else, loop_break, targets):
    print(f.__name__, end=": ")
    run(f())
class NoNext:
    def __aiter__(self): return 5
class NoAiter: pass
class Sync:
    def __aiter__(self): return self
    def __anext__(self): return 5
class Coro:
    async def __aiter__(self): return self
class Fails:
    def __aiter__(self): raise LookupError("aiter")
class NoneNext:
    def __aiter__(self): return self
    __anext__ = None
async def over(x): return [i async for i in x]
async def loop(x):
    async for i in x: pass
for bad in (NoNext(), NoAiter(), Sync(), Fails(), [1], None, agen, NoneNext()):
    run(over(bad))
    run(loop(bad))
async def plain(x): return [i for i in x]
run(plain(agen(1)))
async def awaits(x): return await x
for bad in (5, None, [1], agen(1), (x for x in ""), type("A", (), {"__await__": lambda s: 5})(), type("A", (), {"__await__": lambda s: "abc"})(), type("A", (), {"__await__": lambda s: iter("ab")})(), type("A", (), {"__await__": None})(), type("A", (), {"__await__": lambda s: value(1)})(), awaits):
    run(awaits(bad))
for source in ("[x async for x in y]", "def f(): [x async for x in y]", "def f(): (x async for x in y)", "(x async for x in y)", "def f(): [await x for x in y]", "async def f():\n class C: [x async for x in y]", "async def f(): lambda: [x async for x in y]", "async def f(): lambda: await x", "async for x in y: pass", "def f():\n async for x in y: pass", "def f():\n async with x: pass", "async with x: pass", "async x = 1", "async def f(): async = 1", "async lambda: 1", "await x", "await = 1", "async def f(): await", "async def f(): await = 1", "async def f(): await x = 1", "async def f(): -await x ** 2", "async def f(): await await x", "async def f(): await -x", "async def f(): await not x", "async def f(): not await x", "async def f(x=await y): pass", "async def f(): def g(x=await y): pass", "async def f():\n def g(x=await y): pass", "async def f(x: await y): pass", "async def f():\n [[x async for x in y] for z in w]\n {x: [z async for z in w] for x in y}", "async def f(): [lambda: [x async for x in y] for z in w]", "async for x in y", "async def f(): [x async for x in y async if z]"):
    try:
        compile(source, "<s>", "exec")
        print(repr(source), "accepted")
    except SyntaxError as e:
        print(repr(source), "|", e.msg, e.lineno, e.offset)
