"""What a thread has sent before it lets another go on is served there first."""
import _thread
import signal

served = late = 0


def serve(number, frame):
    global served
    served += 1


signal.signal(signal.SIGUSR1, serve)
for _ in range(300):
    lock = _thread.allocate_lock()
    lock.acquire()

    def send():
        signal.raise_signal(signal.SIGUSR1)
        lock.release()

    before = served
    _thread.start_new_thread(send, ())
    lock.acquire()
    (lambda: None)()
    late += served == before
    while served == before:
        pass
print(served, late)
