# zeal: 30 - a hundred thousand safepoints
# __del__: once, with everything it can reach whole; resurrection; cycles; exceptions; classes that get it later; at the end of the program.
import gc
import sys
from _weakref import ref

log = []


class F:
    def __init__(self, name, other=None):
        self.name = name
        self.other = other

    def __del__(self):
        log.append((self.name, self.other and self.other.name))


def collected():
    gc.collect()
    result = sorted(log)
    log.clear()
    return result


x = F("one")
del x
print(collected(), collected())
x, y = F("a"), F("b")
x.other, y.other = y, x
del x, y
print(collected(), collected())
print(gc.is_finalized(F), end=" ")
x = F("alive")
print(gc.is_finalized(x), collected())
del x
print(collected())

# Inherited, through slots of super, in an exception, in a container.
class G(F):
    def __del__(self):
        super().__del__()
        log.append(("G", None))


x = [G("in a list")]
x.append(x)
del x
print(collected())

# Resurrected: lives on, is not finalized again.
saved = []


class R:
    def __del__(self):
        log.append(("R", None))
        saved.append(self)


x = R()
x.part = [1, 2, 3]
r = ref(x)
del x
print(collected(), len(saved), saved[0].part, gc.is_finalized(saved[0]))
saved.clear()
print(collected())

# A finalizer that makes garbage with finalizers.
class Chain:
    def __init__(self, n):
        self.n = n

    def __del__(self):
        log.append((self.n, None))
        if self.n:
            Chain(self.n - 1)


Chain(3)
for _ in range(4):
    gc.collect()
print(collected())

# Exceptions in finalizers and callbacks go to the hook.
def hook(args):
    print(args.exc_type.__name__, args.exc_value, args.err_msg.split('<')[0], args.object, args.exc_traceback is not None)


sys.unraisablehook = hook


class Bad:
    def __del__(self):
        raise ValueError("in __del__")


Bad()
gc.collect()


def bad_callback(dead):
    raise KeyError("in callback")


class Plain:
    pass


x = Plain()
r = ref(x, bad_callback)
del x
gc.collect()

# What is being handled stays what it is.
try:
    raise IndexError("outer")
except IndexError:
    Bad()
    gc.collect()
    print(sys.exc_info()[1])

# A class that gets __del__ when it has instances.
class Late:
    pass


class LateChild(Late):
    pass


early = [Late(), LateChild()]
early[1].attribute = 1
Late.__del__ = lambda self: log.append((type(self).__name__, None))
early.append(Late())
del early
print(collected())
del Late.__del__
Late()
print(collected())

# Weak references are dead, or alive, for all: never in between.
class W:
    def __del__(self):
        log.append(("W", None))


x = W()
r = ref(x, lambda dead: log.append(("callback", dead() is None)))
del x
print(collected(), r())

# Many at once.
class Many:
    count = 0

    def __del__(self):
        Many.count += 1


for i in range(10000):
    x = Many()
    x.self = x
del x
gc.collect()
print(Many.count)

# gc.callbacks.
phases = []
gc.callbacks.append(lambda phase, info: phases.append((phase, sorted(info))))
gc.collect()
gc.callbacks.clear()
print(phases)
print(gc.isenabled(), gc.disable(), gc.isenabled(), gc.enable(), gc.isenabled())
print(gc.get_threshold(), gc.get_debug(), gc.garbage, [sorted(s) for s in gc.get_stats()])
for bad in (3, -1, "x"):
    try:
        gc.collect(bad)
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
print([gc.is_tracked(x) for x in (1, "a", 1.5, None, [], {}, set(), F, Plain(), len, (1, "a"), ([],), b"")])
holder = Plain()
holder.x = ["needle"]
print(any([x is holder for x in gc.get_objects()]), any([x == ["needle"] for x in gc.get_objects()]))
print([type(x).__name__ for x in gc.get_referents(holder)], holder.x in gc.get_referents(holder))
print(any([x is holder for x in gc.get_referrers(Plain)]), gc.get_referents(1, "a"))
table = {"k": holder.x, "l": (1, 2)}
found = gc.get_referrers(holder.x)
print(any([x is table for x in found]), any([x is holder.__dict__ or x is holder for x in found]))
print(sorted(map(str, gc.get_referents(table))) == sorted(map(str, ["k", "l", ["needle"], (1, 2)])) or len(gc.get_referents(table)))
gc.freeze()
print(gc.get_freeze_count() > 100)
gc.unfreeze()
print(gc.get_freeze_count())
sys.unraisablehook = sys.__unraisablehook__


# At the end of the program.
class End:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("end", self.name)


at_the_end = End("kept by a global")
