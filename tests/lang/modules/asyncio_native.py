# _asyncio: futures and tasks under a loop that only notes what it is to call.
# zeal: 400 - asyncio imports much of the library
import _asyncio
import asyncio
import contextvars
import gc
import types
import warnings

Future, Task = _asyncio.Future, _asyncio.Task
print(asyncio.Future is Future, asyncio.Task is Task, Task.__mro__)


def attempt(function, *args, **keywords):
    try:
        print("ok", function(*args, **keywords))
    except BaseException as error:
        print(type(error).__name__, str(error).replace(__file__, "SCRIPT"), repr(error.__context__))


class Loop:
    debug = False
    running = False

    def __init__(self):
        self.ready = []
        self.told = []

    def get_debug(self):
        return self.debug

    def is_running(self):
        return self.running

    def call_soon(self, callback, *args, context=None):
        self.ready.append((callback, args, context))

    def call_exception_handler(self, context):
        self.told.append(context)

    def run(self):
        _asyncio._set_running_loop(self)
        while self.ready:
            ready, self.ready = self.ready, []
            for callback, args, context in ready:
                context.run(callback, *args)
        _asyncio._set_running_loop(None)

    def __repr__(self):
        return "Loop"


loop = Loop()


def new():
    return Future(loop=loop)


# Signatures and uninitialised objects.
async def nothing(value=None):
    return value


coroutine = nothing()
attempt(Future, 1)
attempt(Future, foo=1)
attempt(Future, loop=3)
attempt(Task)
attempt(Task, 1, 2)
attempt(Task, 5, loop=loop)
empty = Future.__new__(Future)
for name in "result exception done cancelled get_loop cancel __iter__ _make_cancelled_error __repr__".split():
    attempt(getattr(empty, name))
for name in "_state _loop _callbacks _result _exception _log_traceback _source_traceback _cancel_message".split():
    attempt(getattr, empty, name)
attempt(empty.add_done_callback, 1)
attempt(empty.remove_done_callback, 1)
attempt(empty.set_result, 1)
attempt(setattr, empty, "_asyncio_future_blocking", 1)
attempt(setattr, empty, "_log_traceback", 1)
attempt(delattr, empty, "_log_traceback")
attempt(delattr, empty, "_cancel_message")
empty = Task.__new__(Task)
for name in "get_name get_coro get_context cancelling uncancel".split():
    attempt(getattr(empty, name))
for name in "_must_cancel _coro _fut_waiter _log_destroy_pending".split():
    attempt(getattr, empty, name)
attempt(empty.set_result, 1)
attempt(empty.set_exception, 1)
print(Future[int], Task[int])

# States.
future = new()
print(future, future._state, future.done(), future.cancelled(), future._callbacks)
attempt(future.result)
attempt(future.exception)
attempt(future.set_exception, 1)
attempt(future.set_exception, int)
future.set_result(5)
print(future, future._state, future.result(), future.exception(), future.cancel())
attempt(future.set_result, 1)
attempt(future.set_exception, ValueError)
future = new()
future.set_exception(ValueError)
print(future._log_traceback, repr(future.exception()), future._log_traceback)
attempt(future.result)
future = new()
future.set_exception(StopIteration(3))
error = future.exception()
print(repr(error), repr(error.__cause__), repr(error.__context__))
future = new()
print(future.cancel("why"), future.cancel(), future._cancel_message, future)
attempt(future.result)
attempt(future.exception)
print(repr(future._make_cancelled_error()))

# Callbacks.
context = contextvars.Context()
future = new()
for callback in (print, repr, print, len, print):
    future.add_done_callback(callback, context=context)
print([callback for callback, _ in future._callbacks], all(c is context for _, c in future._callbacks))
print(future.remove_done_callback(print), future.remove_done_callback(print), len(future._callbacks))
future.add_done_callback(print, context=context)
loop.ready.clear()
future.set_result(1)
print([callback for callback, _, _ in loop.ready], {args for _, args, _ in loop.ready} == {(future,)})
print(future._callbacks)
loop.ready.clear()
future.add_done_callback(sum, context=context)
print(loop.ready == [(sum, (future,), context)])
loop.ready.clear()


class Equal:
    def __eq__(self, other):
        future.remove_done_callback(other)
        return other is len


future = new()
for callback in (len, print, len):
    future.add_done_callback(callback, context=context)
future.remove_done_callback(Equal())
print(future._callbacks)

# Iterators.
future = new()
iterator = iter(future)
print(type(iterator), next(iterator) is future, future._asyncio_future_blocking)
attempt(next, iterator)
future.set_result(7)
attempt(next, iterator)
attempt(iterator.send, None)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    attempt(iterator.throw)
    attempt(iterator.throw, 1)
    attempt(iterator.throw, ValueError, 1)
    attempt(future.__await__().throw, ValueError("x"), 1)
    attempt(future.__await__().throw, ValueError, 1, 2)
print(len(caught), caught[0].message)
attempt(next, iterator)
iterator = future.__await__()
print(iterator.close())
attempt(next, iterator)

# Tasks.
task = Task(nothing(4), loop=loop, name="t")
step = loop.ready[-1][0]
print(type(step), step.__self__ is task)
attempt(step, 1)
attempt(step, a=1)
print(task.get_name(), task.done(), task.get_context() is loop.ready[-1][2], _asyncio.all_tasks(loop) == {task})
attempt(step)
loop.run()
print(task.result(), _asyncio.all_tasks(loop), task._fut_waiter)
_asyncio._set_running_loop(loop)
attempt(step)
_asyncio._set_running_loop(None)


