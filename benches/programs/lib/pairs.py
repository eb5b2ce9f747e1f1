"""Times work on one thread and on two at once, and prints how much more gets done by two."""
import _thread
import sys
import time


def on_threads(count, work, size):
    """Seconds until all have ended."""
    def body(done):
        try:
            work(size)
        finally:
            done.release()

    ended = [_thread.allocate_lock() for _ in range(count)]
    begun = time.perf_counter()
    for done in ended:
        done.acquire()
        _thread.start_new_thread(body, (done,))
    for done in ended:
        done.acquire()
    return time.perf_counter() - begun


def main(kinds):
    """Measures pairs of a function and its argument; the program's argument says how many rounds (40), of which the best counts."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    print("Python", sys.version.split("\n")[0])
    for work, size in kinds:
        one = two = 1e9
        for _ in range(rounds):
            one = min(one, on_threads(1, work, size))
            two = min(two, on_threads(2, work, size))
        gain = 2 * one / two
        print(f"{work.__name__:<10} one {one * 1000:6.1f} ms   two {two * 1000:6.1f} ms   {gain:.2f}  {'#' * round(gain * 20)}")
