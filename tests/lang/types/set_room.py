# zeal: 300 - many safepoints
# A set made of a list or tuple gets its room at once, and gives it back where most elements were the same.
import sys


class Key:
    """Equal to others of its number, as only Python code can tell."""

    def __init__(self, number):
        self.number = number

    def __hash__(self):
        return self.number

    def __eq__(self, other):
        return self.number == getattr(other, "number", other)


for kind in (set, frozenset):
    for count in (0, 1, 5, 6, 10, 11, 100, 21_844, 21_845, 21_846, 50_000):
        items = list(range(count))
        made = kind(items)
        print(kind.__name__, count, len(made), sorted(made) == items, made == kind(tuple(items)))
    same = kind([1] * 100_000)
    print(same, sys.getsizeof(same) < 1000)
    few = kind([i % 50 for i in range(100_000)])
    print(len(few), sorted(few) == list(range(50)), sys.getsizeof(few) < 10_000)
    print(len(kind([Key(i % 7) for i in range(1000)])), len(kind([i % 7 for i in range(100)] + [Key(3)])))

# One of more elements than that grows to what is to come, if as many of it are new as have been.
for kind in (set, frozenset):
    for repeated in (0, 1_000, 400_000):
        items = list(range(30_000)) + [1] * repeated + list(range(40_000))
        made = kind(items)
        print(len(made), sorted(made) == list(range(40_000)), sys.getsizeof(made) < 3_000_000)


class Shrinking:
    """Empties the list that it is in."""

    def __hash__(self):
        del shrinking[30_000:]
        return 30_000


shrinking = list(range(30_000)) + [Shrinking()] + [1] * 100_000
print(len(set(shrinking)), len(shrinking))

filled = {1, 2}
filled.update([2, 3] * 1000)
print(filled)
emptied = set(range(10))
emptied.clear()
emptied.update(["a"] * 1000)
print(emptied, sys.getsizeof(emptied) < 1000)


class Refusing:
    def __hash__(self):
        raise ValueError("not hashed")


partly = set()
try:
    partly.update([1, 2, 3] * 100 + [Refusing()])
except ValueError as error:
    print(error, partly)
try:
    partly.update([[]])
except TypeError as error:
    print(error, partly)


class Emptying:
    """Clears the set that it is being added to."""

    def __hash__(self):
        partly.clear()
        return 5


partly.clear()
partly.update([1] * 50 + [Emptying()] + [2] * 50)
print(len(partly), 2 in partly, 1 in partly)


class Shrinking:
    """Makes the list shorter that the set is being made of."""

    def __init__(self, items):
        self.items = items

    def __hash__(self):
        del self.items[10:]
        return 7


items = list(range(5))
items.append(Shrinking(items))
items.extend(range(100, 200))
print(len(set(items)))
