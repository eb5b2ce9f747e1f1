# modes: normal - waits for real time
# A signal's handler runs on the main thread while that is in a call of the system's, and what it raises ends the call.
import _signal, _socket, _thread, fcntl, posix, select, time


class Alarm(Exception):
    pass


def handler(number, frame):
    raise Alarm


def interrupted(function, *args):
    before = time.monotonic()
    _signal.setitimer(_signal.ITIMER_REAL, 0.05)
    try:
        print("not interrupted", function(*args))
    except Alarm:
        print("interrupted", time.monotonic() - before < 2)


parent = posix.getpid()
_signal.signal(_signal.SIGALRM, handler)
read, write = posix.pipe()
child = posix.fork()
if child == 0:
    # Lives until the pipe is closed.
    posix.close(write)
    posix.read(read, 1)
    posix._exit(3)

interrupted(posix.waitpid, child, 0)
interrupted(posix.waitpid, -1, 0)
interrupted(posix.wait4, child, posix.WUNTRACED)
interrupted(posix.waitid, posix.P_PID, child, posix.WEXITED)

one = posix.memfd_create("lock")
other = posix.open("/proc/self/fd/%d" % one, posix.O_RDWR)
fcntl.flock(one, fcntl.LOCK_EX)
interrupted(fcntl.flock, other, fcntl.LOCK_EX)

fifo = "fifo"
posix.mkfifo(fifo)
interrupted(posix.open, fifo, posix.O_RDONLY)
posix.unlink(fifo)

# A handler that does not raise: the call goes on. Other threads are in calls, too.
calls = []
_signal.signal(_signal.SIGALRM, lambda number, frame: calls.append(number))
done = _thread.allocate_lock()
done.acquire()


def beside():
    posix.waitpid(second, 0)
    done.release()


second = posix.fork()
if second == 0:
    posix.close(write)
    posix.read(read, 1)
    posix._exit(4)
_thread.start_new_thread(beside, ())
_signal.setitimer(_signal.ITIMER_REAL, 0.02, 0.02)


def end():
    time.sleep(0.15)
    posix.close(write)


_thread.start_new_thread(end, ())
print(posix.waitpid(child, 0)[1] >> 8, len(calls) > 2)
_signal.setitimer(_signal.ITIMER_REAL, 0)
print(done.acquire(timeout=5))

# A signal to oneself is served before the call is over.
got = []
_signal.signal(_signal.SIGUSR1, lambda number, frame: got.append(number))
for count in range(1, 101):
    posix.kill(posix.getpid(), _signal.SIGUSR1)
    if len(got) != count:
        print("late", count)
print(len(got))

# A handler leaves further ones to the system: what interrupts a call does not come a second time.
child = posix.fork()
if child == 0:
    while posix.getppid() == parent:
        time.sleep(0.05)
    posix._exit(0)


def last(number, frame):
    _signal.signal(_signal.SIGUSR1, _signal.SIG_DFL)


def send():
    time.sleep(0.0003)
    posix.kill(parent, _signal.SIGUSR1)


for _ in range(500):
    _signal.signal(_signal.SIGUSR1, last)
    sender = _thread.start_joinable_thread(send)
    while _signal.getsignal(_signal.SIGUSR1) is last:
        posix.waitpid(child, posix.WNOHANG)
    sender.join()
print(_signal.getsignal(_signal.SIGUSR1) == _signal.SIG_DFL)
posix.kill(child, _signal.SIGKILL)
print(posix.waitpid(child, 0)[1])

# The signal that Typhon interrupts calls with is the program's as well.
del calls[:]
_signal.signal(63, lambda number, frame: calls.append(number))
posix.kill(parent, 63)
_signal.signal(63, _signal.SIG_DFL)
print(len(calls) > 0, set(calls), _signal.getsignal(63) == _signal.SIG_DFL)

# A question that does not wait is answered however many signals come.
read, write = posix.pipe()
poll = select.poll()
poll.register(read)
epoll = select.epoll()
epoll.register(read)
listener = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)
listener.bind(("127.0.0.1", 0))
listener.listen(0)
# Fill its queue.
full = [_socket.socket(_socket.AF_INET, _socket.SOCK_STREAM) for _ in range(4)]
for each in full:
    each.setblocking(False)
    each.connect_ex(listener.getsockname())
time.sleep(0.05)
_signal.setitimer(_signal.ITIMER_REAL, 0.00005, 0.00005)
end = time.monotonic() + 0.3
answers = set()
while time.monotonic() < end:
    answers.add(str(select.select([read], [], [], 0)))
    answers.add(str(poll.poll(0)))
    answers.add(str(epoll.poll(0)))
    client = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)
    client.settimeout(0.001)
    answers.add(client.connect_ex(listener.getsockname()))
    client.close()
_signal.setitimer(_signal.ITIMER_REAL, 0)
print(answers == {"([], [], [])", "[]", 11} or answers)
