"""Histories of concurrent operations, and whether they are linearizable: whether each operation can have happened at one moment between its call and
its return, so that one after the other they do what a sequential model says.

The check is Lowe's just-in-time linearization (Gavin Lowe, "Testing for linearizability", 2017), after Wing and Gong's search (1993): events are
taken in order, and what may be is kept as a set of configurations: the model's state, and which of the operations under way have had their
moment already. An operation gets its moment as late as possible: when some operation returns. Equal configurations are kept once.

A model answers `step(state, name, args, result)`: the states after the operation, if that may have had this result; states are hashable.
"""
import itertools


class Log:
    """What one thread has done: (called, returned, name, args, result) each. All threads share the clock, whose steps are atomic."""

    def __init__(self, clock):
        self.clock = clock
        self.entries = []

    def run(self, name, operation, target, args):
        clock = self.clock
        called = next(clock)
        try:
            result = operation(target, *args)
        except Exception as error:
            result = type(error).__name__
        self.entries.append((called, next(clock), name, args, result))


def logs(count):
    clock = itertools.count()
    return [Log(clock) for _ in range(count)]


def events(logs):
    """The operations, and in order of time their numbers: number for a call, ~number for a return."""
    operations, moments = [], {}
    for log in logs:
        for called, returned, *what in log:
            moments[called], moments[returned] = len(operations), ~len(operations)
            operations.append(what)
    return operations, [moments[moment] for moment in sorted(moments)]


def first_wrong(logs, state, step):
    """None where the history is linearizable; else what had happened up to the first return that no order explains."""
    operations, order = events(logs)
    pending = set()
    configurations = {(state, frozenset())}
    for position, event in enumerate(order):
        if event >= 0:
            pending.add(event)
            continue
        configurations = returned(~event, configurations, pending, operations, step)
        if not configurations:
            return [(["call", "return"][number < 0], max(number, ~number), *operations[max(number, ~number)]) for number in order[: position + 1]]
        pending.remove(~event)
    return None


def returned(number, configurations, pending, operations, step):
    """The configurations in which the operation has had its moment; as it has returned, it is no longer mentioned."""
    seen, left, result = set(configurations), list(configurations), set()
    while left:
        state, done = left.pop()
        if number in done:
            result.add((state, done - {number}))
            continue
        for other in pending:
            if other in done:
                continue
            for after in step(state, *operations[other]):
                configuration = after, done | {other}
                if configuration not in seen:
                    seen.add(configuration)
                    left.append(configuration)
    return result
