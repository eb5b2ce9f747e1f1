"""What runs coroutines and shows what comes of it."""
from lib.attempts import attempt as attempt


class Pause:
    def __init__(self, tag): self.tag = tag
    def __await__(self): return (yield self.tag)


def drive(c, *values):
    out, values = [], list(values)
    try:
        out.append(c.send(None))
        while True:
            v = values.pop(0) if values else None
            out.append(c.throw(v) if isinstance(v, BaseException) else c.send(v))
    except StopIteration as e:
        return out, e.value
    except BaseException as e:
        return out, repr(e)
