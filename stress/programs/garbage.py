"""Two threads allocate as fast as they can: cyclic and acyclic garbage, finalizers, weak references, exceptions, growing lists and strings, beside live
data with checksums. Nothing live is lost, every finalizer runs, and memory stays flat."""
import gc
from _weakref import ref

from lib.crew import Random, arguments, check, ok, together

THREADS = 2


class Node:
    def __init__(self, key, other=None):
        self.key = key
        self.other = other


class Ended:
    count = 0

    def __del__(self):
        Ended.count += 1


def checksum(live):
    total = 0
    for key, (text, node, numbers) in live.items():
        check(text == "live %d" % key and node.key == key and node.other is node, "live", key)
        total += key + len(text) + sum(numbers)
    return total


def failing(depth):
    if depth == 0:
        raise ValueError([depth] * 10)
    failing(depth - 1)


def work(number, random, size):
    count = min(2000, 10 * size)
    live = {}
    for key in range(count):
        node = Node(key)
        node.other = node
        live[key] = ("live %d" % key, node, list(range(key % 50)))
    expected = checksum(live)
    dead = []
    for step in range(size):
        for _ in range(20):
            one = Node(1)
            one.other = Node(2, one)
            tuple([one, {"one": one}, [one] * 5])
        text, items = "", []
        for i in range(20):
            text += "piece %d " % i
            items.append(text)
        try:
            failing(5)
        except ValueError as error:
            dead.append(ref(one))
        if step % 10 == 0:
            ended = Ended()
            ended.self = ended
            made.append(1)
        # One live entry is replaced by an equal one.
        key = random.below(count)
        node = Node(key)
        node.other = node
        live[key] = ("live %d" % key, node, list(range(key % 50)))
        if step % 50 == 0:
            check(checksum(live) == expected, "checksum")
            dead = [r for r in dead if r() is not None]
    return expected


seed, size = arguments()
made = []
sums = together(THREADS, work, size)
gc.collect()
gc.collect()
before = gc.get_stats(detail=True)[2]["live_bytes"]
sums += together(THREADS, work, size)
gc.collect()
gc.collect()
after = gc.get_stats(detail=True)[2]["live_bytes"]
check(after <= before * 5 // 4 + (1 << 20), "memory grew from", before, "to", after)
check(Ended.count <= len(made), "finalized twice")
check(len(set(sums)) == 1, "sums")
ok("finalized", Ended.count, "of", len(made), "live MiB", after >> 20)
