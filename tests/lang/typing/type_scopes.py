# zeal: 40 - imports typing
"""Scopes of type parameters: shadowing, nonlocal, classes, methods, nested generics, what is refused."""
T = "module T"


def shadow[T](x: T) -> T:
    def inner(): return T
    return T, inner()


def outer[T]():
    T_seen = T
    def inner[U]():
        return T, U
    class Inner[T]:
        t = T
        def m[V](self): return T, V
    return T_seen, inner(), Inner.t, Inner().m(), Inner.__type_params__[0] is Inner.t


def rebinds[T]():
    T = "local"
    return T


def deleted[T](x=T):
    return x


class Names:
    T = "class T"
    type A = T
    type B[T] = T
    def m[T](self, x: T): return T
    def plain(self): return T
    def uses[U: T](self): return U


print([t if isinstance(t, str) else t.__name__ for t in shadow(1)], T)
a, b, c, d, e = outer()
print(a, b, c, d, e, c is d[0], a is b[0], a is c)
print(rebinds(), deleted())
print(Names.A.__value__, Names.B.__value__ is Names.B.__type_params__[0], Names().m(1), Names().plain(), Names().uses().__bound__)


def order[A: (B, int), B: A](): return A, B
A, B = order()
print(A.__constraints__, B.__bound__ is A, order.__type_params__ == (A, B))


def log(tag, value=None):
    print("evaluated", tag)
    return value


def decorator(f):
    print("decorated", f.__name__, f.__type_params__)
    return f


@decorator
def evaluated[T: log("bound", int), *Ts = log("star default", tuple[int]), **P = log("param default", [int])](x: log("annotation") = log("default", 5)) -> log("return"): return x


print(evaluated(), evaluated.__defaults__)
T1, Ts, P = evaluated.__type_params__
print(T1.__bound__, T1.__bound__, Ts.__default__, P.__default__, evaluated.__annotations__)


class Eager[T: log("class bound", str)](log("base", Names)): log("body")


print(Eager.__type_params__[0].__bound__, Eager.__name__, Eager.__qualname__)
def qualnames():
    def g[T](): 
        def h(): pass
        class K: pass
        return h.__qualname__, K.__qualname__, (lambda: 0).__qualname__
    type X[T] = T
    return g.__qualname__, *g(), X.__name__
print(qualnames())
import sys
def frames[T](x=sys._getframe().f_code.co_name): return x
print(frames(), frames.__closure__, shadow.__code__.co_freevars, shadow.__closure__[0].cell_contents if shadow.__closure__ else None)
