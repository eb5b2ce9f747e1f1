"""lambda: every kind of parameter, defaults, nesting, precedence, scopes, names, yield and walrus inside, what is refused."""
from lib.attempts import attempt


print((lambda: 1)(), (lambda a, /, b, *, c: (a, b, c))(1, b=2, c=3), (lambda *a, **k: (a, k))(1, x=2), (lambda a=1, *b, c=2: (a, b, c))(5, 6), (lambda *, k: k)(k=1))
print((lambda x: lambda y: x + y)(1)(2), (lambda: (yield))().__class__.__name__, list((lambda: (yield 1))()), (lambda: [(yield)])().__name__, list((lambda: (yield from "ab"))()))
print((lambda x: x if x else "falsy")(0), [f(2) for f in [lambda x: x, lambda x: x * 2]], (lambda x: x, 1)[1], (lambda: 1) and 2, sorted([3, 1], key=lambda n: -n), (lambda: (1, 2))())
print((lambda: {"a": 1})(), (lambda x: {x: x})(1), (lambda x: {x})(1), (lambda s: s[1:])("abc"), (lambda: ...)(), (lambda x: not x)(1), (lambda x, y: x or y)(0, 2))
print((lambda x: (y := x + 1, y))(1), [(lambda: w)() for w in "ab"], (lambda f: f(f, 5))(lambda f, n: 1 if n < 2 else n * f(f, n - 1)))
function = lambda x, y=[]: (y.append(x), y)[1]
print(function(1), function(2), function.__name__, function.__qualname__, function.__defaults__, function.__kwdefaults__, function.__doc__, function.__annotations__, function.__module__)


def maker():
    return [lambda: number for number in range(3)], [lambda number=number: number for number in range(3)]


late, early = maker()
print([f() for f in late], [f() for f in early], late[0].__qualname__)


class Scope:
    x = "class"
    get = lambda self: self.x
    default = lambda self, value=x: value
    names = (lambda: [name for name in ("x",)])()
    try:
        (lambda: x)()
    except NameError as error:
        failed = str(error)
    mangled = lambda self, __p=1: __p


print(Scope().get(), Scope().default(), Scope.names, Scope.failed, Scope.mangled.__code__.co_varnames, Scope.get.__qualname__)
x = "global"
print((lambda: x)(), (lambda x: (lambda: x)())("argument"), (lambda: (lambda x=x: x)())(), eval("lambda: x")(), eval("lambda: y", {"y": "given"})())
attempt(lambda a: a)
attempt(lambda: 1, 2)
attempt(lambda a, b=1, /, c=2: (a, b, c), 1, b=5)
attempt(lambda *, a: a)
attempt(lambda: undefined_name)
attempt(lambda **k: k, 1)
for source in ("lambda x: return 1", "lambda: x = 1", "lambda x:", "lambda x=: 1", "lambda x, x: 1", "lambda (x): 1", "lambda *: 1", "lambda *, **k: 1", "lambda x=1, y: 1", "lambda **k, x: 1", "lambda /: 1", "lambda x, /, /: 1", "lambda x: int: 1", "lambda *a, *b: 1", "f(lambda x: y for x in z)", "lambda: (x := 1)", "lambda: x := 1", "(lambda: 1) = 2", "lambda: await x", "lambda lambda: 1", "lambda None: 1", "lambda x, *: 1", "[lambda: x for x in y if lambda: 1]", "lambda x: yield", "lambda *a=1: 1", "x = lambda: 1, 2", "del lambda: 1", "lambda __debug__: 1", "lambda *, a, /: 1", "lambda a:=1: 1"):
    try:
        compile(source, "<s>", "exec")
        print(repr(source), "accepted")
    except SyntaxError as error:
        print(repr(source), error.msg, error.offset)
