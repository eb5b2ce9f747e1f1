import _thread
import sys
import time


def attempt(function, *args, **keywords):
    try:
        print("ok", function(*args, **keywords))
    except BaseException as error:
        print(type(error).__name__, error)


Handle = _thread._ThreadHandle
print(Handle, Handle(), Handle().ident, Handle().is_done())
attempt(Handle().join)
attempt(Handle()._set_done)
attempt(_thread.start_joinable_thread, 1)
attempt(_thread.start_joinable_thread, print, 1)
attempt(_thread.start_joinable_thread, print, handle=5)

done = []
handle = _thread.start_joinable_thread(lambda: done.append(_thread.get_ident()))
handle.join()
print(done == [handle.ident], handle.is_done(), _thread._count())
handle.join()
handle.join(0)
handle.join(None)
handle.join(-1)
attempt(handle.join, "soon")
attempt(handle.join, float("nan"))
attempt(_thread.start_joinable_thread, print, handle=handle)
try:
    handle.ident = 3
except AttributeError as error:
    print(error)
try:
    class Derived(Handle):
        pass
except TypeError as error:
    print(error)

# A thread cannot wait for itself.
own = Handle()
said = []


def join_self():
    try:
        own.join()
    except RuntimeError as error:
        said.append(str(error))


print(_thread.start_joinable_thread(join_self, handle=own) is own)
own.join()
print(said)

# Several wait for one, with and without a limit.
gate = _thread.allocate_lock()
gate.acquire()
slow = _thread.start_joinable_thread(gate.acquire, daemon=False)
before = time.monotonic()
slow.join(0.02)
print(slow.is_done(), time.monotonic() - before >= 0.02)
waiters = [_thread.start_joinable_thread(slow.join) for _ in range(5)]
slow.join(0)
gate.release()
for waiter in waiters:
    waiter.join()
print(slow.is_done(), [waiter.is_done() for waiter in waiters])

# A handle of a thread that nobody started here.
mine = _thread._make_thread_handle(_thread.get_ident())
print(mine.ident == _thread.get_ident(), mine.is_done())
attempt(mine.join)
mine._set_done()
mine._set_done()
print(mine.is_done(), mine.join())

print(_thread._get_main_thread_ident() == _thread.get_ident())
print(_thread._is_main_interpreter(), _thread.daemon_threads_allowed(), _thread._shutdown())
print(_thread.error is RuntimeError, _thread.TIMEOUT_MAX, isinstance(_thread.get_native_id(), int))
print(_thread.start_new is not None, _thread.allocate() is not None)

attempt(_thread.stack_size)
attempt(_thread.stack_size, 1)
attempt(_thread.stack_size, -1)
attempt(_thread.stack_size, "big")
attempt(_thread.stack_size, 262144)
attempt(_thread.stack_size)


def deep(level):
    return 1 if level == 0 else 1 + deep(level - 1)


results = []
small = _thread.start_joinable_thread(lambda: results.append(deep(50)))
small.join()
print(results)
attempt(_thread.stack_size, 0)

attempt(_thread.set_name, 5)
names = []


def named():
    _thread.set_name("a rather long name of a thread")
    names.append(_thread._get_name())


_thread.start_joinable_thread(named).join()
print(names)

# What leaves a thread's function is said, and the thread has ended all the same.
sys.stderr = None


def fail():
    raise ValueError("lost")


failed = _thread.start_joinable_thread(fail)
failed.join()
leaving = _thread.start_joinable_thread(_thread.exit)
leaving.join()
print(failed.is_done(), leaving.is_done())
