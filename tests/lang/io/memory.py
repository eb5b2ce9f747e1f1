# BytesIO, StringIO, the newline decoder, and streams written in Python.
import _io
from _io import BytesIO, StringIO, IncrementalNewlineDecoder, TextIOWrapper


def t(function):
    try:
        print(ascii(function()))
    except Exception as error:
        print(type(error).__name__, ascii(str(error)))


b = BytesIO(b"abc\ndef\nghi")
print(b.read(2), b.tell(), b.readline(), b.readlines(), b.read(), b.seek(0), list(b), b.seek(4), b.write(b"DEFX"), b.getvalue())
print(b.seek(20), b.write(b"!"), b.getvalue(), b.truncate(3), b.getvalue(), b.tell(), b.seek(-1, 2), b.read(), b.seek(1, 1), b.read1())
print(b.writelines([b"1", b"2"]), b.getvalue(), b.readable(), b.writable(), b.seekable(), b.isatty(), b.flush(), b.closed)
for call in [lambda: b.read("x"), lambda: b.read(1.5), lambda: BytesIO("x"), lambda: b.seek(-1), lambda: b.seek(0, 5), lambda: b.truncate(-1),
             lambda: b.write("x"), lambda: b.__getstate__(), lambda: b.__setstate__(1), lambda: b.__setstate__((b"xyz", 1, {"a": 1})),
             lambda: (b.read(), b.a), lambda: b.fileno(), lambda: b.detach(), lambda: BytesIO(initial_bytes=b"q").getvalue(), lambda: BytesIO(None).read(),
             lambda: BytesIO(x=1), lambda: b.seek(2**62) and b.seek(2**62, 1) and b.seek(2**62, 1)]:
    t(call)
b.close()
for call in [b.read, b.getvalue, b.tell, b.readline, lambda: b.write(b""), lambda: next(b), lambda: iter(b) is b, lambda: b.closed, b.flush, b.__enter__]:
    t(call)

for newline in ("\n", None, "", "\r", "\r\n"):
    s = StringIO("a\nb\r\nc\rd\u20ac", newline)
    print(repr(newline), ascii(s.getvalue()), ascii(list(s)), s.newlines, s.write("x\ny"), ascii(s.getvalue()), s.tell(), ascii(s.__getstate__()))
s = StringIO("abc")
print(s.read(1), s.write("\u20ac\U0001f600") and ascii(s.getvalue()), s.seek(5), s.write("z"), ascii(s.getvalue()), s.truncate(2), ascii(s.getvalue()))
print(s.seek(0), s.readline(1), s.read(), s.line_buffering, s.encoding, s.errors, s.closed, s.readable(), s.isatty())
for call in [lambda: StringIO(b"x"), lambda: StringIO("x", newline="q"), lambda: StringIO("x", newline=5), lambda: s.write(b""), lambda: s.seek(1, 1),
             lambda: s.seek(-1), lambda: s.seek(1, 2), lambda: s.seek(0, 3), lambda: s.truncate(-1), lambda: s.__setstate__(1),
             lambda: s.__setstate__(("a\r\nb", "\r\n", 1, {"k": 2})), lambda: (s.read(), s.k), lambda: s.fileno(), lambda: s.detach()]:
    t(call)
s.close()
for call in [s.read, s.getvalue, s.tell, s.readline, lambda: s.write(""), lambda: next(s), lambda: s.closed, s.readable]:
    t(call)
t(lambda: StringIO.__new__(StringIO).read())

d = IncrementalNewlineDecoder(None, translate=True)
for piece in ["a\r", "\nb", "\r", "c\n", "\r\n", ""]:
    print(ascii(d.decode(piece)), d.newlines, d.getstate())
print(ascii(d.decode("\r", final=True)), d.newlines, d.setstate((b"", 1)), ascii(d.decode("\n")), d.reset(), d.newlines)
d = IncrementalNewlineDecoder(None, False)
print(ascii(d.decode("a\r")), ascii(d.decode("\nb\rc\nd")), d.newlines)
for call in [lambda: d.decode(b"x"), lambda: d.setstate(1), lambda: d.setstate((1,)), lambda: IncrementalNewlineDecoder()]:
    t(call)

# text over bytes
w = TextIOWrapper(BytesIO("x\u20ac\n".encode() * 3), "utf-8")
print(w, ascii(w.read(3)), w.tell(), ascii(w.readline(1)), ascii(w.read()), w.tell(), w.buffer.getvalue() and w.seek(0), ascii(next(w)))
w = TextIOWrapper(BytesIO(), "ascii", "backslashreplace", "\n", True)
print(w.write("\u20ac\n"), w.buffer.getvalue(), w.errors, w.line_buffering, w.write("z"), w.buffer.getvalue(), w.flush(), w.buffer.getvalue())
w = TextIOWrapper(BytesIO(b"\xff\xe2\x82"), "utf-8", "replace")
print(ascii(w.read()))
w = TextIOWrapper(BytesIO(b"a\xff"), "utf-8")
t(w.read)
w = TextIOWrapper(BytesIO(), "ascii")
t(lambda: w.write("ab\u20ac"))
print(w.flush(), w.buffer.getvalue(), w._CHUNK_SIZE)
for call in [lambda: TextIOWrapper(5), lambda: TextIOWrapper(BytesIO(), newline="q"), lambda: TextIOWrapper(BytesIO(), encoding=5),
             lambda: TextIOWrapper(BytesIO(), errors=5), lambda: w.write(b""),
             lambda: w.read("x"), lambda: TextIOWrapper.__new__(TextIOWrapper).read(), lambda: TextIOWrapper(), lambda: w.__getstate__()]:
    t(call)


