# Files through every layer.
import _io


def t(function):
    try:
        print(ascii(function()))
    except Exception as error:
        print(type(error).__name__, ascii(str(error)))


PATH = "lang-io-files"
f = open(PATH, "w", encoding="utf-8")
print(repr(f), f.mode, f.encoding, f.errors, f.newlines, f.line_buffering, f.write_through, f.fileno() > 2, f.isatty())
print(f.write("abc\nd\u20acf\r\nxyz"), f.tell(), f.readable(), f.writable(), f.seekable())
t(f.read)
f.close()
print(f.closed, repr(f))
for call in [f.read, f.readline, f.flush, f.tell, f.fileno, lambda: f.write("x"), lambda: next(f), lambda: iter(f), f.__enter__]:
    t(call)
f.close()
with open(PATH, encoding="utf-8") as f:
    print(ascii(f.read()), f.newlines)
for newline in (None, "", "\n", "\r", "\r\n"):
    with open(PATH, encoding="utf-8", newline=newline) as f:
        print(repr(newline), ascii(list(f)), f.newlines)
with open(PATH, "rb") as f:
    print(repr(f), f.mode, f.name, f.raw, f.readline(), f.tell(), f.read(2), f.peek(1)[:3], f.seek(0), f.read1(3), f.read(), f.read())
    print(f.seek(-3, 2), f.read(1), f.seek(1, 1), f.tell(), f.read())
    for call in [lambda: f.write(b"x"), f.truncate, lambda: f.seek(0, 9), lambda: f.seek(-100), lambda: f.read(-2), lambda: f.read("x")]:
        t(call)
with open(PATH, "r+b", buffering=4) as f:
    print(repr(f), f.read(2), f.write(b"ZZZZZZ"), f.tell(), f.read(2), f.seek(0), f.read(), f.truncate(5), f.seek(0), f.read())
with open(PATH, "ab", 0) as f:
    print(repr(f), f.write(b"+end"), f.tell())
with _io.FileIO(PATH, "r+") as f:
    print(repr(f), f.mode, f.closefd, f.name, f.read(3), f.readall(), f.read(), f.seek(2), f.read(1), f.truncate(4), f.seek(0, 2))
    print(f.readable(), f.writable(), f.seekable(), f.isatty())
print(repr(f))
with open(PATH, "w", encoding="utf-8", newline="\r\n") as f:
    f.writelines(["1\n", "2\n"])
print(open(PATH, "rb").read())

# places in text
with open(PATH, "w", encoding="utf-8") as f:
    f.write("".join(chr(0x20 + i * 37 % 3000) for i in range(500)) + "\n" + "\U0001f600" * 20 + "\r\nlast")
with open(PATH, encoding="utf-8") as f:
    whole = f.read()
    f.seek(0)
    places = []
    while True:
        places.append((f.tell(), len(whole)))
        piece = f.read(7)
        if not piece:
            break
    for number, (place, _) in enumerate(places):
        f.seek(place)
        if f.read(5) != whole[number * 7:number * 7 + 5]:
            print("wrong at", number, place)
    print(len(places), places[3], places[-1][0])
    next(f, None)
    f.seek(0)
    next(f)
    t(f.tell)
    t(lambda: f.seek(1, 1))
    t(lambda: f.seek(1, 2))
    t(lambda: f.seek(0, 7))
    t(lambda: f.seek(-1))
    print(f.seek(0, 2), f.read())

# arguments
for args in [(PATH, "b"), (PATH, "rw"), (PATH, "rbt"), (PATH, "rr"), (PATH, "q"), (PATH, ""), ("/nonexistent/x",), ("/tmp",), (PATH, "rb", -1, "x"),
             (PATH, "rb", -1, None, "x"), (PATH, "rb", -1, None, None, ""), (PATH, "r", 0), (1.5,), ([],), ("a\0b",), (PATH, 5), (PATH, "x"),
             (PATH, "r", -1, None, None, "q"), (-5,), (9999,), (PATH, "r", "x")]:
    t(lambda: open(*args))
t(lambda: open(PATH, closefd=False))
t(lambda: open(PATH, opener=lambda path, flags: -1))
t(lambda: open(PATH, opener=lambda path, flags: None))
f = open(PATH, "rb")
g = open(f.fileno(), "rb", closefd=False)
print(g.read(3), g.close(), f.read(2)[:0], f.closed)
f.close()


class Path:
    def __init__(self, value):
        self.value = value

    def __fspath__(self):
        return self.value


print(len(open(Path(PATH), "rb").read(4)), len(open(PATH.encode(), "rb").read(4)))
t(lambda: open(Path(5)))
f = open(PATH, "w", encoding="utf-8")
print(f.reconfigure(newline="\r\n", line_buffering=True), f.line_buffering, f.write("a\n"), open(PATH, "rb").read())
t(lambda: f.reconfigure(encoding=5))
t(lambda: f.reconfigure(newline="x"))
b = f.detach()
print(b, b.raw)
t(lambda: f.write("x"))
raw = b.detach()
print(raw)
t(lambda: b.write(b"x"))
raw.close()
print(_io.text_encoding("x"), _io.DEFAULT_BUFFER_SIZE, issubclass(_io.UnsupportedOperation, (OSError, ValueError)))
# a file that is not closed is written out when the program ends
kept = open(PATH, "w")
kept.write("x")
