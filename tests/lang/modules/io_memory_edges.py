# zeal: 20 - many safepoints
"""StringIO and BytesIO: positions beyond the end, newlines, overwriting, truncation, lent buffers, states, subclasses, refusals."""
import io
from lib.attempts import attempt


s = io.StringIO("abc\ndef", newline="\n")
print(s.read(2), s.tell(), s.write("XY"), s.getvalue(), s.readline(), s.seek(0), s.readlines(), s.read(), s.seek(0, 2), s.tell(), s.truncate(3), s.getvalue(), s.tell(), s.write("!"), ascii(s.getvalue()))
for newline in (None, "", "\n", "\r", "\r\n"):
    s = io.StringIO("a\nb\r\nc\rd", newline=newline)
    print(repr(newline), repr(s.getvalue()), s.readlines(), s.newlines, s.write("\n"), repr(s.getvalue()))
for action in (lambda: io.StringIO(5), lambda: io.StringIO(b"a"), lambda: io.StringIO("a", newline="x"), lambda: io.StringIO("a", 5), lambda: io.StringIO().write(5), lambda: io.StringIO().write(b"a"), lambda: io.StringIO("a").seek(-1), lambda: io.StringIO("a").seek(1, 1), lambda: io.StringIO("a").seek(0, 5), lambda: io.StringIO("a").seek("x"), lambda: io.StringIO("a").truncate(-1), lambda: io.StringIO("a").read("x"), lambda: io.StringIO("a").read(None), lambda: io.StringIO("a").read(-5), lambda: io.StringIO("ab\nc").readline(1), lambda: io.StringIO("ab").readline(None), lambda: io.StringIO().fileno(), lambda: io.StringIO().detach(), lambda: io.StringIO().encoding, lambda: io.StringIO().line_buffering, lambda: io.StringIO("a").__getstate__(), lambda: io.StringIO().writelines([1]), lambda: io.StringIO().writelines("abc"), lambda: io.StringIO("a\nb").readlines(1), lambda: list(io.StringIO("x\ny"))):
    attempt(action)
s = io.StringIO()
s.seek(3)
s.write("x")
print(ascii(s.getvalue()), s.truncate(), s.truncate(1), ascii(s.getvalue()))
s.close()
for action in (s.read, s.getvalue, s.tell, lambda: s.write("a"), lambda: s.closed, s.close, s.__enter__, lambda: iter(s), s.readable):
    attempt(action)

b = io.BytesIO(b"abcdef")
print(b.read(2), b.read1(1), b.tell(), b.write(b"XY"), b.getvalue(), b.seek(-1, 2), b.read(), b.seek(10), b.read(), b.write(b"z"), b.getvalue(), b.truncate(2), b.getvalue(), b.seek(0), b.readinto(bytearray(5)), b.peek(1) if hasattr(b, "peek") else "no peek")
target = bytearray(3)
print(io.BytesIO(b"ab").readinto(target), target, io.BytesIO(b"ab\ncd").readlines(), io.BytesIO(b"ab\ncd").readline(1), list(io.BytesIO(b"x\n\ny")), io.BytesIO(bytearray(b"q")).getvalue(), io.BytesIO(memoryview(b"q")).read(), io.BytesIO().getvalue(), io.BytesIO(b"abc").read(-1), io.BytesIO(b"abc").read(None))
for action in (lambda: io.BytesIO("text"), lambda: io.BytesIO(5), lambda: io.BytesIO(b"a").seek(-1), lambda: io.BytesIO(b"abc").seek(-1, 1), lambda: io.BytesIO(b"abc").seek(-9, 2), lambda: io.BytesIO(b"a").seek(0, 5), lambda: io.BytesIO(b"a").seek(1.5), lambda: io.BytesIO().write("a"), lambda: io.BytesIO().write(5), lambda: io.BytesIO().writelines([b"a", "b"]), lambda: io.BytesIO(b"a").truncate(-1), lambda: io.BytesIO(b"a").read("x"), lambda: io.BytesIO(b"a").readinto(b"x"), lambda: io.BytesIO(b"a").readline("x"), lambda: io.BytesIO().fileno(), lambda: io.BytesIO().isatty(), lambda: io.BytesIO(b"x").__getstate__(), lambda: io.BytesIO(initial_bytes=b"k").read(), lambda: io.BytesIO(a=1)):
    attempt(action)
b = io.BytesIO(b"abc")
view = b.getbuffer()
view[0] = 90
attempt(b.write, b"12345")
attempt(b.truncate, 1)
attempt(b.close)
print(b.getvalue(), b.read(), view.readonly, view.format)
view.release()
print(b.write(b"longer now"), b.getvalue())
b.close()
attempt(b.read)
attempt(b.getbuffer)
copy = io.BytesIO()
copy.__setstate__((b"data", 2, {"extra": 5}))
print(copy.read(), copy.extra)
for state in (5, (), (b"a", -1, None), (b"a", "x", None), (b"a", 1, 5), ("a", 1, None)):
    attempt(io.BytesIO().__setstate__, state)
    attempt(io.StringIO().__setstate__, state)


class Upper(io.StringIO):
    def write(self, text): return super().write(text.upper())


with Upper() as upper:
    print("shouted", 5, file=upper, end="")
    print(upper.getvalue(), type(upper).__name__, upper.readable(), upper.writable(), upper.seekable())
print(upper.closed, issubclass(io.StringIO, io.TextIOBase), isinstance(io.BytesIO(), io.BufferedIOBase), io.BytesIO(b"a") == io.BytesIO(b"a"), io.StringIO("a\nb").__next__(), io.SEEK_END, io.DEFAULT_BUFFER_SIZE)
b = io.BytesIO(b"source")
b.__init__(b"again")
print(b.read(), io.text_encoding(None), io.text_encoding("ascii"))
