"""Generators in chains: laziness, clean-up order on close and error, send through several layers, recursion, shared sources."""
from lib.attempts import attempt

log = []


def source(count):
    try:
        for number in range(count):
            log.append(f"source {number}")
            yield number
    finally:
        log.append("source closed")


def doubled(items):
    try:
        for item in items:
            yield item * 2
    finally:
        log.append("doubled closed")


def filtered(items, test):
    try:
        for item in items:
            if test(item):
                yield item
    except ZeroDivisionError as error:
        log.append(f"filtered saw {error}")
        yield "recovered"
    finally:
        log.append("filtered closed")


def run(action):
    log.clear()
    attempt(action)
    print(log)


run(lambda: list(filtered(doubled(source(3)), lambda n: n > 0)))
run(lambda: list(filtered([1, 0, 2], lambda n: 1 // n)))


def closes():
    inner = source(3)
    middle = doubled(inner)
    outer = filtered(middle, lambda n: True)
    first = next(outer)
    outer.close()
    log.append("outer closed by hand")
    middle.close()
    inner.close()
    return first


run(closes)


def averager():
    total, count, average = 0, 0, None
    while True:
        value = yield average
        if value is None:
            return total, count
        total += value
        count += 1
        average = total / count


def forwards():
    while True:
        result = yield from averager()
        log.append(result)
        if result[1] > 2:
            return "enough"


def sends():
    pipe = forwards()
    seen = [next(pipe)]
    for value in (10, 20, None, 5, 6, 7, None):
        try:
            seen.append(pipe.send(value))
        except StopIteration as stop:
            seen.append(stop.value)
    return seen


run(sends)


def countdown(n):
    if n:
        yield n
        received = yield from countdown(n - 1)
        log.append((n, received))
    return n


run(lambda: list(countdown(4)))


def tree(node):
    match node:
        case [left, right]:
            yield from tree(left)
            yield from tree(right)
        case leaf:
            yield leaf


run(lambda: list(tree([[1, [2, 3]], [4, 5]])))


def interleaved():
    shared = source(5)
    return list(zip(shared, shared)), list(shared)


run(interleaved)


def primes():
    candidates = iter(range(2, 30))
    while True:
        prime = next(candidates, None)
        if prime is None:
            return
        yield prime
        candidates = filter(lambda n, p=prime: n % p, candidates)


run(lambda: list(primes()))


def scheduler(*tasks):
    queue = list(tasks)
    while queue:
        task = queue.pop(0)
        try:
            log.append(next(task))
        except StopIteration as stop:
            log.append(("done", stop.value))
        else:
            queue.append(task)


def task(name, count):
    for number in range(count):
        yield f"{name}{number}"
    return name


run(lambda: scheduler(task("a", 2), task("b", 1), task("c", 3)))


class Managed:
    def __init__(self, name): self.name = name
    def __enter__(self):
        log.append(f"enter {self.name}")
        return self
    def __exit__(self, kind, *details):
        log.append(f"exit {self.name} {kind.__name__ if kind else None}")


def managed():
    with Managed("outer"):
        for name in "xy":
            with Managed(name):
                try:
                    yield name
                except KeyError:
                    log.append("handled")
                    yield "after"


def stops_early():
    steps = managed()
    result = [next(steps), steps.throw(KeyError("k")), next(steps)]
    steps.close()
    return result


run(stops_early)
run(lambda: list(managed()))


def throws_out():
    steps = managed()
    next(steps)
    steps.throw(ValueError("not handled"))


run(throws_out)


def returns_in_finally():
    try:
        yield 1
    finally:
        return "from finally"


def ends():
    steps = returns_in_finally()
    next(steps)
    return steps.close()


run(ends)


def delegates_to_list():
    result = yield from [1, 2]
    other = yield from (n for n in "ab")
    more = yield from task("t", 1)
    return result, other, more


def collects():
    out = []
    steps = delegates_to_list()
    while True:
        try:
            out.append(next(steps))
        except StopIteration as stop:
            return out, stop.value


run(collects)
