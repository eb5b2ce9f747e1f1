"""Guards, or-patterns, as-patterns and values: order of tests, bindings kept when a guard fails, equality against identity."""
log = []


def g(tag, answer=True):
    log.append(tag)
    return answer


class Eq:
    def __init__(self, name): self.name = name
    def __eq__(self, other):
        log.append(f"{self.name} == {other!r}")
        return other == self.name
    def __repr__(self): return f"Eq({self.name})"


NS = type("NS", (), {"one": 1, "eq": Eq("eq"), "deep": type("D", (), {"x": "deep value"}), "none": None, "nan": float("nan")})


def order(x):
    log.clear()
    match g("subject", x):
        case [a, b] if g("first", False): return "first"
        case [a, 2] | [2, a] if g(f"or {a}", a != 1): return "or", a
        case [a, *_] as whole if g("as") and whole[0]: return "as", a, whole
        case NS.one | NS.deep.x: return "value"
        case NS.eq: return "eq"
        case 0 | None | False: return "zero-like", x
        case ("a" | "b") as letter: return "letter", letter
        case (int() | str()) as v if g("guard", v): return "typed", v
        case [] | {} as empty: return "empty", empty
        case other if g("last", False): return "never"
        case _ if (y := g("walrus", 5)) > 4: return "walrus", y
    return "unreached"


for x in ([1, 2], [2, 1], [3, 2], [2, 3], [0], [4], 1, 1.0, True, "deep value", "eq", 0, 0.0, False, None, "a", "b", "z", "", [], {}, (), 7, 1.5, NS.nan):
    print(repr(x), order(x), *log, sep=" | ")


def leftovers(x):
    match x:
        case (a, b) if a > b: pass
        case (c, d, e): pass
        case _: pass
    return sorted(locals().items())


print(leftovers((1, 2)), leftovers((2, 1)), leftovers((1, 2, 3)), leftovers(5))
for value in (1, True, 1.0, 1 + 0j, "1", None, False, 0, -0.0, b"a", "a"):
    match value:
        case True: print("True", end=" ")
        case False: print("False", end=" ")
        case None: print("None", end=" ")
        case 1: print("1", end=" ")
        case -0.0: print("-0.0", end=" ")
        case "a" | b"a": print("a", end=" ")
        case _: print("_", end=" ")
print()


def fails():
    match 5:
        case x if x / 0: return 1
def fails_value():
    match 5:
        case NS.missing: return 1
def fails_eq():
    class Bad:
        def __eq__(self, other): raise KeyError("eq")
    NS.bad = Bad()
    match 5:
        case NS.bad: return 1
def fails_bool():
    class Bad:
        def __bool__(self): raise KeyError("bool")
    match 5:
        case x if Bad(): return 1
def nothing():
    match 5:
        case 6: return 1
def nested():
    match [1, [2, 3]]:
        case [a, [b, c] as inner] as outer:
            match inner:
                case [x, y] if x < y: return a, b, c, inner, outer, x, y
def returns_in_loop():
    out = []
    for x in [1, "a", [2], None, 3]:
        match x:
            case int(): continue
            case None: break
            case str() | [_]: out.append(x)
    else:
        out.append("else")
    return out
for f in (fails, fails_value, fails_eq, fails_bool, nothing, nested, returns_in_loop):
    try:
        print(f.__name__, f())
    except Exception as e:
        print(f.__name__, type(e).__name__, e)
match = {"match": 1}
case = match["match"]
print(match, case, match [ "match" ])
match (case):
    case case: print("soft keywords", case)
match -case:
    case -1: print("minus one")
match case, match:
    case _, {"match": n}: print(n)
_ = "kept"
match 5:
    case _: print(_)
for source in ("match x:\n pass", "match x:\n case 1:\n pass", "match x:\ncase 1: pass", "match x:\n case a | b: pass", "match x:\n case (a | 1): pass", "match x:\n case a: pass\n case b: pass", "match x:\n case _: pass\n case b: pass", "match x:\n case a if y: pass\n case b: pass", "match x:\n case 1 as _: pass", "match x:\n case 1 as a.b: pass", "match x:\n case 1 as a as b: pass", "match x:\n case (1 as a) as b: pass", "match x:\n case (a as b): pass", "match x:\n case 1 as a | 2 as a: pass", "match x:\n case (1 as a) | (2 as a): pass", "match x:\n case [a] | a: pass", "match x:\n case 1 + 1: pass", "match x:\n case 1 + 1j: pass", "match x:\n case 1j + 1: pass", "match x:\n case -a: pass", "match x:\n case f'{a}': pass", "match x:\n case f'a': pass", "match x:\n case t'a': pass", "match x:\n case a.b.c: pass", "match x:\n case a.b(): pass", "match x:\n case *a: pass", "match x:\n case *a, : pass", "match x:\n case a, *b, *c: pass", "match x:\n case ...: pass", "match x:\n case lambda: 1: pass", "match x:\n case a == 1: pass", "match x:\n case not a: pass", "match x:\n case {1, 2}: pass", "match x:\n case 1 if y else z: pass", "match x:\n case __debug__: pass", "match x:\n case 'a' 'b': pass", "match x:\n case 'a' f'b': pass", "match x:\n case None.a: pass", "match x:\n case : pass", "match:\n case 1: pass", "match x, *y:\n case 1: pass", "match *y:\n case 1: pass", "match x := 1:\n case 1: pass", "match (x := 1):\n case 1: pass", "match yield:\n case 1: pass", "match x:\n case 1: pass\n else: pass"):
    try:
        compile(source, "<s>", "exec")
        print(repr(source), "accepted")
    except SyntaxError as e:
        print(repr(source), "|", e.msg, e.lineno, e.offset)
