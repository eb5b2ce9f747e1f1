# modes: normal - starts many processes
# Programs are started while threads allocate, change the environment and block signals: none hangs, none gets half a variable.
import _posixsubprocess, _signal as signal, _thread, posix

ROUNDS = 5
stopped = False
done = []
lock = _thread.allocate_lock()

def start(function, *args):
    def body():
        function(*args)
        with lock:
            done.append(1)
    _thread.start_new_thread(body, ())

def allocate():
    while not stopped:
        kept = [[number] for number in range(1000)]

def change():
    number = 0
    while not stopped:
        number += 1
        posix.putenv(b'RACE%d' % (number % 500), b'x' * 40)

def run(preexec):
    read, write = posix.pipe()
    report, reported = posix.pipe()
    child = _posixsubprocess.fork_exec(
        ['/usr/bin/env'], [b'/usr/bin/env'], True, (reported,), None, None, -1, -1, -1, write, -1, -1,
        report, reported, True, False, -1, None, None, None, -1, preexec)
    posix.close(write)
    posix.close(reported)
    out = b''
    while data := posix.read(read, 100000):
        out += data
    assert posix.read(report, 100) == b''
    posix.close(read)
    posix.close(report)
    assert posix.waitpid(child, 0)[1] == 0
    for line in out.splitlines():
        if line.startswith(b'RACE'):
            assert line.endswith(b'=' + b'x' * 40), line

def collect():
    kept = [[number] for number in range(5000)]

for _ in range(2):
    start(allocate)
start(change)
for _ in range(ROUNDS):
    run(None)
    run(collect)
stopped = True
while len(done) < 3:
    pass
done.clear()

# Each thread blocks a signal of its own: none is unblocked by another's change.
SIGNALS = [signal.SIGUSR1, signal.SIGUSR2, signal.SIGALRM, signal.SIGTERM]

def block(number):
    for _ in range(200):
        signal.pthread_sigmask(signal.SIG_BLOCK, [number])
        assert number in signal.pthread_sigmask(signal.SIG_BLOCK, [])
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [number])
        assert number not in signal.pthread_sigmask(signal.SIG_BLOCK, [])

for number in SIGNALS:
    start(block, number)
while len(done) < len(SIGNALS):
    pass
# What is not blocked any more does what the system does.
child = posix.fork()
if child == 0:
    posix.kill(posix.getpid(), signal.SIGTERM)
    posix._exit(0)
print(posix.WTERMSIG(posix.waitpid(child, 0)[1]))
