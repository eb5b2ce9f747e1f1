# What the end of the program waits for: as `threading` asks for it.
import _thread
import sys
import time


class Threading:
    @staticmethod
    def _shutdown():
        print("shutdown")
        _thread._shutdown()
        print("all have ended")


sys.modules["threading"] = Threading
forever = _thread.allocate_lock()
forever.acquire()


def work(number):
    time.sleep(0.02 * number)
    print("end", number)


def worker(number):
    return lambda: work(number)


for number in range(1, 4):
    _thread.start_joinable_thread(worker(number), daemon=False)
_thread.start_joinable_thread(forever.acquire, daemon=True)
_thread.start_new_thread(forever.acquire, ())
print("end of main")
