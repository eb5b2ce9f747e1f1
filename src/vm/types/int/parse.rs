//! Text to int: `int('0x1f', 16)`'s grammar, and the limit on the number of digits.

use dashu_int::UBig;

use crate::context::{Cx, R, Raised};
use crate::types::int::arithmetic::compute;
use crate::types::int::decimal_digits::strip;
use crate::types::int::{format, from_i64, from_limbs};
use crate::value::Value;

/// Why a text is no int.
pub(crate) enum Malformed {
    /// Not an int of that base.
    Syntax,
    /// More digits than the limit allows: how many.
    TooLong(usize),
}

/// Raises for a malformed text; `shown` is the argument's `repr`.
pub(crate) fn raise(cx: &Cx, malformed: &Malformed, base: u32, shown: &str) -> Raised {
    match malformed {
        Malformed::Syntax => {
            let shown: String = shown.chars().take(200).collect();
            cx.value_error(&format!("invalid literal for int() with base {base}: {shown}"))
        }
        Malformed::TooLong(count) => {
            let limit = format::max_str_digits();
            cx.value_error(&format!(
                "Exceeds the limit ({limit} digits) for integer string conversion: value has {count} digits; \
                 use sys.set_int_max_str_digits() to increase the limit"
            ))
        }
    }
}

/// A number taken apart: sign, base, digits without underscores.
struct Parsed {
    negative: bool,
    base: u32,
    digits: Vec<u8>,
}

/// Reads an int in ASCII, white space around it allowed; `base` is 0 (the text says it) or 2 to 36.
pub(crate) fn parse(cx: &Cx, text: &[u8], base: u32) -> R<Result<Value, Malformed>> {
    if base == 10
        && text.len() <= MAX_SHORT_DIGITS
        && let Some(number) = short_decimal(text)
    {
        return Ok(Ok(from_i64(cx, number)?));
    }
    let Some(parsed) = take_apart(strip(text), base) else { return Ok(Err(Malformed::Syntax)) };
    let count = parsed.digits.len();
    let limit = format::max_str_digits();
    if !parsed.base.is_power_of_two() && limit > 0 && count > limit {
        return Ok(Err(Malformed::TooLong(count)));
    }
    let Ok(digits) = str::from_utf8(&parsed.digits) else { return Ok(Err(Malformed::Syntax)) };
    // Twelve digits of base 36 fit in 64 bits.
    if count <= 12 {
        return Ok(match i64::from_str_radix(digits, parsed.base) {
            Ok(number) => Ok(from_i64(cx, if parsed.negative { -number } else { number })?),
            Err(_) => Err(Malformed::Syntax),
        });
    }
    match compute(cx, count / 8, || UBig::from_str_radix(digits, parsed.base)) {
        Ok(magnitude) => from_limbs(cx, parsed.negative, magnitude.as_words()).map(Ok),
        Err(_) => Ok(Err(Malformed::Syntax)),
    }
}

/// Decimal digits whose number always fits in 64 bits.
const MAX_SHORT_DIGITS: usize = 18;

/// The number of a short text of nothing but decimal digits, with a minus sign at most.
fn short_decimal(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    if digits.is_empty() {
        return None;
    }
    let mut number = 0;
    for &byte in digits {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number * 10 + i64::from(digit);
    }
    Some(if negative { -number } else { number })
}

fn take_apart(text: &[u8], base: u32) -> Option<Parsed> {
    let (negative, text) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        rest => (false, rest),
    };
    let named = match text {
        [b'0', b'x' | b'X', ..] => 16,
        [b'0', b'o' | b'O', ..] => 8,
        [b'0', b'b' | b'B', ..] => 2,
        _ => 0,
    };
    let has_prefix = named != 0 && (base == 0 || base == named);
    // After a prefix one underscore may stand.
    let digits = match (has_prefix, text) {
        (true, [_, _, b'_', rest @ ..] | [_, _, rest @ ..]) => rest,
        _ => text,
    };
    let digits = without_underscores(digits)?;
    let base_zero_decimal = base == 0 && !has_prefix;
    if base_zero_decimal && digits.first() == Some(&b'0') && digits.iter().any(|&digit| digit != b'0') {
        return None;
    }
    let base = match (base, has_prefix) {
        (0, true) => named,
        (0, false) => 10,
        _ => base,
    };
    let all_digits = digits.iter().all(|&digit| char::from(digit).is_digit(base));
    all_digits.then_some(Parsed { negative, base, digits })
}

/// The text without its underscores, each of which must stand between two other characters; `None` where one does not or the text is empty.
pub(crate) fn without_underscores(text: &[u8]) -> Option<Vec<u8>> {
    if text.is_empty()
        || text[0] == b'_'
        || text[text.len() - 1] == b'_'
        || text.windows(2).any(|pair| pair == b"__")
    {
        return None;
    }
    Some(text.iter().copied().filter(|&byte| byte != b'_').collect())
}
