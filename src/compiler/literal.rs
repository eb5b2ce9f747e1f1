//! Values of literals: strings with lone surrogates (which the parser crate turns into U+FFFD), ints beyond 64 bits.

use ruff_python_ast::{self as ast, Number};
use ruff_text_size::{Ranged, TextRange};
use typhon_bytecode::{Constant, Text};

use crate::error::{Fault, Result};
use crate::source::Source;

/// `sys.int_info.default_max_str_digits`: longer decimal literals are an error, which also bounds the conversion.
const MAX_DECIMAL_DIGITS: usize = 4300;

/// Text of one literal part (or the literal piece of an f-string) from what the parser decoded and how it was written.
///
/// `raw` is the source between the quotes, `is_raw` whether it has no escapes, `doubled` whether `{{` stands for `{`.
fn decode(value: &str, raw: &str, is_raw: bool, doubled: bool, out: &mut Vec<u8>) {
    let suspicious =
        !is_raw && value.contains('\u{fffd}') && (raw.contains("\\u") || raw.contains("\\U")) && raw != value;
    if !suspicious {
        out.extend_from_slice(value.as_bytes());
        return;
    }
    // Both texts are walked in step; only the value of \u and \U escapes is taken from the source.
    let mut decoded = value.chars();
    let mut source = raw.chars().peekable();
    let mut copy = |out: &mut Vec<u8>| {
        if let Some(c) = decoded.next() {
            out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        }
    };
    while let Some(c) = source.next() {
        if doubled && (c == '{' || c == '}') && source.peek() == Some(&c) {
            source.next();
        }
        if c != '\\' {
            copy(out);
            continue;
        }
        match source.next() {
            None => copy(out),
            Some('\n') => {}
            Some(kind @ ('u' | 'U')) => {
                let digits: String = source.by_ref().take(if kind == 'u' { 4 } else { 8 }).collect();
                let point = u32::from_str_radix(&digits, 16).unwrap_or(0xfffd);
                let mut ignored = Vec::new();
                copy(&mut ignored);
                if Text::push_code_point(out, point).is_none() {
                    out.extend_from_slice(&ignored);
                }
            }
            Some('x') => {
                source.next();
                source.next();
                copy(out);
            }
            Some('N') => {
                for c in source.by_ref() {
                    if c == '}' {
                        break;
                    }
                }
                copy(out);
            }
            Some('0'..='7') => {
                for _ in 0..2 {
                    source.next_if(|c| ('0'..='7').contains(c));
                }
                copy(out);
            }
            Some('\\' | '\'' | '"' | 'a' | 'b' | 'f' | 'n' | 'r' | 't' | 'v') => copy(out),
            Some(_) => {
                copy(out);
                copy(out);
            }
        }
    }
}

/// Appends a plain string literal part.
pub(crate) fn push_string(source: &Source, part: &ast::StringLiteral, out: &mut Vec<u8>) {
    if let Some(Constant::Str(text)) = source.constant(part.range) {
        return out.extend_from_slice(text.as_bytes());
    }
    let raw = source.slice(part.content_range());
    decode(&part.value, raw, part.flags.prefix().is_raw(), false, out);
}

/// Appends a literal piece of an f-string.
pub(crate) fn push_piece(
    source: &Source,
    piece: &ast::InterpolatedStringLiteralElement,
    is_raw: bool,
    out: &mut Vec<u8>,
) {
    if let Some(Constant::Str(text)) = source.constant(piece.range) {
        return out.extend_from_slice(text.as_bytes());
    }
    decode(&piece.value, source.slice(piece.range()), is_raw, true, out);
}

/// The text of a (possibly concatenated) string literal.
pub(crate) fn string(source: &Source, literal: &ast::ExprStringLiteral) -> Text {
    let mut out = Vec::new();
    for part in literal.value.as_slice() {
        push_string(source, part, &mut out);
    }
    text(&out)
}

/// Text of bytes that [`decode`] wrote, which are always well formed.
pub(crate) fn text(bytes: &[u8]) -> Text {
    match std::str::from_utf8(bytes) {
        Ok(text) => Text::from(text),
        Err(_) => Text::from_bytes(bytes).unwrap_or_default(),
    }
}

/// The value of a number literal.
pub(crate) fn number(value: &Number, range: TextRange) -> Result<Constant> {
    Ok(match value {
        Number::Float(value) => Constant::Float(*value),
        Number::Complex { real, imag } => Constant::Complex { real: *real, imag: *imag },
        Number::Int(value) => match (value.as_i64(), value.as_u64()) {
            (Some(small), _) => Constant::Int(small),
            (None, Some(large)) => magnitude_constant(false, &large.to_le_bytes()),
            (None, None) => big(&value.to_string(), range)?,
        },
    })
}

/// Why a decimal literal is too long to be converted, if it is.
pub(crate) fn too_many_digits(token: &str) -> Option<String> {
    let digits = token.bytes().filter(|&byte| byte != b'_').count();
    let is_decimal = token.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_');
    (is_decimal && digits > MAX_DECIMAL_DIGITS).then(|| {
        format!(
            "Exceeds the limit ({MAX_DECIMAL_DIGITS} digits) for integer string conversion: value has {digits} digits; use \
             sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals to avoid \
             decimal conversion limits."
        )
    })
}

