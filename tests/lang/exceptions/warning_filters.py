# zeal: 200 - imports warnings
"""warnings: filters in order, catch_warnings, once and default registries, stack levels, categories, deprecated, refusals."""
import warnings
def attempt(action, *arguments, **keywords):
    try:
        print(action(*arguments, **keywords))
    except Exception as error:
        print(type(error).__name__, error)


def show(message, category, filename, lineno, file=None, line=None):
    print("shown:", category.__name__, message, lineno - first, filename == __file__)


first = 0
with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter("always")
    warnings.warn("text")
    warnings.warn("with category", DeprecationWarning)
    warnings.warn(RuntimeWarning("an instance"))
    warnings.warn("source", ResourceWarning, source=5)
    warnings.warn_explicit("explicit", UserWarning, "file.py", 7, module="m")
    print([(str(entry.message), entry.category.__name__, entry.filename == __file__, type(entry.message).__name__, entry.source) for entry in log], log[-1].lineno, log[-1].filename)
with warnings.catch_warnings():
    warnings.resetwarnings()
    warnings.showwarning = show
    for action in ("error", "ignore", "always", "default", "module", "once"):
        warnings.simplefilter(action, append=False)
        for _ in range(2):
            attempt(warnings.warn, f"by {action}")
    warnings.resetwarnings()
    warnings.filterwarnings("error", message="bad", category=UserWarning)
    warnings.filterwarnings("ignore", message=".*quiet")
    warnings.filterwarnings("always")
    for text in ("bad luck", "BAD luck", "so quiet", "not bad"):
        attempt(warnings.warn, text)
    attempt(warnings.warn, "bad runtime", RuntimeWarning)
    warnings.filterwarnings("error", lineno=1)
    warnings.filterwarnings("error", module="elsewhere")
    attempt(warnings.warn, "still shown")
    attempt(warnings.warn_explicit, "from elsewhere", UserWarning, "f", 2, "elsewhere")
    attempt(warnings.warn_explicit, "line one", UserWarning, "f", 1)

    def level_one(): warnings.warn("level", stacklevel=2)
    def level_two(): level_one()
    import sys
    first = sys._getframe().f_lineno
    level_two()
    level_one()
    warnings.warn("far", stacklevel=1)

    @warnings.deprecated("old function")
    def old(): return "result"

    @warnings.deprecated("old class", category=FutureWarning)
    class Old:
        def __init__(self, x): self.x = x

    class Derived(Old):
        pass

    @warnings.deprecated("silent", category=None)
    def silent(): return "silent"

    first = sys._getframe().f_lineno
    print(old(), Old(5).x, silent(), old.__deprecated__, Old.__deprecated__, Derived(6).x)
    registry = {}
    warnings.simplefilter("default")
    for line in (1, 1, 2):
        warnings.warn_explicit("registered", UserWarning, __file__, line, registry=registry)
    print([key for key in registry if key != "version"])

for arguments in (("error", 5), ("wrong",), ("error", "", int), ("error", "", UserWarning, 5), ("error", "", UserWarning, "", "1"), ("error", "", UserWarning, "", -1), ("error", "(")):
    attempt(warnings.filterwarnings, *arguments)
for arguments in ((5,), ("a", UserWarning, "x"), ()):
    attempt(warnings.warn, *arguments)
attempt(warnings.warn, "a", "b")
attempt(warnings.simplefilter, "wrong")
attempt(warnings.deprecated, 5)
attempt(lambda: warnings.deprecated("x")(5))
print(warnings.formatwarning("text", UserWarning, "name", 3, "the line"), warnings.formatwarning("text", UserWarning, "name", 3, ""), sep="")
manager = warnings.catch_warnings()
attempt(manager.__exit__, None, None, None)
manager.__enter__()
attempt(manager.__enter__)
manager.__exit__(None, None, None)
print(repr(warnings.catch_warnings(record=True)), issubclass(DeprecationWarning, Warning), warnings.WarningMessage("m", UserWarning, "f", 1))
with warnings.catch_warnings(action="error"):
    attempt(warnings.warn, "raised")
    attempt(eval, "1 is 1")
    attempt(eval, "'\\d'")
    attempt(eval, "()()")
