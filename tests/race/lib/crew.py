"""Threads that begin together; how many rounds they make is the script's first argument."""
import _thread
import sys

THREADS = 4


def rounds(default):
    return int(sys.argv[1]) if len(sys.argv) > 1 else default


def together(*functions):
    """Runs each function on a thread of its own, begun at the same moment; their results in order. Raises what one raised."""
    gate = _thread.allocate_lock()
    gate.acquire()
    results = [None] * len(functions)
    errors = []

    def body(index, function, done):
        gate.acquire()
        gate.release()
        try:
            results[index] = function()
        except BaseException as error:
            errors.append(error)
        finally:
            done.release()

    ended = []
    for index, function in enumerate(functions):
        done = _thread.allocate_lock()
        done.acquire()
        ended.append(done)
        _thread.start_new_thread(body, (index, function, done))
    gate.release()
    for done in ended:
        done.acquire()
    if errors:
        raise errors[0]
    return results


def each(function):
    """Runs function(number) on every thread."""
    return together(*[lambda number=number: function(number) for number in range(THREADS)])
