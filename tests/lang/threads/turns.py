# modes: normal - waits for signals in real time
"""Iterators that take turns: a signal's handler may come back to one that is being advanced, and what runs Python code takes none."""
import itertools
import signal
import threading
import types
import weakref

# Turns are taken once there is a second thread.
idle = threading.Event()
second = threading.Thread(target=idle.wait)
second.start()


def within(iterator):
    "Advances an iterator while a signal's handler advances it too."
    seen = []

    def handler(number, frame):
        try:
            seen.append(type(next(iterator, None)).__name__)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    signal.signal(signal.SIGALRM, handler)
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    while not seen:
        next(iterator, None)
    return seen


big = range(10**12)
print(within(itertools.islice(big, 4_000_000, None, 4_000_000)))
print(within(itertools.batched(big, 300_000)))


# The handler may wait for a thread that takes a turn.
def waiting():
    iterator = itertools.batched(big, 300_000)
    seen = []

    def handler(number, frame):
        other = threading.Thread(target=next, args=(iterator,))
        other.start()
        other.join(20)
        seen.append(other.is_alive())

    signal.signal(signal.SIGALRM, handler)
    signal.setitimer(signal.ITIMER_REAL, 0.05)
    while not seen:
        next(iterator)
    return seen


print(waiting())


# Mappings and proxies that forward to Python code.
class Mapping(dict):
    def __iter__(self):
        yield next(self.around, "nothing")


mapping = Mapping()
mapping.around = itertools.chain(types.MappingProxyType(mapping))


def advance(name, iterator):
    done = []

    def body():
        try:
            next(iterator, None)
        except ValueError:
            pass
        done.append(True)

    thread = threading.Thread(target=body, daemon=True)
    thread.start()
    thread.join(20)
    print(name, "done" if done else "hangs")


class Plain:
    def __iter__(self):
        yield next(self.around, "nothing")


plain = Plain()
plain.around = itertools.chain(weakref.proxy(plain))


class Once(itertools.chain):
    entered = False

    def __next__(self):
        if not self.entered:
            self.entered = True
            return next(self.around)
        return super().__next__()


once = Once([1, 2, 3])
once.around = pairs = zip(once)
try:
    advance("derived", pairs)
    advance("mapping", mapping.around)
    advance("proxy", plain.around)
finally:
    idle.set()
    second.join()
