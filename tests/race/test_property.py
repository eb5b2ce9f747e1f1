# zeal: 4 - many safepoints
"""property, staticmethod and classmethod objects changed while others use them."""

from lib.crew import each, rounds

N = rounds(1500)


class C:
    @property
    def x(self):
        return "one"

    @staticmethod
    def s():
        return "static"

    @classmethod
    def c(cls):
        return cls


def other(self):
    return "two"


def third(self):
    return "three"


shared = C.__dict__["x"]
c = C()


def change(number):
    for i in range(N):
        shared.__init__(other if (i + number) % 2 else third)
        if c.x not in ("one", "two", "three"):
            return "wrong"
        shared.__doc__ = str(i)
        shared.getter(other).setter(third)
        if c.s() != "static" or c.c() is not C:
            return "wrong"
    return "right"


print(each(change))


def replace(number):
    for i in range(N // 4):
        C.y = property(other) if (i + number) % 2 else property(third)
        if c.y not in ("two", "three"):
            return "wrong"
    return "right"


print(each(replace))
