//! `complex(real, imag)` and `complex(text)`.

use crate::call;
use crate::context::{Cx, R};
use crate::exceptions;
use crate::protocol;
use crate::runtime;
use crate::types::complex::{self, Parts};
use crate::types::float;
use crate::types::int::decimal_digits::{strip, to_ascii};
use crate::types::int::new::checked_class;
use crate::types::number;
use crate::types::str_::Str;
use crate::value::Value;

/// `complex.__new__(type, real=0, imag=0)`.
pub(super) fn complex_new(cx: &Cx, args: &[Value]) -> R<Value> {
    let class = checked_class(cx, args[0], number::COMPLEX, "complex")?;
    let exact = class == runtime::builtin_type(number::COMPLEX);
    let parts = match (args[1].bound(), args[2].bound()) {
        (None, None) => (0.0, 0.0),
        (Some(real), None) => {
            if exact && real.cast_exact::<complex::Complex>(number::COMPLEX).is_some() {
                return Ok(real);
            }
            match real.cast::<Str>() {
                Some(_) => parse(cx, real)?,
                None => {
                    let message = "complex() argument must be a string or a number";
                    real_argument(cx, real, message, float::to_f64)?.0
                }
            }
        }
        (real, Some(imag)) => {
            let message = "complex() argument 'real' must be a real number";
            let (real, real_is_complex) = match real {
                Some(real) => real_argument(cx, real, message, float::to_f64_asking)?,
                None => ((0.0, 0.0), false),
            };
            let (imag, imag_is_complex) = imag_argument(cx, imag)?;
            // real + imag * 1j, without touching a part that is not there.
            let first = if imag_is_complex { real.0 - imag.1 } else { real.0 };
            (first, if real_is_complex { imag.0 + real.1 } else { imag.0 })
        }
    };
    if exact { complex::new(cx, parts.0, parts.1) } else { complex::new_instance(cx, class, parts) }
}

/// What a value's `__complex__` gives; `None` where it has none.
fn by_special_method(cx: &Cx, value: Value) -> R<Option<Parts>> {
    if value.as_object().is_none() {
        return Ok(None);
    }
    let Some(result) = call::call_special(cx, value, cx.intern("__complex__")?, &[])? else {
        return Ok(None);
    };
    let what = "__complex__ returned non-complex";
    let Some(parts) = complex::of(result) else {
        return Err(cx.type_error(format!("{what} (type {})", cx.type_name(result))));
    };
    if cx.type_of(result).is_heap() {
        exceptions::warn_of_strict_subclass(cx, what, result, "complex")?;
    }
    Ok(Some(parts))
}

fn is_real(cx: &Cx, value: Value) -> bool {
    let slots = cx.type_of(value).slots();
    slots.float.is_some() || slots.index.is_some()
}

/// The first argument, and whether it was complex. `number` is how one that is not becomes a float.
fn real_argument(cx: &Cx, value: Value, message: &str, number: fn(&Cx, Value) -> R<f64>) -> R<(Parts, bool)> {
    if let Some(parts) = by_special_method(cx, value)? {
        return Ok((parts, true));
    }
    if let Some(parts) = complex::of(value) {
        return Ok((parts, true));
    }
    if !is_real(cx, value) {
        return Err(cx.type_error(format!("{message}, not {}", cx.type_name(value))));
    }
    Ok(((number(cx, value)?, 0.0), false))
}

/// The second argument, and whether it was complex.
fn imag_argument(cx: &Cx, value: Value) -> R<(Parts, bool)> {
    if let Some(parts) = complex::of(value) {
        return Ok((parts, true));
    }
    if !is_real(cx, value) {
        let shown = cx.type_name(value);
        return Err(cx.type_error(format!("complex() argument 'imag' must be a real number, not {shown}")));
    }
    Ok(((float::to_f64_asking(cx, value)?, 0.0), false))
}

