"""Tracebacks: lines and names through functions, re-raises, finally, loops; tb_next changed; with_traceback; types.TracebackType."""
import sys
from lib.attempts import attempt


START = sys._getframe().f_lineno


def walk(tb):
    out = []
    while tb:
        out.append((tb.tb_frame.f_code.co_name, tb.tb_lineno - START))
        tb = tb.tb_next
    return out


def caught(action, *args):
    try:
        action(*args)
    except BaseException as e:
        print(walk(e.__traceback__)[1:])
        return e


def fails(): raise KeyError


def through():
    x = 1
    fails(
    )


def reraises():
    try:
        fails()
    except KeyError:
        y = 2
        raise


def raises_named():
    try:
        fails()
    except KeyError as e:
        raise e


def twice():
    for i in range(2):
        try:
            fails()
        except KeyError as e:
            if i: raise
            kept = e


def in_finally():
    try:
        fails()
    finally:
        z = 3


def with_manager():
    class M:
        def __enter__(self): pass
        def __exit__(self, *d): pass
    with M():
        fails()


def comprehension(): return [fails() for _ in "a"]
def generator(): return list(fails() for _ in "a")
def nested_lambda(): return (lambda: (lambda: fails())())()
def native(): return sorted([1, 2], key=lambda x: fails())
def mapped(): return list(map(lambda x: 1 / x, [1, 0]))
def dunder():
    class C:
        def __add__(self, o): return fails()
        def __getattr__(self, n): return fails()
    return C() + 1


def multi():
    return (1 +
            2 +
            fails() +
            3)


def call_args():
    return print(
        1,
        fails(),
    )


def recursion(n): return fails() if n == 0 else recursion(n - 1)
def executed(): exec("x = 1\n\nfails()", {"fails": fails})


for action in (fails, through, reraises, raises_named, twice, in_finally, with_manager, comprehension, generator, nested_lambda, native, mapped, dunder, multi, call_args):
    print(action.__name__, end=" ")
    caught(action)
caught(recursion, 2)
try:
    executed()
except KeyError as e:
    print([(t.tb_frame.f_code.co_name, t.tb_lineno) for t in (e.__traceback__.tb_next.tb_next,)])
e = caught(through)
tb = e.__traceback__
print(type(tb).__name__, tb.tb_lasti >= 0, tb.tb_frame.f_code.co_name, sorted(n for n in dir(tb) if n.startswith("tb_")))
tb.tb_next = None
print(walk(e.__traceback__)[1:])
attempt(setattr, tb, "tb_next", tb)
attempt(setattr, tb, "tb_next", 5)
attempt(delattr, tb, "tb_next")
attempt(setattr, tb, "tb_lineno", 5)
attempt(setattr, tb, "tb_frame", None)
T = type(tb)
made = T(None, tb.tb_frame, 0, START + 7)
print(walk(made), walk(T(made, tb.tb_frame, 2, START + 9)))
attempt(setattr, made, "tb_next", T(made, tb.tb_frame, 0, 1))
attempt(T, 5, tb.tb_frame, 0, 1)
attempt(T, None, 5, 0, 1)
attempt(T, None, tb.tb_frame, "x", 1)
attempt(T)


def given():
    raise ValueError().with_traceback(made)


try:
    given()
except ValueError as e:
    print(walk(e.__traceback__)[1:])
