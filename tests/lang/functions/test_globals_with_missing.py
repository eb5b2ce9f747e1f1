# Globals that are a dict of a class with __missing__: asked before the builtins
class Fake(dict):
    def __missing__(self, key):
        if key == "nothing": raise KeyError(key)
        return "missing " + key


def f():
    return anything, len


def g():
    return nothing


def h(x):
    return x


make = type(f)
globals_ = Fake(known=1)
print(make(f.__code__, globals_)())
try: make(g.__code__, globals_)()
except NameError as e: print(e)
print(make(h.__code__, globals_)(3), make(f.__code__, globals_)())
