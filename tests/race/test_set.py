# zeal-args: 40
from lib.crew import THREADS, each, rounds, together

N = rounds(2000)

s = set()
each(lambda number: [s.add(i) for i in range(N)])
print(len(s) == N, s == set(range(N)))


def pop_all(number):
    got = []
    while True:
        try:
            got.append(s.pop())
        except KeyError:
            return got


got = each(pop_all)
print(s, sorted([x for g in got for x in g]) == list(range(N)))

# Members that are never removed are always seen.
s = set(["fixed%d" % i for i in range(20)])


def disturb(number):
    for i in range(N):
        s.add((number, i % 30))
        if i % 2:
            s.discard((number, (i - 1) % 30))
        if "fixed%d" % (i % 20) not in s:
            return "lost"
    return "found"


print(each(disturb))

# Operators on two sets that both change keep what is always in both.
a, b = set(range(30)), set(range(20, 50))


def change():
    for i in range(N):
        a.add(100 + i % 10)
        a.discard(100 + (i + 5) % 10)
        b.add(200 + i % 10)
        b.discard(200 + (i + 5) % 10)


def operate():
    for _ in range(N // 8):
        if not (a & b) >= set(range(20, 30)):
            return "lost in and"
        if not (a | b) >= set(range(50)):
            return "lost in or"
        if not (a - b) >= set(range(20)):
            return "lost in difference"
        if not (a ^ b).isdisjoint(range(20, 30)):
            return "made up in xor"
        if not a.copy() >= set(range(30)):
            return "lost in copy"
    return "kept"


print(together(change, operate, operate)[1:])

# remove: one thread gets it.
s = set(range(N))


def remove(number):
    count = 0
    for i in range(N):
        try:
            s.remove(i)
            count += 1
        except KeyError:
            pass
    return count


print(sum(each(remove)) == N, len(s))


def walk():
    for _ in range(N // 10):
        try:
            for item in a:
                if type(item) is not int:
                    return "no member"
        except RuntimeError:
            pass
    return "members"


print(together(change, walk, walk)[1:])

# What changes a whole set in place loses no change of others: also where it has to ask Python code, and another has come and gone meanwhile.
class Number:
    def __init__(self, number):
        self.number = number

    def __hash__(self):
        return self.number

    def __eq__(self, other):
        return isinstance(other, Number) and self.number == other.number


members = set(Number(i) for i in range(8)) | set(range(100, 108))
everything = frozenset(Number(i) for i in range(8)) | frozenset(range(1000))


def in_place(number):
    if number == 0:
        for i in range(N // 20):
            members.intersection_update(everything)
            members.difference_update([Number(77)], {2000 + i})
            members.symmetric_difference_update({3000, Number(99)})
            members.symmetric_difference_update({3000, Number(99)})
        return "kept"
    for i in range(N // 4):
        mine = 200 + number
        members.add(mine)
        if mine not in members:
            return "lost"
        members.discard(mine)
        if mine in members:
            return "came back"
    return "kept"


print(each(in_place), len(members))

# Made of a dict that has its front cleared and grows meanwhile, a set has all the keys that are always there.
moving = dict.fromkeys([("front", i) for i in range(60)] + list(range(300)))
always = set(range(300))


def keys_of_a_dict(number):
    if number == 0:
        for i in range(N // 20):
            for j in range(60):
                moving.pop(("front", i * 60 + j), None)
            for j in range(60):
                moving[("front", (i + 1) * 60 + j)] = None
        return "kept"
    for i in range(N // 40):
        left = set(always)
        left.difference_update(moving)
        if left or not always <= set(moving) or always.isdisjoint(moving):
            return "lost"
    return "kept"


print(each(keys_of_a_dict))

# Sets that several threads fill, empty at first, and whose room is given back as they do.
lost = 0
for turn in range(N // 20):
    s = set()
    each(lambda number: s.update([number] * 40 + list(range(number * 10, number * 10 + 4))))
    wanted = set(range(THREADS)) | {number * 10 + i for number in range(THREADS) for i in range(4)}
    lost += s != wanted or len(s) != len(wanted)
print(lost)
