"""What an expression has computed before a yield or await is there afterwards, whatever is collected in between."""


def ident(value):
    return value


def parts():
    x = [[7], (yield 1), {"key": (yield 2)}, *[[8]], (yield 3)]
    yield x
    yield f"{[9]}{(yield 4)}{[10]}"
    yield t"{[11]}{(yield 5)}".values
    yield ident([12])[0] + (yield 6), ident(ident)([13]), {"a": [14], **{"b": (yield 7)}}
    yield [[15]] < [(yield 8)], "{} {}".format([16], (yield 9))


def drive(generator):
    results, value = [], None
    try:
        while True:
            results.append(ident(generator.send(value)))
            value = [len(results)]
            ident(value)
    except StopIteration as stop:
        results.append(stop.value)
    except TypeError as error:
        results.append(error)
    return results


print(drive(parts()))


def looped():
    yield [[1], (yield)]
    yield [[2], [*(3,), (yield)]]


for item in looped():
    print(item)
print([item for item in looped()], list(looped()), *looped())


def delegating():
    return [[1], (yield from parts()), [2]]


print(drive(delegating())[-1])


class Awaits:
    def __await__(self):
        return [[3], (yield [4])]


async def waits():
    return [[5], await Awaits(), {"x": [6], "y": await Awaits()}]


print(drive(waits()))
