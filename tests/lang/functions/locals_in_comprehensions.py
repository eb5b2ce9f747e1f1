"""What locals(), eval() and f_locals see in comprehensions of module, class and function bodies."""
import sys
x = 1
print([sorted(k for k in locals() if k[0] != "_") for item in [1]])
print([[k for k in sys._getframe().f_locals if k[0] != "_"] for item in [1]])
print([type(locals()) for item in [1]], [type(sys._getframe().f_locals) for item in [1]])
print([[sorted(k for k in locals()) for b in [1]] for a in [1]])
print([eval("x") for item in [1]])
print([eval("item") for item in [1]])
def f():
    q = 1
    return [sorted(locals()) for item in [1]], [[sorted(locals()) for b in [1]] for a in [1]], [sorted(sys._getframe().f_locals) for z in [1]], [sys._getframe().f_locals["z"] for z in [1]]
print(f())
class A:
    y = 2
    print([sorted(locals()) for item in [1]])
    print([[sorted(locals()) for b in [1]] for a in [1]])
    print([[(lambda: sorted(locals()))() for b in [1]] for a in [1]])
    print([[(lambda: (a, sorted(locals())))() for b in [1]] for a in [1]])
    print([sys._getframe().f_code.co_name for b in [1]])
    print([sorted(dir()) for item in [1]])
    print([sorted(vars()) for item in [1]])
    try: print([eval("y") for item in [1]])
    except NameError as e: print(e)
    print([eval("item") for item in [1]])
    print([exec("y = 3; print(sorted(locals()))") for item in [1]])
    print(y)
    print([sorted(sys._getframe().f_locals) for z in [1]])
    print({sorted(locals())[0]: 1 for item in [1]}, {sorted(locals())[0] for item in [1]})
