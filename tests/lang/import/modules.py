# zeal: 4 - many safepoints
import sys

import lib.simple
import lib.simple as short
from lib.simple import value, count as increase
from lib import simple

print(lib.simple is short is simple, value, short.value)
print(increase(), simple.count(), short.counter)
print(lib.__name__, simple.__name__, simple.__doc__, __name__, simple.__package__, repr(__package__))
print("lib.simple" in sys.modules, sys.modules["lib.simple"] is simple)
print(simple.__file__.endswith("lib/simple.py"), lib.__file__.endswith("lib/__init__.py"), len(lib.__path__))
simple.value = "changed"
from lib.simple import value as again
print(value, again)
simple.value = 1

import lib.shapes
print(lib.shapes.square.side, lib.shapes.square.package, lib.shapes.area(2), lib.shapes.ring.text, lib.shapes.kind)
import lib.shapes.round.circle as deep
print(deep.__name__, deep.public, lib.shapes.round.__package__)

from lib.chosen import *
print(public, _listed, "unlisted" in globals())
from lib.simple import *
print(counter, "_hidden" in globals())


def attempt(action):
    try:
        action()
    except BaseException as error:
        print(type(error).__name__, error)


def missing():
    import no_such_module


def missing_child():
    import lib.no_such_module


def not_package():
    import lib.simple.child


def missing_name():
    from lib.chosen import nothing


def fails():
    import lib.fails


def broken():
    import lib.broken


def relative():
    from . import something


def relative_from():
    from .x import something


attempt(missing)
attempt(missing_child)
attempt(not_package)
try:
    missing_name()
except ImportError as error:
    print(str(error).split(" (")[0])
attempt(fails)
print("lib.fails" in sys.modules)
attempt(fails)
try:
    broken()
except SyntaxError as error:
    print(type(error).__name__, error.lineno)
attempt(relative)
attempt(relative_from)
attempt(deep.too_far)

from lib import first
print(first.name, first.second.later())
try:
    import lib.third
except ImportError as error:
    print(type(error).__name__, str(error).split(" (")[0])

# Modules are objects: attributes, a replaced entry, an entry of None.
simple.new = 5
print(simple.new, vars(simple)["new"], hasattr(simple, "no"), type(simple).__name__)
try:
    simple.no
except AttributeError as error:
    print(error)
del simple.new
sys.modules["made_up"] = short
import made_up
print(made_up is simple)
sys.modules["forbidden"] = None
try:
    import forbidden
except ModuleNotFoundError as error:
    print(error)
del sys.modules["lib.simple"]
import lib.simple as second_time
print(second_time is simple, second_time.counter)


def inside():
    import lib.chosen as inner
    from lib.chosen import public as renamed
    return inner.public, renamed, sorted(locals())


print(inside())
print(__import__("lib.chosen").__name__, __import__("lib.chosen", fromlist=["public"]).__name__)


class Body:
    from lib.chosen import public
    import lib.chosen as attribute


print(Body.public, Body.attribute.public)


def getattr_module():
    source = type(simple)("made")
    source.__dict__["__getattr__"] = lambda name: "dynamic " + name
    return source.anything, source.__name__


print(getattr_module())
