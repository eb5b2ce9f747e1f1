# zeal: 12 - imports threading
"""Thread: names, idents, daemon, states over a life, join rules, run and arguments, subclasses, excepthook, errors."""
import threading
from lib.attempts import attempt

out = []
T = threading.Thread


class Mine(T):
    def __init__(self, value):
        super().__init__(name=f"mine-{value}")
        self.value = value

    def run(self):
        out.append((self.value, threading.current_thread() is self, self.name, self.is_alive()))


class NoInit(T):
    def __init__(self): pass


class Fails(T):
    def run(self): raise LookupError("in run")


t = T(target=lambda *a, **k: out.append((a, k)), args=(1, 2), kwargs={"k": 3}, name="named", daemon=True)
print(t.name, t.daemon, t.is_alive(), t.ident, t.native_id, repr(t))
t.start()
t.join()
print(out.pop(), t.is_alive(), isinstance(t.ident, int), t.join(), t.join(0), repr(t).replace(str(t.ident), "ID"))
for action in (t.start, lambda: setattr(t, "daemon", False), lambda: t.join("x"), lambda: T(5), lambda: T(group=1), lambda: T(target=5).name.startswith("Thread-"), lambda: T(args=5).start(), lambda: NoInit().start(), lambda: NoInit().join(), lambda: T().join(), lambda: threading.current_thread().join(), lambda: T(name=5).name, lambda: setattr(t, "name", 7) or t.name, lambda: T(nothing=1), lambda: T(daemon="yes").daemon):
    attempt(action)
for i in range(2):
    m = Mine(i)
    m.start()
    m.join()
print(out)
hooked = []
threading.excepthook = lambda args: hooked.append((args.exc_type.__name__, str(args.exc_value), args.exc_traceback is not None, args.thread.name))
for target in (lambda: 1 / 0, lambda: {}["k"]):
    t = T(target=target, name="failing")
    t.start()
    t.join()
f = Fails(name="run fails")
f.start()
f.join()
def exits(): raise SystemExit(5)
t = T(target=exits)
t.start()
t.join()
print(hooked, t.is_alive())
threading.excepthook = threading.__excepthook__
inside = []
def nested():
    me = threading.current_thread()
    child = T(target=lambda: inside.append((threading.current_thread().daemon, me.is_alive())))
    child.start()
    child.join()
    try:
        me.join()
    except RuntimeError as e:
        inside.append(str(e))
    try:
        me.start()
    except RuntimeError as e:
        inside.append(str(e))
t = T(target=nested, daemon=True)
t.start()
t.join()
print(inside)
main = threading.main_thread()
print(main.name, main is threading.current_thread(), main.daemon, main.is_alive(), threading.active_count(), [x.name for x in threading.enumerate()])
t = T(target=print, args=("printed by a thread",))
t.run()
attempt(t.run)
started = threading.Event()
release = threading.Event()
def holds():
    started.set()
    release.wait()
t = T(target=holds)
t.start()
started.wait()
print(t.is_alive(), t.join(0), t.join(0.001), t.join(-1), t.is_alive(), threading.active_count())
release.set()
t.join()
print(t.is_alive(), threading.active_count())
timer = threading.Timer(0, out.append, ["timer"])
timer.start()
timer.join()
cancelled = threading.Timer(60, out.append, ["never"])
cancelled.start()
cancelled.cancel()
cancelled.join()
print(out[-1], timer.finished.is_set())
