"""Random properties of int, float and complex: prints one digest per family, the same under every correct Python.

    numbers.py [seed [rounds [family]]]

With a family named, prints each of its cases instead of digests.
"""

import sys

from draw import attempt, main

# CPython's decimal, which long divisions import, wants the library's `numbers`, not this file.
del sys.path[0]

OPERATORS = {
    '+': lambda a, b: a + b,
    '-': lambda a, b: a - b,
    '*': lambda a, b: a * b,
    '/': lambda a, b: a / b,
    '//': lambda a, b: a // b,
    '%': lambda a, b: a % b,
    'divmod': lambda a, b: divmod(a, b),
    '<': lambda a, b: a < b,
    '<=': lambda a, b: a <= b,
    '==': lambda a, b: a == b,
    '!=': lambda a, b: a != b,
    '>': lambda a, b: a > b,
    '>=': lambda a, b: a >= b,
}
BITS = {'&': lambda a, b: a & b, '|': lambda a, b: a | b, '^': lambda a, b: a ^ b}
UNARY = {
    'neg': lambda a: -a,
    'pos': lambda a: +a,
    'abs': lambda a: abs(a),
    'bool': lambda a: bool(a),
    'int': lambda a: int(a),
    'float': lambda a: float(a),
    'repr': lambda a: repr(a),
    'ratio': lambda a: a.as_integer_ratio(),
    'integer': lambda a: a.is_integer(),
}


def int_arithmetic(source, emit):
    a, b = source.int(), source.int()
    for name, function in OPERATORS.items():
        emit(name, a, b, attempt(function, a, b))
    for name, function in BITS.items():
        emit(name, a, b, attempt(function, a, b))
    count = source.below(200) - 5
    emit('<<', a, count, attempt(lambda x, y: x << y, a, count))
    emit('>>', a, count, attempt(lambda x, y: x >> y, a, count))
    emit('~', a, attempt(lambda x: ~x, a))
    # Laws that hold for every pair.
    if b:
        q, r = divmod(a, b)
        emit('law', q * b + r == a and (0 <= r < b if b > 0 else b < r <= 0))
    emit('law', (a + b) - b == a, (a ^ b) ^ b == a, (a & b) + (a | b) == a + b, -(~a) == a + 1)


def int_power(source, emit):
    a = source.int() % 10**12 * source.choice([1, -1])
    n = source.below(60) - 6
    emit('**', a, n, attempt(lambda x, y: x ** y, a, n))
    base, exponent, modulus = source.int(), abs(source.int()) % 2**80 - source.below(20), source.int()
    emit('pow', base, exponent, modulus, attempt(pow, base, exponent, modulus))
    modulus = source.below(1000)
    emit('pow', base, exponent, modulus, attempt(pow, base, exponent, modulus))
    emit('pow', base, -1, modulus, attempt(pow, base, -1, modulus))


