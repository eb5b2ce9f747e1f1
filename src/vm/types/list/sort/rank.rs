//! Ranks of values: a number in 64 bits whose order is that of the values, as far as it goes.
//!
//! Most comparisons of a sort are decided by the ranks of its keys, which lie side by side; only values of one rank are looked at. Where a
//! value's class compares with Python code it has no rank.

use std::cmp::Ordering;

use crate::context::Cx;
use crate::object::Obj;
use crate::typedef::CompareFn;
use crate::types::float;
use crate::types::int::{self, Int};
use crate::types::number;
use crate::types::str_::{self, Str};
use crate::value::Value;

/// What all values of a set are, so that one scale of ranks holds for them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Scale {
    /// Small ints, bools and floats without NaN: who has the same rank is equal.
    ExactNumbers,
    /// Ints, bools, floats without NaN and instances of their subclasses that compare as they do.
    Numbers,
    /// Plain strings of one byte per unit.
    NarrowTexts,
    /// Plain strings.
    Texts,
}

impl Scale {
    /// The narrowest scale for the value.
    pub(super) fn of(cx: &Cx, value: Value) -> Option<Scale> {
        [Scale::ExactNumbers, Scale::Numbers, Scale::NarrowTexts, Scale::Texts]
            .into_iter()
            .find(|scale| scale.rank(cx, value).is_some())
    }

    /// The scale for what this one holds for and for `value`.
    pub(super) fn widened(self, cx: &Cx, value: Value) -> Option<Scale> {
        let wide = match self {
            Scale::ExactNumbers | Scale::Numbers => Scale::Numbers,
            Scale::NarrowTexts | Scale::Texts => Scale::Texts,
        };
        wide.rank(cx, value).map(|_| wide)
    }

    /// The value's rank; nothing where the scale does not hold for it.
    #[inline(always)]
    pub(super) fn rank(self, cx: &Cx, value: Value) -> Option<u64> {
        match self {
            Scale::ExactNumbers => exact_number(value).map(rank_of_float),
            Scale::Numbers => exact_number(value).or_else(|| near_number(cx, value)).map(rank_of_float),
            Scale::NarrowTexts => {
                text(value).filter(|text| text.width() == 1).map(|text| str_::order_prefix(&text, true))
            }
            Scale::Texts => text(value).map(|text| str_::order_prefix(&text, false)),
        }
    }

    /// Whether values of one rank are equal.
    pub(super) fn is_exact(self) -> bool {
        self == Scale::ExactNumbers
    }

    /// The order of two values of this scale.
    pub(super) fn order(self, one: Value, other: Value) -> Ordering {
        if one == other {
            return Ordering::Equal;
        }
        match self {
            Scale::ExactNumbers | Scale::Numbers => match (Int::of(one), Int::of(other)) {
                (Some(one), Some(other)) => one.cmp(&other),
                _ => float::order(one, other).flatten().unwrap_or(Ordering::Equal),
            },
            Scale::NarrowTexts | Scale::Texts => match (text(one), text(other)) {
                (Some(one), Some(other)) => str_::order(&one, &other),
                _ => Ordering::Equal,
            },
        }
    }
}

#[inline(always)]
fn text(value: Value) -> Option<Obj<Str>> {
    value.cast_exact(number::STR)
}

/// A small int, a bool or a float that is a number, as a float.
#[inline(always)]
fn exact_number(value: Value) -> Option<f64> {
    if let Some(number) = value.as_float() {
        return (!number.is_nan()).then_some(number);
    }
    value
        .as_small_int()
        .or_else(|| value.is_bool().then_some((value == Value::TRUE).into()))
        .map(|number| number as f64)
}

/// A float near another number, of a class that compares as int or float do. Rounding keeps the order, but for what becomes equal.
#[inline(never)]
fn near_number(cx: &Cx, value: Value) -> Option<f64> {
    if let Some(number) = Int::of_plain(value) {
        return Some(near_int(number));
    }
    let compare = cx.type_of(value).slots().compare?;
    let is = |native: Option<CompareFn>| native.is_some_and(|native| std::ptr::fn_addr_eq(compare, native));
    if is(int::INT.slots.compare) {
        return Int::of(value).map(near_int);
    }
    if is(float::FLOAT.slots.compare) { float::of(value).filter(|number| !number.is_nan()) } else { None }
}

#[inline(always)]
fn near_int(number: Int) -> f64 {
    match number {
        Int::Word(word) => word as f64,
        Int::Big(big) => towards_zero(big.is_negative(), big.limbs()),
    }
}

/// The float next to an int beyond 63 bits, on the side of zero; infinite where that is too large.
fn towards_zero(negative: bool, limbs: &[u64]) -> f64 {
    let [.., below, top] = limbs else {
        // One limb of 64 bits: all that is below it gets lost in the shift.
        let top = limbs.first().copied().unwrap_or(0);
        return with_sign(negative, (top >> 11) as f64 * 2048.0);
    };
    let zeros = top.leading_zeros();
    let mantissa = if zeros == 0 { *top } else { top << zeros | below >> (64 - zeros) };
    // The leading one stands at this power of two.
    let exponent = limbs.len() as u64 * 64 - u64::from(zeros) - 1;
    if exponent > 1023 {
        return with_sign(negative, f64::INFINITY);
    }
    with_sign(negative, f64::from_bits((exponent + 1023) << 52 | mantissa << 1 >> 12))
}

fn with_sign(negative: bool, magnitude: f64) -> f64 {
    if negative { -magnitude } else { magnitude }
}

/// IEEE doubles are ordered as their bits are, the negative ones the other way round; both zeros are one number.
#[inline]
fn rank_of_float(number: f64) -> u64 {
    let bits = (number + 0.0).to_bits();
    if bits >> 63 == 0 { bits | 1 << 63 } else { !bits }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_of_floats_follow_their_order() {
        let rising =
            [f64::NEG_INFINITY, -1e300, -2.0, -1.5, -5e-324, 0.0, 5e-324, 1.0, 1.5, 1e300, f64::INFINITY];
        assert!(rising.is_sorted_by(|one, other| rank_of_float(*one) < rank_of_float(*other)));
        assert_eq!(rank_of_float(-0.0), rank_of_float(0.0));
    }

    #[test]
    fn large_ints_are_cut_to_floats() {
        assert_eq!(towards_zero(false, &[1 << 63]), 9_223_372_036_854_775_808.0);
        assert_eq!(towards_zero(true, &[u64::MAX]), -18_446_744_073_709_549_568.0);
        assert_eq!(towards_zero(false, &[0, 1]), 18_446_744_073_709_551_616.0);
        assert_eq!(towards_zero(false, &[u64::MAX, u64::MAX]), 3.402_823_669_209_384_3e38);
        assert_eq!(
            towards_zero(false, &[0; 15].into_iter().chain([1 << 63]).collect::<Vec<_>>()),
            2f64.powi(1023)
        );
        assert_eq!(
            towards_zero(true, &[0; 16].into_iter().chain([1]).collect::<Vec<_>>()),
            f64::NEG_INFINITY
        );
    }
}
