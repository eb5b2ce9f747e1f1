//! `cmath`: functions of complex numbers. Stateless.
//!
//! Finite numbers go through the formulas of Hull, Fairgrieve and Tang and of Kahan, in CPython's order of operations; infinities and NaNs through the platform's
//! C library, which follows Annex G of the C standard.

use std::f64::consts::{E, FRAC_PI_2, LN_2, LN_10, PI, TAU};

use typhon_os::math as c;
use typhon_vm::Value;
use typhon_vm::context::{Cx, R};
use typhon_vm::exceptions;
use typhon_vm::import::ModuleDef;
use typhon_vm::object::Obj;
use typhon_vm::protocol::binary::binary_op;
use typhon_vm::typedef::{BinaryOp, MethodDef};
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::{complex, float, tuple};

/// Real and imaginary part.
type Parts = (f64, f64);

/// Why a function has no value.
enum Trouble {
    Domain,
    Range,
}

type Outcome = Result<Parts, Trouble>;

/// Beyond this, squares and sums may overflow.
const LARGE: f64 = f64::MAX / 4.0;
/// The logarithm of `LARGE`.
const LOG_LARGE: f64 = 708.396_418_532_264_1;
/// Digits by which small numbers are scaled up, and their roots down.
const SCALE_UP: i32 = 53;
const SCALE_DOWN: i32 = -27;

fn is_finite((x, y): Parts) -> bool {
    x.is_finite() && y.is_finite()
}

/// A result of finite numbers that must be finite.
fn in_range(z: Parts) -> Outcome {
    if z.0.is_infinite() || z.1.is_infinite() { Err(Trouble::Range) } else { Ok(z) }
}

/// The logarithm of the size of a number that may be too large for its size to be one.
fn log_of_large((x, y): Parts) -> f64 {
    c::log(c::hypot(x / 2.0, y / 2.0)) + LN_2
}

fn is_large((x, y): Parts) -> bool {
    x.abs() > LARGE || y.abs() > LARGE
}

fn sqrt(z: Parts) -> Outcome {
    if !is_finite(z) {
        return Ok(c::csqrt(z));
    }
    let (x, y) = z;
    if x == 0.0 && y == 0.0 {
        return Ok((0.0, y));
    }
    let (ax, ay) = (x.abs(), y.abs());
    let s = if ax < f64::MIN_POSITIVE && ay < f64::MIN_POSITIVE {
        let ax = c::ldexp(ax, SCALE_UP);
        c::ldexp(c::sqrt(ax + c::hypot(ax, c::ldexp(ay, SCALE_UP))), SCALE_DOWN)
    } else {
        let ax = ax / 8.0;
        2.0 * c::sqrt(ax + c::hypot(ax, ay / 8.0))
    };
    let d = ay / (2.0 * s);
    Ok(if x >= 0.0 { (s, d.copysign(y)) } else { (d, s.copysign(y)) })
}

/// The square root of finite numbers.
fn root(x: f64, y: f64) -> Result<Parts, Trouble> {
    sqrt((x, y))
}

fn acos(z: Parts) -> Outcome {
    if !is_finite(z) {
        return Ok(c::cacos(z));
    }
    let (x, y) = z;
    if is_large(z) {
        let size = log_of_large(z) + LN_2;
        let imag = if x < 0.0 { -size.copysign(y) } else { size.copysign(-y) };
        return Ok((c::atan2(y.abs(), x), imag));
    }
    let (a, b) = (root(1.0 - x, -y)?, root(1.0 + x, y)?);
    Ok((2.0 * c::atan2(a.0, b.0), c::asinh(b.0 * a.1 - b.1 * a.0)))
}

fn acosh(z: Parts) -> Outcome {
    if !is_finite(z) {
        return Ok(c::cacosh(z));
    }
    let (x, y) = z;
    if is_large(z) {
        return Ok((log_of_large(z) + LN_2, c::atan2(y, x)));
    }
    let (a, b) = (root(x - 1.0, y)?, root(x + 1.0, y)?);
    Ok((c::asinh(a.0 * b.0 + a.1 * b.1), 2.0 * c::atan2(a.1, b.0)))
}

/// A function by another of the number turned by a quarter.
fn turned(z: Parts, function: fn(Parts) -> Outcome) -> Outcome {
    let (x, y) = function((-z.1, z.0))?;
    Ok((y, -x))
}