def int_large(source, emit):
    """Where sub-quadratic algorithms and long computations are."""
    if source.below(10):
        return
    a, b = source.bits(20000 + source.below(60000)), source.bits(1000 + source.below(40000)) + 1
    c = -source.bits(30000)
    emit('law', divmod(a * b + 5, b) == (a + 5 // b, 5 % b), (a + c) * b == a * b + c * b, (a * a - b * b) == (a + b) * (a - b))
    q, r = divmod(c, b)
    emit('law', q * b + r == c and 0 <= r < b, int(hex(a), 16) == a, int(str(b % 10**4000)) == b % 10**4000)
    emit('digest', a * b % 1000003, (a ^ c) % 1000003, (a & c) % 1000003, (c >> 777) % 1000003, q % 1000003, hash(a * c))
    emit('pow', b ** 7 % 1000003, pow(a, 12345, b) % 1000003, pow(3, 20000 + source.below(1000)) % 1000003)
    emit('float', attempt(float, a), a / (a >> 3), (a >> 100) / a)


def int_methods(source, emit):
    a = source.int()
    for name, function in UNARY.items():
        emit(name, a, attempt(function, a))
    emit('hash', a, hash(a))
    emit('bits', a, a.bit_length(), a.bit_count())
    length, order, signed = source.below(40), source.choice(['big', 'little']), bool(source.below(2))
    emit('to_bytes', a, length, order, signed, attempt(lambda: a.to_bytes(length, order, signed=signed)))
    data = (abs(source.int()) % 2**960).to_bytes(120, 'big')[source.below(120):]
    emit('from_bytes', order, signed, attempt(lambda: int.from_bytes(data, order, signed=signed)))
    places = source.below(60) - 50
    emit('round', a, places, attempt(round, a, places))


DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz'


def to_base(number, base):
    digits = ''
    magnitude = abs(number)
    while magnitude:
        digits = DIGITS[magnitude % base] + digits
        magnitude //= base
    return ('-' if number < 0 else '') + (digits or '0')


def int_text(source, emit):
    a = source.int()
    base = 2 + source.below(35)
    text = to_base(a, base)
    emit('law', int(text, base) == a, int(' ' + text.upper() + '\n', base) == a)
    emit('bases', hex(a), oct(a), bin(a), str(a))
    # Spoiled texts.
    at = source.below(len(text) + 1)
    text = text[:at] + source.choice(['_', '__', ' ', '+', '0x', '0b', '0', '\u0663', 'z', '.']) + text[at:]
    for base in [0, 2, 8, 10, 16, 36]:
        emit('int', repr(text), base, attempt(int, text, base))
    digits = source.below(30) + 4285
    emit('limit', digits, attempt(lambda: len(str(10 ** digits))), attempt(lambda: int('7' * digits) % 1000003))


def float_arithmetic(source, emit):
    a, b = source.float(), source.number()
    if source.below(2):
        a, b = b, a
    for name, function in OPERATORS.items():
        emit(name, repr(a), repr(b), attempt(function, a, b))
    small = source.choice([a, source.below(20), source.below(20) - 10, 0.5, -0.5, 1 / 3])
    emit('**', repr(b), small, attempt(lambda x, y: x ** y, b, small))


def float_compare(source, emit):
    number = source.float()
    if number - number != 0.0:
        return
    near = int(number) + source.below(3) - 1
    for name in ['<', '<=', '==', '!=', '>', '>=']:
        emit(name, number, near, OPERATORS[name](number, near), OPERATORS[name](near, number))
    emit('hash', number, near, hash(number), hash(near), hash(float(near)) == hash(int(float(near))))


def float_methods(source, emit):
    a = source.float()
    for name, function in UNARY.items():
        emit(name, repr(a), attempt(function, a))
    if a == a:
        emit('hash', a, hash(a))
        emit('law', float(repr(a)) == a, float.fromhex(a.hex()) == a)
    emit('hex', attempt(a.hex))
    emit('round', a, attempt(round, a))
    places = source.choice([source.below(20) - 5, source.below(700) - 350])
    emit('round', repr(a), places, attempt(round, a, places))
    emit('whole', repr(a), attempt(a.__floor__), attempt(a.__ceil__), attempt(a.__trunc__))
    emit('divmod', attempt(divmod, a, source.float()))


def float_text(source, emit):
    digits = source.choice([3, 17, 18, 25, 60])
    text = str(source.below(10**9)) + '.' + to_base(source.bits(digits * 3), 10)[:digits] + source.choice(['', 'e%d' % (source.below(700) - 350), 'E+5'])
    emit('float', text, attempt(float, text))
    # Halfway between two floats.
    m, e = source.bits(53), source.below(80)
    emit('half', m, e, float(str((2 * m + 1) << e)), float((2 * m + 1) << e), (2 * m + 1) / 2 ** (e + 1))
    at = source.below(len(text) + 1)
    text = text[:at] + source.choice(['_', '__', ' ', '+', '-', 'e', '.', 'inf', 'nan', '\u0665', '\u3000', '0']) + text[at:]
    emit('spoiled', repr(text), attempt(float, text))
    mantissa = hex(source.bits(1 + source.below(90)))
    at = source.below(len(mantissa) - 2) + 2
    text = mantissa[:at] + source.choice(['.', '', '.0']) + mantissa[at:] + 'p' + str(source.below(2300) - 1200)
    emit('fromhex', text, attempt(float.fromhex, text))


def specification(source, kinds):
    spec = ''
    if source.below(3) == 0:
        spec += source.choice(['', '*', '0', '\u00e9']) + source.choice(['<', '>', '^', '='])
    spec += source.choice(['', '', '+', '-', ' ']) + source.choice(['', '', '', 'z']) + source.choice(['', '', '#']) + source.choice(['', '', '0'])
    spec += source.choice(['', str(source.below(40))]) + source.choice(['', '', ',', '_'])
    spec += source.choice(['', '', '.' + str(source.below(25)), '.' + str(source.below(25)) + source.choice([',', '_', ''])])
    return spec + source.choice(kinds)


def formats(source, emit):
    number = source.number()
    kinds = ['', 'd', 'b', 'o', 'x', 'X', 'n', 'e', 'f', 'g', 'E', 'F', 'G', '%', 'c', 's', 'q']
    for _ in range(6):
        spec = specification(source, kinds)
        emit('format', repr(number), repr(spec), attempt(format, number, spec))
    number = source.float()
    for _ in range(6):
        spec = specification(source, ['', 'e', 'f', 'g', 'E', 'F', 'G', '%', 'n'])
        emit('format', repr(number), repr(spec), attempt(format, number, spec))
    spec = specification(source, ['', 'e', 'f', 'g', 'n'])
    number = source.complex()
    emit('format', repr(number), repr(spec), attempt(format, number, spec))
    text = to_base(source.bits(90), 36)[source.below(18):]
    spec = specification(source, ['', 's', 's'])
    emit('format', repr(text), repr(spec), attempt(format, text, spec))


def complexes(source, emit):
    a, b = source.complex(), source.choice([source.complex, source.number])()
    if source.below(2):
        a, b = b, a
    for name in ['+', '-', '*', '/', '==', '!=', '<', '//']:
        emit(name, repr(a), repr(b), attempt(OPERATORS[name], a, b))
    c = source.complex()
    emit('unary', repr(c), attempt(lambda: -c), attempt(lambda: +c), attempt(abs, c), attempt(lambda: c.conjugate()), bool(c))
    text = repr(c)
    emit('text', text, attempt(complex, text), attempt(complex, text[1:-1]))
    at = source.below(len(text) + 1)
    text = text[:at] + source.choice(['_', ' ', '+', '-', 'j', 'e', '.', '(', ')', '0', '\u0665']) + text[at:]
    emit('spoiled', repr(text), attempt(complex, text))
    exponent = source.choice([source.below(9) - 4, 0.5, 2.5])
    small = complex(source.below(200) / 16 - 6, source.below(200) / 16 - 6)
    emit('**', small, exponent, attempt(lambda: small ** exponent))
    if c == c:
        emit('hash', c, hash(c))


FAMILIES = [int_arithmetic, int_power, int_large, int_methods, int_text, float_arithmetic, float_compare, float_methods, float_text, formats, complexes]


main(FAMILIES)
