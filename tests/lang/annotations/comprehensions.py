# Comprehensions in annotations, aliases and type parameters of a class: the class's names are seen by their outermost iterable only.
def f():
    x = "outer"
    class C:
        x = "class"
        type A = [x for _ in (1,)]
        type B = (lambda: x)()
        type D = [y for y in [x]]
        type E = [(x, z) for y in [1] for z in [x]] + [x]
        type F = [[x for _ in (1,)] for _ in [x]]
        type G[T] = {T.__name__: x for _ in (1,)}
        def g(self, a: [x for _ in (1,)]) -> {x for _ in (1,)}: pass
        class H[T: [x for _ in (1,)], U = [(T.__name__, x) for _ in (1,)]]([dict for T in [T.__name__]][0]): pass
        z: [x for _ in [1]]
        w: [(lambda: (x, v))() for v in [x]]
    print(C.A.__value__, C.B.__value__, C.D.__value__, C.E.__value__, C.F.__value__, C.G.__value__)
    print(C.g.__annotations__, C.H.__type_params__[0].__bound__, C.H.__type_params__[1].__default__, C.H.__bases__[0])
    print(C.__annotations__)


f()


class C:
    only = 1
    type A = [only for _ in (1,)]
    type B = [_ for _ in (only,)]


try:
    C.A.__value__
except NameError as error:
    print(error)
print(C.B.__value__)
