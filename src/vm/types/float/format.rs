//! `float.__format__`: presentation types over the digit layouts of [`super::repr`].

use crate::context::{Cx, R};
use crate::types::float::repr::{Options, Style, text};
use crate::types::format_spec::{self, ClassName, Defaults, NumberParts, Spec};
use crate::types::str_::Units;
use crate::value::Value;

/// Precision where the specification gives none.
const DEFAULT_PRECISION: usize = 6;

/// How a presentation type (a code point, or none) shows floats: style, whether upper case, whether a percentage. `None`: floats have no
/// such type.
pub(crate) fn style_of(kind: Option<u32>) -> Option<(Style, bool, bool)> {
    Some(match kind.map(u8::try_from) {
        None => (Style::Shortest, false, false),
        Some(Ok(b'e')) => (Style::Exponent, false, false),
        Some(Ok(b'E')) => (Style::Exponent, true, false),
        Some(Ok(b'f')) => (Style::Fixed, false, false),
        Some(Ok(b'F')) => (Style::Fixed, true, false),
        Some(Ok(b'g' | b'n')) => (Style::General, false, false),
        Some(Ok(b'G')) => (Style::General, true, false),
        Some(Ok(b'%')) => (Style::Fixed, false, true),
        Some(_) => return None,
    })
}

/// A text of [`text`] taken apart.
pub(crate) fn parts(text: &str) -> NumberParts<'_> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let end_of_digits =
        |text: &str| text.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end_of_digits(text));
    match rest.strip_prefix('.') {
        Some(rest) => {
            let (fraction, rest) = rest.split_at(end_of_digits(rest));
            NumberParts { negative, prefix: "", digits, point: true, fraction, rest }
        }
        None => NumberParts { negative, prefix: "", digits, point: false, fraction: "", rest },
    }
}

/// Formats a number by a specification that is not empty.
pub(crate) fn format(cx: &Cx, number: f64, spec: Units<'_>, class_name: ClassName<'_>) -> R<Value> {
    by_spec(cx, number, &format_spec::parse(cx, spec, class_name, Defaults::FLOAT)?, class_name)
}

/// Formats a number by a parsed specification.
pub(crate) fn by_spec(cx: &Cx, number: f64, spec: &Spec, class_name: ClassName<'_>) -> R<Value> {
    let Some((mut style, upper, percent)) = style_of(spec.kind) else {
        return Err(format_spec::unknown_kind(cx, spec.kind.unwrap_or(0), class_name));
    };
    let add_dot_zero = spec.kind.is_none();
    if style == Style::Shortest && spec.precision.is_some() {
        style = Style::General;
    }
    let precision = checked_precision(cx, spec.precision)?;
    let options =
        Options { alternate: spec.alternate, add_dot_zero, no_negative_zero: spec.no_negative_zero };
    let mut text = text(if percent { number * 100.0 } else { number }, style, precision, options);
    if upper {
        text.make_ascii_uppercase();
    }
    if percent {
        text.push('%');
    }
    format_spec::number(cx, spec, &parts(&text))
}

/// A precision as it was given, or that of floats. Errors: `ValueError` beyond C's `int`.
pub(crate) fn checked_precision(cx: &Cx, precision: Option<usize>) -> R<usize> {
    match precision.unwrap_or(DEFAULT_PRECISION) {
        precision if precision > i32::MAX as usize => Err(cx.value_error("precision too big")),
        precision => Ok(precision),
    }
}
