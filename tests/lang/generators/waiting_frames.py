"""Chains of `yield from` and `await`: what is seen of the frames in between, and what ends them."""
import gc
import sys
import threading
import types


def chain(depth, leaf, mark="top"):
    local = f"{mark}-{depth}"
    try:
        if depth:
            got = yield from chain(depth - 1, leaf, mark)
        else:
            got = yield from leaf()
    except KeyError as error:
        print("handled at", depth, local, repr(error))
        raise ValueError(depth) from error
    yield ("after", depth, got, local)
    return got + 1


def names_and_locals():
    frame, seen = sys._getframe(2), []
    while frame and frame.f_code.co_name == "chain":
        seen.append((frame.f_code.co_name, frame.f_lineno, frame.f_locals["depth"], frame.f_locals["local"]))
        frame = frame.f_back
    return seen


# Frame objects of generators that wait, and their variables, before and after they were asked for.
def curious():
    yield "first"
    for entry in names_and_locals():
        print(entry)
    yield "second"
    yield "third"
    print(len(names_and_locals()))
    yield "fourth"
    return 0


print(list(chain(3, curious)))


# A variable of a frame that waits is set from within.
def setter():
    yield 1
    frame = sys._getframe(1)
    frame.f_back.f_locals["local"] = "changed"
    yield 2
    return 10


print(list(chain(2, setter)))


# Exceptions pass through them, and have the right places.
def failing():
    yield "ok"
    raise KeyError("leaf")


generator = chain(2, failing)
print(next(generator))
try:
    next(generator)
except ValueError as error:
    while error is not None:
        lines, entry = [], error.__traceback__
        while entry is not None:
            lines.append((entry.tb_frame.f_code.co_name, entry.tb_lineno - entry.tb_frame.f_code.co_firstlineno))
            entry = entry.tb_next
        print(repr(error), lines)
        error = error.__cause__


# Throwing and closing from outside.
def patient(log):
    try:
        while True:
            try:
                log.append((yield len(log)))
            except IndexError as error:
                log.append(repr(error))
    finally:
        log.append("closed")


log = []
generator = chain(3, lambda: patient(log))
print(next(generator), generator.send("a"), generator.send("b"), generator.throw(IndexError("i")), next(generator))
try:
    generator.throw(KeyError("thrown"))
except ValueError as error:
    print(repr(error), log)
log = []
generator = chain(3, lambda: patient(log))
print(next(generator), next(generator), next(generator))
generator.close()
print(log, generator.gi_frame)


# Those that wait are running, for everybody.
chained = []


def keep(generator):
    chained.append(generator)
    return generator


def outer(depth):
    yield from keep(outer(depth - 1) if depth else inner())


def inner():
    yield 0
    for generator in chained:
        print(generator.gi_running, generator.gi_suspended, end=" ")
        try:
            next(generator)
        except ValueError as error:
            print(error, end="; ")
        print(generator.gi_frame.f_code.co_name, generator.gi_yieldfrom is None)
    yield 1


print(list(outer(2)))


# A tracer that is set within hears of the rest; one that is taken away does not.
events = []


def tracer(frame, event, argument):
    if frame.f_code.co_name in ("watched", "through"):
        events.append((frame.f_code.co_name, event, frame.f_lineno - frame.f_code.co_firstlineno, argument))
    return tracer


def watched():
    yield 1
    sys.settrace(tracer)
    frame = sys._getframe()
    while frame and frame.f_code.co_name in ("watched", "through"):
        frame.f_trace = tracer
        frame = frame.f_back
    yield 2
    yield 3
    sys.settrace(None)
    yield 4


def through(depth):
    yield from (through(depth - 1) if depth else watched())


print([item for item in through(2)])
for event in events:
    print(event)


# Another thread reads the variables of frames that wait.
reached, go_on = threading.Event(), threading.Event()


def blocking():
    yield 1
    reached.set()
    go_on.wait()
    yield 2
    return 5


results = []
thread = threading.Thread(target=lambda: results.extend(chain(3, blocking, "thread")))
thread.start()
reached.wait()
frame, seen = sys._current_frames()[thread.ident], []
while frame:
    if frame.f_code.co_name == "chain":
        seen.append((frame.f_locals["depth"], frame.f_locals["local"]))
    frame = frame.f_back
print(seen)
go_on.set()
thread.join()
print(results)


# What they refer to is found and kept.
class Held:
    pass


def holding(depth):
    held = Held()
    held.depth = depth
    yield from (holding(depth - 1) if depth else collecting())
    yield held.depth


def collecting():
    yield "start"
    gc.collect()
    [[] for _ in range(10_000)]
    print(sorted(thing.depth for thing in gc.get_objects() if isinstance(thing, Held)))
    yield "end"


print(list(holding(4)))


# A handled exception is each frame's own.
def handling(depth):
    try:
        raise LookupError(depth)
    except LookupError:
        yield from (handling(depth - 1) if depth else showing())
        yield repr(sys.exception())


def showing():
    yield repr(sys.exception())
    yield repr(sys.exception())
    try:
        raise OSError("own")
    except OSError:
        yield repr(sys.exception())
    yield repr(sys.exception())


def handled():
    for item in handling(2):
        try:
            raise TypeError("loop")
        except TypeError:
            yield item, repr(sys.exception())


print(list(handled()), sys.exception())


# Too deep a chain ends in an exception, and the chain can be let go.
def deep(depth):
    yield depth
    yield from deep(depth + 1)


try:
    for item in deep(0):
        pass
except RecursionError as error:
    print(error, item > 100)


# Coroutines wait alike.
@types.coroutine
def pause(value):
    return (yield value)


async def awaiting(depth):
    try:
        return (await (awaiting(depth - 1) if depth else pause("paused"))) + 1
    except KeyError as error:
        return -depth if depth > 2 else repr(error)


coroutine = awaiting(4)
print(coroutine.send(None), coroutine.cr_await.cr_running)
try:
    coroutine.send(100)
except StopIteration as stop:
    print(stop.value)
coroutine = awaiting(1)
print(coroutine.send(None))
try:
    coroutine.throw(KeyError("k"))
except TypeError as error:
    print(error)
