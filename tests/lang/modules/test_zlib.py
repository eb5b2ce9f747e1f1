"""zlib: round trips with every setting, streams in pieces, refusals."""
import zlib


def show(code):
    try:
        result = eval(code)
    except Exception as error:
        result = f"{type(error).__module__}.{type(error).__name__}: {error}"
    print(code, "->", result)


data = b"".join(b"line %d of some text\n" % (n * n) for n in range(500))
for level in range(-1, 10):
    for bits in (15, -15, 31, 9, -9, 25):
        packed = zlib.compress(data, level, bits)
        print(level, bits, zlib.decompress(packed, bits) == data, len(packed) < len(data) or level == 0, zlib.decompress(packed, 47) == data if bits > 0 else None)
for strategy in (zlib.Z_DEFAULT_STRATEGY, zlib.Z_FILTERED, zlib.Z_HUFFMAN_ONLY, zlib.Z_RLE, zlib.Z_FIXED):
    for memory in (1, 9):
        c = zlib.compressobj(6, zlib.DEFLATED, 15, memory, strategy)
        print(strategy, memory, zlib.decompress(c.compress(data) + c.flush()) == data)
for mode in (zlib.Z_SYNC_FLUSH, zlib.Z_FULL_FLUSH, zlib.Z_PARTIAL_FLUSH, zlib.Z_BLOCK, zlib.Z_NO_FLUSH):
    c, d, out = zlib.compressobj(), zlib.decompressobj(), b""
    for start in range(0, len(data), 1000):
        out += d.decompress(c.compress(data[start:start + 1000]) + c.flush(mode))
    out += d.decompress(c.flush())
    print(mode, out == data, d.eof, d.unused_data, d.unconsumed_tail, d.flush())
packed = zlib.compress(data)
d = zlib.decompressobj()
out, rest = b"", packed + b"tail"
while not d.eof:
    part = d.decompress(rest, 100)
    out, rest = out + part, d.unconsumed_tail
    assert len(part) <= 100
print(out == data, d.unused_data, d.unconsumed_tail, d.eof, d.decompress(b"more"), d.unused_data)
d = zlib._ZlibDecompressor()
out = d.decompress(packed[:100], 10)
print(out, d.needs_input, d.eof)
while not d.eof:
    if d.needs_input:
        out += d.decompress(packed[100:] + b"tail", 1000)
    else:
        out += d.decompress(b"", 1000)
print(out == data, d.unused_data, d.needs_input)
try:
    d.decompress(b"")
except EOFError as error:
    print(error)
c = zlib.compressobj(zdict=b"some text line")
packed_with = c.compress(data) + c.flush()
print(zlib.decompressobj(zdict=b"some text line").decompress(packed_with) == data)
for zdict in (b"", b"wrong"):
    try:
        zlib.decompressobj(zdict=zdict).decompress(packed_with)
    except zlib.error as error:
        print(error)
c = zlib.compressobj(wbits=-15, zdict=b"some text line")
packed_raw = c.compress(data) + c.flush()
print(zlib.decompressobj(-15, zdict=b"some text line").decompress(packed_raw) == data)
c = zlib.compressobj()
head = c.compress(data)
twin = c.copy()
print(zlib.decompress(head + c.compress(b"one") + c.flush()) == data + b"one", zlib.decompress(head + twin.compress(b"two") + twin.flush()) == data + b"two")
d = zlib.decompressobj()
head = d.decompress(packed[:50])
twin = d.copy()
print(head + d.decompress(packed[50:]) == data, head + twin.decompress(packed[50:]) == data)
for code in [
    "zlib.crc32(b'hello')", "zlib.crc32(b'a', -1)", "zlib.adler32(b'hello')", "zlib.adler32(b'a', -1)", "zlib.adler32(data)", "zlib.adler32(data, 5)", "zlib.decompress(b'')", "zlib.decompress(b'abc')", "zlib.compress(b'a', 10)", "zlib.compress(b'a', -2)",
    "zlib.compress(b'a', wbits=5)", "zlib.decompress(b'a', wbits=100)", "zlib.compressobj(level=10)", "zlib.compressobj(wbits=100)", "zlib.decompressobj(wbits=100)", "zlib.decompressobj().decompress(b'x')", "zlib.decompressobj(zdict='a')",
    "zlib.decompressobj(zdict=5)", "zlib.decompressobj().flush(0)", "zlib.decompressobj().decompress(b'', -1)", "zlib.decompress(packed[:-1])", "zlib.decompress(packed[:-5] + bytes(5))", "len(zlib.decompress(packed, bufsize=0))", "zlib.decompress(packed, bufsize=-1)",
    "zlib.compressobj().flush(99)", "zlib.decompressobj().unconsumed_tail", "type(zlib.compressobj())", "zlib.error.__mro__", "zlib.compress('a')", "zlib.compressobj().compress('a')", "zlib.decompressobj().decompress(b'abc')",
    "[getattr(zlib, name) for name in sorted(dir(zlib)) if name.startswith('Z_')]", "zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL, zlib.DEF_BUF_SIZE, zlib.DEFLATED", "zlib._ZlibDecompressor(wbits=99)", "zlib._ZlibDecompressor().decompress(b'abc')",
]:
    show(code)
