"""Real work, first on one thread, then on many: how much faster is it with all cores?

usage: typhon benches/programs/parallel.py [--quick]      (10 or 3 seconds)

Three kinds of work, each cut into pieces that know nothing of each other: rows of the Mandelbrot set (float arithmetic),
counting words (strings and dicts), growing trees (many small objects). The threads take pieces from one shared list under a
lock until none is left. Runs on every Python: with a global lock the speed-up stays at 1.
"""
import _thread
import sys
import time

THREADS = 8
PIECES = 48


def mandelbrot(piece, size):
    """A strip of the picture: how many steps its points take to escape, as a sum."""
    total = 0
    for row in range(piece, 4 * size, PIECES):
        ci = 2.0 * row / (4 * size) - 1.0
        for column in range(2 * size):
            cr = 3.0 * column / (2 * size) - 2.0
            zr = zi = 0.0
            steps = 0
            while steps < 50:
                zr, zi = zr * zr - zi * zi + cr, 2.0 * zr * zi + ci
                if zr * zr + zi * zi > 4.0:
                    break
                steps += 1
            total += steps
    return total


TEXT = "the quick brown fox jumps over the lazy dog while the early bird gets the worm and the night owl sleeps"


def words(piece, size):
    """Counts words of a text made up here: as a checksum, the counts weighted by length."""
    counts = {}
    for line in range(size):
        for word in TEXT.split():
            key = word.upper() if (line + piece) % 3 else word + str(line % 10)
            counts[key] = counts.get(key, 0) + 1
    return sum([len(word) * count for word, count in counts.items()])


class Node:
    def __init__(self, left, right, value):
        self.left = left
        self.right = right
        self.value = value

    def total(self):
        return self.value if self.left is None else self.value + self.left.total() + self.right.total()


def grow(depth, value):
    if depth == 0:
        return Node(None, None, value)
    return Node(grow(depth - 1, value + 1), grow(depth - 1, value + 2), value)


def trees(piece, size):
    """Grows trees, most of them dropped at once, and adds up their values."""
    total = 0
    kept = grow(6, piece)
    for i in range(size // 8 + 1):
        total += grow(7, i).total()
    return total + kept.total()


def serially(work, size):
    return [work(piece, size) for piece in range(PIECES)]


def on_threads(work, size):
    """The same results, from THREADS threads."""
    results = [None] * PIECES
    todo = list(range(PIECES))
    guard = _thread.allocate_lock()
    ended = []

    def body(done):
        try:
            while True:
                with guard:
                    if not todo:
                        return
                    piece = todo.pop()
                results[piece] = work(piece, size)
        finally:
            done.release()

    for _ in range(THREADS):
        done = _thread.allocate_lock()
        done.acquire()
        ended.append(done)
        _thread.start_new_thread(body, (done,))
    for done in ended:
        done.acquire()
    return results


def timed(run, work, size):
    begun = time.perf_counter()
    results = run(work, size)
    return time.perf_counter() - begun, results


def best(work, size):
    """The best of some serial and parallel times, taken in turn since machines are noisy; and whether the results agree."""
    serial = parallel = 1e9
    agree = True
    for _ in range(3):
        took, expected = timed(serially, work, size)
        serial = min(serial, took)
        took, results = timed(on_threads, work, size)
        parallel = min(parallel, took)
        agree = agree and results == expected
    return serial, parallel, agree


def bar(seconds, unit):
    return "#" * max(1, round(seconds / unit * 40))


def fitted(work, wanted):
    """A size with which the work takes about the wanted seconds on one thread."""
    size = 8
    while True:
        took, _ = timed(serially, work, size)
        if took > wanted / 3:
            return max(8, int(size * wanted / took) if work is not mandelbrot else int(size * (wanted / took) ** 0.5))
        size *= 2


def main():
    wanted = 0.2 if "--quick" in sys.argv else 1.0
    print("Python", sys.version.split("\n")[0])
    print(PIECES, "pieces of each kind of work, taken by one thread and by", THREADS)
    print()
    serial_sum = parallel_sum = 0.0
    for work in (mandelbrot, words, trees):
        size = fitted(work, wanted)
        serial, parallel, agree = best(work, size)
        if not agree:
            sys.exit(f"{work.__name__}: the threads computed something else")
        serial_sum += serial
        parallel_sum += parallel
        unit = max(serial, parallel)
        print(f"{work.__name__:<11} one thread {serial:6.2f} s  {bar(serial, unit)}")
        print(f"{'':<11} threads    {parallel:6.2f} s  {bar(parallel, unit)}  {serial / parallel:.2f} x as fast")
        print()
    print(f"speed-up: {serial_sum / parallel_sum:.2f}")


if __name__ == "__main__":
    main()
