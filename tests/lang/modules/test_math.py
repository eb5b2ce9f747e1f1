"""math: values and refusals of every function."""
import math

NUMBERS = ["2.0", "-2.0", "-1.0", "0.0", "-0.0", "math.inf", "-math.inf", "math.nan", "1000.0", "0.3", "1.5", "1e308", "5e-324", "-1", "0", "3", "'a'", "None", "10**400", "-10**400", "True"]


def show(code):
    try:
        result = eval(code)
        if isinstance(result, float):
            # The last digits are the platform's.
            result = format(result, ".14g")
    except Exception as error:
        result = f"{type(error).__name__}: {error}"
    print(code, "->", result)


for name in ("acos acosh asin asinh atan atanh cbrt ceil cos cosh degrees erf erfc exp exp2 expm1 fabs factorial floor frexp gamma isfinite isinf isnan "
             "isqrt lgamma log log10 log1p log2 modf radians sin sinh sqrt tan tanh trunc ulp").split():
    for number in NUMBERS:
        if name == "factorial" and number == "10**400" or len(number) > 6 and name in ("ceil", "floor", "trunc"):
            continue
        show(f"math.{name}({number})")

PAIRS = ["1.0", "-1.0", "0.0", "-0.0", "0.5", "math.inf", "-math.inf", "math.nan", "3", "1e300"]
for name in "atan2 copysign fmod pow remainder hypot isclose nextafter".split():
    for one in PAIRS:
        for other in PAIRS:
            show(f"math.{name}({one}, {other})")

for code in [
    "math.ldexp(1, 2000)", "math.ldexp(1, 10**30)", "math.ldexp(1, -10**30)", "math.ldexp(1.0, 'a')", "math.ldexp(1, 2.0)", "math.ldexp(3.5, -1074)", "math.log(8, 2)", "math.log(0, 0)",
    "math.log(2, 1)", "math.log(2, 0)", "math.log(2, -1)", "math.log(10**400, 10)", "math.log2(2**2000)", "math.log10(10**400)", "math.log2(2**1024 - 1)", "math.log(2**1023)",
    "math.comb(5, 2)", "math.comb(-1, 2)", "math.comb(5, -1)", "math.comb(5.0, 1)", "math.comb(5, 10**30)", "math.comb(10**30, 3)", "math.comb(10**30, 10**29)", "math.comb(100, 50)", "math.comb(67, 33)",
    "math.perm(5)", "math.perm(5, 2)", "math.perm(-1)", "math.perm(-1, 1)", "math.perm(5, -2)", "math.perm(5, None)", "math.perm(10**30, 10**29)", "math.perm(5, 6)", "math.perm(10**20, 3)", "math.perm(30)",
    "math.factorial(50)", "math.factorial(10**30)", "hash(math.factorial(1000))", "math.gcd()", "math.gcd(-4, 6)", "math.gcd(4.0)", "math.gcd(2**100, 6**70)", "math.gcd(0, 0)", "math.lcm()", "math.lcm(4, 6, 0)",
    "math.lcm(-4, 6)", "math.lcm(2**70, 3**50)", "math.isqrt(10**50)", "math.isqrt(2**200 - 1)", "math.hypot()", "math.hypot(3, 4, 12)", "math.hypot(1e308, 1e308)", "math.hypot(1e-320, 1e-320)", "math.hypot('a')",
    "math.dist([1, 2], [3, 4])", "math.dist([1], [1, 2])", "math.dist('a', 'b')", "math.dist(1, 2)", "math.fsum([1e308, 1e308])", "math.fsum([math.inf, -math.inf])", "math.fsum([.1] * 10)", "math.fsum(['a'])",
    "math.fsum([1e16, 1, 1e-16, -1e16])", "math.fsum([math.nan, 1])", "math.fsum([])", "math.isclose(1, 2, rel_tol=-1)", "math.isclose(1, 1.1, rel_tol=0.1)", "math.isclose(0, 1e-9, abs_tol=1e-8)",
    "math.nextafter(1, 2, steps=3)", "math.nextafter(1, 2, steps=-1)", "math.nextafter(1, 2, steps=1.5)", "math.nextafter(-5e-324, 5e-324, steps=2)", "math.nextafter(1, 2, steps=10**30)",
    "math.prod([1, 2, 3])", "math.prod([1.5, 2], start=3)", "math.prod(['a'], start=2)", "math.prod(5)", "math.prod([])", "math.sumprod([1, 2], [3, 4])", "math.sumprod([1], [1, 2])", "math.sumprod([.1] * 10, [1] * 10)",
    "math.sumprod(5, [1])", "math.sumprod([10**20], [2])", "math.sumprod([1, 2.5], [2.5, 1])", "math.sumprod(['a'], [2])", "math.sumprod([True], [2.0])", "math.sumprod([2**62, 2**62], [2, 2])", "math.sumprod([], [])",
    "math.fma(1, 2, 3)", "math.fma(math.inf, 0, 1)", "math.fma(math.inf, 0, math.nan)", "math.fma(1e308, 10, 1)", "math.fma(math.inf, 1, -math.inf)", "math.fma(0.1, 10, -1)", "math.pow(1)", "math.log()",
    "math.log(1, 2, 3)", "(math.pi, math.e, math.tau, math.inf, math.nan)", "math.gamma(0.5)", "math.gamma(171.6)", "math.gamma(-1.5)", "math.gamma(23)", "math.gamma(24)", "math.lgamma(0.1)", "math.lgamma(-0.5)", "math.lgamma(1e306)",
]:
    show(code)


class Number:
    def __floor__(self):
        return "floor"

    def __ceil__(self):
        return "ceil"

    def __trunc__(self):
        return "trunc"

    def __float__(self):
        return 0.25

    def __index__(self):
        return 9


number = Number()
print(math.floor(number), math.ceil(number), math.trunc(number), math.sqrt(number), math.isqrt(number), math.gcd(number, 6))
