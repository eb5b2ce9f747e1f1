# select, poll and epoll: readiness, waiting for another thread, errors.
import _thread, posix, select, time

def attempt(function, *args, **keywords):
    try:
        print(repr(function(*args, **keywords)))
    except Exception as error:
        print(type(error).__name__, error)

read, write = posix.pipe()

def later():
    time.sleep(0.05)
    posix.write(write, b'x')

print(select.select([read], [write], [], 0)[1] == [write], select.select([read], [], [], 0.01))
poll = select.poll()
poll.register(read)
print(poll.poll(10))
_thread.start_new_thread(later, ())
print(poll.poll(5000) == [(read, select.POLLIN)])
print(posix.read(read, 1))
_thread.start_new_thread(later, ())
print(posix.read(read, 5))
epoll = select.epoll()
epoll.register(read, select.EPOLLIN)
print(epoll.poll(0.01))
_thread.start_new_thread(later, ())
print(epoll.poll(5) == [(read, select.EPOLLIN)], epoll.closed)
attempt(epoll.register, read)
epoll.modify(read, select.EPOLLOUT)
print(epoll.poll(0))
epoll.unregister(read)
attempt(epoll.unregister, read)
attempt(epoll.poll, 1, 0)
epoll.close()
print(epoll.closed)
attempt(epoll.poll)
attempt(epoll.fileno)
attempt(select.epoll, 0)
attempt(select.epoll, -2)
attempt(select.epoll, 1, 5)
with select.epoll() as epoll:
    pass
print(epoll.closed)
attempt(select.select, 5, [], [])
attempt(select.select, [], [], [], -1)
attempt(select.select, [], [], [], 'a')
attempt(select.select, [1.5], [], [])
attempt(select.select, [-1], [], [])
attempt(select.select, [10000], [], [], 0)
attempt(poll.register, -1)
attempt(poll.register, 5, -1)
attempt(poll.register, 5, 1 << 20)
attempt(poll.modify, 99, 1)
attempt(poll.unregister, 99)
attempt(poll.poll, 'a')
class File:
    def fileno(self): return read
print(select.select([File()], [], [], 0)[0] != [])
