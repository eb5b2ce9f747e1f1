# itertools: every kind, its ends, its refusals
import itertools
from itertools import *


def t(f):
    try:
        r = f()
    except Exception as e:
        print(type(e).__name__, e)
    else:
        print(repr(r))


t(lambda: list(accumulate([1, 2, 3]))); t(lambda: list(accumulate([]))); t(lambda: list(accumulate([1, 2], initial=10))); t(lambda: list(accumulate("abc", lambda a, b: b + a))); t(lambda: list(accumulate([3, 1, 2], max, initial=None))); t(lambda: accumulate()); t(lambda: accumulate(1)); t(lambda: list(accumulate([1, "a"])))
t(lambda: list(batched("abcdefg", 3))); t(lambda: list(batched("abcdef", 3, strict=True))); t(lambda: list(batched("abcd", 3, strict=True))); t(lambda: batched("a", 0)); t(lambda: batched("a", 10**30)); t(lambda: list(batched("", 2)));
t(lambda: list(chain("ab", [1], (), {2: 3}))); t(lambda: list(chain())); t(lambda: list(chain.from_iterable(["ab", "c"]))); t(lambda: list(chain(1))); t(lambda: chain.from_iterable(1)); t(lambda: list(chain.from_iterable([1]))); t(lambda: chain[int])
t(lambda: list(combinations("abcd", 2))); t(lambda: list(combinations("abc", 0))); t(lambda: list(combinations("ab", 3))); t(lambda: combinations("a", -1)); t(lambda: combinations("a")); t(lambda: list(combinations(range(4), 4)))
t(lambda: list(combinations_with_replacement("abc", 2))); t(lambda: list(combinations_with_replacement("", 2))); t(lambda: list(combinations_with_replacement("", 0))); t(lambda: combinations_with_replacement("a", -1))
t(lambda: list(permutations("abc"))); t(lambda: list(permutations("abc", 2))); t(lambda: list(permutations("abc", 0))); t(lambda: list(permutations("ab", 3))); t(lambda: permutations("a", "b")); t(lambda: permutations("a", -2)); t(lambda: list(permutations([1], None))); t(lambda: len(list(permutations(range(6)))))
t(lambda: list(product("ab", [0, 1]))); t(lambda: list(product())); t(lambda: list(product("ab", repeat=2))); t(lambda: list(product("ab", []))); t(lambda: product("a", repeat=-1)); t(lambda: list(product("ab", repeat=0))); t(lambda: product("ab", repeat=2**62)); t(lambda: list(product([1], 2)))
t(lambda: list(compress("abcd", [1, 0, 1]))); t(lambda: compress("abc", 1)); t(lambda: list(compress(data="ab", selectors=[1, 1])))
t(lambda: list(islice(count(), 3))); t(lambda: list(islice(count(5), 3))); t(lambda: list(islice(count(1, 2), 3))); t(lambda: list(islice(count(0.5, 0.25), 3))); t(lambda: count("a")); t(lambda: count(1)); t(lambda: count(1, 2)); t(lambda: count(1.5)); t(lambda: count(1, 1.0)); t(lambda: next(count(2**70))); t(lambda: list(islice(count(2**48 - 2), 4))); t(lambda: list(islice(count(step=-1), 3))); t(lambda: next(count(1j)))
t(lambda: list(islice(cycle("abc"), 7))); t(lambda: list(cycle(""))); t(lambda: cycle(1)); t(lambda: list(islice(cycle(iter([1])), 3)))
t(lambda: list(dropwhile(lambda x: x < 3, [1, 2, 3, 1]))); t(lambda: list(takewhile(lambda x: x < 3, [1, 2, 3, 1]))); t(lambda: list(filterfalse(None, [0, 1, ""]))); t(lambda: list(filterfalse(lambda x: x % 2, range(5)))); t(lambda: list(dropwhile(1, [1]))); t(lambda: dropwhile(bool)); t(lambda: list(filterfalse(bool, [0, 2])))
it = takewhile(lambda x: x < 2, [1, 5, 1]); print(next(it), list(it), list(it))
t(lambda: [(k, list(g)) for k, g in groupby("aabbbc")]); t(lambda: [(k, list(g)) for k, g in groupby([1, 3, 2, 4], key=lambda x: x % 2)]); t(lambda: list(groupby([]))); t(lambda: groupby(1)); t(lambda: groupby())
it = groupby("aab"); k, g = next(it); next(it); print(list(g), k)
it = groupby("aaab"); k, g = next(it); print(next(g)); k2, g2 = next(it); print(k2, list(g2), list(g))
t(lambda: list(islice("abcdefg", 2))); t(lambda: list(islice("abcdefg", 2, 4))); t(lambda: list(islice("abcdefg", 2, None))); t(lambda: list(islice("abcdefg", 0, None, 3))); t(lambda: list(islice("abc", None))); t(lambda: islice("abc", -1)); t(lambda: islice("abc", 1, -1)); t(lambda: islice("abc", -1, 2)); t(lambda: islice("abc", 0, 2, 0)); t(lambda: islice("abc", "a")); t(lambda: islice("abc")); t(lambda: islice("abc", 1, 2, 3, 4)); t(lambda: islice("a", 2**70)); t(lambda: list(islice("abcdef", 1, 4, 2)))
it = iter(range(10)); t(lambda: list(islice(it, 1, 4, 2))); print(next(it))
t(lambda: list(pairwise("abcd"))); t(lambda: list(pairwise("a"))); t(lambda: list(pairwise(""))); t(lambda: pairwise(1))
t(lambda: list(repeat(1, 3))); t(lambda: repeat("a")); t(lambda: repeat("a", 2)); t(lambda: repeat("a", -3)); t(lambda: repeat(object="x", times=2)); t(lambda: repeat(1, "a")); t(lambda: repeat(1).__length_hint__()); t(lambda: repeat(1, 4).__length_hint__()); t(lambda: repeat())
t(lambda: list(starmap(pow, [(2, 3), [3, 2]]))); t(lambda: list(starmap(pow, [1]))); t(lambda: list(starmap(pow, ["ab"])))
a, b, c = tee("xyz", 3); print(next(a), next(a), list(b), list(a), list(c)); t(lambda: tee("a", 0)); t(lambda: tee("a", -1)); t(lambda: tee(1)); t(lambda: tee("a", 1, 2))
a, b = tee(range(5)); next(a); c = a.__copy__(); d, e = tee(a); print(list(c), list(b), list(d), list(e), list(a), type(a).__name__)
t(lambda: list(zip_longest("abc", "d", fillvalue="-"))); t(lambda: list(zip_longest())); t(lambda: list(zip_longest("", ""))); t(lambda: list(zip_longest("ab", "c"))); t(lambda: zip_longest(1))


class I:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        self.n -= 1
        if self.n < 0: raise StopIteration
        return self.n


class Bad:
    def __iter__(self): return self
    def __next__(self): 1 / 0


for make in (accumulate, chain, cycle, pairwise, zip_longest, lambda x: batched(x, 2), lambda x: islice(x, 5), lambda x: compress(x, x), lambda x: filterfalse(None, x), lambda x: groupby(x), product, lambda x: combinations(x, 2), lambda x: tee(x)[0], lambda x: takewhile(bool, x), lambda x: dropwhile(bool, x)):
    t(lambda: [x if type(x) is not tuple else x[0] for x in islice(make(I(3)), 6)]); t(lambda: list(make(Bad()))); t(lambda: type(make(None)).__name__)
for kind in (accumulate, chain, count, cycle, groupby, islice, product, repeat, starmap, zip_longest):
    class Sub(kind): pass
    print(kind.__name__, kind.__module__, Sub.__mro__[1].__name__)
class R:
    def __init__(self): self.t = None
    def __iter__(self): return self
    def __next__(self): return next(self.t)
r = R(); r.t, other = tee(r)
t(lambda: next(other))