fn big(token: &str, range: TextRange) -> Result<Constant> {
    if let Some(message) = too_many_digits(token) {
        return Err(Fault::syntax(range, message));
    }
    let digits: String = token.chars().filter(|&c| c != '_').collect();
    let radix = match digits.get(..2) {
        Some("0x" | "0X") => 16,
        Some("0o" | "0O") => 8,
        Some("0b" | "0B") => 2,
        _ => 10,
    };
    let digits = if radix == 10 { &digits[..] } else { &digits[2..] };
    let magnitude = if radix == 10 { decimal_magnitude(digits) } else { binary_magnitude(digits, radix) };
    Ok(magnitude_constant(false, &magnitude))
}

/// Nine digits at a time into limbs of 32 bits; quadratic, which the digit limit makes harmless.
fn decimal_magnitude(digits: &str) -> Vec<u8> {
    let mut limbs: Vec<u32> = Vec::new();
    for chunk in digits.as_bytes().chunks(9) {
        let scale = 10u64.pow(chunk.len() as u32);
        let mut carry =
            chunk.iter().fold(0u64, |value, digit| value * 10 + u64::from(digit.wrapping_sub(b'0')));
        for limb in &mut limbs {
            let wide = u64::from(*limb) * scale + carry;
            *limb = wide as u32;
            carry = wide >> 32;
        }
        if carry != 0 {
            limbs.push(carry as u32);
        }
    }
    limbs.iter().flat_map(|limb| limb.to_le_bytes()).collect()
}

/// The decimal digits of a number, taken off nine at a time: of numbers so long that only hexadecimal literals spell them.
pub(crate) fn decimal(magnitude: &[u8]) -> String {
    let mut limbs: Vec<u32> = magnitude
        .chunks(4)
        .map(|chunk| chunk.iter().rev().fold(0, |limb, &byte| limb << 8 | u32::from(byte)))
        .collect();
    let mut groups = Vec::new();
    while limbs.iter().any(|&limb| limb != 0) {
        let mut rest = 0u64;
        for limb in limbs.iter_mut().rev() {
            let wide = rest << 32 | u64::from(*limb);
            *limb = (wide / 1_000_000_000) as u32;
            rest = wide % 1_000_000_000;
        }
        while limbs.last() == Some(&0) {
            limbs.pop();
        }
        groups.push(rest);
    }
    let Some(first) = groups.pop() else { return "0".to_owned() };
    groups.iter().rev().fold(first.to_string(), |digits, group| format!("{digits}{group:09}"))
}

fn binary_magnitude(digits: &str, radix: u32) -> Vec<u8> {
    let bits_per_digit = radix.trailing_zeros();
    let mut bytes = Vec::with_capacity(digits.len() * bits_per_digit as usize / 8 + 1);
    let (mut pending, mut bits) = (0u32, 0u32);
    for digit in digits.chars().rev() {
        pending |= digit.to_digit(radix).unwrap_or(0) << bits;
        bits += bits_per_digit;
        while bits >= 8 {
            bytes.push(pending as u8);
            pending >>= 8;
            bits -= 8;
        }
    }
    bytes.push(pending as u8);
    bytes
}

/// An int from its magnitude, normalised: `Int` where it fits.
pub(crate) fn magnitude_constant(negative: bool, magnitude: &[u8]) -> Constant {
    let length = magnitude.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
    let magnitude = &magnitude[..length];
    if length <= 8 {
        let mut bytes = [0; 8];
        bytes[..length].copy_from_slice(magnitude);
        let value = i128::from(u64::from_le_bytes(bytes));
        if let Ok(value) = i64::try_from(if negative { -value } else { value }) {
            return Constant::Int(value);
        }
    }
    Constant::BigInt { negative, magnitude: magnitude.into() }
}

/// The text of an expression without its comments, of which the line breaks stay.
fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // What ends the string around the current place.
    let mut quote: Option<&str> = None;
    while let Some(c) = rest.chars().next() {
        let mut length = c.len_utf8();
        match (quote, c) {
            (None, '#') => {
                rest = rest.find('\n').map_or("", |newline| &rest[newline..]);
                continue;
            }
            (None, '\'' | '"') => {
                let is_triple = rest.as_bytes().iter().take_while(|&&byte| byte == c as u8).count() >= 3;
                length = if is_triple { 3 } else { 1 };
                quote = Some(&rest[..length]);
            }
            (Some(_), '\\') => length += rest[1..].chars().next().map_or(0, char::len_utf8),
            (Some(end), _) if rest.starts_with(end) => {
                length = end.len();
                quote = None;
            }
            _ => {}
        }
        out.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    out
}

/// The text that `=` shows before the value.
pub(crate) fn debug_text(source: &Source, element: &ast::InterpolatedElement) -> Option<String> {
    let debug = element.debug_text.as_ref()?;
    let expression = source.text_of(&*element.expression);
    Some(without_comments(&[&debug.leading, expression, &debug.trailing].concat()))
}

/// The text of an interpolation's expression as it stands between `{` and what ends it.
pub(crate) fn expression_text(source: &Source, element: &ast::InterpolatedElement) -> String {
    if let Some(Constant::Str(text)) = source.constant(element.range) {
        return text.to_string_lossy();
    }
    let start = element.range.start();
    let inner = element.expression.range();
    let before = source.slice(TextRange::new(start, inner.start()));
    let after = source.slice(TextRange::new(inner.end(), element.range.end()));
    let leading = before.strip_prefix('{').unwrap_or(before);
    let after = without_comments(after);
    // Blanks, and brackets around the expression, up to `=`, `!`, `:` or `}`.
    let length = after
        .char_indices()
        .find(|&(_, c)| matches!(c, '=' | '!' | ':' | '}'))
        .map_or(after.len(), |(index, _)| index);
    format!("{}{}", without_comments(&format!("{leading}{}", source.slice(inner))), &after[..length])
}
