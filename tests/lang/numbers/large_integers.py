# zeal: 10 - many safepoints
"""Large integers: products, quotients and remainders of every sign, powers, roots, text in every base, checked against themselves."""
import math
import random
from lib.attempts import attempt

source = random.Random(20)


def sample():
    for bits in (1, 29, 30, 31, 59, 60, 61, 63, 64, 65, 127, 200, 1000, 3000):
        number = source.getrandbits(bits) | 1 << (bits - 1)
        yield number
        yield -number


numbers = list(sample())
faults = 0
for a in numbers[::3]:
    for b in numbers[::5]:
        q, r = divmod(a, b)
        faults += not (q * b + r == a and (0 <= r < b or b < r <= 0) and a // b == q and a % b == r)
        faults += not (a * b == b * a and (a + b) - b == a and (a - b) + b == a and a * b // b == a)
        faults += not ((a ^ b) ^ b == a and (a & b) + (a | b) == a + b and ~a == -a - 1 and (a & ~b) | (a & b) == a)
        faults += not (math.gcd(a, b) == math.gcd(b, a % b) and math.lcm(a, b) * math.gcd(a, b) == abs(a * b))
print("faults", faults)
for a in numbers[::7]:
    for shift in (0, 1, 29, 30, 63, 64, 100):
        faults += not (a << shift == a * 2**shift and a >> shift == a // 2**shift)
    for base in (2, 8, 10, 16, 36):
        digits = {2: bin, 8: oct, 10: str, 16: hex}.get(base)
        if digits:
            faults += int(digits(a), base if base != 10 else 10) != a
    root = math.isqrt(abs(a))
    faults += not (root * root <= abs(a) < (root + 1) ** 2)
    faults += int.from_bytes(a.to_bytes(500, "little", signed=True), "little", signed=True) != a
    faults += int(f"{a:_}".replace("_", "")) != a or int(f"{a:,}".replace(",", "")) != a or int(f"{a:#x}", 16) != a
    faults += pow(a, 5, 10**9 + 7) != a**5 % (10**9 + 7) or pow(3, abs(a) % 50) != 3 ** (abs(a) % 50)
print("faults", faults)
print(2**200, -3**100, 7**77 // 5**55, 10**50 % 7**20, -10**50 // 7**20, (1 << 100) - 1 & 0xffff << 90, sep="\n")
print(math.factorial(30), math.comb(100, 50), math.perm(20, 10), math.isqrt(10**61), math.gcd(10**40, 6**40), math.prod(range(1, 25)), sep="\n")
print(pow(2, -1, 10**9 + 7), pow(10**30, 10**30, 10**9 + 9), pow(-5, 3, 13), pow(5, 117, -19), pow(3, -5, 10**20))
attempt(pow, 6, -1, 9)
attempt(lambda: 10**30 / 10**330)
print(10**30 / 7, -10**30 / 10**29, (2**1024 - 1) / 2**1000, 2**1023 * 1.0, (2**53 + 1) / 2, (2**54 + 3) / 4)
attempt(lambda: float(2**1024))
attempt(lambda: 2**1024 * 1.0)
attempt(lambda: 2**1024 + 0.5)
print(2**1024 > 1e308, 2**1024 == float("inf"), -2**1024 < -1e308, 2**53 + 1 > float(2**53), round(2**70, -5), round(-12345678901234567890, -10), math.floor(-2**70), int(1e100))
print(math.log2(2**2000), round(math.log(10**500), 6), math.log10(10**400), math.sqrt(10**40))
attempt(str, 10**5000)
attempt(int, "1" * 5000)
print(len(hex(10**5000)), (10**5000).bit_length(), hash(10**5000), len(repr(10**4000)))
attempt(lambda: f"{10**5000}")
attempt(lambda: "%d" % 10**5000)
attempt(lambda: len("%x" % 10**5000))
