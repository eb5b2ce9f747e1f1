# Annotations on functions, classes and modules: evaluated on demand (PEP 649, 749).
def f(a: int, b: undefined = 1, *args: str, k: list[int] = 2, **kw: dict) -> 'text': pass
print(f.__annotate__.__name__, f.__annotate__.__qualname__, type(f.__annotate__).__name__)
try: f.__annotations__
except NameError as e: print(e)
undefined = float
print(f.__annotations__)
print(f.__annotations__ is f.__annotations__, f.__annotate__(1) == f.__annotations__)
for n in (2, 3, 4):
    try: print(sorted(f.__annotate__(n)))
    except NotImplementedError as e: print('not implemented', e)
f.__annotations__ = {'x': 1}; print(f.__annotations__, f.__annotate__)
f.__annotate__ = lambda fmt: {'y': fmt}; print(f.__annotations__)
f.__annotate__ = None; print(f.__annotations__)
try: f.__annotate__ = 5
except TypeError as e: print(e)
try: del f.__annotate__
except TypeError as e: print(e)
try: f.__annotations__ = 5
except TypeError as e: print(e)
def g(): pass
print(g.__annotations__, g.__annotate__)
g.__annotate__ = lambda fmt: 5
try: g.__annotations__
except TypeError as e: print(e)
class C:
    x: int
    y: later = 5
    if True:
        z: str
    else:
        w: bytes
    def m(self, v: 'C') -> x: pass
try: C.__annotations__
except NameError as e: print(e)
later = set
print(C.__annotations__, C.__annotate__(1) == C.__annotations__, C.y, hasattr(C, 'x'))
class D(C): pass
print(D.__annotations__, D.__annotate__)
class E:
    T = int
    a: T
    b: list[T]
    T = str
print(E.__annotations__)
E.__annotations__ = {'q': 1}; print(E.__annotations__, E.__annotate__)
E.__annotate__ = lambda fmt: {'r': fmt}; print(E.__annotations__)
try: E.__annotate__ = 5
except TypeError as e: print(e)
try: int.__annotations__
except AttributeError as e: print(e)
try: int.__annotate__
except AttributeError as e: print(e)
mod_a: int = 3
mod_b: 'str'
if False:
    mod_c: int
print(__annotate__(1))
import sys
m = sys.modules['__main__']
print(m.__annotations__, m.__annotate__.__name__)
for loop_var in range(2):
    looped: int
print(sorted(m.__annotate__(1)))
def outer():
    local: int = 5
    unevaluated: nothing_at_all
    return local
print(outer(), outer.__annotations__)
class P:
    __private: int
print(P.__annotations__)
def closure():
    n = 'captured'
    class K: v: n
    return K
print(closure().__annotations__)
