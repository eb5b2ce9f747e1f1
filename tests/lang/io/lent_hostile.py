"""What CPython 3.14 does not survive, or answers by chance: separators that lie about their length, and code that runs while bytes are looked at."""
import mmap


class Liar(str):
    def __len__(self):
        return 1


class LiarBytes(bytes):
    def __len__(self):
        return 1


for source in [b"ab", bytearray(b"ab"), memoryview(b"ab")]:
    for separator in [Liar(""), Liar("--"), LiarBytes(b""), LiarBytes(b"--")]:
        try:
            print(source.hex(separator))
        except ValueError as error:
            print(error)


# Parsing the arguments may change the bytes.
class Growing:
    def __init__(self, array):
        self.array = array

    def __index__(self):
        self.array.extend(bytes(100))
        self.array.clear()
        self.array.extend(b"xyz")
        return 1


growing = bytearray(b"abcdef")
print(growing.hex("-", Growing(growing)))

# Comparing may release the view, and close what it shows.
m = mmap.mmap(-1, 4096)
v = memoryview(m)


class Closing:
    def __buffer__(self, flags):
        v.release()
        m.close()
        return memoryview(bytes(4096))


print(v == Closing(), m.closed)
