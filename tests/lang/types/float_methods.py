"""float methods: hex forms, ratios, integrality, from_number, text that is read, subclasses, refusals."""
def show(source):
    """Prints what an expression gives or raises."""
    try:
        print(source, "=", ascii(eval(source)))
    except Exception as error:
        print(source, "|", type(error).__name__, error)


def table(text):
    for line in text.strip().splitlines():
        show(line)


class Float:
    def __float__(self): return 2.5


class BadFloat:
    def __float__(self): return "2.5"


class Sub(float):
    def __float__(self): return 99.0


class ReturnsSub:
    def __float__(self): return Sub(1.5)


inf, nan = float("inf"), float("nan")
table("""
(1.0).hex(), (-0.0).hex(), (0.1).hex(), (5e-324).hex(), (1.7976931348623157e308).hex(), inf.hex(), nan.hex(), (-inf).hex(), (2.0**-1022).hex(), 3.0.hex()
float.fromhex('0x1.8p1'), float.fromhex('1.8'), float.fromhex('-0X.8P-1'), float.fromhex(' 0x1p3 '), float.fromhex('inf'), float.fromhex('-Infinity'), float.fromhex('nan'), float.fromhex('0x0p0'), float.fromhex('1p-1074'), float.fromhex('0x1.fffffffffffff8p0'), float.fromhex('0x1.00000000000008p0'), float.fromhex('.8'), float.fromhex('8.')
float.fromhex('0x')
float.fromhex('')
float.fromhex('1p')
float.fromhex('0x1p1024')
float.fromhex('0x1p999999999999')
float.fromhex('0x1p-999999999999'), float.fromhex('0x0p999999999999')
float.fromhex('1 2')
float.fromhex('g')
float.fromhex(5)
float.fromhex('0x1.8p1.0')
(0.5).as_integer_ratio(), (-2.75).as_integer_ratio(), (0.0).as_integer_ratio(), (-0.0).as_integer_ratio(), (1e300).as_integer_ratio()[1], (5e-324).as_integer_ratio()[0], (0.1).as_integer_ratio()
inf.as_integer_ratio()
nan.as_integer_ratio()
(1.0).is_integer(), (1.5).is_integer(), inf.is_integer(), nan.is_integer(), (1e300).is_integer(), (-0.0).is_integer()
float.from_number(5), float.from_number(2.5), float.from_number(Float()), float.from_number(True), type(Sub.from_number(3)).__name__, float.from_number(2**60)
float.from_number('5')
float.from_number(1j)
float.from_number(None)
(1.5).conjugate(), (1.5).real, (1.5).imag, Sub(1.5).conjugate(), type(Sub(1.5).real).__name__
float(Float()), float(Sub(1.5)), type(float(Sub(1.5))).__name__, Sub(1.5) + 1, int(Sub(1.5)), round(Sub(1.5)), repr(Sub(1.5)), f'{Sub(1.5)}', Sub.fromhex('1'), type(Sub.fromhex('1')).__name__
float(BadFloat())
float(ReturnsSub())
float('1_000.5'), float('  1.5\\n'), float('1e5'), float('.5'), float('5.'), float('-.5e-3'), float('+1'), float('1E400'), float('-1e-400'), float('INF'), float('-iNfInItY'), float('nAn'), float('+nan'), float(b'1.5'), float(bytearray(b'2')), float('\\u0661.5'), float('1_0e1_0'), float(), float(True), float('0' * 400 + '1')
float('1__0')
float('_1')
float('1_')
float('1_.5')
float('1._5')
float('e5')
float('')
float('.')
float('1e')
float('0x1')
float('1 2')
float('infinit')
float('nan(1)')
float('1\\x00')
float(b'\\xff')
float('é')
float(1j)
float([])
float(None)
float(10**400)
float('1', '2')
float(x=1)
1e16, 1e15, 123456789012345678.0, 0.0001, 0.00001, 1.0, 100.0, 1e100, -1e-7, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 0.1 + 0.2, 1/3, 1e22, 1e23, 9007199254740993.0
0.1 + 0.2 == 0.3, 1e16 + 1 == 1e16, 2**53 == float(2**53), 2**53 + 1 == float(2**53 + 1), 10**22 == 1e22, 10**23 == 1e23, 1e308 < 10**400, -inf < -10**400, nan < 10**400, nan == nan, nan != nan, inf == inf, 0.0 == -0.0, 1 < 1.5 < 2, True == 1.0
inf - inf, inf * 0, inf // 1, 5 % inf, -5 % inf, inf % 5 if False else 0, 0.0 * -1, -0.0 + 0.0, -0.0 - 0.0, inf + -1e308, nan ** 0, 1 ** nan, inf ** 0
1.0 // 0
1.0 % 0.0
1.0 / 0
0.0 ** -1
inf % 5, nan // 1, divmod(5, inf), divmod(-5, inf), 5.5 // -2, -5.5 // 2, 5.5 % -2, -5.5 % 2, 1e300 * 1e10, 2.5 ** 2, (-8.0) ** 2, 4.0 ** 0.5, 2.0 ** -1
(-8.0) ** 0.5 == (-8.0) ** 0.5, type((-8.0) ** (1/3)).__name__
1e200 ** 2
1.5 + 'a'
1.5 & 1
-'a'
hash(1.0) == hash(1), hash(inf), hash(-inf), hash(0.5) == hash(1/2), hash(1e300) == hash(int(1e300)), hash(-0.0), hash(nan) == hash(nan), hash(2.0**61 - 1) == hash(2**61)
float.__getformat__('double') in ('IEEE, little-endian', 'IEEE, big-endian')
float.__getformat__('quad')
""")
