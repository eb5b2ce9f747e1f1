# Frames of threads that run: others read their variables, lines and callers at any moment, and see what was there at some moment, or nothing.
# zeal-args: 20
import sys
import _thread

from lib.crew import rounds, together

N = rounds(150)
stopped = False
inside = []


def work():
    """Its variables are equal, or one has just been counted on."""
    inside.append(_thread.get_ident())
    one = two = 0
    while not stopped:
        one += 1
        two += 1
        deeper([one], 3)
    return True


def deeper(items, depth):
    local = (items[0], depth)
    if depth:
        deeper(items, depth - 1)
    return local


def look():
    seen = set()
    for _ in range(N):
        for ident in tuple(inside):
            frame = sys._current_frames().get(ident)
            while frame is not None:
                name, line, variables = frame.f_code.co_name, frame.f_lineno, dict(frame.f_locals)
                assert line is None or line >= frame.f_code.co_firstlineno, (name, line)
                if name == "work" and {"one", "two"} <= variables.keys():
                    assert 0 <= variables["one"] and 0 <= variables["two"], variables
                if name == "deeper":
                    assert variables.get("depth", 0) in range(4), variables
                    assert "local" not in variables or variables["local"][1] in range(4), variables
                seen.add(name)
                repr(frame)
                frame = frame.f_back
    return seen <= {"work", "deeper", "run", "body", "begun", "look", "<module>", "together", "background", "__init__", "<lambda>"} or seen


def watch():
    global stopped
    while len(inside) < 2:
        pass
    try:
        return look()
    finally:
        stopped = True


print(together(work, work, watch))
