# zeal-args: 40
from lib.crew import THREADS, each, rounds, together

N = rounds(2000)

# Stores are not lost, whether threads use keys of their own or the same ones.
d = {}


def store(number):
    for i in range(N):
        d[number, i] = i
        d[i] = (i, number)


each(store)
print(len(d) == THREADS * N + N, all([d[n, i] == i for n in range(THREADS) for i in range(N)]), all([d[i][0] == i for i in range(N)]))


# pop: each key once. setdefault: one winner.
def pop(number):
    return [i for i in range(N) if d.pop(i, None) is not None]


got = each(pop)
print(sum([len(g) for g in got]) == N, len(d) == THREADS * N)
winners = {}
got = each(lambda number: [winners.setdefault(i, number) for i in range(N)])
print(got[0] == got[1] == got[2] == got[3], [winners[i] for i in range(N)] == got[0])
d = {i: i for i in range(N)}


def pop_items(number):
    got = []
    while True:
        try:
            got.append(d.popitem()[0])
        except KeyError:
            return got


got = each(pop_items)
print(sorted([x for g in got for x in g]) == list(range(N)), d)

# A lock-free read sees a stored value or none, also while the table grows, shrinks and is cleared.
d = {}
stop = []


def churn():
    for i in range(N):
        for k in range(20):
            d[k] = (k, i)
        for k in range(0, 20, 3):
            del d[k]
        if i % 50 == 0:
            d.clear()
        if i % 70 == 0:
            for k in range(100, 300):
                d[k] = (k, i)
    stop.append(True)


def read():
    hits = 0
    while not stop:
        for k in range(20):
            value = d.get(k)
            if value is not None:
                hits += 1
                if value[0] != k:
                    return "wrong value"
            if k in d:
                hits += 1
    return "right"


print(together(churn, read, read, read)[1:])

# What is never deleted is always found.
d = {("fixed", i): i for i in range(50)}


def disturb(number):
    for i in range(N):
        d[number, i % 40] = i
        if i % 2:
            d.pop((number, (i - 1) % 40), None)
        if d[("fixed", i % 50)] != i % 50 or ("fixed", i % 50) not in d:
            return "lost"
    return "found"


print(each(disturb))

# copy, keys, items: consistent pairs; walking ends or says that the size changed.
d = {i: (i, 0) for i in range(30)}


def write():
    for i in range(N):
        d[i % 30] = (i % 30, i)
        d[100 + i % 10] = (100 + i % 10, i)
        del d[100 + i % 10]


def walk():
    changed = False
    for _ in range(N // 10):
        for k, (a, b) in d.copy().items():
            if a != k:
                return "wrong pair"
        try:
            for k, v in d.items():
                if v[0] != k:
                    return "wrong pair"
        except RuntimeError:
            changed = True
        if len(list(d.keys())) < 30:
            return "lost"
    return "consistent"


print(together(write, walk, walk)[1:])

# update and | take both operands as they were at some moment.
a, b = {i: i for i in range(20)}, {i: -i for i in range(20)}


def update(number):
    for i in range(N // 4):
        if number % 2:
            a.update(b)
            c = a | b
        else:
            b.update(a)
            c = {**b}
        if len(c) != 20 or any([abs(v) != k for k, v in c.items()]):
            return "wrong"
    return "right"


print(each(update), len(a), len(b))


# Keys with Python's __eq__ and __hash__.
class Key:
    def __init__(self, value):
        self.value = value

    def __hash__(self):
        return self.value % 3

    def __eq__(self, other):
        return self.value == other.value


d = {}


def keyed(number):
    for i in range(N // 4):
        k = i % 12
        d[Key(k)] = k
        if d.get(Key(k), k) != k:
            return "wrong"
        if i % 3 == number % 3:
            d.pop(Key(k), None)
    return "right"


print(each(keyed), len(d) <= 12, len(set([key.value for key in d])) == len(d))
