import _thread
import time
from lib.attempts import attempt

lock = _thread.allocate_lock()
print(lock.locked(), lock.acquire(), lock.locked(), lock.acquire(False), lock.acquire(blocking=False))
lock.release()
print(lock.locked(), lock.acquire(timeout=1), lock.acquire(True, 0.01), lock.acquire(timeout=0))
lock.release()
with lock as got:
    print(got, lock.locked())
print(lock.locked())


attempt(lock.release)
attempt(lambda: lock.acquire(False, 1))
attempt(lambda: lock.acquire(True, -2))
attempt(lambda: lock.acquire(timeout="x"))
try:
    lock.acquire(True, 1e100)
except OverflowError:
    print("too long")
attempt(lambda: lock.acquire(1, 2, 3))
attempt(lambda: lock.missing)
try:
    with lock:
        raise ValueError("inside")
except ValueError as error:
    print(error, lock.locked())

# A timeout waits about as long as it says.
lock.acquire()
begun = time.monotonic()
print(lock.acquire(timeout=0.15), 0.14 < time.monotonic() - begun < 2)
lock.release()

# A lock is released by another thread than the one that took it.
lock.acquire()
_thread.start_new_thread(lock.release, ())
print(lock.acquire(timeout=10))
lock.release()


def started(function, *args):
    done = _thread.allocate_lock()
    done.acquire()

    def body():
        try:
            function(*args)
        finally:
            done.release()

    _thread.start_new_thread(body, ())
    return done


# Counting under a lock loses nothing.
class Counter:
    value = 0


def count(rounds):
    for _ in range(rounds):
        with lock:
            Counter.value += 1


waits = [started(count, 200) for _ in range(8)]
for done in waits:
    done.acquire()
print(Counter.value)


# A bounded queue from two locks' worth of waiting: what goes in comes out, in order per producer.
class Queue:
    def __init__(self):
        self.items = []
        self.guard = _thread.allocate_lock()
        self.ready = _thread.allocate_lock()
        self.ready.acquire()

    def put(self, item):
        with self.guard:
            self.items.append(item)
            if len(self.items) == 1:
                self.ready.release()

    def get(self):
        self.ready.acquire()
        with self.guard:
            item = self.items.pop(0)
            if self.items:
                self.ready.release()
        return item


queue = Queue()


def produce(name, count):
    for i in range(count):
        queue.put((name, i))


got = {0: [], 1: [], 2: []}


def consume(count):
    for _ in range(count):
        name, i = queue.get()
        got[name].append(i)


waits = [started(consume, 150)] + [started(produce, name, 50) for name in range(3)]
for done in waits:
    done.acquire()
print([got[name] == list(range(50)) for name in range(3)])

# Ping-pong through two locks.
ping, pong = _thread.allocate_lock(), _thread.allocate_lock()
ping.acquire()
pong.acquire()
turns = []


def player():
    for i in range(50):
        ping.acquire()
        turns.append(("pong", i))
        pong.release()


done = started(player)
for i in range(50):
    turns.append(("ping", i))
    ping.release()
    pong.acquire()
done.acquire()
print(len(turns), turns[0], turns[-1], turns[::2] == [("ping", i) for i in range(50)])

# Waiters with timeouts beside one without.
lock.acquire()
results = []


def impatient(timeout):
    got = lock.acquire(timeout=timeout)
    results.append(got)
    if got:
        lock.release()


waits = [started(impatient, 0.05) for _ in range(5)] + [started(impatient, 30)]
for done in waits[:5]:
    done.acquire()
print(results)
lock.release()
waits[5].acquire()
print(results, lock.locked())
print(type(lock).__name__, isinstance(lock, _thread.LockType), repr(lock).startswith("<unlocked _thread.lock object at 0x"), _thread.TIMEOUT_MAX > 1e6)
