"""Modules that hide the library's, circular imports: what is said of the names that they do not have."""
import sys
import os

folder = os.path.dirname(os.path.abspath(__file__))
sys.path[0:0] = [os.path.join(folder, "lib")]


def attempt(statement):
    try:
        exec(statement, {})
    except (AttributeError, ImportError) as error:
        print(type(error).__name__, str(error).replace(folder, "FOLDER"))


# Not the first entry that the start has put there: no module is thought to hide another.
attempt("import circular_one")
attempt("from circular_two import nothing")
attempt("import circular_three")
attempt("import sys; sys.nothing")
attempt("import shadowing_here; shadowing_here.nothing")
del sys.path[0]


# The script's own folder, of which the first entry speaks even when it has been moved.
class Spec:
    has_location = True
    origin = os.path.join(folder, "random.py")
    _initializing = False


module = type(sys)("random")
module.__spec__ = Spec


def look():
    try:
        module.missing
    except AttributeError as error:
        print(str(error).replace(folder, "FOLDER"))


look()
sys.path.insert(0, "/nowhere")
look()
module.__name__ = "not_of_the_library"
look()
Spec._initializing = True
look()
Spec.origin = os.path.join(folder, "not_of_the_library", "__init__.py")
look()
Spec.origin = "/elsewhere/not_of_the_library.py"
look()
Spec.has_location = False
look()
Spec._initializing, Spec._uninitialized_submodules = False, ["missing"]
look()
del Spec._uninitialized_submodules
look()
del module.__name__
look()
print(getattr(module, "missing", "default"), hasattr(module, "missing"))
module.__getattr__ = lambda name: "made " + name
print(module.missing)
