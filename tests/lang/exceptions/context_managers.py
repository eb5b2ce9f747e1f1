# zeal: 400 - imports contextlib
"""contextlib: contextmanager, ExitStack, suppress, closing, redirects, asynchronous ones; exceptions through each of them."""
import contextlib
import io
import sys
from lib.attempts import attempt


@contextlib.contextmanager
def manager(name, swallow=False):
    print("enter", name)
    try:
        yield name
    except ValueError as error:
        print("inside", name, error)
        if not swallow: raise
    finally:
        print("exit", name)


def run(body, *contexts):
    try:
        with contextlib.ExitStack() as stack:
            for context in contexts:
                stack.enter_context(context)
            body()
        print("done")
    except Exception as error:
        print(type(error).__name__, error, "| context", repr(error.__context__))


def fail(): raise ValueError("body")


run(lambda: None, manager("a"), manager("b"))
run(fail, manager("a"), manager("b"))
run(fail, manager("outer"), manager("inner", swallow=True))


@contextlib.contextmanager
def twice():
    yield 1
    yield 2


@contextlib.contextmanager
def never():
    return
    yield


@contextlib.contextmanager
def replaces():
    try: yield
    except ValueError as error: raise KeyError("replaced") from error


@contextlib.contextmanager
def stops():
    yield
    raise StopIteration("inside")


run(lambda: None, twice())
run(fail, twice())
run(lambda: None, never())
run(fail, replaces())
run(lambda: None, stops())


@manager("decorator")
def decorated(x): return x * 2


print(decorated(5), decorated(6), decorated.__name__)
used = manager("once")
with used: pass
attempt(used.__enter__)

stack = contextlib.ExitStack()
stack.callback(print, "callback", 1, sep="-")
stack.push(lambda *details: print("pushed", details[0]))
stack.push(contextlib.nullcontext())
attempt(stack.enter_context, 5)
moved = stack.pop_all()
stack.close()
print("moved")
moved.close()


def order():
    with contextlib.ExitStack() as stack:
        stack.callback(fail)
        stack.callback(lambda: 1 // 0)
        raise LookupError("first")


try:
    order()
except ValueError as error:
    print(repr(error), repr(error.__context__), repr(error.__context__.__context__))
with contextlib.suppress(ValueError, KeyError) as nothing:
    print(nothing)
    raise KeyError
with contextlib.suppress(ValueError):
    raise ExceptionGroup("g", [ValueError(1)])
try:
    with contextlib.suppress(ValueError):
        raise ExceptionGroup("g", [ValueError(1), KeyError(2)])
except ExceptionGroup as group:
    print(group.exceptions)
out = io.StringIO()
with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
    print("captured")
    print("error", file=sys.stderr)
print(repr(out.getvalue()))
with contextlib.closing(io.StringIO()) as closing: pass
print(closing.closed)
with contextlib.nullcontext(5) as value: print(value)


class Mixed(contextlib.ContextDecorator):
    def __enter__(self): print("in"); return self
    def __exit__(self, *details): print("out", details[0]); return True


@Mixed()
def swallowed(): raise ValueError


print(swallowed())


class Abstract(contextlib.AbstractContextManager):
    pass


attempt(Abstract)


@contextlib.asynccontextmanager
async def asynchronous(name):
    print("aenter", name)
    try: yield name
    finally: print("aexit", name)


async def use():
    async with contextlib.AsyncExitStack() as stack:
        await stack.enter_async_context(asynchronous("x"))
        stack.enter_context(manager("sync"))
        stack.push_async_callback(callback, "async callback")
        raise ValueError("async body")


async def callback(text): print(text)


try:
    use().send(None)
except ValueError as error:
    print(repr(error))
