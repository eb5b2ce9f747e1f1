//! `math`: real functions by the platform's C library, exact sums, and integer functions. Stateless.

mod gamma;
mod integer;
mod sums;

use typhon_os::math as c;
use typhon_vm::call;
use typhon_vm::context::{Cx, R, Raised};
use typhon_vm::import::ModuleDef;
use typhon_vm::object::Obj;
use typhon_vm::protocol::{self, binary::binary_op};
use typhon_vm::typedef::{BinaryOp, MethodDef};
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::{float, int, tuple};
use typhon_vm::{Value, exceptions};

use gamma::Outcome;

/// An argument as a float.
fn real(cx: &Cx, value: Value) -> R<f64> {
    float::to_f64(cx, value)
}

fn number(number: f64) -> R<Value> {
    Ok(Value::from_float(number))
}

fn domain_error(cx: &Cx) -> Raised {
    cx.value_error("math domain error")
}

fn range_error(cx: &Cx) -> Raised {
    cx.error(exceptions::OVERFLOW_ERROR, "math range error".into())
}

/// A number in a message.
fn shown(cx: &Cx, number: f64) -> R<String> {
    protocol::repr_string(cx, Value::from_float(number))
}

/// What makes a result of a function of one argument an error.
#[derive(Clone, Copy, PartialEq)]
enum Infinite {
    /// An infinite result of a finite argument is too large.
    Overflows,
    /// It is a pole.
    IsDomain,
}

fn unary(cx: &Cx, value: Value, function: fn(f64) -> f64, infinite: Infinite, wants: &str) -> R<Value> {
    let x = real(cx, value)?;
    let result = function(x);
    let bad = (result.is_nan() && !x.is_nan())
        || (result.is_infinite() && x.is_finite() && infinite == Infinite::IsDomain);
    if bad {
        if wants.is_empty() {
            return Err(domain_error(cx));
        }
        return Err(cx.value_error(&format!("expected {wants}, got {}", shown(cx, x)?)));
    }
    if result.is_infinite() && x.is_finite() {
        return Err(range_error(cx));
    }
    number(result)
}

/// A function of one argument by the C library.
macro_rules! real_function {
    ($name:ident, $doc:literal, $infinite:ident, $wants:literal) => {
        MethodDef::function(concat!(stringify!($name), "(x, /)"), $doc, |cx, args| {
            unary(cx, args[0], c::$name, Infinite::$infinite, $wants)
        })
    };
}

fn gamma_function(cx: &Cx, value: Value, function: fn(f64) -> Outcome) -> R<Value> {
    let x = real(cx, value)?;
    match function(x) {
        Outcome::Value(result) => number(result),
        Outcome::Range => Err(range_error(cx)),
        Outcome::Domain => {
            Err(cx.value_error(&format!("expected a noninteger or positive integer, got {}", shown(cx, x)?)))
        }
    }
}

/// A function of two arguments whose result is not a number, or infinite, only for bad ones.
fn binary(cx: &Cx, args: &[Value], function: fn(f64, f64) -> f64) -> R<Value> {
    let (x, y) = (real(cx, args[0])?, real(cx, args[1])?);
    let result = function(x, y);
    if result.is_nan() && !x.is_nan() && !y.is_nan() {
        return Err(domain_error(cx));
    }
    if result.is_infinite() && x.is_finite() && y.is_finite() {
        return Err(range_error(cx));
    }
    number(result)
}

fn pow(cx: &Cx, args: &[Value]) -> R<Value> {
    let (x, y) = (real(cx, args[0])?, real(cx, args[1])?);
    let result = c::pow(x, y);
    if x.is_finite() && y.is_finite() {
        if result.is_nan() || (result.is_infinite() && x == 0.0) {
            return Err(domain_error(cx));
        }
        if result.is_infinite() {
            return Err(range_error(cx));
        }
    }
    number(result)
}

fn fmod(cx: &Cx, args: &[Value]) -> R<Value> {
    let (x, y) = (real(cx, args[0])?, real(cx, args[1])?);
    if y.is_infinite() && x.is_finite() {
        return number(x);
    }
    binary(cx, args, c::fmod)
}

