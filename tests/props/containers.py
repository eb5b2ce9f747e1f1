"""Random properties of list, tuple, dict, set, range and slice: one digest per family, the same under every correct Python.

    containers.py [seed [rounds [family]]]

With a family named, prints each of its cases instead of digests. Sets are shown sorted, for their order is the implementation's own.
"""

from draw import attempt, main


def item(source):
    kind = source.below(8)
    if kind < 4:
        return source.below(8)
    if kind == 4:
        return source.choice(['a', 'b', 'long text', '\xe9'])
    if kind == 5:
        return source.choice([1.0, 2.0, 0.5, True, False, None])
    if kind == 6:
        return (source.below(3),)
    return source.choice([2**60, -1, 2**49, b'a'])


def items(source, most=12):
    return [item(source) for _ in range(source.below(most + 1))]


def bound(source):
    return source.choice([None, source.below(24) - 12, source.below(6), 2**70, -(2**70), 10**10])


def a_slice(source):
    return slice(bound(source), bound(source), source.choice([None, None, 1, 2, 3, -1, -2, 5, -7, 0, 2**65, -(2**65)]))


def slicing(source, emit):
    a, s = items(source), a_slice(source)
    word = ''.join([str(n) for n in a])
    for sequence in (a, tuple(a), word, word.encode(), range(source.below(20) - 5, source.below(40), 1 + source.below(4))):
        emit(type(sequence).__name__, sequence, s, attempt(lambda: sequence[s]))
        index = source.below(30) - 15
        emit('index', index, attempt(lambda: sequence[index]))
    emit('indices', s, len(a), attempt(s.indices, len(a)))
    new = items(source, 5)

    def assign():
        b = list(a)
        b[s] = new
        return b

    def delete():
        b = list(a)
        del b[s]
        return b

    emit('assign', a, s, new, attempt(assign))
    emit('delete', a, s, attempt(delete))


def list_methods(source, emit):
    a = items(source)
    for _ in range(8):
        name = source.choice(['append', 'insert', 'pop', 'remove', 'index', 'count', 'extend', 'reverse', 'clear', '+=', '*=', 'copy', '==', '<'])
        b, n = items(source, 4), source.below(20) - 10
        one = item(source)

        def run():
            nonlocal a
            if name == 'append':
                return a.append(one)
            if name == 'insert':
                return a.insert(n, one)
            if name == 'pop':
                return a.pop(n) if n % 2 else a.pop()
            if name == 'remove':
                return a.remove(one)
            if name == 'index':
                return a.index(one, n)
            if name == 'count':
                return a.count(one)
            if name == 'extend':
                return a.extend(b)
            if name == 'reverse':
                return a.reverse()
            if name == 'clear':
                return a.clear() if n == 0 else None
            if name == '+=':
                a += tuple(b)
                return a
            if name == '*=':
                a *= n % 3
                return a
            if name == 'copy':
                return a.copy() == a[:]
            if name == '==':
                return a == b, tuple(a) != tuple(b)
            return a < b

        emit(name, one, n, b, attempt(run), a)


def sorting(source, emit):
    size = source.choice([3, 10, 40, 70, 200, 1000])
    kind = source.below(6)
    if kind == 0:
        a = [source.below(size) for _ in range(size)]
    elif kind == 1:
        a = [source.float() for _ in range(size)]
        a = [x for x in a if x == x]
    elif kind == 2:
        a = [str(source.below(size)) for _ in range(size)]
    elif kind == 3:
        a = [(source.below(4), source.below(size)) for _ in range(size)]
    elif kind == 4:
        # Runs up and down.
        a = []
        while len(a) < size:
            run = sorted([source.below(1000) for _ in range(1 + source.below(60))])
            a += run if source.below(2) else run[::-1]
    else:
        a = [source.int() for _ in range(size)]
    b = sorted(a)
    reverse = bool(source.below(2))
    emit('sort', size, kind, hash(tuple(b)) if kind != 2 else ''.join(b), all([x <= y for x, y in zip(b, b[1:])]))
    numbered = list(enumerate(a))
    numbered.sort(key=lambda pair: pair[1], reverse=reverse)
    emit('stable', [n for n, _ in numbered])


def dict_operations(source, emit):
    a = {}
    for _ in range(20):
        name = source.choice(['set', 'set', 'set', 'get', 'del', 'pop', 'popitem', 'setdefault', 'update', '|', 'in', 'views', 'reversed', 'copy', 'clear', 'fromkeys'])
        key, value = item(source), source.below(100)
        other = {item(source): source.below(9) for _ in range(source.below(4))}

        def run():
            nonlocal a
            if name == 'set':
                a[key] = value
            elif name == 'get':
                return a.get(key, 'none'), a[key]
            elif name == 'del':
                del a[key]
            elif name == 'pop':
                return a.pop(key, value)
            elif name == 'popitem':
                return a.popitem()
            elif name == 'setdefault':
                return a.setdefault(key, value)
            elif name == 'update':
                a.update(other)
            elif name == '|':
                return a | other, other | a
            elif name == 'in':
                return key in a, key in a.keys(), value in a.values(), (key, value) in a.items()
            elif name == 'views':
                show = lambda view: sorted([repr(one) for one in view])
                return show(a.keys() & other.keys()), show(a.keys() - other.keys()), show(a.items() ^ other.items()), a.keys() <= other.keys(), a.keys().isdisjoint(other)
            elif name == 'reversed':
                return list(reversed(a)), list(reversed(a.items()))
            elif name == 'copy':
                return a.copy() == a, dict(a) is a
            elif name == 'clear' and value < 10:
                a.clear()
            elif name == 'fromkeys':
                return dict.fromkeys([key, 1, key], value)

        emit(name, key, value, other, attempt(run), a, list(a.values()), len(a))


def set_operations(source, emit):
    a, b, c = set(items(source)), frozenset(items(source)), items(source)
    show = lambda one: (type(one).__name__, sorted([repr(x) for x in one]))
    for one, other in ((a, b), (b, a)):
        emit('operators', show(one | other), show(one & other), show(one - other), show(one ^ other), one <= other, one < other, one == other, one.isdisjoint(other))
        emit('methods', show(one.union(c)), show(one.intersection(c)), show(one.difference(c)), show(one.symmetric_difference(c)), one.issubset(c), one.issuperset(c))
    for name in ('update', 'intersection_update', 'difference_update', 'symmetric_difference_update'):
        d = set(a)
        getattr(d, name)(c)
        emit(name, show(d))
    key = item(source)
    d = set(a)
    emit('change', attempt(d.remove, key), d.add(key), key in d, attempt(d.discard, key), len(d))
    emit('hash', hash(frozenset([1, 2, source.below(100)])), hash(b) == hash(frozenset(list(b))))


def ranges(source, emit):
    a = attempt(lambda: range(source.below(40) - 20, source.below(60) - 30, source.below(9) - 4))
    r = range(source.below(40) - 20, source.below(60) - 30, source.choice([1, 2, -1, -3, 7, 2**70]))
    n = source.below(60) - 30
    emit('range', a, r, len(r), list(r)[:20], n in r, attempt(r.index, n), r.count(n), r == range(n), hash(r) == hash(range(r.start, r.stop, r.step)), r[:], list(reversed(r))[:5], bool(r))
    big = range(-(2**65) + n, 2**66, 2**60 + n)
    emit('big', big, len(big), big[3], big[-1], n in big, list(big)[:3], list(big[::-7])[:3])


main([slicing, list_methods, sorting, dict_operations, set_operations, ranges])
