# zeal: 3 - imports many modules
"""Modules with __getattr__ and __dir__, replaced in sys.modules, removed, failing; their attributes and repr."""
import sys


def attempt(action):
    try:
        print(action())
    except Exception as e:
        print(type(e).__name__, str(e).replace(FOLDER, ""))


FOLDER = __file__.rpartition("/")[0]
import lib.odd.lazy as lazy
from lib.odd.lazy import dynamic, other as renamed
print(dynamic, renamed, lazy.x, lazy.asked)
attempt(lambda: lazy.nothing)
attempt(lambda: lazy.raises)
attempt(lambda: exec("from lib.odd.lazy import nope"))
attempt(lambda: exec("from lib.odd.lazy import raises"))
attempt(lambda: exec("import lib.odd.lazy.child"))
print(dir(lazy), hasattr(lazy, "no_x"), hasattr(lazy, "y"), getattr(lazy, "no", "default"), "x" in vars(lazy))
lazy.__getattr__ = lambda name: "replaced " + name
print(lazy.anything)
del lazy.__getattr__
attempt(lambda: lazy.anything)
lazy.__getattr__ = 5
attempt(lambda: lazy.anything)
lazy.__getattr__ = None
attempt(lambda: lazy.anything)
lazy.__dir__ = lambda: 5
attempt(lambda: dir(lazy))
del lazy.__dir__
print("asked" in dir(lazy))
import lib.odd.replaces as replaced
from lib.odd.replaces import attribute
print(type(replaced).__name__, attribute, type(lib.odd.replaces).__name__ if "lib" in globals() else "lib not bound")
attempt(lambda: __import__("lib.odd.removes"))
for i in range(2):
    attempt(lambda: __import__("lib.odd.raises"))
    print("lib.odd.raises" in sys.modules, "lib.odd.plain" in sys.modules)
import lib
attempt(lambda: lib.odd.raises)
import lib.odd.annotated as annotated
print(annotated.__doc__, annotated.x)
attempt(lambda: annotated.__annotations__)
annotated.missing = "found"
attempt(lambda: annotated.__annotations__)
attempt(lambda: annotated.__annotate__(1))
Module = type(sys)
m = Module("m", "doc")
print(m, m.__name__, m.__doc__, m.__loader__, m.__spec__, m.__package__, sorted(vars(m)))
attempt(lambda: setattr(m, "__dict__", {}))
attempt(lambda: Module())
attempt(lambda: Module(5))
attempt(lambda: Module("a", "b", "c"))
attempt(lambda: Module(name="kw", doc="d").__doc__)
del m.__name__
print(m.__annotations__, m.__annotate__)
m.__class__ = type("Sub", (Module,), {"prop": property(lambda self: "property of the class"), "__getattr__": lambda self, name: "by class " + name})
print(m.prop, m.missing, type(m).__name__)
attempt(lambda: setattr(m, "__class__", object))
class Own(Module):
    def __init__(self): pass
o = Own()
attempt(lambda: o.x)
print(vars(o))
empty = Module.__new__(Module)
attempt(lambda: empty.__name__)
attempt(lambda: repr(empty))
attempt(lambda: empty.__dict__)
empty.a = 1
print(empty.a, dir(m)[-1] if vars(m) else "")
