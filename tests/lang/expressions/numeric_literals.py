"""Numeric literals: every base, underscores, exponents, imaginary; and the messages for those that are wrong."""
import sys

for source in ("0", "00", "0_0", "000_000", "1_000", "0x_ff", "0XFF", "0b1_0", "0B11", "0o1_7", "0O17", "1.", ".5", "1.5e3", "1e-3", "1E+3", "1_0.0_1e1_0", "1_0e0_1", "0e0", "00.5", "09.5", "09e1", "1j", "1.5J", "1e3j", "0j", "00j", "09j",
               "1_0j", ".5j", "1.j", "1if 1else 2", "0xfor 1", "1or 2", "1 .real", "1..real", "1.0.real", "1.real", "1_000 .bit_length()", "1e400", "-1e400", "1e-400", "5e-324", "1.7976931348623157e308", "0x1p3", "1e1_", "0.1 + 0.2", "1_.5",
               "0b2", "0b12", "0b", "0o8", "0o18", "0o", "0x", "0xg", "0x_", "0b_", "0o_7_", "1__0", "1_", "1_a", "0_7", "01", "007", "0_", "1e", "1e+", "1.5e", "1e_1", "1_e1", "1._5", "1a", "1.5a", "0b1a", "0o7a", "0xfz", "1jx", "12abc", "1_000abc", "0777", "1e5e5", "0x1.5", "0b1.1", "1in [1]", "1is 1", "0b1and 1", "0o7or 1", "1jif 1else 2", "1.5not in []",
               "9" * 30, "0x" + "f" * 30, "-0", "-0.0", "--1", "~-1", "-2 ** 2", "2 ** -1", "-2 ** -2", "+-+1", "1e22", "1e23", "123456789012345678", "0.0001", "0.00001", "1e16", "1e15", "123456789.123456789", "100000000000000000000.0"):
    try:
        print(source, "=", repr(eval(source)))
    except (SyntaxError, AttributeError) as error:
        print(source, "|", getattr(error, "msg", error), getattr(error, "offset", None))
print(sys.get_int_max_str_digits())
try:
    eval("1" + "0" * 4300)
except SyntaxError as error:
    print(error)
print(len(str(eval("1" + "0" * 4299))), eval("0x1" + "0" * 5000) == 16**5000)
for action in (lambda: str(10**4300), lambda: int("1" * 4301), lambda: int("1_" * 2200 + "1"), lambda: f"{10**5000}", lambda: "%d" % 10**5000, lambda: len("%x" % (16**5000)), lambda: repr([10**4300]), lambda: len(hex(10**5000)), lambda: int("f" * 5000, 16) > 0, lambda: int("1" * 5000, 7)):
    try:
        print(action())
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
