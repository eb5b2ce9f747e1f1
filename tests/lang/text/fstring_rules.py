"""f-strings: nesting, debug form, conversions, quotes, lambdas, comments, escapes, format specs of every form, errors."""
def attempt(action, *arguments, **keywords):
    try:
        print(action(*arguments, **keywords))
    except Exception as error:
        print(type(error).__name__, error)


class Spec:
    def __format__(self, spec): return f"<{spec}>"
    def __repr__(self): return "Spec()"
    def __str__(self): return "text"


s, x, y, w = Spec(), 5, 2.5, 10
d = {"k": "v", 'a"b': 1}
print(f"{s} {s!r} {s!s} {s!a} {s:spec} {s!r:>8}| {s:{x}} {s:{x}.{y}} {s:{'a'}{'b'}} {s:{{'set'}}}")
print(f"{x=} {x = } {x=!s} {x=:04} {x =!r:>4} {s=} {s=!s} {s=:a} {x+1=} {d['k']=} {f(1)=}" if (f := lambda n: n) else "")
print(f"{d["k"]} {d['a"b']} {"nested " f"{f"{f'{x}'}"}"} {'\n'} {"\t".join("ab")} {'\N{BULLET}'} \N{BULLET} {{}} {{{x}}} }}{{ \x41 \u00e9 \
continued")
print(f"""{
    x  # a comment
    + 1
} {x
   :>5} {
   y!r}""")
print(f"{x:>{w}}|{x:<{w}}|{x:^{w}}|{y:{w}.{x}}|{y:{w}.{x - 3}f}|{'a':{'*'}^{w}}|{x:{''}}|{x:{'0'}{4}}|{x:0{w}}|")
print(f"{(lambda: 1)()} {(lambda n: n * 2)(x)} {x if x else y} {[n for n in range(3)]} { {1: 2}[1] } {x, y} {x,} {*[1, 2], 3} {(z := 7)} {z} {x == 5} {x != 5} {x >= 5} {x <= 5!r} {not x}")
print(f"{x!r}" f"{y}" "plain {x}" f'{"mixed"}' rf"\n{x}\d" fr'{x}\{y}' Rf"\{x}", F"{x}", f'', f"{''}", f"{'' ''}", f"a{''}b")
print(f"{x:{y:{w}}}" if False else f"{s:{s:{s}}}", f"{s:a{x}b{y}c}", f"{s:{x!r}}", f"{s:{x=}}", f"{s:!}", f"{s:!r}", f"{s::}", f"{s::>}", f"{s:}}}" if False else "", f"{s: }", f"{s:\n}", f"{s:\x41}", f"{s:\N{BULLET}}", f"{s:{{}}}" if False else "")
print(f"{'a' if x else 'b'!r} {"'"} {'"'} {'''triple'''} {"""d"q"""} {b'bytes'} {b"b"[0]} {x!s:{'>'}{w}} {1_000:,} {0x10:#x} {1e3} {1j} {...} {None} {True}")


def order():
    log = []
    def note(value):
        log.append(value)
        return value
    text = f"{note(1)} {note('a'):>{note(5)}} {note(2)!r:{note(3)}}"
    return text, log


print(order())
attempt(lambda: f"{undefined}")
attempt(lambda: f"{x:q}")
attempt(lambda: f"{s!r:q}")
attempt(lambda: f"{[]:>5}")
attempt(lambda: f"{x:{'bad'}}")
attempt(lambda: f"{1 // 0}")
value = "changed"
functions = [lambda: f"{value}" for value in "ab"]
print([function() for function in functions], f"{value}")


class Scope:
    name = "class"
    text = f"{name}"
    nested = [f"{item}" for item in name[:2]]
    __private = 1
    mangled = f"{__private}"


print(Scope.text, Scope.nested, Scope.mangled, f"{Scope.__name__!r:*^9}", f"{'é':\U0001f600^5}", f"{'\ud800'!a}")
for source in ("f'{'", "f'}'", "f'{}'", "f'{ }'", "f'{!r}'", "f'{x!}'", "f'{x!q}'", "f'{x!rr}'", "f'{x! r}'", "f'{x !r}'", "f'{x!r }'", "f'{x:{y'", "f'{x:{}}'", "f'{x:}'", "f'{x:{y}}}'", "f'{lambda: 1}'", "f'{lambda x: 1}'", "f'{x := 5}'", "f'{x:=5}'", "f'{*x}'", "f'{**x}'", "f'{yield}'", "f'{await x}'", "f'{x = }'", "f'{x = !r}'", "f'{=}'", "f'{x=y}'", "f'{x==y}'", "f'{x=!}'", "f'{\"a'", "f'{a b}'", "f'{a $ b}'", "f'{a[}'", "f'{a)}'", "f'{(}'", "f'{#}'", "f'{a#}'", "f'''{\na\n}'''", "f'{\na}'", "f'{a:\n}'", "f'{a\\\n}'", "f'\\N{none}'", "f'\\N'", "f'{a}' b'c'", "f'a' 'b' = 1", "f'{a}' = 1", "(f'{a}' for x in y)", "f'{import x}'", "f'{x;y}'", "f'{1=}'", "f'{pass}'", "f'{a.}'", "f'{,}'", "f'{:x}'", "f'{a!s:{b!r}}'", "f'{a:{b:{c:{d}}}}'", "del f''", "fb''", "fu''", "f'{(a:=1)}'", "f'{a if b}'", "f'{\\n}'", "f'{'a'}'", "f'\\{x}'", "f'{x}\\'"):
    try:
        compile(source, "s", "eval" if "=" not in source or "{" in source.split("=")[0] else "exec")
        print(source.encode(), "accepted")
    except SyntaxError as error:
        print(source.encode(), error.msg, error.lineno, error.offset)
