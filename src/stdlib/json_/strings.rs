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

/// The highest bit of each byte of a word.
const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);

/// The bytes of a word that are below a limit, of at most 128, by their highest bits. The lowest bit is right; one above it may be there wrongly.
fn below(word: u64, limit: u8) -> u64 {
    word.wrapping_sub(u64::from_ne_bytes([limit; 8])) & !word & HIGH
}

/// The bytes of a word that are the given one, as [`below`] says it.
fn same(word: u64, byte: u8) -> u64 {
    below(word ^ u64::from_ne_bytes([byte; 8]), 1)
}

/// Control characters, quotes and backslashes in a word.
fn special(word: u64) -> u64 {
    below(word, 0x20) | same(word, b'"') | same(word, b'\\')
}

/// How many bytes come before the first one that `marked` sees in words and `is_marked` in bytes.
fn run(bytes: &[u8], marked: impl Fn(u64) -> u64, is_marked: impl Fn(u8) -> bool) -> usize {
    let (words, rest) = bytes.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let found = marked(u64::from_le_bytes(*word));
        if found != 0 {
            return index * 8 + found.trailing_zeros() as usize / 8;
        }
    }
    let before = bytes.len() - rest.len();
    before + rest.iter().position(|&byte| is_marked(byte)).unwrap_or(rest.len())
}

fn is_special(point: u32) -> bool {
    matches!(point, 0..=0x1f | 0x22 | 0x5c)
}

/// A code unit of a text that is read.
pub(super) trait Unit: Copy + Into<u32> {
    fn units(units: &[Self]) -> Units<'_>;
    /// How many units come before the first control character, quote or backslash.
    fn plain(units: &[Self]) -> usize {
        units.iter().position(|&unit| is_special(unit.into())).unwrap_or(units.len())
    }
    /// Whether a str has the same text.
    fn is_same(units: &[Self], text: &Str) -> bool {
        units.len() == text.len() && text.units().points().eq(units.iter().map(|&unit| unit.into()))
    }
}

impl Unit for u8 {
    fn units(units: &[u8]) -> Units<'_> {
        Units::One(units)
    }
    fn plain(units: &[u8]) -> usize {
        run(units, special, |byte| is_special(byte.into()))
    }
    fn is_same(units: &[u8], text: &Str) -> bool {
        matches!(text.units(), Units::One(same) if same == units)
    }
}

impl Unit for u16 {
    fn units(units: &[u16]) -> Units<'_> {
        Units::Two(units)
    }
}

impl Unit for u32 {
    fn units(units: &[u32]) -> Units<'_> {
        Units::Four(units)
    }
}

/// How many units stand for themselves.
fn plain(units: Units<'_>, ascii: bool) -> usize {
    match units {
        Units::One(bytes) if ascii => run(
            bytes,
            |word| special(word) | same(word, 0x7f) | word & HIGH,
            |byte| is_special(byte.into()) || byte >= 0x7f,
        ),
        Units::One(bytes) => Unit::plain(bytes),
        _ if ascii => {
            let is_marked = |point| is_special(point) || point >= 0x7f;
            units.points().position(is_marked).unwrap_or(units.len())
        }
        Units::Two(units) => Unit::plain(units),
        Units::Four(units) => Unit::plain(units),
    }
}

fn push_escaped(builder: &mut Builder, units: Units<'_>, ascii: bool) {
    let len = units.len();
    let mut at = 0;
    while at < len {
        let start = at;
        at += plain(units.part(at, len), ascii);
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
fn hexadecimal<U: Unit>(units: &[U], at: usize) -> Option<u32> {
    units.get(at..at + 4)?.iter().try_fold(0, |number, &unit| {
        let digit = char::from_u32(unit.into())?.to_digit(16)?;
        Some(number << 4 | digit)
    })
}

/// The string whose first character (behind the quote) is at `begin`, and the place behind its closing quote.
pub(super) fn scan(cx: &Cx, text: Obj<Str>, begin: usize, strict: bool) -> R<(Value, usize)> {
    match text.units() {
        Units::One(units) => scan_units(cx, text, units, begin, strict),
        Units::Two(units) => scan_units(cx, text, units, begin, strict),
        Units::Four(units) => scan_units(cx, text, units, begin, strict),
    }
}

/// The same, where the text's units are known.
pub(super) fn scan_units<U: Unit>(
    cx: &Cx,
    text: Obj<Str>,
    units: &[U],
    begin: usize,
    strict: bool,
) -> R<(Value, usize)> {
    let len = units.len();
    let point_at = |at: usize| -> u32 { units[at].into() };
    let unterminated = || decode_error(cx, "Unterminated string starting at", text, begin - 1);
    let mut builder: Option<Builder> = None;
    let mut at = begin;
    loop {
        let start = at;
        at += U::plain(&units[at..]);
        if at == len {
            return Err(unterminated());
        }
        let stop = point_at(at);
        if stop == '"' as u32 {
            let found = match builder {
                None => str_::substring(cx, text, begin, at)?.value(),
                Some(mut builder) => {
                    builder.push_units(U::units(&units[start..at]));
                    builder.finish(cx)?
                }
            };
            return Ok((found, at + 1));
        }
        let builder = builder.get_or_insert_with(Builder::new);
        builder.push_units(U::units(&units[start..at]));
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
        let point = match char::from_u32(point_at(at)) {
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
                    && point_at(at + 1) == '\\' as u32
                    && point_at(at + 2) == 'u' as u32;
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
