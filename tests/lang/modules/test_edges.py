"""Edges of counts: deques with a limit, sizes beyond a tagged word, views whose length counts."""
import array
import struct
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
