# Unpacking: targets of all kinds, stars, errors.
a, b = 1, 2
a, b = b, a
print(a, b)
(a, [b, (c, *d)], *e) = 1, [2, (3, 4, 5)], 6, 7
print(a, b, c, d, e)
*a, = "xyz"
print(a)
*a, b = range(1)
print(a, b)
first, *middle, last = {1: "a", 2: "b", 3: "c", 4: "d"}
print(first, middle, last)
[x, y] = (i for i in range(2))
print(x, y)
a = b = c = [0]
print(a is b is c)


class Box:
    pass


box = Box()
seq = [0, 0, 0]
box.a, seq[1], (box.b, *seq[2:]) = 1, 2, (3, 4, 5)
print(vars(box), seq)
i = 0
i, seq[i] = 1, "at new i"
print(seq)
for source in ["a, b = 1", "a, b = 1,", "a, b = 1, 2, 3", "a, *b, c = 1,", "a, b = {1}", "(a, b), c = 1, 2",
               "a, b = iter([1])", "*a, b = []", "[a, b] = 'abc'", "a, b = None", "for a, b in [(1, 2), (3,)]: pass"]:
    try:
        exec(source)
    except Exception as error:
        print(source, "->", type(error).__name__, error)


class Noisy:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        for i in range(self.n):
            print("give", i)
            yield i


try:
    p, q = Noisy(5)
except ValueError as error:
    print(error)
p, *q = Noisy(3)
print(p, q)
print([*range(3), *"ab", *{}], (*[1], *(2,)), {*[1, 2], *[2, 3]}, {**{"a": 1}, "b": 2, **{"a": 3}})


def f(*args, **kwargs):
    return args, kwargs


print(f(*[1], 2, *(3, 4), x=1, **{"y": 2}, z=3, **{"w": 4}))
for source in ["f(**{'a': 1}, **{'a': 2})", "f(a=1, **{'a': 2})", "f(*1)", "f(**1)", "f(**{1: 2})", "[*1]", "{**1}", "{*1}"]:
    try:
        print(eval(source))
    except TypeError as error:
        print(source, "->", error)
for i, (j, *k) in enumerate([(1, 2, 3), "ab"]):
    print(i, j, k)


def g():
    return *range(2), 5


def h():
    yield *range(2), 3


print(g(), [*g(), *g()], list(h()))
