//! Operators of complex numbers. Products and quotients recover infinities as C11 Annex G asks (G.5.1); quotients are Smith's; powers
//! are repeated products for small whole exponents and polar otherwise.

use crate::context::{Cx, R};
use crate::exceptions;
use crate::typedef::CompareOp;
use crate::types::complex::{self, Parts};
use crate::types::float;
use crate::types::int::division::zero_division;
use crate::types::int::{self, Int};
use crate::value::Value;

/// An operand: complex, or real and so without imaginary part.
#[derive(Clone, Copy)]
enum Operand {
    Complex(Parts),
    Real(f64),
}

impl Operand {
    fn parts(self) -> Parts {
        match self {
            Operand::Complex(parts) => parts,
            Operand::Real(real) => (real, 0.0),
        }
    }
}

/// Errors: `OverflowError` for an int that is too large.
fn operand(cx: &Cx, value: Value) -> R<Option<Operand>> {
    match complex::of(value) {
        Some(parts) => Ok(Some(Operand::Complex(parts))),
        None => Ok(float::operand(cx, value)?.map(Operand::Real)),
    }
}

/// An operator: `NotImplemented` unless both operands are numbers.
fn calculate(cx: &Cx, left: Value, right: Value, operation: fn(Operand, Operand) -> Parts) -> R<Value> {
    let Some(left) = operand(cx, left)? else { return Ok(Value::NOT_IMPLEMENTED) };
    let Some(right) = operand(cx, right)? else { return Ok(Value::NOT_IMPLEMENTED) };
    let (real, imag) = operation(left, right);
    complex::new(cx, real, imag)
}

/// `left + right`.
pub(super) fn add(cx: &Cx, left: Value, right: Value) -> R<Value> {
    calculate(cx, left, right, |left, right| match (left, right) {
        (Operand::Complex((real, imag)), Operand::Real(other))
        | (Operand::Real(other), Operand::Complex((real, imag))) => (real + other, imag),
        _ => (left.parts().0 + right.parts().0, left.parts().1 + right.parts().1),
    })
}

/// `left - right`.
pub(super) fn sub(cx: &Cx, left: Value, right: Value) -> R<Value> {
    calculate(cx, left, right, |left, right| match (left, right) {
        (Operand::Complex((real, imag)), Operand::Real(other)) => (real - other, imag),
        (Operand::Real(other), Operand::Complex((real, imag))) => (other - real, -imag),
        _ => (left.parts().0 - right.parts().0, left.parts().1 - right.parts().1),
    })
}

/// `left * right`.
pub(super) fn mul(cx: &Cx, left: Value, right: Value) -> R<Value> {
    calculate(cx, left, right, |left, right| match (left, right) {
        (Operand::Complex((real, imag)), Operand::Real(other))
        | (Operand::Real(other), Operand::Complex((real, imag))) => (real * other, imag * other),
        _ => product(left.parts(), right.parts()),
    })
}

/// `left / right`.
pub(super) fn div(cx: &Cx, left: Value, right: Value) -> R<Value> {
    let Some(left) = operand(cx, left)? else { return Ok(Value::NOT_IMPLEMENTED) };
    let Some(right) = operand(cx, right)? else { return Ok(Value::NOT_IMPLEMENTED) };
    if right.parts() == (0.0, 0.0) {
        return Err(zero_division(cx));
    }
    let (real, imag) = match (left, right) {
        (Operand::Complex((real, imag)), Operand::Real(other)) => (real / other, imag / other),
        (Operand::Real(real), Operand::Complex(other)) => real_quotient(real, other),
        _ => quotient(left.parts(), right.parts()),
    };
    complex::new(cx, real, imag)
}

/// 1 with the number's sign where it is infinite, else 0 with it.
fn boxed(number: f64) -> f64 {
    f64::from(number.is_infinite()).copysign(number)
}

/// A NaN as 0 with its sign; other numbers as they are.
fn without_nan(number: f64) -> f64 {
    if number.is_nan() { 0f64.copysign(number) } else { number }
}

fn is_infinite((real, imag): Parts) -> bool {
    real.is_infinite() || imag.is_infinite()
}

fn is_finite((real, imag): Parts) -> bool {
    real.is_finite() && imag.is_finite()
}

fn product(left: Parts, right: Parts) -> Parts {
    let ((mut a, mut b), (mut c, mut d)) = (left, right);
    let (ac, bd, ad, bc) = (a * c, b * d, a * d, b * c);
    let (real, imag) = (ac - bd, ad + bc);
    if !(real.is_nan() && imag.is_nan()) {
        return (real, imag);
    }
    let mut recover = false;
    if is_infinite((a, b)) {
        (a, b, c, d) = (boxed(a), boxed(b), without_nan(c), without_nan(d));
        recover = true;
    }
    if is_infinite((c, d)) {
        (c, d, a, b) = (boxed(c), boxed(d), without_nan(a), without_nan(b));
        recover = true;
    }
    if !recover && [ac, bd, ad, bc].into_iter().any(f64::is_infinite) {
        // Infinities that came from overflow.
        (a, b, c, d) = (without_nan(a), without_nan(b), without_nan(c), without_nan(d));
        recover = true;
    }
    if recover { (f64::INFINITY * (a * c - b * d), f64::INFINITY * (a * d + b * c)) } else { (real, imag) }
}

