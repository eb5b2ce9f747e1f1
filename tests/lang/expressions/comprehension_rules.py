"""Comprehensions: scopes, conditions, nesting, order, what an error leaves, iterables of every kind, lambdas inside, refusals."""
from lib.attempts import attempt

log = []


def note(value):
    log.append(value)
    return value


print([note(x) * note(y) for x in note([1, 2]) if note(x) > 1 for y in note([3])], log)
log.clear()
print({note(k): note(k * 10) for k in (1, 2)}, log)
log.clear()
x = "kept"
print([x for x in range(3)], x, [x for _ in [1]], [(x, y) for x in range(2) for y in range(x + 1)], [[y for y in range(x)] for x in range(3)], [x for x in [1, 2, 3] if x % 2 if x > 1], {x % 2 for x in range(4)} == {0, 1}, {x: x for x in "ab"}, list(x for x in (y for y in "ab")))
print([a + b for a, b in [(1, 2), (3, 4)]], [a for a, *b in ["abc"]], [b for a, *b in ["abc"]], [z for z, in [(1,)]], [k + v for k, v in {"a": "b"}.items()], [i for i in [1, 2] for i in [i, i * 10]], [lst[0] for lst[0] in "ab"] if (lst := [0]) else "", lst, [obj.a for obj.a in "xy"] if (obj := type("O", (), {})()) else "", [(yes, no) for yes in [1] if (no := 5)], no)
print([f() for f in [lambda: n for n in range(3)]], [f() for f in [lambda n=n: n for n in range(3)]], [(lambda m: m + k)(1) for k in range(2)], [w for w in [1, 2] if (lambda: w > 1)()])


def enclosing():
    a = 1
    values = [a + b for b in range(2)]
    nested = [[a + b + c for c in range(2)] for b in range(2)]
    def inner(): return [a for _ in range(1)]
    generator = (a for _ in range(2))
    a = 100
    return values, nested, inner(), list(generator), sorted(locals())


print(enclosing())


class Scope:
    items = [1, 2]
    size = 2
    first = [item for item in items]
    try:
        second = [size for item in items]
    except NameError as error:
        second = str(error)
    third = [item for item in range(size)]
    fourth = [(lambda: __class__)().__name__ for _ in [1]] if False else None


print(Scope.first, Scope.second, Scope.third, hasattr(Scope, "item"))
attempt(lambda: [x for x in 5])
attempt(lambda: [x for x in [1] for y in x])
attempt(lambda: [1 // x for x in (1, 0)])
attempt(lambda: {[]: 1 for _ in [1]})
attempt(lambda: {[] for _ in [1]})
attempt(lambda: [a for a, b in [(1,)]])
attempt(lambda: [undefined for _ in [1]])
attempt(lambda: [q for q in q])
attempt(lambda: [later for _ in [1] for later in later])
attempt(lambda: (x for x in 5))
attempt(lambda: next(x for x in []))
print(sum(x for x in range(4)), max((x for x in "abc"), key=ord), sorted((x for x in [2, 1]), reverse=True), dict((k, v) for k, v in [(1, 2)]), "".join(c for c in "ab"), [*(x for x in "ab")], any(x > 1 for x in [1, 2, 1 // 1]), (lambda *a: a)(*(x for x in "cd")))


def unbound():
    result = [value for _ in range(1)]
    value = 5
    return result


attempt(unbound)
def free_and_deleted():
    v = 1
    f = [lambda: v for _ in [1]][0]
    del v
    return f()


attempt(free_and_deleted)
partial = []
try:
    [partial.append(x) for x in (1, 2, "stop", 3) if x + 0]
except TypeError as error:
    print(partial, error)
total = 0
print([total := total + x for x in range(4)], total, [last := i for i in "ab"][-1], last, [[inner := j for j in range(i)] for i in range(3)], inner)


def walrus_in_function():
    if any((found := n) > 2 for n in range(5)): return found, sorted(locals())


print(walrus_in_function())
print([i for i in range(5) if i if i % 2], [(i, j) for i in range(3) if i for j in range(i) if j >= 0], [... for _ in range(1)], [None for _ in ()], {**{k: v for k, v in [(1, 2)]}, 3: 4}, [*[x for x in [1]], 2])
for source in ("[x for x in]", "[for x in y]", "[x for x]", "[x y for x in z]", "[x, y for x in z]", "[*x for x in y]", "{**x for x in y}", "{x: y, z for x in w}", "{*x for x in y}", "[x for x in y if]", "[x for x in y, z]", "[x for x in *y]", "[x for x in lambda: y]", "[x for x in (lambda: y)]", "[x for x in y else z]", "[x for 1 in y]", "[x for f() in y]", "[x for x.y in z]", "[x for x[0] in z]", "[x for None in y]", "[x := 1 for y in z]", "[(x := 1) for x in y]", "[x for x in (y := z)]", "[y for x in z if (y := x)]", "[(yield) for x in y]", "(x for x in (yield))", "f(x for x in y, 1)", "f(x for x in y)", "f(1, x for x in y)", "f(a=x for x in y)", "class C: [(x := 1) for y in z]", "[i for i in range(5) if (j := 0) for k in range(5)]", "[[(i := 0) for j in x] for i in y]", "[x for x, in y]", "[x for (x) in y]", "[x for [x] in y]", "[x for *x in y]", "[x for *x, in y]", "[x async for x in y]", "[x for x in y for]", "{x for x: y in z}", "{x: y for x, y in z}", "{x: *y for x in z}", "{x: y := 1 for x in z}", "(x for x in y) = 1", "[x for x in y] = 1", "del [x for x in y]", "[x for x in y] += 1", "for [x for x in y] in z: pass"):
    try:
        compile(source, "s", "exec")
        print(repr(source), "accepted")
    except SyntaxError as error:
        print(repr(source), error.msg, error.offset)
