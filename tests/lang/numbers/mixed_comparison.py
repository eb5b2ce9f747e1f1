# zeal: 400 - imports fractions
"""Comparison between ints, floats, complexes, booleans and fractions at the edges of what floats can say."""
from fractions import Fraction
import operator

inf, nan = float("inf"), float("nan")
numbers = [-inf, -10**400, -1e308, -2**63, -2.0**53, -(2**53) - 1, -1, -0.5, -0.0, 0, False, 5e-324, Fraction(1, 3), 1/3, 0.5, Fraction(1, 2), True, 1.0, 2**53, 2**53 + 1, 2.0**53, 2**63, 2.0**63, 2**64 - 1, 1e308, 10**400, inf]
signs = {(True, False, False): "<", (False, True, False): "=", (False, False, True): ">"}
for a in numbers:
    row = ""
    for b in numbers:
        answer = (a < b, a == b, a > b)
        row += signs.get(answer, "?")
        if (a <= b, a != b, a >= b) != (answer[0] or answer[1], not answer[1], answer[2] or answer[1]):
            row += "!"
    print(row)
print([[op(nan, other) for op in (operator.lt, operator.le, operator.eq, operator.ne, operator.gt, operator.ge)] for other in (nan, 0, 10**400, inf, True, Fraction(1))])
for a, b in ((1j, 1), (1, 1j), (0j, False), (complex(2**53), 2**53 + 1), (complex(nan), nan), (1 + 0j, Fraction(1)), (complex(inf), inf), (1j, "a"), (2**1024, 1j), (complex(0.5), Fraction(1, 2))):
    print(a == b, a != b, end=" ")
    try:
        print(a < b)
    except TypeError as error:
        print(error)
for a, b in ((1, "a"), (1.5, None), (True, []), (1, b""), (2**70, ()), (None, None), (1, {}), (..., 1), (int, float), ("a", 1.5), (1j, 1j)):
    for name in ("lt", "ge"):
        try:
            print(getattr(operator, name)(a, b), end="; ")
        except TypeError as error:
            print(error, end="; ")
print()
print((1).__lt__("a"), (1).__eq__(1.0), (1.0).__eq__(1), (1).__lt__(2.5), (1.5).__gt__(1), (1j).__eq__(0), (1j).__lt__(1j), True.__eq__(1), (1.0).__eq__("1"), None.__eq__(None), None.__eq__(5), None.__lt__(None))
print(sorted([3, 1.5, True, Fraction(1, 3), -2**70, 1e10, 0]), min(1, 1.0, True), max(0, False, 0.0), sorted([2.0, 2, True, 1]))
print([inf, nan].index(inf), 2**53 + 1 in [float(2**53)], float(2**53) in {2**53}, 1.0 in {1: 0}, [1] == [True] == [1.0] == [1 + 0j], (0, -0.0) == (0.0, 0))
