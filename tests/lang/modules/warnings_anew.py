"""_warnings imported anew has the same filters and context; the source line that a warning shows comes from the module's loader."""
import importlib
import io
import subprocess
import sys
import types
import warnings

import _warnings

saved = {name: sys.modules.pop(name) for name in ("warnings", "_warnings", "_py_warnings")}
fresh = importlib.import_module("warnings")
fresh_native = sys.modules["_warnings"]
print(fresh is not warnings, fresh_native is not _warnings)
print(fresh_native.filters is _warnings.filters, fresh_native._onceregistry is _warnings._onceregistry)
print(fresh_native._warnings_context is _warnings._warnings_context)
fresh._set_module(fresh)
with fresh.catch_warnings(record=True) as caught:
    fresh.resetwarnings()
    fresh.filterwarnings("ignore", category=UserWarning)
    fresh.warn("unseen", UserWarning)
    fresh.warn("seen", RuntimeWarning)
print([str(warning.message) for warning in caught])
with fresh.catch_warnings():
    fresh.simplefilter("error")
    try:
        fresh.warn("raised")
    except UserWarning as error:
        print(error)
sys.modules.update(saved)


class Loader:
    def __init__(self, source): self.source = source
    def get_source(self, name):
        if isinstance(self.source, Exception):
            raise self.source
        return self.source


class Text(str):
    def splitlines(self): return 42


def shown(line, globals):
    stderr, sys.stderr = sys.stderr, io.StringIO()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.warn_explicit("eggs", UserWarning, "nowhere", line, module_globals=globals)
        print(repr(sys.stderr.getvalue()))
    except Exception as error:
        print(type(error).__name__, error)
    finally:
        sys.stderr = stderr


def spec(loader): return types.SimpleNamespace(loader=loader)


for source in ("one\ntwo", Text("one\ntwo"), None, 5):
    loader = Loader(source)
    for line in (1, 2, 3, 0):
        shown(line, {"__name__": "m", "__loader__": loader, "__spec__": spec(loader)})
loader = Loader("one")
shown(1, {"__name__": "m"})
shown(1, {"__name__": "m", "__loader__": None, "__spec__": None})
shown(1, {"__name__": "m", "__spec__": spec(loader)})
shown(1, {"__name__": "m", "__spec__": types.SimpleNamespace()})
shown(1, {"__loader__": loader, "__spec__": spec(loader)})
loader = Loader(KeyError("k"))
shown(1, {"__name__": "m", "__loader__": loader, "__spec__": spec(loader)})

# The lines that -c gives are shown, and found by inspect.
for code in ("import sys; 1/0", "def f():\n    1/0\nimport inspect\nprint(inspect.getsource(f))\nexec('f()')",
             "import warnings\nwarnings.warn_explicit('eggs', UserWarning, 'bar', 1, module_globals=globals())", "\n  raise\n"):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    print(done.returncode, done.stdout, done.stderr)
