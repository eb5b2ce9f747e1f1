//! Codecs in the notation of string literals: `unicode_escape`, `raw_unicode_escape`, and `escape` from bytes to bytes.

use crate::codecs::errors::{Errors, push_escape};
use crate::context::{Cx, R};
use crate::object::Obj;
use crate::types::bytes::Bytes;
use crate::types::str_::{Builder, Str};
use crate::value::Value;

/// An escape that means nothing, kept as it is: the byte offset behind its backslash, and its first character.
pub type Invalid = Option<(usize, InvalidEscape)>;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InvalidEscape {
    /// `\q`
    Character(u8),
    /// `\777`: more than a byte.
    Octal(u32),
}

/// What decoding has given: text, bytes read, the first invalid escape.
pub struct Unescaped {
    pub text: Value,
    pub consumed: usize,
    pub invalid: Invalid,
}

/// Text as `unicode_escape`.
pub fn encode(text: Obj<Str>) -> Vec<u8> {
    let mut out = String::with_capacity(text.len());
    for point in text.units().points() {
        match point {
            9 => out.push_str("\\t"),
            10 => out.push_str("\\n"),
            13 => out.push_str("\\r"),
            0x5c => out.push_str("\\\\"),
            0x20..=0x7e => out.push(point as u8 as char),
            _ => push_escape(&mut out, point),
        }
    }
    out.into_bytes()
}

/// Text as `raw_unicode_escape`.
pub fn encode_raw(text: Obj<Str>) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for point in text.units().points() {
        match u8::try_from(point) {
            Ok(byte) => out.push(byte),
            Err(_) => {
                let mut escaped = String::new();
                push_escape(&mut escaped, point);
                out.extend_from_slice(escaped.as_bytes());
            }
        }
    }
    out
}

/// Reads up to `count` hexadecimal digits: the number and how many there were.
fn hex(data: &[u8], count: usize) -> (u32, usize) {
    let digits = data.iter().take(count).map_while(|&byte| char::from(byte).to_digit(16));
    digits.fold((0, 0), |(number, len), digit| (number.wrapping_shl(4) | digit, len + 1))
}

fn octal(data: &[u8]) -> (u32, usize) {
    let digits = data.iter().take(3).map_while(|&byte| char::from(byte).to_digit(8));
    digits.fold((0, 0), |(number, len), digit| (number << 3 | digit, len + 1))
}