fn remainder(cx: &Cx, args: &[Value]) -> R<Value> {
    binary(cx, args, c::remainder)
}

fn fma(cx: &Cx, args: &[Value]) -> R<Value> {
    let (x, y, z) = (real(cx, args[0])?, real(cx, args[1])?, real(cx, args[2])?);
    let result = c::fma(x, y, z);
    if result.is_nan() && !x.is_nan() && !y.is_nan() && !z.is_nan() {
        return Err(cx.value_error("invalid operation in fma"));
    }
    if result.is_infinite() && x.is_finite() && y.is_finite() && z.is_finite() {
        return Err(cx.error(exceptions::OVERFLOW_ERROR, "overflow in fma".into()));
    }
    number(result)
}

/// A logarithm, of ints of any size too.
fn logarithm(cx: &Cx, value: Value, function: fn(f64) -> f64) -> R<f64> {
    if int::is_int(value) {
        if !protocol::compare_bool(
            cx,
            value,
            Value::small_int_unchecked(0),
            typhon_vm::typedef::CompareOp::Gt,
        )? {
            return Err(cx.value_error("expected a positive input"));
        }
        let (significand, exponent) = integer::scaled(cx, value)?;
        if exponent == 0 {
            return Ok(function(significand));
        }
        return Ok(function(significand) + function(2.0) * exponent as f64);
    }
    let x = real(cx, value)?;
    if x.is_nan() || x == f64::INFINITY {
        return Ok(x);
    }
    if x <= 0.0 {
        return Err(cx.value_error(&format!("expected a positive input, got {}", shown(cx, x)?)));
    }
    Ok(function(x))
}

fn log(cx: &Cx, args: &[Value]) -> R<Value> {
    let result = logarithm(cx, args[0], c::log)?;
    let Some(base) = args[1].bound() else { return number(result) };
    let base = logarithm(cx, base, c::log)?;
    binary_op(cx, BinaryOp::TrueDiv, Value::from_float(result), Value::from_float(base))
}

fn frexp(cx: &Cx, args: &[Value]) -> R<Value> {
    let (significand, exponent) = c::frexp(real(cx, args[0])?);
    let parts = [Value::from_float(significand), Value::small_int_unchecked(exponent.into())];
    Ok(tuple::from_slice(cx, &parts)?.value())
}

fn ldexp(cx: &Cx, args: &[Value]) -> R<Value> {
    let x = real(cx, args[0])?;
    if !int::is_int(args[1]) {
        return Err(cx.type_error("Expected an int as second argument to ldexp.".into()));
    }
    if x == 0.0 || !x.is_finite() {
        return number(x);
    }
    let limit = i64::from(i32::MAX);
    let exponent = match int::to_i64(args[1]) {
        Some(exponent) => exponent.clamp(-limit, limit),
        None if int::is_negative(args[1]) => -limit,
        None => limit,
    };
    if exponent == -limit {
        return number(0f64.copysign(x));
    }
    let result = c::ldexp(x, exponent as i32);
    if result.is_infinite() { Err(range_error(cx)) } else { number(result) }
}

fn modf(cx: &Cx, args: &[Value]) -> R<Value> {
    let x = real(cx, args[0])?;
    let (fraction, whole) =
        if x.is_infinite() { (0f64.copysign(x), x) } else { ((x - x.trunc()).copysign(x), x.trunc()) };
    Ok(tuple::from_slice(cx, &[Value::from_float(fraction), Value::from_float(whole)])?.value())
}

/// `floor`, `ceil`: by the special method, or of the number.
fn rounded(cx: &Cx, value: Value, method: &str, round: fn(f64) -> f64) -> R<Value> {
    if value.as_float().is_none()
        && let Some(result) = call::call_special_optional(cx, value, cx.intern(method)?, &[])?
    {
        return Ok(result);
    }
    int::from_float(cx, round(real(cx, value)?))
}

fn trunc(cx: &Cx, args: &[Value]) -> R<Value> {
    if let Some(number) = args[0].as_float() {
        return int::from_float(cx, number.trunc());
    }
    match call::call_special_optional(cx, args[0], cx.intern("__trunc__")?, &[])? {
        Some(result) => Ok(result),
        None => {
            let shown = cx.type_name(args[0]);
            Err(cx.type_error(format!("type {shown} doesn't define __trunc__ method")))
        }
    }
}

