# modes: normal - starts many processes
# Programs are started while threads allocate, change the environment and block signals: none hangs, none gets half a variable.
import _posixsubprocess, _signal as signal, posix

from lib.crew import background, rounds

ROUNDS = rounds(5)
stopped = False

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

# Each thread blocks a signal of its own: none is unblocked by another's change.
SIGNALS = [signal.SIGUSR1, signal.SIGUSR2, signal.SIGALRM, signal.SIGTERM]

def block(number):
    turns = 0
    while not stopped or turns < 200:
        turns += 1
        signal.pthread_sigmask(signal.SIG_BLOCK, [number])
        assert number in signal.pthread_sigmask(signal.SIG_BLOCK, [])
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [number])
        assert number not in signal.pthread_sigmask(signal.SIG_BLOCK, [])

beside = [background(allocate), background(allocate), background(change)]
beside += [background(block, number) for number in SIGNALS]
try:
    for _ in range(ROUNDS):
        run(None)
        run(collect)
finally:
    stopped = True
for thread in beside:
    thread.end()
# What is not blocked any more does what the system does.
child = posix.fork()
if child == 0:
    posix.kill(posix.getpid(), signal.SIGTERM)
    posix._exit(0)
print(posix.WTERMSIG(posix.waitpid(child, 0)[1]))
