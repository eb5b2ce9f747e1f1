//! Hexadecimal text of floats: `hex` and `fromhex`. Exact both ways, rounding half to even where there are too many digits.

use crate::types::float::{compose, decompose};
use crate::types::int::decimal_digits::strip;

/// `float.hex`: `[-]0x1.fffffp+3`.
pub(super) fn to_hex(number: f64) -> String {
    if !number.is_finite() {
        return super::repr(number).into();
    }
    let sign = if number.is_sign_negative() { "-" } else { "" };
    let number = number.abs();
    if number == 0.0 {
        return format!("{sign}0x0.0p+0");
    }
    let (mantissa, exponent) = decompose(number);
    let (whole, fraction) = (mantissa >> 52, mantissa & ((1 << 52) - 1));
    format!("{sign}0x{whole}.{fraction:013x}p{:+}", exponent + 52)
}

/// Why a text is no hexadecimal float.
pub(super) enum Malformed {
    Syntax,
    TooLarge,
}

/// `float.fromhex`: the number that a text spells.
pub(super) fn from_hex(text: &[u8]) -> Result<f64, Malformed> {
    let text = strip(text);
    let (negative, text) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    let magnitude = if text.eq_ignore_ascii_case(b"inf") || text.eq_ignore_ascii_case(b"infinity") {
        f64::INFINITY
    } else if text.eq_ignore_ascii_case(b"nan") {
        f64::NAN
    } else {
        let magnitude = finite(text).ok_or(Malformed::Syntax)?;
        if magnitude.is_infinite() {
            return Err(Malformed::TooLarge);
        }
        magnitude
    };
    Ok(if negative { -magnitude } else { magnitude })
}

/// Digits with at most one point and a binary exponent; infinite where it is too large.
fn finite(text: &[u8]) -> Option<f64> {
    let text = match text {
        [b'0', b'x' | b'X', rest @ ..] => rest,
        rest => rest,
    };
    let end = text.iter().position(|byte| matches!(byte, b'p' | b'P')).unwrap_or(text.len());
    let exponent = match text.get(end + 1..) {
        Some(exponent) => decimal_exponent(exponent)?,
        None => 0,
    };
    let (mut mantissa, mut sticky, mut scale, mut seen_point, mut any) = (0u64, false, 0i64, false, false);
    for &byte in &text[..end] {
        if byte == b'.' && !seen_point {
            seen_point = true;
            continue;
        }
        let digit = u64::from(char::from(byte).to_digit(16)?);
        any = true;
        if mantissa >> 60 == 0 {
            mantissa = mantissa << 4 | digit;
            scale -= if seen_point { 4 } else { 0 };
        } else {
            sticky |= digit != 0;
            scale += if seen_point { 0 } else { 4 };
        }
    }
    any.then(|| compose(mantissa, sticky, exponent.saturating_add(scale)))
}

/// A decimal number with a sign, saturated far beyond every float.
fn decimal_exponent(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let magnitude =
        digits.iter().fold(0i64, |number, digit| (number * 10 + i64::from(digit - b'0')).min(1 << 56));
    Some(if negative { -magnitude } else { magnitude })
}
