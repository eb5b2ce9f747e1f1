"""Asynchronous generators: hooks, states, overlapping calls, values lost, exceptions converted, finally with await."""
import sys
from lib.driving import Pause, attempt, drive


async def plain():
    try:
        got = yield 1
        print("got", got, end=" ")
        await Pause("inside")
        yield 2
    finally:
        await Pause("finally")


async def use(*calls):
    generator = plain()
    results = []
    for name, *arguments in calls:
        try:
            results.append(await getattr(generator, name)(*arguments))
        except BaseException as error:
            results.append(f"{type(error).__name__} {error}")
    return results


print(drive(use(("__anext__",), ("asend", "x"), ("__anext__",), ("__anext__",))))
print(drive(use(("asend", "early"), ("asend", None), ("aclose",), ("aclose",), ("__anext__",))))
print(drive(use(("athrow", ValueError("before")), ("__anext__",))))
print(drive(use(("__anext__",), ("athrow", ValueError("thrown")), ("athrow", ValueError("late")))))
print(drive(use(("__anext__",), ("athrow", StopAsyncIteration("s")), ("__anext__",))))
print(drive(use(("__anext__",), ("athrow", StopIteration("s")), ("__anext__",))))
print(drive(use(("aclose",), ("__anext__",))))
print(drive(use(("__anext__",), ("athrow", 5), ("aclose",))))

generator = plain()
step = generator.__anext__()
attempt(step.send, 5)
step = generator.__anext__()
try:
    step.send(None)
except StopIteration as stop:
    print("value", stop.value)
attempt(step.send, None)
attempt(step.throw, ValueError)
attempt(step.close)
first, second = generator.asend("a"), generator.asend("b")
print(first.send(None), generator.ag_running)
attempt(second.send, None)
attempt(generator.aclose().send, None)
attempt(generator.athrow(ValueError).send, None)
try:
    first.send(None)
except StopIteration as stop:
    print("value", stop.value, generator.ag_running)
closing = generator.aclose()
print(closing.send(None))
attempt(closing.send, None)
attempt(closing.send, None)
print(type(closing).__name__, type(step).__name__, type(generator.athrow(ValueError)).__name__)


ignoring = True


async def ignores():
    while ignoring:
        try:
            yield "again"
        except GeneratorExit:
            pass


generator = ignores()
print(drive(use_next := generator.__anext__()))
print(drive(generator.aclose()))
ignoring = False
print(drive(generator.__anext__()))


async def raises_stop():
    yield 1
    raise StopAsyncIteration("converted")


async def drain(source): return [item async for item in source]


print(drive(drain(raises_stop())))


async def empty():
    return
    yield


print(drive(drain(empty())), drive(empty().__anext__()), drive(empty().asend(None)))

hooks = sys.get_asyncgen_hooks()
print(hooks.firstiter, hooks.finalizer, len(hooks))
seen = []
sys.set_asyncgen_hooks(firstiter=lambda generator: seen.append(generator.__name__))
drive(drain(plain()))
drive(empty().aclose())
print(seen, sys.get_asyncgen_hooks().firstiter is not None)
attempt(sys.set_asyncgen_hooks, 5)
attempt(sys.set_asyncgen_hooks, finalizer=5)
sys.set_asyncgen_hooks(*hooks)
generator = plain()
print(generator.__name__, generator.__qualname__, generator.ag_await, generator.ag_running, generator.ag_frame.f_code.co_name, generator.ag_code.co_flags & 0x200 != 0, generator.ag_suspended)
generator.__name__ = "renamed"
print(repr(generator).split(" at ")[0], generator.__name__)
attempt(setattr, generator, "__name__", 5)
attempt(lambda: iter(generator))
attempt(lambda: next(generator))
for source in ("async def f():\n    yield 1\n    return 2", "async def f():\n    yield from []", "def f():\n    await x", "[x async for x in y]", "async def f():\n    def g():\n        return [x async for x in y]", "async with x: pass", "async def f():\n    return (yield)", "lambda: await x"):
    try:
        compile(source, "<s>", "exec")
        print("accepted", repr(source))
    except SyntaxError as error:
        print(error.msg, error.lineno, error.offset)
