# Objects that several threads use at once keep their promises.
# zeal-args: 60
import _thread
import sys

rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 300
THREADS = 4


def together(function):
    "Runs function(number) on several threads at once and waits for all."
    gate = _thread.allocate_lock()
    gate.acquire()
    waits = []
    for number in range(THREADS):
        done = _thread.allocate_lock()
        done.acquire()

        def body(number=number, done=done):
            gate.acquire()
            gate.release()
            try:
                function(number)
            finally:
                done.release()

        _thread.start_new_thread(body, ())
        waits.append(done)
    gate.release()
    for done in waits:
        done.acquire()


# append and pop: nothing lost, nothing twice.
items = []
together(lambda number: [items.append((number, i)) for i in range(rounds)])
print(len(items) == THREADS * rounds, len(set(items)) == THREADS * rounds)
print(all([[i for n, i in items if n == number] == list(range(rounds)) for number in range(THREADS)]))
popped = [[] for _ in range(THREADS)]


def pop_all(number):
    while True:
        try:
            popped[number].append(items.pop())
        except IndexError:
            return


together(pop_all)
print(items, len(set([x for p in popped for x in p])) == THREADS * rounds)

# A dict written by all: every key there, with a value that somebody wrote for it.
d = {}


def write(number):
    for i in range(rounds):
        d[i] = (i, number)
        d[(number, i)] = i


together(write)
print(len(d) == rounds + THREADS * rounds, all([d[i][0] == i for i in range(rounds)]), all([d[(n, i)] == i for n in range(THREADS) for i in range(rounds)]))


def take(number):
    for i in range(rounds):
        value = d.pop(i, None)
        if value is not None:
            popped[number].append(value)


popped = [[] for _ in range(THREADS)]
together(take)
print(sorted([v[0] for p in popped for v in p]) == list(range(rounds)), len(d) == THREADS * rounds)

# setdefault: one winner per key.
winners = {}
seen = [[] for _ in range(THREADS)]
together(lambda number: [seen[number].append(winners.setdefault(i, number)) for i in range(rounds)])
print(seen[0] == seen[1] == seen[2] == seen[3], len(winners) == rounds)

# A set.
s = set()
together(lambda number: [s.add(i) for i in range(number, rounds * 2, 2 if number < 2 else 3)])
print(s >= set(range(0, rounds * 2, 2)), s >= set(range(1, rounds * 2, 2)), len(s) == rounds * 2)


# Attributes of one object.
class Box:
    pass


box = Box()


def attributes(number):
    for i in range(rounds):
        setattr(box, "a%d_%d" % (number, i % 20), i)
        setattr(box, "shared%d" % (i % 10), (number, i))
        if i % 3 == 0:
            try:
                delattr(box, "a%d_%d" % (number, i % 20))
            except AttributeError:
                pass
        if getattr(box, "shared%d" % (i % 10))[0] not in range(THREADS):
            print("wrong value")


together(attributes)
print([hasattr(box, "shared%d" % i) for i in range(11)])

# Classes: methods replaced while others call them.
class Class:
    def method(self):
        return 0


def classes(number):
    o = Class()
    for i in range(rounds):
        if number == 0:
            Class.method = lambda self, i=i: i
        elif type(o.method()) is not int:
            print("wrong result")


together(classes)
print(Class().method() == rounds - 1)

# Globals.
together(lambda number: [globals().__setitem__("g%d" % (i % 30), i) for i in range(rounds)])
print(sorted([name for name in list(globals()) if name[0] == "g" and name[1:].isdigit()]) == sorted(["g%d" % i for i in range(min(30, rounds))]))

# Sorting and copying beside appends.
mixed = list(range(50))


def mixes(number):
    for i in range(rounds // 4):
        if number == 0:
            mixed.append(i)
        elif number == 1:
            if sorted(mixed)[0] != 0 or len(mixed.copy()) < 50:
                print("lost items")
        elif number == 2:
            mixed.reverse()
        else:
            if len(mixed[:]) < 50:
                print("too short")


together(mixes)
print(len(mixed) == 50 + rounds // 4, sorted(mixed)[:3])

# Strings, ints and closures made on all threads are as good as those made on one.
results = [None] * THREADS


def private(number):
    total = 0
    text = ""
    for i in range(rounds):
        total += (lambda x: x * x)(i) + int(str(i)) + len("%d-%d" % (i, number))
        text = (text + chr(97 + i % 26))[-10:]
        try:
            raise ValueError(i)
        except ValueError as error:
            total += error.args[0]
    results[number] = (total, text)


together(private)
print(len(set(results)))
