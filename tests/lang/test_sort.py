# zeal: 60 - many comparisons
"""`list.sort` and `sorted`: every kind of key that is compared without Python code, in every pattern, against an insertion sort written here."""
import random


def oracle(items, key=None, reverse=False):
    """A stable sort by `<` alone, one comparison after the other."""
    if reverse:
        return oracle(items[::-1], key)[::-1]
    done = []
    for item in items:
        place = len(done)
        while place and (key(item) < key(done[place - 1]) if key else item < done[place - 1]):
            place -= 1
        done.insert(place, item)
    return done


class Float(float): pass
class Int(int): pass
class Text(str): pass
class Pair(tuple): pass


class Backwards(float):
    """Compares the other way round than float does."""
    def __lt__(self, other): return float(self) > float(other)


class GreaterOnly(int):
    def __gt__(self, other): return int(self) < int(other)


class Plain:
    def __init__(self, value): self.value = value
    def __lt__(self, other): return self.value < other.value


rng = random.Random(7)
near = [2 ** 53 - 1, 2 ** 53, 2 ** 53 + 1, 2.0 ** 53, 2 ** 53 + 2, -2 ** 53 - 1, -2.0 ** 53, 2 ** 63 - 1, 2 ** 63, 2.0 ** 63, 2 ** 64, 2 ** 64 - 1,
        10 ** 30, 10 ** 30 + 1, 1e30, -10 ** 30, 2 ** 1024, -2 ** 1024, 2 ** 1023, 2.0 ** 1023, float("inf"), float("-inf"), 2 ** 48, -2 ** 48, 2 ** 48 - 1]
words = ["", "a", "a\0", "a\0\0", "ab", "abcdefg", "abcdefgh", "abcdefgh\0", "abcdefghi", "abcdefgi", "z", "\x80", "\xff", "\xff\xff"]
wide = words + ["\u0100", "\ud800", "\uffff", "\U00010000", "\U00010000a", "\uffffz", "\U0010ffff", "a\u0100", "abc\u20ac", "abcd\u20ac", "abcd\u20ad"]
kinds = {
    "int": lambda: rng.randrange(-1000, 1000),
    "few": lambda: rng.randrange(4),
    "float": lambda: rng.random() - .5,
    "zeros": lambda: rng.choice([0.0, -0.0, 0, False, 1e-320, -1e-320]),
    "number": lambda: rng.choice([rng.randrange(-3, 3), rng.randrange(-6, 6) / 2, rng.random() < .5]),
    "near": lambda: rng.choice(near),
    "int64": lambda: rng.randrange(-2 ** 63, 2 ** 63),
    "large": lambda: rng.randrange(-10 ** 30, 10 ** 30),
    "sub": lambda: Float(rng.randrange(50)),
    "subs": lambda: rng.choice([Float, Int, int, float, bool])(rng.randrange(5)),
    "word": lambda: rng.choice(words),
    "wide": lambda: rng.choice(wide),
    "digits": lambda: "item_%05d" % rng.randrange(10 ** 5),
    "text": lambda: Text(rng.choice(wide)),
    "bytes": lambda: bytes([rng.randrange(3) for _ in range(rng.randrange(4))]),
    "pair": lambda: (rng.randrange(5), rng.choice(words)),
    "triple": lambda: (rng.choice(words), rng.choice([1, 1.0, True, 0]), rng.randrange(3)),
    "ragged": lambda: tuple([rng.randrange(2) for _ in range(rng.randrange(12))]),
    "nested": lambda: ((rng.randrange(2), rng.choice(words)), rng.random()),
    "lists": lambda: [rng.randrange(3), rng.choice(words)],
    "tuples": lambda: rng.choice([Pair, tuple])((rng.randrange(3), rng.randrange(3))),
    "backwards": lambda: Backwards(rng.randrange(40)),
    "greater": lambda: rng.choice([GreaterOnly, int])(rng.randrange(10)),
    "plain": lambda: Plain(rng.randrange(30)),
}


def patterns(make, size):
    base = [make() for _ in range(size)]
    yield "random", base
    rising = oracle(base)
    yield "rising", rising
    yield "falling", rising[::-1]
    nearly = rising[:]
    for _ in range(3):
        nearly[rng.randrange(size)] = make()
    yield "nearly", nearly
    yield "saw", rising[::2] + rising[1::2]
    yield "tail", rising[:-5] + [make() for _ in range(5)]
    yield "same", [base[0]] * size
    yield "repeated", base[:4] * (size // 4)


def same(one, other):
    return len(one) == len(other) and all([a is b for a, b in zip(one, other)])


bad = []
for name, make in kinds.items():
    for size in (5, 40, 130):
        for pattern, data in patterns(make, size):
            if name == "greater":
                continue  # its order contradicts itself: only the items are looked at, below
            wanted, falling = oracle(data), oracle(data, reverse=True)
            found = data[:]
            found.sort()
            if not same(found, wanted): bad.append((name, size, pattern, "sort"))
            if not same(sorted(data, reverse=True), falling): bad.append((name, size, pattern, "reverse"))
            boxes = [[item] for item in data]
            by_key = sorted(boxes, key=lambda box: box[0])
            if not same([box[0] for box in by_key], wanted): bad.append((name, size, pattern, "key"))
            if len({id(box) for box in by_key}) != len(boxes): bad.append((name, size, pattern, "boxes"))
            by_key = sorted(boxes, key=lambda box: box[0], reverse=True)
            if not same([box[0] for box in by_key], falling): bad.append((name, size, pattern, "key reverse"))
print(bad)

for make in (kinds["greater"], lambda: rng.choice([1.5, float("nan"), 3, float("inf")])):
    for size in (5, 100, 300):
        data = [make() for _ in range(size)]
        print(sorted(map(id, sorted(data))) == sorted(map(id, data)), end=" ")
print()

# A NaN is neither less nor greater: this is one run.
nan = float("nan")
print([nan, 2.0, 3.0] == sorted([nan, 2.0, 3.0]) or sorted([nan, 2.0, 3.0])[0] is nan)


# What can't be compared is told as by `<`, and the list keeps its items.
def fails(data):
    before = data[:]
    try:
        data.sort()
    except TypeError as error:
        print(error, same(sorted(data, key=id), sorted(before, key=id)))
    else:
        print("sorted")


fails([1, "a"])
fails([(1, 2), 3])
fails([(1, "a"), (1, 2)])
fails([(rng.random(), None) for _ in range(300)])
fails([(1, None), (1, None)])
fails([None, None])
fails([1j, 2j])
data = [(n * 7919 % 301, "x") for n in range(300)]
data[150] = (data[149][0], 5)
try:
    data.sort()
except TypeError as error:
    print(type(error).__name__, len(data))


# The list is empty while it is sorted.
seen = set()
class Looks(int):
    def __lt__(self, other):
        seen.add(len(looked_at))
        return int(self) < int(other)
looked_at = [Looks(rng.randrange(1000)) for _ in range(200)]
looked_at.sort()
print(seen, looked_at == sorted(map(int, looked_at)))

# Comparisons of what is in order already are as few as can be, and of what is nearly in order not many more.
count = 0
class Counts:
    def __init__(self, value): self.value = value
    def __lt__(self, other):
        global count
        count += 1
        return self.value < other.value
many = [Counts(n) for n in range(2000)]
many.sort()
print(count)
count = 0
(many[::-1]).sort()
print(count)
count = 0
(many[1000:] + many[:1000]).sort()
print(count < 2100)
count = 0
(many[:990] + many[1000:] + many[990:1000]).sort()
print(count < 2200)
