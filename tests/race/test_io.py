# zeal-args: 20
from lib.crew import THREADS, each, rounds, together
import _io

N = rounds(500)

# BytesIO.write: each write whole, nothing lost.
stream = _io.BytesIO()
each(lambda number: [stream.write(b"%d:%04d;" % (number, i)) for i in range(N)])
records = stream.getvalue().split(b";")[:-1]
print(len(records) == THREADS * N, all([[r for r in records if r.startswith(b"%d:" % n)] == [b"%d:%04d" % (n, i) for i in range(N)] for n in range(THREADS)]))

# BytesIO.readline: each line once.
stream.seek(0)
stream = _io.BytesIO(b"".join([b"%d\n" % i for i in range(THREADS * N)]))
got = each(lambda number: list(stream))
print(sorted([int(line) for lines in got for line in lines]) == list(range(THREADS * N)))

# StringIO: the same.
text = _io.StringIO()
each(lambda number: [text.write("%d:%04d;" % (number, i)) for i in range(N)])
print(len(text.getvalue().split(";")) == THREADS * N + 1)
text = _io.StringIO("".join(["%d\n" % i for i in range(THREADS * N)]))
got = each(lambda number: list(text))
print(sorted([int(line) for lines in got for line in lines]) == list(range(THREADS * N)))

# A text file: lines are written whole and read once.
PATH = "race-io"
with open(PATH, "w", encoding="utf-8") as f:
    each(lambda number: [f.write("%d:%d\u20ac\n" % (number, i)) for i in range(N)])
with open(PATH, encoding="utf-8") as f:
    got = each(lambda number: list(f))
lines = [line for lines in got for line in lines]
print(len(lines) == THREADS * N, len(set(lines)) == THREADS * N, all([line.endswith("\u20ac\n") for line in lines]))

# Reading, seeking and closing at once never does worse than raise.
with open(PATH, "r+b", buffering=64) as f:

    def mix(number):
        for i in range(N):
            try:
                if number % 2:
                    f.seek(i * 7 % 1000)
                    f.read(10)
                else:
                    f.write(b"x")
                    f.readline()
            except (ValueError, OSError):
                pass
        if number == 1:
            f.close()

    each(mix)
print(f.closed)
