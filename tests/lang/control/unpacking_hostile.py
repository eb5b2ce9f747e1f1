"""Unpacking assignment from hostile iterables: how many items are asked for, which errors pass through."""


class Items:
    def __init__(self, count, error=None):
        self.count, self.error, self.asked = count, error, 0

    def __iter__(self):
        return self

    def __next__(self):
        self.asked += 1
        if self.asked > self.count:
            raise self.error or StopIteration
        return self.asked


def attempt(unpack, value):
    try:
        print(unpack(value), end="")
    except BaseException as error:
        print(type(error).__name__, error, end="")
    print("  asked", getattr(value, "asked", "-"))


def none(value):
    () = value


def one(value):
    x, = value
    return x


def two(value):
    [x, y] = value
    return x, y


def star(value):
    *x, = value
    return x


def middle(value):
    a, *b, c, d = value
    return a, b, c, d


def nested(value):
    (a, b), *c = value
    return a, b, c


for unpack in (none, one, two, star, middle):
    for count in (0, 1, 2, 5):
        attempt(unpack, Items(count))
attempt(two, Items(1, ValueError("broke")))
attempt(two, Items(2, ValueError("at the end")))
attempt(star, Items(2, KeyError("k")))
attempt(middle, Items(3, IndexError("i")))
attempt(two, {"a": 1, "b": 2})
attempt(two, "ab")
attempt(two, b"ab")
attempt(nested, ["xy", 1, 2])
attempt(nested, ["xyz", 1])
attempt(nested, [5])


class NoNext:
    def __iter__(self):
        return object()


class NotIterable:
    __iter__ = None

    def __getitem__(self, key):
        return key


class OldStyle:
    asked = 0

    def __getitem__(self, key):
        self.asked += 1
        if key > 2:
            raise IndexError
        return key * 10


class Fails:
    def __iter__(self):
        raise LookupError("no iterator")


class Sub(list):
    def __iter__(self):
        return iter("xy")


class SubTuple(tuple):
    def __iter__(self):
        return iter("pq")


for value in (NoNext(), NotIterable(), OldStyle(), Fails(), Sub([1, 2, 3]), SubTuple((1, 2, 3)), int, None, 1.5):
    attempt(two, value)
    attempt(star, value)
