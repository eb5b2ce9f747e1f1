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
# Instances must look the same: not only as large, but with the same in their places.
import collections
import itertools


class Members:
    __slots__ = ("a",)


class Others:
    __slots__ = ("b",)


class Same:
    __slots__ = ("a",)


class Derived(Members):
    pass


derived = Derived()
derived.a = 5
t(lambda: setattr(Derived, "__bases__", (Others,)))
t(lambda: setattr(Derived, "__bases__", (Same,)))
print(derived.a, Derived.__mro__)
for base, new in [
    (set, frozenset), (Exception, OSError), (Exception, ValueError), (dict, collections.OrderedDict), (int, bool),
    (itertools.zip_longest, itertools.count), (itertools.combinations, itertools.permutations),
    (itertools.batched, itertools.repeat), (list, collections.UserList),
]:
    class K(base):
        pass

    print(base.__name__, new.__name__, end=" ")
    t(lambda: setattr(K, "__bases__", (new,)))


# The same of __class__.
class One:
    __slots__ = ("a",)


one = One()
one.a = 1
t(lambda: setattr(one, "__class__", Others))
t(lambda: setattr(one, "__class__", Same))
print(one.a, type(one).__name__)


class Combinations(itertools.combinations):
    pass


class Permutations(itertools.permutations):
    pass


t(lambda: setattr(Combinations("ab", 1), "__class__", Permutations))
