# sys._current_frames and sys._current_exceptions: what all threads do at one moment.
import _thread
import sys

begun, gate, over = _thread.allocate_lock(), _thread.allocate_lock(), _thread.allocate_lock()
for lock in begun, gate, over:
    lock.acquire()
idents = []


def outer(number):
    inner(number, "argument")


def inner(number, text):
    idents.append(_thread.get_ident())
    try:
        raise LookupError(number)
    except LookupError as error:
        raised.append(error)
        begun.release()
        gate.acquire()


raised = []


def work():
    outer(7)
    over.release()


_thread.start_new_thread(work, ())
begun.acquire()
frames, exceptions = sys._current_frames(), sys._current_exceptions()
own = _thread.get_ident()
print(frames[own] is sys._getframe(), exceptions[own])
print(sorted(frames) == sorted([own, *idents]), sorted(exceptions) == sorted([own, *idents]))

frame = frames[idents[0]]
names = []
while frame is not None:
    names.append((frame.f_code.co_name, frame.f_lineno))
    if frame.f_code.co_name == "inner":
        print(sorted(frame.f_locals.items(), key=lambda item: item[0])[1:])
    frame = frame.f_back
print(names)
error = exceptions[idents[0]]
print(repr(error), error is raised[0])
# The frames of another thread's exception lead to its callers.
frame, names = error.__traceback__.tb_frame, []
while frame is not None:
    names.append(frame.f_code.co_name)
    frame = frame.f_back
print(names)


def recurse(depth):
    return recurse(depth - 1) if depth else sys._current_frames()


frame, count = recurse(300)[own], 0
while frame is not None:
    count, frame = count + 1, frame.f_back
print(count)

try:
    1 / 0
except ZeroDivisionError:
    print(repr(sys._current_exceptions()[own]))
gate.release()
over.acquire()
