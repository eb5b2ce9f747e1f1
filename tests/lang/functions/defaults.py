"""Default values: when and in what order they are evaluated, shared between calls, replaced through attributes."""
from lib.attempts import attempt

log = []


def n(tag):
    log.append(tag)
    return tag


def deco(tag):
    log.append(f"@{tag}")

    def apply(f):
        log.append(f"apply {tag}")
        return f
    return apply


@deco("outer")
@deco("inner")
def f(a: n("annotation a"), b: n("annotation b") = n("default b"), /, c=n("default c"), *, d=n("default d"), e, g=n("default g")) -> n("return"):
    return a, b, c, d, e, g


print(*log, sep="; ")
print(f.__defaults__, f.__kwdefaults__, f(1, e=2))


def grow(item, into=[]):
    into.append(item)
    return into


print(grow(1), grow(2), grow(3, [0]), grow(4), grow.__defaults__)
grow.__defaults__ = (["new"],)
print(grow(5), grow.__defaults__)
grow.__defaults__ = None
attempt(grow, 1)
grow.__defaults__ = ("item", [], "ignored?")
attempt(grow)
grow.__defaults__ = (1, [2])
attempt(grow)
attempt(setattr, grow, "__defaults__", [1])
attempt(setattr, grow, "__defaults__", 5)
del grow.__defaults__
attempt(grow, 1)
print(grow.__defaults__)


def kw(*, a=1, b):
    return a, b


attempt(kw, b=2)
kw.__kwdefaults__["b"] = "given"
attempt(kw)
kw.__kwdefaults__ = {"b": "only b", "zz": 5}
attempt(kw)
attempt(kw, a=1)
attempt(setattr, kw, "__kwdefaults__", [])
kw.__kwdefaults__ = None
attempt(kw)


class Scope:
    x = "class"
    def method(self, a=x, b=lambda: x, *, c=[i for i in x]): return a, c
    x = "later"


print(Scope().method(), Scope.method.__defaults__[0])
closures = [lambda i=i: (i, j) for i in range(3) for j in [i * 10]]
print([c() for c in closures], [c(9)[0] for c in closures])
late = [lambda: i for i in range(3)]
print([c() for c in late])


def recursive(n, seen=(), *, call=lambda n: recursive(n - 1, call=None) if n else "end"):
    return call(n) if call else ("leaf", n)


print(recursive(3), recursive(0))
for source in ("def f(a=1, b): pass", "def f(a, b=1, c, d): pass", "def f(a=1, /, b): pass", "lambda a=1, b: 0", "def f(*, a=1, b): pass", "def f(a, a): pass", "def f(a, *, a): pass", "def f(a, *a): pass", "def f(a, **a): pass", "lambda a, /, a: 0", "def f(*): pass", "def f(*, **k): pass", "lambda *: 0", "def f(/): pass", "def f(a, /, b, /): pass", "def f(*a, /): pass", "def f(*, /): pass", "def f(*a, *b): pass", "def f(*a, *, b): pass", "def f(**k, a): pass", "def f(**k, *a): pass", "def f(**k, **j): pass", "def f(*a=1): pass", "def f(**k=1): pass", "def f(a, (b, c)): pass", "def f(1): pass", "def f(a.b): pass", "def f(None): pass", "def f(__debug__): pass", "def f(a:=1): pass", "def f(a=): pass", "def f(*a: *b): pass", "def f(**a: *b): pass", "def f(a: *b): pass", "lambda *a: *b", "def f(a b): pass", "def f(a,, b): pass", "def f(a, /, *, b): pass", "def f(a, *, b,): pass", "def f(*a,): pass", "def f(**k,): pass"):
    try:
        compile(source, "<s>", "exec")
        print(source, "accepted")
    except SyntaxError as error:
        print(source, "|", error.msg, error.offset)
