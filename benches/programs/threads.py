"""Threads and locks: rates of the scheduler's primitives from Python, and memory of many threads alive.

usage: threads.py [ALIVE]        (threads alive at once: 10000; CPython stops at some 32 000)
"""
import _thread
import sys
import time


def rate(name, count, work):
    work(max(count // 10, 1))
    best = min(timed(work, count) for _ in range(3))
    print(f"{name:<44} {count / best:14,.0f} per second, {best / count * 1e9:9.1f} ns")


def timed(work, count):
    begun = time.perf_counter()
    work(count)
    return time.perf_counter() - begun


def nothing():
    pass


def create_and_join(count):
    start = _thread.start_joinable_thread
    for _ in range(count):
        start(nothing).join()


def create_then_join(count):
    start = _thread.start_joinable_thread
    for thread in [start(nothing) for _ in range(count)]:
        thread.join()


def uncontended(count):
    lock = _thread.allocate_lock()
    acquire, release = lock.acquire, lock.release
    for _ in range(count):
        acquire()
        release()


def uncontended_with(count):
    lock = _thread.allocate_lock()
    for _ in range(count):
        with lock:
            pass


def reentrant(count):
    lock = _thread.RLock()
    for _ in range(count):
        with lock:
            pass


def hand_over(count):
    """Two threads take turns by two locks: two hand-overs each round."""
    ping, pong = _thread.allocate_lock(), _thread.allocate_lock()
    ping.acquire()
    pong.acquire()

    def other():
        for _ in range(count // 2):
            ping.acquire()
            pong.release()

    thread = _thread.start_joinable_thread(other)
    for _ in range(count // 2):
        ping.release()
        pong.acquire()
    thread.join()


shared = _thread.allocate_lock()
total = 0


def worked(count):
    global total
    for _ in range(count):
        with shared:
            total = total + 1


def on_two(count):
    threads = [_thread.start_joinable_thread(lambda: worked(count // 2)) for _ in range(2)]
    for thread in threads:
        thread.join()


waits = []


def waits_of_two(count):
    """How long each acquisition took, in each of two threads."""
    def measured():
        own = []
        clock = time.perf_counter_ns
        for _ in range(count // 2):
            before = clock()
            with shared:
                own.append(clock() - before)
        waits.append(sorted(own))

    threads = [_thread.start_joinable_thread(measured) for _ in range(2)]
    for thread in threads:
        thread.join()


def local_attribute(count):
    local = _thread._local()
    local.value = 1
    for _ in range(count):
        local.value


def resident():
    try:
        with open("/proc/self/status") as status:
            return sum(int(line.split()[1]) for line in status if line.startswith(("VmRSS", "VmPTE"))) * 1024
    except NameError:
        import _typhon
        return _typhon.resident_bytes()


def alive(count):
    gate = _thread.allocate_lock()
    gate.acquire()

    def wait():
        gate.acquire()
        gate.release()

    before = resident()
    begun = time.perf_counter()
    threads = [_thread.start_joinable_thread(wait) for _ in range(count)]
    time.sleep(0.5)
    each = (resident() - before) / count
    gate.release()
    for thread in threads:
        thread.join()
    print(f"{count} threads alive: {each / 1024:.1f} KiB each; made, waited and ended in {time.perf_counter() - begun:.2f} s")


rate("create and join, one after the other", 20_000, create_and_join)
rate("create many, then join", 5_000, create_then_join)
rate("lock, uncontended: acquire, release", 1_000_000, uncontended)
rate("lock, uncontended: with", 1_000_000, uncontended_with)
rate("RLock, uncontended: with", 1_000_000, reentrant)
rate("hand-over between two threads", 100_000, hand_over)
rate("one lock, one thread", 500_000, worked)
rate("one lock, two threads (total)", 500_000, on_two)
rate("an attribute of _local", 1_000_000, local_attribute)
waits_of_two(400_000)
for own in waits:
    at = lambda share: own[min(int(len(own) * share), len(own) - 1)] / 1000
    print(f"waits of one of two threads, microseconds: median {at(0.5):.2f}, 99 % {at(0.99):.2f}, 99.9 % {at(0.999):.2f}, longest {at(1):.1f}")
alive(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
