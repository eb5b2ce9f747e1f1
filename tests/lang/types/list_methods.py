"""list methods with odd arguments: bounds of index, insertion far outside, removal by equality, growth of itself, repetition."""
from lib.attempts import attempt


def edit(start, name, *arguments):
    items = list(start)
    try:
        result = getattr(items, name)(*arguments)
        print(name, arguments, items, "" if result is None else result)
    except Exception as error:
        print(name, items, type(error).__name__, error)


edit([1, 2], "append", 3, 4)
edit([1, 2], "append")
edit([1], "extend", 5)
edit([1], "extend", None)
edit([1], "extend", {"a": 1})
edit([1], "extend", "xy")
edit([1, 2, 3], "insert", 1, "x")
edit([1, 2, 3], "insert", -1, "x")
edit([1, 2, 3], "insert", 100, "x")
edit([1, 2, 3], "insert", -100, "x")
edit([1, 2, 3], "insert", 2**70, "x")
edit([1, 2, 3], "insert", "1", "x")
edit([1, 2, 3], "insert", 1.0, "x")
edit([1, 2, 3], "insert", 1)
edit([1, 2, 3], "pop")
edit([1, 2, 3], "pop", 0)
edit([1, 2, 3], "pop", -3)
edit([1, 2, 3], "pop", 3)
edit([1, 2, 3], "pop", "a")
edit([1, 2, 3], "pop", True)
edit([1, 2, 3], "pop", 2**70)
edit([], "pop")
edit([1, 2, 1.0, True], "remove", 1)
edit([1, 2], "remove", 5)
edit([1, 2], "remove")
edit([1, 2, 1], "index", 1, 1)
edit([1, 2, 1], "index", 1, -1)
edit([1, 2, 1], "index", 2, 0, 1)
edit([1, 2, 1], "index", 5)
edit([1, 2, 1], "index", 1, -100, 100)
edit([1, 2, 1], "index", 1, 2**70)
edit([1, 2, 1], "index", 1, None)
edit([1, 2, 1], "index", 1, "a")
edit([1, True, 1.0, "1"], "count", 1)
edit([1, 2], "reverse", 1)
edit([1, 2], "clear")
edit([1, 2], "clear", 1)
edit([1, [2]], "copy")
edit([3, 1], "sort", None)
edit([1, 2], "__getitem__", 5)
edit([1, 2], "__getitem__", "a")
edit([1, 2], "__getitem__", 2**70)
edit([1, 2], "__getitem__", None)
edit([1, 2], "__setitem__", -3, 0)
edit([1, 2], "__setitem__", 1.5, 0)
edit([1, 2], "__delitem__", 2)
edit([1, 2], "__delitem__", slice(None))
edit([1, 2], "__iadd__", "ab")
edit([1, 2], "__iadd__", 5)
edit([1, 2], "__add__", (3,))
edit([1, 2], "__imul__", 2)
edit([1, 2], "__mul__", 0)
edit([1, 2], "__init__", "xyz")
edit([1, 2], "__init__", 5)
attempt(list, 1, 2)
attempt(list, iterable=[])
attempt(lambda: [1] + (2,))
attempt(lambda: [1] * 1.5)
attempt(lambda: [1] * 2**70)
attempt(lambda: "a" * [1])
items = [1, 2]
items.extend(items)
items += items
items[1:1] = items[:2]
print(items, [[]] * 2, [0] * -5, 2 * [1])
shared = [[]] * 3
shared[0].append(1)
print(shared, [1, 2] < [1, 3], [1] < [1, 2], [] < [0], [1, 2] == [1, 2.0], [1] != (1,))
nan = float("nan")
print([nan] == [nan], nan in [nan], [nan].index(nan), [nan].count(nan))


class Liar:
    def __eq__(self, other):
        seen.append(type(other).__name__)
        return True


seen = []
print([1, "a"].index(Liar()), [1, Liar()].count("x"), Liar() in ["a", "b"], seen)


class Shrinks:
    def __eq__(self, other):
        victims.clear()
        return False


victims = [Shrinks(), Shrinks(), 3]
print(3 in victims, victims)
victims = [Shrinks(), Shrinks(), 3]
attempt(victims.remove, 3)
victims = [Shrinks(), 3]
attempt(victims.index, 3)
victims = [Shrinks(), 3]
print(victims.count(3), victims, [Shrinks(), 1] == [2, 1])
