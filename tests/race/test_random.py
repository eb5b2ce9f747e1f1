# A generator of random numbers that all threads draw from: each draw is one step, so together they get what one thread would, each number once.
# zeal-args: 20
from _random import Random

from lib.crew import THREADS, each, rounds, together

N = rounds(250)


def draws(method, *args):
    shared, alone = Random(7), Random(7)
    got = each(lambda number: [getattr(shared, method)(*args) for _ in range(N)])
    wanted = [getattr(alone, method)(*args) for _ in range(N * THREADS)]
    # What each thread got is in the order in which it was drawn.
    places = {value: place for place, value in enumerate(wanted)}
    ordered = all([all([places[a] < places[b] for a, b in zip(part, part[1:])]) for part in got])
    return sorted([value for part in got for value in part]) == sorted(wanted), ordered, shared.getstate() == alone.getstate()


print("random", *draws("random"))
print("getrandbits", *draws("getrandbits", 200))

# A state is set and read whole.
shared = Random(1)
states = [Random(seed).getstate() for seed in (2, 3)]
shared.setstate(states[0])


def change():
    for i in range(N):
        shared.setstate(states[i % 2])


def look():
    return all([shared.getstate() in states for _ in range(N // 4)])


print("state", together(change, look, look)[1:])

# Seeding is one step: what is drawn right after it, alone, is the beginning of a sequence; beside another's draws, somewhere in one of them.
sequences = set()
for seed in (4, 5):
    one = Random(seed)
    sequences.update([one.random() for _ in range(N * 4 + 4)])
shared = Random(4)


def reseed():
    for i in range(N // 4):
        shared.seed(4 + i % 2)


def draw():
    return all([shared.random() in sequences for _ in range(N)])


print("seed", together(reseed, draw, draw)[1:])
