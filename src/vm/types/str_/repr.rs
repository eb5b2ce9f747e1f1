//! `repr` of strings.

use crate::context::{Cx, R};
use crate::object::Obj;
use crate::types::str_::unicode::is_printable;
use crate::types::str_::{self, Builder, Str};
use crate::value::Value;

/// The literal of a str.
pub(super) fn repr(cx: &Cx, text: Obj<Str>) -> R<Value> {
    let mut literal = Builder::new();
    let has = |quote: u8| text.units().points().any(|point| point == u32::from(quote));
    let quote = if has(b'\'') && !has(b'"') { b'"' } else { b'\'' };
    if let Some(ascii) = text.as_ascii()
        && ascii.bytes().all(|byte| (32..127).contains(&byte) && byte != b'\\' && byte != quote)
    {
        let mut bytes = Vec::with_capacity(ascii.len() + 2);
        bytes.push(quote);
        bytes.extend_from_slice(ascii.as_bytes());
        bytes.push(quote);
        return Ok(str_::from_latin1(cx, &bytes)?.value());
    }
    literal.push_point(quote.into());
    for point in text.units().points() {
        match point {
            0x5c => literal.push_str("\\\\"),
            0x9 => literal.push_str("\\t"),
            0xa => literal.push_str("\\n"),
            0xd => literal.push_str("\\r"),
            _ if point == quote.into() => {
                literal.push_str("\\");
                literal.push_point(point);
            }
            _ if is_printable(point) => literal.push_point(point),
            0..=0xff => literal.push_str(&format!("\\x{point:02x}")),
            0x100..=0xffff => literal.push_str(&format!("\\u{point:04x}")),
            _ => literal.push_str(&format!("\\U{point:08x}")),
        }
    }
    literal.push_point(quote.into());
    literal.finish(cx)
}

/// The literal of Rust text, for messages.
pub fn repr_string(cx: &Cx, text: &str) -> R<String> {
    let value = str_::from_str(cx, text)?;
    let Some(text) = value.cast::<Str>() else { return Ok(String::new()) };
    Ok(str_::to_rust(repr(cx, text)?).unwrap_or_default())
}
