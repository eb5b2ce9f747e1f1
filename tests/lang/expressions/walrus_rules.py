"""The assignment expression: where it binds, where the grammar and the scopes refuse it."""
from lib.attempts import attempt


def comprehension():
    found = [last := x for x in range(4)]
    return found, last, "x" in locals()


def nested():
    return [[(total := total + i * j) for i in range(3)] for j in range(2)], total


def condition():
    return [y for x in range(6) if (y := x * 2) > 4], y


def generator():
    g = (seen := x for x in "ab")
    before = "seen" in locals()
    return before, list(g), seen


def conditional(n):
    return (a := n) if n > 2 else (a := -n), a


def call(*args, **kw):
    return args, kw, p


def declared():
    global made
    [made := x for x in range(3)]

    def inner():
        nonlocal kept
        {kept := x for x in range(5)}
    kept = None
    inner()
    return made, kept


def default(x=(d := 5), *, y: int = (d := 7)):
    return x, y


total = 1
attempt(comprehension)
attempt(nested)
attempt(condition)
attempt(generator)
attempt(lambda: (conditional(1), conditional(5)))
attempt(lambda: (lambda: (inside := 3) + inside)())
attempt(lambda: call((p := 1), p, k=(q := 2)))
attempt(declared)
print(d, default(), made, [y := 1, y**2], {(k := "a"): (v := 2)}, k, v, (z := 1, 2), z, (z := (1, 2)), f"{(w := 5):>{w}}", w, "p" in globals())
if (m := len("abc")) > 2 and (m := m + 1): print(m)
while (m := m - 1): print(m, end=" ")
print((a := (b := 3) + 1), a, b, [i := 0, i := i + 1, i := i + 1], (lambda: (yield (n := 1)))().__next__())
x = [0, 1, 2]
print(x[(j := 1)], x[j:=2], x[(j := 0):(e := 2)], {s := 5, 6}, not (t := 0), (u := 1) if (u := 0) else u)
for source in ("x := 1", "f(x := 1)", "f(a, x := 1)", "f(a=x := 1)", "f(a=(x := 1))", "(x.y := 1)", "(x[0] := 1)", "((x, y) := 1)", "([x] := 1)", "(x := y := 1)", "(x := (y := 1))", "(1 := 2)", "(f() := 1)", "(None := 1)", "(__debug__ := 1)",
               "x = y := 1", "x = (y := 1)", "lambda: x := 1", "lambda: (x := 1)", "lambda x=(y := 1): x", "lambda x := 1: x", "def f(x := 1): pass", "[i := 0 for i in x]", "[[i := 0 for j in x] for i in x]", "[j := 0 for i in (j := x)]", "[i for i in (j := x)]",
               "[i for i in x for j in (k := y)]", "[i for i in x if (i := 1)]", "[(lambda: (i := 1)) for i in x]", "class C: [y := i for i in x]", "class C: y = (z := 1)", "class C:\n def f(s): return [y := i for i in x]", "class C: y = lambda: [z := i for i in x]",
               "assert (x := 1)", "del (x := 1)", "with (x := y): pass", "with (x := y) as z: pass", "with x := y: pass", "return_ = [x := 1, 2]", "x[y := 1]", "x[y := 1, z := 2]", "x[a:b := 1]", "{x := 1}", "{x := 1: 2}", "{1: x := 2}", "{(x := 1): (y := 2)}", "@(x := y)\ndef f(): pass", "@x := y\ndef f(): pass",
               "(x := *y)", "(x := *y,)", "(x := yield)", "def f(): (x := yield)", "(*x := y)", "for x in (y := z): pass", "for x in y := z: pass", "if x := 1: pass", "x if y := 1 else z", "not x := 1", "print(f'{x:=1}')", "def f():\n [x := 1 for i in y]\n nonlocal x", "(x: int := 1)", "x: (y := 1)", "def f(x: (y := 1)): pass", "def f() -> (x := 1): pass", "type X = (y := 1)", "def f[T: (x := 1)](): pass", "class C[T = (x := 1)]: pass"):
    try:
        compile(source, "<s>", "exec")
        print(repr(source), "accepted")
    except SyntaxError as error:
        print(repr(source), "|", error.msg, error.offset)
