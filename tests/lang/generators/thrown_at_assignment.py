"""What is thrown in at `name = yield ...` leaves the variable as it was."""


def one():
    got = "old"
    while True:
        try:
            got = yield got
        except KeyError:
            pass


generator = one()
print(next(generator), generator.throw(KeyError), generator.send("new"), generator.throw(KeyError), next(generator))


def several():
    a = b = "old"
    try:
        a, b = yield
    except ValueError as error:
        frame = error.__traceback__.tb_frame
        print(frame.f_locals["a"], frame.f_locals["b"], a, b)
    try:
        a = b = yield a
    except ValueError:
        yield a, b
    try:
        a = yield from iter([1, 2])
    except ValueError:
        yield a, b


generator = several()
next(generator)
print(generator.throw(ValueError), generator.throw(ValueError), next(generator))
print(generator.throw(ValueError))


async def awaiting():
    got = "old"
    try:
        got = await wait()
    except OSError:
        return got


class wait:
    def __await__(self):
        yield "waiting"


coroutine = awaiting()
print(coroutine.send(None))
try:
    coroutine.throw(OSError)
except StopIteration as stop:
    print(stop.value)
