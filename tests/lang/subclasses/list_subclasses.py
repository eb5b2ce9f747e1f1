"""Classes derived from list: what is overridden and who asks for it, results' types, slots, initialisation, conversions."""
from lib.attempts import attempt


class Loud(list):
    def log(self, name): print(name, end=" ")
    def __getitem__(self, index): self.log("getitem"); return super().__getitem__(index)
    def __setitem__(self, index, value): self.log("setitem"); super().__setitem__(index, value)
    def __iter__(self): self.log("iter"); return super().__iter__()
    def __len__(self): self.log("len"); return super().__len__()
    def __contains__(self, item): self.log("contains"); return super().__contains__(item)
    def __eq__(self, other): self.log("eq"); return super().__eq__(other)
    def __lt__(self, other): self.log("lt"); return super().__lt__(other)
    def __add__(self, other): self.log("add"); return super().__add__(other)
    def __radd__(self, other): self.log("radd"); return "radd"
    def __iadd__(self, other): self.log("iadd"); return super().__iadd__(other)
    def __mul__(self, other): self.log("mul"); return super().__mul__(other)
    def append(self, item): self.log("append"); super().append(item)
    def __reversed__(self): self.log("reversed"); return super().__reversed__()
    def __repr__(self): self.log("repr"); return "Loud"
    def sort(self, **options): self.log("sort"); super().sort(**options)


loud = Loud([3, 1, 2])


def unpack():
    a, *b = loud
    return a, b


def unpack_three():
    a, b, c = loud
    return a, b, c


def loop():
    return [item for item in loud]


def augmented():
    other = Loud([1])
    other += [2]
    return type(other).__name__


def matches():
    match loud:
        case [a, *rest]: return a, rest


def extend_slice():
    plain = [0]
    plain[1:] = loud
    return plain


for name, action in {
    "list": lambda: list(loud), "tuple": lambda: tuple(loud), "star": lambda: [*loud], "call": lambda: (lambda *a: a)(*loud), "unpack": unpack, "unpack three": unpack_three, "loop": loop, "len": lambda: len(loud), "bool": lambda: bool(loud), "in": lambda: 3 in loud, "sorted": lambda: sorted(loud), "sum": lambda: sum(loud), "max": lambda: max(loud), "join": lambda: ",".join(Loud("ab")), "extend": lambda: [0].extend(loud), "iadd": augmented, "slice": lambda: type(loud[1:]).__name__, "add": lambda: type(loud + [1]).__name__, "list add": lambda: [1] + loud, "mul": lambda: type(loud * 2).__name__, "rmul": lambda: type(2 * loud).__name__, "copy": lambda: type(loud.copy()).__name__, "equal": lambda: loud == [3, 1, 2], "list equal": lambda: [3, 1, 2] == loud, "less": lambda: loud < [4], "list greater": lambda: [4] > loud, "reversed": lambda: list(reversed(loud)), "index": lambda: loud.index(1), "count": lambda: loud.count(1), "set": lambda: set(loud) == {1, 2, 3}, "bytes": lambda: bytes(loud), "zip": lambda: list(zip(loud)), "match": matches, "slice assignment": extend_slice, "format": lambda: f"{loud}", "percent": lambda: "%s" % loud, "enumerate": lambda: list(enumerate(loud)), "iter": lambda: type(iter(loud)).__name__, "append": lambda: loud.append(9), "all": lambda: all(loud), "dict": lambda: dict.fromkeys(loud), "exec": lambda: eval("loud[0]"), "pop": lambda: loud.pop(), "sort": lambda: loud.sort(reverse=True), "setitem": lambda: exec("loud[0] = 7"), "del": lambda: exec("del loud[0]"), "any": lambda: any(loud),
}.items():
    print(name + ":", end=" ")
    attempt(action)


class Init(list):
    def __init__(self, *items, tag=None):
        super().__init__(items)
        self.tag = tag
    def __getitem__(self, index):
        result = super().__getitem__(index)
        return Init(*result, tag=self.tag) if isinstance(index, slice) else result


made = Init(1, 2, 3, tag="t")
print(made, made.tag, made[1:].tag, type(made[1:]).__name__, made + [4], type(made + [4]).__name__, vars(made))
made.__init__(9)
print(made, made.tag)


class New(list):
    def __new__(cls, *arguments):
        made = super().__new__(cls)
        made.append("from new")
        return made
    def __init__(self, *arguments): pass


print(New(1, 2), list.__new__(New), list.__new__(list, 1, 2, 3))
attempt(list.__new__, int)
attempt(list.__new__)
attempt(list.append, (1,), 2)
attempt(list.append)
attempt(list.__len__, "abc")
attempt(lambda: type("Both", (list, dict), {}))
attempt(lambda: type("Both", (list, tuple), {}))


class Slots(list):
    __slots__ = ("a",)


slots = Slots("xy")
slots.a = 1
attempt(setattr, slots, "b", 1)
print(slots, slots.a, Slots.__basicsize__ > list.__basicsize__, isinstance(slots, list))


class Hashable(list):
    def __hash__(self): return len(self)


print({Hashable([1]): "found"}[Hashable([1])], hash(Hashable()))


class NoIter(list):
    __iter__ = None


attempt(lambda: list(NoIter([1])))
attempt(lambda: [*NoIter([1])])
attempt(lambda: sum(NoIter([1])))
attempt(lambda: 1 in NoIter([1]))


class LyingLen(list):
    def __len__(self): return 100


print(list(LyingLen([1])), bool(LyingLen()), [*LyingLen([2])], LyingLen([1]) == [1], sorted(LyingLen([2, 1])))
