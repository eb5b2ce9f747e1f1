# zeal-args: 20
import _sha2
import zlib
from lib.crew import THREADS, each, rounds

N = rounds(200)

# One hash object fed by all: as if they had taken turns.
h = _sha2.sha256()
each(lambda number: [h.update(b"same bytes " * 300) for i in range(N)])
print(h.hexdigest() == _sha2.sha256(b"same bytes " * 300 * N * THREADS).hexdigest())

# One compressor fed by all.
c = zlib.compressobj()
parts = each(lambda number: [c.compress(bytes([65 + number]) * 1500) for i in range(N)])
print(len(parts))

# Each its own.
data = bytes(range(256)) * 40
print(each(lambda number: all([zlib.decompress(zlib.compress(data, number)) == data for i in range(N // 4)])))
