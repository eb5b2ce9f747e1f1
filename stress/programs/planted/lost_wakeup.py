"""A planted bug for `typhon-explore`: a flag is looked at before its waiter is registered, so a wake-up may come too early."""
import _thread


class Event:
    def __init__(self):
        self.flag = False
        self.waiter = None

    def is_set(self):
        return self.flag

    def wait(self):
        if not self.is_set():
            gate = _thread.allocate_lock()
            gate.acquire()
            self.waiter = gate
            gate.acquire()

    def set(self):
        self.flag = True
        if self.waiter is not None:
            self.waiter.release()


event = Event()
thread = _thread.start_joinable_thread(event.wait)
event.set()
thread.join()
print("woken")
