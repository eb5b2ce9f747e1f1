# zeal: 4 - imports many modules
"""Circular imports and relative ones of every depth, what is bound when, __package__ and __spec__ consulted, errors."""
import sys


def attempt(source, **names):
    try:
        exec(source, names)
        print(repr(source), sorted(k for k in names if not k.startswith("__")))
    except Exception as e:
        print(repr(source), type(e).__name__, str(e).split(" (/")[0])


import lib.odd.circle.a as a
b = a.b
print(a.use(), b.failed, a.same is b, b.a is a)
import lib.odd.inner
inner = lib.odd.inner
print(inner.up.__name__, inner.shown, inner.leaf_value, inner.far, inner.leaf.package, inner.__package__, inner.leaf.__package__, inner.__spec__.name, inner.leaf.__spec__.parent, inner.__spec__.submodule_search_locations == inner.__path__)
print("lib.odd.inner.unloaded" in sys.modules)
attempt("from . import leaf", __package__="lib.odd.inner", __name__="x")
attempt("from .leaf import value", __package__="lib.odd.inner", __name__="x")
attempt("from ..plain import shown", __package__="lib.odd.inner", __name__="x")
attempt("from .. import plain, inner", __package__="lib.odd.inner", __name__="x")
attempt("from ....plain import shown", __package__="lib.odd.inner", __name__="x")
attempt("from ...... import shown", __package__="lib.odd.inner", __name__="x")
attempt("from . import nothing", __package__="lib.odd.inner", __name__="x")
attempt("from .nothing import x", __package__="lib.odd.inner", __name__="x")
attempt("from . import leaf", __package__="", __name__="x")
attempt("from . import leaf", __package__=5, __name__="x")
attempt("from . import leaf", __package__="no.such.package", __name__="x")
attempt("from . import leaf", __name__="lib.odd.inner.leaf")
attempt("from . import leaf", __name__="lib.odd.inner", __path__=[])
attempt("from . import leaf", __name__="plain")
attempt("from . import leaf")
attempt("from . import leaf", __name__=5)
attempt("from . import leaf", __spec__=inner.__spec__, __name__="x")
attempt("import lib.odd.plain", __name__="x")
attempt("import lib.odd.plain as p", __name__="x")
attempt("import lib.odd.plain.child", __name__="x")
attempt("import lib.no.plain", __name__="x")
attempt("from lib import odd, simple as s", __name__="x")
attempt("from lib.odd import plain, no_such", __name__="x")
for args in (("",), ("lib", None, None, (), 1), ("leaf", {"__package__": "lib.odd.inner"}, None, ("value",), 1), ("", {"__package__": "lib.odd.inner"}, None, ("leaf",), 1), ("x", {}, None, (), 1), ("lib.odd.plain",), ("lib.odd.plain", None, None, ("shown",)), ("lib.odd", None, None, ("plain", "no")), ("lib", {}, {}, [], -1), (5,), ("sys", None, None, (5,)), ("lib", None, None, (5,)), ("lib", None, None, 5), (".lib",), ("lib..odd",), ("lib.",)):
    try:
        print(args[0], __import__(*args).__name__)
    except Exception as e:
        print(args[0], type(e).__name__, str(e).split(" (/")[0])
del lib.odd.inner.leaf
print(hasattr(lib.odd.inner, "leaf"))
attempt("from lib.odd.inner import leaf", __name__="x")
attempt("import lib.odd.inner.leaf as l", __name__="x")
saved = sys.modules.pop("lib.odd.plain")
import lib.odd.plain as again
print(again is saved, lib.odd.plain is again)
sys.modules["lib.odd.plain"] = None
attempt("import lib.odd.plain", __name__="x")
attempt("from lib.odd import plain", __name__="x")
attempt("from lib.odd.plain import shown", __name__="x")
sys.modules["lib.odd.plain"] = "a string"
attempt("import lib.odd.plain as p; print(type(p).__name__)", __name__="x")
attempt("from lib.odd.plain import upper; print(upper())", __name__="x")
attempt("from lib.odd.plain import nothing", __name__="x")
attempt("import x", __builtins__={"__import__": lambda *args: args[0] + " faked"}, __name__="q")
attempt("import x.y.z", __builtins__={"__import__": lambda name, g, l, fromlist, level: (name, fromlist, level)}, __name__="q")
attempt("from x.y import z", __builtins__={"__import__": lambda *a: type("M", (), {"z": a[3:]})}, __name__="q")
attempt("import x.y as z", __builtins__={"__import__": lambda *a: type("M", (), {"y": a[3:]})}, __name__="q")
attempt("import x", __builtins__={}, __name__="q")
