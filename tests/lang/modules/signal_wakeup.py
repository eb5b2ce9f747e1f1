"""signal: what set_wakeup_fd refuses and tells of; masks of any numbers; a signal to oneself by a descriptor comes at once."""
import os
import signal
import sys

sys.unraisablehook = lambda u: print(u.err_msg, type(u.exc_value).__name__, u.exc_value)
def t(*a, **k):
    try: print(signal.set_wakeup_fd(*a, **k))
    except Exception as e: print(type(e).__name__, e)
t(999); t("a"); t(-1); t(-5); t(2**40); t()
r, w = os.pipe()
t(w); t(r)
os.set_blocking(w, False); os.set_blocking(r, False)
t(w); t(-1, warn_on_full_buffer=False); t(w, False); t(fd=w)
signal.signal(signal.SIGALRM, lambda *a: print("handler"))
t(r)
signal.raise_signal(signal.SIGALRM)
t(w)
try:
    while True: os.write(w, b"x" * 65536)
except BlockingIOError: pass
try:
    while True: os.write(w, b"x")
except BlockingIOError: pass
signal.raise_signal(signal.SIGALRM)
t(w, warn_on_full_buffer=False)
signal.raise_signal(signal.SIGALRM)
t(-1)


for x in (1 << 1000, -1, 0, 65, "a", 1.5, 64, 2**63, 2**64 + 3):
    try:
        print(signal.pthread_sigmask(signal.SIG_BLOCK, [x]))
    except Exception as e:
        print(type(e).__name__, e)

count = 0


def counted(*args):
    global count
    count += 1


signal.signal(signal.SIGUSR1, counted)
late = 0
for descriptor in (os.open(f"/proc/{os.getpid()}", os.O_DIRECTORY), os.pidfd_open(os.getpid())):
    for i in range(200):
        before = count
        signal.pidfd_send_signal(descriptor, signal.SIGUSR1)
        late += count == before
print(count, late)
for wrong in (lambda: signal.pidfd_send_signal(0, signal.SIGUSR1), lambda: signal.pidfd_send_signal(descriptor, signal.SIGUSR1, object()),
              lambda: signal.pidfd_send_signal(descriptor, 1000)):
    try:
        wrong()
    except Exception as e:
        print(type(e).__name__, e)
