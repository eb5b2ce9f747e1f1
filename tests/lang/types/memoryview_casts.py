"""memoryview: casts between formats and shapes, items of several dimensions, slices, comparison across formats, refusals."""
import array
from lib.attempts import attempt

data = bytearray(range(16))
view = memoryview(data)
words = view.cast("H")
print(words.tolist(), words.itemsize, words.shape, words.strides, words.format, words.nbytes, len(words), words.ndim)
table = view.cast("B", [4, 4])
print(table.tolist(), table[1, 2], table[-1, -1], table.shape, table.strides, table.contiguous, table.c_contiguous, table.f_contiguous)
cube = view.cast("B", (2, 2, 4))
print(cube.tolist(), cube[1, 0, 3], len(cube), cube.nbytes)
zero = memoryview(b"\x05").cast("B", ())
print(zero.tolist(), zero[()], zero.shape, zero.ndim, zero[...] is zero, zero == 5, zero == memoryview(b"\x05").cast("B", []))
for action in (lambda: table[0], lambda: table[0, 0, 0], lambda: table[9, 0], lambda: table[0, 9], lambda: table[0:2].tolist(), lambda: table[0, 0:2], lambda: table["a"], lambda: list(table), lambda: len(zero), lambda: zero[0], lambda: zero[()], lambda: cube[...].shape,
               lambda: view.cast("Q").tolist(), lambda: view[:3].cast("H"), lambda: view[::2].cast("H"), lambda: words.cast("I"), lambda: words.cast("B").cast("I").tolist(), lambda: view.cast("z"), lambda: view.cast("BB"), lambda: view.cast(""), lambda: view.cast(5), lambda: view.cast("B", 5),
               lambda: view.cast("B", [3, 4]), lambda: view.cast("B", [0, 4]), lambda: view.cast("B", [-1, -16]), lambda: view.cast("B", ["a"]), lambda: table.cast("B", [2, 8]), lambda: table.cast("B").tolist() == list(range(16)), lambda: view.cast("<H"), lambda: view.cast("@H").tolist()[0], lambda: view.cast("c")[0], lambda: view.cast("?")[0], lambda: view.cast("b", shape=[16])[5], lambda: view.cast("B", [2] * 65),
               lambda: view.cast("f")[0] == 0, lambda: view.cast("d").nbytes, lambda: view.cast("P").format, lambda: view.cast("n").itemsize):
    attempt(action)
table[1, 2] = 99
print(data[6])
words[0] = 65535
print(data[:2])
for index, value in ((0, 65536), (0, -1), (0, 1.5), (0, "a"), (99, 1), ((0, 0), 1), (slice(0, 2), b"ab"), (slice(0, 2), words[2:4]), (None, 1)):
    attempt(words.__setitem__, index, value)
attempt(words.__delitem__, 0)
print(data)
chars = view.cast("c")
chars[0] = b"z"
attempt(chars.__setitem__, 0, 5)
attempt(chars.__setitem__, 0, b"zz")
truths = memoryview(bytearray(2)).cast("?")
truths[0] = []
truths[1] = "yes"
print(truths.tolist(), bytes(truths))
doubles = memoryview(array.array("d", [1.0, 2.0]))
integers = memoryview(array.array("i", [1, 2]))
print(doubles == integers, doubles == array.array("d", [1, 2]), integers == array.array("l", [1, 2]), memoryview(b"ab") == memoryview(b"ab").cast("c"), doubles == b"x", memoryview(b"a") != b"a", memoryview(b"a") == "a")
attempt(lambda: memoryview(b"a") < memoryview(b"b"))
print(memoryview(array.array("d", [float("nan")])) == array.array("d", [float("nan")]))
print(table == view, table == view.cast("B", [4, 4]), table == view.cast("B", [2, 8]), hash(memoryview(b"abc")) == hash(b"abc"))
attempt(hash, view)
attempt(hash, memoryview(b"abcd").cast("I"))
print(hash(memoryview(b"abcd").cast("B", [2, 2])) == hash(b"abcd"), hash(memoryview(b"abc")[::-1]) == hash(b"cba"))
stepped = view[::-3]
print(stepped.tolist(), stepped.tobytes(), stepped.strides, stepped.contiguous, stepped.hex(":"), bytes(stepped), stepped[1:3].tolist())
print(table.tobytes("F"), table.tobytes("C") == table.tobytes(None) == table.tobytes("A"))
attempt(table.tobytes, "X")
attempt(table.tobytes, 5)
print(view.readonly, memoryview(b"").readonly, view.toreadonly().readonly, memoryview(b"").tolist(), memoryview(b"").shape, view.obj is data, view[2:].obj is data, view.suboffsets)
attempt(memoryview(b"abc").__setitem__, 0, 1)
attempt(view.toreadonly().__setitem__, 0, 1)
print(view.index(15), view.count(15), 15 in view, words.count(words[3]), list(reversed(memoryview(b"abc"))))
attempt(view.index, 200)
attempt(table.index, 1)
attempt(memoryview, "text")
attempt(memoryview)
print(bytes(memoryview(object=b"x")))
view.release()
for action in (lambda: view.tolist(), lambda: view.nbytes, lambda: len(view), lambda: view[0], lambda: view == view, lambda: view == b"", lambda: view.release(), lambda: view.cast("B"), lambda: repr(view)[:22], lambda: hash(view), lambda: bytes(view)):
    attempt(action)
