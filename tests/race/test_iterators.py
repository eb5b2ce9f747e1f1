# zeal-args: 60
# One iterator taken from by all threads: never a crash, nothing twice, nothing dropped.
from lib.crew import each, rounds

N = rounds(3000)


def shares(make, expected):
    iterator = make()

    def take(number):
        got = []
        for item in iterator:
            got.append(item)
        return got

    items = [item for got in each(take) for item in got]
    return sorted(items) == expected


numbers = list(range(N))
print("range", shares(lambda: iter(range(N)), numbers))
print("list", shares(lambda: iter(list(range(N))), numbers))
print("tuple", shares(lambda: iter(tuple(range(N))), numbers))
print("str", shares(lambda: iter("abc" * (N // 3)), sorted("abc" * (N // 3))))
print("dict", shares(lambda: iter({i: i for i in range(N)}), numbers))
print("items", shares(lambda: iter({i: i for i in range(N)}.items()), [(i, i) for i in range(N)]))
print("set", shares(lambda: iter(set(range(N))), numbers))
print("reversed", shares(lambda: reversed(list(range(N))), numbers))
print("enumerate", shares(lambda: enumerate(["x"] * N), [(i, "x") for i in range(N)]))
print("map", shares(lambda: map(lambda x: x * 2, range(N)), [x * 2 for x in range(N)]))
print("filter", shares(lambda: filter(lambda x: x % 2, range(N)), [x for x in range(N) if x % 2]))
print("zip", shares(lambda: zip(range(N), list(range(N))), [(i, i) for i in range(N)]))
print("map of two", shares(lambda: map(lambda x, y: (x, y), range(N), list(range(N))), [(i, i) for i in range(N)]))
print("enumerate numbers", shares(lambda: enumerate(range(N)), [(i, i) for i in range(N)]))
print("zip of enumerate", shares(lambda: zip(enumerate(range(N)), range(N)), [((i, i), i) for i in range(N)]))
