# zeal-args: 1
# A thread that has run alone for a while needs no locks; others that come and go, from waits, sleeps and blocking calls, find whole objects all the same.
import os
import sys
import threading
import time

from lib.crew import rounds

TURNS = max(2, rounds(2000) // 500)
CHANGES = min(3000, 30 * rounds(2000))
# A deterministic run has no bias to wait for.
ALONE = 0.001 if "seed" in sys._xoptions else 0.06

items, table, members = [], {}, set()
numbers = iter(range(10**9))
taken = []


class Shared:
    pass


shared = Shared()


def squares():
    for n in range(10**9):
        yield n


lazily = squares()
yielded = []
stop = False


def change(owner, count):
    """Changes that lose something, or hold it twice, where they do not exclude each other."""
    mine, own = [], []
    for i in range(count):
        items.append((owner, i))
        table[owner, i] = i
        members.add((owner, i))
        mine.append(next(numbers))
        setattr(shared, f"{owner}_{i % 50}", i)
        # Not under a lock: who waits for one is resumed. Not tried again: who runs it may be in its turn again at each try, where one worker runs all.
        try:
            own.append(next(lazily))
        except ValueError:
            pass
        if i % 7 == 0:
            del table[owner, i]
            members.discard((owner, i))
    taken.append(mine)
    yielded.append(own)


def busy(owner):
    """Runs alone for longer than it takes to be trusted, and goes on beside those that come."""
    done = 0
    while not stop:
        change(("busy", owner, done), CHANGES)
        done += 1
    return done


def visitor(owner, wait):
    for turn in range(TURNS):
        wait()
        change((owner, turn), CHANGES)


def nap():
    # Resumed by a worker.
    time.sleep(ALONE)


def blocking():
    # Out of a blocking call, while no worker resumes anything.
    os.system(f"sleep {ALONE}")


# Each kind of visitor in its own time: whoever comes ends what the other one is to end.
for owner, wait in ("napping", nap), ("blocking", blocking):
    stop = False
    alone = threading.Thread(target=busy, args=(owner,))
    guest = threading.Thread(target=visitor, args=(owner, wait))
    alone.start()
    guest.start()
    guest.join()
    stop = True
    alone.join()

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