async def waits(future):
    try:
        return await future
    except asyncio.CancelledError as error:
        print("cancelled", error.args, repr(error.__context__))
        raise


future = new()
task = Task(waits(future), loop=loop)
loop.run()
print(task._fut_waiter is future, future._asyncio_awaited_by == {task}, future._asyncio_future_blocking)
(callback, context), = future._callbacks
print(callback.__name__, callback.__qualname__, callback.__self__ is task, context is task.get_context())
future.set_result(8)
loop.run()
print(task.result(), future._asyncio_awaited_by)
future = new()
tasks = [Task(waits(future), loop=loop) for _ in range(3)]
loop.run()
print(future._asyncio_awaited_by == set(tasks))
print(tasks[0].cancel("stop"), tasks[0].cancelling(), future.cancelled(), tasks[0].uncancel(), tasks[0].uncancel())
loop.run()
print([task.cancelled() for task in tasks], tasks[0].cancel())
attempt(tasks[0].result)
attempt(tasks[0].result)


async def yields(what):
    try:
        return await what
    except BaseException as error:
        return type(error).__name__, str(error).split(" at ")[0].split("coro=")[0]


@types.coroutine
def bare(value):
    return (yield value)


def other():
    yield 1


class Duck:
    _asyncio_future_blocking = True
    _loop = loop
    callback = None

    def add_done_callback(self, callback, *, context):
        self.callback = callback

    def result(self):
        raise KeyError("duck")

    def cancel(self, msg=None):
        return False


duck = Duck()
far = Future(loop=Loop())
for value in (1, new(), bare(None), far, bare(new()), bare(other()), bare(duck)):
    task = Task(yields(bare(value) if isinstance(value, int) else value), loop=loop, name="y")
    loop.run()
    if duck.callback:
        print(task._fut_waiter is duck, duck._asyncio_future_blocking)
        loop.call_soon(duck.callback, duck, context=contextvars.copy_context())
        loop.run()
    print(task.done() and task.result())


async def itself():
    return await yields(task)


task = Task(itself(), loop=loop, name="i")
loop.run()
print(task.result())

# Cancellation that comes while the task runs.
async def early():
    try:
        await new()
    except asyncio.CancelledError as error:
        return error.args


task = Task(early(), loop=loop)
task.cancel("early")
print(task._must_cancel)
loop.run()
attempt(task.result)


async def of_itself():
    task.cancel("self")
    try:
        await new()
    except asyncio.CancelledError as error:
        return error.args, task.cancelling()


task = Task(of_itself(), loop=loop)
loop.run()
print(task.result(), task._must_cancel)


# What ends the loop is raised by the step as well.
async def exits():
    raise SystemExit(3)


task = Task(exits(), loop=loop)
attempt(loop.run)
_asyncio._set_running_loop(None)
print(repr(task.exception()))

# Eager tasks.
variable = contextvars.ContextVar("variable", default=0)


async def eager(future):
    variable.set(1)
    names = [_asyncio.current_task(loop).get_name()]
    if future:
        await future
    return names, variable.get()


loop.running = True
_asyncio._set_running_loop(loop)
task = Task(eager(None), loop=loop, name="e", eager_start=True)
print(task.done(), task.result(), task.get_coro(), variable.get(), loop.ready)
future = new()
task = Task(eager(future), loop=loop, name="f", eager_start=True)
print(task.done(), task._fut_waiter is future, task in _asyncio.all_tasks(), _asyncio.current_task())
future.set_result(1)
loop.run()
print(task.result(), task in _asyncio.all_tasks(loop))
loop.running = False

# Running loop and current task.
for function in (_asyncio.current_task, _asyncio.all_tasks, _asyncio.get_running_loop):
    attempt(function)
attempt(_asyncio._enter_task, loop, 1)
_asyncio._set_running_loop(loop)
attempt(_asyncio._leave_task, loop, 1)
attempt(_asyncio._enter_task, loop, 1)
attempt(_asyncio._enter_task, loop, 2)
attempt(_asyncio._leave_task, loop, 2)
attempt(_asyncio._swap_current_task, loop, None)
attempt(_asyncio._swap_current_task, loop, 4)
attempt(_asyncio._leave_task, loop, 4)
_asyncio._set_running_loop(None)
attempt(_asyncio._register_task, 5)
attempt(_asyncio._register_eager_task, [])
attempt(_asyncio.future_add_to_awaited_by, 1, 2)

# What nobody asked for.
loop.told.clear()
loop.debug = True


def leave():
    future = new()
    future.set_exception(ValueError("lost"))
    task = Task(waits(new()), loop=loop, name="lost")
    loop.run()


def clear(count):
    return clear(count - 1) if count else [None] * 20


leave()
clear(20)
gc.collect()
gc.collect()
for told in sorted(loop.told, key=lambda told: told["message"]):
    if "source_traceback" in told:
        print(told["message"], sorted(told), type(told["source_traceback"]).__name__)
print(sum(task.get_name() == "lost" for task in _asyncio.all_tasks(loop)))


# Classes derived from them.
class Own(Task):
    def __init__(self, *args, **keywords):
        super().__init__(*args, **keywords)
        self.extra = 1

    def __del__(self):
        pass


loop.debug = False
task = Own(nothing(9), loop=loop)
print(task in _asyncio.all_tasks(loop))
loop.run()
print(task.result(), task.extra, Own.__mro__[1:3] == (Task, Future))
coroutine.close()
