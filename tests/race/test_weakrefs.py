# zeal-args: 40
# Weak references read, made and cleared by all threads while collections run: the object whole, or nothing; each finalizer and callback once.
import gc
from _weakref import ref, getweakrefcount, getweakrefs
from lib.crew import each, rounds

N = rounds(400)


class Thing:
    def __init__(self, n):
        self.n = n
        self.check = [n, n]


class Finalized(Thing):
    def __del__(self):
        ended.append(self.n)


# All read the references to objects that one of them drops.
slots = [None] * 8
broken = []


def churn(number):
    for i in range(N):
        at = (i + number) % 8
        if number == 0:
            slots[at] = ref(Thing(i))
            if i % 50 == 0:
                gc.collect()
        seen = slots[at]
        thing = seen() if seen is not None else None
        if thing is not None and (thing.check != [thing.n, thing.n] or seen() is not thing):
            broken.append(thing)


each(churn)
print("whole or nothing", broken)

# One plain reference per object, whoever asks first.
shared = [Thing(i) for i in range(N)]


def ask(number):
    return [ref(thing) for thing in shared]


answers = each(ask)
print("one for all", all([a is b for a, b in zip(answers[0], answers[-1])]), all([getweakrefcount(t) == 1 for t in shared]))
print("listed", all([getweakrefs(t) == [r] for t, r in zip(shared, answers[0])]))

# Callbacks: each once.
called = []
lists = []


def register(number):
    mine = []
    for i, thing in enumerate(shared):
        mine.append(ref(thing, lambda dead, key=(number, i): called.append(key)))
    lists.append(mine)


count = len(each(register))
shared.clear()
del answers
gc.collect()


def wait(done):
    # What automatic collections have found runs on a fiber of the runtime.
    import time
    for _ in range(1000):
        if done():
            return True
        gc.collect()
        time.sleep(0.01)


print("called back", wait(lambda: len(called) == count * N), len(set(called)) == len(called))

# Finalizers: each once, all of them.
ended = []


def make(number):
    for i in range(N):
        thing = Finalized((number, i))
        thing.self = thing
    del thing


count = len(each(make))
print("finalized", wait(lambda: len(ended) >= count * N), len(set(ended)) == len(ended) == count * N)
