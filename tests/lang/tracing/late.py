# zeal: 20 - a long source
# Events of code that has not run when they are set; long code; the line of a generator's end.
import sys

M = sys.monitoring
M.use_tool_id(0, "late")
seen = []
M.register_callback(0, M.events.PY_START, lambda code, offset: seen.append(code.co_name))


def make():
    def inner():
        return 1
    return inner


inner = make()
M.set_local_events(0, inner.__code__, M.events.PY_START)
M.set_events(0, M.events.PY_RETURN)
M.set_events(0, 0)
inner()
sys.settrace(lambda *args: None)
sys.settrace(None)
inner()
print(seen)
M.free_tool_id(0)

source = "a = b = c = x\n" * 6000 + "if x: y = 1\n" * 8000 + "z = 1\n" * 20
lines = set()


def trace(frame, event, argument):
    if event == "line" and frame.f_code.co_filename == "long":
        lines.add(frame.f_lineno)
    return trace


code = compile(source, "long", "exec")
sys.settrace(trace)
exec(code, {"x": 1})
sys.settrace(None)
print(len(lines), min(lines), max(lines))

events = []


def note(frame, event, argument):
    if frame.f_code.co_name == "generator":
        events.append((event, frame.f_lineno - frame.f_code.co_firstlineno))
    return note


def generator():
    yield 1


def loop():
    for _ in generator():
        pass


sys.settrace(note)
loop()
sys.settrace(None)
print(events)


class Pair(tuple):
    def __iter__(self):
        print("iterated")
        return super().__iter__()


M.use_tool_id(0, "calls")
M.register_callback(0, M.events.CALL, lambda *args: None)
M.set_events(0, M.events.CALL)
print(max(*Pair((1, 2))))
M.set_events(0, 0)
M.free_tool_id(0)


# Every instruction, asked for before and after tracing begins.
def stepping(before):
    told = []

    def step(frame, event, argument):
        told.append(event)
        return step

    def stepped():
        frame = sys._getframe()
        if before:
            frame.f_trace, frame.f_trace_opcodes = step, True
            sys.settrace(step)
        else:
            sys.settrace(step)
            frame.f_trace, frame.f_trace_opcodes = step, True
        x = 1
        sys.settrace(None)

    stepped()
    return "opcode" in told


print(stepping(True), stepping(False))
