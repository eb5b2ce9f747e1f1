"""complex: text that is read, parts by special methods, powers, signs of zero in arithmetic, refusals."""
def show(source):
    """Prints what an expression gives or raises."""
    try:
        print(source, "=", ascii(eval(source)))
    except Exception as error:
        print(source, "|", type(error).__name__, error)


def table(text):
    for line in text.strip().splitlines():
        show(line)


class Complex:
    def __complex__(self): return 1 + 2j


class Bad:
    def __complex__(self): return 1.5


class Sub(complex):
    pass


class Float:
    def __float__(self): return 3.5


class Index:
    def __index__(self): return 7


inf, nan = float("inf"), float("nan")
table("""
complex(), complex(1), complex(1, 2), complex(1.5, -0.0), complex('1+2j'), complex(' 1 '), complex('j'), complex('-j'), complex('+1e3-2.5E-1j'), complex('(1+2j)'), complex(' ( 1j ) '), complex('inf'), complex('nan+infj'), complex('1_0+2_0j'), complex('.5j')
complex('1 + 2j')
complex('1+2')
complex('')
complex('1j+2')
complex('(1')
complex('i')
complex('1e')
complex(b'1')
complex('1', 2)
complex(1, '2')
complex(None)
complex([])
complex(1, None)
complex(Complex()), complex(Float()), complex(Index()), complex(Float(), Index()), complex(real=1), complex(imag=1), complex(Sub(1, 2)), type(complex(Sub(1))).__name__, complex(True)
complex(Bad())
complex(1j, 1), complex(1, 1j)
complex(1, 2, 3)
complex(x=1)
complex.from_number(5), complex.from_number(1.5), complex.from_number(Complex()), type(Sub.from_number(1)).__name__
complex.from_number('1')
(1+2j).real, (1+2j).imag, (1+2j).conjugate(), abs(3-4j), -(1+2j), +(1-0j), bool(0j), bool(-0.0j), (1j).__complex__(), Sub(1, 2).conjugate()
setattr(1j, 'real', 1)
repr(0j), repr(-0j), repr(-0.0 - 0j), repr(1e20j), repr(complex(-0.0, 1)), repr(complex(nan, -inf)), repr(complex(0, nan)), str(1+1e-10j), repr(complex(1, -0.0)), repr(Sub(1, 2)), repr(complex(1e16, 1e-5))
1+2j + 1, 1 - 1j, 2 * 1j, 1j * 1j, (1+2j) / (3-4j), 1j / 2, 1 / 1j, (1+2j) ** 2, 1j ** 2, 1j ** 0, 0j ** 0, 2 ** 1j == 2 ** 1j, (1+1j) ** -2, (1j) ** 0.5 == (1j) ** 0.5, (-1) ** 0.5
1j / 0
1j // 1
1j % 1
divmod(1j, 1)
0j ** -1
0j ** 1j
pow(1j, 2, 3)
1j < 1j
int(1j)
float(1j)
round(1j)
1e308j * 10, (1e308 + 1e308j) * (1e308 - 1e308j), complex(inf, 1) * 1j, complex(inf, nan) * 2, complex(1, inf) / 2, 1 / complex(inf, inf)
(1e200+1e200j) ** 2
abs(1e308+1e308j)
-0.0 + 0j, 0.0 - 0j, -0.0 * 1j, 1j - 1j, 0.0 * -1j, (-0.0 + 0j) * 1, 5 - (5+0j), 1j + -0.0, -0.0 - -0j, complex(-0.0, -0.0) + 0, complex(-0.0, -0.0) - 0.0, complex(-0.0, -0.0) * 2.0
1j == 1j, 1j != 1, 1+0j == 1 == True, 1j == 'a', hash(1+0j) == hash(1), {1+0j: 'x'}[1.0], 2**53 + 1 == complex(2**53), complex(nan) == complex(nan)
(1j).__add__(1), (1j).__add__('a'), (1j).__radd__(2.5), (1).__add__(1j), (1.5).__mul__(1j), (1j).__eq__('a'), (1j).__pow__(2), (1j).__rpow__(2) == 2 ** 1j, (1j).__getnewargs__(), (1j).__bool__(), (1j).__abs__()
1j[0]
1j()
1_0.5_0j, 0j, 00j, 1e3j, 0x1, .5J
f'{1+2j:.1f}', f'{1j}', f'{1j!r:>6}', '%s' % 1j, '{:+.2e}'.format(1-2j)
'%d' % 1j
'%f' % 1j
""")
