# What concurrency.md promises of dict, one claim after the other.
# zeal-args: 20
import _thread
import sys

rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 400
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


bad = []

# d[k] = v: nothing lost
d = {}
together(lambda n: [d.update({(n, i): i}) if i % 3 == 0 else d.__setitem__((n, i), i) for i in range(rounds)])
check("set", len(d) == THREADS * rounds and all([d[n, i] == i for n in range(THREADS) for i in range(rounds)]))

# str keys, and reads while growing
d = {}


def write(n):
    for i in range(rounds):
        key = f"{n}-{i}"
        d[key] = i
        if d[key] != i or key not in d or d.get(key) != i:
            bad.append(key)


together(write)
check("str keys", not bad and len(d) == THREADS * rounds)

# setdefault: one winner per key
d = {}
winners = [[] for _ in range(THREADS)]


def default(n):
    for i in range(rounds):
        winners[n].append(d.setdefault(i, (n, i)))


together(default)
check("setdefault", all([winners[n] == winners[0] for n in range(THREADS)]) and len(d) == rounds)

# pop: each key once; popitem: each item once
taken = [[] for _ in range(THREADS)]


def pop(n):
    for i in range(rounds):
        if d.pop(i, None) is not None:
            taken[n].append(i)


together(pop)
check("pop", d == {} and sorted(sum(taken, [])) == list(range(rounds)))

d = {i: -i for i in range(rounds * 2)}
taken = [[] for _ in range(THREADS)]


def popitem(n):
    while True:
        try:
            taken[n].append(d.popitem())
        except KeyError:
            return


together(popitem)
check("popitem", sorted(sum(taken, [])) == [(i, -i) for i in range(rounds * 2)])

# del: each once
d = {i: i for i in range(rounds)}
deleted = []


def delete(n):
    for i in range(rounds):
        try:
            del d[i]
            deleted.append(i)
        except KeyError:
            pass


together(delete)
check("del", sorted(deleted) == list(range(rounds)) and len(d) == 0)

# insertion and deletion over and over: a key that stays is always found
d = {"stay": 1, 5: 5}


def churn(n):
    for i in range(rounds * 3):
        d[(n, i)] = i
        del d[(n, i)]


def find(n):
    for i in range(rounds * 6):
        if d.get("stay") != 1 or d[5] != 5 or "stay" not in d:
            bad.append(i)


together(churn, find)
check("stays", not bad and d == {"stay": 1, 5: 5})

# overwriting: a reader sees some value that was stored, and never an older one after a newer
d = {"k": 0}


def overwrite(n):
    for i in range(rounds * 5):
        d["k"] = i


def watch(n):
    last = 0
    for i in range(rounds * 5):
        now = d["k"]
        if now < last:
            bad.append((last, now))
        last = now


together(overwrite, watch, watch, watch)
check("overwrite", not bad)

# copy, list(d), ==, | : one moment. The writer keeps the values equal by replacing everything through update of an exact dict.
d = {}
for i in range(10):
    d[i] = 0


def flip(n):
    for i in range(rounds):
        d.clear()
        d.update({k: i for k in range(10)})


def copies(n):
    for i in range(rounds):
        for part in (d.copy(), dict(d), d | {}):
            if len(part) not in (0, 10) or len(set(part.values())) > 1:
                bad.append(part)
        for keys in (list(d), list(d.keys()), list(d.values())):
            if len(keys) not in (0, 10):
                bad.append(keys)


together(flip, copies, copies, copies)
check("copy", not bad)

# iteration while others change the size: RuntimeError or a consistent end
d = {i: i for i in range(50)}


def walk(n):
    for i in range(rounds):
        try:
            for k in d:
                if d.get(k, k) != k:
                    bad.append(k)
            for k, v in d.items():
                if k != v:
                    bad.append((k, v))
        except RuntimeError:
            pass


def change(n):
    for i in range(rounds * 3):
        d[1000 + n] = 1000 + n
        del d[1000 + n]


together(walk, change)
check("iteration", not bad and len(d) == 50)


# keys with Python __hash__ and __eq__ let others in, and still count right
class Key:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return self.n % 7

    def __eq__(self, other):
        return isinstance(other, Key) and self.n == other.n


d = {}
small = rounds // 10 + 5


def keys(n):
    for i in range(small):
        d[Key(i)] = i
        d.setdefault(Key(i), -1)


together(keys)
check("Python keys", len(d) == small and all([d[Key(i)] == i for i in range(small)]))
together(lambda n: [d.pop(Key(i), None) for i in range(small)])
check("Python keys gone", len(d) == 0)

# two dicts updated from each other: no deadlock
a, b = {1: 1}, {2: 2}


def cross(n):
    for i in range(rounds):
        if n % 2:
            a.update(b)
            a == b
            a | b
        else:
            b.update(a)
            b == a
            b | a


together(cross)
check("cross", a == {1: 1, 2: 2} and a == b)

# globals of this module
counter_0 = counter_1 = counter_2 = counter_3 = 0


def set_globals(n):
    g = globals()
    for i in range(rounds):
        g[f"counter_{n}"] = i
        g[f"fresh_{n}_{i}"] = i
        if g[f"fresh_{n}_{i}"] != i:
            bad.append(i)


together(set_globals)
check("globals", not bad and counter_0 == counter_3 == rounds - 1 and fresh_2_5 == 5)
