"""async for and asynchronous comprehensions: __aiter__ and __anext__ of every kind, aiter and anext, defaults, refusals."""
from lib.driving import Pause, attempt, drive


class Ticks:
    def __init__(self, *values): self.values = list(values)
    def __aiter__(self): return self
    async def __anext__(self):
        if not self.values: raise StopAsyncIteration
        value = self.values.pop(0)
        if isinstance(value, Exception): raise value
        await Pause(("tick", value))
        return value


async def collect(source):
    seen = []
    async for item in source:
        seen.append(item)
        if item == "break": break
        if item == "skip": continue
    else:
        seen.append("else")
    return seen


print(drive(collect(Ticks(1, 2))))
print(drive(collect(Ticks("skip", "break", 3))))
print(drive(collect(Ticks(1, ValueError("inside")))))
print(drive(collect(Ticks(1, StopIteration("wrong stop")))))


class Kind:
    def __init__(self, iterator): self.iterator = iterator
    def __aiter__(self): return self.iterator


class Next:
    def __init__(self, answer): self.answer = answer
    def __anext__(self): return self.answer


async def aiter_coroutine(self): return self


for source in (5, [1], None, Kind(5), Kind([]), type("A", (), {"__aiter__": aiter_coroutine})(), type("B", (), {"__aiter__": None})(), type("C", (), {"__anext__": lambda self: None})()):
    running = collect(source)
    try:
        running.send(None)
    except Exception as error:
        print(type(error).__name__, str(error).split(" at 0x")[0], "|", type(error.__cause__).__name__)
    running.close()


async def numbers(n):
    for number in range(n):
        yield number


async def comprehensions():
    a = [item async for item in numbers(3)]
    b = {item: await plus(item) async for item in numbers(2) if await plus(item)}
    c = [(x, y) async for x in numbers(2) for y in [10, 20] if x or y > 10]
    d = [[y async for y in numbers(x)] for x in range(3)]
    e = sorted({item async for item in numbers(4)})
    f = (item async for item in numbers(2))
    return a, b, c, d, e, [item async for item in f], type(f).__name__


async def plus(value): return value + 1


print(drive(comprehensions()))


async def steps():
    iterator = aiter(numbers(2))
    print(type(anext(iterator)).__name__, end=" ")
    print(await anext(iterator), await anext(iterator), await anext(iterator, "default"), end=" ")
    try:
        await anext(iterator)
    except StopAsyncIteration as error:
        print("stopped", error.args)
    print(await anext(Ticks(7), None), await anext(Ticks(), "empty"))


print(drive(steps()))
attempt(aiter, 5)
attempt(aiter, [])
attempt(anext, 5)
attempt(anext, 5, 6)
attempt(aiter)
attempt(anext)
attempt(aiter, Kind(5))
attempt(aiter, Ticks(), 1)
waiting = anext(Ticks(), 1)
print(type(waiting).__name__, waiting.close())


async def unpack():
    first, *rest = [item async for item in numbers(4)]
    async for target[0], target[1] in Ticks((1, 2), (3, 4)):
        print(target, end=" ")
    async for (a, (b, c)) in Ticks((1, (2, 3))):
        print(a, b, c, end=" ")
    return first, rest


target = [None, None]
print(drive(unpack()))


async def finalizes():
    try:
        yield 1
        yield 2
    finally:
        print("finalized", end=" ")


async def stops_early():
    source = finalizes()
    async for item in source:
        break
    await source.aclose()
    return item


print(drive(stops_early()))
