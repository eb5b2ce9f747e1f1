from lib.attempts import attempt


class Container:
    def __init__(self, *items):
        self.items = list(items)

    def __len__(self):
        return len(self.items)

    def __getitem__(self, key):
        print("get", key, end="; ")
        return self.items[key]

    def __setitem__(self, key, value):
        print("set", key, value, end="; ")
        self.items[key] = value

    def __delitem__(self, key):
        print("del", key, end="; ")
        del self.items[key]

    def __contains__(self, item):
        print("contains", item, end="; ")
        return item in self.items

    def __iter__(self):
        print("iter", end="; ")
        return iter(self.items)

    def __reversed__(self):
        return iter(["reversed"])


c = Container(1, 2, 3)
print(len(c), bool(c), bool(Container()), c[0], c[-1], c[1:], c[::2])
c[0] = 10
c[1:2] = [20, 21]
print(c.items)
del c[0]
del c[:2]
print(c.items, 3 in c, 4 in c, 4 not in c, list(c), list(reversed(c)))
attempt(lambda: c[5])
attempt(lambda: c["x"])


class Keys:
    def __getitem__(self, key):
        return key


k = Keys()
print(k[1], k[1, 2], k[1:2], k[1:2, ::3], k[()], k[:], k[...], k[-1:None:k[0]], k["a", *[1, 2]])


class OnlyLen:
    def __len__(self):
        return 3


class OnlyItem:
    def __getitem__(self, index):
        if index < 3:
            return index * 10
        raise IndexError("end")


class OnlyIter:
    def __iter__(self):
        return iter("xyz")


class NoContains(OnlyIter):
    __contains__ = None


print(bool(OnlyLen()), list(OnlyItem()), 20 in OnlyItem(), "y" in OnlyIter(), [*OnlyIter()])
attempt(lambda: list(OnlyLen()))
attempt(lambda: OnlyLen()[0])
attempt(lambda: 1 in OnlyLen())
attempt(lambda: "x" in NoContains())
attempt(lambda: len(OnlyIter()))
attempt(lambda: OnlyIter()[0])
attempt(lambda: setattr(OnlyItem(), "x", 1))
attempt(lambda: iter(5))
attempt(lambda: next(5))
attempt(lambda: reversed(OnlyIter()))


def store(o):
    o[0] = 1


def remove(o):
    del o[0]


attempt(lambda: store(OnlyItem()))
attempt(lambda: remove(OnlyItem()))
attempt(lambda: store((1,)))
attempt(lambda: remove("a"))


class Length:
    def __init__(self, value):
        self.value = value

    def __len__(self):
        return self.value


attempt(lambda: len(Length(-1)))
attempt(lambda: len(Length("a")))
attempt(lambda: len(Length(2**70)))
attempt(lambda: len(Length(True)))


class Call:
    def __call__(self, *args, **kwargs):
        return args, kwargs


print(Call()(1, 2, x=3), Call()(*"ab", **{"y": 1}), callable(Call()))


class Iterator:
    def __init__(self):
        self.n = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.n += 1
        if self.n > 3:
            raise StopIteration("done")
        return self.n


it = Iterator()
print(next(it), next(it), next(it), next(it, "default"))
attempt(lambda: next(it))
print(list(zip(Iterator(), "abc")), dict(enumerate(Iterator())), list(map(lambda a, b: a * b, Iterator(), Iterator())))
a, b, c = Iterator()
print(a, b, c, *Iterator(), sep="-")
print(sum(Iterator()), max(Iterator()), sorted(Iterator(), reverse=True), 2 in Iterator(), "".join(map(str, Iterator())))


class BadIter:
    def __iter__(self):
        return 5


class BadNext:
    def __iter__(self):
        return self

    def __next__(self):
        raise KeyError("inside")


attempt(lambda: list(BadIter()))
attempt(lambda: list(BadNext()))
attempt(lambda: [x for x in BadNext()])
attempt(lambda: dict(BadNext()))

# Special methods are looked up on the class.
class Special:
    pass


s = Special()
s.__len__ = lambda: 5
s.__call__ = lambda: "called"
s.__str__ = lambda: "str"
attempt(lambda: len(s))
attempt(lambda: s())
print(str(s).startswith("<__main__.Special object at 0x"))
Special.__len__ = lambda self: 7
Special.__call__ = lambda self: "class call"
print(len(s), s())


class Text:
    def __str__(self):
        return 5

    def __repr__(self):
        return None


attempt(lambda: str(Text()))
attempt(lambda: repr(Text()))
attempt(lambda: print(Text()))


# __new__, __init__, and what they may return.
class Made:
    def __new__(cls, *args):
        print("new", args, end="; ")
        return super().__new__(cls)

    def __init__(self, *args):
        print("init", args, end="; ")


print(type(Made(1, 2)).__name__)


class Other:
    def __new__(cls):
        return "not an instance"

    def __init__(self):
        print("never")


print(Other())


class BadInit:
    def __init__(self):
        return 5


attempt(BadInit)


class Single:
    instance = None

    def __new__(cls):
        if cls.instance is None:
            cls.instance = super().__new__(cls)
        return cls.instance


print(Single() is Single())
attempt(lambda: object(1))
attempt(lambda: object.__new__(Made, 1))
attempt(lambda: object.__new__(5))
attempt(lambda: object.__new__(int))
