# zeal-args: 40
from lib.crew import THREADS, each, rounds, together

N = rounds(2000)


class Box:
    shared = "class"


# Attributes of one object set by all: none lost.
box = Box()
each(lambda number: [setattr(box, "a%d_%d" % (number, i % 60), i) for i in range(N)])
expected = {"a%d_%d" % (number, i % 60): i for number in range(THREADS) for i in range(N)}
print(all([getattr(box, name) == value for name, value in expected.items()]))

# A fixed attribute is always found, while others come and go.
box = Box()
box.fixed = "fixed"


def disturb(number):
    for i in range(N):
        setattr(box, "n%d" % (i % 9), (i % 9, number))
        try:
            delattr(box, "n%d" % ((i + 4) % 9))
        except AttributeError:
            pass
        value = getattr(box, "n%d" % (i % 9), None)
        if box.fixed != "fixed" or (value is not None and value[0] != i % 9):
            return "wrong"
    return "right"


print(each(disturb))

# New objects of one class that get their attributes in different orders.
def make(number):
    for i in range(N // 2):
        o = Box()
        order = ["p", "q", "r"] if (i + number) % 2 else ["r", "q", "p"]
        for name in order:
            setattr(o, name, (name, i))
        if (o.p, o.q, o.r) != (("p", i), ("q", i), ("r", i)):
            return "wrong"
        del o.q
        if hasattr(o, "q") or o.p != ("p", i):
            return "wrong"
    return "right"


print(each(make))

# A publication: who sees the reference sees the whole object.
class Holder:
    current = None


def publish():
    for i in range(N):
        o = Box()
        o.a = i
        o.b = [i, i]
        o.c = {"i": i}
        Holder.current = o


def consume():
    for _ in range(N):
        o = Holder.current
        if o is not None and not (o.b == [o.a, o.a] and o.c["i"] == o.a):
            return "half-built"
    return "whole"


print(together(publish, consume, consume)[1:])

# Class attributes and methods replaced under cached calls.
class Base:
    def method(self):
        return ("m", 0)


class Derived(Base):
    pass


def replace():
    for i in range(N):
        Base.method = lambda self, i=i: ("m", i)
        if i % 2:
            Derived.method = lambda self, i=i: ("m", -i)
        elif i:
            del Derived.method


def call():
    o = Derived()
    for _ in range(N):
        if o.method()[0] != "m":
            return "wrong"
    return "right"


print(together(replace, call, call)[1:], Derived().method()[1] in (N - 1, 1 - N))

# An attribute that turns into a property and back.
class Turns:
    pass


turning = Turns()
turning.value = "own"


def turn():
    for i in range(N):
        Turns.value = property(lambda self: "computed")
        del Turns.value


def read():
    return set([turning.value for _ in range(N)]) <= {"own", "computed"}


print(together(turn, read, read)[1:])


# Sites that see many classes, while methods come and go and collections run.
import gc


def make(number):
    class Many:
        def __init__(self):
            self.own = number

        def method(self):
            return number

        def __add__(self, other):
            return number + other

    return Many


several = [make(number) for number in range(40)]
objects = [many() for many in several]


def look():
    for _ in range(N // 40):
        for number, o in enumerate(objects):
            if (o.own, o.method(), o + 1) != (number, number, number + 1):
                return "wrong"
            o.own = number
    return "right"


def alter():
    for i in range(N // 40):
        # The same function under a new version of the class.
        many = several[i % 40]
        many.method = many.method
        if i % 10 == 0:
            gc.collect(i % 20 // 10)


print(together(alter, look, look)[1:])
