# zeal: 12 - imports threading
"""threading.local: subclasses with __init__ run once in each thread, slots, attributes apart, dicts, methods, errors."""
import threading
from lib.attempts import attempt

made, lock = [], threading.Lock()


class Counter(threading.local):
    shared = "class attribute"
    __slots__ = ("slot",)

    def __init__(self, start, *, step=1):
        with lock: made.append(start)
        self.count, self.step = start, step

    def add(self):
        self.count += self.step
        return self.count


def inside(f):
    results = []
    def run():
        try: results.append(f())
        except Exception as e: results.append(f"{type(e).__name__} {e}")
    t = threading.Thread(target=run)
    t.start()
    t.join()
    return results[0]


c = Counter(10, step=5)
print(c.add(), c.add(), inside(lambda: (c.add(), c.add(), c.add())), c.count, made)
c.extra = 1
print(inside(lambda: hasattr(c, "extra")), inside(lambda: c.extra), sorted(c.__dict__), inside(lambda: sorted(c.__dict__)))
c.slot = "shared slot"
print(inside(lambda: c.slot), inside(lambda: setattr(c, "slot", "set there")), c.slot)
print(inside(lambda: c.shared), inside(lambda: setattr(c, "shared", "mine") or c.shared), c.shared)
Counter.shared = "changed"
print(c.shared, inside(lambda: c.shared))
attempt(lambda: threading.local(1))
attempt(lambda: threading.local(a=1))
attempt(lambda: setattr(c, "__dict__", {}))
attempt(lambda: delattr(c, "missing"))
attempt(lambda: delattr(c, "__dict__"))
attempt(lambda: inside(lambda: delattr(c, "extra")))


class Fails(threading.local):
    def __init__(self):
        if threading.current_thread() is not threading.main_thread(): raise LookupError("init elsewhere")
        self.x = 1


f = Fails()
print(f.x, inside(lambda: f.x), inside(lambda: f.x))


class Hooks(threading.local):
    def __getattr__(self, name): return f"{name} by {threading.current_thread().name}"
    def __setattr__(self, name, value): super().__setattr__(name, [value])


h = Hooks()
h.a = 1
def named():
    threading.current_thread().name = "worker"
    h.b = 2
    return h.a, h.b, sorted(h.__dict__)
print(h.a, h.b, inside(named), sorted(h.__dict__))
values = threading.local()
def many(i):
    values.x = i
    barrier.wait()
    seen.append(values.x == i)
barrier, seen = threading.Barrier(5), []
threads = [threading.Thread(target=many, args=(i,)) for i in range(5)]
for t in threads: t.start()
for t in threads: t.join()
print(seen, hasattr(values, "x"))
class Plain(threading.local): pass
p = Plain()
p.items = []
p.items.append(1)
print(p.items, inside(lambda: getattr(p, "items", "none")), vars(p), inside(lambda: vars(p)), "items" in dir(p))
