# Type parameters and aliases: functions, aliases, lazy evaluation, scopes.
def f[T, *Ts, **P](x: T, *args) -> list[T]:
    return [x, T.__name__]
print(f.__type_params__, f(1), f.__annotations__['x'], f.__annotations__['return'], f.__name__, f.__qualname__)
T, Ts, P = f.__type_params__
print(type(T), type(Ts), type(P), T.__bound__, T.__constraints__, T.__covariant__, T.__infer_variance__, T.__module__)
print(repr(T), P.args, P.kwargs, P.args.__origin__ is P, P.args == P.args, T.has_default(), T.__default__)
def g[A: int, B: (int, str), C = str, D: undefined = other](a: A, b=5, *, k=6): return a, b, k
A, B, C, D = g.__type_params__
print(A.__bound__, B.__constraints__, C.__default__, C.has_default(), B.__bound__, A.__constraints__, g(1), g(1, 2, k=3))
try: D.__bound__
except NameError as e: print(e)
undefined = float
print(D.__bound__)
try: D.__default__
except NameError as e: print(e)
print(A.evaluate_bound(1), A.evaluate_bound.__name__, C.evaluate_default(1))
try: A.evaluate_bound(4)
except NotImplementedError: print('not implemented')
type X = int | str
print(X, X.__value__, type(X), X.__type_params__, X.__name__, X.__module__)
type L[T] = list[T] | None
print(L.__type_params__, L.__value__, L.__parameters__, L[int], L[int].__origin__ is L)
try: X[int]
except TypeError as e: print(e)
type R = dict[str, R]
print(R.__value__)
type Bad = nothing
try: Bad.__value__
except NameError as e: print(e)
print(X | None, int | X, f.__type_params__[0] | int)
def outer[T](x: T):
    def inner[U](y: U) -> T: return T, U
    return inner
i = outer(1)
print(i(2), i.__qualname__, i.__annotations__, i.__code__.co_freevars)
class K:
    Y = int
    def m[T: Y](self, v: T) -> Y: return v
    type Z = Y
    Y = str
print(K.m.__annotations__, K.m.__type_params__[0].__bound__, K.Z.__value__, K().m(3), K.m.__qualname__)
def deco(fn): fn.tag = 'd'; return fn
@deco
def h[T](x=1, /, y: T = 2): return x, y
print(h(), h.tag, h.__type_params__, h.__defaults__)
async def co[T](x: T): return x
def gen[T](x: T):
    yield T
print(next(gen(1)), co.__type_params__)
def closure():
    v = 5
    def q[T: v](x: T = v): return x, v
    return q
q = closure(); print(q(), q.__type_params__[0].__bound__)
T2 = type(T)('T2', covariant=False)
print(T2, T2.__name__, type(T)('U', covariant=True), type(T)('V', contravariant=True), type(T)('W', infer_variance=True), T2.__default__)
try: type(T)('T', covariant=True, contravariant=True)
except ValueError as e: print(e)
try:
    class S(T): pass
except TypeError as e: print(e)
f.__type_params__ = (T2,)
print(f.__type_params__)
try: f.__type_params__ = 5
except TypeError as e: print(e)
print((lambda: 1).__type_params__, int.__type_params__)
A1 = type(X)('A1', list[int], type_params=(T,)); print(A1, A1.__value__, A1.__type_params__, A1[str])
print(A.evaluate_constraints if A.evaluate_constraints is None else 0, T2.evaluate_bound)
def later[T: 'forward']() -> 'text': pass
print(later.__type_params__[0].__bound__, later.__annotations__)
