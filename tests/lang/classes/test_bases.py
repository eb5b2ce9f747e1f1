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
