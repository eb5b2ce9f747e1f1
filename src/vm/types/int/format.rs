//! Int to text: decimal with the limit on the number of digits, other bases, and `__format__`.

use std::sync::atomic::{AtomicUsize, Ordering};

use compact_str::{CompactString, ToCompactString, format_compact};
use dashu_int::UBig;

use crate::context::{Cx, R};
use crate::exceptions;
use crate::types::float;
use crate::types::format_spec::{self, ClassName, Defaults, NumberParts, Spec};
use crate::types::int::arithmetic::{compute, limb_count};
use crate::types::int::{Int, to_float};
use crate::types::str_::{self, Units};
use crate::value::Value;

/// `sys.int_info.default_max_str_digits`.
pub const DEFAULT_MAX_STR_DIGITS: usize = 4300;
static MAX_STR_DIGITS: AtomicUsize = AtomicUsize::new(DEFAULT_MAX_STR_DIGITS);

/// Most digits of a conversion between int and decimal text (`sys.get_int_max_str_digits`); 0: no limit.
pub fn max_str_digits() -> usize {
    MAX_STR_DIGITS.load(Ordering::Relaxed)
}

/// Sets [`max_str_digits`]. The caller has checked it (0, or at least 640).
pub fn set_max_str_digits(limit: usize) {
    MAX_STR_DIGITS.store(limit, Ordering::Relaxed);
}

/// The decimal text. Errors: `ValueError` where it has more digits than the limit allows.
pub fn decimal(cx: &Cx, number: Int) -> R<CompactString> {
    if let Int::Word(word) = number {
        return Ok(itoa::Buffer::new().format(word).into());
    }
    let limit = max_str_digits();
    // A number of b bits has at least (b - 1) * log10(2) digits.
    let surely = (number.bit_length() - 1) / 4 + (number.bit_length() - 1) / 20;
    let magnitude = number.to_ubig();
    let text = if limit > 0 && surely > limit as u64 {
        None
    } else {
        let text = compute(cx, limb_count(number), || magnitude.to_compact_string());
        (limit == 0 || text.len() <= limit).then_some(text)
    };
    let Some(mut text) = text else {
        return Err(cx.value_error(&format!(
            "Exceeds the limit ({limit} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit"
        )));
    };
    if number.is_negative() {
        text.insert(0, '-');
    }
    Ok(text)
}

/// The magnitude's digits in base 2, 8 or 16 (lower case), without sign or prefix.
pub fn in_radix(cx: &Cx, number: Int, base: u32) -> CompactString {
    if let Int::Word(word) = number {
        let magnitude = word.unsigned_abs();
        return match base {
            2 => format_compact!("{magnitude:b}"),
            8 => format_compact!("{magnitude:o}"),
            _ => format_compact!("{magnitude:x}"),
        };
    }
    let magnitude: UBig = number.to_ubig();
    compute(cx, limb_count(number), || match base {
        2 => format_compact!("{magnitude:b}"),
        8 => format_compact!("{magnitude:o}"),
        _ => format_compact!("{magnitude:x}"),
    })
}

/// `int.__format__` with a spec that is not empty.
pub(crate) fn format(cx: &Cx, number: Int, spec: Units<'_>, class_name: ClassName<'_>) -> R<Value> {
    let spec = &format_spec::parse(cx, spec, class_name, Defaults::INT)?;
    let kind = spec.kind.unwrap_or(u32::from(b'd'));
    let base = match u8::try_from(kind) {
        Ok(b'd' | b'n') => 10,
        Ok(b'b') => 2,
        Ok(b'o') => 8,
        Ok(b'x' | b'X') => 16,
        Ok(b'c') => return character(cx, number, spec),
        Ok(b'e' | b'E' | b'f' | b'F' | b'g' | b'G' | b'%') => {
            return float::format::by_spec(cx, to_float(cx, number)?, spec, class_name);
        }
        _ => return Err(format_spec::unknown_kind(cx, kind, class_name)),
    };
    check(cx, spec)?;
    let mut text = if base == 10 { decimal(cx, number)? } else { in_radix(cx, number, base) };
    let upper = kind == u32::from(b'X');
    if upper {
        text.make_ascii_uppercase();
    }
    let prefix = match (spec.alternate, base, upper) {
        (true, 2, _) => "0b",
        (true, 8, _) => "0o",
        (true, 16, false) => "0x",
        (true, 16, true) => "0X",
        _ => "",
    };
    let digits = text.strip_prefix('-').unwrap_or(&text);
    let parts = NumberParts { negative: number.is_negative(), prefix, digits, ..NumberParts::default() };
    format_spec::number(cx, spec, &parts)
}

fn check(cx: &Cx, spec: &Spec) -> R<()> {
    if spec.precision.is_some() {
        return Err(cx.value_error("Precision not allowed in integer format specifier"));
    }
    if spec.no_negative_zero {
        return Err(cx.value_error("Negative zero coercion (z) not allowed in integer format specifier"));
    }
    Ok(())
}

/// The type `c`: one character.
fn character(cx: &Cx, number: Int, spec: &Spec) -> R<Value> {
    check(cx, spec)?;
    if spec.sign_given {
        return Err(cx.value_error("Sign not allowed with integer format specifier 'c'"));
    }
    if spec.alternate {
        return Err(cx.value_error("Alternate form (#) not allowed with integer format specifier 'c'"));
    }
    let message = match number {
        Int::Word(point @ 0..0x11_0000) => {
            let text = str_::from_points(cx, &[point as u32])?;
            return format_spec::pad(cx, spec, text);
        }
        Int::Word(_) => "%c arg not in range(0x110000)",
        Int::Big(_) => "Python int too large to convert to C long",
    };
    Err(cx.error(exceptions::OVERFLOW_ERROR, message.into()))
}
