# zeal: 10 - its threads wait for each other in loops
# What concurrency.md promises of list, one claim after the other.
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


# append: nothing lost, each thread's items in its order
l = []
together(lambda n: [l.append((n, i)) for i in range(rounds)])
check("append", len(l) == THREADS * rounds and all([[i for m, i in l if m == n] == list(range(rounds)) for n in range(THREADS)]))

# pop: every item once
taken = [[] for _ in range(THREADS)]


def popper(n):
    while True:
        try:
            taken[n].append(l.pop())
        except IndexError:
            return


together(popper)
check("pop", len(l) == 0 and sorted(sum(taken, [])) == sorted([(n, i) for n in range(THREADS) for i in range(rounds)]))

# append against pop(0): a queue loses nothing and keeps the producers' order
l = []
got = []
finished = []


def produce(n):
    for i in range(rounds):
        l.append((n, i))
    finished.append(n)


def consume(n):
    while True:
        last = len(finished) == 2
        try:
            got.append(l.pop(0))
        except IndexError:
            if last:
                return


def produce_or_consume(n):
    (produce if n % 2 else consume)(n)


together(produce_or_consume)
check("queue", sorted(got) == sorted([(n, i) for n in (1, 3) for i in range(rounds)]))

# insert: conservation
l = []
together(lambda n: [l.insert(0, n * rounds + i) for i in range(rounds)])
check("insert", sorted(l) == list(range(THREADS * rounds)))

# extend from a list: in one piece
l = []
pieces = [[n] * 7 for n in range(THREADS)]


def extender(n):
    for _ in range(rounds):
        l.extend(pieces[n])


together(extender)
check("extend", len(l) == 7 * THREADS * rounds and all([len(set(l[i:i + 7])) == 1 for i in range(0, len(l), 7)]))

# +=, slices and copies: one moment's contents. The writers keep all items equal.
l = [0] * 16
seen = set()


def replace_all(n):
    for i in range(rounds):
        l[:] = [n * rounds + i] * 16


def look(n):
    for _ in range(rounds):
        for part in (l[:], l.copy(), l + [], l[::2], l * 1, tuple(l)):
            seen.add((len(part), len(set(part))))


together(replace_all, look)
check("slices", seen <= {(16, 1), (8, 1)})

# a growing list: l[i] is what was put there
l = []


def grow(n):
    for i in range(rounds * 10):
        l.append(len(l) * 0 + 7)


def read(n):
    for _ in range(rounds * 10):
        if l:
            assert l[0] == 7 and l[-1] == 7


together(grow, read)
check("read while growing", set(l) == {7})

# reads against clear: an item or IndexError, nothing else
l = []
bad = []


def refill(n):
    for i in range(rounds * 5):
        l.extend((1, 2, 3))
        l.clear()


def reader(n):
    for i in range(rounds * 10):
        try:
            if l[2] not in (1, 2, 3):
                bad.append(l[2])
        except IndexError:
            pass


together(refill, reader)
check("read while clearing", not bad)

# a store is never lost to a resize
l = [0] * THREADS


def store(n):
    for i in range(1, rounds * 5 + 1):
        l[n] = i
        if l[n] != i:
            bad.append((n, i))
        l.append(None)


together(store)
check("store", not bad and l[:THREADS] == [rounds * 5] * THREADS)

# sort: empty or sorted for others, nothing lost
l = list(range(200))


def sorter(n):
    for i in range(rounds // 4 + 1):
        try:
            l.sort(key=lambda x: -x if i % 2 else x)
        except ValueError:
            pass


def looker(n):
    for i in range(rounds * 2):
        part = l[:]
        if part and len(part) != 200:
            bad.append(len(part))


together(sorter, looker, looker, looker)
check("sort", not bad and sorted(l) == list(range(200)))

# remove: each item goes once
l = list(range(rounds))
removed = []


def remover(n):
    for i in range(rounds):
        try:
            l.remove(i)
            removed.append(i)
        except ValueError:
            pass


together(remover)
check("remove", l == [] and sorted(removed) == list(range(rounds)))

# a shared iterator gives each index at most once, and all of them
l = list(range(rounds * 5))
shared = iter(l)
taken = [[] for _ in range(THREADS)]


def iterate(n):
    for x in shared:
        taken[n].append(x)


together(iterate)
check("iterator", sorted(sum(taken, [])) == l and all([part == sorted(part) for part in taken]))

for make in (lambda: iter(range(rounds * 5)), lambda: iter(tuple(l)), lambda: reversed(l), lambda: iter({x: 1 for x in l}), lambda: iter(set(l))):
    shared = make()
    taken = [[] for _ in range(THREADS)]
    together(iterate)
    check(type(shared).__name__, sorted(sum(taken, [])) == l)

# l += l and l.extend(l) while others append do not hang or lose
l = [1]


def double(n):
    for _ in range(6):
        l.extend(l)


together(double, lambda n: [l.append(1) for _ in range(rounds)])
check("extend by itself", set(l) == {1})

# two lists extended by each other from both sides: no deadlock
a, b = [1], [2]


def cross(n):
    for _ in range(rounds):
        if n % 2:
            a[:] = b[:1] + a[:3]
            a + b
        else:
            b[:] = a[:1] + b[:3]
            b + a


together(cross)
check("cross", len(a) <= 5 and len(b) <= 5)
