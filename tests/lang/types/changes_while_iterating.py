# zeal: 4 - many safepoints
"""Lists, dicts, sets and deques that change under their iterators: what is seen, what is refused, what may be resumed."""
from collections import deque
from lib.attempts import attempt


def grow(items):
    for item in items:
        if len(items) < 6:
            items.append(item * 10)
    return items


def drop(items):
    seen = []
    for item in items:
        seen.append(item)
        items.remove(item)
    return seen, items


def insert_front(items):
    seen = []
    for item in items:
        seen.append(item)
        if len(items) < 5:
            items.insert(0, "new")
    return seen, items


print(grow([1, 2]), drop([1, 2, 3, 4, 5]), insert_front([1, 2]))
backwards = [1, 2, 3]
seen = []
for item in reversed(backwards):
    seen.append(item)
    backwards.append(item)
    if item == 2:
        del backwards[:3]
print(seen, backwards)


def during(mapping, change, view=lambda mapping: mapping):
    seen = []
    try:
        for item in view(mapping):
            seen.append(item)
            change(mapping)
        print(seen, mapping)
    except Exception as error:
        print(seen, mapping, type(error).__name__, error)


during({1: "a", 2: "b"}, lambda d: d.setdefault(9, 0))
during({1: "a", 2: "b"}, lambda d: d.pop(1, None))
during({1: "a", 2: "b"}, lambda d: d.clear())
during({1: "a", 2: "b"}, lambda d: d.update({1: "changed", 2: "x"}))
during({1: "a", 2: "b"}, lambda d: d.setdefault(9, 0), dict.items)
during({1: "a", 2: "b"}, lambda d: d.setdefault(9, 0), dict.values)
during({1: "a", 2: "b"}, lambda d: d.popitem(), reversed)
during({1: "a", 2: "b", 3: "c"}, lambda d: (d.pop(min(d)), d.setdefault(max(d) + 1, "n")))
during({1: "a"}, lambda d: (d.pop(1, None), d.update({2: "b"})))
during({1}, lambda s: s.add(9))
during({1}, lambda s: s.discard(1))
during({1}, lambda s: s.clear())
during(deque([1, 2]), lambda d: d.append(9))
during(deque([1, 2]), lambda d: d.rotate(1))
during(deque([1, 2], 2), lambda d: d.append(9))
during(deque([1]), lambda d: d.clear())
during(deque([1, 2]), lambda d: d.append(1), reversed)
during(bytearray(b"ab"), lambda b: b.append(1) if len(b) < 5 else None)

mapping = {1: 1}
iterator = iter(mapping)
mapping[2] = 2
attempt(next, iterator)
attempt(next, iterator)
mapping = {1: 1, 2: 2}
iterator = iter(mapping.items())
print(next(iterator), iterator.__length_hint__())
mapping[3] = 3
print(iterator.__length_hint__())
attempt(lambda: {key: mapping.pop(key) for key in mapping})
print(mapping)
attempt(lambda: [mapping.update({key * 10: 0}) for key in mapping])
attempt(lambda: dict((key, mapping.pop(key)) for key in list(mapping)))
print(mapping)
numbers = [1, 2, 3]
iterator = iter(numbers)
print(next(iterator), numbers.clear(), next(iterator, "end"), numbers.extend("abc"), next(iterator, "still ended"))
