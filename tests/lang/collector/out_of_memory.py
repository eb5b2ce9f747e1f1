# options: -X memory=64M
# modes: normal - zeal collects at every step of loops that fill the memory
# exit: 1
# err: MemoryError
# MemoryError, and the program goes on: whatever asks for more than there is, small pieces or one big one.
import gc


def pieces():
    items = []
    while True:
        items.append("x" * 1000 + str(len(items)))


def linked():
    node = None
    while True:
        node = (node, [node])


def table():
    return {i: [i] for i in range(10**8)}


def text():
    s = "a"
    while True:
        s += s


big = 1 << 40
asks = [
    pieces, linked, table, text,
    lambda: set(range(10**9)), lambda: list(range(10**9)), lambda: tuple(range(10**9)),
    lambda: [0] * big, lambda: (1,) * big, lambda: "a" * big, lambda: b"a" * big,
    lambda: [0] * 2**60, lambda: 1 << (1 << 34), lambda: 3 ** (10**10), lambda: (1 << 10**6) * (1 << 10**12),
    lambda: (1).to_bytes(big), lambda: bytes(big), lambda: "x".ljust(big - 1), lambda: "1".zfill(big - 1), lambda: b"1".zfill(big),
    lambda: b"1".center(big), lambda: "%1000000000d" % 3, lambda: "%.1000000000d" % 3, lambda: format(3, "1000000000"),
    lambda: format("x", "1000000000"), lambda: "\t".expandtabs(1 << 30), lambda: b"\t".expandtabs(1 << 30),
]
for index, ask in enumerate(asks):
    try:
        ask()
        print(index, "no error")
    except MemoryError as e:
        pass
    except OverflowError as e:
        print(index, e)
print("%.1000000000000s" % "cut", format("cut", ".100000000000"))
gc.collect()
print(sum(list(range(1000))), len("a" * 1000000))
try:
    pieces()
finally:
    print("last")
