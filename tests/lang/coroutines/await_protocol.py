# zeal: 4 - many safepoints
"""await: objects with __await__ of every kind, wrong results, types.coroutine, iterators that lack send, errors from each."""
import types
from lib.driving import Pause, attempt, drive


class Returns:
    def __init__(self, value): self.value = value
    def __await__(self): return self.value


async def awaits(thing): return ("result", await thing)


def generator():
    got = yield "from generator"
    return got


async def coroutine():
    return (await Pause("paused"), "end")


for thing in (iter([1, 2]), iter("ab"), range(2), [1], 5, None, generator(), (n for n in "xy"), zip([1], [2])):
    print(drive(awaits(Returns(thing)), "s1", "s2"))
for thing in (5, None, "a", [], generator, generator(), object(), Returns):
    try:
        awaits(thing).send(None)
    except Exception as error:
        print(type(error).__name__, str(error).split(" at 0x")[0])
inner = coroutine()
print(drive(awaits(inner), "value"))
attempt(lambda: awaits(inner).send(None))
inner = coroutine()
print(drive(awaits(Returns(inner))))
inner.close()


@types.coroutine
def decorated():
    got = yield "decorated"
    return got


print(drive(awaits(decorated()), "sent"), type(decorated()).__name__)
attempt(types.coroutine, 5)


@types.coroutine
def returns_iterator(): return iter([1])


@types.coroutine
def returns_list(): return [1]


@types.coroutine
def returns_coroutine(): return coroutine()


for function in (returns_iterator, returns_list, returns_coroutine):
    try:
        print(drive(awaits(function()), "w"))
    except Exception as error:
        print(type(error).__name__, error)


class Raising:
    def __await__(self): raise ValueError("in __await__")


class Property:
    @property
    def __await__(self): raise LookupError("in the property")


class Instance:
    pass


instance = Instance()
instance.__await__ = lambda: iter([])
for thing in (Raising(), Property(), instance):
    attempt(lambda: awaits(thing).send(None))


class Iterator:
    def __init__(self, *steps): self.steps = list(steps)
    def __iter__(self): return self
    def __next__(self):
        step = self.steps.pop(0)
        if isinstance(step, BaseException): raise step
        return step


class Throws(Iterator):
    def throw(self, *arguments): return ("thrown", arguments)
    def close(self): print("closed")


print(drive(awaits(Returns(Iterator(1, StopIteration("value"))))), drive(awaits(Returns(Iterator(1, StopIteration()))), "not sendable"), drive(awaits(Returns(Iterator(KeyError("k"))))))
print(drive(awaits(Returns(Iterator(1, 2, 3))), ValueError("thrown into an iterator without throw")))
print(drive(awaits(Returns(Throws(1, 2, StopIteration(9)))), ValueError("v"), None))
running = awaits(Returns(Throws(1)))
running.send(None)
running.close()
running = awaits(Returns(Iterator(1)))
running.send(None)
running.close()
print(running.cr_frame, running.cr_await)


async def tuple_result(): return (1, 2)
async def stop_result(): return StopIteration("as a value")
async def raises_stop(): raise StopIteration("raised")
async def raises_async_stop(): raise StopAsyncIteration("raised")


for function in (tuple_result, stop_result, raises_stop, raises_async_stop):
    print(function.__name__, drive(awaits(function())))
