import _thread
import time


def wait(lock):
    lock.acquire()
    lock.release()


def started(function, *args, **kwargs):
    "Runs a function on a thread; gives a lock that is held until it has ended."
    done = _thread.allocate_lock()
    done.acquire()

    def body():
        try:
            function(*args, **kwargs)
        finally:
            done.release()

    _thread.start_new_thread(body, ())
    return done


log = []
wait(started(log.append, "ran"))
print(log)


def add(*args, **kwargs):
    log.append((args, kwargs))


done = _thread.allocate_lock()
done.acquire()


def keywords(a, b=2, *, c, lock):
    log.append((a, b, c))
    lock.release()


_thread.start_new_thread(keywords, (1,), {"c": 3, "lock": done})
wait(done)
print(log[-1])

# Every thread has its own identity, not the main one's, and they may be many.
identities = []
main = _thread.get_ident()
guard = _thread.allocate_lock()


def identify(start):
    start.acquire()
    start.release()
    with guard:
        identities.append(_thread.get_ident())


gate = _thread.allocate_lock()
gate.acquire()
waits = [started(identify, gate) for _ in range(50)]
gate.release()
for lock in waits:
    wait(lock)
print(len(identities), len(set(identities)), main in identities, main == _thread.get_ident(), type(main).__name__)

# Threads start threads.
tree = []


def grow(depth, name):
    children = [started(grow, depth - 1, name + str(i)) for i in range(2)] if depth else []
    for child in children:
        wait(child)
    with guard:
        tree.append(name)


wait(started(grow, 4, "r"))
print(len(tree), len(set(tree)), tree[-1], sorted(tree)[:3])


# Arguments that are wrong are refused at once.
def attempt(action):
    try:
        action()
    except Exception as error:
        print(type(error).__name__, error)


attempt(lambda: _thread.start_new_thread())
attempt(lambda: _thread.start_new_thread(len))
attempt(lambda: _thread.start_new_thread(5, ()))
attempt(lambda: _thread.start_new_thread(len, []))
attempt(lambda: _thread.start_new_thread(len, (), []))


# exit ends only the thread, without a word; finally runs.
ended = []


def leaves(how):
    try:
        how()
        ended.append("never")
    finally:
        ended.append("finally")


def raises_exit():
    raise SystemExit


wait(started(leaves, _thread.exit))
wait(started(leaves, raises_exit))
print(ended)
attempt_exit = []
try:
    _thread.exit()
except SystemExit as error:
    print(repr(error))


# What a thread stores before it ends is seen after.
class Box:
    pass


box = Box()


def fill():
    box.value = [i * i for i in range(100)]
    box.text = "x" * 1000


wait(started(fill))
print(sum(box.value), len(box.text))

# Waiting for sleepers: they sleep at the same time.
begun = time.monotonic()
waits = [started(time.sleep, 0.2) for _ in range(20)]
for lock in waits:
    wait(lock)
print(0.19 < time.monotonic() - begun < 2.5)
