# zeal: 4 - many safepoints
from lib.attempts import attempt


# The edges of every way an int may be stored.
edges = []
for bits in (0, 1, 29, 30, 31, 32, 47, 48, 49, 50, 51, 52, 53, 61, 62, 63, 64, 65, 127, 128):
    for delta in (-1, 0, 1):
        edges.append(2**bits + delta)
        edges.append(-(2**bits) + delta)
total = 0
for a in edges:
    for b in (-3, -1, 0, 1, 2, 7, 2**31, 2**49, 2**62, -(2**63), 2**64 + 1):
        total = (total * 31 + (a + b) - (a - b) * 3 + a * b) % (10**40 + 7)
        if b:
            q, r = divmod(a, b)
            if q * b + r != a or (r and (r < 0) != (b < 0)):
                print("divmod", a, b)
            total = (total + q * 5 + r * 7) % (10**40 + 7)
        total = (total + (a & b) + (a | b) * 2 + (a ^ b) * 3 + (a < b) + (a == b) * 2) % (10**40 + 7)
print(total, len(edges))
print([a for a in edges if a != int(str(a)) or a != -(-a) or ~a != -a - 1 or hash(a) != hash(int(hex(a), 16))])
print([(a << 5) >> 5 == a for a in edges].count(True), sum([a >> 3 for a in edges]), sum([a.bit_length() for a in edges]))
print(7 // 2, -7 // 2, 7 // -2, -7 // -2, 7 % 3, -7 % 3, 7 % -3, -7 % -3, divmod(-7, 3), divmod(7, -3))
print(2**100, (-2) ** 63, 2**-1, 0**0, 10**20 // 3, pow(3, 100, 7), pow(3, -1, 7), (-8) ** (1 / 3))
print(1_000_000, 0xFF, 0o17, 0b101, int("ff", 16), int("0b11", 0), int(" -42 "), int("1_000"), int(3.99), int(-3.99), int(True))
print(hex(255), oct(8), bin(-5), hex(2**70), (255).to_bytes(2, "big"), int.from_bytes(b"\x01\x00", "big"))
attempt(lambda: 1 // 0)
attempt(lambda: 1 % 0)
attempt(lambda: divmod(1, 0))
attempt(lambda: 1 / 0)
attempt(lambda: 0**-1)
attempt(lambda: 1 << -1)
attempt(lambda: int("abc"))
attempt(lambda: int("12", 1))
attempt(lambda: int(None))
attempt(lambda: int("1" * 5000))
attempt(lambda: int(float("inf")))
attempt(lambda: int(float("nan")))
attempt(lambda: 2.5 & 1)
attempt(lambda: pow(2, 3, 0))

# bool is an int.
print(True + True, True * 5, -True, ~False, True & False, True | 2, True ^ True, isinstance(True, int), [10, 20][True], True == 1, str(True))

# Floats.
print(0.1 + 0.2, 1 / 3, 1e16, 1e15, 123456789.123, 1e-5, 0.0001, 1.0, -0.0, 1e300 * 1e10, 5e-324, 1.7976931348623157e308, 2.0**0.5)
print(7.5 // 2, -7.5 // 2, 7.5 % 2, -7.5 % 2, 7.5 % -2, divmod(-7.5, 2), 2**0.5, 1e308 + 1e308, -1e308 * 10)
print(float("1.5"), float(" -inf "), float("nan"), float("1e3"), float("1_0.5"), float(10**20), int(1e20), round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234, -2))
print(float("inf") > 10**400, float("nan") == float("nan"), 0.0 == -0.0, 1 == 1.0, 2**53 == float(2**53), 2**53 + 1 == float(2**53), 10**400 > 1e308)
print(hash(1.0) == hash(1), hash(0.5), hash(float("inf")), hash(2.0**70) == hash(2**70), (1.5).is_integer(), (4.0).is_integer(), (0.5).as_integer_ratio())
attempt(lambda: 1.0 / 0)
attempt(lambda: 1.0 % 0)
attempt(lambda: float("x"))
attempt(lambda: float(10**400))
attempt(lambda: 10**400 / 1.5)
attempt(lambda: 2.0**10000)
attempt(lambda: 0.0**-1)
attempt(lambda: round(float("nan")))
print(10**400 // 10**399, 10**400 / 10**399, (10**25 + 1) / 10**25, -(10**30) // 7, abs(-(2**70)), abs(-1.5), min(1, 1.0), max(2.5, 2))

# Mixed.
values = [0, 1, -1, 2**53, 2**63, 0.0, 0.5, -1.5, 1e20, True]
print([[a < b for b in values].count(True) for a in values], sorted(values))
s = 0
for i in range(1, 200):
    s += i * i - i // 3 + (i << 2) % 7
print(s)
x = 1
for i in range(1, 30):
    x *= i
print(x, x // 2**60, x % 1_000_003)
f = 0.0
for i in range(1000):
    f += i * 0.1
    f -= f / 7
print(f)
print((3 + 4j) * (1 - 2j), abs(3 + 4j), (1 + 2j).conjugate(), 1j**2, complex(1, 2) == 1 + 2j)
