"""yield as an expression in every place: order of evaluation around it, in calls, displays, subscripts, conditions, defaults, lambdas."""
def drive(g, *values):
    out = []
    try:
        out.append(next(g))
        for v in values:
            out.append(g.send(v))
    except StopIteration as e:
        return out, "returned", e.value
    return out, "suspended"


def call(*args, **kw): return args, kw
def in_call(): return call((yield 1), *(yield 2), k=(yield 3), **(yield 4))
def in_display(): return [(yield 1), *(yield 2)], {(yield 3): (yield 4), **(yield 5)}, ((yield 6),)
def in_subscript():
    x = [1, 2, 3]
    x[(yield "index")] = yield "value"
    x[(yield "low"):(yield "high")] += yield "tail"
    del x[(yield "del")]
    return x
def in_condition():
    r = (yield "a") if (yield "test") else (yield "b")
    s = (yield "left") and (yield "right") or (yield "last")
    t = 1 < (yield "middle") < (yield "end")
    return r, s, t
def in_string(): return f"{(yield 1)}-{(yield 2)!r:>{yield 3}}"
def in_lambda():
    f = lambda: (yield "inside lambda")
    return list(f()), type(f()).__name__
def in_default():
    def f(a=(yield "default"), *, b=(yield "kw")): return a, b
    return f()
def in_class():
    class C((yield "base")):
        pass
    return C.__mro__[1].__name__
def in_decorator():
    @(yield "decorator")
    def f(): pass
    return f
def in_with():
    class M:
        def __enter__(self): return "entered"
        def __exit__(self, *d): print("exit", d[0]); return True
    with M() as m:
        got = yield m
        raise KeyError(got)
    while (yield "while"):
        break
    return (yield), (yield)
def in_raise():
    try:
        raise (yield "exception") from (yield "cause")
    except KeyError as e:
        return repr(e), repr(e.__cause__)
def in_walrus(): return (x := (yield 1)), x
def in_binary(): return (yield 1) + (yield 2) * (yield 3), -(yield 4), (yield 5)((yield 6)), (yield 7).upper()
def in_match():
    match (yield "subject"):
        case [a, b] if (yield a): return b
        case x: return "other", x
def empty():
    return 5
    yield
def bare(): return (yield), (yield 1, 2), (yield *[3], 4)


print(drive(in_call(), 1, [2, 3], 4, {"z": 5}))
print(drive(in_display(), 1, [2], "k", "v", {"x": 0}, 6))
print(drive(in_subscript(), "value", 0, 1, 3, "xy", 0), drive(in_subscript(), "v", 1, 0, 0, [9], -1))
print(drive(in_condition(), True, "A", 0, "last", 5, 9), drive(in_condition(), 0, "B", 1, 2, 0))
print(drive(in_string(), "a", "b", 5))
print(in_lambda(), drive(in_default(), 1, 2), drive(in_class(), dict), drive(in_decorator(), lambda f: f.__name__))
g = in_with()
print(drive(g, "got", 1, "p", "q"))
print(drive(in_raise(), KeyError("k"), ValueError("c")))
print(drive(in_walrus(), 7), drive(in_binary(), 1, 2, 3, 4, len, "abc", "up"))
print(drive(in_match(), (1, 2), True), drive(in_match(), (1, 2), False), drive(in_match(), 5))
print(drive(empty()), drive(bare(), 1, 2, 3))
for source in ("yield 1", "class C: yield 1", "x = yield", "[(yield x) for x in y]", "def f(): [(yield x) for x in y]", "def f(): [x for x in (yield)]", "def f(): ((yield x) for x in y)", "def f(): {x: (yield) for x in y}", "lambda: (yield)", "lambda: yield", "def f(): yield = 1", "def f(): x + yield 1", "def f(): f(yield 1)", "def f(): f(yield 1, 2)", "def f(): f(x, yield)", "def f(): yield from", "def f(): yield from *x", "def f(): yield from x, y", "def f(): return yield", "def f(): return (yield)", "async def f(): yield from x", "async def f():\n yield 1\n return 2", "async def f():\n yield 1\n return", "async def f(): [x async for x in y]\ndef g(): [x async for x in y]", "def f(): await x", "def f(x=(yield)): pass", "def f(x: (yield)): pass", "def f():\n x: (yield) = 1", "def f[T: (yield)](): pass", "type X = (yield)", "def f():\n class C: yield", "def f(): print(yield)", "def f(): not yield", "def f(): yield not x"):
    try:
        compile(source, "<s>", "exec")
        print(repr(source), "accepted")
    except SyntaxError as e:
        print(repr(source), "|", e.msg, e.lineno, e.offset)
