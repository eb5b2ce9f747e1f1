# zeal-args: 30
import _thread
import time

from lib.crew import THREADS, each, rounds, together

N = rounds(2000)
lock = _thread.allocate_lock()
count = 0


def increase(number):
    global count
    for i in range(N):
        with lock:
            before = count
            if i % 97 == 0:
                time.sleep(0)
            count = before + 1


each(increase)
print(count == THREADS * N, lock.locked())

# Never two inside; a failed try never has it.
inside = []


def enter(number):
    entered = 0
    for i in range(N):
        if lock.acquire(i % 2 == 0) if i % 3 else lock.acquire(True, 0.0001):
            inside.append(number)
            if inside != [number]:
                return "two inside"
            inside.pop()
            lock.release()
            entered += 1
    return entered > 0


print(each(enter), lock.locked())

# Progress: a thread in a tight loop keeps nobody from running.
stop = []
ticks = [0]


def spin():
    while not stop:
        pass


def tick():
    for _ in range(20):
        time.sleep(0.001)
        ticks[0] += 1
    stop.append(True)


together(spin, spin, spin, spin, spin, tick)
print(ticks)

# Hand-over in a ring of locks.
ring = [_thread.allocate_lock() for _ in range(THREADS)]
for member in ring:
    member.acquire()
order = []


def member(number):
    for i in range(N // 10):
        ring[number].acquire()
        order.append(number)
        ring[(number + 1) % THREADS].release()


def begin():
    ring[0].release()


together(*[lambda number=number: member(number) for number in range(THREADS)], begin)
print(order == list(range(THREADS)) * (N // 10))
