# zeal: 12 - imports threading
"""Event, Semaphore, BoundedSemaphore: counts, timeouts, with statements, several releases at once, errors."""
import threading
from lib.attempts import attempt


e = threading.Event()
print(e.is_set(), e.wait(0), e.wait(0.001), e.set(), e.is_set(), e.wait(), e.wait(0), e.set(), e.clear(), e.is_set(), repr(e).partition(":")[2])
order = []


def waits(i):
    e.wait()
    order.append(i)


threads = [threading.Thread(target=waits, args=(i,)) for i in range(4)]
for t in threads: t.start()
print(order)
e.set()
for t in threads: t.join()
print(sorted(order))
s = threading.Semaphore(2)
print(s.acquire(), s.acquire(), s.acquire(blocking=False), s.acquire(timeout=0.001), s.release(), s.acquire(), s.release(2), s.acquire(False), s.acquire(False), s.acquire(False))
attempt(lambda: s.acquire(False, 1))
attempt(lambda: s.release(0))
attempt(lambda: s.release(-1))
attempt(lambda: threading.Semaphore(-1))
attempt(lambda: threading.Semaphore("x"))
b = threading.BoundedSemaphore(1)
attempt(b.release)
print(b.acquire(), b.release())
attempt(b.release)
with b as got:
    print(got, b.acquire(False))
attempt(lambda: b.release(2))
try:
    with b:
        raise KeyError("inside")
except KeyError as error:
    print(error, b.acquire(False))
b.release()
inside, most, lock = [0], [0], threading.Lock()
limit = threading.Semaphore(3)


def works():
    for _ in range(3):
        with limit:
            with lock:
                inside[0] += 1
                most[0] = max(most[0], inside[0])
            with lock:
                inside[0] -= 1


threads = [threading.Thread(target=works) for _ in range(6)]
for t in threads: t.start()
for t in threads: t.join()
print(inside, 1 <= most[0] <= 3)
empty = threading.Semaphore(0)
got = []
def takes(i):
    empty.acquire()
    got.append(i)
threads = [threading.Thread(target=takes, args=(i,)) for i in range(3)]
for t in threads: t.start()
empty.release(3)
for t in threads: t.join()
print(sorted(got), empty.acquire(False))
print(repr(threading.Semaphore(4)).partition(":")[2], repr(threading.BoundedSemaphore(3)).partition(":")[2])
lock = threading.Lock()
print(lock.acquire(), lock.locked(), lock.acquire(False), lock.release(), lock.locked())
attempt(lock.release)
r = threading.RLock()
print(r.acquire(), r.acquire(), r.release(), r.release())
attempt(r.release)
attempt(lambda: lock.acquire(timeout=-2))
attempt(lambda: lock.acquire(True, "x"))
attempt(lambda: lock.acquire(False, 0))