class Raw(_io._RawIOBase):
    def __init__(self, data=b""):
        self.data = data
        self.written = []

    def readable(self):
        return True

    def writable(self):
        return True

    def write(self, data):
        self.written.append(bytes(data)[:5])
        return len(self.written[-1])


r = Raw()
w = _io.BufferedWriter(r, 8)
print(w.write(b"abc"), r.written, w.write(b"defghijklmnopqrst"), r.written, w.flush(), r.written, w.raw is r, w.close(), r.closed, w.closed)
t(lambda: w.write(b""))
t(lambda: w.flush())


class Refusing(Raw):
    def write(self, data):
        return None


w = _io.BufferedWriter(Refusing(), 8)
print(w.write(b"1234"))
try:
    w.write(b"567890123")
except BlockingIOError as error:
    print(error.characters_written)


# When it dies is not to matter: what it still holds is taken.
w.raw.write = len


class Wrong(Raw):
    def write(self, data):
        return 100


w = _io.BufferedWriter(Wrong(), 8)
t(lambda: w.write(b"x" * 20))
t(w.seekable)


class Base(_io._IOBase):
    def __init__(self, data):
        self.data = data

    def read(self, size):
        piece, self.data = self.data[:size], self.data[size:]
        return piece


x = Base(b"one\ntwo\nthree")
print(x.readline(), x.readline(2), x.readlines(), x.readline(), x.closed, x.isatty())
for call in [x.fileno, x.tell, x.truncate, lambda: x.seek(0), x._checkReadable, x._checkWritable, x._checkSeekable, lambda: Base("text").readline()]:
    t(call)
with x as same:
    print(same is x)
print(x.closed, x.__dict__)
for call in [x.flush, x.isatty, lambda: iter(x), x._checkClosed, x.__enter__, lambda: x.writelines([])]:
    t(call)
for call in [_io._RawIOBase().write, _io._BufferedIOBase().read, _io._BufferedIOBase().detach, _io._TextIOBase().read, _io._TextIOBase().readline]:
    t(call)
print(_io._TextIOBase().encoding, _io._TextIOBase().newlines)


class Named(BytesIO):
    def __init__(self, *args):
        super().__init__(*args)
        self.extra = 1


n = Named(b"q\nr")
print(n.extra, n.read(1), n.__getstate__(), [line for line in n])
b = BytesIO(b"abcdef")
view = b.getbuffer()
view[1:3] = b"ZZ"
print(b.getvalue(), len(view), view.readonly, b.read(2))
for call in [lambda: b.write(b"x"), lambda: b.truncate(1), b.close, lambda: b.__init__(), lambda: b.__setstate__((b"", 0, None))]:
    t(call)
view.release()
print(b.write(b"x"), b.getvalue(), b.close())
t(b.getbuffer)
room = bytearray(4)
b = BytesIO(b"abcdef")
print(b.readinto(room), room, b.readinto(memoryview(room)[2:]), room, b.readinto(room), _io.BytesIO(bytearray(b"q")).read(), b.write(memoryview(b"w")))
for call in [lambda: b.readinto(b"abc"), lambda: b.readinto("abc"), lambda: b.readinto(5)]:
    t(call)
r = _io.BufferedReader(BytesIO(b"abcdefgh"), 3)
print(r.readinto(room), room, r.readinto1(room), room, r.peek(), r.readinto(room), room)


class Filling(_io._RawIOBase):
    def readable(self):
        return True

    def readinto(self, room):
        room[:3] = b"xyz"
        return 3


print(Filling().read(5), _io.BufferedReader(Filling()).read(7))


class Lying(Filling):
    def readinto(self, room):
        return len(room) + 1


t(lambda: _io.BufferedReader(Lying()).read(7))
pair = _io.BufferedRWPair(BytesIO(b"in"), BytesIO())
print(pair.read(1), pair.peek(1), pair.readable(), pair.writable(), pair.isatty(), pair.write(b"x"), pair.flush(), pair.close(), pair.closed)
t(lambda: _io.BufferedRWPair(BytesIO(), BytesIO(), 0))
t(lambda: _io.BufferedReader(BytesIO(), 0))
t(lambda: _io.BufferedReader(5))
t(lambda: _io.BufferedReader.__new__(_io.BufferedReader).read())
for kind in [_io._IOBase, _io._RawIOBase, _io._BufferedIOBase, _io._TextIOBase, _io.FileIO, BytesIO, StringIO, _io.BufferedReader, _io.BufferedWriter,
             _io.BufferedRandom, _io.BufferedRWPair, TextIOWrapper, IncrementalNewlineDecoder]:
    print(kind, kind.__bases__, sorted(set(dir(kind)) - set(dir(object)) - {"__module__"}))
print(sorted(name for name in dir(_io) if not name.startswith("__") and name != "_BytesIOBuffer"))
