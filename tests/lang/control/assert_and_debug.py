"""assert, __debug__, pass, Ellipsis statements, docstrings and expression statements: what is evaluated and what is kept."""
from lib.attempts import attempt


class Truth:
    def __init__(self, value): self.value = value
    def __bool__(self):
        print("asked", end=" ")
        return self.value


def check(condition, message=None):
    if message is None:
        assert condition
    else:
        assert condition, message()
    return "passed"


def say():
    print("message", end=" ")
    return "said"


attempt(check, Truth(True), say)
attempt(check, Truth(False), say)
attempt(check, 0)
attempt(check, [0])
attempt(check, False, lambda: 1 // 0)
attempt(check, False, lambda: None)
attempt(check, False, lambda: ValueError("a value"))
try:
    assert (), [1, 2]
except AssertionError as error:
    print(error.args, repr(error))
try:
    assert not (x := 5), f"{x=}"
except AssertionError as error:
    print(error, x)
kept = AssertionError


def shadowed():
    AssertionError = ValueError
    assert 0, "the real one is raised"


try:
    shadowed()
except kept as error:
    print(type(error).__name__, error)
import builtins
builtins.AssertionError = KeyError
try:
    assert False, "replaced in builtins"
except BaseException as error:
    print(type(error).__name__, error)
finally:
    builtins.AssertionError = kept
print(__debug__, type(__debug__))
for source in ("__debug__ = 1", "del __debug__", "x.__debug__ = 1", "def f(__debug__): pass", "import __debug__", "import a as __debug__", "for __debug__ in x: pass", "class __debug__: pass", "f(__debug__=1)", "with a as __debug__: pass", "(__debug__ := 1)", "[__debug__ for __debug__ in x]", "lambda __debug__: 1", "global __debug__", "try: pass\nexcept A as __debug__: pass", "def __debug__(): pass", "x = __debug__", "assert", "assert x,", "assert x = 1", "assert (x, 'y')", "assert x, y, z", "assert x := 1", "assert (x := 1)", "match x:\n  case __debug__: pass", "type __debug__ = int"):
    try:
        compile(source, "s", "exec")
        print(repr(source), "accepted")
    except SyntaxError as error:
        print(repr(source), error.msg)
for optimize in (0, 1, 2):
    space = {}
    code = compile("'doc'\ndef f():\n    'function doc'\n    assert 0, 'x'\n    return __debug__\nclass C:\n    'class doc'\n", "s", "exec", optimize=optimize)
    exec(code, space)
    try:
        result = space["f"]()
    except AssertionError as error:
        result = repr(error)
    print(optimize, space.get("__doc__"), space["f"].__doc__, space["C"].__doc__, result)


def docs():
    "joined " "doc"
    f"not {1} doc"
    b"nor this"


def formatted():
    f"no doc"


def indented():
    """first

        deeper
      less
    end
    """


class Empty: ...


class Doc:
    """ class
        doc """
    x = 1
    "not a doc of x"
    def method(self): "one line"
    lambda_ = lambda: "no doc"
    __slots__ = {"slot": "slot doc"}


print(docs.__doc__, formatted.__doc__, repr(indented.__doc__), Empty.__doc__, repr(Doc.__doc__), Doc.method.__doc__, Doc.lambda_.__doc__, Doc.slot.__doc__)
class Property:
    __doc__ = property(lambda self: "doc by property")
    @property
    def p(self):
        """property doc"""
    @staticmethod
    def s(): "static doc"
    @classmethod
    def c(cls): "class doc"


print(Property().__doc__, Property.p.__doc__, Property.s.__doc__, Property.c.__doc__, type(Property.__dict__["__doc__"]).__name__)
attempt(setattr, Doc, "__doc__", "new doc")
attempt(setattr, int, "__doc__", "new")
attempt(setattr, docs, "__doc__", 5)
print(Doc.__doc__, docs.__doc__)
1; "statement"; ...; None; [print("evaluated")]
(yes := 1)
x
