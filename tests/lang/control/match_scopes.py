"""match: names bound in functions, classes, modules and comprehensions; soft keywords as names; subjects of every form; nesting."""
from lib.attempts import attempt


match = 1
case = 2
_ = 3
print(match, case, _)
match = [10, 20]
print(match[0], match [1], -match[0], match is not None)
match = lambda *arguments, **keywords: ("called", arguments)
print(match(1, 2), match (3), match(*[4]), match(a=5))
match match:
    case case if callable(case): print("callable", case is match)
match _, case:
    case 3, 2: print("tuple without parentheses")
match (_):
    case 3: print("parentheses")
match _,:
    case [x]: print("one tuple", x)
match *"ab", 1:
    case [a, b, n]: print(a, b, n)
match (y := 5):
    case 5: print("walrus", y)
match {**{"k": 1}}["k"]:
    case 1: print("expression")
match -1:
    case -1: print("negative")
match lambda: 1:
    case f: print(f())
match not 1:
    case False: print("not")
match 1 if y else 2:
    case 1: print("conditional")
match "a" "b":
    case "ab": print("joined")
match yes := 1, no := 2:
    case 1, 2: print(yes, no)


def function(value):
    match value:
        case [first, *rest] if len(rest) > 1: kind = "long"
        case [first] | [first, _]: kind = "short"
        case {"global": g}: kind = "mapping"
        case str() as text: return text, sorted(locals())
        case _: kind = "other"
    return kind, sorted(locals())


for value in ([1, 2, 3], [1, 2], [1], {"global": 1}, "s", 5):
    print(function(value))


def closure(value):
    match value:
        case [x, y]:
            return lambda: (x, y)
        case x:
            def inner():
                nonlocal x
                x += 1
                return x
            return inner


print(closure([1, 2])(), closure(5)())


def declared(value):
    global bound
    match value:
        case {"v": bound}: pass
        case [*bound]: pass


declared({"v": 1})
print(bound)
declared("ab")
declared([1, 2])
print(bound)


class Body:
    match [1, 2]:
        case [a, b]: total = a + b
    match "x":
        case str(c): pass


print(Body.a, Body.b, Body.total, Body.c, hasattr(Body, "x"))
print([match(item) for item in [1]], {case: _ for case in "k"})


def unmatched(value):
    match value:
        case 1: found = "one"
    return found


attempt(unmatched, 2)


def generator(values):
    for value in values:
        match value:
            case int(n) if n > 2:
                got = yield f"big {n}"
                if got: return
            case int(): continue
            case "stop": break
            case _: yield value
    else:
        yield "exhausted"


print(list(generator([1, 3, "a", 2])), list(generator([5, "stop", 6])))


def partial(value):
    x = "before"
    match value:
        case [x, y, 99]: return "matched"
        case _: return x


print(partial([1, 2, 3]), partial([1, 2, 99]))


async def asynchronous(value):
    match await value:
        case [x]: return x


class Ready:
    def __await__(self):
        return [7]
        yield


try:
    asynchronous(Ready()).send(None)
except StopIteration as stop:
    print(stop.value)


def nested(a, b):
    match a:
        case 1:
            match b:
                case 1: return "1 1"
                case _ if b > 5: return "1 big"
            return "1 other"
        case _: return "other"


print(nested(1, 1), nested(1, 9), nested(1, 3), nested(2, 1))


def finally_case(value):
    try:
        match value:
            case 1: return "returned"
            case 2: raise ValueError("raised")
            case _: pass
    finally:
        print("finally", end=" ")
    return "after"


attempt(finally_case, 1)
attempt(finally_case, 2)
attempt(finally_case, 3)
