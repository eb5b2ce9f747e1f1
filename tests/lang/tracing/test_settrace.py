# sys.settrace and sys.setprofile: events, local functions, jumps.
import sys


def record(events, names=None):
    def tracer(frame, event, arg):
        if frame.f_code.co_filename != __file__:
            return None
        if names and frame.f_code.co_name not in names:
            return None
        shown = arg[0].__name__ if event == "exception" else arg if arg is None or isinstance(arg, (int, str)) else type(arg).__name__
        events.append((event, frame.f_lineno - frame.f_code.co_firstlineno, frame.f_code.co_name, shown))
        return tracer
    return tracer


def traced(function, *args):
    events = []
    sys.settrace(record(events))
    try:
        try:
            function(*args)
        except Exception as e:
            result = repr(e)
        else:
            result = "ended"
    finally:
        sys.settrace(None)
    print(function.__name__, result)
    for event in events:
        if event[2] != "traced":
            print("   ", *event)


def straight():
    a = 1
    b = a + 1
    return b


def loops(n):
    total = 0
    for i in range(n):
        if i % 2:
            total += i
    while total > 0:
        total -= 1
    return total


def one_line():
    for i in range(3): x = i
    return x


def raises():
    try:
        inner_raises()
    except ZeroDivisionError:
        return "caught"
    finally:
        done = True


def inner_raises():
    return 1 / 0


def escapes():
    inner_raises()


def numbers(n):
    for i in range(n):
        yield i
    return "end"


def generator():
    for x in numbers(2):
        y = x
    g = numbers(1)
    next(g)
    g.close()


def nested():
    def inner(x):
        return x * 2
    return inner(inner(3))


def with_block():
    class C:
        def __enter__(self):
            return self
        def __exit__(self, *exc):
            return True
    with C():
        raise KeyError(1)


for function in (straight, one_line, raises, escapes, generator, nested, with_block):
    traced(function)
traced(loops, 3)


# A local trace function is what the last call answered.
def only_call(frame, event, arg):
    seen.append((event, frame.f_code.co_name))


seen = []
sys.settrace(only_call)
straight()
sys.settrace(None)
print(seen)


def bad(frame, event, arg):
    raise RuntimeError("tracer")


sys.settrace(bad)
try:
    straight()
except RuntimeError as e:
    print("raised:", e, sys.gettrace())

# Without lines; with opcodes.
def quiet(frame, event, arg):
    frame.f_trace_lines = False
    seen.append(event)
    return quiet


seen = []
sys.settrace(quiet)
straight()
sys.settrace(None)
print(seen)


def opcodes(frame, event, arg):
    frame.f_trace_opcodes = True
    seen.append(event)
    return opcodes


seen = []
sys.settrace(opcodes)
straight()
sys.settrace(None)
print("opcode" in seen, seen.count("line"))


# Jumps.
def jump(function, source, target, event="line"):
    output = []

    def tracer(frame, what, arg):
        if frame.f_code is function.__code__:
            line = frame.f_lineno - frame.f_code.co_firstlineno
            if what == event and line == source and not done:
                done.append(1)
                frame.f_lineno = frame.f_code.co_firstlineno + target
            return tracer

    done = []
    sys.settrace(tracer)
    try:
        function(output)
    except Exception as e:
        output.append(f"{type(e).__name__}: {e}" if not isinstance(e, ZeroDivisionError) else "ZeroDivisionError")
    finally:
        sys.settrace(None)
    print(function.__name__, source, target, output)


def simple(output):
    output.append(1)
    output.append(2)
    output.append(3)
    output.append(4)


def loop(output):
    output.append(1)
    for i in 1, 2:
        output.append(3)
    output.append(4)


def block(output):
    output.append(1)
    try:
        output.append(3)
        1 / 0
    except ZeroDivisionError:
        output.append(6)
        output.append(7)
    output.append(8)


class Manager:
    def __enter__(self):
        pass

    def __exit__(self, *exc):
        pass


def managed(output):
    output.append(1)
    with Manager():
        output.append(3)
    output.append(4)


jump(simple, 1, 3)
jump(simple, 3, 1)
jump(simple, 2, 9000)
jump(simple, 2, -1)
jump(simple, 2, 4, "call")
jump(loop, 1, 3)
jump(loop, 3, 4)
jump(loop, 4, 1)
jump(loop, 4, 3)
jump(block, 1, 6)
jump(block, 6, 8)
jump(block, 7, 1)
jump(managed, 1, 3)
jump(managed, 3, 4)
frame = sys._getframe()
try:
    frame.f_lineno = 3
except ValueError as e:
    print("trace" in str(e))
try:
    del frame.f_lineno
except AttributeError as e:
    print(e)

# Profiling.
def profile(function):
    events = []

    def profiler(frame, event, arg):
        if event.startswith("c_"):
            arg = arg.__name__
        events.append((event, frame.f_code.co_name, arg))

    sys.setprofile(profiler)
    try:
        function()
    except Exception as e:
        pass
    finally:
        sys.setprofile(None)
    print([e for e in events if e[1] not in ("profile",)])


def natives():
    len([1])
    [].append(2)
    "a".join(["b"])
    abs(-1)


def native_raises():
    len(5)


profile(straight)
profile(natives)
profile(native_raises)
profile(escapes)
profile(generator)
print(sys.getprofile(), sys.gettrace())
