# zeal: 4 - many safepoints
"""t-strings: nesting, evaluation order, conversions left unapplied, specs with fields, expression texts, concatenation, matching."""
log = []


def n(v):
    log.append(v)
    return v


def show(t): return t.strings, [(i.value if not isinstance(i.value, type(t"")) else show(i.value), i.expression, i.conversion, i.format_spec) for i in t.interpolations]


class Never:
    def __format__(self, spec): raise AssertionError("formatted")
    def __str__(self): raise AssertionError("text")
    def __repr__(self): return "Never"


x, w = 5, 10
print(show(t""), show(t"plain"), show(t"{x}"), show(t"{x}{x}"), show(t"a{x}b{w}c"), show(t"{{{x}}}"))
print(show(t"{n(1)}{n(2):{n(3)}}{n(4)!r:{n(5)}.{n(6)}}"), log)
print(show(t"{Never()}{Never():spec}"[0:0] if False else t"{x!r}{x!s}{x!a}{x=}{x = !s}{x=:>{w}}{ x }{x  }{(x)}{x + 1}"))
print(show(t"{Never()}"), show(t"{Never():>{w}}"))
print(show(t"{x!r:>{w}}"), show(t"{t'{x}inner'}"), show(t"{f'{x}'}"), show(t"{'a' 'b'}{'''c'''}{"d"}"))
print(show(t"{
    x  # comment
}"), show(t"{lambda_ if (lambda_ := 1) else 0}"), show(t"{x,}"), show(t"{*[1, 2],}"), show(t"{[y for y in range(2)]}"), show(rt"\n{x}\{x}"), show(t"\n\x41{x}\N{BULLET}"))
print(show(t"a" t"b"), show(t"a{x}" t"{w}b"), show(t"a" + t"b"), show(t"a{x}" + t"b{w}" + t""), show(t"{x}" + t"{w}"))
T, I = type(t""), type(t"{x}".interpolations[0])
t = t"a{x!r:>{w}}b"
print(list(t) == ["a", t.interpolations[0], "b"], [type(p).__name__ for p in t"{x}{w}"], t.values, list(t""), list(t"{x}")[0].value)
match t:
    case T(strings=("a", "b"), interpolations=(I(value, expression, conversion, spec),)): print(value, expression, conversion, spec)
match list(t):
    case [str(a), I(5 as v, conversion="r"), *rest]: print(a, v, rest)
print(I(1), I(1, "e"), I(1, "e", "r"), I(1, "e", None, "s"), I(value=1, expression="x", conversion="a", format_spec="q").format_spec)
print(T(), T("a", "b"), T(I(1), I(2)), T("a", I(1), "b", "c").strings, T(I(1), "a").strings, T("a", I(1)).strings)


def attempt(action):
    try:
        print(action())
    except Exception as e:
        print(type(e).__name__, e)


for action in (lambda: t + "s", lambda: "s" + t, lambda: t + 5, lambda: t * 2, lambda: t % 1, lambda: len(t), lambda: t[0], lambda: t == t"a{x!r:>{w}}b", lambda: t == t, lambda: t < t, lambda: hash(t) == hash(t), lambda: str(t) == repr(t), lambda: f"{t:>5}", lambda: f"{t}" == str(t), lambda: "a" in t, lambda: [*t][0], lambda: reversed(t), lambda: "".join(t), lambda: bool(t""), lambda: T(5), lambda: T(strings=("a",)), lambda: T("a", None), lambda: I(1, 2), lambda: I(1, "x", "q"), lambda: I(1, "x", 5), lambda: I(1, "x", None, 5), lambda: I(), lambda: I(1, 2, 3, 4, 5), lambda: I(1).value.real, lambda: setattr(t, "strings", ()), lambda: setattr(I(1), "value", 2), lambda: delattr(t, "strings"), lambda: type("S", (T,), {}), lambda: type("S", (I,), {}), lambda: I[int].__args__, lambda: I.__match_args__, lambda: hasattr(T, "__match_args__"), lambda: I(1) == I(1), lambda: iter(t).__class__.__name__, lambda: next(iter(t)), lambda: t.__reduce__()[0].__name__, lambda: I(1, "a").__reduce__()[1], lambda: t"{undefined}", lambda: t"{1 / 0}", lambda: t"{x:{1 / 0}}", lambda: t"{x:{None}}".interpolations[0].format_spec, lambda: t"{x:{x!r:>3}}".interpolations[0].format_spec, lambda: t"a".interpolations, lambda: t"{x:a{x}b{w}c}".interpolations[0].format_spec):
    attempt(action)
def gen(): return t"{(yield 1)}{(yield 2)}"
g = gen()
next(g), g.send("one")
try:
    g.send("two")
except StopIteration as e:
    print(show(e.value))
