# zeal: 600 - imports random
"""random with seeds of every kind: the very numbers, states, subclasses, choices and shuffles, refusals."""
import random
from lib.attempts import attempt


def draws(seed, version=2):
    r = random.Random()
    r.seed(seed, version)
    return r.random(), r.getrandbits(8), r.randrange(1000)


for seed in (0, 1, -1, 5.5, "text", b"bytes", bytearray(b"x"), 2**70, True, ""):
    print(repr(seed), draws(seed))
print(draws("text", 1), draws(1) == draws(-1), draws(7.0) == draws(7))
attempt(random.Random, [])
attempt(random.Random, (1, 2))
attempt(random.Random, 1j)
r = random.Random(42)
print(r.randint(1, 6), r.randrange(10), r.randrange(5, 10), r.randrange(0, 100, 7), r.randrange(10, 0, -3), r.choice("abc"), r.choices("ab", k=3), r.choices([1, 2], weights=[1, 3], k=4), r.choices("xy", cum_weights=[1, 1], k=2), r.sample(range(100), 3), r.sample("ab", 2, counts=[2, 1]), r.uniform(1, 2), r.triangular(), r.getrandbits(0), r.getrandbits(70), r.randbytes(3))
items = list(range(8))
r.shuffle(items)
print(items, r.gauss(0, 1), r.gauss(), r.normalvariate(), r.expovariate(2), r.betavariate(1, 2), r.gammavariate(2, 3), r.gammavariate(0.5, 1), r.lognormvariate(0, 1), r.vonmisesvariate(0, 4), r.paretovariate(3), r.weibullvariate(1, 2), r.binomialvariate(10, 0.3), r.binomialvariate(100, 0.5), r.triangular(0, 10, 3), sep="\n")
state = r.getstate()
first = [r.random() for _ in range(3)]
r.setstate(state)
print(first == [r.random() for _ in range(3)], state[0], len(state[1]), state[2], r.sample([1, 2, 3], k=0), r.binomialvariate(0), r.binomialvariate(5, 0.0), r.binomialvariate(5, 1.0))
for action in (lambda: r.randrange(0), lambda: r.randrange(1, 1), lambda: r.randrange(1.0), lambda: r.randrange(1, 5, 0), lambda: r.randrange("a"), lambda: r.randint(5, 1), lambda: r.choice([]), lambda: r.choice({}), lambda: r.choice({1}), lambda: r.choices([]), lambda: r.choices([1], [0]), lambda: r.choices([1], [1, 2]), lambda: r.choices([1], weights=[1], cum_weights=[1]), lambda: r.choices([1, 2], [-1, 0.5]), lambda: r.sample([1], 2), lambda: r.sample({1, 2}, 1), lambda: r.sample([1], -1), lambda: r.sample([1], 1, counts=[1, 2]), lambda: r.sample([1], 2, counts=[1]), lambda: r.sample([1], 1, counts=[0]), lambda: r.shuffle((1, 2)), lambda: r.shuffle("ab"), lambda: r.getrandbits(-1), lambda: r.getrandbits("a"), lambda: r.randbytes(-1), lambda: r.setstate(5), lambda: r.setstate((3, (1, 2), None)), lambda: r.setstate((9, (), None)), lambda: r.setstate((3, (0,) * 625, None)) or "accepted", lambda: r.binomialvariate(-1), lambda: r.binomialvariate(1, 2), lambda: r.expovariate(0), lambda: r.gammavariate(0, 1), lambda: r.random(1), lambda: r.seed(1, 2, 3), lambda: r.choices("ab", k=-1), lambda: r.triangular(1, 1)):
    attempt(action)


class Half(random.Random):
    def random(self): return 0.5


class Bits(random.Random):
    def getrandbits(self, k): return 1


print(Half().randrange(10), Half().choice("abcd"), Half().uniform(0, 4), Half(3).sample(range(10), 2) if False else "", Bits().randrange(3), Bits().random() < 1, Half().choices("abcd", k=2))
random.seed(5)
print(random.random(), random.randint(1, 100), random.choice(range(50)), random.getrandbits(16))
state = random.getstate()
print(random.random() == (random.setstate(state), random.random())[1], isinstance(random.SystemRandom().random(), float))
attempt(random.SystemRandom().getstate)
