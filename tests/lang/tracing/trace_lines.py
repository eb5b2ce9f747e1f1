# zeal: 8 - many safepoints
"""sys.settrace: lines of every statement form, relative to the function; what local functions return; frames' trace attributes."""
import sys


def trace(function, *arguments, opcodes=False):
    events = []
    first = function.__code__.co_firstlineno
    def local(frame, event, argument):
        if frame.f_code.co_filename == __file__:
            shown = argument if event == "return" and not callable(argument) else argument[0].__name__ if event == "exception" else ""
            events.append((frame.f_lineno - first, event[0], *([shown] if shown != "" else [])))
        return local
    sys.settrace(local)
    try:
        result = function(*arguments)
    except Exception as error:
        result = f"{type(error).__name__} {error}"
    finally:
        sys.settrace(None)
    print(function.__name__, [event for event in events if 0 <= event[0] < 40], result if isinstance(result, (int, str, tuple, list)) else "")


def branches(x):
    if x == 1:
        return "one"
    elif x == 2:
        y = 2
    else:
        y = 3
    return y


def loops():
    for i in range(2):
        if i:
            total = i
        pass
    else:
        total = 0
    while total < 2:
        total += 1
    return total


def tries(fail):
    try:
        if fail:
            1 // 0
    except ZeroDivisionError as error:
        result = "caught"
    else:
        result = "else"
    finally:
        done = 1
    return result


def withs():
    with open("/dev/null") as f:
        x = 1
    return x


def multi():
    value = [
        1,
        2,
    ]
    call = max(
        value[0],
        len(
            value),
    )
    return call


def nested():
    def inner():
        return 1
    class C:
        x = 1
        def m(self): pass
    return inner()


def generator():
    def gen():
        yield 1
        yield 2
    return list(gen())


def raises():
    x = 1
    raise ValueError(
        x)


def one_line(): x = 1; return x


def asserts():
    assert trace, "no"
    global trace_global
    trace_global = 1
    del trace_global
    pass
    ...
    "text"
    return None


trace(branches, 1)
trace(branches, 2)
trace(branches, 3)
trace(loops)
trace(tries, True)
trace(tries, False)
trace(withs)
trace(multi)
trace(nested)
trace(generator)
trace(raises)
trace(one_line)
trace(asserts)

events = []


def stops(frame, event, argument):
    events.append((event, frame.f_code.co_name))
    return None


sys.settrace(stops)
branches(1)
sys.settrace(None)
print(events)


def fails(frame, event, argument):
    raise ValueError(f"tracer {event}")


sys.settrace(fails)
try:
    branches(1)
except ValueError as error:
    print(error, sys.gettrace())
sys.settrace(None)


def switches(frame, event, argument):
    events.append(event)
    if event == "line":
        frame.f_trace_lines = False
    return switches


events.clear()
sys.settrace(switches)
branches(3)
sys.settrace(None)
print(events, sys.gettrace())


def sets_local():
    x = 1
    sys._getframe().f_trace = lambda frame, event, argument: events.append((event, argument))
    y = 2
    return y


events.clear()
sys.settrace(lambda *arguments: None)
sets_local()
sys.settrace(None)
print(events)
