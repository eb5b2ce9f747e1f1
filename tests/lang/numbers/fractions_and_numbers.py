# zeal: 100 - imports much of the library
"""fractions and the numeric tower: reading, arithmetic with ints and floats, rounding, formatting, comparison, refusals."""
from fractions import Fraction as F
import numbers
def show(source):
    """Prints what an expression gives or raises."""
    try:
        print(source, "=", ascii(eval(source)))
    except Exception as error:
        print(source, "|", type(error).__name__, error)


def table(text):
    for line in text.strip().splitlines():
        show(line)

third = F(1, 3)
table("""
F(6, 4), F(-1, -2), F(0, 5), F(3), F('3/4'), F(' -1_0/3 '), F('1.25'), F('1e-3'), F('.5'), F(0.1).denominator, F(2.5), F(True), F(F(1, 2), F(3, 4)), F(5, F(1, 2))
F(1, 0)
F('1/0')
F('a')
F('1/ 2')
F('1/-2')
F(1.5, 2)
F('1', '2')
F(float('nan'))
F(float('inf'))
F(1j)
F(None)
third + 1, third - third, third * 3, third / 2, 1 / third, third // F(1, 7), third % F(1, 7), divmod(F(7, 2), F(2, 3)), divmod(F(-7, 2), 2), -third, +third, abs(-third)
third + 0.5, 0.5 * third, third + 1j, third ** 2, third ** -2, third ** 0.5, 2 ** F(1, 2), 4 ** F(2), F(4) ** F(1, 2), 0.25 ** F(1, 2), F(0) ** 0
F(0) ** -1
third / 0
third // 0
third + 'a'
'a' * third
third == 1 / 3, F(1, 2) == 0.5, F(1, 2) == 0.5 + 0j, third < 0.34, third > F(1, 4), F(2) == 2, hash(F(2)) == hash(2), third != None, F(1, 2) < float('inf'), F(1, 2) < float('nan')
third < 1j
third < 'a'
round(F(5, 2)), round(F(7, 2)), round(F(-5, 2)), round(F(22, 7), 2), round(F(1234), -2), int(F(-7, 2)), __import__('math').floor(F(-7, 2)), __import__('math').ceil(F(-7, 2)), __import__('math').trunc(F(-7, 2)), bool(F(0)), bool(third)
float(third), complex(third), str(F(3)), repr(third), str(third), F(3).is_integer(), third.as_integer_ratio(), F(3, 1).numerator, third.conjugate(), third.real, third.imag
F('3.1415926535897932').limit_denominator(1000), F(1, 3).limit_denominator(2), F(4321, 8765).limit_denominator(10000)
third.limit_denominator(0)
f'{third:.3f}', f'{third:.3e}', f'{third:10.2f}|', f'{third:+.1%}', f'{F(10**6):,.1f}', f'{third:.3g}', f'{third}', f'{third:>8}', f'{F(3)}', f'{F(3):#}', f'{third:_^9}', f'{F(-1, 1000):z.1f}', f'{F(1, 3):.0f}'
f'{third:d}'
f'{third:.2'
F.from_float(0.5), F.from_number(3), F.from_number(0.25), F.from_float(3)
F.from_float('a')
F.from_number('1')
setattr(third, 'numerator', 5)
isinstance(third, numbers.Rational), isinstance(5, numbers.Rational), isinstance(5.0, numbers.Real), isinstance(5.0, numbers.Rational), isinstance(True, numbers.Integral), isinstance(1j, numbers.Complex), isinstance('a', numbers.Number), issubclass(float, numbers.Real)
sum([third] * 3), max(third, 0.3), sorted([F(1, 2), 0.3, 1, third]), min(F(1, 2), 0.5), sum([F(1, 2), 0.5])
numbers.Real()
""")


class Number:
    def __add__(self, other): return ("add", other)
    def __radd__(self, other): return ("radd", other)
    def __eq__(self, other): return "eq"
    numerator, denominator = 3, 4


print(third + Number(), Number() + third, third == Number(), sum([third, Number()]))
try:
    print(F(Number()))
except TypeError as error:
    print("TypeError", str(error)[:60])
