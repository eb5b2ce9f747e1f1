# zeal: 60 - imports collections
"""Containers changed by the very methods they call: comparisons, hashes, indices, iterators and buffers that empty what is being read."""
import array
import collections
import struct
from lib.attempts import attempt


class Acts:
    """Runs an action the first time one of its special methods is called."""
    def __init__(self, action, value=0): self.action, self.value = action, value
    def act(self):
        action, self.action = self.action, None
        if action: action()
    def __eq__(self, other):
        self.act()
        return False
    def __hash__(self): return 1
    def __lt__(self, other):
        self.act()
        return True
    def __index__(self):
        self.act()
        return self.value
    def __len__(self):
        self.act()
        return 2
    def __iter__(self):
        self.act()
        return iter([7, 8])
    def __repr__(self):
        self.act()
        return "Acts"
    def __bool__(self):
        self.act()
        return True


def with_list(use):
    items = [1, 2, 3, 4]
    try:
        result = use(items, Acts(items.clear))
        print(result, items)
    except Exception as error:
        print(type(error).__name__, error, items)


for use in (lambda l, a: a in l, lambda l, a: l.index(a), lambda l, a: l.count(a), lambda l, a: l.remove(a), lambda l, a: l == [1, a, 3], lambda l, a: l[a], lambda l, a: l.pop(a), lambda l, a: l.insert(a, 5), lambda l, a: l.__setitem__(a, 5), lambda l, a: l.__delitem__(a), lambda l, a: l[a:3], lambda l, a: l.__setitem__(slice(a, 3), "xy"), lambda l, a: l.__delitem__(slice(a, 3)), lambda l, a: l.__setitem__(slice(None, None, 2), a), lambda l, a: l.__setitem__(slice(1, 2), a), lambda l, a: l.extend(a), lambda l, a: l * a, lambda l, a: l.__imul__(a), lambda l, a: l.sort(key=lambda x: a.act() or x), lambda l, a: repr(l + [a]), lambda l, a: max(l, key=lambda x: a.act() or x), lambda l, a: all(x or a for x in l), lambda l, a: list(filter(lambda x: a, l)), lambda l, a: sorted(l, key=lambda x: a.act() or -x), lambda l, a: list(map(lambda x: a.act() or x, l)), lambda l, a: ",".join(str(x) for x in l if a), lambda l, a: sum(l, a) if False else tuple(x for x in l if a), lambda l, a: [*l, *a, *l], lambda l, a: dict.fromkeys(l, a), lambda l, a: (lambda *z: z)(*l, *a), lambda l, a: l.__init__(a), lambda l, a: bytes(l[:1]) + bytes([1, a]), lambda l, a: array.array("b", [1, a]), lambda l, a: struct.pack("bb", 1, a), lambda l, a: "%d %d" % (1, a)):
    with_list(use)


def with_dict(use):
    mapping = {1 + 2**61 - 1: "x", "k": "v"}
    mapping[Acts(None)] = "acts"
    try:
        result = use(mapping, Acts(mapping.clear))
        print(str(result).replace("Acts", "A"), len(mapping))
    except Exception as error:
        print(type(error).__name__, str(error).split(" at 0x")[0], len(mapping))


for use in (lambda d, a: a in d, lambda d, a: d.get(a), lambda d, a: d[a], lambda d, a: d.__setitem__(a, 1), lambda d, a: d.pop(a), lambda d, a: d.setdefault(a, 5), lambda d, a: d.__delitem__(a), lambda d, a: d.update({a: 1}), lambda d, a: d == {1: "x", "k": "v", a: 1}, lambda d, a: d | {a: 2}, lambda d, a: {**d, a: 1}, lambda d, a: d.keys() & [a], lambda d, a: d.items() == {(a, 1)}, lambda d, a: [d.clear() for k in d], lambda d, a: sorted(d, key=lambda k: a.act() or 0), lambda d, a: a in d.keys(), lambda d, a: (a, 1) in d.items(), lambda d, a: a in d.values(), lambda d, a: repr({5: a, 6: 7}), lambda d, a: "%(k)s" % d, lambda d, a: d.fromkeys([a]), lambda d, a: collections.Counter([a, 1]), lambda d, a: d.copy()):
    with_dict(use)


