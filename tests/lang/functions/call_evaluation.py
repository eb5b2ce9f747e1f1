"""The order in which a call's parts are evaluated, with * and ** anywhere; names, repeated keywords, hostile mappings."""
from lib.attempts import attempt

log = []


def n(value):
    log.append(value)
    return value


def show(*args, **kw):
    got, log[:] = log[:], []
    return args, kw, got


print((n("show") and show)(n(1), *n([2, 3]), n(4), k=n(5), **n({"x": 6}), y=n(7)))
print(show(*n("ab"), n(1), *n("cd"), k=n(2), *n("ef"), **n({"p": 1}), j=n(3), **n({"q": 2})))
print(show(a=n(1), *n([2]), b=n(3)))
print(show(**n({"a": 1}), b=n(2)), show(*[], **{}), show(*(), *[]), show(**{}, **{}))
attempt(lambda: show(a=n(1), **n({"a": 2}), b=n("never")))
log.clear()
attempt(lambda: show(**n({"a": 1}), **n({"b": 2, "a": 3})))
log.clear()
attempt(lambda: show(**n({1: 2})))
attempt(lambda: show(**{"a": 1, 2: 3}))
attempt(lambda: show(*n(5), n("never")))
attempt(lambda: show(n(1), *None))
attempt(lambda: show(**n(5)))
attempt(lambda: show(**[("a", 1)]))
attempt(lambda: show(**{"not an identifier": 1, "": 2, "for": 3}))
attempt(lambda: print(*n([1]), **n({"sep": 5})))
attempt(lambda: print(1, seperator=5))
attempt(lambda: sorted([1], None))
attempt(lambda: sorted())
attempt(lambda: len(obj=1))
attempt(lambda: len())
attempt(lambda: len(1, 2))
attempt(lambda: int(5, base=10))
attempt(lambda: int("5", bse=10))
attempt(lambda: dict(1, 2))
attempt(lambda: isinstance(1))
attempt(lambda: getattr(1))
attempt(lambda: max())
attempt(lambda: max(1))
attempt(lambda: max([], default=3, key=None))
attempt(lambda: max(1, 2, default=3))
attempt(lambda: max(1, 2, kye=3))
attempt(lambda: sum([1], start="a"))
attempt(lambda: enumerate())
attempt(lambda: zip(1, 2))
attempt(lambda: zip([1], [1, 2], strict=True) and list(zip([1], [1, 2], strict=True)))
attempt(lambda: list(zip([1, 2], [1], [1, 2], strict=True)))
attempt(lambda: list(map(lambda a, b: 0, [1], [1, 2], strict=True)))
attempt(lambda: map())
attempt(lambda: map(1))
attempt(lambda: (5)())
attempt(lambda: "a"(1))
attempt(lambda: None(*n([1])))
attempt(lambda: n(show).missing(n("never")))


class Keys:
    def __init__(self, *keys):
        self.all = keys

    def keys(self):
        return self.all

    def __getitem__(self, key):
        log.append(f"item {key}")
        return key * 2


log.clear()
print(show(**Keys("a", "b"), c=n(1)))
attempt(lambda: show(**Keys("a", "a")))
attempt(lambda: show(x=1, **Keys("y", "x")))
attempt(lambda: show(**Keys(1)))
log.clear()
for source in ("f(a=1, a=2)", "f(a=1, b)", "f(**a, b)", "f(**a, *b)", "f(a=1, *b)", "f(a=1, **b, c=2)", "f(*a, b)", "f(x for x in y)", "f(x for x in y, 1)", "f(1, x for x in y)", "f((x for x in y), 1)", "f(x for x in y,)", "f(a.b=1)", "f(1=2)", "f(a+b=1)", "f(None=1)", "f(__debug__=1)", "f(a==1)", "f(a=)", "f(=1)", "f(a=,b=2)", "f(*)", "f(**)", "f(*a=1)", "f(,)", "f(a,,b)", "f(a b)", "f(a:=1)", "f(a=b:=1)", "f(a=*b)", "f(yield)", "f(a=yield)", "f(lambda: 1)", "f(*a, *b, **c, **d)", "f(a", "f(a]", "f(x=1 for x in y)", "f(**a for a in b)", "f(*a for a in b)", "class C(a=1, a=2): pass", "class C(*a, b, **c): pass", "class C(**a, *b): pass", "class C(x for x in y): pass", "f(a, b=1, c)", "f(print x)", "f(a if b)", "f(a if b else)"):
    try:
        compile(source, "<s>", "eval" if not source.startswith("class") else "exec")
        print(source, "accepted")
    except SyntaxError as error:
        print(source, "|", error.msg, error.offset, error.end_offset)