fn asin(z: Parts) -> Outcome {
    turned(z, asinh)
}

fn asinh(z: Parts) -> Outcome {
    if !is_finite(z) {
        return Ok(c::casinh(z));
    }
    let (x, y) = z;
    if is_large(z) {
        let size = log_of_large(z) + LN_2;
        let real = if y.is_sign_positive() { size.copysign(x) } else { -size.copysign(-x) };
        return Ok((real, c::atan2(y, x.abs())));
    }
    let (a, b) = (root(1.0 + y, -x)?, root(1.0 - y, x)?);
    Ok((c::asinh(a.0 * b.1 - b.0 * a.1), c::atan2(y, a.0 * b.0 - a.1 * b.1)))
}

fn atan(z: Parts) -> Outcome {
    turned(z, atanh)
}

fn atanh(z: Parts) -> Outcome {
    if !is_finite(z) {
        return Ok(c::catanh(z));
    }
    let (x, y) = z;
    if x.is_sign_negative() {
        let (x, y) = atanh((-x, -y))?;
        return Ok((-x, -y));
    }
    let ay = y.abs();
    let sqrt_large = c::sqrt(LARGE);
    if x > sqrt_large || ay > sqrt_large {
        let h = c::hypot(x / 2.0, y / 2.0);
        return Ok((x / 4.0 / h / h, -FRAC_PI_2.copysign(-y)));
    }
    if x == 1.0 && ay < c::sqrt(f64::MIN_POSITIVE) {
        if ay == 0.0 {
            return Err(Trouble::Domain);
        }
        let real = -c::log(c::sqrt(ay) / c::sqrt(c::hypot(ay, 2.0)));
        return Ok((real, (c::atan2(2.0, -ay) / 2.0).copysign(y)));
    }
    let real = c::log1p(4.0 * x / ((1.0 - x) * (1.0 - x) + ay * ay)) / 4.0;
    Ok((real, -c::atan2(-2.0 * y, (1.0 - x) * (1.0 + x) - ay * ay) / 2.0))
}

fn cos(z: Parts) -> Outcome {
    cosh((-z.1, z.0))
}

fn cosh(z: Parts) -> Outcome {
    let (x, y) = z;
    if !is_finite(z) {
        if y.is_infinite() && !x.is_nan() {
            return Err(Trouble::Domain);
        }
        return Ok(c::ccosh(z));
    }
    if x.abs() > LOG_LARGE {
        let less = x - 1f64.copysign(x);
        return in_range((c::cos(y) * c::cosh(less) * E, c::sin(y) * c::sinh(less) * E));
    }
    in_range((c::cos(y) * c::cosh(x), c::sin(y) * c::sinh(x)))
}

fn exp(z: Parts) -> Outcome {
    let (x, y) = z;
    if !is_finite(z) {
        if y.is_infinite() && (x.is_finite() || x == f64::INFINITY) {
            return Err(Trouble::Domain);
        }
        return Ok(c::cexp(z));
    }
    let (size, factor) = if x > LOG_LARGE { (c::exp(x - 1.0), E) } else { (c::exp(x), 1.0) };
    in_range((size * c::cos(y) * factor, size * c::sin(y) * factor))
}

fn log(z: Parts) -> Outcome {
    if !is_finite(z) {
        return Ok(c::clog(z));
    }
    let (x, y) = z;
    let (ax, ay) = (x.abs(), y.abs());
    let real = if is_large(z) {
        log_of_large(z)
    } else if ax < f64::MIN_POSITIVE && ay < f64::MIN_POSITIVE {
        if ax == 0.0 && ay == 0.0 {
            return Err(Trouble::Domain);
        }
        let digits = f64::MANTISSA_DIGITS as i32;
        c::log(c::hypot(c::ldexp(ax, digits), c::ldexp(ay, digits))) - f64::from(digits) * LN_2
    } else {
        let h = c::hypot(ax, ay);
        if (0.71..=1.73).contains(&h) {
            let (more, less) = if ax > ay { (ax, ay) } else { (ay, ax) };
            c::log1p((more - 1.0) * (more + 1.0) + less * less) / 2.0
        } else {
            c::log(h)
        }
    };
    Ok((real, c::atan2(y, x)))
}

