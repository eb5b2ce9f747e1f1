print([x * x for x in range(5)])
print({x % 3 for x in range(10)})
print({x: x * x for x in range(4)})
print([x for x in range(20) if x % 2 if x % 3])
print([(x, y) for x in range(3) for y in range(x)])
print([[y for y in range(x)] for x in range(4)])
print([x + y for x, y in [(1, 2), (3, 4)]], [a for a, *_ in ["xy", "z"]])
print({k: v for d in ({1: 2}, {3: 4}) for k, v in d.items()})
print({k.upper(): [v] * 2 for k, v in zip("ab", range(2))})
print([x if x else "zero" for x in (0, 1)], [not x for x in (0, 1)])
print([*range(3), *[x for x in "ab"]], {**{k: 1 for k in "ab"}, "c": 2})

# Scope: the first iterable outside, the rest inside; the variable does not leak.
x = "outer"
print([x for x in x], x)


def scope(n):
    y = 10
    return [y + z for z in range(n)], [y for y in range(n)], y


print(scope(3))


class Body:
    size = 3
    items = [i for i in range(size)]
    try:
        wrong = [size for i in range(size)]
    except NameError as error:
        wrong = str(error)


print(Body.items, Body.wrong, hasattr(Body, "i"))

# Evaluation order in a dict comprehension: key, then value.
log = []
{log.append("k") or i: log.append("v") for i in range(2)}
print(log)


# Exceptions leave the names as they were.
def breaks(items):
    value = "kept"
    try:
        [1 // value for value in items]
    except ZeroDivisionError:
        pass
    return value


print(breaks([1, 0, 2]))
try:
    [y for y in 5]
except TypeError as error:
    print(error)
try:
    {[]: 1 for _ in range(1)}
except TypeError as error:
    print(error)
try:
    {[] for _ in range(1)}
except TypeError as error:
    print(error)

# Nested functions and lambdas inside.
print([f(2) for f in [lambda a, n=n: a ** n for n in range(4)]])
print([(lambda: [j + k for k in range(2)])() for j in range(2)])
print([[[i * j * k for k in range(2)] for j in range(2)] for i in range(3)])

# Filters with side effects and early values.
print([y for x in range(6) if (y := x * x) % 2 == 0], y)
print(sorted({len(w): w for w in "a bb cc ddd".split()}.items()))
print([c for line in ["ab", "", "c"] for c in line], any([n > 2 for n in range(4)]), sum([n for n in range(10)]))
transposed = [[row[i] for row in [[1, 2, 3], [4, 5, 6]]] for i in range(3)]
print(transposed)
primes = [n for n in range(2, 50) if all([n % d for d in range(2, n)])]
print(primes)
