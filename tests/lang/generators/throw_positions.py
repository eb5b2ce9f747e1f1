"""throw into generators at every position: before the start, in try, except, finally, in delegates, after the end, and while running."""
from lib.attempts import attempt


def plain():
    try:
        got = yield 1
        print("got", got)
    except ValueError as error:
        print("caught", error)
        try:
            yield "in handler"
        finally:
            print("leaving handler")
    else:
        yield "else"
    finally:
        print("finally")
        yield "in finally"
    yield "after"


generator = plain()
attempt(generator.throw, ValueError("too early"))
attempt(next, generator)
generator = plain()
print(next(generator), generator.throw(ValueError("one")))
attempt(generator.throw, KeyError("two"))
attempt(generator.throw, KeyError("three"))
attempt(next, generator)
generator = plain()
next(generator)
print(generator.send("value"), next(generator), next(generator))
attempt(generator.throw, IndexError("at the last yield"))
attempt(generator.throw, IndexError("after the end"))
attempt(generator.send, 5)


def simple():
    try:
        yield 1
    except ValueError as error:
        yield f"simple caught {error!r}"


for thrown in (5, "text", int, None, ValueError, ValueError("made"), KeyboardInterrupt, object):
    generator = simple()
    next(generator)
    try:
        print(generator.throw(thrown))
    except BaseException as error:
        print(type(error).__name__, error)


def delegate():
    try:
        result = yield from inner()
        print("inner returned", result)
    except LookupError as error:
        print("outer caught", type(error).__name__, type(error.__context__).__name__)
        yield "outer handler"


def inner():
    try:
        yield "inner"
    except ValueError as error:
        yield f"inner handler {error}"
        raise KeyError("from inner") from error
    return "done"


generator = delegate()
print(next(generator), generator.throw(ValueError("v")))
print(next(generator))
generator = delegate()
next(generator)
attempt(generator.throw, TypeError("passes through"))
generator = delegate()
next(generator)
attempt(generator.throw, StopIteration("stop"))
generator = delegate()
next(generator)
try:
    generator.throw(GeneratorExit())
except GeneratorExit as error:
    print("GeneratorExit", error.args)
generator = delegate()
next(generator)
try:
    generator.throw(GeneratorExit)
except GeneratorExit as error:
    print("GeneratorExit", error.args)


def reenters():
    yield 1
    try:
        itself.throw(ValueError("inside"))
    except ValueError as error:
        print("already", error)
    attempt(next, itself)
    attempt(itself.close)
    yield 2


itself = reenters()
print(next(itself), next(itself))


def stops():
    yield 1
    raise StopIteration("converted")


generator = stops()
next(generator)
try:
    next(generator)
except RuntimeError as error:
    print("RuntimeError", error, repr(error.__cause__), error.__cause__ is error.__context__)


swallowing = True


def swallows():
    while swallowing:
        try:
            yield "again"
        except GeneratorExit:
            pass


generator = swallows()
next(generator)
attempt(generator.close)
attempt(generator.close)
swallowing = False


def returns():
    try:
        yield
    except ValueError:
        return "result"


generator = returns()
next(generator)
try:
    generator.throw(ValueError)
except StopIteration as stop:
    print("StopIteration", stop.value, stop.__context__)
