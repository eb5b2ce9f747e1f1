# throw() with an exception in parts is deprecated.
import warnings


def generator():
    yield 1


async def coroutine():
    pass


async def asynchronous():
    yield 1


def attempt(function):
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        try:
            print(type(function()).__name__)
        except BaseException as error:
            print(type(error).__name__, error)
    print([str(warning.message) for warning in seen if "signature" in str(warning.message)])


attempt(lambda: generator().throw(ValueError("one")))
attempt(lambda: generator().throw(ValueError))
attempt(lambda: generator().throw(ValueError, "two"))
attempt(lambda: generator().throw(ValueError, ValueError("three"), None))
attempt(lambda: generator().throw(ValueError, None, 32))
attempt(lambda: coroutine().throw(ValueError, "two"))
attempt(lambda: coroutine().__await__().throw(ValueError, "two"))
attempt(lambda: asynchronous().athrow(ValueError, "two"))
attempt(lambda: asynchronous().athrow(ValueError("one")))
with warnings.catch_warnings():
    warnings.simplefilter("error")
    attempt(lambda: generator().throw(ValueError, "two"))
