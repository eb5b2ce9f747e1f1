"""super: both forms, in nested functions and comprehensions, __class__ cell, wrong arguments, attributes of the object."""
from lib.attempts import attempt


class A:
    name = "A.name"

    def f(self): return ["A"]

    @classmethod
    def c(cls): return ["A", cls.__name__]

    @staticmethod
    def s(): return "A.s"

    @property
    def p(self): return "A.p"


class B(A):
    def f(self): return ["B"] + super().f()

    @classmethod
    def c(cls): return ["B"] + super().c()

    @staticmethod
    def s(): return super(B, B).s()

    @property
    def p(self): return "B" + super().p


class C(A):
    def f(self): return ["C"] + super().f()


class D(B, C):
    def f(self): return ["D"] + super().f()
    def nested(self): return (lambda: super().f)
    def inner(self):
        def g(me): return super().f()
        return g(self)
    def comp(self): return [super().name for _ in "a"]
    def gen(self): return list(super().name for _ in "a")
    def explicit(self): return super(B, self).f(), super(D, type(self)).f is B.f
    def rebinds(self):
        self = None
        return super().f()
    def deletes(self):
        del self
        return super().f()
    def starred(*args): return super().f()
    def cell(self): return __class__
    def cell_captured(self):
        def inner(): return self
        return super().f(), inner() is self
    def walks(self): return [k.__name__ for k in super().__self_class__.__mro__], super().__thisclass__.__name__, super().__self__ is self
    def no_args(): return super()
    def missing(self): return super().missing
    def sets(self): super().x = 1
    def item(self): return super()[0]


d = D()
for action in (d.f, D.c, d.s, lambda: d.p, d.nested(), d.inner, d.comp, d.gen, d.explicit, d.rebinds, d.deletes, d.starred, d.cell, d.cell_captured, d.walks, D.no_args, d.missing, d.sets, d.item, lambda: D.f(5), lambda: D.f(A())):
    attempt(action)
s = super(B, d)
print(repr(s), s.f(), s.name, s.__class__.__name__, type(s).__name__, repr(super(B)), repr(super(B, D)))
unbound = super(B)
attempt(lambda: unbound.f)
print(unbound.__self__, unbound.__thisclass__.__name__, unbound.__get__(d, D).f(), unbound.__get__(None, D) is unbound)
attempt(lambda: super(B, 5))
attempt(lambda: super(5, d))
attempt(lambda: super(B, A()))
attempt(lambda: super())
attempt(lambda: super(B, d, 1))
attempt(lambda: super(B, x=d))
attempt(lambda: super(B, A))
attempt(lambda: unbound.__get__(5))


class Proxy:
    __class__ = D


attempt(lambda: super(B, Proxy()).name)
attempt(lambda: super(A, d).f)
class Meta(type):
    def f(cls): return super().mro()[0].__name__
    def __call__(cls, *args): return ["called", super().__call__(*args).__class__.__name__]
class M(metaclass=Meta): pass
print(M.f(), M())
class Own:
    x = super
    def f(self, super=lambda: "shadowed"): return super()
    class Inner:
        def g(self): return __class__.__name__, super().__thisclass__.__name__
print(Own().f(), Own.Inner().g())
class Sub(super):
    def f(self): return "subclass of super"
print(Sub(B, d).name, type(Sub(B, d)).__name__, Sub(B, d).f())
