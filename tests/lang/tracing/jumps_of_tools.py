"""`f_lineno` set in callbacks of sys.monitoring: which events allow it, and where the frame goes on."""
import sys

E = sys.monitoring.events
T = 2
sys.monitoring.use_tool_id(T, "x")
def func(s):
    if s:
        return 1
    else:
        return 0
def loop():
    for i in (1, 2):
        x = 1
        y = len("a")
    return 5
for name in ("LINE", "INSTRUCTION", "JUMP", "BRANCH_LEFT", "BRANCH_RIGHT", "PY_START", "PY_RETURN", "CALL", "RAISE", "C_RETURN"):
    # CPython crashes where a jump leads out of a loop that it is just testing.
    for f, a, to in ((func, (1,), 4), (func, (0,), 2), *([(loop, (), 4)] if name not in ("JUMP", "BRANCH_LEFT", "BRANCH_RIGHT") else ())):
        done = []
        def callback(code, *rest):
            frame = sys._getframe()
            while frame and frame.f_code is not code: frame = frame.f_back
            if frame and code is f.__code__ and not done:
                done.append(1)
                try: frame.f_lineno = code.co_firstlineno + to
                except Exception as e: print(name, f.__name__, type(e).__name__, e)
                else: print(name, f.__name__, "set")
        for n in ("LINE", "INSTRUCTION", "JUMP", "BRANCH_LEFT", "BRANCH_RIGHT", "PY_START", "PY_RETURN", "CALL", "RAISE", "C_RETURN"):
            sys.monitoring.register_callback(T, getattr(E, n), None)
        sys.monitoring.register_callback(T, getattr(E, name), callback)
        sys.monitoring.set_events(T, getattr(E, name) if name != "C_RETURN" else E.CALL)
        try: r = f(*a)
        except BaseException as e: r = repr(e)
        sys.monitoring.set_events(T, 0)
        print("  ", name, f.__name__, a, r)
