# zeal: 20 - many safepoints
"""struct and array used together: alignment, iteration, buffers, offsets, growth, searching, byte order, refusals."""
import array
import struct
from lib.attempts import attempt


for layout in ("bh", "<bh", "=bi", "@bi", "bq", "b0i", "3s", "5p", "?", "2h3x", "e", "<d", ">I", "!H", "n", "P", "ib", "c c", "0s", "4sI", "<4sI", "0q", "b0q"):
    print(layout, struct.calcsize(layout), end="; ")
print()
for layout, values in (("b", (128,)), ("B", (-1,)), ("h", (1.5,)), ("i", ("a",)), ("c", (b"ab",)), ("c", ("a",)), ("s", ("a",)), ("2b", (1,)), ("b", (1, 2)), ("z", ()), ("b ", (1,)), ("5", (1,)), ("<n", (1,)), ("f", (1e40,)), ("e", (70000.0,)), ("e", (1.5,)), ("?", ([],)), ("3s", (b"abcdef",)), ("3s", (b"a",)), ("3p", (b"abcdef",)), ("f", (float("nan"),)), ("d", (5,)), ("q", (2**63,)), ("Q", (2**64 - 1,)), ("x", ()), ("", ()), ("P", (-1,)), ("F" if False else "d", ("x",)), ("b", (True,)), ("999999999999999999999b", ()), ("é", ())):
    print(layout, values, end=" ")
    attempt(struct.pack, layout, *values)
for action in (lambda: struct.unpack("h", b"a"), lambda: struct.unpack("<hb", b"\1\2\3"), lambda: struct.unpack("3s2p?", b"abc\1x\5"), lambda: struct.unpack_from("<h", b"\0\1\2\3", 2), lambda: struct.unpack_from("<h", b"\0\1", 1), lambda: struct.unpack_from("<h", b"\0\1\2", -2), lambda: struct.unpack_from("<h", b"\0", -2), lambda: list(struct.iter_unpack("<h", b"\1\0\2\0")), lambda: struct.iter_unpack("<h", b"\1"), lambda: struct.iter_unpack("", b""), lambda: struct.unpack("e", b"\0\x7c"), lambda: struct.unpack("h", "ab"), lambda: struct.unpack(5, b""), lambda: struct.Struct("<hb").unpack(b"\1\0\2"), lambda: struct.Struct("<hb").size, lambda: struct.Struct(b"<h").format, lambda: struct.Struct("<h"), lambda: struct.unpack("?", b"\2")):
    attempt(action)
buffer = bytearray(8)
struct.pack_into("<hb", buffer, 2, 258, -1)
print(buffer)
for arguments in (("<q", buffer, 1, 5), ("<h", buffer, -9, 5), ("<h", buffer, -2, 5), ("<h", b"read", 0, 1), ("<h", buffer), ("<h", buffer, "a", 1), ("<h", buffer, 0, 99999)):
    attempt(struct.pack_into, *arguments)
print(buffer)

a = array.array("h", [1, -2, 3])
a.append(4)
a.extend([5])
a.insert(1, 9)
print(a, a.itemsize, a.typecode, len(a), a[1], a[-1], a[1:3], a.index(3), a.count(4), a.pop(), a.pop(0), a.tolist(), a.tobytes(), 9 in a, a + array.array("h", [0]), a * 2, a == array.array("i", [9, -2, 3, 4]), a < array.array("h", [10]), a.reverse(), a)
a[0:2] = array.array("h", [7])
del a[0]
a.byteswap()
a.fromlist([1])
a.frombytes(b"\2\0")
a *= 2
print(a, array.array("B", b"ab"), array.array("w", "aé\U0001f600"), array.array("w", "xy").tounicode(), array.array("d"), array.array("b", iter([1])), array.array("i", array.array("h", [1])), array.typecodes)
for action in (lambda: array.array("z"), lambda: array.array("h", "text"), lambda: array.array("h", [40000]), lambda: array.array("h", [1.5]), lambda: array.array("B", [-1]), lambda: array.array("h", b"a"), lambda: array.array("w", "a").append("ab"), lambda: array.array("w", "a").append(5), lambda: array.array("w", b"a"), lambda: array.array(), lambda: array.array("hh"), lambda: array.array(5), lambda: a.append("x"), lambda: a.extend([1, "x"]), lambda: a.extend(array.array("i", [1])), lambda: a.fromlist([1, "x"]), lambda: a.frombytes(b"abc"), lambda: a.fromunicode("x"), lambda: a.tounicode(), lambda: a.remove(99), lambda: a.index(99), lambda: a.pop(99), lambda: a[99], lambda: a["x"], lambda: a.__setitem__(0, 99999), lambda: a.__setitem__(slice(0, 1), [1]), lambda: a + [1], lambda: a * "x", lambda: a < [1], lambda: hash(a), lambda: array.array("h").pop(), lambda: a.insert("x", 1), lambda: array.array("d", [1]).byteswap(), lambda: array.array("h", [1], 2), lambda: array.array("h", a=1)):
    attempt(action)
with memoryview(a) as view:
    attempt(a.append, 1)
    attempt(a.clear)
    view[0] = 77
    print(view.format, view.tolist()[:2], a[0], struct.unpack_from("h", view))
a.clear()
print(a, array.array("f", [0.1])[0], array.array("q", [-2**63])[0], array.array("L", [1]).itemsize, list(reversed(array.array("b", [1, 2]))), array.array("h", [1]).__copy__(), array.array("h", [1]).__reduce_ex__(2)[1], memoryview(array.array("d", [1.5]))[0])


class Array(array.array):
    def __new__(cls, *values): return super().__new__(cls, "i", values)


print(Array(1, 2), type(Array(1)[:]).__name__, type(Array(1) + Array(2)).__name__, Array(3) == array.array("i", [3]))
