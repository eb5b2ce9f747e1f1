//! Sums, products, shifts and bit operations of ints.
//!
//! Words are computed in 128 bits; sums of big ints work on the limbs where they lie; the rest goes through the arithmetic
//! library. A computation on many limbs runs in a safe state ([`compute`]): it touches no object, so that a collection need not wait for it.

use dashu_int::IBig;

use crate::context::{Cx, R};
use crate::exceptions;
use crate::types::int::{Int, MAX_LIMBS, compare_limbs, from_i128, from_ibig, from_limbs, from_i64};
use crate::value::Value;

/// Most bits of a result.
pub(crate) const MAX_BITS: u64 = MAX_LIMBS as u64 * 64;

/// Limbs from which on a computation may take longer than a collection should wait.
const HEAVY_LIMBS: usize = 512;

/// Runs a computation that touches no object. `limbs`: size of the operands together, or of the result.
pub(crate) fn compute<T>(cx: &Cx, limbs: usize, body: impl FnOnce() -> T) -> T {
    if limbs < HEAVY_LIMBS { body() } else { cx.while_safe(body) }
}

/// Limbs of a number.
pub(crate) fn limb_count(number: Int) -> usize {
    number.with_limbs(|_, limbs| limbs.len())
}

/// An operation of the arithmetic library on two ints.
fn through_library(cx: &Cx, left: Int, right: Int, body: impl FnOnce(IBig, IBig) -> IBig) -> R<Value> {
    let size = limb_count(left) + limb_count(right);
    let (left, right) = (left.to_ibig(), right.to_ibig());
    let result = compute(cx, size, || body(left, right));
    from_ibig(cx, &result)
}

/// `left + right`.
#[inline]
pub(crate) fn add(cx: &Cx, left: Int, right: Int) -> R<Value> {
    match (left, right) {
        (Int::Word(left), Int::Word(right)) => from_i128(cx, i128::from(left) + i128::from(right)),
        _ => add_limbs(cx, left, right, false),
    }
}

/// `left - right`.
#[inline]
pub(crate) fn sub(cx: &Cx, left: Int, right: Int) -> R<Value> {
    match (left, right) {
        (Int::Word(left), Int::Word(right)) => from_i128(cx, i128::from(left) - i128::from(right)),
        _ => add_limbs(cx, left, right, true),
    }
}

/// Sum, or difference where `negate_right`, by signs and magnitudes.
fn add_limbs(cx: &Cx, left: Int, right: Int, negate_right: bool) -> R<Value> {
    left.with_limbs(|left_negative, left| {
        right.with_limbs(|right_negative, right| {
            let right_negative = right_negative != negate_right;
            if left_negative == right_negative {
                return from_limbs(cx, left_negative, &magnitude_sum(left, right));
            }
            if compare_limbs(left, right).is_ge() {
                from_limbs(cx, left_negative, &magnitude_difference(left, right))
            } else {
                from_limbs(cx, right_negative, &magnitude_difference(right, left))
            }
        })
    })
}

fn magnitude_sum(one: &[u64], other: &[u64]) -> Vec<u64> {
    let (long, short) = if one.len() >= other.len() { (one, other) } else { (other, one) };
    let mut sum = Vec::with_capacity(long.len() + 1);
    let mut carry = false;
    for (index, &limb) in long.iter().enumerate() {
        let (partial, first) = limb.overflowing_add(short.get(index).copied().unwrap_or(0));
        let (limb, second) = partial.overflowing_add(carry.into());
        sum.push(limb);
        carry = first | second;
    }
    if carry {
        sum.push(1);
    }
    sum
}

/// `large - small`, where that is not negative.
fn magnitude_difference(large: &[u64], small: &[u64]) -> Vec<u64> {
    let mut difference = Vec::with_capacity(large.len());
    let mut borrow = false;
    for (index, &limb) in large.iter().enumerate() {
        let (partial, first) = limb.overflowing_sub(small.get(index).copied().unwrap_or(0));
        let (limb, second) = partial.overflowing_sub(borrow.into());
        difference.push(limb);
        borrow = first | second;
    }
    difference
}

/// `left * right`.
pub(crate) fn mul(cx: &Cx, left: Int, right: Int) -> R<Value> {
    match (left, right) {
        (Int::Word(left), Int::Word(right)) => from_i128(cx, i128::from(left) * i128::from(right)),
        _ => {
            if left.bit_length() + right.bit_length() > MAX_BITS {
                return Err(cx.memory_error());
            }
            through_library(cx, left, right, |left, right| left * right)
        }
    }
}

