"""Sequence patterns: what counts as a sequence, stars in each place, nesting, lengths, which items are read."""
log = []



class Told(list):
    def __len__(self):
        log.append("len")
        return super().__len__()

    def __getitem__(self, key):
        log.append(f"item {key}")
        return super().__getitem__(key)

    def __iter__(self):
        log.append("iter")
        return super().__iter__()


def kind(x):
    match x:
        case []: return "empty"
        case [a]: return "one", a
        case [a, b]: return "two", a, b
        case [a, *rest, b] if a == b: return "same ends", a, rest
        case [[x, y], *_]: return "pair first", x, y
        case [*init, [x, *y]]: return "last is sequence", init, x, y
        case [1, 2, *rest]: return "1 2", rest
        case (*all,): return "all", all
        case _: return "no sequence"


for x in ([], [1], (1, 2), [1, 2, 1], (1, 2, 3), [[1, 2], 3, 4], [0, 3, "ab"], [0, 3, (5, 6, 7)], range(0), range(3), range(5, 7), memoryview(b"ab"), "ab", b"ab", bytearray(b"ab"), {1, 2}, {1: 2}, iter([1]), None, type("T", (tuple,), {})((1, 2)), type("S", (str,), {})("ab"), dict.fromkeys("ab").keys(), frozenset(), 5, type("G", (), {"__getitem__": lambda s, i: i, "__len__": lambda s: 2})()):
    shown = repr(x) if type(x).__repr__ is not object.__repr__ and not hasattr(x, "__next__") and not isinstance(x, memoryview) else type(x).__name__
    print(shown, "->", kind(x))


def traced(x, which):
    log.clear()
    match which, x:
        case "two", [a, b]: return a, b, log
        case "star", [a, *_, b]: return a, b, log
        case "head", [a, *rest]: return a, rest, log
        case "wild", [_, _, *_]: return log
        case "any", [*_]: return log
        case "value", [1, 9, a]: return a, log
        case "all", [*a]: return a, log
        case "last", [*_, _, a, _]: return a, log
    return "no match", log


for which in ("two", "star", "head", "wild", "any", "value", "all", "last"):
    print(which, *traced(Told([1, 2, 3]), which))


class BadLen(list):
    def __len__(self): return -1


class Shorter(list):
    def __len__(self): return 5


class Raises(list):
    def __getitem__(self, i): raise KeyError(i)
    def __iter__(self): raise LookupError("iter")


for x in (BadLen([1]), Shorter([1, 2]), Raises([1, 2, 3])):
    try:
        print(kind(x))
    except Exception as e:
        print(type(e).__name__, e)


def bound_after_failure(x):
    a = b = "unset"
    match x:
        case [a, 5]: return "first", a
        case [b, a, _]: return "second", a, b
    return "none", a, b


print(bound_after_failure([1, 5]), bound_after_failure([1, 6]), bound_after_failure([1, 2, 3]))
match 1, 2:
    case a, b: print(a, b)
match [1, [2, [3, [4]]]]:
    case a, (b, [c, (d,)]): print(a, b, c, d)
match *[1, 2], 3:
    case a, *b: print(a, b)
match ():
    case (): print("empty tuple")
match [[]]:
    case [[] as inner]: print("inner", inner)
