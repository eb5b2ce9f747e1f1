"""Class patterns: positional and keyword parts, __match_args__ of every kind, builtin self-matching types, instance checks by metaclasses."""
log = []


class Meta(type):
    def __instancecheck__(cls, x):
        log.append(f"{cls.__name__}?")
        return isinstance(x, int) and x > 10


class Big(metaclass=Meta):
    pass


class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y): self.x, self.y = x, y

    @property
    def norm(self):
        log.append("norm")
        return "norm"


class Lazy:
    __match_args__ = ("first", "second")

    def __getattr__(self, name):
        log.append(name)
        if name == "second": raise AttributeError(name)
        return name


class ByProperty:
    @property
    def __match_args__(self): return ("x",)


class Sub(Point):
    __match_args__ = ("z",) + Point.__match_args__

    def __init__(self): super().__init__(1, 2); self.z = 3


class Strange:
    __match_args__ = type("T", (tuple,), {})(("x",))
    x = 5


def what(v):
    log.clear()
    match v:
        case Big(): return "big"
        case bool(b): return "bool", b
        case int(n, real=r): return "int", n, r
        case Sub(3, x, y=y): return "sub", x, y
        case Point(x=0, y=0): return "origin"
        case Point(0 | 1 as x, norm=n): return "small", x, n
        case Point(Point(a, b), [c, *_]): return "nested", a, b, c
        case Point(): return "point"
        case Lazy(first="no"): return "never"
        case Lazy("first", second=_): return "never"
        case Lazy(a, third=b): return "lazy", a, b
        case str(s) | bytes(s): return "text", s
        case list([a, b]): return "list of two", a, b
        case dict({"k": v}): return "dict with k", v
        case tuple((a, *_) as t): return "tuple", a, t
        case float(real=x, imag=0.0): return "float", x
        case set(s) | frozenset(s): return "set", len(s)
        case type(__name__="int"): return "the class int"
        case type() as t: return "class", t.__name__
        case object(__class__=c): return "object", c.__name__


for v in (50, 5, True, Sub(), Point(0, 0), Point(1, 5), Point(2, 3), Point(Point(1, 2), "ab"), Point(Point(1, 2), [9, 8]), Lazy(), "s", b"b", [1, 2], [1], {"k": 1}, {}, (1, 2), (), 1.5, {1}, frozenset(), int, str, None, 1j, bytearray(b"x"), range(1), what, ...):
    print(type(v).__name__, what(v), log)


def attempt(pattern, value, **names):
    scope = {"v": value, "log": [], **names}
    try:
        exec(f"match v:\n case {pattern}: r = 'matched'\n case _: r = 'not'", scope)
        print(pattern, scope["r"], sorted(k for k in scope if len(k) == 1 and k not in "vr"))
    except Exception as e:
        print(pattern, "|", type(e).__name__, e)


class Args:
    def __init__(self, args): type(self).__match_args__ = args
    x, y = 1, 2


for args in (("x",), ("x", "y"), ["x"], ("x", 5), "xy", None, 5, ("x", "x"), (), ("missing",), Strange.__match_args__):
    instance = type("A", (Args,), {})(args)
    attempt("A(a, b)", instance, A=type(instance))
    attempt("A(a)", instance, A=type(instance))
attempt("A(1, x=1)", Args(("x", "y")), A=Args)
attempt("A(1, y=2)", Args(("x", "y")), A=Args)
attempt("A(a, b)", 5, A=Args)
attempt("A(a)", ByProperty(), A=ByProperty)
attempt("S(5)", Strange(), S=Strange)
for name in ("int", "str", "list", "dict", "float", "bytes", "set", "tuple", "bool", "bytearray", "frozenset", "complex", "object", "type", "memoryview", "range", "property", "NoneType"):
    attempt(f"{name}(a)", getattr(__builtins__, name, type(None))() if name in ("int", "str", "list", "dict", "float", "bytes", "set", "tuple", "bool", "bytearray", "frozenset", "complex", "object", "property") else None, NoneType=type(None))
attempt("int(a, b)", 5)
attempt("x()", 5, x=5)
attempt("x()", 5, x=int | str)
attempt("x(a)", 5, x=int | str)
attempt("x()", [], x=list[int])
attempt("x.y.z(a)", 5, x=type("N", (), {"y": type("M", (), {"z": int})}))
attempt("nothing()", 5)
for source in ("A(x=1, x=2)", "A(x=1, 2)", "A(*x)", "A(**x)", "A(a, a)", "A(a, b=a)", "A.b(c)", "A()()", "A[0]()", "f(x).y()", "A(a.b=1)", "A(1=2)", "A(a,)", "A(,)", "A(a=1,)", "A(a as b)", "A(1 as b)", "A(x=1 | 2)", "_()", "_(x)", "A(_)", "A(x=_)", "A(_=1)", "A(A(A()))", "A(-1, -1.5j, 1+2j)", "A(x := 1)", "A(x for x in y)"):
    try:
        compile(f"match v:\n case {source}: pass", "<s>", "exec")
        print(source, "accepted")
    except SyntaxError as e:
        print(source, "|", e.msg, e.offset)
