# object.__class__ = class.
class A:
    def who(self): return 'A'
class B:
    def who(self): return 'B', self.__dict__
class S: __slots__ = ('x',)
class S2: __slots__ = ('x',)
class S3: __slots__ = ('x', 'y')
a = A(); a.v = 1
def call(o): return o.who()
print(call(a))
a.__class__ = B
print(call(a), type(a).__name__, isinstance(a, B), isinstance(a, A))
a.w = 2; print(a.__dict__, a.v)
a.__class__ = A; print(call(a), a.v, a.w)
s = S(); s.x = 5
try: s.__class__ = S3
except TypeError as e: print(e)
try: s.__class__ = A
except TypeError as e: print(e)
try: s.__class__ = int
except TypeError as e: print(e)
try: a.__class__ = 5
except TypeError as e: print(e)
try: del a.__class__
except TypeError as e: print(e)
try: (5).__class__ = A
except TypeError as e: print(e)
class Sub(A): pass
x = Sub(); x.__class__ = A; print(type(x))
class E1(Exception): pass
class E2(Exception): pass
e = E1('m'); e.__class__ = E2; print(repr(e))
class G:
    def __getattr__(self, n): return n
b = B(); b.q = 1; b.__class__ = G; print(b.anything, b.q)
for i in range(3):
    o = A(); o.i = i
    if i == 1: o.__class__ = B
    print(call(o))

# Slots are compared by the names that the classes were made with.
class S1: __slots__ = ("b", "a")
class S2: __slots__ = ("a", "b")
class S3: __slots__ = ("a", "c")
del S2.a
class D1: __slots__ = ("a",)
class D2: __slots__ = ("b",)
del D1.a, D2.b
for one, other in (S1, S2), (S1, S3), (D1, D2):
    try:
        x = one()
        x.__class__ = other
        print(type(x).__name__)
    except TypeError as e: print(e)
