# sys.monitoring (PEP 669): tools, events, local events, DISABLE.
import sys

M = sys.monitoring
E = M.events
TOOL = 3


def line(code, number):
    return number - code.co_firstlineno


def recorder(log, name, relative=False):
    def callback(code, place, *rest):
        if code.co_filename == __file__ and not code.co_name.startswith("<"):
            shown = [r.__name__ if hasattr(r, "__name__") else type(r).__name__ if isinstance(r, BaseException) else r
                     for r in rest if r is not M.MISSING]
            if name == "LINE":
                log.append((name, code.co_name, line(code, place)))
            elif name in ("JUMP", "BRANCH_LEFT", "BRANCH_RIGHT"):
                log.append((name, code.co_name))
            else:
                log.append((name, code.co_name, *shown))
    return callback


def watch(function, *names, local=False):
    log = []
    M.use_tool_id(TOOL, "test")
    events = 0
    for name in names:
        M.register_callback(TOOL, getattr(E, name), recorder(log, name))
        events |= getattr(E, name)
    if local:
        M.set_local_events(TOOL, function.__code__, events)
    else:
        M.set_events(TOOL, events)
    try:
        function()
    except Exception as e:
        log.append(("left", type(e).__name__))
    if local:
        M.set_local_events(TOOL, function.__code__, 0)
    else:
        M.set_events(TOOL, 0)
    M.free_tool_id(TOOL)
    print(function.__name__, names)
    for entry in log:
        if entry[1] != "watch":
            print("   ", *entry)


def inner(x):
    return x + 1


def plain():
    a = inner(1)
    if a:
        b = 2
    return b


def numbers():
    yield 1
    yield 2


def consumer():
    for n in numbers():
        pass


def raiser():
    raise ValueError


def catcher():
    try:
        raiser()
    except ValueError:
        pass


def natives():
    len("abc")
    [].append(1)
    try:
        len(3)
    except TypeError:
        pass


def thrower():
    g = numbers()
    next(g)
    try:
        g.throw(KeyError)
    except KeyError:
        pass


STARTS = "PY_START", "PY_RETURN", "PY_RESUME", "PY_YIELD", "PY_UNWIND", "PY_THROW"
watch(plain, *STARTS)
watch(consumer, *STARTS)
watch(raiser, *STARTS)
watch(catcher, *STARTS)
watch(thrower, *STARTS)
watch(plain, "LINE")
watch(catcher, "LINE")
watch(plain, "LINE", "PY_START", local=True)
watch(plain, "CALL")
watch(natives, "CALL", "C_RETURN", "C_RAISE")
watch(catcher, "RAISE")
watch(consumer, "STOP_ITERATION")

# DISABLE, and restart.
count = 0


def disabling(code, number):
    global count
    if code is loop.__code__:
        count += 1
    return M.DISABLE


def loop():
    for i in range(10):
        x = i


M.use_tool_id(TOOL, "disabling")
M.register_callback(TOOL, E.LINE, disabling)
M.set_events(TOOL, E.LINE)
loop()
print(count)
loop()
print(count)
M.restart_events()
loop()
print(count)
M.set_events(TOOL, 0)
M.register_callback(TOOL, E.RAISE, lambda *args: M.DISABLE)
M.set_events(TOOL, E.RAISE)
try:
    raiser()
except ValueError as e:
    print(e)
M.set_events(TOOL, 0)
M.free_tool_id(TOOL)

# A callback that raises.
def angry(code, number):
    if code is loop.__code__:
        raise IndexError("angry")


M.use_tool_id(TOOL, "angry")
M.register_callback(TOOL, E.LINE, angry)
M.set_events(TOOL, E.LINE)
try:
    loop()
except IndexError as e:
    print(e)
M.free_tool_id(TOOL)
print(M.get_tool(TOOL))

# Errors.
def error(function, *args):
    try:
        print(function(*args))
    except Exception as e:
        print(type(e).__name__, e)


error(M.use_tool_id, 6, "x")
error(M.use_tool_id, -1, "x")
error(M.use_tool_id, 1, 2)
error(M.use_tool_id, 1, "one")
error(M.use_tool_id, 1, "two")
error(M.get_tool, 1)
error(M.set_events, 2, E.LINE)
error(M.set_events, 1, 1 << 30)
error(M.set_events, 1, -1)
error(M.set_events, 1, E.C_RAISE)
error(M.set_events, 1, E.C_RAISE | E.C_RETURN | E.CALL)
error(M.get_events, 1)
error(M.set_events, 1, E.BRANCH)
error(M.get_events, 1)
error(M._all_events)
error(M.set_events, 1, 0)
error(M.set_local_events, 1, loop, E.LINE)
error(M.set_local_events, 1, loop.__code__, E.RAISE)
error(M.set_local_events, 1, loop.__code__, E.LINE)
error(M.get_local_events, 1, loop.__code__)
error(M.register_callback, 1, 3, None)
error(M.register_callback, 1, 1 << 25, None)
error(M.register_callback, 1, E.LINE, loop)
print(M.register_callback(1, E.LINE, None) is loop)
error(M.free_tool_id, 1)
error(M.get_tool, 1)
print(M.DEBUGGER_ID, M.COVERAGE_ID, M.PROFILER_ID, M.OPTIMIZER_ID)
