"""Operators and methods of sets: results' kinds, comparisons, wrong operands, changes in place; shown in sorted order."""
def shown(source, **names):
    try:
        r = eval(source, names)
        print(source, "=", f"{type(r).__name__} {sorted(r, key=str)}" if isinstance(r, (set, frozenset)) else r)
    except Exception as e:
        print(source, "|", type(e).__name__, e)


for sign in ("|", "&", "-", "^"):
    for left in ("{1, 2}", "frozenset((1, 2))", "{1: 0, 2: 0}.keys()", "{1: 2}.items()"):
        for right in ("{2, 3}", "frozenset((2, 3))", "{2: 0}.keys()", "[2]", "5"):
            shown(f"{left} {sign} {right}")
for source in ("{1} < {1, 2}", "{1, 2} < {1, 2}", "{1, 2} <= {1, 2}", "{1} > set()", "{1} >= {2}", "{1} < [1]", "{1} == [1]", "{1} == frozenset({1})", "{1: 0}.keys() == {1}", "{1: 0}.keys() < {1, 2}", "{1: 0}.items() >= {(1, 0)}", "{1}.union()", "{1}.union([2], (3,), {4: 5})", "{1}.union(5)", "{1}.union([[]])", "{1, 2}.intersection()", "{1, 2, 3}.intersection([1, 2], (2, 3))", "{1}.intersection(5)", "{1, 2}.difference([1], [3])", "{1}.difference([[]])", "{1}.symmetric_difference([1, 2, 2])", "{1}.symmetric_difference()", "{1}.isdisjoint([2])", "{1}.isdisjoint([[]])", "{1}.issubset([1, 2])", "{1}.issuperset([])", "{1}.issuperset([[]])", "frozenset({1}).union([2])", "set('aab') == set('ba')", "set(5)", "set([], [])", "set([[]])", "{[]}", "{1, []}", "set() or 'empty'", "len({1, 1.0, True})", "{1}.pop()", "set().pop()", "{1}.remove(2)", "{1}.remove([])", "{1}.remove({1})", "{frozenset({1})}.remove({1})", "{1}.discard(2)", "{1}.add([])", "frozenset({1}).add", "{1}[0]", "{1} + {2}", "{1} * 2", "-{1}", "hash({1})", "hash(frozenset({1})) == hash(frozenset({1.0}))", "frozenset(frozenset({1}))", "{1}.copy() is {1}", "set.union({1}, {2})", "set.union([1], {2})", "set.__or__({1}, [2])", "set.__ror__({1}, {2})", "{*'', *[1], *{2: 3}}", "1 in {1} in [True]"):
    shown(source)


def changed(source):
    x = y = {1, 2, 3}
    try:
        exec(source, {"x": x})
        print(source, "->", sorted(x, key=str), x is y)
    except Exception as e:
        print(source, "|", type(e).__name__, e, sorted(x, key=str))


for source in ("x |= {4}", "x |= [4]", "x &= {1, 9}", "x -= {1}", "x -= x", "x ^= x", "x ^= {1, 9}", "x &= x", "x |= frozenset({7})", "x.update()", "x.update([4], 'a')", "x.update(5)", "x.update([5], [[]])", "x.intersection_update([1], [1, 2])", "x.difference_update(x)", "x.difference_update([1], (2,))", "x.symmetric_difference_update([1, 1, 8])", "x.symmetric_difference_update(x)", "x.clear()", "x.intersection_update()", "for i in x: x.add(i + 10)", "for i in x: x.discard(9)", "x.__init__([7])", "x.__init__()", "x.update(x)", "x.update({1: 'a'}.items())"):
    changed(source)
f = g = frozenset({1})
f |= {2}
print(sorted(f), sorted(g), f is g)
