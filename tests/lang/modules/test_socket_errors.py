# modes: normal - measures processor time
# What waits in the queue of errors is nothing to receive.
import _socket, sys, time


def attempt(function, *args):
    try:
        print(function(*args))
    except OSError as error:
        print(type(error).__name__, error)


sock = _socket.socket(_socket.AF_INET, _socket.SOCK_DGRAM)
sock.bind(('127.0.0.1', 0))
sock.setsockopt(0, 11, 1)
sock.sendto(b'x', ('127.0.0.1', 1))
time.sleep(0.02)
attempt(sock.recv, 1)
sock.settimeout(1)
before = time.process_time()
attempt(sock.recv, 1)
# CPython asks again and again.
print(time.process_time() - before < 0.8 or sys.implementation.name == 'cpython')