/// `-number`.
pub(crate) fn neg(cx: &Cx, number: Int) -> R<Value> {
    match number {
        Int::Word(word) => from_i128(cx, -i128::from(word)),
        Int::Big(big) => from_limbs(cx, !big.is_negative(), big.limbs()),
    }
}

/// `~number`.
pub(crate) fn invert(cx: &Cx, number: Int) -> R<Value> {
    match number {
        Int::Word(word) => from_i64(cx, !word),
        Int::Big(_) => sub(cx, Int::Word(-1), number),
    }
}

/// `abs(number)`.
pub(crate) fn abs(cx: &Cx, number: Int) -> R<Value> {
    if number.is_negative() { neg(cx, number) } else { number.value(cx) }
}

/// `left << right`. Errors: `ValueError` for a negative count, `OverflowError` or `MemoryError` for an enormous one.
pub(crate) fn shift_left(cx: &Cx, left: Int, right: Int) -> R<Value> {
    if right.is_negative() {
        return Err(cx.value_error("negative shift count"));
    }
    if left.is_zero() {
        return Ok(Value::small_int_unchecked(0));
    }
    let Int::Word(count) = right else {
        return Err(cx.error(exceptions::OVERFLOW_ERROR, "too many digits in integer".into()));
    };
    let count = count as u64;
    if let Int::Word(word) = left
        && count < 64
    {
        return from_i128(cx, i128::from(word) << count);
    }
    if count > MAX_BITS || left.bit_length() + count > MAX_BITS {
        return Err(cx.memory_error());
    }
    let (whole, bits) = ((count / 64) as usize, (count % 64) as u32);
    left.with_limbs(|negative, limbs| {
        let mut shifted = vec![0; whole];
        shifted.reserve(limbs.len() + 1);
        let mut carried = 0;
        for &limb in limbs {
            shifted.push(limb << bits | carried);
            carried = if bits == 0 { 0 } else { limb >> (64 - bits) };
        }
        shifted.push(carried);
        from_limbs(cx, negative, &shifted)
    })
}

/// `left >> right`, rounding towards minus infinity. Errors: `ValueError` for a negative count.
pub(crate) fn shift_right(cx: &Cx, left: Int, right: Int) -> R<Value> {
    if right.is_negative() {
        return Err(cx.value_error("negative shift count"));
    }
    let count = match right {
        Int::Word(count) => count as u64,
        Int::Big(_) => u64::MAX,
    };
    let big = match left {
        Int::Word(word) => return from_i64(cx, word >> count.min(63)),
        Int::Big(big) => big,
    };
    let (whole, bits) = ((count / 64) as usize, (count % 64) as u32);
    let (negative, limbs) = (big.is_negative(), big.limbs());
    if whole >= limbs.len() {
        return Ok(Value::small_int_unchecked(if negative { -1 } else { 0 }));
    }
    let lost = limbs[..whole].iter().any(|&limb| limb != 0) || limbs[whole] & ((1 << bits) - 1) != 0;
    let kept = &limbs[whole..];
    let mut shifted: Vec<u64> = Vec::with_capacity(kept.len() + 1);
    for (index, &limb) in kept.iter().enumerate() {
        let above = kept.get(index + 1).copied().unwrap_or(0);
        shifted.push(if bits == 0 { limb } else { limb >> bits | above << (64 - bits) });
    }
    if negative && lost {
        shifted = magnitude_sum(&shifted, &[1]);
    }
    from_limbs(cx, negative, &shifted)
}

/// `left & right`.
pub(crate) fn and(cx: &Cx, left: Int, right: Int) -> R<Value> {
    match (left, right) {
        (Int::Word(left), Int::Word(right)) => from_i64(cx, left & right),
        _ => through_library(cx, left, right, |left, right| left & right),
    }
}

/// `left | right`.
pub(crate) fn or(cx: &Cx, left: Int, right: Int) -> R<Value> {
    match (left, right) {
        (Int::Word(left), Int::Word(right)) => from_i64(cx, left | right),
        _ => through_library(cx, left, right, |left, right| left | right),
    }
}

/// `left ^ right`.
pub(crate) fn xor(cx: &Cx, left: Int, right: Int) -> R<Value> {
    match (left, right) {
        (Int::Word(left), Int::Word(right)) => from_i64(cx, left ^ right),
        _ => through_library(cx, left, right, |left, right| left ^ right),
    }
}
