"""Exceptions' own fields: OSError by errno, SyntaxError's tuple, UnicodeErrors, StopIteration, SystemExit, ImportError, NameError, AttributeError."""
from lib.attempts import attempt


def fields(error, *names):
    return type(error).__name__, [getattr(error, n, "none") for n in names], error.args, str(error)


for args in ((), (2,), (2, "gone"), (2, "gone", "file"), (2, "gone", "file", None, "other"), (13, "no", "f"), (17, "x"), (32, "pipe"), (110, "t"), (4, "i"), (11, "a"), (10, "c"), (20, "d"), (21, "d"), (3, "p"), (104, "r"), (111, "r"), (103, "r"), (9999, "unknown"), ("a", "b"), (1, 2, 3, 4, 5, 6), (2, "gone", b"bytes"), (2, "gone", 5), (2, "gone", None)):
    attempt(lambda: fields(OSError(*args), "errno", "strerror", "filename", "filename2"))
attempt(lambda: fields(FileNotFoundError(13, "x"), "errno"))
class MyOS(OSError): pass
attempt(lambda: fields(MyOS(2, "x"), "errno"))
attempt(lambda: fields(BlockingIOError(11, "x", 5), "characters_written", "filename"))
attempt(lambda: BlockingIOError().characters_written)
attempt(lambda: fields(BlockingIOError(11, "x", "y"), "filename"))
for args in ((), ("m",), ("m", ("f", 1, 2, "text")), ("m", ("f", 1, 2, "text", 3, 4)), ("m", ("f", 1)), ("m", None), ("m", 5), ("m", ["f", 1, 2, "t"]), ("m", ("f", 1, 2, "t", 3)), ("m", (1, 2, 3, 4)), (1, ("f", 3, None, None)), ("m", ("dir/f", 1, 2, "t")), ("m", ("f", 1, 2, "t", 3, 4, {"k": 1}))):
    attempt(lambda: fields(SyntaxError(*args), "msg", "filename", "lineno", "offset", "text", "end_lineno", "end_offset", "print_file_and_line"))
for args in (("utf8", b"abc", 0, 1, "why"), ("utf8", b"abc", 0, 2, "why"), ("utf8", b"abc", 5, 9, "w"), ("utf8", b"abc", -1, 0, "w"), ("utf8", "abc", 0, 1, "w"), ("utf8", b"", 0, 0, "w"), (), ("utf8",), (5, b"", 0, 1, "w"), ("e", bytearray(b"xy"), 1, 2, "w")):
    attempt(lambda: fields(UnicodeDecodeError(*args), "encoding", "object", "start", "end", "reason"))
for args in (("ascii", "a\xe9", 1, 2, "why"), ("ascii", "a\u20ac\U0001f600", 1, 3, "why"), ("ascii", "\u20ac", 0, 1, "w"), ("ascii", "\U0001f600", 0, 1, "w"), ("ascii", b"x", 0, 1, "w"), ("ascii", "x", "0", 1, "w")):
    attempt(lambda: fields(UnicodeEncodeError(*args), "start", "end"))
attempt(lambda: fields(UnicodeTranslateError("a\xe9", 1, 2, "why"), "object", "start", "end", "reason"))
attempt(lambda: fields(UnicodeTranslateError("a", 1, 2), "object"))
for kind in (StopIteration, StopAsyncIteration, SystemExit):
    for args in ((), (1,), (1, 2), (None,), ((1, 2),)):
        print(fields(kind(*args), "value", "code"), end=" ")
    print()
attempt(lambda: fields(ImportError("m", name="n", path="p", name_from="f"), "msg", "name", "path", "name_from"))
attempt(lambda: fields(ImportError("m", 2, name="n"), "msg", "name"))
attempt(lambda: ImportError("m", nam="n"))
attempt(lambda: fields(ModuleNotFoundError(), "msg", "name"))
attempt(lambda: fields(NameError("m", name="n"), "name"))
attempt(lambda: fields(AttributeError("m", name="n", obj=5), "name", "obj"))
attempt(lambda: NameError(nme=1))
attempt(lambda: AttributeError("m", other=1))
attempt(lambda: KeyError("m", name=1))
attempt(lambda: fields(KeyError("m")))
attempt(lambda: fields(KeyError(1, 2)))
attempt(lambda: fields(KeyError()))
attempt(lambda: fields(MemoryError(1)))
def caught(action):
    try:
        action()
    except Exception as e:
        return e
print([(e.name, getattr(e, "obj", None)) for e in (caught(lambda: undefined_name), caught(lambda: (5).nothing), caught(lambda: getattr("s", "none")), caught(lambda: setattr(5, "x", 1)), caught(lambda: object().__class__.nope))][:4])
print(caught(lambda: iter(()).__next__()).value, [caught(lambda: [][5]).args, caught(lambda: {}[(1, 2)]).args, caught(lambda: int("x")).args, caught(lambda: None + 1).args])
