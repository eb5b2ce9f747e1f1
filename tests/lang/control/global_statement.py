"""Module-level code run by exec: globals, nonlocal, del, imports, annotations, functions and classes in namespaces of their own."""
from lib.attempts import attempt


def run(source, **names):
    space = {"__name__": "space", "print": print, **names}
    try:
        exec(source, space)
    except Exception as error:
        print(type(error).__name__, error, end=" ")
    print({name: value for name, value in space.items() if name not in names and not name.startswith("__") and name != "print" and not callable(value)})


run("""
x = 1
def f():
    global x, y
    x = 2
    y = 3
f()
""")
run("""
def f():
    global made
    def made(): return 5
    global Klass
    class Klass: pass
    global imported
    import sys as imported
    global caught
    try: 1 // 0
    except ZeroDivisionError as caught: print("caught" in globals())
    global looped
    for looped in range(3): pass
    global a, b
    a, *b = "xyz"
    global managed
    with M() as managed: pass
f()
print(made(), Klass.__qualname__, imported.__name__, "caught" in globals(), looped, a, b, managed)
""", M=type("M", (), {"__enter__": lambda s: "entered", "__exit__": lambda *a: None}))
run("""
x = 1
class C:
    x = 2
    def method(self): return x
    global y
    y = x
    class Inner:
        z = x
print(C().method(), y, C.Inner.z, hasattr(C, "y"))
""")
run("""
def outer():
    x = 1
    def middle():
        def inner():
            nonlocal x
            x += 1
            return x
        return inner
    class Between:
        x = "class"
        def get(self): return x
        def set(self):
            nonlocal x
            x = "set by a method"
    first = middle()()
    Between().set()
    return first, x, Between().get(), Between.x
print(outer())
""")
run("""
def outer():
    x = 1
    def inner():
        global x
        x = 2
        def innermost(): return x
        return innermost()
    return inner(), x
print(outer(), x)
""")
run("""
x = 5
del x
try: x
except NameError as error: print(error)
try:
    del x
except NameError as error: print(error)
""")
run("""
def f():
    def g(): return x
    x = 1
    del x
    try: g()
    except NameError as error: print(type(error).__name__, error)
    x = 2
    return g()
print(f())
""")
run("[y := n for n in range(3)]\nz = [n for n in range(2)]\nw = (lambda: (q := 5))()")
run("""
x = 1
def f(x=x, y=lambda: x): return x, y()
x = 2
print(f(), f(3))
""")
run("""
for i in range(2):
    def f(i=i): return i
print(f(), i)
if 0:
    never = 1
def g(): return never
try: g()
except NameError as error: print(error)
""")
run("print(__name__, __builtins__ is not None, '__doc__' in globals())")
run("'doc string'\nprint(__doc__ if '__doc__' in globals() else 'none')")
run("x: int = 1\ny: str\nprint('y' in globals(), __annotate__ is not None, __annotations__ if '__annotations__' in globals() else 'lazy')")
run("def abs(x): return 'shadowed'\nprint(abs(-1))\ndel abs\nprint(abs(-1))")
run("print = None\ndel print")
for source in ("def f(x):\n    global x", "def f():\n    x = 1\n    global x", "def f():\n    print(x)\n    global x", "def f():\n    nonlocal x", "nonlocal x", "def f():\n    x = 1\n    def g():\n        x = 2\n        nonlocal x", "def f():\n    x = 1\n    def g(x):\n        nonlocal x", "def f():\n    global x\n    nonlocal x", "global x\nx = 1", "x = 1\nglobal x", "class C:\n    x = 1\n    nonlocal x", "def f():\n    global x\n    def g():\n        nonlocal x", "def f():\n    x: int\n    global x", "def f():\n    for x in y: pass\n    global x", "def f():\n    import x\n    global x", "class C:\n    def f(self):\n        nonlocal __class__", "def f():\n    global __debug__", "def f(a, a): pass", "def f():\n    global x, x", "def f():\n    global x: int"):
    try:
        compile(source, "s", "exec")
        print(repr(source), "accepted")
    except SyntaxError as error:
        print(repr(source), error.msg, error.lineno)
