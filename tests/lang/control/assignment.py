log = []


def note(value, name=None):
    log.append(name or value)
    return value


def taken():
    got, log[:] = log[:], []
    return got


a = b = c = [1]
print(a is b is c)
a, b = b, [2]
print(a, b, c)
a, b, c = 1, 2, 3
a, b, c = c, a, b
print(a, b, c)
(a, b), c = [1, 2], 3
[a, [b, c]] = 1, (2, 3)
print(a, b, c)
first, *rest = "hello"
print(first, rest)
*start, last = range(5)
print(start, last)
a, *middle, z = [1, 2]
print(a, middle, z)
(a, *b), *c = ("xyz", 1, 2)
print(a, b, c)
*all_, = (1, 2)
print(all_)
a, = [5]
print(a)
[] = ()
() = []
i, box = 0, [9, 9, 9]
i, box[i] = 1, "set"
print(i, box)


def unpack(action):
    try:
        action()
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)


def two(value):
    x, y = value


def three(value):
    x, y, z = value


def starred(value):
    x, y, *z = value


def none(value):
    [] = value


for value in ([1], [1, 2, 3], (), (1, 2, 3, 4), "a", "abc", {1: 2}, range(9), 1, None):
    unpack(lambda: two(value))
unpack(lambda: three([1, 2]))
unpack(lambda: three(iter([1])))
unpack(lambda: two(iter([1, 2, 3])))
unpack(lambda: starred([1]))
unpack(lambda: starred(5))
unpack(lambda: none([1]))

# Order: the right side first, then targets from left to right, each target's parts before the store.
items = [0, 0, 0]
note(items, "a")[note(0)] = note(items, "b")[note(1)] = note("value")
print(items, taken())
note(items, "c")[note(2)], note(items, "d")[note(1)] = note(7), note(8)
print(items, taken())
note(items, "e")[note(0)] += note(5) if isinstance(items[0], int) else note("!")
print(items, taken())


# Augmented assignment: every operator, on names, items and attributes; in place where the object can.
class Box:
    pass


o = Box()
o.n = 7
n = 7
d = {"n": 7}
n += 3; o.n += 3; d["n"] += 3
print(n, o.n, d["n"])
n -= 1; o.n -= 1; d["n"] -= 1
n *= 4; o.n *= 4; d["n"] *= 4
print(n, o.n, d["n"])
n //= 5; o.n //= 5; d["n"] //= 5
n **= 2; o.n **= 2; d["n"] **= 2
n %= 30; o.n %= 30; d["n"] %= 30
n <<= 3; o.n <<= 3; d["n"] <<= 3
n |= 5; o.n |= 5; d["n"] |= 5
n &= 0x7D; o.n &= 0x7D; d["n"] &= 0x7D
n ^= 3; o.n ^= 3; d["n"] ^= 3
n >>= 1; o.n >>= 1; d["n"] >>= 1
print(n, o.n, d["n"])
n /= 4; o.n /= 4; d["n"] /= 4
print(n, o.n, d["n"])
shared = items = [1]
items += (2, 3)
items *= 2
print(shared, shared is items)
text = other = "a"
text += "b"
text *= 2
print(text, other)
pair = ([1], 2)
try:
    pair[0] += [5]
except TypeError as error:
    print(error, pair)


class InPlace:
    def __iadd__(self, other):
        return ("iadd", other)

    def __sub__(self, other):
        return ("sub", other)


value = InPlace()
value += 1
print(value)
value = InPlace()
value -= 2
print(value)
try:
    value *= []
except TypeError as error:
    print(error)

# Deleting.
x = 1
del x
try:
    x
except NameError as error:
    print(error)
items = list(range(10))
del items[0], items[-1], items[2:4]
print(items)
del items[::2]
print(items)
d = {1: 2, 3: 4}
del d[1]
print(d)
del o.n
print(hasattr(o, "n"))
del (a, [b]), z
try:
    del never_bound
except NameError as error:
    print(error)
try:
    del d["missing"]
except KeyError as error:
    print(repr(error))
try:
    del o.missing
except AttributeError as error:
    print(error)


def local_delete():
    y = 1
    del y
    try:
        del y
    except UnboundLocalError as error:
        print(error)
    y = 2
    return y


print(local_delete())
if (size := len("four")) > 3 and (double := size * 2):
    print(size, double)
print([last := n for n in range(3)], last)
typed: int = 5
later: str
print(typed)
try:
    later
except NameError as error:
    print(error)
