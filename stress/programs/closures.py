"""Cells shared between threads, functions made and called everywhere, deep recursion, callbacks from native code."""
import _thread

from lib.crew import arguments, check, ok, together

THREADS = 3


def cell():
    lock = _thread.allocate_lock()
    value = (0, [0])

    def read():
        return value

    def write():
        nonlocal value
        with lock:
            value = (value[0] + 1, [value[0] + 1])

    return read, write


def nested(n, *args, **kwargs):
    def inner(m=n):
        return [m, args, kwargs, n]

    return inner if n == 0 else nested(n - 1, n, *args, **{"k%d" % n: [n], **kwargs})


def depth(n, keep):
    keep = [n, keep]
    result = 0 if n == 0 else depth(n - 1, keep) + 1
    check(keep[0] == n, "frame", n)
    return result


def work(number, random, size, shared):
    read, write = shared
    last = 0
    for step in range(size):
        write()
        count, box = read()
        check(box == [count] and count >= last, "cell", count, box, last)
        last = count
        n = random.below(6)
        m, args, kwargs, zero = nested(n)()
        check(m == zero == 0 and args == tuple(range(1, n + 1)) and len(kwargs) == n, "nested", n, args, kwargs)
        check(depth(random.below(60), None) >= 0)
        items = [random.below(1000) for _ in range(8)]
        check(sorted(items, key=lambda item: [-item]) == sorted(items, reverse=True), "sort")
        check(list(map(lambda a, b: (a, [b]), items, items)) == [(item, [item]) for item in items], "map")
        check([item for item in filter(lambda item: [item] > [500], items)] == [item for item in items if item > 500], "filter")
        check(max(items, key=lambda item: (item, [item])) == max(items), "max")
    return last


seed, size = arguments()
shared = cell()
together(THREADS, work, size, shared)
check(shared[0]() == (THREADS * size, [THREADS * size]), "writes", shared[0]())
ok("writes", shared[0]()[0])
