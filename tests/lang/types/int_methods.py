"""int methods: bits, bytes of every length and order, ratios, conversions by special methods, refusals."""
def show(source):
    """Prints what an expression gives or raises."""
    try:
        print(source, "=", ascii(eval(source)))
    except Exception as error:
        print(source, "|", type(error).__name__, error)


def table(text):
    for line in text.strip().splitlines():
        show(line)


class Index:
    def __index__(self): return 255


class BadIndex:
    def __index__(self): return "text"


class BoolIndex:
    def __index__(self): return True


class Truncates:
    def __trunc__(self): return 5


class IntThenIndex:
    def __int__(self): return 1
    def __index__(self): return 2


class SubInt(int):
    def __int__(self): return 99
    def __index__(self): return 98


table("""
(0).bit_length(), (1).bit_length(), (-1).bit_length(), (255).bit_length(), (-256).bit_length(), (2**70).bit_length(), True.bit_length()
(0).bit_count(), (-1).bit_count(), (255).bit_count(), (2**70 - 1).bit_count(), (-2**70).bit_count()
(1).bit_length(1)
(1024).to_bytes(2), (1024).to_bytes(4, 'little'), (0).to_bytes(0), (0).to_bytes(), (255).to_bytes(), (-1).to_bytes(2, signed=True), (-128).to_bytes(1, 'big', signed=True), (2**70).to_bytes(10, 'little')
(256).to_bytes()
(-1).to_bytes(1)
(128).to_bytes(1, signed=True)
(-129).to_bytes(1, signed=True)
(1).to_bytes(0)
(-1).to_bytes(0, signed=True)
(1).to_bytes(-1)
(1).to_bytes(1, 'middle')
(1).to_bytes('a')
(1).to_bytes(1, 5)
(1).to_bytes(1, 'big', True)
(1).to_bytes(length=1, byteorder='big', signed=[]), (1).to_bytes(Index() if False else 3)
int.from_bytes(b'\\x04\\x00'), int.from_bytes(b'\\x04\\x00', 'little'), int.from_bytes(b''), int.from_bytes(b'\\xff', signed=True), int.from_bytes(b'\\xff' * 10), int.from_bytes(b'\\xff' * 10, 'little', signed=True), int.from_bytes([1, 2]), int.from_bytes(bytearray(b'a'))
int.from_bytes('a')
int.from_bytes([256])
int.from_bytes(5)
int.from_bytes(b'', 'x')
int.from_bytes()
type(bool.from_bytes(b'\\x01')).__name__, bool.from_bytes(b'\\x05'), type(SubInt.from_bytes(b'a')).__name__
(5).as_integer_ratio(), True.as_integer_ratio(), (5).is_integer(), (5).conjugate(), (5).real, (5).imag, (-5).numerator, (5).denominator, type(True.real).__name__, type(True.conjugate()).__name__
int(SubInt(5)), SubInt(5) + 1, hex(SubInt(5)), [10, 20][SubInt(1)], range(9)[SubInt(3)], type(int(SubInt(5))).__name__, float(SubInt(5)), int.__index__(SubInt(5)), f'{SubInt(5)}', '%d' % SubInt(5), round(SubInt(5)), abs(SubInt(-5)), type(+SubInt(5)).__name__, type(SubInt(5).real).__name__
int(Index()), hex(Index()), bin(Index()), oct(Index()), [0] * 256 == [0] * Index() + [0], bytes(Index())[:1], chr(Index()), 'a' * 3
int(BadIndex())
hex(BadIndex())
[1][BadIndex()]
bin(BoolIndex())
int(Truncates())
int(IntThenIndex()), hex(IntThenIndex()), float(IntThenIndex()), complex(IntThenIndex()), '%d' % IntThenIndex(), '%x' % IntThenIndex()
float(Index()), complex(Index()), float(IntThenIndex())
hex('a')
bin(1.5)
oct(None)
hex(-255), bin(-5), oct(-8), hex(0), bin(True), hex(2**70), oct(2**65)
int(1.9), int(-1.9), int(1e22), int('  12 '), int('1_000'), int('-0'), int('+7'), int(b'12'), int(bytearray(b'3')), int('z', 36), int('0x1f', 16), int('0b101', 0), int('0o17', 0), int('0', 0), int('-0x1', 0), int()
int('1__0')
int('_1')
int('1_')
int('012', 0)
int('')
int(' ')
int('9', 8)
int('1', 37)
int('1', 1)
int('1', -1)
int(1, 2)
int(1.0, 10)
int('1', 2.0)
int('1', base='2')
int(base=5)
int(None)
int(1j)
int([])
int('\\x00')
int('1\\x002')
int('1' * 50)
int('é')
int(x=5)
int(float('nan'))
int(float('inf'))
1 << 70, 1 >> 70, -1 >> 70, -5 >> 1, 5 << 0, -1 << 65, 0 << 10**30, 0 >> 10**30, 1 >> 10**30, -1 >> 10**30
1 << -1
1 >> -1
1 << 1.0
~5, ~-1, ~True, -True, +True, 5 & -2, 5 | -8, 5 ^ -1, True & 1, True | False, True ^ True, True & 2, 2**70 & -1, -2**70 | 1
5 & 1.0
5 / 2, 4 / 2, -7 / 2, 2**70 / 2**69, 10**400 / 10**399, 1 / 3, True / 2, (2**53 + 1) / 1, 10**23 / 1
10**400 / 3
1 / 10**400, -1 / 10**400, 0 / 10**400
1 / 0
1 // 0
1 % 0
0 ** -1
""")
