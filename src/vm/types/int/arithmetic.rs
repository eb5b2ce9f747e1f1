//! Sums, products, shifts and bit operations of ints.
//!
//! Words are computed in 128 bits. Sums, shifts, products by short factors and bit operations on numbers that are not negative work on the
//! limbs where they lie, schoolbook fashion; the rest goes through the arithmetic library. A long computation runs in a safe state
//! ([`compute`]): it touches no object, so that a collection need not wait for it.

use dashu_int::IBig;

use crate::context::{Cx, R};
use crate::exceptions;
use crate::types::int::{Int, MAX_LIMBS, compare_limbs, from_i64, from_i128, from_ibig, from_limbs};
use crate::value::Value;

/// Most bits of a result.
pub(crate) const MAX_BITS: u64 = MAX_LIMBS as u64 * 64;

/// Limbs from which on a computation may take longer than a collection should wait.
const HEAVY_LIMBS: usize = 512;

/// Runs a computation that touches no object. `limbs`: size of the operands together, or of the result.
pub(crate) fn compute<T>(cx: &Cx, limbs: usize, body: impl FnOnce() -> T) -> T {
    if limbs < HEAVY_LIMBS { body() } else { cx.blocking(body) }
}

/// Limbs of a number.
pub(crate) fn limb_count(number: Int) -> usize {
    number.with_limbs(|_, limbs| limbs.len())
}

