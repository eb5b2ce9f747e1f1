"""Two threads that use the same objects at once: how much more gets done by two than by one?

usage: typhon benches/programs/shared.py [ROUNDS]      (default 40)

As private.py, but what is read is one and the same object for both threads: those who only read should not notice each other (2.00). The last
kinds write as well, and should not get less done than one thread does (1.00). Runs on every Python.
"""
import logging

from lib import pairs

TABLE = {f"key{i}": i for i in range(1000)}
KEYS = list(TABLE)
ITEMS = list(range(1000))
LOG = logging.getLogger("disabled")
LOG.setLevel(logging.ERROR)
TOTAL = 7


class Point:
    dimensions = 2

    def __init__(self, x):
        self.x = x

    def moved(self, by):
        return self.x + by


class Computed:
    def __getattr__(self, name):
        return len(name)


POINT = Point(3)
MOVED = POINT.moved
COMPUTED = Computed()
NAMES = ["x", "moved", "dimensions"]


def dict_all(n):
    """Every value of one dict."""
    table, keys = TABLE, KEYS
    for _ in range(n // len(keys)):
        for key in keys:
            table[key]


def dict_one(n):
    """One value of one dict."""
    table = TABLE
    for _ in range(n):
        table["key500"]


def attribute(n):
    point = POINT
    for _ in range(n):
        point.x


def method(n):
    moved = MOVED
    for _ in range(n):
        moved(1)


def globals_(n):
    for _ in range(n):
        TOTAL


def class_(n):
    for _ in range(n):
        Point.dimensions


def getattr_(n):
    point, names = POINT, NAMES
    for _ in range(n // len(names)):
        for name in names:
            getattr(point, name)


def computed(n):
    """An attribute that `__getattr__` makes."""
    point = COMPUTED
    for _ in range(n):
        point.anything


def iteration(n):
    items = ITEMS
    for _ in range(n // len(items)):
        for _ in items:
            pass


def logging_(n):
    """A logger that is switched off."""
    debug = LOG.debug
    for _ in range(n):
        debug("nothing %s", n)


WRITTEN = dict.fromkeys(range(1000), 0)


def dict_90(n):
    """One dict of which nine in ten uses are reads."""
    table = WRITTEN
    for i in range(n // 10):
        key = i % 1000
        table[key] = i
        table[key], table[1], table[2], table[3], table[4], table[5], table[6], table[7], table[8]


def append(n):
    """One list that grows and is emptied."""
    for _ in range(n // 10_000):
        GROWN.clear()
        add = GROWN.append
        for i in range(10_000):
            add(i)


def store(n):
    """The items of one list."""
    items = STORED
    for i in range(n):
        items[i & 511] = i


STORED = [0] * 512
GROWN = []
KINDS = [(dict_all, 800_000), (dict_one, 800_000), (attribute, 1_000_000), (method, 500_000), (globals_, 1_500_000), (class_, 800_000),
         (getattr_, 400_000), (computed, 200_000), (iteration, 2_000_000), (logging_, 200_000), (dict_90, 600_000), (append, 500_000),
         (store, 500_000)]

if __name__ == "__main__":
    pairs.main(KINDS)
