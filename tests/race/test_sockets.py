# zeal: 4 - many safepoints
# Sockets, epoll and poll shared between threads: nothing is lost, nobody hangs, errors stay Python errors.
import _socket, _thread, posix, select, time

THREADS, ROUNDS = 4, 200
done = []
lock = _thread.allocate_lock()

def start(function, *args):
    def body():
        function(*args)
        with lock:
            done.append(1)
    _thread.start_new_thread(body, ())

def wait(count):
    while len(done) < count:
        time.sleep(0.001)
    done.clear()

# Datagrams over one pair, many senders and receivers: each arrives once.
one, other = _socket.socketpair(_socket.AF_UNIX, _socket.SOCK_DGRAM)
received = []

def send(number):
    for index in range(ROUNDS):
        one.send(b'%d:%d' % (number, index))

def receive():
    for _ in range(ROUNDS):
        data = other.recv(100)
        with lock:
            received.append(data)

for number in range(THREADS):
    start(send, number)
    start(receive)
wait(2 * THREADS)
print(len(received), len(set(received)))

# One epoll, changed by some threads and asked by others.
epoll = select.epoll()
pipes = [posix.pipe() for _ in range(8)]

def change(number):
    for index in range(ROUNDS):
        read = pipes[(number + index) % 8][0]
        for function in (lambda: epoll.register(read, select.EPOLLIN), lambda: epoll.unregister(read)):
            try:
                function()
            except OSError:
                pass

def ask():
    for _ in range(ROUNDS):
        assert epoll.poll(0.0001) == []

for number in range(2):
    start(change, number)
    start(ask)
wait(4)

# A poll object registers and polls at once: refused, or answered.
poll = select.poll()

def both():
    for _ in range(ROUNDS):
        poll.register(pipes[0][0])
        try:
            poll.poll(0)
        except RuntimeError as error:
            assert 'concurrent' in str(error)

for _ in range(THREADS):
    start(both)
wait(THREADS)
# Closing while others use: an error of the system, or of a closed object.
def close():
    one.close()
    epoll.close()

def use():
    for _ in range(ROUNDS):
        try:
            one.send(b'x', _socket.MSG_DONTWAIT)
            epoll.poll(0)
        except (OSError, ValueError):
            pass

for _ in range(THREADS):
    start(use)
start(close)
wait(THREADS + 1)
print('ok')
