class A: pass
class B(A): pass
class C(list): pass
def t(f):
    try: f(); print('ok')
    except Exception as e: print(type(e).__name__, e)
t(lambda: setattr(int,'__bases__',(object,)))
t(lambda: delattr(B,'__bases__'))
t(lambda: setattr(B,'__bases__',3))
t(lambda: setattr(B,'__bases__',()))
t(lambda: setattr(B,'__bases__',(3,)))
t(lambda: setattr(A,'__bases__',(B,)))
t(lambda: setattr(B,'__bases__',(C,)))
class D:
    def hi(self): return 'hi'
class E(B): pass
e=E()
t(lambda: e.hi())
B.__bases__=(D,)
print(e.hi(), E.__mro__, B.__bases__, A.__subclasses__(), D.__subclasses__())
B.__bases__=(A,D)
print(e.hi(), E.__mro__, A.__subclasses__(), D.__subclasses__())
class X(A,D): pass
t(lambda: setattr(B,'__bases__',(D,X,A)))
print(B.__bases__, E.__mro__)
# Every class of the family gets an order made from its bases' new ones, whichever way leads to it.
class N1: pass
class N2: pass
class M(N1): pass
class P(M): pass
class Q(M): pass
class R(Q): pass
class S(R): pass
class W(P, S): pass
M.__bases__ = (N2,)
for each in (M, P, Q, R, S, W): print([c.__name__ for c in each.__mro__])
print(issubclass(W, N1), issubclass(W, N2), N1.__subclasses__(), [c.__name__ for c in N2.__subclasses__()])
# Special methods come and go with the bases.
class Sized:
    def __len__(self): return 7
class Plain: pass
class T(Plain): pass
class U(T): pass
t(lambda: len(U()))
T.__bases__ = (Sized,)
t(lambda: print(len(U())))
T.__bases__ = (Plain,)
t(lambda: len(U()))
