//! Operators of floats with floats, ints and bools, and comparison without rounding.

use std::cmp::Ordering;

use crate::context::{Cx, R};
use crate::typedef::CompareOp;
use crate::types::float::{of, operand};
use crate::types::int::division::zero_division;
use crate::types::int::{self, Int};
use crate::value::Value;

/// Both operands, where both are real numbers.
pub(super) fn operands(cx: &Cx, left: Value, right: Value) -> R<Option<(f64, f64)>> {
    let Some(left) = operand(cx, left)? else { return Ok(None) };
    Ok(operand(cx, right)?.map(|right| (left, right)))
}

/// Quotient rounded to a whole number downwards and remainder with the divisor's sign, consistent with each other. The divisor is not
/// zero. CPython's `float_divmod`.
pub(crate) fn divmod(left: f64, right: f64) -> (f64, f64) {
    let rest = left % right;
    let mut quotient = (left - rest) / right;
    let rest = if rest == 0.0 {
        0f64.copysign(right)
    } else if (right < 0.0) != (rest < 0.0) {
        quotient -= 1.0;
        rest + right
    } else {
        rest
    };
    let floor = if quotient == 0.0 {
        0f64.copysign(left / right)
    } else {
        let floor = quotient.floor();
        // The division above may have rounded just below a whole number.
        if quotient - floor > 0.5 { floor + 1.0 } else { floor }
    };
    (floor, rest)
}

/// `left // right` of floats; the divisor is not zero.
pub fn floor_divide(left: f64, right: f64) -> f64 {
    divmod(left, right).0
}

/// `left % right` of floats; the divisor is not zero.
pub fn modulo(left: f64, right: f64) -> f64 {
    divmod(left, right).1
}

/// An operator that fails for a zero divisor.
pub(super) fn divide(cx: &Cx, left: Value, right: Value, operation: fn(f64, f64) -> f64) -> R<Value> {
    match operands(cx, left, right)? {
        None => Ok(Value::NOT_IMPLEMENTED),
        Some((_, 0.0)) => Err(zero_division(cx)),
        Some((left, right)) => Ok(Value::from_float(operation(left, right))),
    }
}

/// An operator that always has a result.
pub(super) fn calculate(cx: &Cx, left: Value, right: Value, operation: fn(f64, f64) -> f64) -> R<Value> {
    Ok(match operands(cx, left, right)? {
        Some((left, right)) => Value::from_float(operation(left, right)),
        None => Value::NOT_IMPLEMENTED,
    })
}

/// Order of two real numbers of which one is a float; `None` where a NaN is involved. The outer `None`: one is no real number.
pub(crate) fn order(left: Value, right: Value) -> Option<Option<Ordering>> {
    match (of(left), of(right)) {
        (Some(left), Some(right)) => Some(left.partial_cmp(&right)),
        (Some(left), None) => Some(int::convert::compare_float(Int::of(right)?, left).map(Ordering::reverse)),
        (None, Some(right)) => Some(int::convert::compare_float(Int::of(left)?, right)),
        (None, None) => None,
    }
}

/// The comparison slot.
pub(super) fn compare(_: &Cx, left: Value, right: Value, op: CompareOp) -> R<Value> {
    Ok(match order(left, right) {
        None => Value::NOT_IMPLEMENTED,
        Some(Some(order)) => Value::from_bool(op.holds(order)),
        Some(None) => Value::from_bool(op == CompareOp::Ne),
    })
}
