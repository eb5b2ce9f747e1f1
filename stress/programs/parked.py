"""Threads wait with their only references on their stacks and in their frames, while others allocate; then look again."""
import _thread

from lib.crew import Thread, arguments, check, ok, together

WAITING = 12


class Thing:
    def __init__(self, value):
        self.value = value
        self.other = [value, {"value": value}]

    def verify(self, value):
        check(self.value == value and self.other == [value, {"value": value}], "thing", value)

    def __lt__(self, other):
        # Called from within a sort: waits with the sort's state on the native stack.
        other.gate.acquire()
        other.gate.release()
        return self.value < other.value


def waits(number, gate, depth=3):
    local = Thing(number * 10 + depth)
    keep = [Thing(i) for i in range(3)]
    cell = Thing(number)

    def captured():
        return cell

    if depth:
        result = waits(number, gate, depth - 1)
    else:
        gate.acquire()
        gate.release()
        result = 1
    local.verify(number * 10 + depth)
    captured().verify(number)
    for i in range(3):
        keep[i].verify(i)
    return result


def waits_in_sort(number, gate):
    things = [Thing(value) for value in (5, 3, 9, 1)]
    for thing in things:
        thing.gate = gate
    things.sort()
    check([thing.value for thing in things] == [1, 3, 5, 9], "sorted")
    for thing, value in zip(things, (1, 3, 5, 9)):
        thing.verify(value)
    return 1


def waits_in_handler(number, gate):
    try:
        try:
            raise ValueError(Thing(number))
        finally:
            gate.acquire()
            gate.release()
    except ValueError as error:
        error.args[0].verify(number)
        check(error.__traceback__ is not None, "traceback")
    return 1


def waits_in_comprehension(number, gate):
    def stop(i):
        if i == 2:
            gate.acquire()
            gate.release()
        return Thing(i)

    things = [stop(i) for i in range(4)]
    table = {i: stop(i) for i in range(4)}
    for i in range(4):
        things[i].verify(i)
        table[i].verify(i)
    return 1


def allocate(number, random, size):
    garbage = None
    for i in range(size * 10):
        garbage = [garbage if i % 7 else None, Thing(i), "text %d" % i, (i, {i: i})]
    return 1


seed, size = arguments()
ways = [waits, waits_in_sort, waits_in_handler, waits_in_comprehension]
gate = _thread.allocate_lock()
gate.acquire()
threads = [Thread(ways[number % len(ways)], number, gate) for number in range(WAITING)]
together(2, allocate, size)
gate.release()
ok("woken", sum([thread.join() for thread in threads]))
