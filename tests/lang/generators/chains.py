"""Chains of `yield from` and `await`: values, results and exceptions through frames that only pass them on."""
import sys


def level(depth, log):
    """Delegates `depth` times; the innermost echoes what it is sent, and answers how often."""
    kept = f"kept {depth}"
    if depth == 0:
        count = 0
        got = None
        while got != "end":
            try:
                got = yield (count, got)
            except ValueError as error:
                log.append(f"caught {error}")
                got = "caught"
            count += 1
        return count
    answer = yield from level(depth - 1, log)
    log.append((kept, answer))
    second = yield f"between {depth}"
    log.append((kept, second))
    return answer + 1


log = []
chain = level(4, log)
print([next(chain), chain.send("a"), chain.send("b"), chain.throw(ValueError("thrown")), chain.send("c")])
print(chain.send("end"), log)
for value in range(3):
    print(chain.send(value), end=" ")
try:
    chain.send(3)
except StopIteration as stop:
    print("result", stop.value)
print(log)


def handling(depth):
    """Delegates while an exception is being handled: each body sees its own, the caller its own again."""
    if depth == 0:
        for _ in range(3):
            yield repr(sys.exception())
        return
    try:
        raise KeyError(depth)
    except KeyError:
        yield from handling(depth - 1)
        yield f"{depth} sees {sys.exception()!r}"


try:
    raise OSError("outside")
except OSError:
    for item in handling(3):
        print(item, "|", repr(sys.exception()))


def reading():
    """Changes locals of the frames that delegate, while these wait."""
    frame = sys._getframe(1)
    for step in range(3):
        yield frame.f_locals["total"]
        frame.f_locals["total"] += 10 * (step + 1)


def changed():
    total = 1
    yield from reading()
    yield ("own", total)


def over(inner):
    yield from inner


print(list(over(over(changed()))))


def failing():
    yield 1
    yield 2
    raise LookupError("deep")


def guard(inner, name):
    try:
        yield from inner
    except LookupError as error:
        depth, place = 0, error.__traceback__
        while place:
            depth, place = depth + 1, place.tb_next
        yield f"{name}: {error} over {depth} frames"
    finally:
        print("left", name)


print(list(guard(over(over(guard(over(over(failing())), "inner"))), "outer")))

closing = guard(over(over(guard(over(over(failing())), "inner"))), "outer")
print(next(closing), next(closing))
closing.close()

# A generator in the middle of a chain is resumed by itself, and ends before the chain goes on.
tail = level(1, [])
middle = over(tail)
top = over(over(middle))
print(next(top), top.send("x"), middle.send("y"), tail.send("z"), top.send("w"))
tail.close()
print(list(top), list(middle))


class Plain:
    """An iterator at the end of a chain that is no generator."""
    def __init__(self):
        self.items = iter("pq")

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.items)


print(list(over(over(over(Plain())))), list(over(over(range(3)))))


def itself():
    yield from over(holder[0])


holder = []
holder.append(itself())
try:
    next(holder[0])
except ValueError as error:
    print(error)


class Pause:
    def __await__(self):
        got = yield "paused"
        again = yield f"got {got}"
        return again


async def nested(depth):
    if depth == 0:
        return await Pause()
    value = await nested(depth - 1)
    return value + [depth]


task = nested(5)
print(task.send(None), task.send(1))
try:
    task.send(["end"])
except StopIteration as stop:
    print(stop.value)


def tree(depth):
    if depth:
        yield from tree(depth - 1)
        yield depth
        yield from tree(depth - 1)


print(sum(tree(4)), list(tree(3)))
deep = iter([5])
for _ in range(60):
    deep = over(deep)
print(list(deep))
