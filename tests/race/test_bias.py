# zeal-args: 1
# A thread that has run alone for a while needs no locks; others that come and go, from waits, sleeps and blocking calls, find whole objects all the same.
import os
import threading
import time

from lib.crew import rounds

TURNS = max(2, rounds(2000) // 500)
CHANGES = min(300, 30 * rounds(2000))
ALONE = 0.06

items, table, members = [], {}, set()
numbers = iter(range(10**9))
taken = []


class Counter:
    pass


shared = Counter()
shared.bumps = []


def squares():
    for n in range(10**9):
        yield n


lazily = squares()
yielded = []
stop = False
lock = threading.Lock()


def change(owner, count):
    """Changes that lose something, or hold it twice, where they do not exclude each other."""
    mine, own = [], []
    for i in range(count):
        items.append((owner, i))
        table[owner, i] = i
        members.add((owner, i))
        mine.append(next(numbers))
        setattr(shared, f"{owner}_{i % 50}", i)
        with lock:
            own.append(next(lazily))
        if i % 7 == 0:
            del table[owner, i]
            members.discard((owner, i))
    taken.append(mine)
    yielded.append(own)


def busy(owner):
    """Runs alone for longer than it takes to be trusted, and goes on beside those that come."""
    done = 0
    while not stop:
        change((owner, done), CHANGES)
        done += 1
    return done


def visitor(owner, wait):
    for turn in range(TURNS):
        wait()
        change((owner, turn), CHANGES)


read, write = os.pipe()


def blocking():
    # Comes out of a blocking call, not from a queue.
    os.read(read, 1)


def writer():
    for _ in range(TURNS):
        time.sleep(ALONE)
        os.write(write, b"x")


event = threading.Event()


def setter():
    for _ in range(TURNS):
        time.sleep(ALONE)
        event.set()


def waiting():
    event.wait()
    event.clear()


workers = [threading.Thread(target=busy, args=("busy",))]
visitors = [
    threading.Thread(target=visitor, args=("sleeper", lambda: time.sleep(ALONE))),
    threading.Thread(target=visitor, args=("reader", blocking)),
    threading.Thread(target=visitor, args=("waiter", waiting)),
    threading.Thread(target=writer),
    threading.Thread(target=setter),
]
for thread in workers + visitors:
    thread.start()
for thread in visitors:
    thread.join(TURNS * ALONE * 50)
    event.set()
stop = True
for thread in workers:
    thread.join()

made = [n for part in taken for n in part]
given = [n for part in yielded for n in part]
print("list", len(items) == len(set(items)) == len(made))
kept = {(owner, i) for owner, i in items if i % 7}
print("dict", table.keys() == kept, len(table) == len(kept))
print("set", members == kept, len(members) == len(kept))
print("range iterator", sorted(made) == list(range(len(made))))
print("generator", sorted(given) == list(range(len(given))))
owners = {owner for owner, _ in items}
print("attributes", all(f"{owner}_{i}" in vars(shared) for owner in owners for i in range(min(50, CHANGES))))
