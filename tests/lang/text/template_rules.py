# zeal: 100 - many safepoints
"""t-strings: interpolations, their parts, nesting, concatenation, iteration, equality, refusals (PEP 750)."""
import string.templatelib
from string.templatelib import Interpolation, Template, convert
def attempt(action, *arguments, **keywords):
    try:
        print(action(*arguments, **keywords))
    except Exception as error:
        print(type(error).__name__, error)


name, number, width = "world", 3.14159, 10


def parts(template):
    return template.strings, [(i.value, i.expression, i.conversion, i.format_spec) for i in template.interpolations]


print(parts(t"hello {name}!"), parts(t""), parts(t"plain"), parts(t"{name}"), parts(t"{name}{number}"), parts(t"{{}} {name}"))
print(parts(t"{name!r:>10}"), parts(t"{number:.2f}"), parts(t"{number:{width}.{2}}"), parts(t"{name = }"), parts(t"{number=:.1f}"), parts(t"{name=!s}"), parts(t"{ name }"), parts(t"{name.upper( )}"))
print(parts(t"a{t"b{name}"}c")[0], parts(t"{f"{name}"}"), parts(t"a" t"{name}" t"b"), parts(rt"\n{name}"), parts(tr'\{name}'), parts(T"{name}"), parts(t"""{
    name
}"""), parts(t"\N{BULLET}{name}\x41"))
template = t"a {name} b {number:.1f} c"
print(list(template), template.values, repr(template), template.__class__, type(template.interpolations).__name__)
print(list(t"{1}{2}"), list(t""), len(list(t"a{1}b")), iter(template).__class__.__name__)
print(template + t"{1}", parts(t"a" + t"b"), parts(t"a{1}" + t"{2}b"), (t"{1}" + t"{2}").strings)
attempt(lambda: t"a" + "b")
attempt(lambda: "a" + t"b")
attempt(lambda: t"a" + 5)
attempt(lambda: t"a" * 2)
attempt(lambda: t"a" == t"a")
attempt(lambda: str(t"{1}") == repr(t"{1}"))
attempt(lambda: f"{t"x{1}"}")
attempt(lambda: t"a"[0])
attempt(lambda: len(t"a"))
attempt(lambda: "".join(t"abc"))
attempt(lambda: "".join(t"abc{1}"))
attempt(lambda: setattr(template, "strings", ()))
attempt(lambda: setattr(template.interpolations[0], "value", 1))
attempt(lambda: setattr(template, "new", 1))
attempt(lambda: hash(template) == hash(template))
attempt(lambda: t"{undefined}")
attempt(lambda: t"{1 // 0}")
attempt(lambda: parts(t"{number:{width:{undefined}}}"))
print(parts(Template("a", "b", Interpolation(1, "one"), Interpolation(2), "c")), parts(Template()), parts(Template(Interpolation(5, "x", "r", "s"), Interpolation(6))), Template("x").strings)
attempt(lambda: Template(5))
attempt(lambda: Template("a", None))
attempt(lambda: Template(a=1))
attempt(lambda: Interpolation())
attempt(lambda: Interpolation(1, 5))
attempt(lambda: Interpolation(1, "x", "q"))
attempt(lambda: Interpolation(1, "x", "r", 5))
attempt(lambda: Interpolation(value=1, expression="e", conversion="a", format_spec="f"))
attempt(lambda: Interpolation(1, "e").__match_args__)
attempt(lambda: type("Sub", (Template,), {}))
attempt(lambda: type("Sub", (Interpolation,), {}))
print(convert("é", "a"), convert("é", "r"), convert(5, "s"), convert(5, None))
attempt(convert, 5, "q")
print(Template[int] if hasattr(Template, "__class_getitem__") else "", Interpolation(1, "x") == Interpolation(1, "x"))


def render(template):
    out = []
    for item in template:
        match item:
            case str(): out.append(item)
            case Interpolation(value, expression, conversion, spec):
                out.append(f"[{expression}={format(convert(value, conversion), spec)}]")
    return "".join(out)


print(render(t"{name!r:>8} and {number:.{2}f} {name.upper()} {len(name)=}"))


def order():
    log = []
    def note(value):
        log.append(value)
        return value
    made = t"{note(1)} {note('a'):{note('>')}{note(5)}} {note(2)!r}"
    return parts(made), log


print(order())
lazy = [t"{n}" for n in range(2)]
print([item.values for item in lazy], (lambda: t"{name}")().values, string.templatelib.Template is Template)
for source in ("t'{'", "t'}'", "t'{}'", "t'{!r}'", "t'{x!q}'", "t'a' 'b'", "'a' t'b'", "t'a' f'b'", "f'a' t'b'", "t'a' b'b'", "tb''", "ft''", "ut''", "t'{x:{y}'", "t'{lambda: 1}'", "t'{x = }'", "t'a' = 1", "t'{yield}'", "t'{x:=5}'", "t'{*x}'", "match x:\n  case t'a': pass", "x: t'{a}' = 1", "t'{a b}'"):
    try:
        compile(source, "s", "exec")
        print(repr(source), "accepted")
    except SyntaxError as error:
        print(repr(source), error.msg)
