"""bytearray changed in place: items, slices, methods, exports; messages."""
b = bytearray(b"abcdef")


def act(source):
    try:
        exec(source, {"b": b})
        print(source, "->", b)
    except Exception as e:
        print(source, "|", type(e).__name__, e, b)


for source in ("b[0] = 65", "b[0] = 256", "b[0] = 'a'", "b[0] = b'a'", "b[9] = 1", "b[1:3] = b'xyz'", "b[::2] = b'12'", "b[::2] = b'1234'", "b[1:2] = [7, 8]", "b[1:2] = 'x'", "b[1:2] = 3", "b[1:2] = 300", "b[:2] = (x for x in b'gen')", "del b[0]", "del b[-1:]", "del b[::2]", "del b[50]", "b.append(66)", "b.append(256)", "b.append('a')", "b.append(b'a')", "b.extend(b'zz')", "b.extend([1, 300])", "b.extend('a')", "b.extend(5)", "b.insert(0, 90)", "b.insert(99, 33)", "b.insert(0, 'x')", "b.remove(66)", "b.remove(200)", "b.remove(b'z')", "b.pop(0)", "b.pop(50)", "b.reverse()", "b += b'q'", "b += 'q'", "b += [1]", "b *= 2", "b *= -1", "b.pop()", "b.extend(b)", "b += b'abc'", "b[1:1] = b", "b.clear()", "b.append(True)", "v = memoryview(b)\nb.append(1)", "b.pop(50)", "v = memoryview(b)\nb[0] = 9\nprint(v[0])\nv.release()\nb.append(2)", "b.copy().append(3)", "b.resize(4)", "b.resize(-1)", "b[:] = b''", "b.hex()"):
    act(source)
