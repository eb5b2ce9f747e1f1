"""Private work on one thread and on two at once: how much more gets done by two?

usage: typhon benches/programs/private.py [ROUNDS]      (default 40)

Each kind of work takes some 20 ms. One round runs it on one thread, then on two threads at once; the best round of each counts, since
machines are shared and noisy. Two threads that do not disturb each other reach 2.00. Runs on every Python.
"""
from lib import pairs


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


if __name__ == "__main__":
    pairs.main(KINDS)
