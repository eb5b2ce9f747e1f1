# zeal: 60 - many safepoints
"""The abstract stream classes: which methods each needs, mixins, iteration, closing and context, exceptions in close, checks."""
import io
from lib.attempts import attempt


class Read(io.RawIOBase):
    def __init__(self, *parts): self.parts = list(parts)
    def readable(self): return True
    def readinto(self, buffer):
        if not self.parts: return 0
        part = self.parts.pop(0)
        if isinstance(part, bytes) and len(part) > len(buffer):
            self.parts.insert(0, part[len(buffer):])
            part = part[:len(buffer)]
        if isinstance(part, Exception): raise part
        if part is None or isinstance(part, int): return part
        buffer[:len(part)] = part
        return len(part)


print(Read(b"abc").read(5), Read(b"ab", b"c").readall(), Read(b"a\nb", b"\n").readline(), Read(None).read(3), Read(b"ab", None).readall(), Read(None).readall(), Read().read(1), Read().readall(), Read(b"x\n").readlines(), list(Read(b"p", b"\n", b"q")), Read(b"abc").read(0))
for action in (lambda: Read(ValueError("inside")).read(1), lambda: Read(b"toolong").read(2), lambda: Read(b"a").write(b"x"), lambda: Read().seek(0), lambda: Read().tell(), lambda: Read().truncate(), lambda: Read().fileno(), lambda: Read(b"a").read("x"), lambda: Read(b"a").read(-1), lambda: Read(b"a").readline("x"), lambda: Read(b"ab\n").readline(1), lambda: Read(b"a").readlines("x"), lambda: Read().isatty(), lambda: Read().seekable(), lambda: Read().writable(), lambda: Read().writelines([b"a"]), lambda: Read().flush(), lambda: Read().closed, lambda: next(Read()), lambda: io.RawIOBase().readinto(bytearray(1)), lambda: io.RawIOBase().read(1), lambda: io.RawIOBase().write(b""), lambda: io.BufferedIOBase().read1(), lambda: io.BufferedIOBase().write(b""), lambda: io.BufferedIOBase().detach(), lambda: io.BufferedIOBase().readinto(bytearray(1)), lambda: io.TextIOBase().read(), lambda: io.TextIOBase().readline(), lambda: io.TextIOBase().encoding, lambda: io.TextIOBase().errors, lambda: io.TextIOBase().detach(), lambda: io.IOBase().read, lambda: io.IOBase().readline(), lambda: io.IOBase().readlines(), lambda: io.IOBase().writelines([]), lambda: io.IOBase().truncate(5), lambda: io.IOBase().readable()):
    attempt(action)


class Closing(io.IOBase):
    def __init__(self, name, fails=None): self.name, self.fails = name, fails
    def flush(self):
        print("flush", self.name, end=" ")
        if self.fails == "flush": raise ValueError("flush failed")
        super().flush()
    def close(self):
        print("close", self.name, end=" ")
        super().close()
        if self.fails == "close": raise OSError("close failed")


first = Closing("first")
with first as entered:
    print(entered is first, first.closed)
print(first.closed)
first.close()
print("closed twice is fine")
for action in (first.__enter__, first.flush, first.readline, first.isatty, first.seekable, first.fileno, lambda: iter(first), first._checkClosed):
    attempt(action)
second = Closing("second", "flush")
attempt(second.close)
print(second.closed)
third = Closing("third", "close")
attempt(third.close)
print(third.closed)
third.fails = None
try:
    with Closing("fourth", "close"):
        1 // 0
except OSError as error:
    print(error, repr(error.__context__))
fifth = io.BufferedWriter(io.BytesIO(), 10)
fifth.write(b"abc")
fifth.raw.close()
attempt(fifth.flush)
attempt(fifth.close)
print(fifth.closed)


class Failing(io.RawIOBase):
    def writable(self): return True
    def write(self, data): raise OSError(28, "No space")
    def close(self):
        if not self.closed: print("raw closed", end=" ")
        super().close()


buffered = io.BufferedWriter(Failing())
print(buffered.write(b"x"))
attempt(buffered.close)
print(buffered.closed, buffered.raw.closed)
text = io.TextIOWrapper(io.BufferedWriter(Failing()), encoding="ascii")
text.write("y")
attempt(text.close)
print(text.closed, text.buffer.closed)
print(issubclass(io.FileIO, io.RawIOBase), issubclass(io.BufferedReader, io.BufferedIOBase), issubclass(io.TextIOWrapper, io.TextIOBase), io.IOBase.__abstractmethods__ if hasattr(io.IOBase, "__abstractmethods__") else "none", io.UnsupportedOperation.__bases__, io.BlockingIOError is BlockingIOError, isinstance(io.StringIO(), io.IOBase), io.Reader.__name__, isinstance(io.BytesIO(), io.Reader), isinstance(io.BytesIO(), io.Writer))


class Duck:
    def read(self, size=-1): return b"duck"
    def readable(self): return True
    closed = False
    def seekable(self): return False
    def writable(self): return False
    def flush(self): pass
    def close(self): pass


class DuckInto(Duck):
    def readinto(self, buffer):
        buffer[:2] = b"qq"
        return 2
    def readinto1(self, buffer): return self.readinto(buffer)


attempt(lambda: io.BufferedReader(Duck()).read(2))
attempt(lambda: io.BufferedReader(DuckInto()).read(3))
attempt(lambda: io.TextIOWrapper(Duck(), encoding="ascii").read(4))
attempt(lambda: io.BufferedReader(object()))
decoder = io.IncrementalNewlineDecoder(None, translate=True)
print([decoder.decode(part) for part in ("a\r", "\nb\r", "c\n", "\r")], repr(decoder.decode("", True)), decoder.newlines, decoder.getstate())
decoder.reset()
print(decoder.newlines, io.IncrementalNewlineDecoder(None, False).decode("a\r\n"))
attempt(decoder.decode, b"bytes")
attempt(io.IncrementalNewlineDecoder)
