"""What the property scripts share: random values from a seed, and digests of what they lead to.

Run by itself it does nothing; see numbers.py, texts.py and containers.py.
"""

import sys

MODULUS = 2**61 - 1


class Source:
    """Random numbers from a linear congruence, so that no module is needed."""

    def __init__(self, seed):
        self.state = (seed * 2862933555777941757 + 3037000493) % 2**64

    def bits(self, count):
        result = 0
        while count > 0:
            self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
            take = min(count, 32)
            result = (result << take) | (self.state >> (64 - take))
            count -= take
        return result

    def below(self, limit):
        return self.bits(48) % limit

    def choice(self, items):
        return items[self.below(len(items))]

    def int(self):
        kind = self.below(10)
        if kind == 0:
            number = self.below(4)
        elif kind == 1:
            # Next to a power of two: where representations change.
            number = (1 << self.choice([8, 30, 31, 32, 47, 48, 49, 52, 53, 54, 61, 62, 63, 64, 65, 127, 128, 129, 192])) + self.below(5) - 2
        elif kind < 5:
            number = self.bits(1 + self.below(50))
        elif kind < 8:
            number = self.bits(1 + self.below(140))
        elif kind == 8:
            number = self.bits(1 + self.below(self.choice([900, 900, 900, 5000])))
        else:
            # Long runs of ones and zeros, for carries.
            number = 0
            for _ in range(1 + self.below(8)):
                run = 1 + self.below(90)
                number = (number << run) | ((1 << run) - 1 if self.below(2) else 0)
        return -number if self.below(2) else number

    def float(self):
        kind = self.below(14)
        if kind == 0:
            return self.choice([0.0, -0.0, 1.0, -1.0, 0.5, float('inf'), float('-inf'), float('nan'), 5e-324, 1.7976931348623157e308, 2.2250738585072014e-308])
        if kind < 4:
            number = float(self.below(2000)) / self.choice([1, 2, 4, 8, 10, 100, 1000])
        elif kind < 6:
            number = float(self.bits(53))
        elif kind < 9:
            number = (self.bits(53) + 1) * 2.0 ** (self.below(120) - 100)
        elif kind < 11:
            number = float(str(self.below(100000)) + 'e' + str(self.below(40) - 20))
        else:
            number = (self.bits(53) | 1 << 52) * 2.0 ** (self.below(2045) - 1074)
        return -number if self.below(2) else number

    def complex(self):
        return complex(self.float(), self.float() if self.below(4) else 0.0)

    def number(self):
        return self.choice([self.int, self.int, self.float, self.float, lambda: bool(self.below(2))])()


def attempt(function, *args):
    """What a call returned or raised, as text."""
    try:
        result = function(*args)
    except Exception as error:
        return type(error).__name__ + '(' + str(error)[:120] + ')'
    if type(result) is tuple:
        return '(' + ', '.join([show(item) for item in result]) + ')'
    return show(result)


def show(value):
    if type(value) is int and (value > 2**2000 or value < -(2**2000)):
        return format(value, '#x')
    return type(value).__name__ + ' ' + repr(value)


def main(families):
    """Runs the families of a script: `SCRIPT.py [seed [rounds [family]]]`."""
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 300
    wanted = sys.argv[3] if len(sys.argv) > 3 else None
    for family in families:
        if wanted and family.__name__ != wanted:
            continue
        source = Source(seed)
        digest = 7
        count = 0

        def emit(*values):
            nonlocal digest, count
            line = ' '.join([str(value) for value in values])
            if wanted:
                print(line.encode('ascii', 'backslashreplace').decode('ascii'))
            count += 1
            text = int.from_bytes(line.encode('utf-8', 'surrogatepass'), 'little')
            digest = (digest * 1000003 + text) % MODULUS

        for _ in range(rounds):
            family(source, emit)
        print(family.__name__, count, digest)
