# zeal-args: 20
# Sockets, epoll and poll shared between threads: nothing is lost, nobody hangs, errors stay Python errors.
import _socket, posix, select

from lib.crew import THREADS, each, rounds, together

ROUNDS = rounds(200)

# Datagrams over one pair, many senders and receivers: each arrives once.
one, other = _socket.socketpair(_socket.AF_UNIX, _socket.SOCK_DGRAM)
received = []

def send(number):
    for index in range(ROUNDS):
        one.send(b'%d:%d' % (number, index))

def receive():
    for _ in range(ROUNDS):
        data = other.recv(100)
        received.append(data)

senders = [lambda number=number: send(number) for number in range(THREADS)]
together(*senders, *[receive] * THREADS)
print(len(received) == len(set(received)) == THREADS * ROUNDS)

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

together(lambda: change(0), lambda: change(1), ask, ask)

# A poll object registers and polls at once: refused, or answered.
poll = select.poll()

def both():
    for _ in range(ROUNDS):
        poll.register(pipes[0][0])
        try:
            poll.poll(0)
        except RuntimeError as error:
            assert 'concurrent' in str(error)

each(lambda number: both())

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

together(*[use] * THREADS, close)
print('ok')
