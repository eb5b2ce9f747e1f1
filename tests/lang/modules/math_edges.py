# zeal: 40 - many safepoints
"""math and cmath at their edges: domains, infinities, protocols, exact sums, integer functions, comparisons of closeness."""
import cmath
import math
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
    def __float__(self): return 2.0


class Index:
    def __index__(self): return 3


class Ceil:
    def __ceil__(self): return "ceil"
    def __floor__(self): return "floor"
    def __trunc__(self): return "trunc"


inf, nan = math.inf, math.nan
table("""
math.sqrt(4), math.sqrt(0.0), math.sqrt(-0.0), math.sqrt(inf), math.sqrt(2**1000 * 4) > 0, math.sqrt(Float()), math.isqrt(Index()), math.isqrt(10**40), math.cbrt(8)
math.sqrt(-1)
math.sqrt('a')
math.sqrt(10**400)
math.isqrt(-1)
math.isqrt(1.0)
math.log(1), math.log(8, 2), math.log(10**400) > 900, math.log(inf), math.log2(8), math.log10(1000), math.log1p(0.0), math.log(True)
math.log(0)
math.log(-1)
math.log(-10**400)
math.log(1, 1)
math.log(2, 0)
math.log2(0)
math.log(1, 2, 3)
math.log('a')
math.exp(710)
math.exp(-inf), math.exp(0), math.exp2(10), math.expm1(0.0), math.pow(2, 0.5) == 2**0.5, math.pow(0, 0), math.pow(1, nan), math.pow(-inf, 3), math.pow(-2, 3), math.pow(2, -inf)
math.pow(0, -1)
math.pow(-8, 1/3)
math.pow(10, 400)
math.floor(1.5), math.ceil(-1.5), math.trunc(-1.5), math.floor(Ceil()), math.ceil(Ceil()), math.trunc(Ceil()), math.floor(1e300) == int(1e300), math.floor(True), math.ceil(Float()), math.floor(-0.5)
math.floor(inf)
math.ceil(nan)
math.floor('a')
math.trunc(1j)
math.trunc(Float())
math.fmod(7, 3), math.fmod(-7, 3), math.fmod(7, inf), math.remainder(7, 4), math.remainder(5, 2), math.remainder(-1, 2), math.modf(3.5), math.modf(-inf), math.modf(-0.0), math.frexp(8), math.frexp(0.0), math.frexp(inf), math.ldexp(0.5, 4), math.ldexp(1, -10000), math.ldexp(inf, 5)
math.fmod(1, 0)
math.fmod(inf, 1)
math.remainder(1, 0)
math.ldexp(1, 10000)
math.ldexp(1, 1.5)
math.ldexp(1, 10**30)
math.fsum([0.1] * 10), math.fsum([1e308, 1e308, -1e308]), math.fsum([]), math.fsum([inf, 1]), math.fsum([2**53, 1.0, 1.0]), math.fsum([1e-320, 1])
math.fsum([inf, -inf])
math.fsum([1e308, 1e308])
math.fsum(['a'])
math.fsum(5)
math.prod([]), math.prod([2, 3.5]), math.prod([2**40, 2**40]), math.prod([1], start=5), math.prod(['a', 3]), math.sumprod([1, 2], [3, 4]), math.sumprod([0.1] * 3, [10] * 3), math.sumprod([], []), math.sumprod([2**70], [2**70]), math.sumprod([True, 1.5], [2, 2])
math.prod([1, 'a', 'b'])
math.sumprod([1], [1, 2])
math.sumprod(['a'], [1]), math.sumprod([1], ['b'])
math.sumprod([1], ['b', 1])
math.gcd(), math.gcd(0), math.gcd(-6, 4, 10), math.gcd(0, 0), math.lcm(), math.lcm(4, 6), math.lcm(0, 5), math.lcm(-2, 3), math.gcd(2**80, 6**40) == 2**40, math.gcd(True, 2), math.gcd(Index(), 6)
math.gcd(1.5, 2)
math.factorial(0), math.factorial(20), math.factorial(25), math.factorial(True), math.comb(5, 2), math.comb(5, 6), math.comb(100, 3), math.perm(5), math.perm(5, 2), math.perm(5, 6), math.perm(5, None), math.comb(Index(), 1)
math.factorial(-1)
math.factorial(1.0)
math.factorial(10**30)
math.comb(-1, 1)
math.comb(1, -1)
math.perm(-1)
math.comb(1.5, 1)
math.hypot(3, 4), math.hypot(), math.hypot(-5), math.hypot(inf, nan), math.hypot(1e200, 1e200), math.hypot(1, 2, 2), math.dist([1, 2], [4, 6]), math.dist([], []), math.dist((inf,), (1,)), math.hypot(5e-324, 0)
math.dist([1], [1, 2])
math.dist([1], 5)
math.hypot('a')
math.isclose(1, 1 + 1e-10), math.isclose(0, 1e-10), math.isclose(0, 1e-10, abs_tol=1e-9), math.isclose(inf, inf), math.isclose(nan, nan), math.isclose(1, 1.1, rel_tol=0.1), math.isclose(inf, -inf), math.isclose(1, 2, rel_tol=1)
math.isclose(1, 1, rel_tol=-1)
math.isclose(1)
math.copysign(1, -0.0), math.copysign(nan, -1) != 0, math.fabs(-3), math.isfinite(1e308), math.isinf(-inf), math.isnan(nan), math.isnan(5), math.nextafter(0, 1), math.nextafter(1, 0), math.nextafter(1, 2, steps=3), math.ulp(1.0), math.ulp(0.0), math.ulp(inf), math.nextafter(5, 5), math.nextafter(0.0, -0.0)
math.nextafter(1, 2, steps=-1)
math.isnan('a')
math.isinf(10**400)
math.degrees(math.pi), math.radians(180) == math.pi, math.sin(0), math.cos(0.0), math.atan2(0.0, -0.0), math.atan2(-0.0, -1), math.atan2(0, 0), math.tan(0.0), math.acos(1.0), math.asinh(0.0), math.tanh(inf), math.atanh(0.0), math.cosh(0)
math.sin(inf)
math.acos(2)
math.acosh(0.5)
math.atanh(1)
math.cosh(1000)
math.gamma(5), math.gamma(0.5) == math.sqrt(math.pi), math.lgamma(1), math.erf(0.0), math.erfc(0.0), math.gamma(inf), math.lgamma(-inf), math.fma(2, 3, 4), math.fma(1e308, 10, -inf)
math.gamma(0)
math.gamma(-1)
math.gamma(200)
math.lgamma(0)
math.fma(inf, 0, 1)
cmath.sqrt(-1), cmath.sqrt(-4 - 0j), cmath.phase(-1), cmath.phase(complex(-1, -0.0)), cmath.polar(1j)[0], cmath.rect(2, 0), cmath.exp(0), cmath.log(1), cmath.isclose(1j, 1j + 1e-12), cmath.isnan(complex(nan, 1)), cmath.isinf(complex(1, inf)), cmath.isfinite(1j), cmath.infj, cmath.nanj, cmath.atanh(0), cmath.tau == 2 * cmath.pi
cmath.log(0)
cmath.atanh(1)
cmath.exp(1000)
cmath.sqrt('a')
cmath.log(1j, 0)
cmath.rect(1, inf)
cmath.isclose(1, 2, abs_tol=-1)
cmath.log(8, 2).real == 3.0 or cmath.log(8, 2), cmath.log10(100), cmath.acos(1), cmath.cos(0), cmath.sinh(0j), cmath.tan(0), cmath.asin(complex(0, inf)), cmath.exp(complex(-inf, inf))
""")
