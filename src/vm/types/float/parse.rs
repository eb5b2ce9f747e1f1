//! Text to float: Python's grammar around the standard library's correctly rounded parser.

use std::borrow::Cow;

use crate::buffer::bytes_like_optional;
use crate::context::{Cx, R};
use crate::protocol;
use crate::types::int::decimal_digits::{strip, to_ascii};
use crate::types::str_::Str;
use crate::value::Value;

/// Text without underscores, each of which must stand between two digits; `None` where one does not.
pub(crate) fn without_underscores(text: &[u8]) -> Option<Cow<'_, [u8]>> {
    if !text.contains(&b'_') {
        return Some(Cow::Borrowed(text));
    }
    let digit_at = |index: usize| text.get(index).is_some_and(u8::is_ascii_digit);
    let misplaced = |(index, &byte): (usize, &u8)| {
        byte == b'_' && !(index > 0 && digit_at(index - 1) && digit_at(index + 1))
    };
    if text.iter().enumerate().any(misplaced) {
        return None;
    }
    Some(Cow::Owned(text.iter().copied().filter(|&byte| byte != b'_').collect()))
}

/// The number that a whole ASCII text spells: digits with point and exponent, `inf`, `infinity`, `nan` in any case, with a sign.
pub(crate) fn parse(text: &[u8]) -> Option<f64> {
    let text = without_underscores(text)?;
    str::from_utf8(&text).ok()?.parse().ok()
}

/// `float(value)` for a str or bytes; `None` for other values. Errors: `ValueError`.
pub(super) fn parse_value(cx: &Cx, value: Value) -> R<Option<f64>> {
    let number = if let Some(text) = value.cast::<Str>() {
        match text.as_ascii() {
            Some(text) => parse(strip(text.as_bytes())),
            None => parse(strip(&to_ascii(text.code_points()))),
        }
    } else if let Some(content) = bytes_like_optional(cx, value)? {
        parse(strip(&content))
    } else {
        return Ok(None);
    };
    match number {
        Some(number) => Ok(Some(number)),
        None => {
            let shown = protocol::repr_string(cx, value)?;
            Err(cx.value_error(&format!("could not convert string to float: {shown}")))
        }
    }
}
