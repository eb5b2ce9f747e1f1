"""with: order of lookups and calls, targets, suppression, errors in each part, the protocol's messages."""
log = []


class Manager:
    def __init__(self, name, result=None, enter=None, leave=None):
        self.name, self.result, self.enter, self.leave = name, result, enter, leave

    def __enter__(self):
        log.append(f"enter {self.name}")
        if self.enter:
            raise self.enter
        return self.name

    def __exit__(self, kind, value, traceback):
        log.append(f"exit {self.name} {value!r} {kind is type(value) if value else kind} {traceback is not None}")
        if self.leave:
            raise self.leave
        return self.result


def attempt(action, *args):
    try:
        print("returned", action(*args), *log, sep="; ")
    except Exception as error:
        print(repr(error), f"from {error.__context__!r}", *log, sep="; ")
    log.clear()


def run(first, second, error=None):
    with first as a, second as b:
        if error:
            raise error
        return a + b
    return "suppressed"


M = Manager
attempt(run, M("a"), M("b"))
attempt(run, M("a"), M("b"), KeyError(1))
attempt(run, M("a", True), M("b"), KeyError(1))
attempt(run, M("a"), M("b", 1), KeyError(1))
attempt(run, M("a"), M("b", enter=OSError("in b")))
attempt(run, M("a", "yes"), M("b", enter=OSError("in b")))
attempt(run, M("a", enter=OSError("in a")), M("b"))
attempt(run, M("a"), M("b", leave=ValueError("out b")))
attempt(run, M("a", True), M("b", leave=ValueError("out b")), KeyError(2))
attempt(run, M("a", leave=ValueError("out a")), M("b", leave=ValueError("out b")), KeyError(3))
attempt(run, M("a"), M("b", []), KeyError(4))
attempt(run, M("a"), M("b", type("T", (), {"__bool__": lambda self: 1 / 0})()), KeyError(5))


def target(manager, place):
    with manager as place[0], manager as (place[1], place[2]):
        return place


attempt(target, M("ab"), [0, 0, 0])
attempt(target, M("abc"), [0, 0, 0])
attempt(target, M("ab", True), [])


class NoExit:
    def __enter__(self):
        log.append("entered")


class NoEnter:
    def __exit__(self, *details):
        pass


class AsyncOnly:
    async def __aenter__(self):
        pass

    async def __aexit__(self, *details):
        pass


class OnInstance:
    def __init__(self):
        self.__enter__ = self.__exit__ = lambda *args: None


class Few(Manager):
    def __exit__(self):
        pass


for value in (NoExit(), NoEnter(), AsyncOnly(), OnInstance(), 5, Few("few"), None, Manager):
    attempt(run, value, M("second"))
