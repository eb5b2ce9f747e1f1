//! Powers of ints, with and without a modulus.

use dashu_int::fast_div::ConstDivisor;
use dashu_int::ops::{ExtendedGcd, Gcd};
use dashu_int::{IBig, UBig};

use crate::context::{Cx, R};
use crate::types::float;
use crate::types::int::arithmetic::{MAX_BITS, compute, limb_count, shift_left};
use crate::types::int::{Int, from_i64, from_i128, from_ibig, sign, to_float};
use crate::value::Value;

/// `base ** exponent`; a float where the exponent is negative. Errors: `ZeroDivisionError`, `OverflowError`, `MemoryError`.
pub(crate) fn pow(cx: &Cx, base: Int, exponent: Int) -> R<Value> {
    if exponent.is_negative() {
        return float::power::pow(cx, to_float(cx, base)?, to_float(cx, exponent)?);
    }
    let odd = exponent.with_limbs(|_, limbs| limbs.first().is_some_and(|limb| limb & 1 == 1));
    match (base, exponent) {
        (_, Int::Word(0)) => from_i64(cx, 1),
        (Int::Word(word @ (0 | 1)), _) => from_i64(cx, word),
        (Int::Word(-1), _) => from_i64(cx, if odd { -1 } else { 1 }),
        (_, Int::Word(1)) => base.value(cx),
        (Int::Word(2), _) => shift_left(cx, Int::Word(1), exponent),
        (_, Int::Big(_)) => Err(cx.memory_error()),
        (_, Int::Word(exponent)) => {
            if let Int::Word(base) = base
                && let Some(result) =
                    u32::try_from(exponent).ok().and_then(|exponent| i128::from(base).checked_pow(exponent))
            {
                return from_i128(cx, result);
            }
            let bits = (base.bit_length() - 1).saturating_mul(exponent as u64);
            if bits > MAX_BITS {
                return Err(cx.memory_error());
            }
            cx.check_room((bits / 8) as usize)?;
            let negative = base.is_negative() && odd;
            let magnitude = base.to_ubig();
            let result = compute(cx, (bits / 64) as usize, || magnitude.pow(exponent as usize));
            from_ibig(cx, &IBig::from_parts(sign(negative), result))
        }
    }
}

/// `pow(base, exponent, modulus)`: the result has the modulus's sign; a negative exponent inverts the base first. Errors: `ValueError` where
/// the modulus is zero or the base has no inverse.
pub fn pow_mod(cx: &Cx, base: Int, exponent: Int, modulus: Int) -> R<Value> {
    if modulus.is_zero() {
        return Err(cx.value_error("pow() 3rd argument cannot be 0"));
    }
    let size = limb_count(base) + limb_count(exponent) + limb_count(modulus) * 2;
    let (base, power, divisor) = (base.to_ibig(), exponent.to_ubig(), modulus.to_ubig());
    let inverse_wanted = exponent.is_negative();
    // Each step of a power is a product of the modulus's size, so a long exponent counts too.
    let weight = size.saturating_mul(limb_count(exponent).max(1));
    let Some(rest) = compute(cx, weight, || power_in_ring(&base, &power, divisor, inverse_wanted)) else {
        return Err(cx.value_error("base is not invertible for the given modulus"));
    };
    let rest = IBig::from(rest);
    if modulus.is_negative() && !rest.is_zero() {
        return from_ibig(cx, &(rest + modulus.to_ibig()));
    }
    from_ibig(cx, &rest)
}

/// The power in the ring of the modulus; `None` where the inverse that a negative exponent asks for does not exist.
fn power_in_ring(base: &IBig, power: &UBig, modulus: UBig, invert: bool) -> Option<UBig> {
    if modulus.is_one() {
        return Some(UBig::ZERO);
    }
    let ring = ConstDivisor::new(modulus.clone());
    let mut element = ring.reduce(base.clone());
    if invert {
        let residue = element.residue();
        if residue.is_zero() || !(&residue).gcd(&modulus).is_one() {
            return None;
        }
        let (_, inverse, _) = residue.gcd_ext(modulus);
        element = ring.reduce(inverse);
    }
    Some(element.pow(power).residue())
}
