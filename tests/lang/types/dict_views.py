"""dict views: set operations, comparison, containment, reversal, mapping, and values that are no set; refusals."""
def show(source):
    """Prints what an expression gives or raises."""
    try:
        print(source, "=", ascii(eval(source)))
    except Exception as error:
        print(source, "|", type(error).__name__, error)


def table(text):
    for line in text.strip().splitlines():
        show(line)

d = {1: "a", 2: "b", 3: "c"}
e = {2: "b", 3: "x", 4: "d"}
lists = {1: [], 2: [1]}
table("""
d.keys(), d.values(), d.items(), {}.keys(), {}.items()
d.keys() & e.keys(), sorted(d.keys() | e.keys()), d.keys() - e.keys(), sorted(d.keys() ^ e.keys())
d.items() & e.items(), sorted(d.items() - e.items()), sorted(d.items() ^ e.items()), len(d.items() | e.items())
d.keys() & [2, 2, 9], sorted(d.keys() | 'a' if False else d.keys() | [5]), d.keys() - iter([1, 2]), sorted(d.keys() ^ (3, 4)), [1, 9] & d.keys(), [1, 9] - d.keys(), sorted([9] | d.keys()), sorted({1: 1, 7: 7} ^ d.keys())
type(d.keys() & []).__name__, type({1} & d.keys()).__name__, type(frozenset([1]) & d.keys()).__name__, type(d.keys() | frozenset()).__name__
d.keys() & 5
5 & d.keys()
d.keys() | None
d.keys() - [[]]
d.values() & d.values()
d.keys() + e.keys()
lists.items() & lists.items()
lists.items() | []
(1, []) in lists.items(), (2, [1]) in lists.items(), (1, [2]) in lists.items(), (1,) in lists.items(), 1 in lists.items(), [1, []] in lists.items()
2 in d.keys(), 2.0 in d.keys(), 'b' in d.values(), (2, 'b') in d.items(), (2, 'z') in d.items(), ('q', 1) in d.items()
[] in d.keys()
[] in d.values(), ([], 1) in lists.items()
d.keys() == {1, 2, 3}, d.keys() == [1, 2, 3], d.keys() < {1, 2, 3, 4}, d.keys() >= {1}, d.keys() <= e.keys(), d.keys() != frozenset([1, 2, 3]), {1, 2, 3} == d.keys()
d.items() == {(1, 'a'), (2, 'b'), (3, 'c')}, d.items() == dict(d).items(), d.items() > {(1, 'a')}, d.items() == e.items()
d.values() == d.values(), d.values() == ['a', 'b', 'c'], d.values() != 5
d.keys() < [1, 2, 3, 4]
d.values() < d.values()
d.keys().isdisjoint([9]), d.keys().isdisjoint(e), d.items().isdisjoint([(1, 'a')]), d.keys().isdisjoint([]), d.keys().isdisjoint(d.keys())
d.keys().isdisjoint(5)
d.values().isdisjoint([])
list(reversed(d.keys())), list(reversed(d.values())), list(reversed(d.items())), list(reversed(d)), next(reversed({}), 'empty')
len(d.keys()), len({}.items()), bool(d.keys()), bool({}.values()), not {}.keys()
d.keys()[0]
d.items().append
hash(d.keys())
iter(d.keys()).__class__.__name__, iter(d.values()).__class__.__name__, iter(d.items()).__class__.__name__, reversed(d.items()).__class__.__name__
d.keys().mapping, type(d.keys().mapping).__name__, d.items().mapping[2], d.values().mapping == d
d.keys().mapping.__setitem__(1, 2)
setattr(d.keys(), 'mapping', 1)
type(d.keys())()
type(d.keys())(d)
type('K', (type(d.keys()),), {})
dict.keys(5)
dict.items({1: 2}), dict.values({1: 2})
[*d.items()][0], {**d}.keys() == d.keys(), max(d.keys()), sum(d), ''.join(d.values()), dict(d.items()) == d, set(d.keys()) == set(d)
repr({1: {}.keys()}), str(d.items()), f'{d.keys()!s:.12}'
""")
view = d.keys()
items = d.items()
d[4] = "d"
del d[1]
print(view, items, len(view), view.mapping)
d.clear()
print(view, list(items), 4 in view)
recursive = {}
recursive["self"] = recursive.values()
print(recursive, repr(recursive.values()))
