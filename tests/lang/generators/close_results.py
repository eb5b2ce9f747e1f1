"""close: values returned by it, generators that ignore it, raise or yield instead, started or not, running and finished ones."""
def attempt(action, *args, **kw):
    try:
        print(action(*args, **kw))
    except BaseException as error:
        print(type(error).__name__, error)


def returns():
    try: yield 1
    except GeneratorExit: return "value"


def passes():
    yield 1
    return "never"


def ignores():
    try: yield 1
    except GeneratorExit: yield 2


def other():
    try: yield 1
    finally: raise KeyError("instead")


def swallows():
    try: yield 1
    except BaseException as e: print("got", repr(e))
    return "after"


def inner():
    try: yield 1
    except GeneratorExit: return "inner value"


def outer():
    got = yield from inner()
    print("outer resumed", got)
    return "outer value"


def reraises():
    try: yield 1
    except GeneratorExit as e: raise GeneratorExit("new") from e


def stop():
    try: yield 1
    except GeneratorExit: raise StopIteration("stop")


for make in (returns, passes, ignores, other, swallows, outer, reraises, stop):
    for started in (False, True):
        g = make()
        if started: next(g)
        print(make.__name__, started, end=" ")
        attempt(g.close)
        attempt(lambda: (g.gi_frame is None, g.gi_running, g.gi_suspended, g.gi_yieldfrom))
        if make is not ignores:
            attempt(g.close)
            attempt(lambda: next(g, "finished"))


def itself():
    yield me.gi_running, me.gi_suspended
    for action in (lambda: next(me), lambda: me.send(1), lambda: me.throw(KeyError), me.close):
        try:
            action()
        except ValueError as e:
            yield str(e)


me = itself()
print(list(me))
g = passes()
attempt(g.send, 5)
attempt(g.send)
attempt(g.send, 1, 2)
attempt(g.close, 1)
print(g.send(None), g.gi_suspended)
attempt(g.send, "x")
attempt(g.send, None)
attempt(g.throw, KeyError("after the end"))
g = passes()
attempt(g.throw, KeyError("at the start"))
attempt(lambda: next(g))
g = passes()
attempt(g.throw, GeneratorExit)
attempt(g.throw, StopIteration("thrown"))
g = passes()
next(g)
attempt(g.throw, StopIteration("thrown"))
def catches():
    try: yield 1
    except StopIteration as e: yield e.value
g = catches()
next(g)
attempt(g.throw, StopIteration("caught"))
