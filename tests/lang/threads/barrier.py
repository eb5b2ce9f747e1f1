# zeal: 12 - imports threading
"""Barrier: indices, actions, broken and reset ones, timeouts, wrong arguments; output only from the main thread."""
import threading
from lib.attempts import attempt


def together(n, target):
    threads = [threading.Thread(target=target, args=(i,)) for i in range(n)]
    for t in threads: t.start()
    for t in threads: t.join()


def indices():
    got = []
    lock = threading.Lock()
    b = threading.Barrier(4)

    def run(i):
        for _ in range(3):
            k = b.wait()
            with lock: got.append(k)
            b.wait()
    together(4, run)
    return [sorted(got[i:i + 4]) for i in range(0, 12, 4)], b.n_waiting, b.broken, b.parties


def action():
    calls, seen = [], []
    b = threading.Barrier(3, action=lambda: calls.append(len(seen)))

    def run(i):
        seen.append(i)
        b.wait()
        assert len(calls) == 1
    together(3, run)
    return calls, sorted(seen)


def failing_action():
    results = []

    def act(): raise KeyError("action")
    b = threading.Barrier(3, action=act)

    def run(i):
        try:
            results.append(("returned", b.wait()))
        except Exception as e:
            results.append(type(e).__name__)
    together(3, run)
    return sorted(results), b.broken


def aborted():
    results = []
    b = threading.Barrier(3)

    def run(i):
        try:
            b.wait()
        except threading.BrokenBarrierError as e:
            results.append(type(e).__name__)
    def aborts(i):
        if i < 2: return run(i)
        while b.n_waiting < 2: pass
        b.abort()
    together(3, aborts)
    broken = b.broken
    b.reset()
    after = b.broken
    together(3, run)
    return results, broken, after, b.broken


def times_out():
    b = threading.Barrier(2, timeout=0.01)
    try:
        b.wait()
    except threading.BrokenBarrierError as e:
        first = repr(e)
    try:
        b.wait(timeout=5)
    except threading.BrokenBarrierError as e:
        return first, repr(e), b.broken, b.n_waiting


for f in (indices, action, failing_action, aborted, times_out):
    attempt(f)
print(threading.Barrier(1).wait(), threading.Barrier(1, lambda: print("alone")).wait())
attempt(threading.Barrier, 0)
attempt(threading.Barrier)
attempt(threading.Barrier, "x")
