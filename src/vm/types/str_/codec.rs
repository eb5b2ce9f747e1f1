//! Text to bytes and back: utf-8, ascii, latin-1, with the builtin error handlers.
//!
//! Both directions walk from one error to the next; what a handler gives is put between. Error positions and reasons are CPython's.

use crate::context::{Cx, R, Raised};
use crate::exceptions;
use crate::object::Obj;
use crate::types::bytes::{self, Bytes};
use crate::types::str_::{self, Builder, Str, Units};
use crate::value::Value;

/// The encodings that need no codec module.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Encoding {
    Utf8,
    Ascii,
    Latin1,
}

impl Encoding {
    fn named(name: &str) -> Option<Encoding> {
        let name: String =
            name.chars().map(|c| if c == '_' || c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect();
        match name.as_str() {
            "utf-8" | "utf8" | "u8" | "utf" | "cp65001" | "utf8-ucs2" | "utf8-ucs4" => Some(Encoding::Utf8),
            "ascii" | "us-ascii" | "646" | "ansi-x3.4-1968" | "iso646-us" | "iso-ir-6" => {
                Some(Encoding::Ascii)
            }
            "latin-1" | "latin1" | "iso-8859-1" | "iso8859-1" | "8859" | "l1" | "cp819" | "latin"
            | "iso8859" => Some(Encoding::Latin1),
            _ => None,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Ascii => "ascii",
            Encoding::Latin1 => "latin-1",
        }
    }

    /// Why a code point cannot be encoded.
    const fn refusal(self) -> &'static str {
        match self {
            Encoding::Utf8 => "surrogates not allowed",
            Encoding::Ascii => "ordinal not in range(128)",
            Encoding::Latin1 => "ordinal not in range(256)",
        }
    }

    const fn can_encode(self, point: u32) -> bool {
        match self {
            Encoding::Utf8 => point < 0xd800 || point > 0xdfff,
            Encoding::Ascii => point < 0x80,
            Encoding::Latin1 => point < 0x100,
        }
    }
}

fn encoding_of(cx: &Cx, name: &str) -> R<Encoding> {
    Encoding::named(name)
        .ok_or_else(|| cx.error(exceptions::LOOKUP_ERROR, format!("unknown encoding: {name}")))
}

#[cold]
fn unknown_handler(cx: &Cx, name: &str) -> Raised {
    cx.error(exceptions::LOOKUP_ERROR, format!("unknown error handler name '{name}'"))
}

