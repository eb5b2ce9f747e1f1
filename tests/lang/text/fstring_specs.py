"""f-strings: nested fields and specs, = with whitespace and conversions, quotes and comments inside, __format__ and its errors."""
log = []


class F:
    def __init__(self, name="F"): self.name = name
    def __format__(self, spec): log.append(spec); return f"<{self.name}:{spec}>"
    def __repr__(self): return "repr"
    def __str__(self): return "str"


f, x, w, p, d = F(), 3.14159, 10, 3, {"k": "v", "n": [1, 2]}
print(f"{f}{f:}{f:abc}{f!r}{f!s:>6}{f!r:<6}|{f:{w}}|{f:{w}.{p}}|{f:{'>'}{w}}|{f:{f:{f}}}", log)
print(f"{x:{w}.{p}}|{x:{w}.{p}f}|{x:>{w}}|{x:{'*'}^{w}}|{x!r:.{p}}|{x:{w:{'d'}}}|{x:{'{'}>{w}}|{x:{f'{w}.{p}'}f}")
print(f"{x=}|{x = }|{x= }|{ x =}|{x=!s}|{x=!r:>10}|{x=:.2f}|{x = :{w}.2f}|{d['k']=}|{d["k"]=}|{f=}|{f=!s}|{f=:z}|{x+1=}|{(x)=}|{x==3=}|{x!=3=}|{x>=3=}|{x<=3=}")
print(f"{
    x
    + 1  # comment with } and "
:.{
    p
}f}", f"{d['n'][0]}{d["n"][1]}", f"{'a' 'b'}{"c"}{'''d'''}", f'{f"{'deep'}"}')
print(f"{{{x:.1f}}}{{}}{{{{", f"{'{'}{'}'}", f"{ {1: 2}[1] }", f"{(lambda a: a * 2)(3)}", f"{(y := 5)}{y:=+5}", f"{[i for i in range(3)]}", f"{ {i for i in 'a'} }", f"{1 if x else 2}", f"{x,}", f"{*[1, 2],}", f"{x,x:>3}" if 0 else "")
print(f"\x41\u20ac\N{BULLET}{x:\x2e1f}{'\n'}", rf"\x41{x:.1f}\{w}", f'''{
w}
{p}''', f"" f"{w}" "plain" r"\n" f"{p}", (f"{w}"
   f"{p}"))
print(f"{'é'!a}{'é'!a:>10}{b'x'!s}{None}{...!r}{True:d}{True:5}{None!s:>6}|{1_000:,}{1e10:_.2f}{255:#06x}{-5:=+5d}{'ab':.1}{'%'}{100:%}|{1+2j:.1f}|{w:n}")
for source in ("f'{1:d:}'", "f'{1:>}'", "f'{1:z}'", "f'{1.5:d}'", "f'{\"a\":d}'", "f'{\"a\":=5}'", "f'{\"a\":+}'", "f'{\"a\":,}'", "f'{1:,_}'", "f'{1:.2}'", "f'{1:.2d}'", "f'{1.5:.}'", "f'{None:5}'", "f'{[]:>5}'", "f'{object:>5}'", "f'{1:c}'", "f'{-1:c}'", "f'{1114112:c}'", "f'{1:+c}'", "f'{1:#c}'", "f'{1:{2}{3}}'", "f'{1:99999999999999999999}'", "f'{1.5:.99999999999}'", "f'{1:{None}}'", "f'{1:{1.5}}'", "f'{1:{[]}}'", "f'{1:é}'", "f'{1:éé}'", "f'{1:é>5}'", "f'{True:c}'", "f'{1:0>5}'", "f'{1:05}'", "f'{-1:05}'", "f'{-1:<05}'", "f'{\"a\":05}'", "f'{1.5:05.0f}'", "f'{1:x,}'", "f'{255:_x}'", "f'{255:,x}'", "f'{1e300:n}'", "f'{1:s}'", "f'{1j:d}'", "f'{1j:0>8}'", "f'{1j:=8}'", "f'{1j:%}'", "f'{1.5:z.0f}'", "f'{-0.01:z.1f}'", "f'{1:z}'", "f'{0:z.1f}'", "f'{1!r:d}'", "f'{1:\"\"}'"):
    try:
        print(source, "=", eval(source))
    except Exception as e:
        print(source, "|", type(e).__name__, e)


class Bad:
    def __format__(self, spec): return 5


class Sub(str):
    def __format__(self, spec): return Sub("formatted")


class Raises:
    def __str__(self): raise KeyError("str")
    __repr__ = __str__


class NoFormat: __format__ = None
class Few:
    def __format__(self): return ""
class ReprInt:
    def __repr__(self): return 5


for action in (lambda: f"{Bad()}", lambda: f"{Sub('x')}", lambda: type(f"{Sub('x')}"), lambda: type(f"{'x'}{Sub('')}"), lambda: f"{Raises()}", lambda: f"{Raises()!r}", lambda: f"{NoFormat()}", lambda: f"{Few()}", lambda: f"{ReprInt()!r}", lambda: f"{ReprInt()}", lambda: f"{undefined}", lambda: f"{1}{2:{1 / 0}}", lambda: format(5, None), lambda: format(5, 5), lambda: format(F()), lambda: format(F(), "q"), lambda: object().__format__("x"), lambda: "{0.name} {0:z} {1[k]} {1[n][0]} {2:{3}}".format(F(), d, 5, 4), lambda: "{} {0}".format(1), lambda: "{a.b}".format(a=1), lambda: "{0[x]}".format([1]), lambda: "{!z}".format(1), lambda: "{".format(), lambda: "}".format(), lambda: "{:{:{}}}".format(1, 2, 3), lambda: "{5}".format(1), lambda: "{k}".format(), lambda: "{0!r:>{w}}".format("a", w=6)):
    try:
        print(action())
    except Exception as e:
        print(type(e).__name__, e)
