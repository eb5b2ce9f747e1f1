# zeal: 100 - many safepoints
"""The type statement and type parameters: laziness, scopes, recursion, attributes, soft keyword, evaluation functions, refusals."""
import typing
def attempt(action, *arguments, **keywords):
    try:
        print(action(*arguments, **keywords))
    except Exception as error:
        print(type(error).__name__, error)


type Simple = int | str
type Lazy = undefined_name
type Recursive = list[Recursive] | int
type Generic[T, *Ts, **P] = dict[T, tuple[*Ts], P]
type Bound[T: int, U: (str, bytes), V = T] = list[T]
print(Simple, Simple.__name__, Simple.__value__, Simple.__type_params__, Simple.__module__, Generic.__type_params__, Generic[int, str, [bool]], Bound.__parameters__)
attempt(lambda: Lazy.__value__)
undefined_name = float
print(Lazy.__value__, Recursive.__value__, Simple | None, Simple == Simple, hash(Simple) == hash(Simple), repr(Simple), type(Simple).__name__)
T, U, V = Bound.__type_params__
print(T.__bound__, U.__constraints__, V.__default__ is T, T.__name__, T.has_default(), V.has_default(), T.__infer_variance__, T.__covariant__, Bound.__value__, T.__constraints__, U.__bound__)
attempt(lambda: Simple())
attempt(lambda: Simple[int])
attempt(lambda: Generic[int])
attempt(lambda: isinstance(5, Simple))
attempt(lambda: setattr(Simple, "__name__", "x"))
attempt(lambda: setattr(Simple, "__value__", 5))
attempt(lambda: setattr(Simple, "new", 5))
attempt(lambda: type("Sub", (typing.TypeAliasType,), {}))
made = typing.TypeAliasType("Made", list[T], type_params=(T,))
print(made, made.__value__, made[int], made[int].__origin__ is made, made[int].__args__)
for arguments in ((), ("A",), (5, int), ("A", int, 5), ("A", int, (5,))):
    attempt(lambda: typing.TypeAliasType(*arguments))
attempt(lambda: typing.TypeAliasType("A", int, type_params=[T]))


def function[T: int, *Ts, **P](x: T, *args: *Ts, **kw: P.kwargs) -> list[T]:
    return T, Ts, P


print(function.__type_params__, function(1)[0] is function.__type_params__[0], function.__annotations__, function.__name__, function.__qualname__)


class Klass[T, U = str]:
    attribute: T
    def method[V](self, x: V) -> T: return V, T
    type Inner = list[T]
    def uses(self): return T


print(Klass.__type_params__, Klass.__parameters__, Klass[int], Klass[int, bytes], Klass.__bases__, Klass.__orig_bases__, Klass().method(1), Klass.Inner.__value__, Klass().uses(), Klass.__annotations__, Klass[int]().__orig_class__)
attempt(lambda: Klass[int, str, bytes])
attempt(lambda: Klass[()])


def outer():
    local = "local"
    type Alias = local
    def inner[T = local](): return T
    class C[T: local]: pass
    local = "changed"
    return Alias.__value__, inner().__default__, C.__type_params__[0].__bound__


print(outer())


class Scope:
    name = "class name"
    type Alias = name
    def method[T = name](self): return T.__default__
    other = 5


print(Scope.Alias.__value__, Scope().method(), "Alias" in vars(Scope))
type = "still a name"
print(type)
type type = type
print(type.__name__, type.__value__ is type)
type type[type] = type
print(type.__value__, type.__type_params__)
del type
print(Simple.evaluate_value(1), T.evaluate_bound(1), V.evaluate_default(2) is T, T.evaluate_default, Simple.evaluate_value.__class__.__name__)
for source in ("type X", "type X =", "type X[T] = T; type Y = 1", "type X[T, T] = 1", "type X[*Ts: int] = 1", "type X[**P: int] = 1", "type X[T = int, U] = 1", "type X[] = 1", "type 1 = 2", "type a.b = 1", "type X = (yield)", "type X = await y", "type X = (y := 1)", "type X[T: (yield)] = 1", "type X[T = (y := 1)] = 1", "def f[T](x: (yield)): pass", "class C[T]((yield)): pass", "class C[T]((x := 1)): pass", "def f[T: (x := 1)](): pass", "def f[T]() -> (x := 1): pass", "type X: int = 1", "type X[*Ts = int] = 1", "type X[*Ts = *tuple[int]] = 1", "type X[T: int = str] = 1", "type X[T = *y] = 1", "type (X) = 1", "type X[T=int, *Ts] = 1", "type X += 1", "type in x", "type: int = 1", "class C[__debug__]: pass", "def f[T](T): pass", "type X = lambda: (yield)", "type X[T: [y for y in z]] = T"):
    try:
        compile(source, "s", "exec")
        print(repr(source), "accepted")
    except SyntaxError as error:
        print(repr(source), error.msg)
