"""range: large bounds, membership by arithmetic, index and count, slices, equality, hashing, attributes, refusals."""
def show(source):
    """Prints what an expression gives or raises."""
    try:
        print(source, "=", ascii(eval(source)))
    except Exception as error:
        print(source, "|", type(error).__name__, error)


def table(text):
    for line in text.strip().splitlines():
        show(line)

table("""
range(5), range(1, 5), range(5, 1, -1), range(True), range(0)
len(range(10, 0, -3)), list(range(10, 0, -3)), list(range(0, -5, -2)), list(range(5, 5)), bool(range(0)), bool(range(1))
range(0)
range(1, 2, 0)
range(1.5)
range('a')
range()
range(1, 2, 3, 4)
range(stop=5)
range(None)
range(5).start, range(5).stop, range(5).step, range(2, 9, 3).stop
range(5)[0], range(5)[-1], range(5)[True], range(0, 10, 3)[2]
range(5)[5]
range(5)[-6]
range(5)['a']
range(5)[1.0]
range(5)[10**30]
range(10)[2:5], range(10)[::-1], range(10)[::3], range(10)[-3:], range(10)[5:2], range(10)[100:], range(10)[:-100:-1]
range(10)[::0]
range(10)[:'a']
range(10, 0, -2)[1:3], range(0, 10, 3)[::-2]
range(10**30)[10**29], range(10**30)[-1], range(10**30)[5:10**20:10**10]
len(range(2**63 - 1))
len(range(2**63))
len(range(-2**63, 2**63))
bool(range(10**30)), range(10**30).index(10**29), range(10**30).count(-1)
3 in range(5), 5 in range(5), 3.0 in range(5), 3.5 in range(5), '3' in range(5), True in range(5), None in range(5), 3+0j in range(5)
10**29 in range(10**30), 7 in range(0, 10, 2), -4 in range(0, -10, -2), -5 in range(0, -10, -2)
range(5).index(3), range(0, 10, 2).index(4), range(5).index(3.0), range(5).count(3), range(5).count(9), range(5).count('a')
range(5).index(9)
range(5).index('a')
range(0, 10, 2).index(3)
range(5).index(1, 2)
range(5).index()
range(0) == range(2, 2), range(0, 3, 2) == range(0, 4, 2), range(5) == [0, 1, 2, 3, 4], range(1) == range(0, 1, 7)
range(5) != range(5), range(5) == range(0, 5, 1), range(3) == 3
range(5) < range(6)
hash(range(0, 3, 2)) == hash(range(0, 4, 2)), hash(range(0)) == hash(range(5, 5)), hash(range(3)) == hash((3, 0, 1)), hash(range(1, 9, 20)) == hash((1, 1, None))
{range(0): 1, range(9, 9): 2}
list(reversed(range(0, 10, 3))), next(reversed(range(10**30))), next(iter(reversed(range(0, -10, -3))))
range(3) + range(3)
range(3) * 2
max(range(5)), min(range(5, 0, -1)), sum(range(101)), sorted(range(3, 0, -1)), tuple(range(2)), [*range(3)]
iter(range(3)).__length_hint__(), iter(range(10**30)).__class__.__name__, iter(range(3)).__class__.__name__
range.__doc__.splitlines()[0], range.__flags__ & (1 << 10), isinstance(range(1), range)
setattr(range(3), 'start', 5)
setattr(range(3), 'other', 5)
range(3).__reduce__()[1], range(2, 8, 3).__reduce__()
type('R', (range,), {})
(lambda i: (next(i), i.__reduce__()[2], list(i)))(iter(range(5)))
(lambda i: (i.__setstate__(3), list(i)))(iter(range(5)))
(lambda i: (i.__setstate__(99), list(i)))(iter(range(5)))
(lambda i: (i.__setstate__(-9), list(i)))(iter(range(3)))
""")


class Index:
    def __init__(self, value): self.value = value
    def __index__(self):
        print("index", self.value, end=" ")
        return self.value


print(range(Index(1), Index(9), Index(3)))
print(range(10)[Index(2)], range(10)[Index(1):Index(7):Index(2)], Index(3) in range(5))
for number in range(2, 0, -1):
    number = 100
    print(number, end=" ")
print(number)
