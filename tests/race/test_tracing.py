# zeal-args: 5
# Events are set and given up while other threads run the code they concern: results stay right, and each thread's trace function sees
# its own thread only.
import _thread
import sys
import time

from lib.crew import background, rounds

WORKERS = 3
ROUNDS = rounds(60)


def numbers(n):
    for i in range(n):
        yield i


def body(n):
    total = 0
    for i in numbers(n):
        if i % 2:
            total += i
        try:
            total += [1][i % 3]
        except IndexError:
            total += 1
    return total


expected = body(50)
stop, wrong, foreign = [], [], []


def work():
    me = _thread.get_ident()

    def tracer(frame, event, arg):
        if _thread.get_ident() != me:
            foreign.append(event)
        return tracer

    turn = 0
    while not stop:
        turn += 1
        if turn % 3 == 0:
            sys.settrace(tracer)
        if body(50) != expected:
            wrong.append(turn)
        sys.settrace(None)


M = sys.monitoring
M.use_tool_id(2, "race")
seen = [0]


def see(*args):
    seen[0] += 1


for event in ("LINE", "PY_START", "PY_RETURN", "PY_YIELD", "PY_RESUME", "RAISE"):
    M.register_callback(2, getattr(M.events, event), see)

crew = [background(work) for _ in range(WORKERS)]
for turn in range(ROUNDS):
    M.set_events(2, M.events.LINE | M.events.RAISE)
    if body(50) != expected:
        wrong.append(turn)
    M.set_events(2, 0)
    M.set_local_events(2, body.__code__, M.events.LINE)
    M.set_events(2, M.events.PY_START | M.events.PY_YIELD | M.events.PY_RESUME)
    time.sleep(0.0005)
    M.set_local_events(2, body.__code__, 0)
    M.set_events(2, 0)
    M.restart_events()
stop.append(1)
for member in crew:
    member.end()
M.free_tool_id(2)
print(wrong, foreign, seen[0] > 0)
print(body(50) == expected, M.get_tool(2), sys.gettrace())