fn log10(z: Parts) -> Outcome {
    let (x, y) = log(z)?;
    Ok((x / LN_10, y / LN_10))
}

fn sin(z: Parts) -> Outcome {
    turned(z, sinh)
}

fn sinh(z: Parts) -> Outcome {
    let (x, y) = z;
    if !is_finite(z) {
        if y.is_infinite() && !x.is_nan() {
            return Err(Trouble::Domain);
        }
        return Ok(c::csinh(z));
    }
    if x.abs() > LOG_LARGE {
        let less = x - 1f64.copysign(x);
        return in_range((c::cos(y) * c::sinh(less) * E, c::sin(y) * c::cosh(less) * E));
    }
    in_range((c::cos(y) * c::sinh(x), c::sin(y) * c::cosh(x)))
}

fn tan(z: Parts) -> Outcome {
    turned(z, tanh)
}

fn tanh(z: Parts) -> Outcome {
    let (x, y) = z;
    if !is_finite(z) {
        if y.is_infinite() && x.is_finite() {
            return Err(Trouble::Domain);
        }
        return Ok(c::ctanh(z));
    }
    if x.abs() > LOG_LARGE {
        return Ok((1f64.copysign(x), 4.0 * c::sin(y) * c::cos(y) * c::exp(-2.0 * x.abs())));
    }
    let (tx, ty, cx) = (c::tanh(x), c::tan(y), 1.0 / c::cosh(x));
    let product = tx * ty;
    let denominator = 1.0 + product * product;
    Ok((tx * (1.0 + ty * ty) / denominator, ((ty / denominator) * cx) * cx))
}

// --- the module -----------------------------------------------------------------------------------------------------

fn settled(cx: &Cx, outcome: Outcome) -> R<Parts> {
    outcome.map_err(|trouble| match trouble {
        Trouble::Domain => cx.value_error("math domain error"),
        Trouble::Range => cx.error(exceptions::OVERFLOW_ERROR, "math range error".into()),
    })
}

fn of(cx: &Cx, value: Value, function: fn(Parts) -> Outcome) -> R<Value> {
    let (x, y) = settled(cx, function(complex::to_parts(cx, value)?))?;
    complex::new(cx, x, y)
}

fn log_to_base(cx: &Cx, args: &[Value]) -> R<Value> {
    let result = of(cx, args[0], log)?;
    let Some(base) = args[1].bound() else { return Ok(result) };
    binary_op(cx, BinaryOp::TrueDiv, result, of(cx, base, log)?).map_err(|raised| {
        // The logarithm of 1.
        if cx.matches(raised, exceptions::ZERO_DIVISION_ERROR) {
            cx.value_error("math domain error")
        } else {
            raised
        }
    })
}

fn phase(cx: &Cx, args: &[Value]) -> R<Value> {
    let (x, y) = complex::to_parts(cx, args[0])?;
    Ok(Value::from_float(c::atan2(y, x)))
}

fn polar(cx: &Cx, args: &[Value]) -> R<Value> {
    let z @ (x, y) = complex::to_parts(cx, args[0])?;
    let size = c::hypot(x, y);
    if size.is_infinite() && is_finite(z) {
        return Err(cx.error(exceptions::OVERFLOW_ERROR, "math range error".into()));
    }
    Ok(tuple::from_slice(cx, &[Value::from_float(size), Value::from_float(c::atan2(y, x))])?.value())
}

fn rect(cx: &Cx, args: &[Value]) -> R<Value> {
    let (r, phi) = (float::to_f64(cx, args[0])?, float::to_f64(cx, args[1])?);
    let (x, y) = if phi == 0.0 {
        (r, r * phi)
    } else if is_finite((r, phi)) {
        (r * c::cos(phi), r * c::sin(phi))
    } else if phi.is_finite() && r.is_infinite() {
        let sign = 1f64.copysign(r);
        (sign * f64::INFINITY.copysign(c::cos(phi)), sign * f64::INFINITY.copysign(c::sin(phi)))
    } else if phi.is_infinite() && r != 0.0 && !r.is_nan() {
        return Err(cx.value_error("math domain error"));
    } else if r == 0.0 {
        (0.0, 0.0)
    } else if r.is_infinite() {
        (f64::INFINITY, f64::NAN)
    } else {
        (f64::NAN, f64::NAN)
    };
    complex::new(cx, x, y)
}

