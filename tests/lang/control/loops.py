def search(items, wanted):
    for index, item in enumerate(items):
        if item == wanted:
            break
    else:
        return "absent"
    return index


print(search("abc", "b"), search("abc", "z"), search([], 1))


def while_else(n, stop):
    while n:
        if n == stop:
            break
        n -= 1
    else:
        return "ran out"
    return n


print(while_else(5, 3), while_else(5, 9), while_else(0, 0))


def skips(n):
    out = []
    for i in range(n):
        if i % 2:
            continue
        if i > 6:
            break
        out.append(i)
    return out


print(skips(20))


def nested():
    found = []
    for i in range(5):
        for j in range(5):
            if j > i:
                break
            if (i + j) % 3:
                continue
            found.append((i, j))
        else:
            found.append("all of %d" % i)
    return found


print(nested())

# The loop variable outlives the loop and may be rebound inside.
for i in range(3):
    i = i * 10
print(i)
for i in []:
    pass
print(i)
for a, (b, *c) in [(1, (2, 3, 4)), (5, "xyz")]:
    print(a, b, c)
box = [None]
for box[0] in range(3):
    pass
print(box)


class Attribute:
    pass


for Attribute.value in "ab":
    pass
print(Attribute.value)


# Any iterable: a sequence protocol, an iterator that ends, one that raises.
class Sequence:
    def __getitem__(self, index):
        if index > 3:
            raise IndexError
        return index * index


print([x for x in Sequence()], list(Sequence()), 4 in Sequence(), 5 in Sequence())


class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n


print(list(Countdown(4)), sum(Countdown(4)), max(Countdown(4)), tuple(Countdown(2)), [*Countdown(3)])


class Fails(Countdown):
    def __next__(self):
        if self.n == 1:
            raise ValueError("broke")
        return super().__next__()


try:
    for x in Fails(3):
        print(x)
except ValueError as error:
    print(error)

for bad in (1, None, len, Attribute()):
    try:
        for _ in bad:
            pass
    except TypeError as error:
        print(error)


class NotIterator:
    def __iter__(self):
        return 1


try:
    for _ in NotIterator():
        pass
except TypeError as error:
    print(error)

# Lists may grow and shrink while they are walked; ranges of every direction.
grown = [1, 2, 3]
for item in grown:
    if len(grown) < 8:
        grown.append(item * 10)
print(grown)
shrunk = list(range(6))
for item in shrunk:
    shrunk.remove(item)
print(shrunk)
print(list(range(5, 0, -2)), list(range(0)), list(range(3, 3)), list(range(-3, 3)), list(range(0, 10, 3)))
big = 2**70
print(list(range(big, big + 3)), [x for x in range(big, big - 6, -2)])
try:
    range(1, 2, 0)
except ValueError as error:
    print(error)

total = 0
i = 0
while True:
    i += 1
    if i > 500:
        break
    if i % 3 == 0:
        continue
    total += i
print(total)
while 0:
    print("never")
else:
    print("else of a loop that never ran")
print(list(iter([3, 2, 1, 0, 5].pop, 1)), list(iter(Countdown(9).__next__, 4)))
