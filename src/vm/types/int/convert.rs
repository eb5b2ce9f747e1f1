//! Between ints and floats, exactly: rounding half to even one way, truncating the other; and comparing the two without rounding.

use std::cmp::Ordering;

use crate::context::{Cx, R};
use crate::exceptions;
use crate::types::float;
use crate::types::int::{Int, from_i64, from_limbs};
use crate::value::Value;

/// 2^63, the first float beyond `i64`.
const WORD_END: f64 = 9_223_372_036_854_775_808.0;

/// The nearest float. Errors: `OverflowError`.
pub fn to_float(cx: &Cx, number: Int) -> R<f64> {
    if let Int::Word(word) = number {
        return Ok(word as f64);
    }
    let nearest = number.with_limbs(nearest_float);
    if nearest.is_infinite() {
        return Err(cx.error(exceptions::OVERFLOW_ERROR, "int too large to convert to float".into()));
    }
    Ok(nearest)
}

/// The nearest float, infinite where it is too large.
pub(crate) fn nearest_float(negative: bool, limbs: &[u64]) -> f64 {
    let (top, rest) = match limbs {
        [] => return 0.0,
        [.., _] if limbs.len() > 17 => (u64::MAX, &[][..]),
        [rest @ .., high] => (*high, rest),
    };
    let magnitude = if limbs.len() > 17 {
        f64::INFINITY
    } else {
        let zeros = top.leading_zeros();
        let below = rest.last().copied().unwrap_or(0);
        let mantissa = if zeros == 0 { top } else { top << zeros | below >> (64 - zeros) };
        let lost = rest.last().is_some_and(|_| zeros == 0 && below != 0 || zeros > 0 && below << zeros != 0)
            || rest.split_last().is_some_and(|(_, lower)| lower.iter().any(|&limb| limb != 0));
        float::compose(mantissa, lost, rest.len() as i64 * 64 - i64::from(zeros))
    };
    if negative { -magnitude } else { magnitude }
}

/// The float without its fraction, as an int. Errors: `ValueError` for NaN, `OverflowError` for infinity.
pub fn from_float(cx: &Cx, number: f64) -> R<Value> {
    if number.is_nan() {
        return Err(cx.value_error("cannot convert float NaN to integer"));
    }
    if number.is_infinite() {
        return Err(cx.error(exceptions::OVERFLOW_ERROR, "cannot convert float infinity to integer".into()));
    }
    // Both bounds are exact floats.
    if (-WORD_END..WORD_END).contains(&number) {
        return from_i64(cx, number as i64);
    }
    with_limbs_of_float(number, |negative, limbs| from_limbs(cx, negative, limbs))
}

/// Calls `each` with sign and limbs of a finite float beyond `i64`, which is a whole number.
fn with_limbs_of_float<T>(number: f64, each: impl FnOnce(bool, &[u64]) -> T) -> T {
    let (mantissa, exponent) = float::decompose(number.abs());
    let mut limbs = [0u64; 17];
    let (whole, bits) = (exponent as usize / 64, exponent as usize % 64);
    limbs[whole] = mantissa << bits;
    if bits > 0 {
        limbs[whole + 1] = mantissa >> (64 - bits);
    }
    let len = limbs.iter().rposition(|&limb| limb != 0).map_or(0, |last| last + 1);
    each(number < 0.0, &limbs[..len])
}

/// Order of an int and a float, without rounding either; `None` for NaN.
pub(crate) fn compare_float(left: Int, right: f64) -> Option<Ordering> {
    if right.is_nan() {
        return None;
    }
    let beyond_word = !(-WORD_END..WORD_END).contains(&right);
    match left {
        Int::Word(_) if beyond_word => Some(if right > 0.0 { Ordering::Less } else { Ordering::Greater }),
        Int::Word(word) => {
            let whole = right.trunc();
            // Equal whole parts: the float's fraction decides.
            Some(word.cmp(&(whole as i64)).then_with(|| whole.partial_cmp(&right).unwrap_or(Ordering::Equal)))
        }
        Int::Big(big) if !beyond_word || right.is_infinite() && big.is_negative() != (right < 0.0) => {
            Some(if big.is_negative() { Ordering::Less } else { Ordering::Greater })
        }
        Int::Big(_) if right.is_infinite() => {
            Some(if right > 0.0 { Ordering::Less } else { Ordering::Greater })
        }
        Int::Big(big) => {
            Some(with_limbs_of_float(right, |negative, limbs| match (big.is_negative(), negative) {
                (false, true) => Ordering::Greater,
                (true, false) => Ordering::Less,
                (false, false) => super::compare_limbs(big.limbs(), limbs),
                (true, true) => super::compare_limbs(limbs, big.limbs()),
            }))
        }
    }
}
