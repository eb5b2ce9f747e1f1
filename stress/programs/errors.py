"""Exceptions raised, chained, kept, handed to other threads and raised again; every finally runs once."""
import _thread

from lib.crew import arguments, check, ok, together

THREADS = 3


class Own(Exception):
    def __init__(self, key, payload):
        super().__init__(key)
        self.key = key
        self.payload = payload


def raises(depth, key, counts):
    try:
        if depth == 0:
            raise Own(key, [key] * 4)
        raises(depth - 1, key, counts)
    finally:
        counts[0] += 1


def chains(depth, key, counts):
    try:
        raises(depth, key, counts)
    except Own as error:
        raise KeyError(key) from error


def length(traceback):
    count = 0
    while traceback is not None:
        check(traceback.tb_lineno > 0 and traceback.tb_frame.f_code.co_name != "", "traceback entry")
        count += 1
        traceback = traceback.tb_next
    return count


def deep(n):
    return deep(n + 1) + 1


def work(number, random, size, box):
    caught = 0
    for step in range(size * 2):
        depth, key = random.below(6), (number, step)
        counts = [0]
        try:
            chains(depth, key, counts)
        except KeyError as error:
            kept = error
        check(counts[0] == depth + 1, "finally", counts, depth)
        check(kept.args[0] == key and kept.__cause__.payload == [key] * 4, "chain", key)
        check(length(kept.__cause__.__traceback__) == depth + 2, "traceback", depth, length(kept.__cause__.__traceback__))
        check(length(kept.__traceback__) == 2, "outer traceback", length(kept.__traceback__))
        box[random.below(len(box))] = kept.__cause__
        other = box[random.below(len(box))]
        if other is not None:
            try:
                raise other
            except Own as error:
                check(error is other and error.payload == [error.key] * 4, "handed over")
                caught += 1
        if step % 16 == 0:
            try:
                deep(0)
                check(False, "no RecursionError")
            except RecursionError:
                caught += 1
    return caught


seed, size = arguments()
ok("caught", *together(THREADS, work, size, [None] * 4))
