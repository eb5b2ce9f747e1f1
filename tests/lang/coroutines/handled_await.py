# What is thrown into a coroutine that waits while it handles an exception: whom it reaches, what it is chained to, and that waiting goes on.
import types


@types.coroutine
def pause(value):
    return (yield value)


def drive(coroutine, *sent):
    "Sends values in turn, throws exceptions; prints what comes back."
    answers = []
    try:
        answers.append(coroutine.send(None))
        for item in sent:
            thrown = isinstance(item, BaseException)
            answers.append(coroutine.throw(item) if thrown else coroutine.send(item))
    except StopIteration as stop:
        answers.append(("returned", stop.value))
    except BaseException as error:
        chain = []
        while error is not None:
            chain.append(repr(error))
            error = error.__context__
        answers.append(chain)
    print(answers)


async def patient():
    "Waits again after a KeyError."
    while True:
        try:
            return await pause("waits")
        except KeyError:
            pass


async def in_handler():
    try:
        1 / 0
    except ZeroDivisionError:
        return "handled", await patient()


drive(in_handler(), KeyError(), 5)
drive(in_handler(), KeyError(), KeyError(), 6)
drive(in_handler(), ValueError("thrown"))


class Manager:
    def __init__(self, answer):
        self.answer = answer

    async def __aenter__(self):
        return self

    async def __aexit__(self, *args):
        try:
            got = await patient()
        finally:
            self = None
        print("exit", args[0], got)
        return True


async def with_error():
    async with Manager(1):
        1 / 0
    return "after"


async def without_error():
    async with Manager(1):
        pass
    return "after"


async def nested():
    async with Manager(1):
        async with Manager(2):
            await pause("inside")
        raise IndexError
    return "after"


drive(with_error(), KeyError(), 1)
drive(without_error(), KeyError(), 1)
drive(nested(), KeyError(), KeyError(), 1, KeyError(), 2)


async def in_finally():
    try:
        raise LookupError("first")
    finally:
        await patient()


drive(in_finally(), KeyError(), 1)
drive(in_finally(), ValueError("second"))


def generator():
    try:
        raise LookupError("first")
    except LookupError:
        while True:
            try:
                yield from inner()
            except KeyError:
                yield "again"


def inner():
    while True:
        try:
            yield "inner"
        except IndexError:
            yield "caught"


drive(generator(), IndexError(), 1, KeyError(), 2, IndexError(), ValueError("last"))


# An exception that an awaited object raises, when one is thrown in, is chained to what this coroutine handles.
class Future:
    def __await__(self):
        yield self
        raise ValueError("of the future")


class Iterator:
    def __init__(self):
        self.left = ["item"]

    def __iter__(self):
        return self

    def __next__(self):
        return self.left.pop()

    def throw(self, error):
        raise error

    def __await__(self):
        return self


async def waits_for(awaitable):
    try:
        raise KeyError("handled")
    except KeyError:
        await awaitable


async def waits_plainly(awaitable):
    await awaitable


for body in waits_for, waits_plainly:
    for awaitable in Future, Iterator:
        coroutine = body(awaitable())
        coroutine.send(None)
        try:
            coroutine.throw(OSError("thrown"))
        except BaseException as error:
            print(body.__name__, awaitable.__name__, repr(error), repr(error.__context__))
