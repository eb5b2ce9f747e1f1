# zeal-args: 40
"""Instances of classes derived from int, str, tuple and bytes: their attributes lie behind what is immutable."""

from lib.crew import THREADS, each, rounds, together

N = rounds(1500)


class Int(int):
    pass


class Str(str):
    pass


class Tuple(tuple):
    pass


class Bytes(bytes):
    pass


class Slotted(str):
    __slots__ = ("one", "two", "__dict__")


CLASSES = [(Int, 2**70), (Str, "text of some length"), (Tuple, (1, "two", 3.0)), (Bytes, b"bytes"), (Slotted, "slotted")]

# Attributes of one object set by all: none lost, and the value stays.
for cls, plain in CLASSES:
    shared = cls(plain)

    def fill(number):
        for i in range(N):
            setattr(shared, "a%d_%d" % (number, i % 40), i)
            if shared != plain or hash(shared) != hash(plain):
                return "wrong"
        return "right"

    print(cls.__name__, each(fill), len(shared.__dict__) == 40 * THREADS)

# Names that come and go never show another name's value.
for cls, plain in CLASSES:
    shared = cls(plain)
    shared.fixed = "fixed"

    def disturb(number):
        for i in range(N):
            setattr(shared, "n%d" % (i % 9), (i % 9, number))
            try:
                delattr(shared, "n%d" % ((i + 4) % 9))
            except AttributeError:
                pass
            value = getattr(shared, "n%d" % (i % 9), None)
            if shared.fixed != "fixed" or (value is not None and value[0] != i % 9):
                return "wrong"
        return "right"

    print(cls.__name__, each(disturb))

# New objects whose attributes others see only whole.
current = None


def make(number):
    global current
    for i in range(N):
        cls, plain = CLASSES[(i + number) % len(CLASSES)]
        made = cls(plain)
        made.first = made.second = (number, i)
        current = made
        seen = current
        if seen.first != seen.second:
            return "wrong"
    return "right"


print(each(make))


# The class of an instance that others read.
class Other(Str):
    pass


changing = Str("x")
changing.kept = 1


def change(number):
    for i in range(N):
        changing.__class__ = Other if (i + number) % 2 else Str
        if changing != "x" or changing.kept != 1 or type(changing) not in (Str, Other):
            return "wrong"
    return "right"


print(each(change))
