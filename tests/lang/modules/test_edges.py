# zeal: 20 - many safepoints
"""Edges of counts: deques with a limit, sizes beyond a tagged word, views whose length counts."""
import array
import csv
import random
import re
import struct
import zlib
from collections import deque

d = deque(maxlen=10)
for i in range(8):
    d.append(i)
d.extend([0] * 10)
print(d)
d = deque(range(8), maxlen=9)
d.extendleft(range(100))
print(d)
d.__init__(range(20), 3)
print(d, d.maxlen)
d.__init__([1])
print(d, d.maxlen)
d = deque([1, 2, 3])
d.extend(d)
print(d)


class Doubling(deque):
    def __iter__(self):
        for item in super().__iter__():
            yield item * 2


doubling = Doubling([1, 2, 3])
print(deque(doubling), deque([9]) + doubling)
doubling.extend(doubling)
print(list.__repr__(list(deque.__iter__(doubling))))

# Sizes beyond what fits into a word with a tag.
print(struct.calcsize("281474976710656s"), struct.Struct("562949953421312s").size)


class File:
    def read(self, count):
        print(count)
        return b""


try:
    array.array("d").fromfile(File(), 2**47)
except EOFError as error:
    print(error)

# iter_unpack's view is the one whose length counts, and it lets go where it is refused.
data = bytearray(8)
steps = struct.iter_unpack("i", data)
try:
    data.append(1)
except BufferError as error:
    print(error)
print(list(steps))
data.append(1)
try:
    struct.iter_unpack("i", data)
except struct.error as error:
    print(error)
data.append(2)
print(len(data))


# A seed counts by its value, whatever its class says of itself; many bits are the bits of as many small calls.
class Seed(int):
    def __abs__(self):
        return 7


print(random.Random(Seed(-5)).random() == random.Random(5).random())
one, other = random.Random(1), random.Random(1)
print(one.getrandbits(32 * 8000) == sum(other.getrandbits(32) << 32 * i for i in range(8000)), one.getstate() == other.getstate())

# A reader of compressed data keeps what it was not asked for.
packed = zlib.compress(bytes(range(256)) * 400) + b"behind"
reader, got = zlib._ZlibDecompressor(), []
for start in range(0, len(packed), 100):
    got.append(reader.decompress(packed[start:start + 100], 1000))
    while not reader.eof and not reader.needs_input:
        got.append(reader.decompress(b"", 1000))
    if reader.eof:
        break
print(b"".join(got) == bytes(range(256)) * 400, reader.eof, (reader.unused_data + packed[start + 100:])[-6:])

# Limits end a search where they are reached.
print(re.sub("a", "b", "aaaa", count=2), re.subn("a", "b", "aaaa", count=-1), re.split("a", "xaxax", maxsplit=1), re.split("a", "xax", maxsplit=-1))

# Fields that need quotes, and those that need none.
for options in [{}, {"quoting": csv.QUOTE_ALL}, {"quotechar": "x"}, {"escapechar": "\\", "quoting": csv.QUOTE_NONE}, {"delimiter": ";", "lineterminator": "\nz"}]:
    lines = []

    class Lines:
        write = lines.append

    csv.writer(Lines, **options).writerows([["a", "b,c", 'd"e', "", 1.5], ["zx", "l\nm", "\u20ac\U0001f600", None]])
    print(lines)
