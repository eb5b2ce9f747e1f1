"""What runs coroutines and shows what comes of it."""


def attempt(action, *args, **kw):
    try:
        print(action(*args, **kw))
    except Exception as error:
        print(type(error).__name__, error)


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
