"""Coroutines: attributes over a life, awaiting twice, throw and close in every state, wrappers, types refused."""
from lib.driving import Pause, attempt, drive


async def leaf(x):
    try:
        got = await Pause(x)
    except KeyError as e:
        got = f"caught {e}"
    return got


async def outer(): return await leaf("o")


def state(c): return c.cr_running, c.cr_suspended, c.cr_frame is not None, type(c.cr_await).__name__, c.cr_origin


c = outer()
print(state(c), c.send(None), state(c), c.cr_await.cr_code.co_name, c.cr_await.cr_await.gi_code.co_name if hasattr(c.cr_await.cr_await, "gi_code") else None)
attempt(c.send, "answer")
print(state(c))
attempt(c.send, None)
attempt(c.throw, KeyError("k"))
print(c.close())
c = outer()
attempt(c.send, 5)
c.send(None)
attempt(c.throw, KeyError("into"))
c = outer()
c.send(None)
attempt(c.throw, ValueError("through"))
c = outer()
attempt(c.throw, ValueError("unstarted"))
c = outer()
print(c.close(), state(c))
attempt(c.send, None)
async def awaits(x): return await x
done = leaf("d")
print(drive(done, 1), drive(awaits(done)))
shared = leaf("s")
a, b = awaits(shared), awaits(shared)
print(a.send(None))
attempt(b.send, None)
print(drive(a, 1) if False else a.close())
async def recursive(): return await itself
itself = recursive()
attempt(itself.send, None)
itself.close()
async def running(): me.send(None)
me = running()
attempt(me.send, None)
c = leaf("w")
w = c.__await__()
print(type(w).__name__, iter(w) is w, next(w), w.gi_frame is None if hasattr(w, "gi_frame") else "no frame")
attempt(w.send, "x")
attempt(next, w)
c = leaf("iter")
for action in (lambda: iter(c), lambda: next(c), lambda: list(c), lambda: [*c], lambda: len(c), lambda: c(), lambda: c + c, lambda: [x for x in c], lambda: dict(c), lambda: (yield_from := list((lambda: (yield from c))()))):
    attempt(action)
for name, value in (("__name__", "n"), ("__name__", 5), ("__qualname__", "q"), ("cr_frame", 1), ("cr_await", 1), ("cr_code", 1), ("x", 1)):
    attempt(setattr, c, name, value)
print(repr(c).split(" at ")[0])
c.close()
attempt(type(c))
attempt(lambda: type("C", (type(c),), {}))
async def ignores():
    try: await Pause("i")
    except GeneratorExit: await Pause("ignored")
c = ignores()
c.send(None)
attempt(c.close)
async def returns():
    try: await Pause("r")
    except GeneratorExit: return "value"
c = returns()
c.send(None)
print(c.close())
async def stop(): raise StopIteration("s")
attempt(lambda: drive(stop()))
async def stop_async(): raise StopAsyncIteration("s")
attempt(lambda: drive(stop_async()))
class Iterates:
    def __await__(self): return iter([1, 2])
print(drive(awaits(Iterates()), None), drive(awaits(Iterates()), "value"))
class Gen:
    def __await__(self):
        try: yield 1
        finally: print("await finally")
c = awaits(Gen())
c.send(None)
c.close()
class Await:
    def __await__(self): return leaf("l").__await__()
print(drive(awaits(Await()), 9))
