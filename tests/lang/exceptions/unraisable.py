# zeal: 20 - many safepoints
"""sys.unraisablehook, excepthook, displayhook and the audit of what is ignored, called by hand; nothing depends on when objects die."""
import sys
from lib.attempts import attempt


def show(unraisable):
    print("unraisable", unraisable.exc_type.__name__, unraisable.exc_value, unraisable.err_msg.split(" at 0x")[0], type(unraisable.object).__name__)


kept = sys.unraisablehook
sys.unraisablehook = show


def yields_in_close():
    try:
        yield 1
    except GeneratorExit:
        raise ValueError("while closing")


generator = yields_in_close()
next(generator)
attempt(generator.close)


class Delegate:
    def __iter__(self): return self
    def __next__(self): return 1
    @property
    def close(self): raise LookupError("no close")


def delegating(): yield from Delegate()


generator = delegating()
next(generator)
generator.close()
sys.unraisablehook = kept

print(sys.displayhook is sys.__displayhook__, sys.excepthook is sys.__excepthook__, sys.unraisablehook is sys.__unraisablehook__)
sys.displayhook(5)
import builtins
print(builtins._)
sys.displayhook(None)
print(builtins._)
sys.displayhook("text")
del builtins._


class Repr:
    def __repr__(self): raise ValueError("repr")


attempt(sys.displayhook, Repr())
attempt(sys.displayhook)
sys.displayhook = lambda value: print("hook got", value)
exec(compile("1 + 1; None; 'x'", "<s>", "single"))
sys.displayhook = 5
attempt(exec, compile("1", "<s>", "single"))
del sys.displayhook
attempt(exec, compile("1", "<s>", "single"))
sys.displayhook = sys.__displayhook__
exec(compile("if 1:\n    'shown in a block'\n", "<s>", "single"))
exec(compile("def f():\n    'not shown'\n", "<s>", "single"))
attempt(compile, "1\n2", "<s>", "single")

attempt(sys.excepthook)
attempt(sys.unraisablehook, 5)
print(sys.exc_info(), sys.exception())
try:
    1 // 0
except ZeroDivisionError as error:
    print(sys.exc_info()[0], sys.exception() is error, sys.exc_info()[1] is error, sys.exc_info()[2] is error.__traceback__)
attempt(sys.exc_info, 1)
attempt(sys.setrecursionlimit, 0)
attempt(sys.setrecursionlimit, "a")
attempt(sys.intern, 5)
print(sys.intern("a b") is sys.intern("a " + "b"), sys.getrecursionlimit() > 50, sys.maxsize == 2**63 - 1, sys.byteorder, sys.maxunicode)


class Text(str):
    pass


attempt(sys.intern, Text("a"))
seen = []
attempt(sys.addaudithook, lambda event, arguments: seen.append((event, arguments)) if event.startswith("mine.") else None)
sys.audit("mine.event", 1, "two")
sys.audit("mine.none")
attempt(sys.audit, 5)
print(seen)


def refuses(event, arguments):
    if event == "mine.refused": raise PermissionError(event)


sys.addaudithook(refuses)
attempt(sys.audit, "mine.refused")
print(len(seen))
