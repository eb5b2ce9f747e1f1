# zeal: 400 - imports inspect
"""Classes derived from bytes, bytearray and memoryview's refusal: results' types, buffers, __bytes__, __buffer__, encodings."""
from lib.attempts import attempt


class Array(bytearray):
    def __getitem__(self, index): return "item"
    def __iter__(self): return iter([120])
    def __len__(self): return 99
    def __eq__(self, other): return "eq"
    __hash__ = None


class Data(bytes):
    def __getitem__(self, index): return "item"
    def __iter__(self): return iter([120])
    def __bytes__(self): return b"from __bytes__"
    def __str__(self): return "own str"
    def __len__(self): return 7


array, data = Array(b"abc"), Data(b"abc")
for value in (array, data):
    print(bytes(value), bytearray(value), list(value), value + b"!", type(value + b"!").__name__, type(value * 2).__name__, value.upper(), type(value.upper()).__name__, value[0], len(value), b"x".join([value]), memoryview(value).tobytes(), value.hex(), value.decode(), b"b" in value, value.find(b"c"), value.split(b"b"), type(value.split(b"b")[0]).__name__, value == b"abc", b"abc" == value, str(value), f"{value!s}", "%s" % value, b"%s" % value, b"%b" % value, type(value.copy()).__name__ if hasattr(value, "copy") else "", value.replace(b"a", b"z"), type(value.ljust(2)).__name__, type(value.strip()).__name__)
print(repr(array), repr(data), hash(data) == hash(b"abc"), {data: 1}.get(b"abc"))
array.extend(b"de")
array += b"f"
print(type(array).__name__, bytes(memoryview(array)), bytearray.__len__(array), bytearray.__getitem__(array, 0))


class New(bytes):
    def __new__(cls, text, encoding="ascii"):
        made = super().__new__(cls, text, encoding)
        made.text = text
        return made


made = New("hello")
print(made, made.text, made == b"hello", made.__reduce_ex__(2)[1:], bytes.__new__(New, b"raw"), New.fromhex if False else type(Data.fromhex("61")).__name__)


class Bytes:
    def __init__(self, answer): self.answer = answer
    def __bytes__(self): return self.answer


for answer in (b"ok", bytearray(b"x"), "text", None, Data(b"sub"), 5):
    attempt(lambda: type(bytes(Bytes(answer))).__name__)
    attempt(lambda: bytearray(Bytes(answer)))


class Buffer:
    def __init__(self, data): self.data = data
    def __buffer__(self, flags):
        log.append(("get", int(flags) & 1))
        if isinstance(self.data, Exception): raise self.data
        return memoryview(self.data) if not isinstance(self.data, int) else self.data
    def __release_buffer__(self, view): log.append(("release", view.tobytes()))


log = []
print(bytes(Buffer(b"lent")), log)
log.clear()
with memoryview(Buffer(bytearray(b"lent"))) as view:
    view[0] = 76
    print(view.tobytes(), view.readonly, log)
print(log)
log.clear()
print(b"".join([Buffer(b"a"), b"b"]), b"x" + Buffer(b"y"), b"abc".find(Buffer(b"c")), bytearray(Buffer(b"z")), int.from_bytes(Buffer(b"\1"), "big") if False else "", len(log))
attempt(lambda: bytes(Buffer(5)))
attempt(lambda: memoryview(Buffer(ValueError("refused"))))
attempt(lambda: memoryview(Bytes(b"a")))
attempt(lambda: bytearray(b"a").__setitem__(slice(0, 1), Buffer(b"QQ")))
attempt(lambda: type("View", (memoryview,), {}))
import collections.abc
import inspect
print(isinstance(Buffer(b""), collections.abc.Buffer), isinstance(b"", collections.abc.Buffer), isinstance([], collections.abc.Buffer), inspect.BufferFlags.WRITABLE.value)
print(b"abc".__buffer__(0).tobytes(), bytearray(b"q").__buffer__(1).readonly)
attempt(lambda: b"abc".__buffer__(1))
attempt(lambda: b"abc".__buffer__("x"))


class Index:
    def __index__(self): return 65


print(bytes([Index()]), bytearray([Index()]), bytes(Index())[:2], bytes(Data(b"q")))
for wrong in ([256], ["a"], [1.5], [None], 1.5, "text", None, [[1]], -1, {1: 2}, object()):
    attempt(lambda: bytes(wrong))
