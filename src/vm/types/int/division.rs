//! Division of ints: floor division, remainder, and the correctly rounded quotient as a float.

use dashu_int::UBig;
use dashu_int::ops::DivRem;

use crate::context::{Cx, R};
use crate::exceptions;
use crate::types::float;
use crate::types::int::arithmetic::{compute, limb_count};
use crate::types::int::{Int, from_i64, from_i128, from_ibig};
use crate::value::Value;

/// `ZeroDivisionError`.
#[cold]
pub(crate) fn zero_division(cx: &Cx) -> crate::context::Raised {
    cx.error(exceptions::ZERO_DIVISION_ERROR, "division by zero".into())
}

/// Quotient rounded towards minus infinity, and the remainder, which has the divisor's sign. `right` is not zero.
const fn divmod_words(left: i64, right: i64) -> (i128, i64) {
    if right == -1 {
        return (-(left as i128), 0);
    }
    let (quotient, rest) = (left / right, left % right);
    if rest != 0 && (rest < 0) != (right < 0) {
        (quotient as i128 - 1, rest + right)
    } else {
        (quotient as i128, rest)
    }
}

/// `(left // right, left % right)` of ints (as for [`super::is_int`]). Errors: `ZeroDivisionError`.
pub fn divmod(cx: &Cx, left: Int, right: Int) -> R<(Value, Value)> {
    if right.is_zero() {
        return Err(zero_division(cx));
    }
    if let (Int::Word(left), Int::Word(right)) = (left, right) {
        let (quotient, rest) = divmod_words(left, right);
        return Ok((from_i128(cx, quotient)?, from_i64(cx, rest)?));
    }
    let size = limb_count(left) + limb_count(right);
    let (left, right) = (left.to_ibig(), right.to_ibig());
    let (quotient, rest) = compute(cx, size, || {
        let (quotient, rest) = (&left).div_rem(&right);
        if !rest.is_zero() && rest.sign() != right.sign() {
            (quotient - 1, rest + right)
        } else {
            (quotient, rest)
        }
    });
    Ok((from_ibig(cx, &quotient)?, from_ibig(cx, &rest)?))
}

/// `left // right`. Errors: `ZeroDivisionError`.
pub(crate) fn floor_divide(cx: &Cx, left: Int, right: Int) -> R<Value> {
    Ok(divmod(cx, left, right)?.0)
}

/// `left % right`. Errors: `ZeroDivisionError`.
pub(crate) fn modulo(cx: &Cx, left: Int, right: Int) -> R<Value> {
    Ok(divmod(cx, left, right)?.1)
}

/// Ints up to this magnitude are exact floats.
const EXACT_FLOAT: u64 = 1 << 53;

/// `left / right`, correctly rounded. Errors: `ZeroDivisionError`, `OverflowError`.
pub fn true_divide(cx: &Cx, left: Int, right: Int) -> R<Value> {
    if right.is_zero() {
        return Err(zero_division(cx));
    }
    if let (Int::Word(left), Int::Word(right)) = (left, right)
        && left.unsigned_abs() <= EXACT_FLOAT
        && right.unsigned_abs() <= EXACT_FLOAT
    {
        return Ok(Value::from_float(left as f64 / right as f64));
    }
    let negative = left.is_negative() != right.is_negative();
    let size = limb_count(left) + limb_count(right);
    let (left, right) = (left.to_ubig(), right.to_ubig());
    let quotient = compute(cx, size, || divide_magnitudes(left, right));
    if quotient.is_infinite() {
        let message = "integer division result too large for a float";
        return Err(cx.error(exceptions::OVERFLOW_ERROR, message.into()));
    }
    Ok(Value::from_float(if negative { -quotient } else { quotient }))
}

/// Scales so that the integer quotient has 63 or 64 bits, divides once, and rounds with the remainder as sticky bit. Infinite where the
/// quotient is too large.
fn divide_magnitudes(left: UBig, right: UBig) -> f64 {
    use dashu_int::ops::BitTest;
    if left.is_zero() {
        return 0.0;
    }
    let excess = left.bit_len() as i64 - right.bit_len() as i64 - 63;
    let (quotient, rest) = if excess >= 0 {
        left.div_rem(right << excess as usize)
    } else {
        (left << excess.unsigned_abs() as usize).div_rem(right)
    };
    let mantissa = u64::try_from(&quotient).unwrap_or(u64::MAX);
    float::compose(mantissa, !rest.is_zero(), excess)
}
