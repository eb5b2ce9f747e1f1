"""raise from, implicit context, suppression, cycles and their breaking, wrong causes, the attributes' setters."""
from lib.attempts import attempt


def links(error):
    out, seen = [], set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        mark = "from" if error.__cause__ is not None else "suppressed" if error.__suppress_context__ else "during"
        out.append(f"{type(error).__name__}({error}) {mark}")
        error = error.__cause__ if error.__cause__ is not None else error.__context__
    return " ".join(out) + (" CYCLE" if error is not None else "")


def caught(action):
    try:
        action()
    except BaseException as error:
        print(links(error))
        return error


def during():
    try:
        1 / 0
    except ZeroDivisionError:
        {}["k"]


def explicit():
    try:
        1 / 0
    except ZeroDivisionError as e:
        raise KeyError("k") from e


def none():
    try:
        1 / 0
    except ZeroDivisionError:
        raise KeyError("k") from None


def kind():
    raise KeyError("k") from ValueError


def reraise_outer():
    try:
        raise KeyError("outer")
    except KeyError as outer:
        try:
            raise ValueError("inner")
        except ValueError:
            raise outer


def itself():
    try:
        raise KeyError("self")
    except KeyError as e:
        raise e from e


def deep():
    a, b, c = KeyError("a"), ValueError("b"), OSError("c")
    try:
        raise a
    except KeyError:
        try:
            raise b
        except ValueError:
            try:
                raise c
            except OSError:
                raise a


def in_finally():
    try:
        raise KeyError("first")
    finally:
        raise ValueError("second")


def raised_again():
    e = ValueError("again")
    try:
        raise e
    except ValueError:
        pass
    try:
        raise KeyError("other")
    except KeyError:
        raise e


for action in (during, explicit, none, kind, reraise_outer, itself, deep, in_finally, raised_again):
    print(action.__name__, end=": ")
    error = caught(action)
    print("   ", repr(error.__cause__), repr(error.__context__), error.__suppress_context__)


def bad(source):
    exec(source, {"E": KeyError, "e": KeyError("x")})


for source in ("raise E from 5", "raise E from object", "raise 5", "raise object", "raise 'text'", "raise None", "raise E from ''", "raise E(1) from E(2)", "raise E from int", "raise", "raise (E, 1)", "raise [E]", "raise type('M', (BaseException,), {'__new__': lambda c: 5})", "raise e from type('M', (E,), {'__new__': lambda c: 5})", "raise type('M', (E,), {'__init__': lambda s: 1 / 0})"):
    print(source, end=": ")
    caught(lambda: bad(source))
e, f = KeyError("e"), ValueError("f")
e.__cause__ = f
print(e.__suppress_context__, repr(e.__cause__))
attempt(setattr, e, "__suppress_context__", 0)
e.__suppress_context__ = False
f.__cause__ = e
print(links(e))
for name, value in (("__cause__", 5), ("__context__", "x"), ("__cause__", KeyError), ("__context__", None), ("__suppress_context__", "yes"), ("__suppress_context__", True), ("__traceback__", 5), ("__traceback__", None), ("args", 5), ("args", [1, 2]), ("args", "ab")):
    attempt(setattr, e, name, value)
for name in ("__cause__", "__context__", "__suppress_context__", "__traceback__", "args", "__notes__"):
    attempt(delattr, e, name)
print(e.args, e.with_traceback(None) is e)
attempt(e.with_traceback, 5)
