# zeal: 200 - showing a traceback imports much of the library
import _thread
import sys


def attempt(function, *args):
    try:
        print("ok", function(*args))
    except BaseException as error:
        print(type(error).__name__, error)


Args = _thread._ExceptHookArgs
args = Args((ValueError, None, None, None))
print(args)
print(args.exc_type, args.exc_value, args.exc_traceback, args.thread, args[0], len(args))
attempt(Args, (1,))
attempt(_thread._excepthook, 1)
attempt(_thread._excepthook, Args((SystemExit, SystemExit(3), None, None)))


written = []


class Writer:
    def write(self, text):
        written.append(text)

    def flush(self):
        pass


class Thread:
    name = "Thread-1 (work)"


sys.stderr = Writer()
try:
    {}["key"]
except KeyError as error:
    caught = error
caught = caught.with_traceback(None)
_thread._excepthook(Args((KeyError, caught, None, Thread())))
_thread._excepthook(Args((KeyError, caught, None, None)))
print("".join(written).replace(str(_thread.get_ident()), "ME"))


# Without sys.stderr what the thread was made with is written to, if it is there.
class Remembers(Thread):
    _stderr = sys.stderr


class Forgets(Thread):
    _stderr = None


sys.stderr = None
del written[:]
for thread in Remembers(), Forgets(), None:
    _thread._excepthook(Args((KeyError, caught, None, thread)))
print("".join(written))
attempt(_thread._excepthook, Args((KeyError, caught, None, Thread())))
