"""abs, round, divmod and pow: integers and floats at their borders, digits of every kind, moduli, refusals."""
def show(source):
    """Prints what an expression gives or raises."""
    try:
        print(source, "=", ascii(eval(source)))
    except Exception as error:
        print(source, "|", type(error).__name__, error)


def table(text):
    for line in text.strip().splitlines():
        show(line)

table("""
round(0.5), round(1.5), round(2.5), round(-0.5), round(-1.5)
round(2.675, 2), round(1e22, 2), round(5e-324, 323), round(1.5, -1), round(15.0, -1), round(25.0, -1)
round(15, -1), round(25, -1), round(-15, -1), round(12345, -2), round(12345, -9), round(7, 5), round(5, -1)
round(True), round(True, 1), type(round(True, 0)).__name__
round(1.0), round(1.0, None), round(1.0, 0), round(-0.0), round(-0.0, 1)
round(1e300, 400), round(1e300, -400), round(1.23, 2**70), round(1.23, -2**70)
round(float('nan'), 1)
round(float('nan'))
round(float('inf'))
round(float('-inf'), 2)
round(1.5, 1.5)
round(1.5, '1')
round('1')
round(1j)
round()
round(number=1.25, ndigits=1)
round(10**30 + 5, -1), round(-(10**30) - 5, -1), round(10**30, -31), round(6 * 10**30, -31)
abs(-5), abs(True), abs(-0.0), abs(float('-inf')), abs(3+4j), abs(-2**70)
abs(complex('inf+nanj')), abs(complex('nan+1j'))
abs(1e308+1e308j)
abs('a')
abs()
divmod(7, 2), divmod(-7, 2), divmod(7, -2), divmod(-7, -2)
divmod(7.5, 2), divmod(-7.5, 2), divmod(7.5, -2), divmod(-0.0, 1), divmod(0.0, -1)
divmod(1, float('inf')), divmod(-1, float('inf')), divmod(float('inf'), 1)
divmod(2**70, 10**20), divmod(-2**70, 10**20), divmod(2**70, -1)
divmod(1, 0)
divmod(1.0, 0)
divmod(1j, 1)
divmod('a', 1)
divmod(1)
pow(2, 10), pow(2, -1), pow(-2, -3), pow(0, 0), pow(0.0, 0), pow(2, 0.5)
pow(-8, 1/3)
pow(0, -1)
pow(0.0, -1)
pow(-0.0, -3)
pow(2, 10, 1000), pow(2, 10, -1000), pow(-2, 3, 5), pow(2, 10, 1), pow(5, 0, 1)
pow(3, -1, 7), pow(3, -2, 7), pow(-3, -1, 7), pow(3, -1, -7)
pow(2, -1, 4)
pow(2, 3, 0)
pow(2, 3, 1.5)
pow(2.0, 3, 5)
pow(2, 3.0, 5)
pow(2, 3, None)
pow(base=2, exp=3, mod=5)
pow(2)
pow('a', 2)
pow(2, 'a')
pow(2, 'a', 3)
pow(1e200, 2)
pow(float('nan'), 0), pow(1, float('nan')), pow(-1, float('inf')), pow(float('-inf'), 3), pow(0.5, float('-inf'))
pow(2**100, 2**100, 97), pow(7, 2**64, 2**64 - 59)
-7 // 2, -7 % 3, 7 // -2, 7 % -3, -7.5 // 2, -7.5 % 2, 5 % -3.0, -5 % 3.0
0.3 // 0.1, 0.3 % 0.1, 1 // 0.1, 1 % 0.1, -1e-20 % 1
1e308 * 10 // 1
2**0.5, 4**-1, (-2)**2, -2**2, 2**-1074, 2.0**-1075
""")
