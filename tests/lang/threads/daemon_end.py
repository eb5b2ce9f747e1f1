# The program ends when the main thread does; threads that run, wait or sleep do not hold it up.
import _thread
import time

lock = _thread.allocate_lock()
lock.acquire()
alive = []


def spins():
    alive.append("spins")
    while True:
        pass


def waits():
    alive.append("waits")
    lock.acquire()


def sleeps():
    alive.append("sleeps")
    time.sleep(1000)


for function in (spins, waits, sleeps):
    _thread.start_new_thread(function, ())
begun = time.monotonic()
while len(alive) < 3 and time.monotonic() - begun < 20:
    time.sleep(0.01)
print(sorted(alive))
