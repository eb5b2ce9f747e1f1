"""sys.monitoring's LINE: no event for the line of the `def`, which PY_START tells of; modules, one-line functions, loops, classes."""
import sys

E = sys.monitoring.events
TOOL = 2
log = []


def f(a): return [1
     , a,
      2] if a else f(1)


def g(n):
    yield 1; yield 2
    yield 3


def h(n): yield n; yield n


async def k(): return 1


def w(n): n -= 1; return n if n < 0 else w(n - 1)


def loop(n):
    while n: n -= 1


def loop2(n):
    for i in range(n): pass


def classes():
    class A: x = 1
    class B:
        x = 1

    @(lambda x: x)
    class C:
        y = 1


def main():
    f(0)
    list(g(1))
    list(h(1))
    try: k().send(None)
    except StopIteration: pass
    w(2)
    (lambda: 1)()
    (lambda:
        1)()
    loop(3)
    loop2(3)
    exec("x = 1")
    exec("\nx = 1; y = 2\nz = 3")
    classes()


main.note = "called as one without attributes"
sys.monitoring.use_tool_id(TOOL, "lines")


def note(code, *event):
    # The library's own code, which a collection may run, is left out.
    if code.co_filename in (__file__, "<string>"):
        log.append((code.co_name, *event))


sys.monitoring.register_callback(TOOL, E.LINE, lambda code, line: note(code, line - code.co_firstlineno))
sys.monitoring.set_events(TOOL, E.LINE)
main()
sys.monitoring.set_events(TOOL, 0)
for event in log:
    print(*event)

log.clear()
for name in ("CALL", "C_RETURN", "C_RAISE", "PY_START", "PY_RETURN", "RAISE"):
    sys.monitoring.register_callback(TOOL, getattr(E, name), lambda code, offset, *rest, name=name: note(code, name))


def calls():
    len(())
    attributed()
    try:
        int("x")
    except ValueError:
        pass


def attributed():
    pass


attributed.note = 1
sys.monitoring.set_events(TOOL, E.CALL | E.PY_START | E.PY_RETURN | E.RAISE)
calls()
sys.monitoring.set_events(TOOL, 0)
for event in log:
    print(*event)
sys.monitoring.free_tool_id(TOOL)