/// The divisor is not zero.
fn quotient(left: Parts, right: Parts) -> Parts {
    let ((a, b), (c, d)) = (left, right);
    let (real, imag) = if c.abs() >= d.abs() {
        let ratio = d / c;
        let divisor = c + d * ratio;
        ((a + b * ratio) / divisor, (b - a * ratio) / divisor)
    } else if d.abs() >= c.abs() {
        let ratio = c / d;
        let divisor = c * ratio + d;
        ((a * ratio + b) / divisor, (b * ratio - a) / divisor)
    } else {
        (f64::NAN, f64::NAN)
    };
    if !(real.is_nan() && imag.is_nan()) {
        return (real, imag);
    }
    if is_infinite(left) && is_finite(right) {
        let (x, y) = (boxed(a), boxed(b));
        (f64::INFINITY * (x * c + y * d), f64::INFINITY * (y * c - x * d))
    } else if is_infinite(right) && is_finite(left) {
        let (x, y) = (boxed(c), boxed(d));
        (0.0 * (a * x + b * y), 0.0 * (b * x - a * y))
    } else {
        (real, imag)
    }
}

/// A real number over a complex one that is not zero.
fn real_quotient(a: f64, right: Parts) -> Parts {
    let (c, d) = right;
    let (real, imag) = if c.abs() >= d.abs() {
        let ratio = d / c;
        let divisor = c + d * ratio;
        (a / divisor, (-a * ratio) / divisor)
    } else if d.abs() >= c.abs() {
        let ratio = c / d;
        let divisor = c * ratio + d;
        ((a * ratio) / divisor, -a / divisor)
    } else {
        (f64::NAN, f64::NAN)
    };
    if real.is_nan() && imag.is_nan() && a.is_finite() && is_infinite(right) {
        let (x, y) = (boxed(c), boxed(d));
        return (0.0 * (a * x), 0.0 * (-a * y));
    }
    (real, imag)
}

/// The operator's slot.
pub(super) fn pow(cx: &Cx, left: Value, right: Value) -> R<Value> {
    let Some(left) = operand(cx, left)? else { return Ok(Value::NOT_IMPLEMENTED) };
    let Some(right) = operand(cx, right)? else { return Ok(Value::NOT_IMPLEMENTED) };
    power(cx, left.parts(), right.parts())
}

/// Exponents up to this are computed by products.
const SMALL_EXPONENT: f64 = 100.0;

/// `base ** exponent`. Errors: `ZeroDivisionError`, `OverflowError`.
pub(crate) fn power(cx: &Cx, base: Parts, exponent: Parts) -> R<Value> {
    let zero_division =
        || cx.error(exceptions::ZERO_DIVISION_ERROR, "zero to a negative or complex power".into());
    let (real, imag) =
        if exponent.1 == 0.0 && exponent.0 == exponent.0.floor() && exponent.0.abs() <= SMALL_EXPONENT {
            let magnitude = whole_power(base, exponent.0.abs() as u32);
            if exponent.0 >= 0.0 {
                magnitude
            } else if magnitude == (0.0, 0.0) {
                return Err(zero_division());
            } else {
                quotient((1.0, 0.0), magnitude)
            }
        } else if exponent == (0.0, 0.0) {
            (1.0, 0.0)
        } else if base == (0.0, 0.0) {
            if exponent.1 != 0.0 || exponent.0 < 0.0 {
                return Err(zero_division());
            }
            (0.0, 0.0)
        } else {
            polar_power(base, exponent)
        };
    if is_infinite((real, imag)) {
        return Err(cx.error(exceptions::OVERFLOW_ERROR, "complex exponentiation".into()));
    }
    complex::new(cx, real, imag)
}

/// By squaring.
fn whole_power(base: Parts, mut exponent: u32) -> Parts {
    let (mut result, mut square) = ((1.0, 0.0), base);
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = product(result, square);
        }
        exponent >>= 1;
        square = product(square, square);
    }
    result
}

fn polar_power(base: Parts, exponent: Parts) -> Parts {
    let magnitude = base.0.hypot(base.1);
    let angle = base.1.atan2(base.0);
    let (mut length, mut phase) = (magnitude.powf(exponent.0), angle * exponent.0);
    if exponent.1 != 0.0 {
        length *= (-angle * exponent.1).exp();
        phase += exponent.1 * magnitude.ln();
    }
    (length * phase.cos(), length * phase.sin())
}

/// `abs(number)`. Errors: `OverflowError`.
pub(super) fn abs(cx: &Cx, (real, imag): Parts) -> R<Value> {
    let length = real.hypot(imag);
    if length.is_infinite() && is_finite((real, imag)) {
        return Err(cx.error(exceptions::OVERFLOW_ERROR, "absolute value too large".into()));
    }
    Ok(Value::from_float(length))
}

/// The comparison slot: equality only, exact with real numbers.
pub(super) fn compare(_: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    let negate = match op {
        CompareOp::Eq => false,
        CompareOp::Ne => true,
        _ => return Ok(Value::NOT_IMPLEMENTED),
    };
    let equal = match (complex::of(left), complex::of(right)) {
        (Some(left), Some(right)) => Some(left == right),
        (Some(parts), None) => equals_real(parts, right),
        (None, Some(parts)) => equals_real(parts, left),
        (None, None) => None,
    };
    Ok(equal.map_or(Value::NOT_IMPLEMENTED, |equal| Value::from_bool(equal != negate)))
}

/// `None`: `other` is no real number.
fn equals_real((real, imag): Parts, other: Value) -> Option<bool> {
    let real_equal = match float::of(other) {
        Some(number) => real == number,
        None => int::convert::compare_float(Int::of(other)?, real).is_some_and(std::cmp::Ordering::is_eq),
    };
    Some(real_equal && imag == 0.0)
}
