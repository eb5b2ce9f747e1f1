# zeal: 200 - imports functools
"""Callables of the library compared, copied and shown: partial, methodcaller, itemgetter, cmp_to_key, bound methods, nested ones."""
import copy
import functools
import operator
import pickle
from lib.attempts import attempt


def function(*args, **kw): return args, kw


class Callable:
    def __call__(self, *args): return ("called", args)
    def __repr__(self): return "Callable()"


p = functools.partial(function, 1, k=2)
print(p(), p(3, k=4, z=5), p.args, p.keywords, p.func is function, functools.partial(p, 2, z=3).args, functools.partial(p, 2).func is function, functools.partial(Callable(), 1)(2), repr(functools.partial(Callable(), 1, a="b")), repr(functools.partial(functools.partial(int), base=2)))
p.keywords["added"] = 9
print(p(), functools.partial(print, "x", end="!\n")(), functools.partial(dict, a=1)(b=2), functools.partial(sorted, key=len)(["bb", "a"]), functools.partial(int, "10")(base=2))


class Sub(functools.partial):
    def __call__(self, *args): return ("sub", super().__call__(*args))
    extra = "class attribute"


sub = Sub(function, 1)
sub.note = "kept"
nested = Sub(sub, 2)
print(sub(5), nested(6), type(nested.func).__name__, vars(sub), functools.partial(sub, 3).func is sub, repr(sub).split("(")[0].split(".")[-1])
for twin in (copy.copy(sub), copy.deepcopy(sub), pickle.loads(pickle.dumps(sub))):
    print(type(twin).__name__, twin(7), vars(twin), twin.args, twin is sub)
p = functools.partial(function)
p.__setstate__((function, (p,), {}, {}))
print(repr(p).split("<function")[0], "..." in repr(p))
p.__setstate__((len, (), {}, None))
print(p("abc"))
for state in ((), 5, (1, (), {}, None), (len, [], {}, None), (len, (), [], None), (len, (), {}, None, None)):
    attempt(p.__setstate__, state)
attempt(lambda: functools.partial(len).missing)
attempt(functools.partial(len), 1, 2)
attempt(functools.partial(function, **{"with space": 1}))
attempt(lambda: functools.partial(len).__dict__)


class Holder:
    method = functools.partial(function, "partial in a class")
    static = staticmethod(functools.partial(function, "static"))
    bound = functools.partialmethod(function, "partialmethod")


holder = Holder()
attempt(lambda: Holder.method(1))
attempt(lambda: holder.static(1))
attempt(lambda: len(holder.bound(1)[0]))
attempt(lambda: Holder.bound(1))

for getter in (operator.itemgetter(0), operator.itemgetter(0, 1), operator.attrgetter("real"), operator.attrgetter("real", "imag"), operator.methodcaller("count", 1), operator.methodcaller("split", sep=",")):
    again = pickle.loads(pickle.dumps(getter))
    print(repr(again) == repr(getter), repr(copy.copy(getter)), type(again).__name__)


class Base:
    def method(self): return "base"
    def __eq__(self, other): return isinstance(other, Base)
    def __hash__(self): return 1


first, second = Base(), Base()
print(first.method == first.method, first.method == second.method, hash(first.method) == hash(first.method), first.method is first.method, {first.method: 1}.get(first.method), {first.method: 1}.get(second.method), first.method.__self__ is first, first.method.__func__ is Base.method, [].append == [].append, (lambda l: l.append == l.append)([]), len == len, str.upper == str.upper, "a".upper == "a".upper)
print(functools.WRAPPER_ASSIGNMENTS, functools.WRAPPER_UPDATES)


def source():
    """source doc"""


source.tag = [1]


def target(x: int): ...


updated = functools.update_wrapper(target, source)
print(updated is target, target.__name__, target.__doc__, target.tag is source.tag, target.__wrapped__ is source, target.__annotations__)
print(functools.update_wrapper(functools.partial(len), source).__name__, functools.update_wrapper(Callable(), len).__name__)
attempt(functools.update_wrapper, 5, source)
compose = functools.reduce(lambda f, g: lambda x: g(f(x)), [str, len, range, list])
print(compose(12345), functools.reduce(operator.add, [[1], [2]], []), functools.reduce(lambda a, b: {**a, **b}, [{1: 2}, {3: 4}]))
