# zeal: 600 - showing a traceback imports much of the library
"""traceback.format_exception: chains, suppressed contexts, notes, groups, syntax errors, odd strings, limits, colours off."""
import traceback


def show(error, **options):
    print("".join(traceback.format_exception(error, **options)).replace(__file__, "FILE"), end="")
    print("--")


def caught(action):
    try:
        action()
    except BaseException as error:
        return error


def simple():
    raise ValueError("simple")


def chained():
    try:
        simple()
    except ValueError as error:
        raise KeyError("chained") from error


def context():
    try:
        simple()
    finally:
        1 // 0


def suppressed():
    try:
        simple()
    except ValueError:
        raise LookupError("suppressed") from None


def deep(n):
    if n: deep(n - 1)
    else: raise RecursionError("deep")


class Unprintable(Exception):
    def __str__(self): raise RuntimeError("no text")


class Lines(Exception):
    def __str__(self): return "first\nsecond"


class Notes(Exception):
    pass


noted = Notes("with notes")
noted.add_note("a note")
noted.add_note("two\nlines")
odd = Notes()
odd.__notes__ = "not a list"
numbers = Notes("n")
numbers.__notes__ = [1, None, Unprintable]
for action in (simple, chained, context, suppressed, lambda: deep(6)):
    show(caught(action))
show(caught(simple), chain=False)
show(caught(chained), chain=False)
show(caught(lambda: deep(3)), limit=2)
show(caught(lambda: deep(3)), limit=-1)
for error in (Unprintable(), Lines(), noted, odd, numbers, ValueError(), KeyError("k"), Notes(""), Notes(None), OSError(2, "text", "name"), StopIteration(1), SystemExit(3), AssertionError(), NameError("n", name="nm")):
    show(error)
show(caught(lambda: compile("a = = 1", "source", "exec")))
show(caught(lambda: compile("def f(:\n  pass", "source", "exec")))
group = ExceptionGroup("group", [caught(simple), ExceptionGroup("inner", [KeyError("k"), noted]), caught(chained)])
show(group)
show(ExceptionGroup("wide", [ValueError(number) for number in range(20)]))
print(traceback.format_exception_only(ValueError("only")), traceback.format_exception_only(noted), traceback.format_exception_only(SyntaxError("s", ("f", 1, 2, "text", 1, 3))), traceback.format_exception_only(None) if False else "")
print(traceback.format_exception_only(group, show_group=True))
for arguments in ((), (5,), (ValueError, 5, None), (ValueError, ValueError("three"), None)):
    try:
        print(traceback.format_exception(*arguments))
    except Exception as error:
        print(type(error).__name__, error)
