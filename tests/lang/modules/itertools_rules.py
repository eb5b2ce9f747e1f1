# zeal: 3 - many safepoints
"""itertools: each iterator's arguments, what it has consumed when it stops, errors in the middle, shared sources, refusals."""
import itertools as it
from lib.attempts import attempt


def noisy(*items):
    for item in items:
        print(f"<{item}>", end="")
        if isinstance(item, Exception): raise item
        yield item


def take(iterator, count=5):
    taken = []
    try:
        for _ in range(count):
            taken.append(next(iterator))
    except Exception as error:
        taken.append(f"{type(error).__name__} {error}")
    print(taken)


take(it.accumulate(noisy(1, 2, 3)))
take(it.accumulate([1, 2, 3], lambda a, b: a * b, initial=10))
take(it.accumulate([], initial=None))
take(it.accumulate(["a", 1]))
take(it.batched(noisy(1, 2, 3), 2))
take(it.batched("abc", 2, strict=True))
take(it.chain("ab", noisy(1), 5))
take(it.chain.from_iterable(["ab", noisy(1)]))
take(it.chain.from_iterable([1]))
take(it.combinations("abc", 2))
take(it.combinations("ab", 3))
take(it.combinations_with_replacement("ab", 2))
take(it.permutations("abc", 2), 3)
take(it.permutations("ab"))
take(it.permutations("ab", 0))
take(it.product("ab", [1, 2]))
take(it.product("ab", repeat=2))
take(it.product())
take(it.product("ab", []))
take(it.compress("abcd", [1, 0, noisy]))
take(it.count(), 3)
take(it.count(1.5, -0.5), 3)
take(it.count(2**63 - 1), 2)
take(it.count(True, 2), 2)
take(it.cycle(noisy(1, 2)))
take(it.cycle([]))
take(it.dropwhile(lambda n: n < 2, noisy(1, 2, 1)))
take(it.takewhile(lambda n: n < 2, noisy(1, 2, 1)))
take(it.filterfalse(None, noisy(0, 1, "")))
take(it.filterfalse(lambda n: n % 2, range(5)))
take(it.islice(noisy(1, 2, 3, 4), 1, 3))
take(it.islice("abcdef", None, None, 2))
take(it.islice("abc", 0))
take(it.pairwise(noisy(1, 2, 3)))
take(it.repeat("x", 2))
take(it.repeat("x"), 2)
take(it.repeat("x", -5))
take(it.starmap(pow, [(2, 3), [3, 2]]))
take(it.starmap(pow, [5]))
take(it.zip_longest("ab", [1], fillvalue="-"))
take(it.zip_longest(noisy(1), noisy(1, 2)))
take(it.zip_longest())
for action in (lambda: it.accumulate(), lambda: it.accumulate([], 1, 2), lambda: it.batched("a", 0), lambda: it.batched("a", "b"), lambda: it.batched("a"), lambda: it.chain(5), lambda: list(it.chain(5)), lambda: it.combinations("a", -1), lambda: it.combinations("a"), lambda: it.permutations("a", -1), lambda: it.permutations("a", "b"), lambda: it.product("a", repeat=-1), lambda: it.product("a", repeat="b"), lambda: it.product("a", wrong=1), lambda: it.product(5), lambda: it.count("a"), lambda: it.count(1, "a"), lambda: it.cycle(5), lambda: it.islice("a"), lambda: it.islice("a", -1), lambda: it.islice("a", 1, -1), lambda: it.islice("a", 0, 1, 0), lambda: it.islice("a", "b"), lambda: it.repeat(), lambda: it.repeat(1, "a"), lambda: it.starmap(pow), lambda: it.tee([], -1), lambda: it.tee([], "a"), lambda: it.tee(5), lambda: it.zip_longest(5), lambda: it.groupby(), lambda: it.groupby([], 1, 2), lambda: it.pairwise(5), lambda: it.compress("a"), lambda: it.filterfalse(None), lambda: it.takewhile(5), lambda: list(it.takewhile(5, [1]))):
    attempt(lambda: type(action()).__name__)

groups = it.groupby("aabBa", key=str.lower)
key, first = next(groups)
key2, second = next(groups)
print(key, list(first), key2, list(second), [(k, list(g)) for k, g in groups])
print([(k, len(list(g))) for k, g in it.groupby([1, 1.0, True, 2, float("nan")])])
kept = [g for _, g in it.groupby("aab")]
print([list(g) for g in kept])
take(key for key, _ in it.groupby([1, 2], key=lambda n: 1 // (n - 2)))
a, b = it.tee(noisy(1, 2, 3))
print(next(a), next(b), next(b), list(a), list(b))
a, b, c = it.tee("xy", 3)
d, = it.tee(a, 1)
print(next(d), next(a), list(b), it.tee([], 0), type(d).__name__)


def reenters():
    yield 1
    yield next(one)


one, two = it.tee(reenters())
take(two)
print(it.count(5), it.count(1, 2), it.repeat("a"), it.repeat("a", 3), it.count(1.5), it.count(-1, -1))
rest = it.islice(source := iter(range(10)), 2, 5, 2)
print(list(rest), list(source))
rest = it.takewhile(lambda n: n < 3, source := iter(range(6)))
print(list(rest), list(source))
print(it.repeat(1, 5).__length_hint__(), list(zip(it.count(), "ab")), sum(it.repeat(2, 3)), list(map(pow, it.repeat(2), range(4))))
attempt(it.repeat(1).__length_hint__)
