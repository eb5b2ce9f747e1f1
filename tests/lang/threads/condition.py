# zeal: 12 - imports threading
"""Condition: wait, wait_for, notify counts, timeouts, ownership errors, over Lock and RLock, deterministic hand-over."""
import threading
import time
from lib.attempts import attempt


def ping_pong():
    c, turn, out = threading.Condition(), [0], []

    def player(me, name):
        for i in range(3):
            with c:
                c.wait_for(lambda: turn[0] == me)
                out.append(f"{name}{i}")
                turn[0] = 1 - me
                c.notify()
    threads = [threading.Thread(target=player, args=a) for a in ((0, "ping"), (1, "pong"))]
    for t in threads: t.start()
    for t in threads: t.join()
    return out


def counted(n, wake):
    c, waiting, woken = threading.Condition(), [], []

    def waits(i):
        with c:
            waiting.append(i)
            c.wait()
            woken.append(i)
    threads = [threading.Thread(target=waits, args=(i,)) for i in range(n)]
    for t in threads: t.start()
    while True:
        time.sleep(0.0005)
        with c:
            if len(waiting) == n:
                wake(c)
                break
    seen = None
    while seen is None:
        time.sleep(0.0005)
        with c:
            if len(woken) >= min(n, 2): seen = len(woken)
    with c: c.notify_all()
    for t in threads: t.join()
    return seen, sorted(woken)


def reentrant():
    r = threading.RLock()
    c = threading.Condition(r)
    out = []

    def notifies():
        with c:
            out.append("notifier in")
            c.notify()
    with c, c:
        t = threading.Thread(target=notifies)
        t.start()
        out.append(c.wait(timeout=30))
        out.append("awake")
    t.join()
    return out


def plain_lock():
    lock = threading.Lock()
    c = threading.Condition(lock)
    with c:
        held = lock.locked()
        timed = c.wait(timeout=0.001)
        return held, timed, lock.locked(), c.wait_for(lambda: False, timeout=0.001), c.wait_for(lambda: 5), c.wait_for(lambda: [], timeout=0)


attempt(ping_pong)
attempt(counted, 4, lambda c: c.notify(2))
attempt(counted, 2, lambda c: c.notify_all())
attempt(reentrant)
attempt(plain_lock)
c = threading.Condition()
for action in (c.notify, c.notify_all, c.wait, lambda: c.wait_for(lambda: True), lambda: c.wait(0), c.release, lambda: threading.Condition(5), lambda: threading.Condition(threading.Lock()).acquire(False), lambda: c.wait_for(lambda: 1 / 0), lambda: c.notify(0)):
    attempt(action)
with c:
    attempt(lambda: c.notify(0))
    attempt(lambda: c.notify(-1))
    attempt(lambda: c.wait_for(lambda: 1 / 0))
other = []
def elsewhere():
    try: c.notify()
    except RuntimeError as e: other.append(str(e))
with c:
    t = threading.Thread(target=elsewhere)
    t.start()
    t.join()
print(other)
