# zeal: 20 - many safepoints
"""sys.monitoring: each event's arguments over calls, branches, lines, raising, unwinding, yields; disabling; tools; refusals."""
import sys
from lib.attempts import attempt

mon = sys.monitoring
E = mon.events
TOOL = 3


def watched(n):
    total = 0
    for i in range(n):
        if i == 1:
            total += 100
        total += helper(i)
    return total


def helper(i):
    return i + 1


def generator():
    got = yield 1
    yield got


def raises():
    try:
        raise ValueError("x")
    except ValueError:
        pass
    {}["missing"]


def record(names, action, *functions):
    log = []
    mon.use_tool_id(TOOL, "test")
    mask = 0
    for name in names:
        event = getattr(E, name)
        mask |= event
        def callback(code, *arguments, name=name):
            if code in [function.__code__ for function in functions]:
                first = code.co_firstlineno
                shown = []
                for argument in arguments:
                    if name == "LINE": shown.append(argument - first)
                    elif isinstance(argument, BaseException): shown.append(type(argument).__name__)
                    elif callable(argument): shown.append(argument.__name__)
                    elif argument is mon.MISSING: shown.append("MISSING")
                    elif name in ("PY_RETURN", "PY_YIELD") and argument is arguments[-1]: shown.append(argument)
                    elif name == "CALL" and argument is arguments[-1]: shown.append(argument)
                log.append((name, code.co_name, *shown))
        mon.register_callback(TOOL, event, callback)
    mon.set_events(TOOL, mask)
    try:
        action()
    except Exception as error:
        log.append(f"{type(error).__name__}")
    mon.set_events(TOOL, 0)
    for name in names:
        mon.register_callback(TOOL, getattr(E, name), None)
    mon.free_tool_id(TOOL)
    print(names, log)


record(["PY_START", "PY_RETURN"], lambda: watched(2), watched, helper)
record(["CALL"], lambda: watched(1), watched)
record(["C_RETURN", "C_RAISE", "CALL"], lambda: watched(1), watched)
record(["LINE"], lambda: watched(2), watched, helper)
record(["RAISE", "EXCEPTION_HANDLED", "PY_UNWIND", "RERAISE"], raises, raises)
record(["PY_START", "PY_YIELD", "PY_RESUME", "PY_RETURN"], lambda: list(generator()), generator)


def throws():
    made = generator()
    next(made)
    made.throw(KeyError("k"))


record(["PY_THROW", "PY_UNWIND", "RAISE"], throws, generator)
record(["STOP_ITERATION"], lambda: list(generator()), generator)

lines = []


def once(code, line):
    lines.append(line - code.co_firstlineno)
    return mon.DISABLE


mon.use_tool_id(TOOL, "disabling")
mon.register_callback(TOOL, E.LINE, once)
mon.set_local_events(TOOL, watched.__code__, E.LINE)
print(mon.get_local_events(TOOL, watched.__code__) == E.LINE, mon.get_events(TOOL))
watched(3)
watched(3)
print(lines)
mon.restart_events()
watched(0)
print(lines)
mon.set_local_events(TOOL, watched.__code__, 0)
print(mon.get_tool(TOOL), mon.get_tool(4), mon.register_callback(TOOL, E.LINE, None) is once)


def refuses(code, offset): raise RuntimeError("callback")


mon.register_callback(TOOL, E.PY_START, refuses)
mon.set_local_events(TOOL, helper.__code__, E.PY_START)
attempt(helper, 1)
mon.set_local_events(TOOL, helper.__code__, 0)
attempt(helper, 1)
attempt(mon.use_tool_id, TOOL, "again")
attempt(mon.use_tool_id, 9, "x")
attempt(mon.use_tool_id, 4, 5)
attempt(mon.use_tool_id, "a", "x")
attempt(mon.set_events, 4, E.LINE)
attempt(mon.set_events, TOOL, 1 << 30)
attempt(mon.set_events, TOOL, -1)
attempt(mon.set_events, TOOL, E.C_RETURN)
attempt(mon.set_local_events, TOOL, 5, E.LINE)
attempt(mon.set_local_events, TOOL, helper.__code__, E.RAISE)
attempt(mon.register_callback, TOOL, 3, None)
attempt(mon.register_callback, TOOL, 0, None)
attempt(mon.register_callback, 9, 1, None)
attempt(mon.register_callback, TOOL, E.LINE | E.CALL, None)
attempt(mon.free_tool_id, 9)
attempt(mon.clear_tool_id, TOOL)
mon.free_tool_id(TOOL)
mon.free_tool_id(TOOL)
print(mon.get_tool(TOOL), mon.DEBUGGER_ID, mon.COVERAGE_ID, mon.PROFILER_ID, mon.OPTIMIZER_ID, E.NO_EVENTS, mon.MISSING is mon.MISSING)
print(sorted(name for name in dir(E) if name.isupper()), [E.PY_START, E.LINE, E.RAISE, E.C_RAISE])
