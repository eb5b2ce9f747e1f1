"""cmath: values and refusals; the last digits are the platform's."""
import cmath


def rounded(number):
    return format(number + 0.0, ".12g")


def show(code):
    try:
        result = eval(code)
        if isinstance(result, complex):
            result = rounded(result.real) + " " + rounded(result.imag) + "j"
        elif isinstance(result, float):
            result = rounded(result)
        elif isinstance(result, tuple):
            result = [rounded(part) for part in result]
    except Exception as error:
        result = f"{type(error).__name__}: {error}"
    print(code, "->", result)


NUMBERS = ["0.5", "-2", "3j", "1+2j", "-1.5-0.5j", "0.1-3j", "1e200+1e200j", "1e-310+1e-310j", "'a'", "None", "True", "10**400"]
for name in "acos acosh asin asinh atan atanh cos cosh exp log log10 phase polar sin sinh sqrt tan tanh isfinite isinf isnan".split():
    for number in NUMBERS:
        show(f"cmath.{name}({number})")
for code in [
    "cmath.log(8, 2)", "cmath.log(0)", "cmath.log(1+1j, 1j)", "cmath.log(2, 1)", "cmath.atanh(1)", "cmath.exp(1000)", "cmath.cosh(1000)", "cmath.sinh(-1000)", "cmath.tanh(1000+1j)", "cmath.exp(complex(0, cmath.inf))", "cmath.cos(complex(cmath.inf, 0))",
    "cmath.sinh(complex(0, cmath.inf))", "cmath.tan(complex(cmath.inf, 0))", "cmath.sqrt(complex(cmath.inf, 1))", "cmath.sqrt(complex(1, cmath.nan))", "cmath.exp(complex(-cmath.inf, 1))", "cmath.log(complex(-cmath.inf, 0))", "cmath.acos(complex(cmath.inf, 1))",
    "cmath.polar(complex(1e308, 1e308))", "cmath.polar(complex(3, -4))", "cmath.rect(2, 1)", "cmath.rect(1, 0)", "cmath.rect(cmath.inf, 1)", "cmath.rect(1, cmath.inf)", "cmath.rect(0, cmath.inf)", "cmath.rect(1j, 1)", "cmath.isclose(1, 1 + 1e-10j)",
    "cmath.isclose(1, 2, rel_tol=-1)", "cmath.isclose(1, 1.1, abs_tol=0.2)", "cmath.isclose(cmath.inf, cmath.inf)", "(cmath.pi, cmath.e, cmath.tau, cmath.inf, cmath.nan)", "cmath.infj", "cmath.nanj", "cmath.sqrt(-1)", "cmath.sqrt(-1-0.0j)", "cmath.acos(-1)", "cmath.asin(2)",
]:
    show(code)
