"""What every stress program needs: its arguments, seeded random numbers, threads that begin together."""
import _thread
import sys


class Random:
    """Numbers from a seed, the same on every interpreter (a linear congruential generator's upper bits)."""

    def __init__(self, seed):
        self.state = seed * 2654435761 % 2147483648

    def below(self, limit):
        self.state = (self.state * 1103515245 + 12345) & 0x7FFFFFFF
        return (self.state >> 8) % limit

    def pick(self, items):
        return items[self.below(len(items))]


def arguments():
    """The round's seed and size."""
    return (int(sys.argv[1]), int(sys.argv[2])) if len(sys.argv) > 2 else (1, 4)


class Thread:
    """A thread that keeps how its function ended."""

    def __init__(self, function, *args):
        self.done = _thread.allocate_lock()
        self.done.acquire()
        self.error = None
        self.result = None
        self.function = function
        self.args = args
        _thread.start_new_thread(self.run, ())

    def run(self):
        try:
            self.result = self.function(*self.args)
        except BaseException as error:
            self.error = error
        finally:
            self.done.release()

    def join(self):
        """The function's result; raises what it raised."""
        self.done.acquire()
        self.done.release()
        if self.error is not None:
            raise self.error
        return self.result


def together(threads, function, *args):
    """Runs function(number, random, *args) on so many threads, begun at the same moment; their results in order."""
    seed, _ = arguments()
    gate = _thread.allocate_lock()
    gate.acquire()

    def body(number):
        gate.acquire()
        gate.release()
        return function(number, Random(seed * 1000 + number), *args)

    crew = [Thread(body, number) for number in range(threads)]
    gate.release()
    return [thread.join() for thread in crew]


def check(holds, *what):
    if not holds:
        raise AssertionError(*what)


def ok(*counts):
    print("ok", *counts)
