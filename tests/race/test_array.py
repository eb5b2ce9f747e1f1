# zeal-args: 30
import array
import _random
from lib.crew import THREADS, each, rounds, together

N = rounds(1000)

# append: nothing lost, items stay whole.
items = array.array("q")
each(lambda number: [items.append(number * 2**40 + i) for i in range(N)])
print(len(items) == THREADS * N, all([[x % 2**40 for x in items if x // 2**40 == number] == list(range(N)) for number in range(THREADS)]))


# pop: each item once.
def pop_all(number):
    got = []
    while True:
        try:
            got.append(items.pop())
        except IndexError:
            return got


got = each(pop_all)
print(items, len({x for g in got for x in g}) == THREADS * N)

# Views write while others read: items of one store, never of two.
data = array.array("q", [0] * 8)
view = memoryview(data)
stop = []


def write():
    for i in range(N):
        view[i % 8] = (i % 2) * -1
    stop.append(True)


def read():
    while not stop:
        for x in data:
            if x not in (0, -1):
                return x


print(together(write, read, read))

# A generator's numbers go to one thread each.
r, one = _random.Random(7), _random.Random(7)
taken = each(lambda number: [r.getrandbits(32) for i in range(N)])
print(sorted([x for g in taken for x in g]) == sorted([one.getrandbits(32) for i in range(THREADS * N)]))
