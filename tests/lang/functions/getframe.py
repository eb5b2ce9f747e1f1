"""sys._getframe and frames: depth, f_back, f_lineno, f_code, f_globals, f_builtins, what is writable, clear."""
import sys
from lib.attempts import attempt


def chain(depth):
    names = []
    frame = sys._getframe(depth)
    while frame:
        names.append(frame.f_code.co_name)
        frame = frame.f_back
    return names


def middle(depth):
    return chain(depth)


class C:
    def __init__(self):
        self.names = chain(0)

    def __getattr__(self, name):
        return chain(0)

    def __lt__(self, other):
        return chain(0)

    def __iter__(self):
        yield chain(0)

    def __enter__(self):
        return chain(0)

    def __exit__(self, *details):
        pass

    @property
    def prop(self):
        return chain(0)


print(middle(0), middle(1), middle(2))
attempt(lambda: middle(50))
attempt(lambda: sys._getframe("a"))
attempt(lambda: sys._getframe(-5).f_code.co_name)
c = C()
print(c.names, c.missing, c < 1, list(c), c.prop)
with c as entered:
    print(entered)
print(sorted([2, 1], key=lambda x: (print(chain(0)), x)[1]))
print([chain(0) for _ in "a"], list(chain(0) for _ in "a"), list(map(lambda _: chain(0), "a")), exec("print(chain(0))"), eval("chain(0)"))


def lines():
    f = sys._getframe()
    a = f.f_lineno
    b = (
        f.f_lineno,
        f.f_lineno
    )
    start = f.f_code.co_firstlineno
    return a - start, b[0] - start, b[1] - start, f.f_lineno - start


def attributes():
    f = sys._getframe()
    return f.f_globals is globals(), f.f_builtins["len"] is len, f.f_trace, f.f_trace_lines, f.f_trace_opcodes, f.f_lasti >= 0, f.f_code is attributes.__code__, sys._getframe() is f, f.f_back is sys._getframe(1), f.f_generator


def clears():
    def raises():
        x = "held"
        raise KeyError
    try:
        raises()
    except KeyError as error:
        frame = error.__traceback__.tb_next.tb_frame
        before = dict(frame.f_locals)
        frame.clear()
        return before, dict(frame.f_locals), frame.f_back and frame.f_back.f_code.co_name


def generator():
    x = 1
    yield sys._getframe()


print(lines())
print(attributes())
print(clears())
attempt(lambda: sys._getframe().clear())
attempt(lambda: sys._getframe(1).clear())
g = generator()
f = next(g)
print(f.f_back, f.f_generator is g, f is g.gi_frame, f.f_locals["x"])
attempt(f.clear)
g.close()
f.clear()
print(g.gi_frame, list(g), dict(f.f_locals))
for name in ("f_back", "f_globals", "f_code", "f_builtins", "f_lasti", "f_locals", "f_generator"):
    attempt(setattr, f, name, None)
    attempt(delattr, f, name)
attempt(setattr, sys._getframe(), "f_lineno", 5)
attempt(setattr, sys._getframe(), "f_lineno", "x")
attempt(delattr, sys._getframe(), "f_lineno")
attempt(setattr, sys._getframe(), "f_trace_lines", 1)
attempt(setattr, sys._getframe(), "f_trace_opcodes", "x")
attempt(setattr, sys._getframe(), "new", 1)
attempt(type(f))
print(sys._getframemodulename(), sys._getframemodulename(50), (lambda: sys._getframemodulename(1))())
