# zeal: 200 - imports much of the library
# fork, fork_exec, posix_spawn, waiting; blocked signals; what a child of a fork can do.
import _posixsubprocess, _signal as signal, _thread, gc, posix, time

def attempt(function, *args, **keywords):
    try:
        print(repr(function(*args, **keywords)))
    except Exception as error:
        print(type(error).__name__, error)

def run(argv, cwd=None, env=None, preexec=None):
    read, write = posix.pipe()
    error_read, error_write = posix.pipe()
    child = _posixsubprocess.fork_exec(
        argv, [argv[0].encode()], True, (error_write,), cwd, env, -1, -1, -1, write, -1, -1,
        error_read, error_write, True, False, -1, None, None, None, -1, preexec)
    posix.close(write)
    posix.close(error_write)
    error, out = b'', b''
    while data := posix.read(error_read, 100):
        error += data
    while data := posix.read(read, 1000):
        out += data
    posix.close(read)
    posix.close(error_read)
    return out, error, posix.waitpid(child, 0)[1]

print(run(['/bin/echo', 'text']))
print(run(['/nope']))
print(run(['/bin/pwd'], cwd='/usr'))
print(run(['/bin/pwd'], cwd='/nope'))
print(run(['/usr/bin/env'], env=[b'A=1']))
print(run(['/bin/echo', 'before'], preexec=lambda: None))
child = posix.fork()
if child == 0:
    posix._exit(7)
print(posix.waitstatus_to_exitcode(posix.waitpid(child, 0)[1]))
read, write = posix.pipe()
for _ in range(5):
    _thread.start_new_thread(time.sleep, (0.3,))
child = posix.fork()
if child == 0:
    gc.collect()
    kept = [[number] for number in range(100000)]
    _thread.start_new_thread(posix.write, (write, b'thread of the child'))
    time.sleep(0.05)
    posix._exit(3)
print(posix.waitpid(child, 0)[1] >> 8, posix.read(read, 100))
print(posix.waitpid(posix.posix_spawn('/bin/sh', ['sh', '-c', 'exit 5'], {}), 0)[1] >> 8)
attempt(posix.posix_spawn, '/nope', ['x'], {})
attempt(posix.posix_spawn, '/bin/sh', [], {})
calls = []
posix.register_at_fork(before=lambda: calls.append('before'), after_in_parent=lambda: calls.append('parent'),
                       after_in_child=lambda: calls.append('child'))
child = posix.fork()
if child == 0:
    posix._exit(calls == ['before', 'child'])
print(posix.waitpid(child, 0)[1] >> 8, calls)
master, slave = posix.openpty()
print(posix.isatty(slave), posix.ttyname(slave) == posix.ptsname(master))
memory = posix.memfd_create('name')
print(posix.pwrite(memory, b'hello', 2), posix.pread(memory, 10, 0), posix.writev(memory, [b'a', b'b']))
counter = posix.eventfd(3)
print(posix.eventfd_read(counter), posix.eventfd_write(counter, 5), posix.eventfd_read(counter))
got = []
signal.signal(signal.SIGUSR1, lambda number, frame: got.append(number))
time.sleep(0.4)
print(signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1]))
signal.raise_signal(signal.SIGUSR1)
print(got, signal.sigpending())
print(signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGUSR1]), got)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR2])
signal.raise_signal(signal.SIGUSR2)
print(signal.sigwait([signal.SIGUSR2]), signal.sigtimedwait([signal.SIGUSR2], 0.01))
signal.pthread_kill(_thread.get_ident(), signal.SIGUSR1)
print(got)
attempt(signal.setitimer, 77, 1)
attempt(signal.pthread_sigmask, 0, [100])
attempt(signal.sigtimedwait, [1], -1)
signal.signal(signal.SIGALRM, lambda number, frame: posix.write(write, b'alarm'))
signal.setitimer(signal.ITIMER_REAL, 0.05)
print(posix.read(read, 10))

# Blocked signals are blocked in programs that are started or executed.
GREP = ['/bin/grep', 'SigBlk', '/proc/self/status']

def started(start):
    read, write = posix.pipe()
    start(write)
    posix.close(write)
    line = posix.read(read, 100)
    posix.close(read)
    return line

def spawned(write):
    posix.waitpid(posix.posix_spawn(GREP[0], GREP, {}, file_actions=[(posix.POSIX_SPAWN_DUP2, write, 1)]), 0)

def executed(write):
    child = posix.fork()
    if child == 0:
        posix.dup2(write, 1)
        posix.execv(GREP[0], GREP)
    posix.waitpid(child, 0)

signal.pthread_sigmask(signal.SIG_SETMASK, [signal.SIGTERM, signal.SIGUSR1])
print(run(GREP))
print(run(GREP, preexec=lambda: signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR2])))
print(started(spawned), started(executed))
signal.pthread_sigmask(signal.SIG_SETMASK, [])
print(started(spawned), started(executed))

# Before the program is executed, after the hooks, handlers are as they were.
seen = []
def preexec():
    signal.signal(signal.SIGUSR2, lambda number, frame: seen.append(number))
    signal.raise_signal(signal.SIGUSR2)
    posix.write(1, b'%r %r\n' % (seen, calls[-2:]))
print(run(['/bin/echo', 'after'], preexec=preexec), calls[-2:])
print(run(['/bin/echo', 'not reached'], preexec=lambda: 1 / 0))
# What it changes in the environment the program gets.
posix.putenv(b'TYPHON_TEST', b'1')
print(run(['/bin/sh', '-c', 'echo $TYPHON_TEST'], preexec=lambda: posix.putenv(b'TYPHON_TEST', b'2')))
print(run(['/bin/sh', '-c', 'echo $TYPHON_TEST']))