fn is_close(cx: &Cx, args: &[Value]) -> R<Value> {
    let (a, b) = (real(cx, args[0])?, real(cx, args[1])?);
    let relative = args[2].bound().map_or(Ok(1e-9), |value| real(cx, value))?;
    let absolute = args[3].bound().map_or(Ok(0.0), |value| real(cx, value))?;
    if relative < 0.0 || absolute < 0.0 {
        return Err(cx.value_error("tolerances must be non-negative"));
    }
    if a == b {
        return Ok(Value::TRUE);
    }
    if a.is_infinite() || b.is_infinite() {
        return Ok(Value::FALSE);
    }
    let distance = (b - a).abs();
    let close = distance <= (relative * b).abs() || distance <= (relative * a).abs() || distance <= absolute;
    Ok(Value::from_bool(close))
}

fn next_after(cx: &Cx, args: &[Value]) -> R<Value> {
    let (x, y) = (real(cx, args[0])?, real(cx, args[1])?);
    let Some(steps) = args[2].bound().filter(|steps| !steps.is_none()) else {
        return number(c::nextafter(x, y));
    };
    let steps = protocol::index::to_value(cx, steps)?;
    if int::is_negative(steps) {
        return Err(cx.value_error("steps must be a non-negative integer"));
    }
    let steps = int::to_i128(steps).map_or(u64::MAX, |steps| u64::try_from(steps).unwrap_or(u64::MAX));
    if steps == 0 {
        return number(x);
    }
    if x.is_nan() {
        return number(x);
    }
    if y.is_nan() || x == y {
        return number(y);
    }
    // Magnitudes are ordered like their bits; the way from one to the other may lead through zero.
    const SIGN: u64 = 1 << 63;
    let (from, to) = (x.to_bits(), y.to_bits());
    let (from_size, to_size) = (from & !SIGN, to & !SIGN);
    let result = if (from ^ to) & SIGN != 0 {
        if from_size + to_size <= steps {
            to
        } else if from_size < steps {
            (to & SIGN) | (steps - from_size)
        } else {
            from - steps
        }
    } else if from_size > to_size {
        if from_size - to_size >= steps { from - steps } else { to }
    } else if to_size - from_size >= steps {
        from + steps
    } else {
        to
    };
    number(f64::from_bits(result))
}

fn ulp(cx: &Cx, args: &[Value]) -> R<Value> {
    let x = real(cx, args[0])?.abs();
    if !x.is_finite() {
        return number(x);
    }
    let above = c::nextafter(x, f64::INFINITY);
    number(if above.is_infinite() { x - c::nextafter(x, f64::NEG_INFINITY) } else { above - x })
}

fn predicate(cx: &Cx, value: Value, holds: fn(f64) -> bool) -> R<Value> {
    Ok(Value::from_bool(holds(real(cx, value)?)))
}

fn init(cx: &Cx, namespace: Obj<Dict>) -> R<()> {
    for (name, value) in [
        ("pi", std::f64::consts::PI),
        ("e", std::f64::consts::E),
        ("tau", std::f64::consts::TAU),
        ("inf", f64::INFINITY),
        ("nan", f64::NAN),
    ] {
        dict::set(cx, namespace, cx.intern(name)?, Value::from_float(value))?;
    }
    Ok(())
}

