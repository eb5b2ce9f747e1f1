"""Unpacking lists: exact, too long, too short, subclasses, into the list itself."""


class Mine(list):
    def __iter__(self):
        return iter(["mine"] * 2)


def attempt(action):
    try:
        return action()
    except Exception as error:
        return type(error).__name__, str(error)


def two(source):
    a, b = source
    return a, b


def none(source):
    [] = source
    return "empty"


for source in [1, 2], [1], [], [1, 2, 3], Mine([1, 2, 3]), Mine(), (1, 2), "ab", {1: 2, 3: 4}, range(2), [[1], {2}]:
    print(type(source).__name__, attempt(lambda: two(source)), attempt(lambda: none(source)))
items = [1, 2, 3]
items[0], items[1], items[2] = items
print(items)
i, items[i] = [2, "x"]
print(i, items)
items, first = [items, items]
print(items is first)
first, first = [1, 2]
print(first)
for a, (b, [c, d]) in [[1, [2, [3, 4]]], [5, (6, "78")]]:
    print(a, b, c, d, end=" ")
a, b, c, d, e, f, g, h = [*"abcdefgh"]
print(a, h)
x = [1, 2]
x, y = x
print(x, y)
