# zeal: 200 - imports queue
"""Threads and queues in lockstep: queues of every kind, sizes, joining, shutdown, timers cancelled, results in a fixed order."""
import queue
import threading
from lib.attempts import attempt


def worker(inbox, outbox):
    while True:
        item = inbox.get()
        if item is None:
            inbox.task_done()
            break
        outbox.put(item * item)
        inbox.task_done()


inbox, outbox = queue.Queue(), queue.Queue()
thread = threading.Thread(target=worker, args=(inbox, outbox))
thread.start()
for number in range(5):
    inbox.put(number)
inbox.put(None)
inbox.join()
thread.join()
print([outbox.get() for _ in range(5)], outbox.empty(), inbox.qsize(), inbox.unfinished_tasks)

bounded = queue.Queue(maxsize=2)
print(bounded.put(1), bounded.put_nowait(2), bounded.full(), bounded.maxsize)
attempt(bounded.put_nowait, 3)
attempt(bounded.put, 3, True, 0.001)
attempt(bounded.put, 3, timeout=-1)
print(bounded.get(), bounded.get_nowait())
attempt(bounded.get_nowait)
attempt(bounded.get, True, 0.001)
attempt(bounded.get, timeout=-1)
bounded.task_done()
bounded.task_done()
attempt(bounded.task_done)

last, best = queue.LifoQueue(), queue.PriorityQueue()
for item in (3, 1, 2):
    last.put(item)
    best.put(item)
print([last.get() for _ in range(3)], [best.get() for _ in range(3)])
best.put((1, "a"))
attempt(best.put, "b")
simple = queue.SimpleQueue()
simple.put(1)
print(simple.qsize(), simple.get(), simple.empty())
attempt(simple.get_nowait)
attempt(simple.get, timeout=0.001)
attempt(simple.get, timeout=-1)
attempt(simple.get, timeout="x")

closing = queue.Queue()
closing.put("left")
closing.shutdown()
attempt(closing.put, 1)
attempt(closing.get)
attempt(closing.get)
closing = queue.Queue()
closing.put("dropped")
closing.shutdown(immediate=True)
attempt(closing.get)
attempt(closing.join)

ping, pong = threading.Semaphore(1), threading.Semaphore(0)
turns = []


def player(name, mine, other):
    for number in range(3):
        mine.acquire()
        turns.append(f"{name}{number}")
        other.release()


players = [threading.Thread(target=player, args=arguments) for arguments in (("ping", ping, pong), ("pong", pong, ping))]
for thread in players: thread.start()
for thread in players: thread.join()
print(turns)

timer = threading.Timer(60, print, ["never"])
timer.start()
timer.cancel()
timer.join()
print(timer.finished.is_set(), timer.is_alive())
timer = threading.Timer(0, turns.append, args=("timed",))
timer.start()
timer.join()
print(turns[-1])


class Result(threading.Thread):
    def __init__(self, function, *arguments):
        super().__init__()
        self.function, self.arguments, self.result = function, arguments, None
    def run(self):
        try:
            self.result = self.function(*self.arguments)
        except Exception as error:
            self.result = error


threads = [Result(pow, 2, n) for n in range(4)] + [Result(lambda: 1 // 0)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print([repr(thread.result) for thread in threads])
counter = 0
lock = threading.Lock()


def count():
    global counter
    for _ in range(20):
        with lock:
            counter += 1


threads = [threading.Thread(target=count) for _ in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(counter, threading.active_count(), threading.current_thread() is threading.main_thread(), lock.locked())
attempt(lock.release)
once = []
local = threading.local()
local.value = "main"


def reads():
    once.append(hasattr(local, "value"))
    local.value = "thread"
    once.append(local.value)


thread = threading.Thread(target=reads)
thread.start()
thread.join()
print(once, local.value)