/// An operation of the arithmetic library on two ints.
fn through_library(cx: &Cx, left: Int, right: Int, body: impl FnOnce(IBig, IBig) -> IBig) -> R<Value> {
    let size = limb_count(left) + limb_count(right);
    cx.check_room(size * 8)?;
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

/// Limbs whose results are built on the native stack.
const STACK_LIMBS: usize = 32;

/// Room for a result of `len` limbs, zeroed.
fn with_room<T>(len: usize, body: impl FnOnce(&mut [u64]) -> T) -> T {
    if len <= STACK_LIMBS { body(&mut [0; STACK_LIMBS][..len]) } else { body(&mut vec![0; len]) }
}

/// Sum, or difference where `negate_right`, by signs and magnitudes.
fn add_limbs(cx: &Cx, left: Int, right: Int, negate_right: bool) -> R<Value> {
    left.with_limbs(|left_negative, left| {
        right.with_limbs(|right_negative, right| {
            let right_negative = right_negative != negate_right;
            with_room(left.len().max(right.len()) + 1, |room| {
                if left_negative == right_negative {
                    magnitude_sum(left, right, room);
                    return from_limbs(cx, left_negative, room);
                }
                let left_is_large = compare_limbs(left, right).is_ge();
                let (large, small) = if left_is_large { (left, right) } else { (right, left) };
                magnitude_difference(large, small, room);
                from_limbs(cx, if left_is_large { left_negative } else { right_negative }, room)
            })
        })
    })
}

/// `limb + other + carry`, and the next carry.
fn add_with_carry(limb: u64, other: u64, carry: bool) -> (u64, bool) {
    let (partial, first) = limb.overflowing_add(other);
    let (sum, second) = partial.overflowing_add(carry.into());
    (sum, first | second)
}

/// `limb - other - borrow`, and the next borrow.
fn sub_with_borrow(limb: u64, other: u64, borrow: bool) -> (u64, bool) {
    let (partial, first) = limb.overflowing_sub(other);
    let (difference, second) = partial.overflowing_sub(borrow.into());
    (difference, first | second)
}

/// Writes `one + other` to `sum`, which has one limb more than the longer of the two.
fn magnitude_sum(one: &[u64], other: &[u64], sum: &mut [u64]) {
    let (long, short) = if one.len() >= other.len() { (one, other) } else { (other, one) };
    let mut carry = false;
    let (low, high) = long.split_at(short.len());
    let (low_sum, high_sum) = sum.split_at_mut(short.len());
    for ((place, &limb), &other) in low_sum.iter_mut().zip(low).zip(short) {
        (*place, carry) = add_with_carry(limb, other, carry);
    }
    for (place, &limb) in high_sum.iter_mut().zip(high) {
        (*place, carry) = add_with_carry(limb, 0, carry);
    }
    high_sum[high.len()] = carry.into();
}

/// Writes `large - small`, which is not negative, to the first limbs of `difference`.
fn magnitude_difference(large: &[u64], small: &[u64], difference: &mut [u64]) {
    let mut borrow = false;
    let (low, high) = large.split_at(small.len());
    let (low_rest, high_rest) = difference.split_at_mut(small.len());
    for ((place, &limb), &other) in low_rest.iter_mut().zip(low).zip(small) {
        (*place, borrow) = sub_with_borrow(limb, other, borrow);
    }
    for (place, &limb) in high_rest.iter_mut().zip(high) {
        (*place, borrow) = sub_with_borrow(limb, 0, borrow);
    }
}

/// Limbs of the shorter factor up to which every pair of limbs is multiplied; beyond, the library's algorithms take over.
const SHORT_FACTOR: usize = 24;

/// Writes `one * other` to `product`, which is zeroed and has as many limbs as both together.
fn magnitude_product(one: &[u64], other: &[u64], product: &mut [u64]) {
    for (start, &factor) in one.iter().enumerate() {
        let mut carry = 0;
        for (place, &limb) in product[start..].iter_mut().zip(other) {
            // At most (2^64 - 1)^2 + 2 * (2^64 - 1) = 2^128 - 1.
            let sum = u128::from(factor) * u128::from(limb) + u128::from(*place) + u128::from(carry);
            (*place, carry) = (sum as u64, (sum >> 64) as u64);
        }
        product[start + other.len()] = carry;
    }
}

/// `left * right`.
pub(crate) fn mul(cx: &Cx, left: Int, right: Int) -> R<Value> {
    match (left, right) {
        (Int::Word(left), Int::Word(right)) => from_i128(cx, i128::from(left) * i128::from(right)),
        _ => mul_limbs(cx, left, right),
    }
}

fn mul_limbs(cx: &Cx, left: Int, right: Int) -> R<Value> {
    let (left_len, right_len) = (limb_count(left), limb_count(right));
    let len = left_len + right_len;
    if len > MAX_LIMBS {
        return Err(cx.memory_error());
    }
    if left_len.min(right_len) > SHORT_FACTOR || len >= HEAVY_LIMBS {
        return through_library(cx, left, right, |left, right| left * right);
    }
    left.with_limbs(|left_negative, left| {
        right.with_limbs(|right_negative, right| {
            with_room(len, |room| {
                let (short, long) = if left.len() <= right.len() { (left, right) } else { (right, left) };
                magnitude_product(short, long, room);
                from_limbs(cx, left_negative != right_negative, room)
            })
        })
    })
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
    cx.check_room(whole.saturating_mul(8))?;
    left.with_limbs(|negative, limbs| {
        with_room(whole + limbs.len() + 1, |room| {
            let mut carried = 0;
            for (place, &limb) in room[whole..].iter_mut().zip(limbs) {
                *place = limb << bits | carried;
                carried = if bits == 0 { 0 } else { limb >> (64 - bits) };
            }
            room[whole + limbs.len()] = carried;
            from_limbs(cx, negative, room)
        })
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
    with_room(kept.len() + 1, |room| {
        for (index, (place, &limb)) in room.iter_mut().zip(kept).enumerate() {
            let above = kept.get(index + 1).copied().unwrap_or(0);
            *place = if bits == 0 { limb } else { limb >> bits | above << (64 - bits) };
        }
        if negative && lost {
            // Away from zero: the next larger magnitude.
            let mut carry = true;
            for place in room.iter_mut() {
                (*place, carry) = add_with_carry(*place, 0, carry);
            }
        }
        from_limbs(cx, negative, room)
    })
}

/// `left & right`.
pub(crate) fn and(cx: &Cx, left: Int, right: Int) -> R<Value> {
    match (left, right) {
        (Int::Word(left), Int::Word(right)) => from_i64(cx, left & right),
        _ => bitwise(cx, left, right, |left, right| left & right, |left, right| left & right),
    }
}

/// `left | right`.
pub(crate) fn or(cx: &Cx, left: Int, right: Int) -> R<Value> {
    match (left, right) {
        (Int::Word(left), Int::Word(right)) => from_i64(cx, left | right),
        _ => bitwise(cx, left, right, |left, right| left | right, |left, right| left | right),
    }
}

/// `left ^ right`.
pub(crate) fn xor(cx: &Cx, left: Int, right: Int) -> R<Value> {
    match (left, right) {
        (Int::Word(left), Int::Word(right)) => from_i64(cx, left ^ right),
        _ => bitwise(cx, left, right, |left, right| left ^ right, |left, right| left ^ right),
    }
}

/// A bit operation: limb by limb, or by the library's two's complement where an operand is negative.
fn bitwise(
    cx: &Cx,
    left: Int,
    right: Int,
    limbs: fn(u64, u64) -> u64,
    signed: fn(IBig, IBig) -> IBig,
) -> R<Value> {
    if left.is_negative() || right.is_negative() {
        return through_library(cx, left, right, signed);
    }
    left.with_limbs(|_, left| {
        right.with_limbs(|_, right| {
            let (long, short) = if left.len() >= right.len() { (left, right) } else { (right, left) };
            with_room(long.len(), |room| {
                for (index, (place, &limb)) in room.iter_mut().zip(long).enumerate() {
                    *place = limbs(limb, short.get(index).copied().unwrap_or(0));
                }
                from_limbs(cx, false, room)
            })
        })
    })
}
