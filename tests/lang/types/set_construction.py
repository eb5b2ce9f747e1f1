"""set and frozenset: construction, refusals of elements, updates that fail midway, in-place operators, identity, subclasses."""
from lib.attempts import attempt


def shown(value):
    return sorted(value, key=repr) if isinstance(value, (set, frozenset)) else value


def run(name, start, *arguments):
    items = set(start)
    try:
        result = getattr(items, name)(*arguments)
        print(name, shown(items), "" if result is None else shown(result))
    except Exception as error:
        print(name, shown(items), type(error).__name__, error)


run("add", "a", [])
run("add", "a")
run("add", [1], 1.0)
run("discard", [1], [])
run("discard", [1], 5)
run("remove", [1], 5)
run("remove", [1], "key")
run("remove", [1], {})
run("remove", [frozenset([1])], {1})
run("discard", [frozenset([1])], {1})
run("__contains__", [frozenset([1])], {1})
run("__contains__", [1], [])
run("pop", [])
run("pop", [7])
run("pop", [7], 1)
run("update", [1], [2], (3,), "4", {5: 6})
run("update", [1])
run("update", [1], 5)
run("update", [1], [2, [], 3])
run("update", [1], [2], 5)
run("union", [1], [2], iter([3]))
run("union", [1], [[]])
run("intersection", [1, 2, 3], [1, 2], [2, 9])
run("intersection", [1, 2])
run("intersection_update", [1, 2, 3], [2, 3], iter([3]))
run("intersection_update", [1, 2], 5)
run("difference", [1, 2, 3], [1], [2])
run("difference", [1], [[]])
run("difference_update", [1, 2, 3], [1], (2,))
run("difference_update", [1, 2, 3], [1, []])
run("symmetric_difference", [1, 2], [2, 2, 3, 3])
run("symmetric_difference", [1, 2])
run("symmetric_difference_update", [1, 2], [2, 3, 3])
run("symmetric_difference_update", [1, 2], {2: 0, 3: 0})
run("issubset", [1], [1, 2])
run("issubset", [1], iter([1]))
run("issuperset", [1, 2], iter([1]))
run("issuperset", [1, 2], [[]])
run("isdisjoint", [1], "ab")
run("isdisjoint", [1], [[]])
run("__or__", [1], [2])
run("__ior__", [1], [2])
run("__lt__", [1], [1, 2])
run("__lt__", [1], {1: 1})
run("copy", [1])
run("clear", [1])
attempt(lambda: {1} | [2])
attempt(lambda: {1} < [2])
attempt(lambda: {[]})
attempt(lambda: {*5})
attempt(set, 5)
attempt(set, [], [])
attempt(set, [[1]])
attempt(frozenset, [{}])
attempt(frozenset, 1, 2)
attempt(hash, set())
attempt(lambda: frozenset([1]).add(2))
attempt(set, iterable=[])
attempt(lambda: {1, 1.0, True}, )

itself = {1, 2}
alias = itself
itself |= {3}
itself -= {1}
itself ^= itself
print(alias, itself is alias)
itself.update(itself)
alias = frozen = frozenset([1])
frozen |= {2}
print(shown(frozen), shown(alias), frozenset(alias) is alias, frozenset([1]).copy() == alias, type({1} | frozenset()).__name__, type(frozenset() | {1}).__name__)
print({1} == frozenset([1]), {1: 0} == {1}, hash(frozenset()) == hash(frozenset([])), {frozenset([1]): "x"}[frozenset([1.0])])


class Sub(set):
    def __init__(self, items=(), note=None):
        super().__init__(items)
        self.note = note


sub = Sub([1, 2], "n")
for result in (sub | {3}, sub.copy(), sub & {1}, {1} | sub, sub.union([4]), sub - {1}):
    print(type(result).__name__, sorted(result), getattr(result, "note", "none"))
print(repr(Sub([1])), repr(frozenset([2])), repr(type("F", (frozenset,), {})([3])), repr({frozenset()}), repr(set()), repr(Sub()))
print(len({0, 0.0, False, -0.0, 0j}), {1, True}, {True, 1}, {2**70} == {float(2**70)})