def with_set(use):
    group = {1, 3, Acts(None)}
    try:
        result = use(group, Acts(group.clear))
        print(len(result) if isinstance(result, (set, frozenset)) else result, len(group))
    except Exception as error:
        print(type(error).__name__, str(error).split(" at 0x")[0], len(group))


for use in (lambda s, a: a in s, lambda s, a: s.add(a), lambda s, a: s.discard(a), lambda s, a: s.remove(a) and 0, lambda s, a: s | {a}, lambda s, a: s.isdisjoint([a]), lambda s, a: s.issuperset([a]), lambda s, a: s == {a, 1, 3}, lambda s, a: s.update([a]), lambda s, a: s.difference_update([a]), lambda s, a: s.intersection([a]), lambda s, a: s.symmetric_difference_update([a]), lambda s, a: s <= {a, 1, 2, 3}, lambda s, a: frozenset([a]) - s):
    with_set(use)


def with_bytes(use):
    data = bytearray(b"abcdef")
    try:
        result = use(data, Acts(data.clear, 1))
        print(result, data)
    except Exception as error:
        print(type(error).__name__, error, data)


for use in (lambda b, a: b[a], lambda b, a: b.__setitem__(a, 65), lambda b, a: b.__setitem__(0, a), lambda b, a: b.append(a), lambda b, a: b.insert(a, 65), lambda b, a: b.insert(0, a), lambda b, a: b.pop(a), lambda b, a: b.remove(a), lambda b, a: b[a:4], lambda b, a: b.__setitem__(slice(a, 4), b"XY"), lambda b, a: b.__setitem__(slice(0, 2), [a, a]), lambda b, a: b.__delitem__(slice(a, None)), lambda b, a: b.find(b"c", a), lambda b, a: b.find(a), lambda b, a: b.count(b"a", a), lambda b, a: b.extend([a]), lambda b, a: b * a, lambda b, a: b.__imul__(a), lambda b, a: b.center(a), lambda b, a: b.replace(b"a", b"b", a), lambda b, a: b.split(None, a), lambda b, a: b.startswith(b"a", a), lambda b, a: b.hex("-", a), lambda b, a: b.expandtabs(a), lambda b, a: struct.pack_into("bb", b, a, 1, 2), lambda b, a: memoryview(b)[a], lambda b, a: memoryview(b).__setitem__(0, a), lambda b, a: b.resize(a), lambda b, a: b"".join(x for x in [b, b] if a), lambda b, a: int.from_bytes(b) and bytes(b[:a])):
    with_bytes(use)


def with_deque(use):
    queue = collections.deque([1, 2, 3])
    try:
        print(use(queue, Acts(queue.clear)), queue)
    except Exception as error:
        print(type(error).__name__, error, queue)


for use in (lambda q, a: a in q, lambda q, a: q.index(a), lambda q, a: q.count(a), lambda q, a: q.remove(a), lambda q, a: q == collections.deque([a, 2, 3]), lambda q, a: q[a], lambda q, a: q.insert(a, 9), lambda q, a: q.rotate(a), lambda q, a: q.extend(a), lambda q, a: q * a, lambda q, a: q.__delitem__(a), lambda q, a: repr(collections.deque([a])), lambda q, a: [q.clear() for x in q]):
    with_deque(use)
view = memoryview(bytearray(b"abcd"))
attempt(lambda: view[Acts(view.release)])
view = memoryview(bytearray(b"abcd"))
attempt(lambda: view.__setitem__(0, Acts(view.release, 65)))
view = memoryview(bytearray(b"abcd"))
attempt(lambda: view.__setitem__(Acts(view.release), 65))
numbers = array.array("i", [1, 2, 3])
for use in (lambda n, a: n[a], lambda n, a: n.insert(a, 5), lambda n, a: n.__setitem__(a, 0), lambda n, a: n.pop(a), lambda n, a: n.index(a), lambda n, a: n.count(a), lambda n, a: n.remove(a), lambda n, a: n * a, lambda n, a: n[a:2]):
    numbers = array.array("i", [1, 2, 3])
    attempt(use, numbers, Acts(lambda: numbers.__delitem__(slice(None))))
    print(numbers)
