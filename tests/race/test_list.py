# zeal-args: 40
from lib.crew import THREADS, each, rounds, together

N = rounds(2000)

# append: nothing lost, each thread's items in its order.
items = []
each(lambda number: [items.append((number, i)) for i in range(N)])
print(len(items) == THREADS * N, all([[i for n, i in items if n == number] == list(range(N)) for number in range(THREADS)]))


# pop(): each item once.
def pop_all(number):
    got = []
    while True:
        try:
            got.append(items.pop())
        except IndexError:
            return got


got = each(pop_all)
print(items, sum([len(g) for g in got]) == THREADS * N, len(set([x for g in got for x in g])) == THREADS * N)

# pop(0) and insert are locked against each other: conservation.
items = list(range(100))


def rotate(number):
    for i in range(N):
        if i % 2:
            try:
                items.insert(i % 7, items.pop(0))
            except IndexError:
                pass
        else:
            try:
                items.append(items.pop(i % 5))
            except IndexError:
                pass


each(rotate)
print(sorted(items) == list(range(100)))

# Reading an element never sees anything but an element that was stored there.
cells = [(0, 0)] * 16
stop = []


def write():
    for i in range(N):
        cells[i % 16] = (i, i)
    stop.append(True)


def read():
    while not stop:
        for i in range(16):
            a, b = cells[i]
            if a != b:
                return "torn"
    return "whole"


print(together(write, read, read))

# Slices, copies and sums are of one moment: appended blocks of two are seen whole where one call made them.
items = []
stop = []


def extend():
    for i in range(N // 2):
        items.extend((i, i))
        if len(items) > 200:
            items.clear()
    stop.append(True)


def look():
    odd = 0
    while not stop:
        odd += len(items.copy()) % 2 + len(items[:]) % 2 + len(items + []) % 2
    return odd


print(together(extend, look, look))

# A list looks empty while it is sorted; nothing is lost by sorting beside readers.
items = list(range(200))


def sort():
    for _ in range(N // 20):
        items.sort(key=lambda item: -item)
        items.sort()


def sizes():
    seen = set()
    for _ in range(N):
        seen.add(len(items))
    return seen <= {0, 200}


together(sort, sizes, sizes)
print(sorted(items) == list(range(200)), sizes())

# Walking a list that others change ends, and sees each index at most once.
items = list(range(50))


def change():
    for i in range(N):
        items.append(50 + i)
        if i % 3 == 0:
            items.pop()


def walk():
    for _ in range(5):
        count = 0
        for item in items:
            count += 1
            if count > 10 * N:
                return "endless"
    return "ends"


print(together(change, walk, walk)[1:])

# Slice assignment and deletion beside each other never leave holes.
items = list(range(64))


def replace(number):
    for i in range(N // 2):
        at = (i * 7 + number) % 60
        items[at:at + 2] = [i, i, i]
        del items[at:at + 1]
        if None in items[:8]:
            return "hole"
    return all([type(item) is int for item in items])


print(each(replace))

# remove and in with a Python __eq__ that changes the list.
class Rude:
    def __init__(self, items):
        self.items = items

    def __eq__(self, other):
        self.items.append(1)
        del self.items[1:]
        return False


items = []
items.append(Rude(items))


def provoke(number):
    for _ in range(N // 10):
        try:
            items.remove(5)
        except (ValueError, IndexError):
            pass
        7 in items
        items.count(3)
    return type(items) is list


print(each(provoke))
