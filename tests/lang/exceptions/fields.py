"""What exceptions know besides their arguments, and how they are pickled."""


def error(function, *args, **keywords):
    try:
        result = function(*args, **keywords)
    except Exception as raised:
        print(type(raised).__name__, raised)
    else:
        print("no error:", result)


def show(exception, *names):
    print(repr(exception), "|", exception, "|", exception.args, *[(name, getattr(exception, name, "absent")) for name in names])
    print(exception.__dict__, exception.__reduce__())


OS = ("errno", "strerror", "filename", "filename2", "characters_written")
for args in [(), ("text",), (2, "no"), (2, "no", "file"), (2, "no", "file", None, "other"), (2, "no", None), (1, 2, 3, 4, 5, 6), (None, None), (2, "no", "f", 5)]:
    show(OSError(*args), *OS)
show(BlockingIOError(11, "wait", 7), *OS)
show(BlockingIOError(11, "wait", "name"), *OS)
show(FileNotFoundError(2, "no", b"f"), *OS)
print(type(OSError(2, "x")).__name__, type(OSError(13, "x")).__name__, type(OSError("2", "x")).__name__)
e = OSError(2, "no", "file")
e.errno = 5
e.extra = 1
del e.filename
show(e, *OS, "extra")
error(OSError, a=1)

SYNTAX = ("msg", "filename", "lineno", "offset", "text", "end_lineno", "end_offset", "print_file_and_line")
for args in [(), ("m",), ("m", ("f", 1, 2, "t")), ("m", ("dir/f", 1, 2, "t", 3, 4)), ("m", [None, 5, 6, None]), (1, 2, 3)]:
    show(SyntaxError(*args), *SYNTAX)
error(SyntaxError, "m", (1, 2))
error(SyntaxError, "m", 5)
error(SyntaxError, "m", (1, 2, 3, 4, 5))
error(SyntaxError, "m", (1, 2, 3, 4, 5, 6, 7, 8))

IMPORT = ("msg", "name", "path", "name_from")
show(ImportError(), *IMPORT)
show(ImportError("m", name="n", path="p"), *IMPORT)
show(ModuleNotFoundError("a", "b", name_from="x"), *IMPORT)
error(ImportError, "m", other=1)

show(AttributeError("m", name="n", obj=3), "name", "obj")
show(AttributeError(), "name", "obj")
show(NameError("m", name="n"), "name")
error(NameError, "m", obj=1)
error(AttributeError, "m", path=1)
try:
    (5).nothing
except AttributeError as raised:
    print(raised.name, raised.obj, raised.__dict__, raised.__reduce__())
try:
    undefined_name
except NameError as raised:
    print(raised.name, raised.__dict__)

show(StopIteration(), "value")
show(StopIteration(1, 2), "value")
show(SystemExit(), "code")
show(SystemExit(3), "code")
show(SystemExit(3, 4), "code")
show(KeyError("k"))
show(ValueError("a", 2))
e = ValueError("x")
e.__setstate__({"one": 1, "two": 2})
e.__setstate__(None)
print(e.__dict__, e.one)
error(e.__setstate__, 5)
error(ValueError, a=1)


class Own(OSError):
    def __init__(self, *args, extra=None):
        super().__init__(*args)
        self.extra = extra


show(Own(2, "no", "f", extra=5), *OS, "extra")


class Named(AttributeError):
    name = "class attribute"


print(Named("m").name, Named("m", name="given").name)
g = ExceptionGroup("g", [ValueError(1), TypeError("t")])
print(repr(g), g, g.message, g.exceptions, repr(ExceptionGroup("h", (ValueError(1),))))
members = [ValueError(1)]
g = ExceptionGroup("late", members)
members.append(2)
print(repr(g))
for bases in [(OSError, SyntaxError), (ValueError, OSError), (KeyError, AttributeError), (ExceptionGroup, OSError), (ImportError, NameError), (ValueError, KeyError)]:
    try:
        print(type("Both", bases, {}).__base__.__name__)
    except TypeError as raised:
        print(raised)
