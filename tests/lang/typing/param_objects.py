# zeal: 40 - its methods import typing
"""TypeVar, ParamSpec and TypeVarTuple made by calls: arguments, variance, defaults, attributes, repr, union and refusals."""
def get[T, *Ts, **P](): return T, Ts, P


def attempt(action):
    try:
        print(action())
    except Exception as e:
        print(type(e).__name__, e)


T, Ts, P = get()
TypeVar, TypeVarTuple, ParamSpec = type(T), type(Ts), type(P)
NoDefault = T.__default__
print(repr(T), repr(Ts), repr(P), repr(NoDefault), type(NoDefault).__name__, NoDefault is type(NoDefault)(), bool(NoDefault))
print(TypeVar("A"), TypeVar("A", covariant=True), TypeVar("A", contravariant=True), TypeVar("A", infer_variance=True), ParamSpec("Q"), ParamSpec("Q", covariant=True), TypeVarTuple("Us"))
print(TypeVar("A", int, str).__constraints__, TypeVar("A", bound=int).__bound__, TypeVar("A", default=5).__default__, TypeVar("A", default=None).has_default(), TypeVar("A", bound=None).__bound__, TypeVar("A").__module__, TypeVarTuple("Us", default=int).__default__, ParamSpec("Q", default=[int]).__default__, ParamSpec("Q", bound=int).__bound__)
for action in (lambda: TypeVar(), lambda: TypeVar(5), lambda: TypeVar("A", int), lambda: TypeVar("A", int, str, bound=int), lambda: TypeVar("A", covariant=True, contravariant=True), lambda: TypeVar("A", covariant=True, infer_variance=True), lambda: TypeVar("A", bad=1), lambda: TypeVar(name="A").__name__, lambda: TypeVarTuple(), lambda: TypeVarTuple("A", int), lambda: TypeVarTuple("A", bound=1), lambda: ParamSpec(), lambda: ParamSpec("A", 1), lambda: ParamSpec("A", covariant=True, contravariant=True), lambda: TypeVar("not a name").__name__, lambda: TypeVar("").__name__,
               lambda: T(), lambda: T[int], lambda: P[int], lambda: Ts[int], lambda: type("C", (T,), {}), lambda: type("C", (Ts,), {}), lambda: type("C", (P,), {}), lambda: type("C", (P.args,), {}), lambda: type("C", (TypeVar,), {}), lambda: isinstance(1, T), lambda: issubclass(int, T), lambda: setattr(T, "__name__", "x"), lambda: setattr(T, "__bound__", 1), lambda: setattr(T, "x", 1) or T.x, lambda: setattr(P, "y", 1) or P.y, lambda: setattr(Ts, "z", 1) or Ts.z, lambda: delattr(T, "__default__"), lambda: T == T, lambda: T == TypeVar("T"), lambda: T < T, lambda: hash(T) == hash(T), lambda: T.__reduce__(), lambda: P.__reduce__(), lambda: Ts.__reduce__(), lambda: next(iter(Ts)), lambda: [*Ts], lambda: iter(T), lambda: iter(P), lambda: P.args, lambda: P.kwargs, lambda: P.args == P.args, lambda: P.args == P.kwargs, lambda: P.args.__origin__ is P, lambda: hash(P.args), lambda: type(P.args)(5), lambda: type(P.args)(), lambda: type(P.kwargs)("q").__origin__, lambda: type(NoDefault)(1), lambda: setattr(NoDefault, "x", 1), lambda: NoDefault.__reduce__(), lambda: T.__mro_entries__(()), lambda: T.evaluate_bound, lambda: T.evaluate_default, lambda: T.evaluate_constraints, lambda: TypeVar("A", bound=int).evaluate_bound(1), lambda: TypeVar("A", default="d").evaluate_default(1), lambda: T.nothing, lambda: T.__class__.__module__, lambda: list[T][int], lambda: list[T].__parameters__, lambda: dict[T, T][int], lambda: tuple[*Ts].__parameters__, lambda: tuple[*Ts][int, str], lambda: tuple[T, *Ts][int, str, bytes], lambda: tuple[T, *Ts][()], lambda: list[T][int, str], lambda: list[int][str], lambda: dict[T, list[T]][str], lambda: (list[T] | T).__parameters__):
    attempt(action)
