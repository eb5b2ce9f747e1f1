"""memoryview: shapes, formats, slices, casts, comparison, release; buffers of Python classes."""


def show(code, **names):
    try:
        result = eval(code, {**globals(), **names})
    except Exception as error:
        result = f"{type(error).__name__}: {error}"
    if isinstance(result, memoryview):
        result = ("view", result.format, result.shape, result.strides, result.tobytes())
    print(code, "->", result)


b = bytearray(b"abcdefghijkl")
m = memoryview(b)
n = memoryview(b).cast("B", (3, 4))
t = memoryview(b).cast("B", (2, 3, 2))
z = memoryview(b"x").cast("B", ())
r = memoryview(b"abc")
i = memoryview(bytearray(16)).cast("i")
for code in [
    "m", "memoryview(5)", "memoryview('a')", "memoryview(m)[2:]", "m[0]", "m[-1]", "m[12]", "m['a']", "m[1:3]", "m[::2]", "m[::-1]", "m[10:2:-3]",
    "m[0, 0]", "m[(1,)]", "m[...]", "m[()]", "n[1, 2]", "n[1]", "n[1:]", "n[1:, 2:]", "n[3, 0]", "n[0, -5]", "n[0, 0, 0]", "n['a']", "t[1, 2, 1]", "t[1, 2]",
    "z[()]", "z[...] is z", "z[0]", "len(z)", "len(n)", "list(n)", "list(z)", "z.tolist()", "n.tolist()", "t.tolist()", "m[::3].tolist()", "n[::-1].tolist()",
    "n.tobytes('F')", "n.tobytes('A')", "n.tobytes('X')", "n.tobytes(order=None)", "n.T", "(m.obj is b, m.nbytes, m.itemsize, m.format, m.readonly, m.ndim)",
    "(n.shape, n.strides, n.suboffsets, n.c_contiguous, n.f_contiguous, n.contiguous)", "(t.shape, t.strides)", "(z.shape, z.strides, z.ndim, z.nbytes)",
    "m[::2].contiguous", "m[::2].c_contiguous", "m.hex()", "m[::2].hex(':')", "m.hex(':', 3)", "m == b", "m == bytes(b)", "m != 5", "m == m[:]", "m < m", "m[::-1] == b[::-1]",
    "hash(m)", "hash(r) == hash(b'abc')", "hash(r[::2]) == hash(b'ac')", "hash(memoryview(b'abcd').cast('i'))", "hash(r.cast('c')) == hash(b'abc')",
    "m.cast('i')", "m.cast('i').tolist()", "m.cast('q')", "m.cast('d', [1])", "m.cast('i', [3])", "m.cast('i', [2])", "m.cast('i', [0])", "m.cast('i', [-1])", "m.cast('i', ['a'])",
    "m.cast('i', 3)", "m.cast(5)", "m.cast('z')", "m.cast('<i')", "m.cast('@i').format", "m.cast('i').cast('h')", "m.cast('i').cast('B').cast('h')", "m[::2].cast('c')",
    "n.cast('B')", "n.cast('B', [12])", "n.cast('B', [4, 3])", "m.cast('c')[0]", "m.cast('b')[0]", "m.cast('?').tolist()", "memoryview(b'').cast('i')", "memoryview(b'').cast('i', [1])",
    "memoryview(bytes(8)).cast('F').tolist()", "memoryview(b'\\x00<').cast('e')[0]", "memoryview(bytes(8)).cast('P')[0]", "memoryview(b'\\xff' * 8).cast('N')[0]",
    "memoryview(b'\\xff' * 8).cast('n')[0]", "memoryview(b'\\xff' * 4).cast('I')[0]", "r[0:1] == b'a'", "r.toreadonly()", "m.toreadonly().readonly", "m.count(97)", "m.index(99)", "m.index(99, 5)",
    "m.index(99, -20, 20)", "n.index(1)", "z.index(1)", "n.count(97)", "97 in m", "b'a' in m", "list(reversed(m[:3]))", "memoryview[int]", "repr(m)[:12]", "bytes(m[::2])", "bytearray(m[1:3])", "bytes(n)",
    "b'-'.join([m[:2], b'x'])", "b'x'.join([m[::2]])", "m[::2] + b''", "b'' + m[:1]", "int(memoryview(b'12'))", "float(memoryview(b'1.5'))", "str(m[:3], 'ascii')", "memoryview(object=b'q')[0]",
    "memoryview()", "m.release(1)", "iter(m[:2]).__next__()", "type(iter(m)).__name__", "memoryview.__hash__ is None", "m.__buffer__(0) == m", "issubclass(memoryview, object)",
    "b'abc'.startswith(memoryview(b'a'))", "bytes.fromhex(memoryview(b'00'))", "memoryview(b'abcd').cast('i') == memoryview(b'abcd').cast('I')",
    "memoryview(bytes(8)).cast('d') == memoryview(bytes(8)).cast('d')", "memoryview(b'\\x00' * 6 + b'\\xf8\\x7f').cast('d') == memoryview(b'\\x00' * 6 + b'\\xf8\\x7f').cast('d')",
    "memoryview(b'ab').cast('b') == b'ab'", "memoryview(b'').tolist()", "memoryview(b'')[0]", "match_sequence(m)",
]:
    def match_sequence(value):
        match value:
            case [first, *_]:
                return first

    show(code)


