# zeal: 100 - many safepoints
"""TextIOWrapper, BufferedReader and friends over raw streams of one's own: newlines, positions, buffering, detach, refusals."""
import io
from lib.attempts import attempt


class Raw(io.RawIOBase):
    def __init__(self, data=b"", step=3):
        self.data, self.at, self.step, self.log = bytearray(data), 0, step, []
    def readable(self): return True
    def writable(self): return True
    def seekable(self): return True
    def readinto(self, buffer):
        part = self.data[self.at:self.at + min(self.step, len(buffer))]
        buffer[:len(part)] = part
        self.at += len(part)
        self.log.append(("read", len(buffer), len(part)))
        return len(part)
    def write(self, data):
        part = bytes(data)[:self.step]
        self.data[self.at:self.at + len(part)] = part
        self.at += len(part)
        self.log.append(("write", bytes(data), len(part)))
        return len(part)
    def seek(self, offset, whence=0):
        self.at = offset + (0, self.at, len(self.data))[whence]
        return self.at
    def tell(self): return self.at
    def truncate(self, size=None):
        del self.data[self.at if size is None else size:]
        return len(self.data)


raw = Raw(b"abcdefghij")
print(raw.read(2), raw.readall(), raw.read(), raw.read(0), raw.log)
buffered = io.BufferedReader(Raw(b"abcdefghij"), 4)
print(buffered.peek(1), buffered.read(2), buffered.read1(5), buffered.read1(), buffered.tell(), buffered.seek(1), buffered.readline(), buffered.read(), buffered.raw.log)
writer = io.BufferedWriter(Raw(step=2), 4)
print(writer.write(b"abc"), writer.raw.log, writer.write(b"defgh"), writer.raw.log, writer.flush(), writer.raw.log, writer.tell(), writer.seek(0), writer.write(b"X"), writer.detach().data)
random_access = io.BufferedRandom(Raw(b"0123456789"), 4)
print(random_access.read(3), random_access.write(b"AB"), random_access.read(2), random_access.seek(-1, 2), random_access.read(), random_access.seek(0), random_access.read())
pair = io.BufferedRWPair(Raw(b"read"), Raw())
print(pair.read(2), pair.write(b"w"), pair.flush(), pair.readable(), pair.peek(1))

for newline in (None, "", "\n", "\r", "\r\n"):
    text = io.TextIOWrapper(io.BytesIO(b"a\nb\r\nc\rd"), encoding="ascii", newline=newline)
    out = io.BytesIO()
    writing = io.TextIOWrapper(out, encoding="ascii", newline=newline)
    writing.write("x\ny\r\n")
    writing.flush()
    print(repr(newline), text.readlines(), text.newlines, out.getvalue())
attempt(io.TextIOWrapper, io.BytesIO(), newline="x")
text = io.TextIOWrapper(io.BytesIO("zeile é\nüber\n€nde".encode()), encoding="utf-8")
print(text.read(3), text.tell() > 0, text.readline(), repr(text.readline(2)), text.tell(), repr(text.read(0)), text.read(), repr(text.read()))
position = text.seek(0)
print(position, next(text))
attempt(text.tell)
print(list(text), text.tell(), text.seek(0, 2), text.seek(8), repr(text.read(2)))
attempt(text.seek, 1, 1)
attempt(text.seek, -1)
attempt(text.seek, 1, 2)
attempt(text.seek, 0, 9)
print(text.encoding, text.errors, text.line_buffering, text.write_through, text.readable(), text.seekable(), text.buffer.__class__.__name__, text.closed)
attempt(text.reconfigure, errors="replace")
text.reconfigure(line_buffering=True)
print(text.errors, text.line_buffering)
attempt(text.reconfigure, encoding="latin-1")
inner = text.detach()
attempt(text.read)
attempt(text.detach)
print(inner.getvalue()[:5])
bad = io.TextIOWrapper(io.BytesIO(b"ok\n\xff\n"), encoding="utf-8")
print(bad.newlines, end=" ")
attempt(bad.read)
for action in (lambda: io.TextIOWrapper(5), lambda: io.TextIOWrapper(io.BytesIO(), encoding="none"), lambda: io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="none"), lambda: io.TextIOWrapper(io.BytesIO(), encoding=5), lambda: io.TextIOWrapper(io.BytesIO(), encoding="hex"), lambda: io.TextIOWrapper(io.StringIO()), lambda: io.BufferedReader(io.BytesIO(), 0), lambda: io.BufferedReader(io.BytesIO(), -1), lambda: io.BufferedReader(5), lambda: io.BufferedReader(io.BytesIO(b"a")).read(-2), lambda: io.BufferedWriter(io.BytesIO()).write("a"), lambda: io.BufferedWriter(io.BytesIO()).read(), lambda: io.TextIOWrapper(io.BytesIO(), encoding="ascii").write("é"), lambda: io.TextIOWrapper(io.BytesIO(), encoding="ascii").write(b"a"), lambda: io.TextIOWrapper(io.BytesIO(), encoding="ascii").read("a"), lambda: io.RawIOBase().read(), lambda: io.IOBase().seek(0), lambda: io.IOBase().fileno(), lambda: io.IOBase().isatty(), lambda: io.IOBase().readline(), lambda: io.BufferedIOBase().read(), lambda: io.TextIOBase().write("a"), lambda: io.BufferedReader(Raw(step=-1) if False else io.BytesIO(b"ab")).readline(1)):
    try:
        print(str(action()).split(" at 0x")[0])
    except Exception as error:
        print(type(error).__name__, str(error).split(" at 0x")[0])




class Nothing(Raw):
    def readinto(self, buffer): return None
    def write(self, data): return None


attempt(io.BufferedReader(Nothing()).read, 5)
attempt(io.BufferedReader(Nothing()).read)
attempt(io.BufferedReader(Nothing()).readline)
attempt(Nothing().read, 3)
attempt(Nothing().readall)
