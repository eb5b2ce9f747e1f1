# zeal: 8 - many safepoints
"""Subscripts, attribute references, calls and slices as primaries: chains, order of evaluation, tuples, __class_getitem__, refusals."""
from lib.attempts import attempt

log = []


def note(value):
    log.append(value)
    return value


class Any:
    def __getitem__(self, key): return key
    def __getattr__(self, name): return lambda *a, **k: (name, a, k)
    def __call__(self, *arguments, **keywords): return arguments, keywords


thing = Any()
print(thing[1], thing[1,], thing[1, 2], thing[()], thing[(1, 2)], thing[*[1, 2]], thing[*[1], 2, *"ab"], thing[1:2, 3], thing[...], thing[:, None], thing[lambda: 1].__name__, thing[x := 5], thing[x:=6, 7], x, thing["a"]["b"] if False else "", thing[thing[1]], thing[-1], thing[not 1], thing[1 if x else 2], thing[{1: 2}], thing[[1]])
print(thing.method(1, a=2), thing(1, *[2], k=3, **{"z": 4}), thing.a(thing.b(1)), thing(thing[1])[0][0], "abc"[1].upper()[0], [1, 2, 3][1:][0], {"k": [5]}["k"][0], (1, 2)[-1], "%s" % "ab"[0], -[5][0], [lambda: 7][0](), 5 .real, 5.0.real, 1..is_integer(), 1j.imag, "a".join(["x", "y"])[::-1])
note(thing)[note(1):note(2):note(3), note(4)]
print(log[1:])
log.clear()
note([1, 2])[note(0)] = note("value")
print(log)
log.clear()
note({}).__class__(a=note(1))[note("a")]
print(log)
log.clear()
try:
    note(5)[note(0)]
except TypeError as error:
    print(log, error)
log.clear()
try:
    note(5)[note(0)] = note("v")
except TypeError as error:
    print(log, error)
log.clear()
try:
    del note(5)[note(0)]
except TypeError as error:
    print(log, error)


class Generic:
    def __class_getitem__(cls, item): return cls.__name__, item


class Meta(type):
    def __getitem__(cls, item): return "meta", item


class WithBoth(Generic, metaclass=Meta):
    pass


class NotCallable:
    __class_getitem__ = 5


class Static:
    @staticmethod
    def __class_getitem__(item): return "static", item


class NoItems:
    __getitem__ = None


print(Generic[int], Generic[1, 2], WithBoth[3], Static[4], type("Sub", (Generic,), {})[5], Generic.__class_getitem__(6))
for action in (lambda: Generic()[1], lambda: NotCallable[1], lambda: NoItems()[1], lambda: int[1], lambda: type[int], lambda: object[1], lambda: 5[0], lambda: None[0], lambda: (lambda: 1)[0], lambda: len[0], lambda: [1]["a"], lambda: [1][1.0], lambda: [1][None], lambda: "a"["b"], lambda: "a"[1.5], lambda: b"a"["b"], lambda: (1,)["a"], lambda: range(3)["a"], lambda: {1}[0], lambda: {}.items()[0], lambda: iter([])[0], lambda: [1][1, 2], lambda: "abc"[1, 2], lambda: {}[1:2], lambda: [1][::0], lambda: [][0], lambda: [1][-2], lambda: ()[0], lambda: ""[0], lambda: b""[0], lambda: bytearray()[0], lambda: [1, 2][10**30], lambda: "a"[10**30], lambda: (1,)[-10**30], lambda: [][:10**30], lambda: [1][True], lambda: [1, 2]["0":], lambda: "abc"[1.0:], lambda: [1](0), lambda: 5(), lambda: None(), lambda: "a"(), lambda: [](1), lambda: {}(), lambda: (1, 2)(3), lambda: Generic()(), lambda: [].nothing, lambda: (5).nothing, lambda: None.nothing, lambda: Generic.nothing, lambda: Generic().nothing, lambda: len.nothing, lambda: (lambda: 1).nothing):
    attempt(action)


def assign(source):
    try:
        exec(source, {"thing": thing, "Generic": Generic, "l": [1, 2, 3], "t": (1,), "s": "ab", "d": {}, "r": range(3)})
        print(source, "done")
    except Exception as error:
        print(source, type(error).__name__, error)


for source in ("t[0] = 1", "s[0] = 'x'", "del s[0]", "del t[0]", "r[0] = 1", "l[5] = 1", "l['a'] = 1", "del l[5]", "l[0:1] = 5", "l[::2] = [1]", "del l['a']", "d[[]] = 1", "del d[1]", "d[{}] = 1", "thing[0] = 1", "del thing[0]", "Generic[0] = 1", "None[0] = 1", "l.x = 1", "None.x = 1", "(5).x = 1", "del l.x", "Generic.x = 1; del Generic.x", "del Generic.x", "l[1, 2] = 3", "l[:] = l", "l[1:1] = 'ab'", "t += (2,)", "s += 'c'", "l[0] += 'a'", "d['new'] += 1", "t[0] += 1", "l.append += 1"):
    assign(source)
