# deque, defaultdict, _count_elements, lru_cache, SimpleQueue, tee and itertools under several threads: nothing is lost, nothing comes twice.
# zeal-args: 20
import _thread
import sys
from _collections import _count_elements, defaultdict, deque
from _functools import _lru_cache_wrapper
from _queue import Empty, SimpleQueue
from itertools import batched, chain, count, cycle, islice, product, repeat, tee

rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 300
THREADS = 4


def together(*functions):
    "Runs the functions on several threads at once, each with its number, and waits for all; errors are printed."
    gate = _thread.allocate_lock()
    gate.acquire()
    waits = []
    for number in range(THREADS):
        done = _thread.allocate_lock()
        done.acquire()
        function = functions[number % len(functions)]

        def body(function=function, number=number, done=done):
            gate.acquire()
            gate.release()
            try:
                function(number)
            except Exception as error:
                print("error", type(error).__name__, error)
            finally:
                done.release()

        _thread.start_new_thread(body, ())
        waits.append(done)
    gate.release()
    for done in waits:
        done.acquire()


def check(claim, holds):
    print(claim, "holds" if holds else "BROKEN")


d, taken = deque(), [[] for i in range(THREADS)]


def produce(number):
    for i in range(rounds):
        (d.append if i % 2 else d.appendleft)((number, i))


def consume(number):
    for i in range(rounds):
        try:
            taken[number].append((d.pop if i % 2 else d.popleft)())
        except IndexError:
            pass


together(produce, consume)
everything = sorted(list(d) + [item for part in taken for item in part])
check("deque: what is put is taken once", everything == sorted((number, i) for number in (0, 2) for i in range(rounds)))

d = deque(range(10), 10)


def rotate(number):
    for i in range(rounds):
        d.rotate(number + 1)
        d.reverse()


together(rotate)
check("deque: rotating keeps the items", sorted(d) == list(range(10)))

d = deque(range(8), 8)


def push(number):
    for i in range(rounds):
        d.append(i)
        assert len(d) <= 8 and d[0] is not None


together(push)
check("deque: the limit is kept", len(d) == 8)

counter = {}


def tally(number):
    for i in range(rounds):
        _count_elements(counter, "abca")


together(tally)
check("counting loses nothing", counter == {"a": 2 * rounds * THREADS, "b": rounds * THREADS, "c": rounds * THREADS})

groups = defaultdict(list)


def group(number):
    for i in range(rounds):
        groups[i].append(number)


together(group)
check("defaultdict: one value a key", all(sorted(found) == list(range(THREADS)) for found in groups.values()))


def double(x):
    return x * 2


cached = _lru_cache_wrapper(double, 7, False, lambda *a: a)
wrong = []


def ask(number):
    for i in range(rounds):
        if cached(i % 11) != i % 11 * 2:
            wrong.append(i)


together(ask)
hits, misses, limit, size = cached.cache_info()
check("lru_cache: right answers, within its limit", not wrong and size <= 7 and hits + misses == rounds * THREADS)

queue, got = SimpleQueue(), [[] for i in range(THREADS)]


def putter(number):
    for i in range(rounds):
        queue.put((number, i))


def getter(number):
    for i in range(rounds):
        got[number].append(queue.get())


together(putter, getter)
check("SimpleQueue: each item once", sorted(got[1] + got[3]) == sorted((n, i) for n in (0, 2) for i in range(rounds)))
check("SimpleQueue: in order", all([i for n, i in part if n == m] == sorted(i for n, i in part if n == m) for part in got for m in (0, 2)))
try:
    queue.get(timeout=0.01)
except Empty:
    print("Empty after a while")


def shared(make, expected):
    it, parts = make(), [[] for i in range(THREADS)]

    def draw(number):
        for item in it:
            parts[number].append(item)

    together(draw)
    return sorted(item for part in parts for item in part) == sorted(expected)


n = rounds
check("count", shared(lambda: islice(count(), n), range(n)))
check("repeat", shared(lambda: repeat(1, n), [1] * n))
check("chain", shared(lambda: chain(range(n), [5, 6], (7,)), [*range(n), 5, 6, 7]))
check("batched", shared(lambda: batched(range(n), 3), [tuple(range(n))[i:i + 3] for i in range(0, n, 3)]))
check("product", shared(lambda: product(range(20), repeat=2), [(a, b) for a in range(20) for b in range(20)]))
check("cycle", shared(lambda: islice(cycle(range(5)), 5 * n), [i for i in range(5) for j in range(n)]))
tees = tee(iter(range(n)), THREADS)
drawn = [[] for i in range(THREADS)]


def draw_tee(number):
    drawn[number].extend(tees[number])


together(draw_tee)
check("tee: each sees all in order", all(part == list(range(n)) for part in drawn))
