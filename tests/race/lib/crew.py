"""Threads that begin together; how many rounds they make is the script's first argument."""
import _thread
import sys

THREADS = 4


def rounds(default):
    return int(sys.argv[1]) if len(sys.argv) > 1 else default


class Background:
    """A function on a thread of its own. `end()` waits for it and answers its result, or raises what it raised."""

    def __init__(self, function, *args):
        self.ended = _thread.allocate_lock()
        self.ended.acquire()
        self.error = None
        _thread.start_new_thread(self.body, (function, args))

    def body(self, function, args):
        try:
            self.result = function(*args)
        except BaseException as error:
            self.error = error
        finally:
            self.ended.release()

    def end(self):
        self.ended.acquire()
        if self.error:
            raise self.error
        return self.result


def background(function, *args):
    """Runs a function beside what follows."""
    return Background(function, *args)


def together(*functions):
    """Runs each function on a thread of its own, begun at the same moment; their results in order. Raises what one raised."""
    gate = _thread.allocate_lock()
    gate.acquire()

    def begun(function):
        gate.acquire()
        gate.release()
        return function()

    crew = [background(begun, function) for function in functions]
    gate.release()
    for member in crew:
        member.ended.acquire()
        member.ended.release()
    return [member.end() for member in crew]


def each(function):
    """Runs function(number) on every thread."""
    return together(*[lambda number=number: function(number) for number in range(THREADS)])
