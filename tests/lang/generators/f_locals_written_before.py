"""An operand that was read before the code is suspended keeps its value, whatever others write to its frame's variables meanwhile."""
import types


def drive(make, *sent):
    generator = make()
    shown = []
    value = next(generator)
    for one in sent:
        generator.gi_frame.f_locals["a"] = 100
        generator.gi_frame.f_locals["b"] = [100]
        try:
            value = generator.send(one)
        except StopIteration as error:
            shown.append(error.value)
            break
    print(make.__name__, shown)


def binary(a=1, b=[1]): return a + (yield)
def compared(a=1, b=[1]): return a < (yield) < a
def chained(a=1, b=[1]): return (a, (yield), a)
def item(a=1, b=[5, 6]): return b[(yield)]
def called(a=1, b=[1]): return max(a, (yield))
def augmented(a=1, b=[1]):
    a += yield
    return a
def stored(a=1, b=[1]):
    b[0] += yield
    return b
def pair(a=1, b=[1]):
    x, y = a, (yield)
    return x, y
def formatted(a=1, b=[1]): return f"{a:{(yield)}}"
def key(a=1, b=[1]): return {a: (yield)}
def delegated(a=1, b=[1]): return a + (yield from binary(2))
def target(a=1, b=[1]):
    c = {}
    c[(yield)] = a
    return c


for make in (binary, compared, chained, item, called, augmented, pair, formatted, key, target):
    drive(make, 1)
drive(stored, 1)


@types.coroutine
def pause():
    return (yield)


async def awaits():
    a = 1
    return a + await pause(), [a async for x in numbers()], a - sum([x async for x in numbers()])


async def numbers():
    yield await pause()


coroutine = awaits()
coroutine.send(None)
for value in range(4):
    coroutine.cr_frame.f_locals["a"] = 50 + value
    try:
        coroutine.send(value)
    except StopIteration as error:
        print(error.value)
        break
