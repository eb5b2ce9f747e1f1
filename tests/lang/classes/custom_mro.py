# A metaclass's own `mro`: what it may answer, when it is asked, and what it may do meanwhile.


def t(f):
    try:
        print("ok", f())
    except Exception as error:
        print(type(error).__name__, error)


def names(classes):
    return [c.__name__ for c in classes]


answer = None


class Answering(type):
    def mro(cls):
        return answer(cls)


for answer in (
    lambda cls: [cls, 3], lambda cls: 3, lambda cls: [], lambda cls: [int, cls], lambda cls: 1 / 0, lambda cls: [object],
    lambda cls: (c for c in (cls, dict, object)), lambda cls: iter([cls, object]), lambda cls: type.mro(cls), lambda cls: super(Answering, cls).mro(),
):
    t(lambda: Answering("A", (), {}).__mro__)
print(type.mro(bool), names(type.mro(Answering)))


# The order counts for every look-up, and for special methods.
class A:
    def f(self): return "A"
    def __len__(self): return 1
class B(A): pass
class C(A):
    def f(self): return "C"
    def __len__(self): return 2
class D(B, C): pass
class Reversed(type):
    def mro(cls):
        return list(reversed(type.mro(cls)))
class X(D, metaclass=Reversed): pass
print(names(D.mro()), D().f(), len(D()))
print(names(X.__mro__), X().f(), len(X()), issubclass(X, A), isinstance(X(), B))


class Extra:
    def extra(self): return "extra"
    def __call__(self): return "called"
    def __init_subclass__(cls, **keywords): print("made", cls.__name__, keywords)
class Adding(type):
    def mro(cls):
        order = type.mro(cls)
        return order[:-1] + [Extra] + order[-1:]
class Y(metaclass=Adding, key=3): pass
class Z(Y): pass
print(names(Y.__mro__), names(Z.__mro__), Z().extra(), Z()(), Y.__bases__, Extra.__subclasses__())


# What a class is while its first order is being asked for.
class Watching(type):
    def mro(cls):
        print(cls.__name__, cls.__mro__, names(cls.__bases__), names(type.mro(cls)))
        t(lambda: type("Derived", (cls,), {}))
        t(lambda: super(cls, cls).xxx)
        t(lambda: cls())
        t(lambda: object.__new__(cls))
        def become(): Extra().__class__ = cls
        t(become)
        cls.attribute = 5
        t(lambda: cls.method)
        return type.mro(cls)
class W(metaclass=Watching):
    method = 4
print(names(W.__mro__), W.attribute, W.method)


class Rebasing(type):
    depth = 0
    def mro(cls):
        Rebasing.depth += 1
        if Rebasing.depth == 1:
            cls.__bases__ += ()
        return type.mro(cls)
class V(metaclass=Rebasing): pass
print(names(V.__mro__), object.__subclasses__().count(V))


# Assignment to `__bases__` asks for the orders of the whole family; an exception takes everything back.
class Left: side = "left"
class Right: side = "right"
class Failing(type):
    fail = None
    asked = []
    def mro(cls):
        Failing.asked.append((cls.__name__, names(cls.__bases__), cls.side if cls.__mro__ else None))
        if Failing.fail == cls.__name__:
            raise ZeroDivisionError(cls.__name__)
        return type.mro(cls)
class P(Left, metaclass=Failing): pass
class Q(P): pass
class R(P): pass
class S(Q, R): pass
Failing.asked.clear()
P.__bases__ = (Right,)
print(sorted(Failing.asked[:1]), sorted({name for name, *_ in Failing.asked}))
print([c.side for c in (P, Q, R, S)], names(Left.__subclasses__()), names(Right.__subclasses__()))
for Failing.fail in "P", "R":
    def rebase(): P.__bases__ = (Left,)
    t(rebase)
    print([c.side for c in (P, Q, R, S)], P.__bases__, names(Left.__subclasses__()), names(Right.__subclasses__()))
Failing.fail = None
P.__bases__ = (Left,)
print([c.side for c in (P, Q, R, S)], names(S.__mro__))


# A plain class whose subclass has such a metaclass.
class Plain: side = "plain"
class Middle(Left): pass
class Under(Middle, metaclass=Failing): pass
Middle.__bases__ = (Right, Plain)
print(Under.side, names(Under.__mro__), Under().side)
del Failing.mro
Middle.__bases__ = (Plain,)
print(Under.side, names(Under.__mro__))


# No circle, also through what `mro` does, and the inner assignment stays.
class Inner(type):
    ready = False
    def mro(cls):
        if Inner.ready:
            Inner.ready(cls)
        return type.mro(cls)
class Root(metaclass=Inner): pass
class B1(Root): pass
class B2(Root): pass
class E(Root): pass
def crossing(cls):
    if cls is B1: B2.__bases__ = (B1,)
    if cls is B2: B1.__bases__ = (B2,)
def turning(cls):
    if cls is E:
        Inner.ready = False
        E.__bases__ = (B2,)
def rebase(): B1.__bases__ += ()
Inner.ready = crossing
t(rebase)
print(B1.__bases__, B2.__bases__)
Inner.ready = turning
E.__bases__ = (B1,)
B1.__bases__ = (E,)
print(E.__bases__, B2.__subclasses__(), B1.__subclasses__(), E.__subclasses__(), names(B1.__mro__))
def rebase(): B2.__bases__ = (B1,)
t(rebase)


class Vanishing(type):
    def mro(cls):
        del Vanishing.mro
        return (Left,)
t(lambda: Vanishing("N", (), {}))


# A class with a builtin layout has no instances before it has an order, either; and `__del__` of a class that only the order names counts.
class Impatient(type):
    def mro(cls):
        t(lambda: cls())
        t(lambda: list.__new__(cls))
        t(lambda: object.__new__(cls))
        return type.mro(cls)[:-1] + [Dying, object]
class Dying:
    def __del__(self): print("died", type(self).__name__)
class Items(list, metaclass=Impatient): pass
class Base:
    def __del__(self): print("base died", type(self).__name__)
class Derived(Base, metaclass=Adding): pass
import gc
def make(cls): cls()
for cls in Items, Derived:
    make(cls)
    gc.collect()


# How often each class is asked: once for each change, also where that is taken back.
class Counting(type):
    asked, fail = [], None
    def mro(cls):
        Counting.asked.append(cls.__name__)
        if cls.__name__ == Counting.fail:
            raise ZeroDivisionError(cls.__name__)
        return type.mro(cls)
class C1(Left, metaclass=Counting): pass
class C2(C1): pass
class C3(C2): pass
for Counting.fail in None, "C1", "C2", "C3":
    Counting.asked.clear()
    def rebase(): C1.__bases__ = (Right,) if C1.__bases__ == (Left,) else (Left,)
    t(rebase)
    print(Counting.asked, C1.side, C2.side, C3.side, C1.__bases__[0].side)
