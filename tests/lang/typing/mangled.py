# Private names of type parameters: mangled with the class they belong to, what else the header names is not.
class Foo[__T]:
    param = __T
    def meth[__U](self, arg: __T, arg2: __U): return (__T, __U)
    type Alias[__V] = (__T, __V)
T = Foo.__type_params__[0]
print(T.__name__, Foo.param is T)
U = Foo.meth.__type_params__[0]
print(U.__name__, Foo().meth(1, 2) == (T, U))
print(Foo.Alias.__value__[0] is T, Foo.Alias.__type_params__[0].__name__)
__B = 3
class __Base: pass
class Bar[__T: __Base = __B](__Base):
    x = __T
print(Bar.x.__bound__ is __Base, Bar.x.__default__, Bar.__bases__[0] is __Base)
class C[T]:
    def f(self): return T
    y = [T for _ in (1,)]
print(C().f() is C.__type_params__[0], C.y)
