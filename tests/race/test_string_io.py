# StringIO: a write takes place where it was, however many other threads move the position meanwhile.
# zeal-args: 50
import io
import sys
import threading

rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
stream = io.StringIO()
stopped = False
kinds = set()


def write():
    for i in range(rounds):
        try:
            stream.write("x" * 10)
        except (MemoryError, OverflowError):
            pass
        except Exception as error:
            kinds.add(repr(error))


def move():
    while not stopped:
        stream.seek(1 << 61)
        stream.seek(0)
        stream.truncate(50)
        stream.__setstate__((stream.__getstate__()[0], "\n", 3, None))


movers = [threading.Thread(target=move) for i in range(2)]
writers = [threading.Thread(target=write) for i in range(2)]
for thread in movers + writers:
    thread.start()
for thread in writers:
    thread.join()
stopped = True
for thread in movers:
    thread.join()
print(kinds, set(stream.getvalue()) <= {"x", "\0"})
