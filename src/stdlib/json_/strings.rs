//! Strings of JSON: quoting and unquoting.

use typhon_vm::context::{Cx, R, Raised};
use typhon_vm::object::Obj;
use typhon_vm::protocol::attr;
use typhon_vm::types::int;
use typhon_vm::types::str_::{self, Builder, Str, Units};
use typhon_vm::{Value, call, exceptions, import};

/// `json.JSONDecodeError`.
#[cold]
pub(super) fn decode_error(cx: &Cx, message: &str, text: Obj<Str>, at: usize) -> Raised {
    let make = || {
        let module = import::import_absolute(cx, "json.decoder")?;
        let module = match attr::get_optional(cx, module, cx.intern("JSONDecodeError")?)? {
            Some(class) => class,
            // A dotted import answers the package.
            None => {
                let decoder = attr::get(cx, module, cx.intern("decoder")?)?;
                attr::get(cx, decoder, cx.intern("JSONDecodeError")?)?
            }
        };
        let position = int::from_i64(cx, at as i64)?;
        call::call_values(cx, module, &[str_::from_str(cx, message)?, text.value(), position])
    };
    match make() {
        Ok(error) => exceptions::raise(cx, error),
        Err(raised) => raised,
    }
}

/// Appends a string in quotes.
pub(super) fn push_quoted(builder: &mut Builder, text: Obj<Str>, ascii: bool) {
    builder.push_point('"' as u32);
    push_escaped(builder, text.units(), ascii);
    builder.push_point('"' as u32);
}

/// Whether a byte stands for itself.
fn is_plain(byte: u8) -> bool {
    byte >= 0x20 && byte != b'"' && byte != b'\\' && byte < 0x7f
}

fn push_escaped(builder: &mut Builder, units: Units<'_>, ascii: bool) {
    let len = units.len();
    let mut at = 0;
    while at < len {
        let start = at;
        at = match units {
            Units::One(bytes) => {
                bytes[at..].iter().position(|&byte| !is_plain(byte)).map_or(len, |plain| at + plain)
            }
            _ => (at..len)
                .find(|&at| u8::try_from(units.at(at)).map_or(ascii, |byte| !is_plain(byte)))
                .unwrap_or(len),
        };
        if start < at {
            builder.push_units(units.part(start, at));
        }
        if at < len {
            push_point(builder, units.at(at), ascii);
            at += 1;
        }
    }
}

fn push_point(builder: &mut Builder, point: u32, ascii: bool) {
    let short = match point {
        0x22 => "\\\"",
        0x5c => "\\\\",
        0x0a => "\\n",
        0x0d => "\\r",
        0x09 => "\\t",
        0x0c => "\\f",
        0x08 => "\\b",
        _ => "",
    };
    if !short.is_empty() {
        builder.push_str(short);
    } else if point < 0x20 || (ascii && (0x7f..0x1_0000).contains(&point)) {
        builder.push_str(&format!("\\u{point:04x}"));
    } else if ascii && point >= 0x1_0000 {
        let rest = point - 0x1_0000;
        builder.push_str(&format!("\\u{:04x}\\u{:04x}", 0xd800 + (rest >> 10), 0xdc00 + (rest & 0x3ff)));
    } else {
        builder.push_point(point);
    }
}

/// `encode_basestring` and `encode_basestring_ascii`.
pub(super) fn encode_value(cx: &Cx, value: Value, ascii: bool) -> R<Value> {
    let Some(text) = value.cast::<Str>() else {
        return Err(cx.type_error(format!("first argument must be a string, not {}", cx.type_name(value))));
    };
    let mut builder = Builder::new();
    push_quoted(&mut builder, text, ascii);
    builder.finish(cx)
}

/// Four hexadecimal digits.
fn hexadecimal(units: Units<'_>, at: usize) -> Option<u32> {
    if at + 4 > units.len() {
        return None;
    }
    (at..at + 4).try_fold(0, |number, at| {
        let digit = char::from_u32(units.at(at))?.to_digit(16)?;
        Some(number << 4 | digit)
    })
}

/// The string whose first character (behind the quote) is at `begin`, and the place behind its closing quote.
pub(super) fn scan(cx: &Cx, text: Obj<Str>, begin: usize, strict: bool) -> R<(Value, usize)> {
    let units = text.units();
    let len = units.len();
    let unterminated = || decode_error(cx, "Unterminated string starting at", text, begin - 1);
    let mut builder: Option<Builder> = None;
    let mut at = begin;
    loop {
        let start = at;
        at = match units {
            Units::One(bytes) => bytes[at..]
                .iter()
                .position(|&byte| byte == b'"' || byte == b'\\' || byte < 0x20)
                .map_or(len, |plain| at + plain),
            _ => (at..len).find(|&at| matches!(units.at(at), 0..=0x1f | 0x22 | 0x5c)).unwrap_or(len),
        };
        if at == len {
            return Err(unterminated());
        }
        let stop = units.at(at);
        if stop == '"' as u32 {
            let found = match builder {
                None => str_::substring(cx, text, begin, at)?.value(),
                Some(mut builder) => {
                    builder.push_units(units.part(start, at));
                    builder.finish(cx)?
                }
            };
            return Ok((found, at + 1));
        }
        let builder = builder.get_or_insert_with(Builder::new);
        builder.push_units(units.part(start, at));
        if stop != '\\' as u32 {
            if strict {
                return Err(decode_error(cx, "Invalid control character at", text, at));
            }
            builder.push_point(stop);
            at += 1;
            continue;
        }
        at += 1;
        if at == len {
            return Err(unterminated());
        }
        let point = match char::from_u32(units.at(at)) {
            Some(same @ ('"' | '\\' | '/')) => same as u32,
            Some('b') => 0x08,
            Some('f') => 0x0c,
            Some('n') => 0x0a,
            Some('r') => 0x0d,
            Some('t') => 0x09,
            Some('u') => {
                let invalid = |at| decode_error(cx, "Invalid \\uXXXX escape", text, at);
                let mut point = hexadecimal(units, at + 1).ok_or_else(|| invalid(at))?;
                at += 4;
                let is_pair = (0xd800..0xdc00).contains(&point)
                    && at + 6 < len
                    && units.at(at + 1) == '\\' as u32
                    && units.at(at + 2) == 'u' as u32;
                if is_pair {
                    let low = hexadecimal(units, at + 3).ok_or_else(|| invalid(at + 2))?;
                    if (0xdc00..0xe000).contains(&low) {
                        point = 0x1_0000 + ((point - 0xd800) << 10 | (low - 0xdc00));
                        at += 6;
                    }
                }
                point
            }
            _ => return Err(decode_error(cx, "Invalid \\escape", text, at - 1)),
        };
        builder.push_point(point);
        at += 1;
    }
}
