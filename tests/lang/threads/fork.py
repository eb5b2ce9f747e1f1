# What a thread that forks finds in the child: itself, as the main thread, and all others at their ends. And what the parent is told.
import _thread
import os
import sys
import warnings

gate, begun, done = _thread.allocate_lock(), _thread.allocate_lock(), _thread.allocate_lock()
for lock in gate, begun, done:
    lock.acquire()
other = _thread.start_joinable_thread(lambda: (begun.release(), gate.acquire()))
begun.acquire()
main_handle = _thread._make_thread_handle(_thread.get_ident())


def say(text):
    os.write(1, text.encode() + b"\n")


def child():
    say(f"child {len(sys._current_frames())} {_thread._get_main_thread_ident() == _thread.get_ident()}")
    say(f"over {other.is_done()} {main_handle.is_done()} {own.is_done()}")
    other.join()
    main_handle.join()
    started = []
    handle = _thread.start_joinable_thread(lambda: started.append(_thread.get_ident() != _thread._get_main_thread_ident()), daemon=False)
    handle.join()
    say(f"started {started} {handle.is_done()}")


own = _thread._ThreadHandle()


def forks():
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        number = os.fork()
    if number == 0:
        child()
        return
    print(os.waitpid(number, 0)[1])
    print([(warning.category.__name__, str(warning.message).replace(str(os.getpid()), "PID")) for warning in seen])


sys.stdout.flush()
_thread.start_joinable_thread(forks, handle=own, daemon=False).join()
gate.release()
other.join()
sys.stdout.flush()
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    number = os.fork()
if number == 0:
    os._exit(3)
print(os.waitpid(number, 0)[1] >> 8, seen)

# The name that the system would keep.
for name in "short", "embedded\0null", "x" * 20, "x" * 13 + "\u20ac\u20ac", "\udc80y", "\U0001f40d" * 5:
    _thread.set_name(name)
    print(ascii(_thread._get_name()))
