# zeal: 400 - imports importlib.util
"""importlib: import_module, reload, specs and loaders of one's own, finders, __import__'s arguments, lazy loading, refusals."""
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import sys
import types
def attempt(action, *arguments, **keywords):
    try:
        print(action(*arguments, **keywords))
    except Exception as error:
        print(type(error).__name__, error)


class Loader(importlib.abc.Loader):
    def __init__(self, source): self.source = source
    def create_module(self, spec):
        log.append(("create", spec.name))
        return None
    def exec_module(self, module):
        log.append(("exec", module.__name__))
        exec(self.source, vars(module))


class Finder(importlib.abc.MetaPathFinder):
    sources = {"made": "x = 1\nname = __name__", "package": "__all__ = ['sub']\nvalue = 5", "package.sub": "from . import value\nfrom .. import nothing" , "package.fine": "from . import value\nfrom .other import y\nhere = __package__", "package.other": "y = 2", "broken": "before = 1\n1 // 0", "replaces": "import sys\nsys.modules[__name__] = 'replaced'", "vanishes": "import sys\ndel sys.modules[__name__]", "dunder": "def __getattr__(name):\n    if name == 'dynamic': return 'made'\n    raise AttributeError(name)", "counted": "count = globals().get('count', 0) + 1"}
    def find_spec(self, name, path=None, target=None):
        if name in self.sources:
            log.append(("find", name, path))
            return importlib.machinery.ModuleSpec(name, Loader(self.sources[name]), is_package=name == "package", origin="memory")


log = []
finder = Finder()
sys.meta_path.insert(0, finder)
import made
print(made.x, made.name, made.__spec__.origin, made.__loader__.__class__.__name__, hasattr(made, "__file__"), log, repr(made).split("(")[0])
log.clear()
import made
import package.fine as fine
print(fine.value, fine.y, fine.here, sys.modules["package"].fine is fine, log)
log.clear()
attempt(importlib.import_module, "package.sub")
print("package.sub" in sys.modules, hasattr(sys.modules["package"], "sub"))
attempt(lambda: __import__("broken"))
print("broken" in sys.modules)
print(__import__("replaces"), importlib.import_module("replaces"))
attempt(lambda: __import__("vanishes"))
from dunder import dynamic
print(dynamic)
attempt(lambda: exec("from dunder import missing"))
attempt(lambda: exec("from package import *\nprint(sub)", {}))
log.clear()
import counted
print(counted.count, importlib.reload(counted) is counted, counted.count, log)
for arguments in ((5,), ("made",), (types.ModuleType("never imported"),)):
    attempt(importlib.reload, *arguments)
for arguments in (("",), ("made.x",), (".fine",), (".fine", "package"), ("..x", "package"), (5,), ("package.fine.deeper",), ("no.such",), ("made", 5), (".", "package")):
    attempt(lambda: importlib.import_module(*arguments).__name__)
for arguments, keywords in ((("made",), {}), (("package.fine",), {}), (("package.fine",), {"fromlist": ["value"]}), (("package",), {"fromlist": ["other"]}), (("fine", {"__package__": "package"}), {"level": 1}), (("fine",), {"level": 1}), (("fine", {}), {"level": 1}), (("", {"__package__": "package"}), {"level": 1, "fromlist": ["value"]}), (("x", {"__package__": "package"}), {"level": 2}), (("x", {"__package__": 5}), {"level": 1}), (("x",), {"level": -1}), (("",), {}), ((5,), {}), ((), {}), (("made",), {"fromlist": 5}), (("package",), {"fromlist": [5]}), (("package",), {"fromlist": ["nothing"]})):
    attempt(lambda: __import__(*arguments, **keywords).__name__)
spec = importlib.util.spec_from_loader("by_hand", Loader("z = 9"))
module = importlib.util.module_from_spec(spec)
print(hasattr(module, "z"), spec.loader.exec_module(module), module.z, "by_hand" in sys.modules, spec.name, spec.parent, spec.submodule_search_locations, spec.cached, spec.has_location, repr(spec).split("loader")[0])
print(importlib.util.find_spec("made") is made.__spec__, importlib.util.find_spec("no_such_name"), importlib.util.resolve_name(".x", "package"), importlib.util.resolve_name("a.b", None))
attempt(importlib.util.find_spec, "no_such.name")
attempt(importlib.util.find_spec, ".x")
attempt(importlib.util.resolve_name, "..x", "package")
sys.modules["none"] = None
attempt(lambda: __import__("none"))
del sys.modules["none"]
sys.modules["odd"] = "not a module"
import odd
print(odd)
del sys.modules["odd"]


class BadFinder:
    def find_spec(self, name, path=None, target=None):
        if name == "bad_spec": return 5
        if name == "raising": raise LookupError("finder")


sys.meta_path.insert(0, BadFinder())
attempt(lambda: __import__("bad_spec"))
attempt(lambda: __import__("raising"))
sys.meta_path[0] = object()
attempt(lambda: __import__("surely_not_there"))
del sys.meta_path[0]
kept, sys.meta_path = sys.meta_path, []
attempt(lambda: __import__("surely_not_there"))
sys.meta_path = kept
lazy_spec = importlib.util.spec_from_loader("counted_lazily", importlib.util.LazyLoader(Loader("loaded = 'now'")))
lazy = importlib.util.module_from_spec(lazy_spec)
sys.modules["counted_lazily"] = lazy
log.clear()
lazy_spec.loader.exec_module(lazy)
print(log, lazy.loaded, log, type(lazy).__name__)
print(importlib.invalidate_caches(), importlib.machinery.ModuleSpec("a.b", None).parent, importlib.machinery.ModuleSpec("a", None) == importlib.machinery.ModuleSpec("a", None), sys.meta_path.remove(finder))
