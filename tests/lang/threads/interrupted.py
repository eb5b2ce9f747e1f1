# modes: normal - waits for signals in real time
"""Long searches end soon when a signal's handler raises; some of CPython's do not."""
import re
import signal
import time


class Late(Exception):
    pass


def handler(number, frame):
    raise Late


signal.signal(signal.SIGALRM, handler)
for pattern, text in [("a*b", "a" * 400_000), ("(?:a|aa)+b", "a" * 60), ("a*?b", "a" * 400_000), ("a*+b", "a" * 400_000), (r"[^b]*b", "a" * 400_000)]:
    begun = time.monotonic()
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    try:
        re.search(pattern, text)
        print(pattern, "ends")
    except Late:
        print(pattern, "late", time.monotonic() - begun < 3)
    signal.setitimer(signal.ITIMER_REAL, 0)
