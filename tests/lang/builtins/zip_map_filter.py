"""enumerate, zip, map and filter: strictness, order of consumption, errors in the middle, attributes, refusals."""
from lib.attempts import attempt


def noisy(name, count):
    for number in range(count):
        print(f"{name}{number}", end=" ")
        yield number
    print(f"{name}.", end=" ")


print(list(zip(noisy("a", 2), noisy("b", 3))))
print(list(zip(noisy("a", 3), noisy("b", 2))))
attempt(lambda: list(zip(noisy("a", 2), noisy("b", 2), strict=True)))
attempt(lambda: list(zip(noisy("a", 2), noisy("b", 3), strict=True)))
attempt(lambda: list(zip(noisy("a", 3), noisy("b", 2), strict=True)))
attempt(lambda: list(zip("abc", "ab", "a", strict=True)))
attempt(lambda: list(zip("a", "a", "ab", strict=True)))
attempt(lambda: list(zip("ab", "ab", "a", strict=True)))
attempt(lambda: list(zip("", "", "a", strict=True)))
print(list(zip()), list(zip(strict=True)), list(zip("ab")), next(zip([1]), "none"))
attempt(zip, 1)
attempt(zip, [], 1)
attempt(zip, [], [], 5.5)
attempt(zip, [], loose=True)

attempt(lambda: list(map(lambda *items: items, noisy("a", 2), noisy("b", 3))))
attempt(lambda: list(map(pow, [2, 3], [3, 2], [5, 7])))
attempt(lambda: list(map(lambda a, b: (a, b), "ab", "abc", strict=True)))
attempt(lambda: list(map(lambda a, b: (a, b), "abc", "ab", strict=True)))
attempt(lambda: list(map(None, [1])))
attempt(lambda: list(map(len, [1])))
attempt(map)
attempt(map, len)
attempt(map, len, 5)
attempt(map, len, [], loose=1)
broken = map(lambda number: 1 // number, [1, 0, 2])
print(next(broken), end=" ")
attempt(next, broken)
print(next(broken), next(broken, "end"))

print(list(filter(None, [0, 1, "", "a", [], [0], None])), list(filter(lambda n: n % 2, range(5))), list(filter(bool, [0, 2])))
attempt(filter)
attempt(filter, None)
attempt(filter, None, 5)
attempt(filter, None, [], [])
attempt(lambda: list(filter(5, [1])))
attempt(filter, function=None, iterable=[])


class NoTruth:
    def __bool__(self): raise ValueError("no truth")


attempt(lambda: list(filter(None, [1, NoTruth()])))
attempt(lambda: list(filter(lambda item: NoTruth(), [1])))

print(list(enumerate("ab")), list(enumerate("ab", 5)), list(enumerate("ab", start=-1)), list(enumerate(iterable="a", start=2**70)))
attempt(enumerate)
attempt(enumerate, 5)
attempt(enumerate, [], "a")
attempt(enumerate, [], 1.5)
attempt(enumerate, [], 1, 2)
counted = enumerate("xy", 2**62)
print(next(counted), next(counted), [n for n, _ in enumerate("abc", 2**63 - 1)])
pair = zip([1, 2], [3, 4])
first = next(pair)
second = next(pair)
print(first, second, first is second)
print(iter(pair) is pair, type(map(len, [])).__name__, hasattr(zip(), "__length_hint__"), isinstance(enumerate([]), enumerate))
nested = map(str, filter(None, map(int, "0120")))
print(",".join(nested))