/// What stands behind a backslash.
enum Step {
    Point(u32, usize),
    /// Nothing: a line's end.
    Skip(usize),
    /// The backslash stays, the next byte is text.
    Keep,
    /// The data ends within.
    Cut(&'static str),
    /// Wrong up to there.
    Wrong(&'static str, usize),
}

fn simple(byte: u8) -> Option<u32> {
    Some(match byte {
        b'\\' | b'\'' | b'"' => byte.into(),
        b'b' => 8,
        b'f' => 12,
        b't' => 9,
        b'n' => 10,
        b'r' => 13,
        b'v' => 11,
        b'a' => 7,
        _ => return None,
    })
}

/// The escape in `rest`, which begins behind the backslash.
fn step(rest: &[u8]) -> Step {
    let Some(&first) = rest.first() else { return Step::Cut("\\ at end of string") };
    if let Some(point) = simple(first) {
        return Step::Point(point, 1);
    }
    let (count, reason) = match first {
        b'\n' => return Step::Skip(1),
        b'0'..=b'7' => {
            let (point, len) = octal(rest);
            return Step::Point(point, len);
        }
        b'x' => (2, "truncated \\xXX escape"),
        b'u' => (4, "truncated \\uXXXX escape"),
        b'U' => (8, "truncated \\UXXXXXXXX escape"),
        b'N' => return named(rest),
        _ => return Step::Keep,
    };
    match hex(&rest[1..], count) {
        (point, len) if len == count && point < 0x11_0000 => Step::Point(point, 1 + len),
        (_, len) if len == count => Step::Wrong("illegal Unicode character", 1 + len),
        (_, len) if 1 + len == rest.len() => Step::Cut(reason),
        (_, len) => Step::Wrong(reason, 1 + len),
    }
}

/// `\N{NAME}`.
fn named(rest: &[u8]) -> Step {
    const MALFORMED: &str = "malformed \\N character escape";
    match rest.get(1) {
        None => return Step::Cut(MALFORMED),
        Some(b'{') => {}
        Some(_) => return Step::Wrong(MALFORMED, 1),
    }
    let Some(len) = rest[2..].iter().position(|&byte| byte == b'}') else { return Step::Cut(MALFORMED) };
    if len == 0 {
        return Step::Wrong(MALFORMED, 2);
    }
    let name = std::str::from_utf8(&rest[2..2 + len]).ok();
    match name.and_then(unicode_names2::character) {
        Some(character) => Step::Point(character.into(), 3 + len),
        None => Step::Wrong("unknown Unicode character name", 3 + len),
    }
}

/// `unicode_escape` as text.
pub fn decode(cx: &Cx, source: Obj<Bytes>, errors: &mut Errors, is_final: bool) -> R<Unescaped> {
    let mut source = source;
    let mut text = Builder::new();
    let mut invalid = None;
    let mut at = 0;
    loop {
        let data = source.as_slice();
        let Some(&byte) = data.get(at) else { break };
        if byte != b'\\' {
            text.push_point(byte.into());
            at += 1;
            continue;
        }
        let rest = &data[at + 1..];
        let (end, reason) = match step(rest) {
            Step::Point(point, len) => {
                if point > 0xff && rest[0].is_ascii_digit() && invalid.is_none() {
                    invalid = Some((at + 1, InvalidEscape::Octal(point)));
                }
                text.push_point(point);
                at += 1 + len;
                continue;
            }
            Step::Skip(len) => {
                at += 1 + len;
                continue;
            }
            Step::Keep => {
                if invalid.is_none() {
                    invalid = Some((at + 1, InvalidEscape::Character(rest[0])));
                }
                text.push_point(b'\\'.into());
                text.push_point(rest[0].into());
                at += 2;
                continue;
            }
            Step::Cut(_) if !is_final => break,
            Step::Cut(reason) => (data.len(), reason),
            Step::Wrong(reason, len) => (at + 1 + len, reason),
        };
        at = errors.decode(cx, &mut source, "unicodeescape", (at, end), reason, &mut text)?;
    }
    Ok(Unescaped { text: text.finish(cx)?, consumed: at, invalid })
}

/// `raw_unicode_escape` as text, and how many bytes that took.
pub fn decode_raw(cx: &Cx, source: Obj<Bytes>, errors: &mut Errors, is_final: bool) -> R<(Value, usize)> {
    let mut source = source;
    let mut text = Builder::new();
    let mut at = 0;
    loop {
        let data = source.as_slice();
        let Some(&byte) = data.get(at) else { break };
        let next = data.get(at + 1).copied();
        let (count, reason) = match (byte, next) {
            (b'\\', None) if !is_final => break,
            (b'\\', Some(b'u')) => (4, "truncated \\uXXXX escape"),
            (b'\\', Some(b'U')) => (8, "truncated \\UXXXXXXXX escape"),
            (b'\\', Some(next)) => {
                text.push_point(byte.into());
                text.push_point(next.into());
                at += 2;
                continue;
            }
            _ => {
                text.push_point(byte.into());
                at += 1;
                continue;
            }
        };
        let (point, len) = hex(&data[at + 2..], count);
        let end = at + 2 + len;
        let reason = if len == count {
            if point < 0x11_0000 {
                text.push_point(point);
                at = end;
                continue;
            }
            "\\Uxxxxxxxx out of range"
        } else if end == data.len() && !is_final {
            break;
        } else {
            reason
        };
        at = errors.decode(cx, &mut source, "rawunicodeescape", (at, end), reason, &mut text)?;
    }
    Ok((text.finish(cx)?, at))
}

/// Bytes in the notation of a bytes literal, without the quotes.
pub fn escape_bytes(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len());
    for &byte in data {
        match byte {
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\'' => out.extend_from_slice(b"\\'"),
            b'\t' => out.extend_from_slice(b"\\t"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            0x20..=0x7e => out.push(byte),
            _ => out.extend_from_slice(format!("\\x{byte:02x}").as_bytes()),
        }
    }
    out
}

/// The bytes that such a notation means, and the first invalid escape.
pub fn unescape_bytes(cx: &Cx, data: &[u8], errors: &str) -> R<(Vec<u8>, Invalid)> {
    let mut out = Vec::with_capacity(data.len());
    let mut invalid = None;
    let mut at = 0;
    while at < data.len() {
        if data[at] != b'\\' {
            out.push(data[at]);
            at += 1;
            continue;
        }
        let rest = &data[at + 1..];
        let Some(&first) = rest.first() else { return Err(cx.value_error("Trailing \\ in string")) };
        match first {
            b'\n' => at += 2,
            b'0'..=b'7' => {
                let (number, len) = octal(rest);
                if number > 0xff && invalid.is_none() {
                    invalid = Some((at + 1, InvalidEscape::Octal(number)));
                }
                out.push(number as u8);
                at += 1 + len;
            }
            b'x' => match hex(&rest[1..], 2) {
                (number, 2) => {
                    out.push(number as u8);
                    at += 4;
                }
                (_, digits) => {
                    match errors {
                        "strict" => {
                            return Err(cx.value_error(&format!("invalid \\x escape at position {at}")));
                        }
                        "replace" => out.push(b'?'),
                        "ignore" => {}
                        other => {
                            return Err(cx.value_error(&format!(
                                "decoding error; unknown error handling code: {other}"
                            )));
                        }
                    }
                    at += 2 + digits;
                }
            },
            _ => match simple(first) {
                Some(byte) => {
                    out.push(byte as u8);
                    at += 2;
                }
                None => {
                    if invalid.is_none() {
                        invalid = Some((at + 1, InvalidEscape::Character(first)));
                    }
                    out.extend([b'\\', first]);
                    at += 2;
                }
            },
        }
    }
    Ok((out, invalid))
}
