"""Threads are made, nest, wait for each other, fail and end, with objects going in and out of them."""
import _thread

from lib.crew import Random, Thread, arguments, check, ok, together

THREADS = 3


def leaf(payload, expected):
    check(sum(payload) == expected, "payload")
    return [expected, payload]


def fails(key):
    local = [key] * 10
    raise KeyError(key, local)


def nest(random, depth):
    if depth == 0:
        return 1
    children = [Thread(nest, Random(random.below(1_000_000)), depth - 1) for _ in range(2)]
    kept = [depth] * 5
    total = sum([child.join() for child in children])
    check(kept == [depth] * 5, "kept")
    return total


def leaves(ended):
    local = list(range(20))
    try:
        _thread.exit()
    finally:
        check(sum(local) == 190, "local")
        ended.release()


def work(number, random, size):
    made = 0
    for step in range(size):
        payload = [random.below(1000) for _ in range(5)]
        threads = [Thread(leaf, payload, sum(payload)) for _ in range(3)]
        failing = Thread(fails, step)
        for thread in threads:
            total, same = thread.join()
            check(total == sum(payload) and same is payload, "result")
        try:
            failing.join()
            check(False, "no error")
        except KeyError as error:
            check(error.args == (step, [step] * 10), "error", error.args)
        made += 4
        if step % 4 == 0:
            check(nest(random, 2) == 4, "nest")
            made += 6
        ended = _thread.allocate_lock()
        ended.acquire()
        _thread.start_new_thread(leaves, (ended,))
        ended.acquire()
        made += 1
    return made


seed, size = arguments()
ok("threads", sum(together(THREADS, work, size)))
