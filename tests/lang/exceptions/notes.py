"""Notes: add_note, __notes__ replaced, what raises, on classes and groups, and copies."""
from lib.attempts import attempt


e = ValueError("v")
print(hasattr(e, "__notes__"))
print(e.add_note("one"), e.__notes__, e.add_note(""), e.add_note("two\nlines"), e.__notes__)
for bad in (5, None, b"x", [], ValueError):
    attempt(e.add_note, bad)
attempt(e.add_note)
attempt(e.add_note, "a", "b")
attempt(lambda: e.add_note(note="keyword"))
print(e.args, str(e), repr(e), e.__dict__)
e.__notes__ = "not a list"
attempt(e.add_note, "x")
e.__notes__ = ("a",)
attempt(e.add_note, "x")
e.__notes__ = None
attempt(e.add_note, "x")
del e.__notes__
e.add_note("fresh")
print(e.__notes__)


class L(list):
    def append(self, item):
        print("append", item)
        super().append(item)


e.__notes__ = L()
e.add_note("into a subclass")
print(list(e.__notes__))


class Shared(Exception):
    __notes__ = ["class note"]


s = Shared()
s.add_note("mine")
print(Shared.__notes__, vars(s))


class Prop(Exception):
    @property
    def __notes__(self): return self.store
    def __init__(self): self.store = []


p = Prop()
p.add_note("through property")
print(p.store)


class Failing(Exception):
    @property
    def __notes__(self): raise KeyError("no notes")


attempt(Failing().add_note, "x")


class Overridden(Exception):
    def add_note(self, note): return super().add_note(note.upper())


o = Overridden()
o.add_note("up")
print(o.__notes__)
try:
    try:
        raise KeyError("k")
    except KeyError as error:
        error.add_note("added while handled")
        raise
except KeyError as error:
    error.add_note("and above")
    print(error.__notes__, error.__traceback__.tb_next)
try:
    raise ExceptionGroup("g", [ValueError(1), KeyError(2)])
except* ValueError as group:
    group.add_note("on the part")
    print(group.__notes__, group.exceptions[0].__dict__)
except* KeyError as group:
    print(hasattr(group, "__notes__"))
b = BaseException()
b.add_note("base")
r = b.__reduce__()
print(r)
new = ValueError()
new.__setstate__({"__notes__": ["state"], "extra": 1})
print(new.__notes__, new.extra)
attempt(new.__setstate__, 5)
attempt(new.__setstate__, {5: 1})
print(new.__setstate__(None))
