# zeal-args: 20
# Threads entering one generator: each item is handed out once, everybody else gets ValueError.
from lib.crew import rounds, together

WORKERS = 4
ITEMS = rounds(3000)

def race(make, use):
    shared = make()
    taken, refused = [], []
    def work():
        mine, no = [], 0
        while True:
            try:
                mine.append(use(shared))
            except StopIteration:
                break
            except ValueError as e:
                assert str(e) == 'generator already executing', e
                no += 1
        taken.append(mine)
        refused.append(no)
    together(*[work] * WORKERS)
    return taken

def count(n):
    for i in range(n):
        yield i

def inner(n):
    for i in range(n):
        got = yield (i, [i])
        assert got is None or got == 'sent'

def outer(n):
    yield from inner(n)

def items(taken):
    return sorted(x for mine in taken for x in mine)

taken = race(lambda: count(ITEMS), next)
print(items(taken) == list(range(ITEMS)))
taken = race(lambda: outer(ITEMS), lambda g: g.__next__()[0])
print(items(taken) == list(range(ITEMS)))
taken = race(lambda: (x for x in range(ITEMS)), lambda g: g.send(None))
print(items(taken) == list(range(ITEMS)))
print(all(mine == sorted(mine) for mine in taken))

# Looking at a generator that others run.
def looked(n):
    total = 0
    for i in range(n):
        total += i
        yield total

shared = looked(ITEMS)
def look():
    for _ in range(ITEMS // 6):
        frame = shared.gi_frame
        if frame is not None:
            for value in frame.f_locals.values():
                assert isinstance(value, (int, type(iter(())), range)), value
        shared.gi_running, shared.gi_suspended, shared.gi_yieldfrom
def step():
    while True:
        try:
            next(shared)
        except StopIteration:
            break
        except ValueError:
            pass
together(look, look, step, step)
print('looked')

# Closing against resuming.
ends = []
def forever():
    try:
        while True:
            yield 1
    finally:
        ends.append(1)
for _ in range(ITEMS // 60):
    g = forever()
    next(g)
    def close():
        while True:
            try:
                g.close()
                break
            except ValueError:
                pass
    def use():
        while True:
            try:
                next(g)
            except StopIteration:
                break
            except ValueError:
                pass
    together(close, use)
print(len(ends) == ITEMS // 60)
