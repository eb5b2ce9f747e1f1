//! `float`: IEEE 754 doubles in the word; instances of Python subclasses are cells ([`FloatInstance`]).
//!
//! Here: hashing, taking numbers apart and putting them together exactly, conversion of any value. Thread-safety: immutable.

mod arithmetic;
pub mod format;
pub mod half;
mod hex;
mod methods;
pub(crate) mod parse;
pub(crate) mod power;
pub(crate) mod repr;
mod round;
#[cfg(test)]
mod tests;

use typhon_gc::Header;

use crate::context::{Cx, R};
use crate::exceptions;
use crate::object::{Obj, Payload, flag};
use crate::protocol;
use crate::typedef::{Layout, trace_nothing};
use crate::types::int::{self, HASH_MODULUS, Int, avoid_minus_one};
use crate::types::type_::Type;
use crate::value::Value;

pub(crate) use arithmetic::order;
pub use arithmetic::{floor_divide, modulo};
pub use methods::FLOAT;
pub use repr::repr;

/// An instance of a Python subclass of `float`.
#[repr(C)]
pub struct FloatInstance {
    header: Header,
    number: f64,
}

/// Layout of subclass instances: the one of the type `float`, which has no heap instances itself.
pub static LAYOUT: Layout = Layout::fixed("float", size_of::<FloatInstance>(), trace_nothing);

// SAFETY: repr(C), header first, no references, immutable.
unsafe impl Payload for FloatInstance {
    const LAYOUT: &'static Layout = &LAYOUT;
}

/// The number of a float or of an instance of a subclass.
#[inline]
pub fn of(value: Value) -> Option<f64> {
    value.as_float().or_else(|| value.cast::<FloatInstance>().map(|instance| instance.number))
}

/// An instance of a subclass of `float`.
fn new_instance(cx: &Cx, class: Obj<Type>, number: f64) -> R<Value> {
    let shape = class.start_shape();
    let flags = if shape.has_attributes() { flag::HAS_ATTRIBUTES } else { 0 };
    let payload = FloatInstance { header: Header::new(shape.id(), flags), number };
    Ok(cx.alloc_instance(shape, payload)?.value())
}

/// The number of a float, an int, a bool or an instance of one of them; `None` for other values. Errors: `OverflowError` for an int that is
/// too large.
pub(crate) fn operand(cx: &Cx, value: Value) -> R<Option<f64>> {
    match of(value) {
        Some(number) => Ok(Some(number)),
        None => Int::of(value).map(|number| int::to_float(cx, number)).transpose(),
    }
}

/// Any real number as a float: by `__float__` or `__index__`. Errors: `TypeError` where the value has neither, and what those raise.
pub fn to_f64(cx: &Cx, value: Value) -> R<f64> {
    // Also of an instance of a derived class, whatever its `__float__` says.
    if let Some(number) = of(value) {
        return Ok(number);
    }
    to_f64_asking(cx, value)
}

/// As [`to_f64`], but an instance of a derived class is asked by its `__float__`.
pub(crate) fn to_f64_asking(cx: &Cx, value: Value) -> R<f64> {
    convert(cx, value, |cx, value| cx.type_error(format!("must be real number, not {}", cx.type_name(value))))
}

/// As [`to_f64`], with the caller's error for values that are no numbers.
fn convert(cx: &Cx, value: Value, refuse: fn(&Cx, Value) -> crate::context::Raised) -> R<f64> {
    if let Some(number) = value.as_float() {
        return Ok(number);
    }
    let slots = cx.type_of(value).slots();
    if let Some(slot) = slots.float {
        let result = slot(cx, value)?;
        if let Some(number) = result.as_float() {
            return Ok(number);
        }
        let what = format!("{}.__float__ returned non-float", cx.type_name(value));
        let Some(number) = of(result) else {
            return Err(cx.type_error(format!("{what} (type {})", cx.type_name(result))));
        };
        exceptions::warn_of_strict_subclass(cx, &what, result, "float")?;
        return Ok(number);
    }
    if slots.index.is_some() {
        let index = protocol::index::to_value(cx, value)?;
        return int::to_float(cx, Int::of(index).unwrap_or(Int::Word(0)));
    }
    Err(refuse(cx, value))
}

