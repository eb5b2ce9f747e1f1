"""Who waits how long: threads that all want one lock, or the processor, or both; a picture of their waits and of their shares.

usage: waits.py [THREADS [SECONDS]]        (64 threads, 2 seconds for each part)
"""
import sys
import threading
import time

THREADS = int(sys.argv[1]) if len(sys.argv) > 1 else 64
SECONDS = float(sys.argv[2]) if len(sys.argv) > 2 else 2.0
clock = time.perf_counter_ns


def measure(name, once):
    """Every thread does `once` until the time is up and notes how long each took."""
    waits = [[0] * 48 for _ in range(THREADS)]
    longest = [0] * THREADS
    gate = threading.Barrier(THREADS + 1)

    def work(number):
        mine = waits[number]
        gate.wait()
        end = clock() + int(SECONDS * 1e9)
        now = clock()
        while now < end:
            waited = once()
            mine[waited.bit_length()] += 1
            longest[number] = max(longest[number], waited)
            now = clock()

    crew = [threading.Thread(target=work, args=(number,)) for number in range(THREADS)]
    for thread in crew:
        thread.start()
    gate.wait()
    for thread in crew:
        thread.join()
    show(name, [sum(column) for column in zip(*waits)], [sum(row) for row in waits], max(longest))


def show(name, counts, shares, longest):
    total = sum(counts)
    print(f"{name}: {total:,} waits of {THREADS} threads, the longest {longest / 1e6:.3f} ms")
    print(f"  of one thread: {min(shares):,} to {max(shares):,} waits, {total // THREADS:,} on average")
    for power, count in enumerate(counts):
        if count:
            print(f"  under {2**power / 1000:14,.3f} us {count:12,} {'#' * max(1, round(count / total * 60))}")
    print()


lock = threading.Lock()


def short_hold():
    begun = clock()
    with lock:
        return clock() - begun


def long_hold():
    begun = clock()
    with lock:
        waited = clock() - begun
        for _ in range(200):
            pass
    return waited


def sleep():
    begun = clock()
    time.sleep(0.001)
    return clock() - begun - 1_000_000


measure("a lock held for an instant", short_hold)
measure("a lock held for a while", long_hold)
measure("sleeping for a millisecond, lateness", sleep)
