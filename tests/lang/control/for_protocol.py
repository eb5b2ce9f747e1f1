"""The for statement: iterators by __iter__ and __getitem__, else, rebinding, targets of every kind, changes underneath."""
from lib.attempts import attempt


class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if not self.n:
            raise StopIteration("ignored value")
        self.n -= 1
        return self.n


class Old:
    def __init__(self, error):
        self.error = error

    def __getitem__(self, i):
        if i == 3:
            raise self.error
        return i


class Bag:
    pass


for x in Countdown(3):
    print(x, end=" ")
else:
    print("else", x)
for x in Old(IndexError()):
    print(x, end=" ")
else:
    print("else")
for x in Old(StopIteration()):
    print(x, end=" ")
else:
    print("else")
attempt(lambda: [x for x in Old(KeyError("k"))])
bag, items = Bag(), [0, 0, 0]
for bag.x, items[1], *bag.rest in [(1, 2, 3, 4), "ab"]:
    print(bag.x, items, bag.rest)
for items[items[2]] in 1, 2:
    print(items)
    items[2] = 1
for i in range(3):
    i *= 10
    print(i, end=" ")
print("after", i)
for never in ():
    pass
print("never" in globals())
grown = [1, 2]
for value in grown:
    if len(grown) < 6:
        grown.append(value * 10)
print(grown)
shrunk = list(range(8))
for value in shrunk:
    shrunk.remove(value)
print(shrunk)
attempt(lambda: [d.update({k + 1: 0}) for d in [{1: 1}] for k in d])
attempt(lambda: [s.add(k + 1) for s in [{1}] for k in s])
attempt(lambda: [(d.pop(k), d.setdefault(k + 5)) for d in [{1: 1, 2: 2}] for k in d])
attempt(lambda: [x for x in 5])
attempt(lambda: [x for x in type("T", (), {"__iter__": lambda self: 5})()])
attempt(lambda: [x for x in type("T", (), {"__iter__": None})()])
attempt(lambda: [x for x in type("T", (), {"__getitem__": None})()])
attempt(lambda: [x for x in type("T", (), {"__iter__": lambda self: self, "__next__": None})()])


def ends(kind):
    for i in range(3):
        for j in range(3):
            if j == 1 and kind == "break":
                break
            if j == 1 and kind == "continue":
                continue
            if j == 2 and kind == "return":
                return "returned", i, j
        else:
            kind == "else" and print("inner else", i)
            continue
        return "broke", i, j
    else:
        return "outer else", i, j


print(ends("break"), ends("continue"), ends("return"), ends("else"))
