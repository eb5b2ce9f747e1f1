# zeal: 800 - imports concurrent.futures
"""concurrent.futures: results and errors in order, callbacks, cancellation, timeouts, map, shutdown, refusals."""
import concurrent.futures as cf
import threading
from lib.attempts import attempt


with cf.ThreadPoolExecutor(max_workers=2) as pool:
    futures = [pool.submit(pow, n, 2) for n in range(5)]
    print([future.result() for future in futures], list(pool.map(str.upper, "abc")), list(pool.map(max, [1, 5], [3, 2])))
    failed = pool.submit(lambda: 1 // 0)
    attempt(failed.result)
    print(repr(failed.exception()), failed.done(), failed.cancelled(), failed.running(), failed.cancel())
    results = pool.map(lambda n: 10 // n, [5, 0, 1])
    print(next(results))
    attempt(next, results)
    attempt(next, results)
    attempt(pool.submit)
    attempt(lambda: list(pool.map(len, 5)))
attempt(pool.submit, print)
attempt(cf.ThreadPoolExecutor, 0)
attempt(cf.ThreadPoolExecutor, 1, initializer=5)

gate = threading.Event()
log = []
pool = cf.ThreadPoolExecutor(1)
blocked = pool.submit(gate.wait)
waiting = pool.submit(log.append, "never")
print(waiting.cancel(), waiting.cancelled(), waiting.cancel())
attempt(waiting.result)
attempt(blocked.result, timeout=0.001)
attempt(waiting.exception)
blocked.add_done_callback(lambda future: log.append(("done", future.result())))
gate.set()
blocked.result()
pool.shutdown()
blocked.add_done_callback(lambda future: log.append(("after", future is blocked)))
waiting.add_done_callback(lambda future: log.append(("cancelled", future.cancelled())))
print(log)

future = cf.Future()
print(str(future).split(" at 0x")[1].split(" ", 1)[1], future.set_running_or_notify_cancel(), future.running(), future.cancel())
future.set_result("set")
print(future.result(), future.exception(), future.done())
for again in (lambda: future.set_result("again"), lambda: future.set_exception(ValueError())):
    try:
        again()
    except cf.InvalidStateError as error:
        print(type(error).__name__, str(error).split(":")[0])
other = cf.Future()
other.set_exception(KeyError("k"))
attempt(other.result)
print(cf.wait([future, other]).done == {future, other}, [len(part) for part in cf.wait([future, cf.Future()], timeout=0)], {f.done() for f in cf.as_completed([future, other])})
attempt(lambda: list(cf.as_completed([cf.Future()], timeout=0)))
attempt(lambda: len(cf.wait([future], return_when="WRONG").done))
print(cf.wait([future, cf.Future()], return_when=cf.FIRST_COMPLETED).done == {future})
names = []
with cf.ThreadPoolExecutor(1, thread_name_prefix="pool", initializer=names.append, initargs=("initialized",)) as pool:
    print(pool.submit(lambda: threading.current_thread().name).result(), names)


def broken(): raise RuntimeError("initializer")


import logging
logging.disable(logging.CRITICAL)
with cf.ThreadPoolExecutor(1, initializer=broken) as pool:
    future = pool.submit(int)
    try:
        future.result()
    except cf.BrokenExecutor as error:
        print(type(error).__name__, error)
    try:
        pool.submit(int)
    except cf.BrokenExecutor as error:
        print(type(error).__name__, error)
pool = cf.ThreadPoolExecutor(1)
gate = threading.Event()
first, second = pool.submit(gate.wait), pool.submit(int)
gate.set()
pool.shutdown(wait=True, cancel_futures=False)
print(first.result(), second.result(), issubclass(cf.CancelledError, Exception), cf.TimeoutError is TimeoutError)
