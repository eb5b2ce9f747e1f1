"""Exceptions in threads: contexts are each thread's own, tracebacks, raising one object in several, handlers around start and join."""
import _thread
import sys
from lib.attempts import attempt


def run(*targets):
    handles = [_thread.start_joinable_thread(t) for t in targets]
    for h in handles: h.join()


results = []


def inside():
    results.append(sys.exception())
    try:
        raise KeyError("thread")
    except KeyError as e:
        results.append((repr(e.__context__), repr(sys.exception())))


try:
    raise ValueError("main")
except ValueError:
    run(inside)
    print(results, repr(sys.exception()))
print(sys.exception())
shared = LookupError("shared")
lines = []


def raises_shared():
    try:
        raise shared
    except LookupError as e:
        lines.append(e is shared)


run(raises_shared)
run(raises_shared)
depth = 0
tb = shared.__traceback__
while tb:
    depth, tb = depth + 1, tb.tb_next
print(lines, depth)
carried = []


def carries():
    try:
        1 / 0
    except ZeroDivisionError as e:
        carried.append(e)


run(carries)
try:
    raise carried[0]
except ZeroDivisionError as e:
    names = []
    tb = e.__traceback__
    while tb:
        names.append(tb.tb_frame.f_code.co_name)
        tb = tb.tb_next
    print(names, e.__context__)


def generator():
    try:
        while True:
            got = yield repr(sys.exception())
            if got: raise got
    except KeyError as e:
        yield "caught " + repr(e), repr(e.__context__)


g = generator()
print(next(g))
steps = []


def steps_inside():
    try:
        raise OSError("around")
    except OSError:
        steps.append(next(g))
        steps.append(g.send(KeyError("sent")))
    steps.append(next(g, "finished"))


run(steps_inside)
print(steps)
ready, go = _thread.allocate_lock(), _thread.allocate_lock()
ready.acquire(), go.acquire()
states = []


def holds():
    try:
        raise KeyError("held")
    except KeyError:
        ready.release()
        go.acquire()
        states.append(repr(sys.exception()))
    states.append(sys.exception())


h = _thread.start_joinable_thread(holds)
ready.acquire()
states.append(sys.exception())
try:
    raise IndexError("main meanwhile")
except IndexError:
    go.release()
    h.join()
    states.append(repr(sys.exception()))
print(states)
def deep(n): return deep(n - 1) + 1 if n else 0
depths = []
def limited():
    try:
        depths.append(deep(300))
    except RecursionError as e:
        depths.append(str(e))
run(limited, limited)
print(depths)
def frames():
    names, f = [], sys._getframe()
    while f:
        names.append(f.f_code.co_name)
        f = f.f_back
    results.append(names)
results.clear()
run(frames)
print(results)
for bad in ((), (5,), (frames, 1), (print, (), 5), (print, 5), (print, (), {}, 1)):
    attempt(lambda: _thread.start_new_thread(*bad))
