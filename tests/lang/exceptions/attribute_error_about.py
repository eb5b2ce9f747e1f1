"""What an AttributeError says it is about: where it is raised by a look-up that says it, or on the way."""
import sys, types
def show(label, f):
    try: r = f()
    except AttributeError as e: print(label, repr(str(e)), e.name, type(e.obj).__name__)
    except Exception as e: print(label, type(e).__name__, e)
    else: print(label, "ok")
class A:
    p = property(doc="x")
    q = property(lambda self: 1)
    @property
    def raises(self): raise AttributeError("boom")
    @property
    def raises_named(self): raise AttributeError("boom", name="n")
    @property
    def raises_empty(self): raise AttributeError
    def __repr__(self): return "A()"
class G:
    def __getattr__(self, n): raise AttributeError("ga " + n)
class GA:
    def __getattribute__(self, n): raise AttributeError("gat " + n)
class Sub(AttributeError): pass
class GS:
    def __getattr__(self, n): raise Sub("ga " + n)
class S: __slots__ = ("a",)
class SD(S): pass
class SA:
    def __setattr__(self, n, v): raise AttributeError("sa")
    def __delattr__(self, n): raise AttributeError("da")
class M(type):
    def __getattr__(cls, n): raise AttributeError("meta")
class MC(metaclass=M): pass
class D:
    def __get__(self, i, o): raise AttributeError("dg")
    def __set__(self, i, v): raise AttributeError("ds")
    def __delete__(self, i): raise AttributeError("dd")
class HD: d = D()
m = types.ModuleType("mm")
m2 = types.ModuleType("mg"); m2.__getattr__ = lambda n: (_ for _ in ()).throw(AttributeError("mga"))
def d(o, n):
    def f(): delattr(o, n)
    return f
def s(o, n):
    def f(): setattr(o, n, 1)
    return f
def g(o, n): return lambda: getattr(o, n)
objs = {"A": A(), "G": G(), "GA": GA(), "GS": GS(), "S": S(), "SD": SD(), "SA": SA(), "MC": MC, "HD": HD(), "HDc": HD, "m": m, "m2": m2, "int": 5, "cls": A, "type": int, "func": show, "meth": A().__repr__, "super": super(A, A()), "none": None, "list": [], "slice": slice(1), "range": range(3), "code": show.__code__}
for k, o in objs.items():
    for n in ("p", "q", "raises", "raises_named", "raises_empty", "missing", "a", "d", "__class__x", "__doc__", "__init__", "start", "co_name", "__name__", "__dict__", "__qualname__"):
        if n in ("p", "q", "raises", "raises_named", "raises_empty") and k not in ("A", "cls"): continue
        if k in ("GA",) and n != "missing": continue
        show(f"get {k}.{n}", g(o, n))
        if k in ("cls", "type", "func", "MC", "HDc", "m", "m2") and n in ("__doc__", "p", "q", "__init__", "__name__", "raises", "raises_named", "raises_empty", "__qualname__", "__dict__"):
            continue
        show(f"set {k}.{n}", s(o, n) if not (k in ("A", "G") and n in ("missing", "a")) else lambda: 0)
        show(f"del {k}.{n}", d(o, n))
def la(): A().raises
show("loadattr", la)
def lm(): G().method()
show("loadmethod", lm)
def lm2(): A().raises()
show("loadmethod2", lm2)
def imp(): from sys import nope
show("import", imp)
import operator
show("attrgetter", lambda: operator.attrgetter("raises")(A()))
show("methodcaller", lambda: operator.methodcaller("raises")(A()))
show("attrgetter2", lambda: operator.attrgetter("raises.x")(A()))
show("hasattr", lambda: hasattr(A(), "raises"))
show("len", lambda: A().__len__())
show("objget", lambda: object.__getattribute__(A(), "raises"))
show("objget2", lambda: object.__getattribute__(A(), "zz"))
show("objset", lambda: object.__setattr__(5, "zz", 1))
show("objdel", lambda: object.__delattr__(A(), "zz"))
