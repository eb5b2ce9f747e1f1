# zeal: 4 - imports many modules
"""from module import *: __all__ of every kind, private names, submodules it loads, errors, where it may stand."""
import sys


def star(module, scope=None):
    scope = {} if scope is None else scope
    try:
        exec(f"from lib.odd.{module} import *", scope)
    except Exception as e:
        print(module, type(e).__name__, e)
    print(module, sorted(k for k in scope if k != "__builtins__"))


star("listed")
star("absent")
star("all_int")
star("all_mixed")
star("all_empty")
star("plain")
star("lazy")
star("inner")
star("replaces")
star("no_such")
scope = {"shown": "old", "kept": 1}
star("plain", scope)
print(scope["shown"], scope["kept"])
import lib.odd.lazy as lazy
print(lazy.asked)
fake = type(sys)("fake")
sys.modules["fake"] = fake


def again(**names):
    fake.__dict__.clear()
    fake.__dict__.update(names)
    scope = {}
    try:
        exec("from fake import *", scope)
    except Exception as e:
        print(type(e).__name__, e)
    print(sorted(k for k in scope if k != "__builtins__"))


again(a=1, _b=2)
again(__all__="ab", a=1, b=2)
again(__all__=iter(["a"]), a=1)
again(__all__=None, a=1)
again(__all__={"a": 1}, a=1)
again(__all__=["a", "a"], a=1)
again(__all__=["a"], __getattr__=lambda name: name * 2)
again(__name__="renamed", __all__=["zz"])
again(__name__=5, __all__=["zz"])
fake.__dict__[5] = 1
again(**{"not an identifier": 1})
class C:
    attribute = 1
    _hidden = 2
    __all__ = ["attribute", "_hidden"]
sys.modules["fake"] = C
exec("from fake import *\nprint(attribute, _hidden)")
sys.modules["fake"] = C()
exec("from fake import *\nprint(attribute)")
class Bare: __slots__ = ()
sys.modules["fake"] = Bare()
try:
    exec("from fake import *")
except Exception as e:
    print(type(e).__name__, str(e).split(" at 0x")[0])
for source in ("def f():\n from x import *", "class C:\n from lib.odd.listed import *\nprint(C.one, C._private)", "from x import *, y", "from x import (*)", "import *", "from x import * as y", "from . import *", "from x import a, *", "import x.*", "from x import", "from x import ()", "from x import (a,)", "from x import a,", "from x import (a, b", "from import a", "from x.y import a.b", "import a as b.c", "import a as b as c", "import a, b as c, d.e", "import", "import a,", "from .x import a", "from ... import a", "from .... x import a", "from . x . y import a", "import .x", "from x import a as 1", "from x import a as b.c", "import 1", "from x import None", "import x as None", "import __debug__", "from x import __debug__", "from __future__ import nested_scopes, x", "from __future__ import braces", "from __future__ import *", "x = 1\nfrom __future__ import division", "from __future__ import division as d\nprint(d.optional)", "from __future__ import barry_as_FLUFL\nprint(1 <> 2)"):
    try:
        exec(source, {"__name__": "main_like"})
        print(repr(source), "ran")
    except Exception as e:
        print(repr(source), "|", type(e).__name__, getattr(e, "msg", e), getattr(e, "offset", ""))
