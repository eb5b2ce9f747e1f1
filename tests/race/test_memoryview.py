# memoryview: a view that one thread releases while others use it answers or says so; the bytes it showed are never touched afterwards.
# zeal-args: 20
import mmap
import sys
import threading

rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
kinds = set()
shared = [None, None]
turn = threading.Barrier(4)


def use(number):
    for i in range(rounds):
        turn.wait()
        view, owner = shared
        try:
            if number == 0:
                for j in range(20):
                    view[j] = j
            elif number == 1:
                view[::2] = bytes(len(view[::2]))
                view.tobytes()
            else:
                memoryview(view).release()
                view == b"" or view[5] or view[::-1].tolist()
        except ValueError as error:
            kinds.add(str(error))
        turn.wait()


threads = [threading.Thread(target=use, args=(number,)) for number in range(3)]
for thread in threads:
    thread.start()
for i in range(rounds):
    owner = bytearray(4096) if i % 2 else mmap.mmap(-1, 4096)
    shared[:] = memoryview(owner), owner
    turn.wait()
    try:
        shared[0].release()
        owner.clear() if i % 2 else owner.close()
    except (BufferError, ValueError):
        pass
    turn.wait()
for thread in threads:
    thread.join()
print(kinds <= {"operation forbidden on released memoryview object"})