/// The module.
pub static MATH: ModuleDef = ModuleDef {
    name: "math",
    doc: "This module provides access to the mathematical functions\ndefined by the C standard.",
    functions: &[
        real_function!(
            acos,
            "Return the arc cosine (measured in radians) of x.\n\nThe result is between 0 and pi.",
            IsDomain,
            "a number in range from -1 up to 1"
        ),
        real_function!(
            acosh,
            "Return the inverse hyperbolic cosine of x.",
            IsDomain,
            "argument value not less than 1"
        ),
        real_function!(
            asin,
            "Return the arc sine (measured in radians) of x.\n\nThe result is between -pi/2 and pi/2.",
            IsDomain,
            "a number in range from -1 up to 1"
        ),
        real_function!(asinh, "Return the inverse hyperbolic sine of x.", IsDomain, ""),
        real_function!(
            atan,
            "Return the arc tangent (measured in radians) of x.\n\nThe result is between -pi/2 and pi/2.",
            IsDomain,
            ""
        ),
        MethodDef::function(
            "atan2(y, x, /)",
            "Return the arc tangent (measured in radians) of y/x.\n\nUnlike atan(y/x), the signs of both x and y are considered.",
            |cx, args| binary(cx, args, c::atan2),
        ),
        real_function!(
            atanh,
            "Return the inverse hyperbolic tangent of x.",
            IsDomain,
            "a number between -1 and 1"
        ),
        real_function!(cbrt, "Return the cube root of x.", IsDomain, ""),
        MethodDef::function(
            "ceil(x, /)",
            "Return the ceiling of x as an Integral.\n\nThis is the smallest integer >= x.",
            |cx, args| rounded(cx, args[0], "__ceil__", f64::ceil),
        ),
        MethodDef::function(
            "comb(n, k, /)",
            "Number of ways to choose k items from n items without repetition and without order.\n\nEvaluates to n! / (k! * (n - k)!) when k <= n and evaluates\nto zero when k > n.",
            integer::comb,
        ),
        MethodDef::function(
            "copysign(x, y, /)",
            "Return a float with the magnitude (absolute value) of x but the sign of y.",
            |cx, args| number(real(cx, args[0])?.copysign(real(cx, args[1])?)),
        ),
        real_function!(cos, "Return the cosine of x (measured in radians).", IsDomain, "a finite input"),
        real_function!(cosh, "Return the hyperbolic cosine of x.", Overflows, ""),
        MethodDef::function("degrees(x, /)", "Convert angle x from radians to degrees.", |cx, args| {
            number(real(cx, args[0])? * (180.0 / std::f64::consts::PI))
        }),
        MethodDef::function(
            "dist(p, q, /)",
            "Return the Euclidean distance between two points p and q.",
            sums::dist,
        ),
        real_function!(erf, "Error function at x.", IsDomain, ""),
        real_function!(erfc, "Complementary error function at x.", IsDomain, ""),
        real_function!(exp, "Return e raised to the power of x.", Overflows, ""),
        real_function!(exp2, "Return 2 raised to the power of x.", Overflows, ""),
        real_function!(
            expm1,
            "Return exp(x)-1.\n\nThis function avoids the loss of precision involved in the direct evaluation of exp(x)-1 for small x.",
            Overflows,
            ""
        ),
        MethodDef::function("fabs(x, /)", "Return the absolute value of the float x.", |cx, args| {
            number(real(cx, args[0])?.abs())
        }),
        MethodDef::function("factorial(n, /)", "Find n!.", integer::factorial),
        MethodDef::function(
            "floor(x, /)",
            "Return the floor of x as an Integral.\n\nThis is the largest integer <= x.",
            |cx, args| rounded(cx, args[0], "__floor__", f64::floor),
        ),
        MethodDef::function(
            "fma(x, y, z, /)",
            "Fused multiply-add operation.\n\nCompute (x * y) + z with a single round.",
            fma,
        ),
        MethodDef::function(
            "fmod(x, y, /)",
            "Return fmod(x, y), according to platform C.\n\nx % y may differ.",
            fmod,
        ),
        MethodDef::function("frexp(x, /)", "Return the mantissa and exponent of x, as pair (m, e).", frexp),
        MethodDef::function(
            "fsum(seq, /)",
            "Return an accurate floating-point sum of values in the iterable seq.\n\nAssumes IEEE-754 floating-point arithmetic.",
            sums::fsum,
        ),
        MethodDef::function("gamma(x, /)", "Gamma function at x.", |cx, args| {
            gamma_function(cx, args[0], gamma::gamma)
        }),
        MethodDef::function("gcd(*integers)", "Greatest Common Divisor.", integer::gcd),
        MethodDef::function(
            "hypot(*coordinates)",
            "Multidimensional Euclidean distance from the origin to a point.",
            sums::hypot,
        ),
        MethodDef::function(
            "isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)",
            "Determine whether two floating-point numbers are close in value.",
            is_close,
        ),
        MethodDef::function(
            "isfinite(x, /)",
            "Return True if x is neither an infinity nor a NaN, and False otherwise.",
            |cx, args| predicate(cx, args[0], f64::is_finite),
        ),
        MethodDef::function(
            "isinf(x, /)",
            "Return True if x is a positive or negative infinity, and False otherwise.",
            |cx, args| predicate(cx, args[0], f64::is_infinite),
        ),
        MethodDef::function(
            "isnan(x, /)",
            "Return True if x is a NaN (not a number), and False otherwise.",
            |cx, args| predicate(cx, args[0], f64::is_nan),
        ),
        MethodDef::function(
            "isqrt(n, /)",
            "Return the integer part of the square root of the input.",
            integer::isqrt,
        ),
        MethodDef::function("lcm(*integers)", "Least Common Multiple.", integer::lcm),
        MethodDef::function(
            "ldexp(x, i, /)",
            "Return x * (2**i).\n\nThis is essentially the inverse of frexp().",
            ldexp,
        ),
        MethodDef::function(
            "lgamma(x, /)",
            "Natural logarithm of absolute value of Gamma function at x.",
            |cx, args| gamma_function(cx, args[0], gamma::log_gamma),
        ),
        MethodDef::function(
            "log(x, base=math.e, /)",
            "Return the logarithm of x to the given base.\n\nIf the base is not specified, returns the natural logarithm (base e) of x.",
            log,
        ),
        MethodDef::function("log10(x, /)", "Return the base 10 logarithm of x.", |cx, args| {
            number(logarithm(cx, args[0], c::log10)?)
        }),
        real_function!(
            log1p,
            "Return the natural logarithm of 1+x (base e).\n\nThe result is computed in a way which is accurate for x near zero.",
            IsDomain,
            "argument value > -1"
        ),
        MethodDef::function("log2(x, /)", "Return the base 2 logarithm of x.", |cx, args| {
            number(logarithm(cx, args[0], c::log2)?)
        }),
        MethodDef::function(
            "modf(x, /)",
            "Return the fractional and integer parts of x.\n\nBoth results carry the sign of x and are floats.",
            modf,
        ),
        MethodDef::function(
            "nextafter(x, y, /, *, steps=None)",
            "Return the floating-point value the given number of steps after x towards y.",
            next_after,
        ),
        MethodDef::function(
            "perm(n, k=None, /)",
            "Number of ways to choose k items from n items without repetition and with order.\n\nEvaluates to n! / (n - k)! when k <= n and evaluates\nto zero when k > n.",
            integer::perm,
        ),
        MethodDef::function("pow(x, y, /)", "Return x**y (x to the power of y).", pow),
        MethodDef::function(
            "prod(iterable, /, *, start=1)",
            "Calculate the product of all the elements in the input iterable.",
            sums::prod,
        ),
        MethodDef::function("radians(x, /)", "Convert angle x from degrees to radians.", |cx, args| {
            number(real(cx, args[0])? * (std::f64::consts::PI / 180.0))
        }),
        MethodDef::function(
            "remainder(x, y, /)",
            "Difference between x and the closest integer multiple of y.",
            remainder,
        ),
        real_function!(sin, "Return the sine of x (measured in radians).", IsDomain, "a finite input"),
        real_function!(sinh, "Return the hyperbolic sine of x.", Overflows, ""),
        real_function!(sqrt, "Return the square root of x.", IsDomain, "a nonnegative input"),
        MethodDef::function(
            "sumprod(p, q, /)",
            "Return the sum of products of values from two iterables p and q.",
            sums::sumprod,
        ),
        real_function!(tan, "Return the tangent of x (measured in radians).", IsDomain, "a finite input"),
        real_function!(tanh, "Return the hyperbolic tangent of x.", IsDomain, ""),
        MethodDef::function("trunc(x, /)", "Truncates the Real x to the nearest Integral toward 0.", trunc),
        MethodDef::function(
            "ulp(x, /)",
            "Return the value of the least significant bit of the float x.",
            ulp,
        ),
    ],
    init,
};
