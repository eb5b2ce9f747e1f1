# zeal: 200 - imports functools
"""functools.lru_cache and cache, reduce and singletons: keys, sizes, counts, recursion, errors, methods, refusals."""
import functools
from lib.attempts import attempt

calls = []


@functools.lru_cache(maxsize=2)
def add(a, b=1, **kw):
    """doc"""
    calls.append((a, b))
    if a == "error": raise ValueError(a)
    return a, b


add(1)
add(1, 1)
add(1, b=1)
add(b=1, a=1)
add(1)
print(len(calls), add.cache_info(), add.__name__, add.__doc__, add.cache_parameters(), add.__wrapped__(5))
add.cache_clear()
print(add.cache_info())
for value in (1, 1.0, True, "1"):
    add(value)
print(add.cache_info(), add(True), add(1.0))
attempt(add, [])
attempt(add, "error")
attempt(add, "error")
attempt(add)
print(add.cache_info())


@functools.lru_cache(typed=True)
def typed(value): return type(value).__name__


print(typed(1), typed(1.0), typed(True), typed(1), typed.cache_info(), typed.cache_parameters())


@functools.lru_cache(maxsize=0)
def uncached(value): return [value]


print(uncached(1) is uncached(1), uncached.cache_info())


@functools.lru_cache(maxsize=-5)
def negative(value): return value


negative(1)
print(negative.cache_info())


@functools.cache
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(30), fib.cache_info())


@functools.lru_cache
def bare(*args, **kw): return (args, kw)


print(bare(1, a=2), bare(1, a=2) is bare(1, a=2), bare(("a", 2), 1), bare.cache_info(), bare(a=1, b=2) is bare(b=2, a=1))


class Key:
    equal = 0
    def __init__(self, n): self.n = n
    def __hash__(self): return 5
    def __eq__(self, other):
        Key.equal += 1
        return self.n == other.n


class Holder:
    @functools.lru_cache(maxsize=None)
    def method(self, x): return [x]
    @staticmethod
    @functools.cache
    def static(x): return [x]
    @classmethod
    @functools.cache
    def klass(cls, x): return [x]


print(bare(Key(1))[1], bare(Key(2))[1], bare(Key(1))[1], Key.equal > 0)
one, two = Holder(), Holder()
print(one.method(1) is one.method(1), one.method(1) is two.method(1), Holder.static(1) is one.static(1), Holder.klass(2) is two.klass(2), Holder.method.cache_info())


@functools.lru_cache(maxsize=3)
def reentrant(n):
    if n: reentrant(n - 1)
    if n == 3: reentrant.cache_clear()
    return n


print(reentrant(5), reentrant.cache_info().currsize <= 3)
for arguments in (("a",), (5.5,), ([],), (print, 5)):
    attempt(lambda: type(functools.lru_cache(*arguments)).__name__)
attempt(functools.lru_cache(5), 5)
attempt(add.cache_info, 1)
order = functools.lru_cache(2)(lambda x: calls.append(x))
calls.clear()
for value in "abacab":
    order(value)
print(calls, order.cache_info())

print(functools.reduce(lambda a, b: (a, b), "abc"), functools.reduce(lambda a, b: a, [1]), functools.reduce(lambda a, b: a, [], "initial"), functools.reduce(max, [3, 9, 2], 5), functools.reduce(lambda a, b: a + b, [[1], [2]], initial=[]))
attempt(functools.reduce, max, [])
attempt(functools.reduce, max)
attempt(functools.reduce, max, 5)
attempt(functools.reduce, 5, [1, 2])
attempt(functools.reduce, 5, [1])
attempt(functools.reduce, max, [1], 2, 3)
attempt(functools.reduce, lambda a: a, [1, 2])