/// Any number as a complex one: by `__complex__`, `__float__` or `__index__`. Errors: `TypeError` where it has none of them.
pub fn to_parts(cx: &Cx, value: Value) -> R<Parts> {
    match complex::of(value) {
        Some(parts) => Ok(parts),
        None => match by_special_method(cx, value)? {
            Some(parts) => Ok(parts),
            None => Ok((float::to_f64(cx, value)?, 0.0)),
        },
    }
}

/// `complex.from_number(number)`, a class method.
pub(super) fn from_number(cx: &Cx, args: &[Value]) -> R<Value> {
    let (class, value) = (args[0], args[1]);
    let exact = class == runtime::builtin_type(number::COMPLEX).value();
    if exact && value.cast_exact::<complex::Complex>(number::COMPLEX).is_some() {
        return Ok(value);
    }
    let parts = to_parts(cx, value)?;
    let plain = complex::new(cx, parts.0, parts.1)?;
    if exact { Ok(plain) } else { call::call_values(cx, class, &[plain]) }
}

fn parse(cx: &Cx, value: Value) -> R<Parts> {
    let points = value.cast::<Str>().map(|text| to_ascii(text.code_points())).unwrap_or_default();
    let text = strip(&points);
    let Some(text) = float::parse::without_underscores(text) else {
        let shown = protocol::repr_string(cx, value)?;
        return Err(cx.value_error(&format!("could not convert string to complex: {shown}")));
    };
    parse_text(&text).ok_or_else(|| cx.value_error("complex() arg is a malformed string"))
}

/// A whole text: an optional pair of parentheses around `real`, `imag j` or `real ± imag j`.
fn parse_text(text: &[u8]) -> Option<Parts> {
    let text = match text {
        [b'(', inside @ .., b')'] => strip(inside),
        _ => text,
    };
    let is_j = |text: &[u8]| matches!(text, b"j" | b"J");
    let Some((first, rest)) = float_prefix(text) else {
        // No number: a lone j with or without sign.
        return match text {
            [b'+', rest @ ..] if is_j(rest) => Some((0.0, 1.0)),
            [b'-', rest @ ..] if is_j(rest) => Some((0.0, -1.0)),
            rest if is_j(rest) => Some((0.0, 1.0)),
            _ => None,
        };
    };
    if rest.is_empty() {
        return Some((first, 0.0));
    }
    if is_j(rest) {
        return Some((0.0, first));
    }
    let (imag, rest) = match (float_prefix(rest), rest) {
        (_, []) => return None,
        (Some((imag, after)), [b'+' | b'-', ..]) => (imag, after),
        (None, [b'+', after @ ..]) => (1.0, after),
        (None, [b'-', after @ ..]) => (-1.0, after),
        _ => return None,
    };
    is_j(rest).then_some((first, imag))
}

/// The longest number at the start of a text, and what follows it.
fn float_prefix(text: &[u8]) -> Option<(f64, &[u8])> {
    let signed = usize::from(matches!(text.first(), Some(b'+' | b'-')));
    let starts =
        |word: &[u8]| text[signed..].get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    let end = if let Some(word) = [&b"infinity"[..], b"inf", b"nan"].into_iter().find(|word| starts(word)) {
        signed + word.len()
    } else {
        let digits = |from: usize| text[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let whole = digits(signed);
        let mut end = signed + whole;
        let mut fraction = 0;
        if text.get(end) == Some(&b'.') {
            fraction = digits(end + 1);
            end += 1 + fraction;
        }
        if whole + fraction == 0 {
            return None;
        }
        if matches!(text.get(end), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(text.get(end + 1), Some(b'+' | b'-')));
            let count = if end + 1 + sign <= text.len() { digits(end + 1 + sign) } else { 0 };
            if count > 0 {
                end += 1 + sign + count;
            }
        }
        end
    };
    float::parse::parse(&text[..end]).map(|number| (number, &text[end..]))
}
