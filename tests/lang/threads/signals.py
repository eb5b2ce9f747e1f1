import _signal
import _thread
import time


def attempt(function, *args):
    try:
        print("ok", function(*args))
    except BaseException as error:
        print(type(error).__name__, error)


print(_signal.SIGINT, _signal.SIGTERM, _signal.SIGUSR1, _signal.SIG_DFL, _signal.SIG_IGN, _signal.NSIG)
print(_signal.getsignal(_signal.SIGINT) is _signal.default_int_handler)
print(_signal.getsignal(_signal.SIGUSR1), _signal.getsignal(_signal.SIGKILL))
attempt(_signal.getsignal, 0)
attempt(_signal.getsignal, 65)
attempt(_signal.signal, 0, print)
attempt(_signal.signal, _signal.SIGUSR1, "handler")
attempt(_signal.signal, _signal.SIGKILL, print)
attempt(_signal.default_int_handler, 2, None)
print(_signal.strsignal(_signal.SIGINT), _signal.strsignal(_signal.SIGTERM))
print(_signal.SIGKILL in _signal.valid_signals(), len(_signal.valid_signals()))

seen = []


def handler(number, frame):
    seen.append((number, _thread.get_ident() == _thread._get_main_thread_ident()))


print(_signal.signal(_signal.SIGUSR1, handler))
print(_signal.signal(_signal.SIGUSR1, handler) is handler)
_signal.raise_signal(_signal.SIGUSR1)
print(seen)

# In its sleep, which goes on afterwards.
del seen[:]
_signal.signal(_signal.SIGALRM, handler)
before = time.monotonic()
print(_signal.setitimer(_signal.ITIMER_REAL, 0.02))
time.sleep(0.1)
print(seen, time.monotonic() - before >= 0.1)

# From another thread: the main one handles it.
del seen[:]
thread = _thread.start_joinable_thread(lambda: _signal.raise_signal(_signal.SIGUSR1))
while not seen:
    pass
print(seen)
thread.join()
attempt_in_thread = _thread.start_joinable_thread(lambda: attempt(_signal.signal, _signal.SIGUSR1, handler))
attempt_in_thread.join()


class Stop(Exception):
    pass


def stop(number, frame):
    raise Stop(number)


# A handler that raises ends each kind of wait of the main thread.
_signal.signal(_signal.SIGUSR1, stop)
_signal.signal(_signal.SIGALRM, stop)
lock = _thread.allocate_lock()
lock.acquire()
rlock = _thread.RLock()
held = _thread.allocate_lock()
held.acquire()


def hold():
    with rlock:
        with held:
            pass


holder = _thread.start_joinable_thread(hold)
while not rlock.locked():
    time.sleep(0.001)


def spin():
    while True:
        pass


for wait in (
    lambda: time.sleep(60),
    lock.acquire,
    lambda: lock.acquire(timeout=60),
    rlock.acquire,
    holder.join,
    lambda: holder.join(60),
    spin,
):
    _signal.setitimer(_signal.ITIMER_REAL, 0.03)
    attempt(wait)
print(lock.locked(), rlock._is_owned())
held.release()
holder.join()

# interrupt_main does it without the system.
sender = _thread.start_joinable_thread(lambda: _thread.interrupt_main(_signal.SIGUSR1))
attempt(spin)
sender.join()
attempt(_thread.interrupt_main, 0)
attempt(_thread.interrupt_main, 1000)
_thread.interrupt_main(_signal.SIGUSR2)
sender = _thread.start_joinable_thread(_thread.interrupt_main)
attempt(spin)
sender.join()
attempt(_signal.raise_signal, _signal.SIGINT)

# Ignored, and told to nobody.
_signal.signal(_signal.SIGUSR1, _signal.SIG_IGN)
_signal.raise_signal(_signal.SIGUSR1)
print(_signal.getsignal(_signal.SIGUSR1))
print(_signal.signal(_signal.SIGUSR1, _signal.SIG_DFL), _signal.getsignal(_signal.SIGUSR1))

print(_signal.alarm(10), _signal.alarm(1) in (9, 10), _signal.getitimer(_signal.ITIMER_REAL)[0] > 0.5)
attempt(_signal.pause)
print(_signal.set_wakeup_fd(-1))
