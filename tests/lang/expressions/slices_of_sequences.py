"""Slices without a step: of builtin sequences, of classes derived from them, of anything else."""
class L(list):
    def __getitem__(self, k): return ("L", k)
class T(tuple): pass
class S(str):
    pass
class I:
    def __index__(self): return 2
class G:
    def __getitem__(self, k): return k
    def __setitem__(self, k, v): print("set", k, v)
    def __delitem__(self, k): print("del", k)
seqs=[[1,2,3,4,5],(1,2,3,4,5),"abcde","äöü€x","",[],(),range(10),range(5,-5,-2),range(0),range(2**70, 2**70+5), b"abcde", bytearray(b"abcde"), memoryview(b"abcde"), L([1,2]), T((1,2,3)), S("abc"), G(), range(-2**48, 2**48), range(2**48-1,2**48+9)]
ends=[None,1,-2,-2**70,I()]
for s in seqs:
    for a in ends:
        for b in ends:
            try: r=s[a:b]
            except Exception as e: r=(type(e).__name__,str(e))
            if isinstance(r,memoryview): r=bytes(r)
            x=repr(r)
            if "object at" in x: x=x.split(" object")[0]
            print(x, type(r).__name__)
for s in (seqs[0],seqs[1],"abc",5,None,{},{1}):
    for a,b in ((1.5,2),("a",None),(None,[])):
        try: print(s[a:b])
        except Exception as e: print(type(e).__name__,e)
x=[1,2,3,4,5]; i,j=1,3
x[i:j]+=[9]; print(x)
x[i:j]=[7]; print(x); del x[i:j]; print(x)
t=(1,2,3); print(t[i:] is t, t[0:3] is t, t[:i-1] , (lambda: t[i:][:1])())
def order():
    def f(n): print(n); return n
    return [0,1,2,3][f(1):f(3)], (f(5), [1,2])[1][f(0):f(1)]
print(order())
def err(s,a,b): return s[a:
   b]
try: err(5,1,2)
except TypeError as error: print(error, error.__traceback__.tb_next.tb_lineno-err.__code__.co_firstlineno)