def change(code, **names):
    b = bytearray(b"abcdefgh")
    m = memoryview(b)
    try:
        exec(code, {**globals(), "b": b, "m": m, "i": m.cast("i"), "h": m.cast("h"), "d": m.cast("d"), "c": m.cast("c"), "q": m.cast("?"), "n": m.cast("B", (2, 4)), **names})
    except Exception as error:
        print(code, "->", f"{type(error).__name__}: {error}", b)
    else:
        print(code, "->", b)


for code in [
    "m[0] = 65", "m[0] = 256", "m[0] = -1", "m[0] = 'a'", "m[0] = b'a'", "m[0] = 1.5", "m[8] = 1", "m['a'] = 1", "del m[0]", "m[0:2] = b'XY'", "m[0:2] = b'X'", "m[::2] = b'1234'", "m[::-1] = b'12345678'",
    "m[2:4] = m[0:2]", "m[0:4] = m[2:6]", "m[:] = b", "m[0:2] = 5", "m[0:2] = 'ab'", "m[0:2] = [1, 2]", "i[0] = 1", "i[1] = -1", "i[0] = 2**31", "i[0] = True", "h[0] = 40000", "d[0] = 1", "d[0] = 'a'", "d[0] = 10**400",
    "c[0] = b'z'", "c[0] = b'zz'", "c[0] = 5", "q[0] = []", "q[0] = 5", "n[0, 0] = 1", "n[1, 3] = 90", "n[0] = 1", "n[0:1] = b'1234'", "n[0, 0, 0] = 1", "n[2, 0] = 1", "n[0:1, 0:1] = 5", "i[0:1] = b'abcd'",
    "i[0:1] = memoryview(b'wxyz').cast('i')", "memoryview(b'abc')[0] = 1", "m.toreadonly()[0] = 1", "memoryview(b'abc')[0:1] = b'a'", "b.append(1)", "b.clear()", "b[0:2] = b'xy'", "b[0:2] = b'x'", "m.release(); b.append(1)",
]:
    change(code)

# Releasing.
b = bytearray(b"abc")
with memoryview(b) as view:
    part = view[1:]
    print(view[0], part[0])
for code in ["view[0]", "len(view)", "view.tobytes()", "view.shape", "view == view", "view == b", "view[0:1]", "repr(view)[:16]", "view.release()", "iter(view)", "memoryview(view)", "view.hex()", "part.tolist()", "view.obj",
             "view.__enter__()", "hash(view)", "bytes(view)", "view.cast('B')"]:
    show(code)
try:
    b.append(1)
except BufferError as error:
    print(error)
part.release()
b.append(1)
print(b)

outer = memoryview(b"abcd")
inner = memoryview(outer)
outer.release()
print(inner[0])

# Views that are garbage do not keep an array from growing.
b = bytearray(b"abc")
for number in range(20):
    memoryview(b)[1:].tobytes()
    sum(memoryview(b).cast("b"))
    b.append(number)
    bytes(memoryview(b)[:2])
    del b[:1]
print(b)


# A conversion that releases the view it is for.
class Evil:
    def __init__(self, view):
        self.view = view

    def __index__(self):
        self.view.release()
        return 0


view = memoryview(bytearray(4))
try:
    view[0] = Evil(view)
except ValueError as error:
    print(error)
view = memoryview(bytearray(4))
try:
    print(view[Evil(view)])
except ValueError as error:
    print(error)


# Buffers of Python classes.
class Lender:
    def __init__(self, data):
        self.data, self.lent = bytearray(data), 0

    def __buffer__(self, flags):
        print("lend", flags)
        self.lent += 1
        return memoryview(self.data)

    def __release_buffer__(self, view):
        self.lent -= 1
        print("back", bytes(view.tolist()), self.lent)
        view.release()


lender = Lender(b"abc")
with memoryview(lender) as view:
    view[0] = 65
    print(bytes(view), view.readonly, type(view.obj).__name__)
print(lender.data, lender.lent)
print(b"x" + lender, bytes(lender), b"-".join([lender]), lender.data)


class Wrong:
    def __buffer__(self, flags):
        return b"abc"


class Refusing:
    def __buffer__(self, flags):
        raise ValueError("not now")


class Half(bytearray):
    def __release_buffer__(self, view):
        print("half back", view.tolist())


class Whole(bytearray):
    def __buffer__(self, flags):
        print("whole", flags)
        return super().__buffer__(flags)


for maker in [Wrong, Refusing, Lender.__buffer__]:
    try:
        memoryview(maker())
    except Exception as error:
        print(type(error).__name__, error)
half = Half(b"hi")
with memoryview(half) as view:
    print(view.tolist())
whole = Whole(b"ho")
with memoryview(whole) as view:
    print(view.tolist())
whole.append(33)
print(whole)

for code in ["b'ab'.__buffer__(0).tolist()", "b'ab'.__buffer__(1)", "bytearray(b'ab').__buffer__(1).tolist()", "bytearray(b'ab').__buffer__(1 << 40)", "bytearray().__buffer__('a')",
             "bytearray().__release_buffer__(5)", "bytearray().__release_buffer__(memoryview(b''))", "hasattr(b'', '__release_buffer__')", "memoryview._from_flags(b'a', 0).tolist()", "memoryview._from_flags(b'a', 1)"]:
    show(code)
b = bytearray(b"a")
view = b.__buffer__(0)
b.__release_buffer__(view)
b.append(98)
print(b)
try:
    b.__release_buffer__(view)
except ValueError as error:
    print(error)
