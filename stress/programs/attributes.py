"""Attributes come and go on instances, classes and functions that all threads share; a value always fits its name."""
from lib.crew import arguments, check, ok, together

THREADS = 3
NAMES = ["n%d" % i for i in range(12)]


class Shared:
    def __init__(self):
        self.fixed = ("fixed", 0)


class Meets(Shared):
    pass


def function():
    pass


def work(number, random, size, things):
    found = missing = 0
    own = Shared()
    for step in range(size * 4):
        thing = random.pick(things)
        name = random.pick(NAMES)
        way = random.below(8)
        if way < 3:
            setattr(thing, name, (name, number, step))
        elif way == 3:
            try:
                delattr(thing, name)
            except AttributeError:
                missing += 1
        elif way < 7:
            value = getattr(thing, name, None)
            if value is None:
                missing += 1
            else:
                check(value[0] == name and 0 <= value[1] < THREADS, "wrong value", name, value)
                found += 1
        else:
            setattr(own, name, step)
            check(getattr(own, name) == step, "own attribute")
            if random.below(2):
                delattr(own, name)
                check(not hasattr(own, name), "deleted attribute")
        if isinstance(thing, Shared):
            check(thing.fixed == ("fixed", 0), "fixed attribute", thing.fixed)
    return found


seed, size = arguments()
things = [Shared() for _ in range(3)] + [Meets(), Meets, function]
results = together(THREADS, work, size, things)
for thing in things:
    for name in NAMES:
        value = getattr(thing, name, None)
        check(value is None or value[0] == name, "at the end", name, value)
ok("found", *results)
