"""Classes are made, changed and dropped while other threads use their instances through cached calls."""
from lib.crew import arguments, check, ok, together

THREADS = 3


class Base:
    version = 0

    def method(self):
        return ("method", 0)

    @property
    def computed(self):
        return ("computed", self.version)


class Left(Base):
    def method(self):
        return super().method()


class Right(Base):
    pass


def call(o):
    return o.method()


def work(number, random, size, instances):
    calls = 0
    for step in range(size * 2):
        way = random.below(6)
        o = random.pick(instances)
        if way == 0:
            Base.method = lambda self, step=step: ("method", step)
        elif way == 1:
            Right.method = lambda self, step=step: ("method", step)
        elif way == 2:
            try:
                del Right.method
            except AttributeError:
                pass
        elif way < 5:
            Base.version = step
        name, value = call(o)
        check(name == "method" and value >= 0, "method", name, value)
        name, value = o.computed
        check(name == "computed" and value >= 0, "property", name, value)
        made = type("Made%d" % step, (random.pick([Left, Right, Base]),), {"own": step})
        fresh = made()
        check(fresh.own == step and isinstance(fresh, Base) and call(fresh)[0] == "method", "made class")
        calls += 3
    return calls


seed, size = arguments()
instances = [Left(), Right(), Left(), Right()]
ok("calls", *together(THREADS, work, size, instances))