fn is_close(cx: &Cx, args: &[Value]) -> R<Value> {
    let (a, b) = (complex::to_parts(cx, args[0])?, complex::to_parts(cx, args[1])?);
    let relative = args[2].bound().map_or(Ok(1e-9), |value| float::to_f64(cx, value))?;
    let absolute = args[3].bound().map_or(Ok(0.0), |value| float::to_f64(cx, value))?;
    if relative < 0.0 || absolute < 0.0 {
        return Err(cx.value_error("tolerances must be non-negative"));
    }
    let infinite = |(x, y): Parts| x.is_infinite() || y.is_infinite();
    let close = a == b
        || (!infinite(a) && !infinite(b) && {
            let size = |(x, y): Parts| c::hypot(x, y);
            let distance = c::hypot(a.0 - b.0, a.1 - b.1);
            distance <= relative * size(b) || distance <= relative * size(a) || distance <= absolute
        });
    Ok(Value::from_bool(close))
}

fn predicate(cx: &Cx, value: Value, holds: fn(Parts) -> bool) -> R<Value> {
    Ok(Value::from_bool(holds(complex::to_parts(cx, value)?)))
}

macro_rules! functions {
    ($($name:ident $doc:literal;)*) => {
        &[
            $(MethodDef::function(concat!(stringify!($name), "(z, /)"), $doc, |cx, args| of(cx, args[0], $name)),)*
            MethodDef::function("log(z, base=<unrepresentable>, /)", "log(z[, base]) -> the logarithm of z to the given base.\n\nIf the base is not specified, returns the natural logarithm (base e) of z.", log_to_base),
            MethodDef::function("phase(z, /)", "Return argument, also known as the phase angle, of a complex.", phase),
            MethodDef::function("polar(z, /)", "Convert a complex from rectangular coordinates to polar coordinates.\n\nr is the distance from 0 and phi the phase angle.", polar),
            MethodDef::function("rect(r, phi, /)", "Convert from polar coordinates to rectangular coordinates.", rect),
            MethodDef::function("isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)", "Determine whether two complex numbers are close in value.", is_close),
            MethodDef::function("isfinite(z, /)", "Return True if both the real and imaginary parts of z are finite, else False.", |cx, args| predicate(cx, args[0], is_finite)),
            MethodDef::function("isinf(z, /)", "Checks if the real or imaginary part of z is infinite.", |cx, args| predicate(cx, args[0], |(x, y)| x.is_infinite() || y.is_infinite())),
            MethodDef::function("isnan(z, /)", "Checks if the real or imaginary part of z not a number (NaN).", |cx, args| predicate(cx, args[0], |(x, y)| x.is_nan() || y.is_nan())),
        ]
    };
}

fn init(cx: &Cx, namespace: Obj<Dict>) -> R<()> {
    let put = |name: &str, value: Value| dict::set(cx, namespace, cx.intern(name)?, value);
    for (name, number) in [("pi", PI), ("e", E), ("tau", TAU), ("inf", f64::INFINITY), ("nan", f64::NAN)] {
        put(name, Value::from_float(number))?;
    }
    put("infj", complex::new(cx, 0.0, f64::INFINITY)?)?;
    put("nanj", complex::new(cx, 0.0, f64::NAN)?)
}

/// The module.
pub static CMATH: ModuleDef = ModuleDef {
    name: "cmath",
    doc: "This module provides access to mathematical functions for complex\nnumbers.",
    functions: functions! {
        acos "Return the arc cosine of z.";
        acosh "Return the inverse hyperbolic cosine of z.";
        asin "Return the arc sine of z.";
        asinh "Return the inverse hyperbolic sine of z.";
        atan "Return the arc tangent of z.";
        atanh "Return the inverse hyperbolic tangent of z.";
        cos "Return the cosine of z.";
        cosh "Return the hyperbolic cosine of z.";
        exp "Return the exponential value e**z.";
        log10 "Return the base-10 logarithm of z.";
        sin "Return the sine of z.";
        sinh "Return the hyperbolic sine of z.";
        sqrt "Return the square root of z.";
        tan "Return the tangent of z.";
        tanh "Return the hyperbolic tangent of z.";
    },
    init,
};
