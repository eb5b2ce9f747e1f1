"""Private work on one thread and on two at once: how much more gets done by two?

usage: typhon benches/programs/private.py [ROUNDS]      (default 40)

Each kind of work takes some 20 ms. One round runs it on one thread, then on two threads at once; the best round of each counts, since
machines are shared and noisy. Two threads that do not disturb each other reach 2.00. Runs on every Python.
"""
import _thread
import sys
import time


def calls(n):
    def fib(n):
        return n if n < 2 else fib(n - 1) + fib(n - 2)

    fib(n)


def floats(n):
    total = 0.0
    for i in range(n):
        total += i * 0.5 - total * 0.25
    return total


def words(n):
    counts = {}
    for i in range(n):
        key = "k" + str(i % 100)
        counts[key] = counts.get(key, 0) + 1
    return counts


def lists(n):
    for _ in range(n):
        items = []
        for i in range(1000):
            items.append(i)


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def added(self, other):
        return Point(self.x + other.x, self.y + other.y)


def objects(n):
    point, step = Point(0, 0), Point(1, 2)
    for _ in range(n):
        point = point.added(step)
    return point


def errors(n):
    for i in range(n):
        try:
            raise ValueError(i)
        except ValueError:
            pass


KINDS = [(calls, 27), (floats, 500_000), (words, 80_000), (lists, 400), (objects, 150_000), (errors, 80_000)]


def on_threads(count, work, size):
    """Seconds until all have ended."""
    def body(done):
        try:
            work(size)
        finally:
            done.release()

    ended = [_thread.allocate_lock() for _ in range(count)]
    begun = time.perf_counter()
    for done in ended:
        done.acquire()
        _thread.start_new_thread(body, (done,))
    for done in ended:
        done.acquire()
    return time.perf_counter() - begun


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    print("Python", sys.version.split("\n")[0])
    for work, size in KINDS:
        one = two = 1e9
        for _ in range(rounds):
            one = min(one, on_threads(1, work, size))
            two = min(two, on_threads(2, work, size))
        gain = 2 * one / two
        print(f"{work.__name__:<8} one {one * 1000:6.1f} ms   two {two * 1000:6.1f} ms   {gain:.2f}  {'#' * round(gain * 20)}")


if __name__ == "__main__":
    main()
