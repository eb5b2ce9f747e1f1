import _thread
import time


def attempt(function, *args, **keywords):
    try:
        print("ok", function(*args, **keywords))
    except BaseException as error:
        print(type(error).__name__, error)


def shape(lock):
    text = repr(lock)
    return text[: text.index(" at ")].replace(str(_thread.get_ident()), "ME")


lock = _thread.RLock()
print(type(lock), shape(lock), lock.locked(), lock._is_owned(), lock._recursion_count())
attempt(lock.release)
attempt(lock._release_save)
print(lock.acquire(), lock.acquire(blocking=False), lock.acquire(True, 1.5), lock.acquire(timeout=0.5))
print(shape(lock), lock._recursion_count(), lock._is_owned(), lock.locked())
with lock:
    print(lock._recursion_count())
lock.release()
lock.release()
state = lock._release_save()
print(state[0], state[1] == _thread.get_ident(), shape(lock), lock.locked())
lock._acquire_restore(state)
print(lock._recursion_count())
attempt(lock._acquire_restore, 5)
attempt(lock._acquire_restore, (1,))
attempt(lock.acquire, False, 1)
attempt(lock.acquire, True, -2)
attempt(lock.acquire, timeout=1e12)
attempt(lock.acquire, timeout=float("nan"))
attempt(lock.acquire, timeout="long")
lock.release()
attempt(lock.release)
lock.release() if lock._is_owned() else None

# Another thread: not its own.
lock.acquire()
seen = []


def other():
    seen.append((lock.acquire(False), lock._is_owned(), lock._recursion_count(), lock.locked()))
    before = time.monotonic()
    seen.append((lock.acquire(timeout=0.02), time.monotonic() - before >= 0.02))
    try:
        lock.release()
    except RuntimeError as error:
        seen.append(str(error))
    seen.append(lock.acquire())
    seen.append(lock._recursion_count())


thread = _thread.start_joinable_thread(other)
while len(seen) < 3:
    time.sleep(0.001)
lock.release()
thread.join()
print(seen, lock.locked(), lock._is_owned())
# Its holder has ended: freed as in a new process.
lock._at_fork_reinit()
print(lock.locked(), lock.acquire(False))


class Named(_thread.RLock):
    def __init__(self, name):
        self.name = name


named = Named("mine")
with named:
    print(named.name, named._is_owned(), shape(named))
print(shape(named), named.__dict__)

# Counting under contention, twice re-entered.
total = 0
lock = _thread.RLock()


def add():
    global total
    for _ in range(300):
        with lock:
            with lock:
                value = total
                with lock:
                    total = value + 1


threads = [_thread.start_joinable_thread(add) for _ in range(4)]
for thread in threads:
    thread.join()
print(total, shape(lock))

# The plain lock's own.
plain = _thread.lock()
print(type(plain), _thread.LockType is _thread.lock, plain.locked())
attempt(plain.release)
plain.acquire()
plain._at_fork_reinit()
print(plain.locked())
try:
    class Derived(_thread.LockType):
        pass
except TypeError as error:
    print(error)
