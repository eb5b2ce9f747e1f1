# Operations on dict, list, set, deque and OrderedDict happen each at one moment: recorded histories agree with a sequential model.
# zeal-args: 1 3
# Arguments: rounds, operations of each thread in a round, first seed; one more has it say how much was looked at. A long run:
# `test_linearizable.py 1000 500 1 count`.
import _thread
import sys
from time import sleep

from lib.crew import together
from lib.history import first_wrong, logs
from lib.models import LIST, TYPES, sequence_after, exactly

ROUNDS, OPERATIONS, SEED = [int(text) for text in sys.argv[1:4]] + [2, 12, 1][min(len(sys.argv) - 1, 3):]
THREADS = 3


def numbers(seed):
    """Random numbers of one thread, from a linear congruence."""
    state = seed * 2862933555777941757 + 3037000493

    def draw(limit):
        nonlocal state
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (state >> 33) % limit

    return draw


def history(make, operations, arguments, seed, count):
    """What three threads have done to one object."""
    target = make()
    names = list(operations)
    crew, here = logs(THREADS), []

    def work(number):
        draw = numbers(seed * THREADS + number)
        chosen = []
        for i in range(count):
            # Emptying it is rare, or there would be little to see.
            name = names[draw(len(names))]
            if name == "clear" and draw(4):
                name = names[0]
            chosen.append((name, operations[name], target, arguments(name, draw, number * 1000 + i * 2)))
        log = crew[number]

        def run():
            # All at once: otherwise one has ended before the next is awake. What is summed up meanwhile keeps the workers from sleeping.
            here.append(number)
            while len(here) < THREADS:
                sum(range(3000))
                sleep(0)
            for one in chosen:
                log.run(*one)

        return run

    together(*[work(number) for number in range(THREADS)])
    return [log.entries for log in crew]


def overlaps(logs):
    """How many operations were called before the one that was called last had returned."""
    spans = sorted([(called, returned) for log in logs for called, returned, *_ in log])
    return sum([later[0] < earlier[1] for earlier, later in zip(spans, spans[1:])])


def check(name, make, operations, arguments, step):
    beside = 0
    start = ((), ()) if name.startswith("two ") else ()
    for seed in range(SEED, SEED + ROUNDS):
        logs = history(make, operations, arguments, seed, OPERATIONS)
        beside += overlaps(logs)
        wrong = first_wrong(logs, start, step)
        if wrong:
            print(name, "is NOT linearizable, seed", seed, "operations", OPERATIONS)
            for line in wrong[-20:]:
                print("   ", *line)
            return
    print(name, "is linearizable", *[f"({ROUNDS * THREADS * OPERATIONS} operations, {beside} overlapping)"][:len(sys.argv) - 4])


for row in TYPES:
    check(*row)

# --- planted bugs: each must be noticed ---------------------------------------------------------------------------

sequence_step = exactly(sequence_after)
# Two appends, one lost: nobody may count one after both have returned.
lost = [[(0, 2, "append", (1,), None)], [(1, 3, "append", (2,), None), (4, 5, "len", (), 1)]]
print("a lost append is noticed:", first_wrong(lost, (), sequence_step) is not None)
lost[1][1] = (4, 5, "len", (), 2)
print("what is right is not:", first_wrong(lost, (), sequence_step) is None)
# One item popped twice; and a read that goes back to before another that had ended.
twice = [[(0, 1, "append", (1,), None), (2, 4, "pop", (), 1)], [(3, 5, "pop", (), 1)]]
print("an item popped twice is noticed:", first_wrong(twice, (), sequence_step) is not None)
stale = [[(0, 7, "append", (1,), None)], [(1, 2, "len", (), 1)], [(3, 4, "len", (), 0)]]
print("a stale read is noticed:", first_wrong(stale, (), sequence_step) is not None)
stale[2][0] = (1.5, 4, "len", (), 0)
print("beside the other it is right:", first_wrong(stale, (), sequence_step) is None)


class Stepwise(list):
    """A list that appends and pops in steps, with a switch in between."""

    def append(self, value):
        items = self[:]
        sleep(0)
        self[:] = items + [value]

    def pop(self, index=-1):
        if not len(self):
            raise IndexError
        value = self[index]
        sleep(0)
        del self[index]
        return value


def noticed(kind):
    operations = {name: LIST[name] for name in ("append", "pop", "pop left", "len", "copy")}
    for seed in range(1, 200):
        if first_wrong(history(kind, operations, TYPES[1][3], seed, 6), (), sequence_step):
            return True
    return False


print("a list of several steps is noticed:", noticed(Stepwise))