/// Text as bytes. Names as in `str.encode`.
pub fn encode(cx: &Cx, text: Obj<Str>, encoding: &str, errors: &str) -> R<Value> {
    let encoding = encoding_of(cx, encoding)?;
    match (encoding, text.units()) {
        (_, Units::One(units)) if text.is_ascii() || encoding == Encoding::Latin1 => {
            return bytes::from_slice(cx, units);
        }
        _ => {}
    }
    let units = text.units();
    let mut encoded = Vec::with_capacity(units.len());
    let mut at = 0;
    while at < units.len() {
        let point = units.at(at);
        if encoding.can_encode(point) {
            push_encoded(&mut encoded, encoding, point);
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while end < units.len() && !encoding.can_encode(units.at(end)) {
            end += 1;
        }
        at = handle_encode_error(cx, text, encoding, errors, &mut encoded, at, end)?;
    }
    bytes::from_slice(cx, &encoded)
}

fn push_encoded(encoded: &mut Vec<u8>, encoding: Encoding, point: u32) {
    match (encoding, char::from_u32(point)) {
        (Encoding::Utf8, Some(character)) => {
            encoded.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        }
        _ => encoded.push(point as u8),
    }
}

/// Puts what the handler makes of the code points `start..end`; the place to go on from.
fn handle_encode_error(
    cx: &Cx,
    text: Obj<Str>,
    encoding: Encoding,
    errors: &str,
    encoded: &mut Vec<u8>,
    start: usize,
    end: usize,
) -> R<usize> {
    let units = text.units();
    let refuse = |start: usize, end: usize| {
        let name = str_::from_str(cx, encoding.name())?;
        let reason = str_::from_str(cx, encoding.refusal())?;
        let (start, end) = (Value::small_int_unchecked(start as i64), Value::small_int_unchecked(end as i64));
        Err(cx.error_values(exceptions::UNICODE_ENCODE_ERROR, &[name, text.value(), start, end, reason]))
    };
    match errors {
        "strict" => return refuse(start, end),
        "ignore" => {}
        "replace" => encoded.extend(std::iter::repeat_n(b'?', end - start)),
        "backslashreplace" => {
            for at in start..end {
                let escape = match units.at(at) {
                    point @ 0..=0xff => format!("\\x{point:02x}"),
                    point @ 0x100..=0xffff => format!("\\u{point:04x}"),
                    point => format!("\\U{point:08x}"),
                };
                encoded.extend_from_slice(escape.as_bytes());
            }
        }
        "xmlcharrefreplace" => {
            for at in start..end {
                encoded.extend_from_slice(format!("&#{};", units.at(at)).as_bytes());
            }
        }
        "surrogateescape" => {
            for at in start..end {
                match units.at(at) {
                    point @ 0xdc80..=0xdcff => encoded.push((point - 0xdc00) as u8),
                    _ => return refuse(start, end),
                }
            }
        }
        "surrogatepass" => {
            for at in start..end {
                match units.at(at) {
                    point @ 0xd800..=0xdfff if encoding == Encoding::Utf8 => encoded.extend([
                        0xe0 | (point >> 12) as u8,
                        0x80 | (point >> 6 & 0x3f) as u8,
                        0x80 | (point & 0x3f) as u8,
                    ]),
                    _ => return refuse(start, end),
                }
            }
        }
        other => return Err(unknown_handler(cx, other)),
    }
    Ok(end)
}

/// Bytes as text. Names as in `bytes.decode`.
pub fn decode(cx: &Cx, source: Obj<Bytes>, encoding: &str, errors: &str) -> R<Value> {
    let encoding = encoding_of(cx, encoding)?;
    let data = source.as_slice();
    if data.is_ascii() || encoding == Encoding::Latin1 {
        return Ok(str_::from_latin1(cx, data)?.value());
    }
    let mut text = Builder::new();
    let mut at = 0;
    while at < data.len() {
        let rest = &data[at..];
        let (valid, bad, reason) = if encoding == Encoding::Ascii {
            let valid = rest.iter().position(|byte| *byte >= 0x80).unwrap_or(rest.len());
            text.push_units(Units::One(&rest[..valid]));
            (valid, 1, "ordinal not in range(128)")
        } else {
            let Some(chunk) = rest.utf8_chunks().next() else { break };
            text.push_str(chunk.valid());
            let reason = match chunk.invalid() {
                [0x80..=0xc1 | 0xf5.., ..] => "invalid start byte",
                // A beginning that more bytes might complete.
                bad if std::str::from_utf8(bad).is_err_and(|error| error.error_len().is_none())
                    && chunk.valid().len() + bad.len() == rest.len() =>
                {
                    "unexpected end of data"
                }
                _ => "invalid continuation byte",
            };
            (chunk.valid().len(), chunk.invalid().len(), reason)
        };
        at += valid;
        if at < data.len() {
            at = handle_decode_error(cx, source, encoding, errors, &mut text, (at, at + bad, reason))?;
        }
    }
    text.finish(cx)
}

/// Puts what the handler makes of the bytes `start..end`; the place to go on from.
fn handle_decode_error(
    cx: &Cx,
    source: Obj<Bytes>,
    encoding: Encoding,
    errors: &str,
    text: &mut Builder,
    (start, end, reason): (usize, usize, &str),
) -> R<usize> {
    let data = source.as_slice();
    let refuse = || {
        let name = str_::from_str(cx, encoding.name())?;
        let reason = str_::from_str(cx, reason)?;
        let (start, end) = (Value::small_int_unchecked(start as i64), Value::small_int_unchecked(end as i64));
        Err(cx.error_values(exceptions::UNICODE_DECODE_ERROR, &[name, source.value(), start, end, reason]))
    };
    match errors {
        "strict" => return refuse(),
        "ignore" => {}
        "replace" => text.push_point(0xfffd),
        "backslashreplace" => {
            data[start..end].iter().for_each(|byte| text.push_str(&format!("\\x{byte:02x}")))
        }
        "surrogateescape" => {
            for &byte in &data[start..end] {
                if byte < 0x80 {
                    return refuse();
                }
                text.push_point(0xdc00 + u32::from(byte));
            }
        }
        "surrogatepass" => {
            let &[0xed, second @ 0xa0..=0xbf, third @ 0x80..=0xbf, ..] = &data[start..] else {
                return refuse();
            };
            if encoding != Encoding::Utf8 {
                return refuse();
            }
            text.push_point(0xd000 | u32::from(second & 0x3f) << 6 | u32::from(third & 0x3f));
            return Ok(start + 3);
        }
        other => return Err(unknown_handler(cx, other)),
    }
    Ok(end)
}
