# At the end of the program nobody waits for a thread, starts one, or forks.
# modes: normal - under zeal the cycle dies before the end, and waits for a thread that does not
import _thread
import os

begun = _thread.allocate_lock()
begun.acquire()


def spin():
    begun.release()
    while True:
        pass


class Cycle:
    def __init__(self):
        self.self = self
        self.handle = _thread.start_joinable_thread(spin)
        self.ended = _thread.start_joinable_thread(lambda: None)
        self.ended.join()

    def attempt(self, function, *args):
        try:
            print("ok", function(*args))
        except RuntimeError as error:
            print(type(error).__name__, error)

    def __del__(self, os=os, _thread=_thread):
        print(self.handle.is_done(), self.ended.is_done())
        self.attempt(self.handle.join)
        self.attempt(self.handle.join, 10)
        self.attempt(self.ended.join)
        self.attempt(_thread.start_new_thread, print, ())
        self.attempt(_thread.start_joinable_thread, print)
        self.attempt(os.fork)


Cycle()
begun.acquire()
