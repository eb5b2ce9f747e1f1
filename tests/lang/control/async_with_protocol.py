"""async with: order, suppression, exits by return, break and exception, and the messages for what is no such manager."""
log = []


class Manager:
    def __init__(self, name, result=None, enter=None, leave=None):
        self.name, self.result, self.enter, self.leave = name, result, enter, leave

    async def __aenter__(self):
        log.append(f"enter {self.name}")
        await Pause(self.name)
        if self.enter:
            raise self.enter
        return self.name

    async def __aexit__(self, kind, value, traceback):
        log.append(f"exit {self.name} {value!r}")
        await Pause(self.name.upper())
        if self.leave:
            raise self.leave
        return self.result


class Pause:
    def __init__(self, tag):
        self.tag = tag

    def __await__(self):
        yield self.tag


def drive(coroutine):
    yielded = []
    try:
        while True:
            yielded.append(coroutine.send(None))
    except StopIteration as stop:
        print("returned", stop.value, yielded, *log, sep="; ")
    except Exception as error:
        print(repr(error), f"from {error.__context__!r}", yielded, *log, sep="; ")
    log.clear()


async def run(first, second, error=None):
    async with first as a, second as b:
        if error:
            raise error
        return a + b
    return "suppressed"


async def loops(manager):
    for i in range(3):
        async with manager as m:
            if i == 0:
                continue
            break
    return i, m


async def mixed(manager, plain):
    async with manager as a:
        with plain as b:
            async with (manager as c, manager):
                return a, b, c


class Plain:
    def __enter__(self):
        log.append("plain in")
        return self

    def __exit__(self, *details):
        log.append("plain out")

    def __repr__(self):
        return "plain"


M = Manager
drive(run(M("a"), M("b")))
drive(run(M("a"), M("b"), KeyError(1)))
drive(run(M("a", True), M("b"), KeyError(1)))
drive(run(M("a"), M("b", enter=OSError("in b"))))
drive(run(M("a", 1), M("b", leave=OSError("out b")), KeyError(2)))
drive(run(M("a", leave=ValueError("out a")), M("b", leave=OSError("out b")), KeyError(3)))
drive(loops(M("l")))
drive(mixed(M("m"), Plain()))
for members in ({"__aenter__": lambda self: None}, {"__aexit__": lambda self, *d: None}, {"__aenter__": lambda self: 5, "__aexit__": lambda self, *d: 5},
                {"__aenter__": lambda self: Pause("in"), "__aexit__": lambda self, *d: None},
                {"__aenter__": lambda self: Pause("in"), "__aexit__": lambda self, *d: 5}):
    drive(run(type("Odd", (), members)(), M("x")))
    drive(run(type("Odd", (), members)(), M("x"), KeyError(4)))
drive(run(Plain(), M("x")))
drive(run(None, M("x")))