// --- hashing --------------------------------------------------------------------------------------------------------------

const HASH_INFINITY: i64 = 314_159;

/// Hash of a float: that of the equal int or fraction, modulo 2^61 - 1; NaNs hash by identity, which is their word.
pub fn hash(number: f64) -> i64 {
    if number.is_nan() {
        return protocol::identity_hash(Value::from_float(number));
    }
    if number.is_infinite() {
        return if number > 0.0 { HASH_INFINITY } else { -HASH_INFINITY };
    }
    // mantissa * 2^exponent: multiplying by 2 rotates 61 bits.
    let (mantissa, exponent) = decompose(number.abs());
    let shift = exponent.rem_euclid(61) as u32;
    let rotated = (mantissa << shift & HASH_MODULUS) | mantissa >> (61 - shift);
    avoid_minus_one(if number < 0.0 { -(rotated as i64) } else { rotated as i64 })
}

// --- exact parts ----------------------------------------------------------------------------------------------------------

const MANTISSA_BITS: u32 = 52;
const EXPONENT_BIAS: i64 = 1023 + MANTISSA_BITS as i64;

/// A finite number that is not negative as `mantissa * 2^exponent`, exactly; the mantissa has at most 53 bits.
pub(crate) const fn decompose(number: f64) -> (u64, i64) {
    let bits = number.to_bits();
    let fraction = bits & ((1 << MANTISSA_BITS) - 1);
    match (bits >> MANTISSA_BITS) & 0x7ff {
        0 => (fraction, 1 - EXPONENT_BIAS),
        exponent => (fraction | 1 << MANTISSA_BITS, exponent as i64 - EXPONENT_BIAS),
    }
}

/// `mantissa * 2^exponent`, rounded once, half to even; `sticky` says that the true number lies a little higher (less than one unit of the
/// mantissa), in which case the mantissa must have at least 55 bits. Infinite on overflow.
pub(crate) fn compose(mantissa: u64, sticky: bool, exponent: i64) -> f64 {
    if mantissa == 0 {
        return 0.0;
    }
    let bits = i64::from(64 - mantissa.leading_zeros());
    let top = exponent.saturating_add(bits - 1);
    if top > 1023 {
        return f64::INFINITY;
    }
    // Fewer bits remain below the normal range.
    let kept = if top >= -1022 { 53 } else { 53 - (-1022 - top) };
    let dropped = bits - kept;
    if kept < 0 {
        return 0.0;
    }
    if dropped <= 0 {
        return scale(mantissa as f64, exponent);
    }
    let wide = u128::from(mantissa);
    let (quotient, rest, half) =
        ((wide >> dropped) as u64, wide & ((1 << dropped) - 1), 1u128 << (dropped - 1));
    let up = rest > half || rest == half && (sticky || quotient & 1 == 1);
    scale((quotient + u64::from(up)) as f64, exponent + dropped)
}

/// `number * 2^exponent` where the result is exact or infinite.
pub(crate) fn scale(mut number: f64, mut exponent: i64) -> f64 {
    const UP: f64 = f64::from_bits((1023 + 1023) << MANTISSA_BITS);
    while exponent > 1023 {
        if number.is_infinite() || number == 0.0 {
            return number;
        }
        number *= UP;
        exponent -= 1023;
    }
    while exponent < -1022 {
        if number == 0.0 {
            return number;
        }
        number *= f64::MIN_POSITIVE;
        exponent += 1022;
    }
    number * f64::from_bits(((1023 + exponent) as u64) << MANTISSA_BITS)
}
