# err: Exception ignored in thread started by
# err: ValueError: in a thread
# err: Traceback (most recent call last):
# err: , in fails
# err: RecursionError: maximum recursion depth exceeded
# zeal: 10 - imports much of the library
import _thread
import sys


def started(function, *args):
    done = _thread.allocate_lock()
    done.acquire()

    def body():
        try:
            function(*args)
        finally:
            done.release()

    _thread.start_new_thread(body, ())
    return done


def wait(done):
    done.acquire()


def fails():
    raise ValueError("in a thread")


done = _thread.allocate_lock()
done.acquire()


def direct():
    try:
        fails()
    finally:
        done.release()


_thread.start_new_thread(direct, ())
done.acquire()
print("the main thread goes on")


# Exceptions are handled per thread.
results = []


def handles(n):
    try:
        if n % 2:
            raise KeyError(n)
        raise ValueError(n)
    except KeyError as error:
        results.append(("key", n, sys.exception() is error))
    except ValueError as error:
        results.append(("value", n, sys.exception() is error))
    results.append(("after", n, sys.exception() is None))


try:
    raise TypeError("of the main thread")
except TypeError as error:
    for lock in [started(handles, n) for n in range(10)]:
        wait(lock)
    print(sys.exception() is error)
print(sorted(results))


# An exception object may cross threads, with its traceback.
box = []


def catches():
    try:
        fails()
    except ValueError as error:
        box.append(error)


wait(started(catches))
try:
    raise box[0]
except ValueError as error:
    names = []
    traceback = error.__traceback__
    while traceback is not None:
        names.append(traceback.tb_frame.f_code.co_name)
        traceback = traceback.tb_next
    print(error, names)


# Recursion ends in an exception on every thread, each with a limit of its own.
depths = []


def forever(n):
    try:
        return forever(n + 1)
    except RecursionError:
        depths.append(n)


class Endless:
    def __repr__(self):
        return repr(self)

    def __eq__(self, other):
        return self == other

    def __getattr__(self, name):
        return getattr(self, name + "x")

    def key(self, item):
        return sorted([1, 2], key=self.key)


def caught(action):
    try:
        action()
    except RecursionError:
        results.append("recursion")


def recursions():
    e = Endless()
    caught(lambda: repr(e))
    caught(lambda: e == 1)
    caught(lambda: e.attribute)
    caught(lambda: e.key(1))


del results[:]
for lock in [started(forever, 0) for _ in range(4)]:
    wait(lock)
print(len(depths), [900 < depth < 1001 for depth in depths])
for lock in [started(recursions) for _ in range(4)]:
    wait(lock)
print(results.count("recursion"))


def uncaught():
    return uncaught()


done = _thread.allocate_lock()
done.acquire()


def last():
    try:
        uncaught()
    finally:
        done.release()


_thread.start_new_thread(last, ())
done.acquire()
import time
time.sleep(0.3)
print("end")
