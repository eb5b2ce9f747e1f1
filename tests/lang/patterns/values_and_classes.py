# match: literals, values, classes, guards, what is bound when a case fails.
class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y

    def __repr__(self):
        return f"Point({self.x}, {self.y})"


class Named:
    A, B = 1, "b"


def kind(v):
    match v:
        case 0 | 1 | -1: return "small"
        case 1.5 | 2 + 3j | -2j: return "number"
        case "a" "b": return "ab"
        case b"x": return "bytes"
        case None | True | False: return "constant"
        case Named.B: return "named"
        case Point(0, 0): return "origin"
        case Point(x=0, y=y): return f"on y at {y}"
        case Point(x, y) if x == y: return f"diagonal {x}"
        case Point(): return "point"
        case int(n): return f"int {n}"
        case str() as s if len(s) > 3: return f"long {s}"
        case str(): return "str"
        case [1, 2, *rest]: return f"12 then {rest}"
        case [a, [b, *_], c]: return f"nested {a} {b} {c}"
        case (single,): return f"one {single}"
        case []: return "empty"
        case {"k": v, **rest}: return f"k={v} rest={rest}"
        case {1: _, "b": {"c": [x, *_]}}: return f"deep {x}"
        case {}: return "mapping"
        case _: return "other"


for v in [0, 1, True, -1, 1.5, 2 + 3j, -2j, "ab", b"x", None, False, "b", Point(0, 0), Point(0, 5), Point(3, 3), Point(1, 2),
          7, 10**20, "long one", "s", [1, 2], [1, 2, 3, 4], [0, [5, 6], 7], (9,), [], (), {"k": 1, "z": 2}, {1: 0, "b": {"c": [4]}},
          {}, {"q": 1}, set(), object, 2.5, range(1), frozenset()]:
    print(v, "->", kind(v))


def bound(v):
    match v:
        case [a, b] if a > b: r = "gt"
        case [a, *c]: r = "rest"
        case a: r = "any"
    return r, a


print(bound([2, 1]), bound([1, 2]), bound(5))


class Bad1: __match_args__ = ["x"]
class Bad2: __match_args__ = (1,)
class Bad3: __match_args__ = ("x",)


for cls, pattern in [(Bad1, "Bad1(1)"), (Bad2, "Bad2(1)"), (Bad3, "Bad3(1, 2)"), (Bad3, "Bad3(1, x=2)"), (int, "int(1, 2)"),
                     (object, "object(1)"), (Bad3, "Bad3(1)")]:
    try:
        exec(f"match v:\n case {pattern}: print('matched')\n case _: print('no match')",
             {"v": cls(), "Bad1": Bad1, "Bad2": Bad2, "Bad3": Bad3})
    except TypeError as error:
        print(pattern, error)
try:
    exec("match 1:\n case n(): pass", {"n": 5})
except TypeError as error:
    print(error)


class Eq:
    def __eq__(self, other):
        print("compared", other)
        return other == 3

    __hash__ = None


match Eq():
    case 1 | 2: print("no")
    case 3: print("three")
match, case = 1, 2
print(match + case)
