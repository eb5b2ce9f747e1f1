def plain(a, b, c=3, d=4):
    return a, b, c, d


def positional(a, b=2, /, c=3, *, d, e=5):
    return a, b, c, d, e


def collects(a, *args, k=0, **kwargs):
    return a, args, k, sorted(kwargs.items())


def only_keywords(*, x, y=2):
    return x, y


def everything(a, b=1, /, c=2, d=3, *args, e, f=6, **kwargs):
    return a, b, c, d, args, e, f, sorted(kwargs.items())


print(plain(1, 2))
print(plain(1, 2, 30))
print(plain(1, b=20, d=40))
print(plain(d=1, c=2, b=3, a=4))
print(plain(*[1, 2], **{"d": 9}))
print(plain(*(1,), *(2,), *[3], *[4]))
print(plain(1, *[2], d=5, **{"c": 6}))
print(positional(1, d=4))
print(positional(1, 2, 33, d=44, e=55))
print(positional(1, c=7, d=8))
print(collects(1))
print(collects(1, 2, 3, k=4, z=5, y=6))
print(collects(*range(5), **{"k": 1, "m": 2}))
print(collects(a=1, b=2))
print(collects(1, **{"args": 2, "kwargs": 3}))
print(only_keywords(x=1))
print(only_keywords(y=3, x=4))
print(everything(1, e=2))
print(everything(1, 2, 3, 4, 5, 6, e=7, f=8, g=9, a=10, b=11))

# A mapping that is no dict, keys computed once, in order.
class Mapping:
    def keys(self):
        return ["x", "y"]

    def __getitem__(self, key):
        return key * 2


print(only_keywords(**Mapping()))
print(collects(0, **Mapping()))

# Evaluation order: positional, starred, keywords, in the order of the text.
def note(value, log=[]):
    log.append(value)
    return value


def order(*args, **kwargs):
    print(args, kwargs, note("end"))


order(note(1), *[note(2)], note(3), k=note(4), **{"m": note(5)})
print(note("log", [])), print(note.__defaults__[0])

# Defaults are made once, at definition.
count = 0


def next_count():
    global count
    count += 1
    return count


def defaulted(a=next_count(), b=next_count(), *, c=next_count()):
    return a, b, c


print(defaulted(), defaulted(), count)
defaulted.__defaults__ = (10,)
defaulted.__kwdefaults__ = {"c": 30}
try:
    print(defaulted())
except TypeError as error:
    print(error)
print(defaulted(1))


def mutable(item, items=[]):
    items.append(item)
    return items


print(mutable(1), mutable(2), mutable(3, []))

# Names of arguments do not leak into **kwargs, and changing kwargs changes no caller.
def change(**kwargs):
    kwargs["new"] = 1
    return kwargs


given = {"a": 1}
print(change(**given), given)


def star(*args):
    return args


source = [1, 2]
got = star(*source)
source.append(3)
print(got, type(got), star(*()), star(*"ab", *{1: 2}, *range(2)))

# Recursion with every kind of argument.
def down(n, /, *rest, step=1, **kwargs):
    if n <= 0:
        return rest, step, kwargs
    return down(n - step, n, *rest, step=step, **kwargs)


print(down(3), down(6, step=2, tag="t"))

# Parameters may be deleted and rebound.
def rebinds(a, b=2, *args, **kwargs):
    a = a + 1
    del b
    args = args + (9,)
    kwargs = None
    try:
        b
    except UnboundLocalError as error:
        print(error)
    return a, args, kwargs


print(rebinds(1, 2, 3, k=1))
