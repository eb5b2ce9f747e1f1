"""yield from iterators that lack send, throw or close, or have odd ones; results of StopIteration; strings, dicts, tuples."""
from lib.attempts import attempt

log = []


class Bare:
    def __init__(self, n=3): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if not self.n: raise StopIteration("bare result")
        self.n -= 1
        return self.n


class Send(Bare):
    def send(self, value):
        log.append(f"send {value}")
        if value == "stop": raise StopIteration("sent result")
        return f"got {value}"


class Throw(Bare):
    def throw(self, *args):
        log.append(f"throw {args!r}")
        if "stop" in str(args): raise StopIteration("thrown result")
        return "handled"


class Close(Bare):
    def close(self, *args):
        log.append("close")
        if self.n == 0: raise KeyError("close failed")


class Attribute(Bare):
    def __getattr__(self, name):
        log.append(f"getattr {name}")
        raise AttributeError(name)


def gen(it):
    try:
        result = yield from it
        log.append(f"result {result}")
    except Exception as e:
        log.append(f"caught {e!r}")
        yield "recovered"
    return "returned"


def run(it, *steps):
    g = gen(it)
    out = []
    for step in ("next",) + steps:
        try:
            out.append(next(g) if step == "next" else g.close() if step == "close" else g.throw(step) if isinstance(step, BaseException) else g.send(step))
        except BaseException as e:
            out.append(repr(e))
    print(type(it).__name__, out, log)
    log.clear()


run(Bare(), "next", "next", "next")
run(Bare(), "value")
run(Bare(), KeyError("k"), "next")
run(Bare(), "close", "next")
run(Send(), "a", None, "next", "stop")
run(Throw(), KeyError("k"), ValueError("stop"))
run(Throw(), "close")
run(Close(), "close")
run(Close(1), "close")
run(Close(), GeneratorExit("given"))
run(Attribute(), "x")
run(Attribute(), KeyError("k"))
run(Attribute(), "close")
run("abc", "next", "next", "next")
run([1, 2], "value")
run({1: 2}, KeyError("k"))
run((), "next")
run(range(2), None, None, None)
run(iter(lambda: 1, 1))
run(gen([1, 2]), "next", "next")
run(gen([1, 2]), KeyError("deep"), "next", "next")
run(map(str, [1, 2]), "x")
for bad in (5, None, object, len):
    run(bad)
class NotIterator:
    def __iter__(self): return [1]
class NoneIter: __iter__ = None
class Items:
    def __getitem__(self, i): return [10, 20][i]
run(NotIterator())
run(Items(), "next", "next")
def loops():
    x = yield from loops_on
g = loops_on = loops()
attempt(next, g)
async def coroutine(): return 1
c = coroutine()
run(c)
c.close()
def tuple_result():
    yield
    return 1, 2
def unpacks(): print("unpacked", [*(yield from tuple_result())])
list(unpacks())
