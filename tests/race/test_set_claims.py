# zeal: 20 - its threads wait for each other in loops
# What concurrency.md promises of set, one claim after the other.
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

# add: nothing lost
s = set()
together(lambda n: [s.add((n, i)) for i in range(rounds)])
check("add", len(s) == THREADS * rounds and all([(n, i) in s for n in range(THREADS) for i in range(rounds)]))

# pop: each once
taken = [[] for _ in range(THREADS)]


def pop(n):
    while True:
        try:
            taken[n].append(s.pop())
        except KeyError:
            return


together(pop)
check("pop", not s and sorted(sum(taken, [])) == [(n, i) for n in range(THREADS) for i in range(rounds)])

# remove: each once
s = set(range(rounds))
removed = []


def remove(n):
    for i in range(rounds):
        try:
            s.remove(i)
            removed.append(i)
        except KeyError:
            pass


together(remove)
check("remove", not s and sorted(removed) == list(range(rounds)))

# what stays is always found while others come and go
s = {"stay", 5, (1, 2)}


def churn(n):
    for i in range(rounds * 3):
        s.add((n, i))
        s.discard((n, i))


def find(n):
    for i in range(rounds * 6):
        if "stay" not in s or 5 not in s or (1, 2) not in s:
            bad.append(i)


together(churn, find)
check("stays", not bad and s == {"stay", 5, (1, 2)})

# update from a set: in one step for keys that compare without Python code; so is clear
s = set()
whole = set(range(20))


def fill(n):
    for i in range(rounds):
        s.update(whole)
        s.clear()


def look(n):
    for i in range(rounds):
        for part in (s.copy(), s | set(), frozenset(s), list(s), s - set(), s & whole, s ^ set()):
            if len(part) not in (0, 20):
                bad.append(len(part))


together(fill, look, look, look)
check("update", not bad)

# difference_update and friends against additions: nothing that was added and not removed is lost
s = set(range(100))


def shrink(n):
    for i in range(rounds // 10 + 1):
        s.difference_update(range(100))
        s.intersection_update(s | set(range(10000)))


def grow(n):
    for i in range(rounds):
        s.add(1000 * n + 1000 + i)


together(shrink, grow)
check("in-place", s == {1000 * n + 1000 + i for n in (1, 3) for i in range(rounds)})

# comparisons and operators on two sets changed from both sides: no deadlock, sane answers
a, b = {1}, {2}


def cross(n):
    for i in range(rounds):
        if n % 2:
            a.update(b)
            a <= b, a.isdisjoint(b), a & b
        else:
            b.update(a)
            b >= a, b ^ a


together(cross)
check("cross", a == {1, 2} and b == {1, 2})

# iteration
s = set(range(50))


def walk(n):
    for i in range(rounds):
        try:
            for x in s:
                if not (x < 50 or x >= 1000):
                    bad.append(x)
        except RuntimeError:
            pass


def change(n):
    for i in range(rounds * 3):
        s.add(1000 + n)
        s.remove(1000 + n)


together(walk, change)
check("iteration", not bad and s == set(range(50)))


class Key:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return self.n % 7

    def __eq__(self, other):
        return isinstance(other, Key) and self.n == other.n


s = set()
small = rounds // 10 + 5
together(lambda n: [s.add(Key(i)) for i in range(small)])
check("Python keys", len(s) == small and all([Key(i) in s for i in range(small)]))
together(lambda n: [s.discard(Key(i)) for i in range(small)])
check("Python keys gone", len(s) == 0)
