"""Classes derived from the iterators; how iterators are remade for copies and pickles."""


def error(function, *args, **keywords):
    try:
        result = function(*args, **keywords)
    except Exception as raised:
        print(type(raised).__name__, raised)
    else:
        print("no error:", result)


def remake(reduced):
    function, args, *rest = reduced
    made = function(*args)
    if rest and rest[0] is not None:
        made.__setstate__(rest[0])
    return made


class Sequence:
    def __getitem__(self, index):
        if index > 4:
            raise IndexError
        return index * 10

    def __len__(self):
        return 5


makers = {
    "list": lambda: iter([1, 2, 3, 4, 5]),
    "list reversed": lambda: reversed([1, 2, 3, 4, 5]),
    "tuple": lambda: iter((1, 2, 3, 4, 5)),
    "str": lambda: iter("abcde"),
    "str wide": lambda: iter("\u0430\u0431\u0432gd"),
    "bytes": lambda: iter(b"abcde"),
    "range": lambda: iter(range(3, 18, 3)),
    "range down": lambda: iter(range(10, 0, -2)),
    "long range": lambda: iter(range(2**70, 2**70 + 10, 2)),
    "dict": lambda: iter({1: 2, 3: 4, 5: 6}),
    "dict values": lambda: iter({1: 2, 3: 4, 5: 6}.values()),
    "dict items": lambda: iter({1: 2, 3: 4, 5: 6}.items()),
    "dict reversed": lambda: reversed({1: 2, 3: 4, 5: 6}),
    "set": lambda: iter({1}),
    "sequence": lambda: iter(Sequence()),
    "reversed": lambda: reversed(Sequence()),
    "enumerate": lambda: enumerate([7, 8, 9], 5),
    "zip": lambda: zip([1, 2, 3], "abc"),
    "zip strict": lambda: zip([1, 2, 3], "abc", strict=True),
    "map": lambda: map(pow, [1, 2, 3], [2, 2, 2]),
    "map strict": lambda: map(str, [1, 2, 3], strict=True),
    "filter": lambda: filter(None, [0, 1, 2, 0, 3]),
    "callable": lambda: iter(lambda: 3, 3),
}
for name, make in makers.items():
    for steps in (0, 1, 2, 9):
        iterator = make()
        for _ in range(steps):
            next(iterator, None)
        reduced = iterator.__reduce__()
        shown = (reduced[0].__name__, len(reduced), *reduced[2:])
        print(name, steps, shown, type(reduced[1][0]).__name__ if reduced[1] else None, list(remake(reduced)), list(iterator))
for name in ("list", "list reversed", "tuple", "str", "bytes", "range", "long range", "sequence", "reversed"):
    for state in (-5, -1, 0, 2, 99):
        iterator = makers[name]()
        if name == "sequence" and state == 99:
            continue
        iterator.__setstate__(state)
        print(name, state, list(iterator))
    error(makers[name]().__setstate__, "x")
strict = zip([1, 2], [1])
strict.__setstate__(True)
error(list, strict)


class R(reversed):
    pass


class E(enumerate):
    def __next__(self):
        return super().__next__()[::-1]


class Z(zip):
    pass


class M(map):
    pass


class F(filter):
    pass


r = R([1, 2, 3])
print(type(r).__name__, list(r))
r = R(Sequence())
r.a = 1
print(type(r).__name__, r.a, list(r), r.__reduce__()[0].__name__)
print(list(E("ab")), list(Z("ab", "cd")), list(M(str, [1])), list(F(None, [0, 1])), type(Z("a").__reduce__()[0]).__name__, M(str, []).__reduce__()[0])


class S(super):
    pass


class Base:
    def f(self):
        return "base"


class Derived(Base):
    def f(self):
        return "derived"


s = S(Derived, Derived())
s.extra = 5
print(type(s).__name__, s.f(), s.extra, s.__thisclass__.__name__)
