"""Asynchronous generators: asend, athrow and aclose in every state, values, errors and who may be running."""
from lib.driving import Pause, attempt, drive


async def agen():
    try:
        got = yield 1
        print("got", got)
        try:
            await Pause("p")
            yield 2
        except KeyError as e:
            print("caught", repr(e))
            yield "recovered"
    finally:
        print("finally")
        await Pause("cleanup")


async def ignores():
    try: yield 1
    except GeneratorExit: yield "ignored"


async def other():
    try: yield 1
    finally: raise LookupError("instead")


g = agen()
print(drive(g.asend(None)), drive(g.__anext__()), drive(g.__anext__()))
g = agen()
print(drive(g.asend(None)))
print(drive(g.asend("value")))
print(drive(g.athrow(KeyError("k"))))
print(drive(g.aclose()))
print(drive(g.asend(None)), drive(g.aclose()), drive(g.athrow(ValueError("late"))))
g = agen()
attempt(lambda: drive(g.asend(5)))
print(drive(g.aclose()))
g = agen()
print(drive(g.athrow(KeyError("at the start"))), drive(g.asend(None)))
g = agen()
drive(g.asend(None))
print(drive(g.athrow(ValueError("through"))))
g = ignores()
drive(g.asend(None))
print(drive(g.aclose()))
g = other()
drive(g.asend(None))
print(drive(g.aclose()), drive(g.aclose()))
g = agen()
step = g.asend(None)
drive(step)
attempt(step.send, None)
attempt(step.throw, KeyError)
print(step.close())
step = g.asend("x")
print(step.send(None))
second = g.asend(None)
attempt(second.send, None)
attempt(g.aclose().send, None)
attempt(g.athrow(KeyError).send, None)
print(step.throw(KeyError("into the await")) if False else drive(step))
closing = g.aclose()
print(closing.send(None))
attempt(g.asend(None).send, None)
print(closing.throw(OSError("in cleanup")) if False else drive(closing))
attempt(closing.send, None)
for args in ((5,), ("x",), (object,)):
    h = agen()
    attempt(lambda: drive(h.athrow(*args)))
h = agen()
attempt(h.asend)
attempt(h.asend, 1, 2)
attempt(h.aclose, 1)
print(type(h.asend(1)).__name__, type(h.athrow(KeyError)).__name__, type(h.aclose()).__name__, type(h.__anext__()).__name__, h.__aiter__() is h)
print(h.ag_running, h.ag_suspended, h.ag_await, h.ag_frame is not None, h.ag_code is agen.__code__, h.__name__)
drive(h.asend(None))
print(h.ag_running, h.ag_suspended)
step = h.asend(None)
step.send(None)
print(h.ag_running, h.ag_suspended, type(h.ag_await).__name__)
drive(step)
drive(h.aclose())
print(h.ag_running, h.ag_suspended, h.ag_frame)
async def stops():
    yield 1
    raise StopAsyncIteration("inner")
async def stops_too():
    yield 1
    raise StopIteration("inner")
for make in (stops, stops_too):
    g = make()
    drive(g.asend(None))
    print(drive(g.asend(None)))
