# zeal-args: 20
# What deque promises beside what test_collections shows: each method is one step, and what goes item by item says so when it was disturbed.
from _collections import deque

from lib.crew import THREADS, each, rounds, together

N = rounds(200)


def in_groups(items, size):
    """Whether equal items lie together, in groups of the size."""
    return all([len(set(items[at:at + size])) == 1 for at in range(0, len(items), size)])


d = deque()
each(lambda number: [d.extend([(number, i)] * 4) for i in range(N)])
print("extend", len(d) == 4 * N * THREADS, in_groups(list(d), 4))
d = deque()
each(lambda number: [d.extendleft([(number, i)] * 3) for i in range(N)])
print("extendleft", len(d) == 3 * N * THREADS, in_groups(list(d), 3))

# With a limit: each thread's items are there in its order, the latest of all.
d = deque(maxlen=12)
each(lambda number: [d.append((number, i)) for i in range(N)])
kept = [[i for n, i in d if n == number] for number in range(THREADS)]
print("maxlen", len(d), all([part == sorted(part) for part in kept]))

# Whole copies beside one that rotates and reverses.
d = deque(range(50))


def look():
    whole = True
    for _ in range(N):
        for items in (d.copy(), d + deque(), d * 1):
            start = items[0]
            up = [(start + i) % 50 for i in range(50)]
            down = [(start - i) % 50 for i in range(50)]
            whole &= list(items) in (up, down)
    return whole


def rotate_only():
    for i in range(N):
        d.rotate(7)
        if i % 3 == 0:
            d.reverse()


print("copies", together(rotate_only, look, look)[1:])

# Insert and delete: nothing is lost; remove takes one of equal items at a time, or says that others were faster.
d = deque(range(20))


def move(number):
    moved = 0
    for i in range(N):
        d.insert(i % 5, (number, i))
    for i in range(N):
        while True:
            try:
                d.remove((number, i))
                moved += 1
                break
            except IndexError as error:
                assert "mutated" in str(error), error
    return moved


print("remove", each(move) == [N] * THREADS, sorted(d) == list(range(20)))

# Iterating while others change: an item that was there, or RuntimeError, or the end.
d = deque(range(30))


def change():
    for i in range(N):
        d.append(d.popleft())


def walk():
    for _ in range(N):
        try:
            for item in d:
                if item not in range(30):
                    return item
            assert 5 in d or 5 not in d
            d.count(5)
            d.index(29)
        except RuntimeError as error:
            assert "mutated" in str(error), error
        except ValueError:
            pass
    return "right"


print("iteration", together(change, walk, walk)[1:], sorted(d) == list(range(30)))
