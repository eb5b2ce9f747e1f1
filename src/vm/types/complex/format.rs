//! Complex numbers as text: `repr` and `__format__`.

use compact_str::CompactString;

use crate::context::{Cx, R};
use crate::types::complex::Parts;
use crate::types::float::format::{checked_precision, parts, style_of};
use crate::types::float::repr::{Options, Style, text};
use crate::types::format_spec::{self, Align, ClassName, Sign, Spec};
use crate::types::str_;
use crate::value::Value;

/// Whether only the imaginary part is shown.
fn is_imaginary((real, _): Parts) -> bool {
    real == 0.0 && real.is_sign_positive()
}

/// `repr(number)`.
pub fn repr(number: Parts) -> String {
    let shown = |part: f64| text(part, Style::Shortest, 0, Options::default());
    let imag = shown(number.1);
    if is_imaginary(number) {
        return format!("{imag}j");
    }
    let sign = if imag.starts_with('-') { "" } else { "+" };
    format!("({}{sign}{imag}j)", shown(number.0))
}

/// Formats by a specification that is not empty.
pub(super) fn format(cx: &Cx, number: Parts, spec: &Spec, class_name: ClassName<'_>) -> R<Value> {
    let style = style_of(spec.kind).filter(|&(_, _, percent)| !percent);
    let Some((mut style, upper, _)) = style else {
        return Err(format_spec::unknown_kind(cx, spec.kind.unwrap_or(0), class_name));
    };
    if spec.fill == u32::from(b'0') {
        return Err(cx.value_error("Zero padding is not allowed in complex format specifier"));
    }
    if spec.align == Align::AfterSign {
        return Err(cx.value_error("'=' alignment flag is not allowed in complex format specifier"));
    }
    let precision = checked_precision(cx, spec.precision)?;
    let untyped = spec.kind.is_none();
    if style == Style::Shortest && spec.precision.is_some() {
        style = Style::General;
    }
    let options =
        Options { alternate: spec.alternate, add_dot_zero: false, no_negative_zero: spec.no_negative_zero };
    let part = |part: f64, sign: Sign| -> R<CompactString> {
        let mut text = text(part, style, precision, options);
        if upper {
            text.make_ascii_uppercase();
        }
        let unpadded = Spec { width: None, sign, ..*spec };
        let mut shown = CompactString::default();
        format_spec::push_number(cx, &mut shown, &unpadded, &parts(&text))?;
        Ok(shown)
    };
    let whole = if untyped && is_imaginary(number) {
        format!("{}j", part(number.1, spec.sign)?)
    } else {
        let (real, imag) = (part(number.0, spec.sign)?, part(number.1, Sign::Plus)?);
        if untyped { format!("({real}{imag}j)") } else { format!("{real}{imag}j") }
    };
    format_spec::pad(cx, spec, str_::from_latin1(cx, whole.as_bytes())?)
}
