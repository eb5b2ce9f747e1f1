"""The method resolution order: C3 over diamonds, refusals, mro overridden, __bases__ assigned, subclasses listed."""
def attempt(action):
    try:
        print(action())
    except Exception as e:
        print(type(e).__name__, str(e).replace("\n", " "))


def names(c): return [k.__name__ for k in c.__mro__]


class A: who = "A"
class B(A): who = "B"
class C(A): who = "C"
class D(B, C): pass
class E(C, B): pass
class F(A): pass
class G(B, C): pass
class X: pass
class Y: pass
class XY(X, Y): pass
class YX(Y, X): pass


print(names(D), names(E), D.who, E.who)
for bases in ((G, E), (A, B), (B, A), (XY, YX), (XY, X), (X, XY), (object, A), (A, object), (G, F), (F, G), (G, B, A), (G, A, B), (XY, G, object), (int, A), (A, int), (dict, B, C), (B, B)):
    attempt(lambda: names(type("T", bases, {})))
D.__bases__ = (C, B)
print(names(D), D.who)
D.__bases__ = (F,)
print(names(D), D.who, D.__base__.__name__, [k.__name__ for k in F.__subclasses__() if k.__name__ != "T"], [k.__name__ for k in B.__subclasses__() if k.__name__ != "T"])
for value in ((), 5, [A], (5,), (D,), (A, A), (A, B), (E, F)):
    attempt(lambda: setattr(D, "__bases__", value) or names(D))
attempt(lambda: delattr(D, "__bases__"))
attempt(lambda: setattr(int, "__bases__", (object,)))
attempt(lambda: setattr(A, "__bases__", (D,)))
attempt(lambda: setattr(object, "__bases__", ()))
d = D()
D.__bases__ = (B,)
print(d.who)
B.who = "changed"
print(d.who)
B.__bases__ = (X,)
print(names(D), hasattr(D, "who"), names(E))


class Meta(type):
    def mro(cls):
        order = super().mro()
        return [order[0], *reversed(order[1:-1]), order[-1]] if cls.__dict__.get("reverse") else order


class R(X, Y, metaclass=Meta): reverse = True
print(names(R), R.mro()[1].__name__, type.mro(R)[1].__name__)


def bad(result):
    class M(type):
        def mro(cls): return result(cls)
    return names(M("Bad", (A,), {}))


for result in (lambda c: [c, object], lambda c: [object], lambda c: 5, lambda c: [], lambda c: [c, 5], lambda c: (c, A, object), lambda c: [c, int, object], lambda c: iter([c, object]), lambda c: 1 / 0, lambda c: [c]):
    attempt(lambda: bad(result))
attempt(lambda: setattr(A, "__mro__", ()))
attempt(lambda: A.mro()[0].__name__)
attempt(lambda: type.mro(5))
print(bool.__mro__, type.__mro__, bool.__bases__, object.__bases__, object.__base__, type.__base__.__name__, KeyError.__mro__[1:3])
