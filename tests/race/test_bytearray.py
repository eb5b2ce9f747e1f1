# zeal-args: 40
from lib.crew import THREADS, each, rounds, together

N = rounds(1500)

# append and extend: nothing lost.
data = bytearray()
each(lambda number: [data.append(number) if i % 2 else data.extend(bytes([number, 100 + number])) for i in range(N)])
print(all([data.count(number) == N for number in range(THREADS)]), len(data) == THREADS * (N // 2 + N // 2 * 2))

# An extension stays in one piece.
print(all([data.count(bytes([number, 100 + number])) >= N // 2 for number in range(THREADS)]))


# pop: each byte once.
def pop_all(number):
    got = []
    while True:
        try:
            got.append(data.pop())
        except IndexError:
            return got


size = len(data)
got = each(pop_all)
print(data, sum([len(g) for g in got]) == size)

# A queue from both ends, resized all the time: bytes are conserved.
data = bytearray(range(200))


def turn(number):
    for i in range(N):
        try:
            if i % 3:
                data.append(data.pop(0))
            else:
                data.insert(i % 5, data.pop())
        except IndexError:
            pass


each(turn)
print(sorted(data) == list(range(200)))

# Slices see whole assignments.
data = bytearray(b"a" * 5000)
stop = []


def write():
    for i in range(N):
        data[:] = (b"a", b"b", b"c" * 2)[i % 3] * 5000
    stop.append(True)


def read():
    while not stop:
        part = data[:]
        if len(set(part)) != 1:
            return part[:10]


print(together(write, read, read))

# Lent bytes stay where they are, whatever others try.
data = bytearray(b"x" * 100)


def lend(number):
    errors = 0
    for i in range(N):
        if number % 2:
            if bytes().join([data, b"y"])[0] not in b"xyz" or data.find(b"z") < -1:
                return "wrong"
        else:
            try:
                data.extend(b"x" * 50)
                del data[100:]
                data[i % 100] = 120
            except BufferError:
                errors += 1
            except IndexError:
                pass
    return None


print(each(lend))
