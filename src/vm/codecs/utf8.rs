//! UTF-8, as strict as RFC 3629: no surrogates, no overlong forms, nothing beyond U+10FFFF.

use crate::codecs::errors::{Errors, Fix, Kind};
use crate::context::{Cx, R};
use crate::object::Obj;
use crate::types::bytes::Bytes;
use crate::types::str_::{self, Builder, Str, Units};
use crate::value::Value;

const NAME: &str = "utf-8";
const REASON: &str = "surrogates not allowed";

fn is_surrogate(point: u32) -> bool {
    (0xd800..=0xdfff).contains(&point)
}

/// Appends a code point that is no surrogate.
#[inline]
fn push(out: &mut Vec<u8>, point: u32) {
    match char::from_u32(point) {
        Some(character) if point >= 0x80 => {
            out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        }
        _ => out.push(point as u8),
    }
}

/// Text as UTF-8.
pub fn encode(cx: &Cx, text: Obj<Str>, errors: &mut Errors) -> R<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() + text.len() / 2);
    encode_into(cx, text, errors, &mut out)?;
    Ok(out)
}

/// Appends text as UTF-8.
pub fn encode_into(cx: &Cx, text: Obj<Str>, errors: &mut Errors, out: &mut Vec<u8>) -> R<()> {
    let units = match text.units() {
        Units::One(units) if text.is_ascii() => {
            out.extend_from_slice(units);
            return Ok(());
        }
        Units::One(units) => {
            units.iter().for_each(|&unit| push(out, unit.into()));
            return Ok(());
        }
        units => units,
    };
    let mut at = 0;
    while at < units.len() {
        let point = units.at(at);
        if !is_surrogate(point) {
            push(out, point);
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while end < units.len() && is_surrogate(units.at(end)) {
            end += 1;
        }
        if errors.kind() == Some(Kind::SurrogateEscape) {
            // Only as far as the handler has something to say.
            let escaped = (at..end).take_while(|&at| (0xdc80..=0xdcff).contains(&units.at(at))).count();
            if escaped > 0 {
                out.extend((at..at + escaped).map(|at| (units.at(at) - 0xdc00) as u8));
                at += escaped;
                continue;
            }
        }
        let (fix, next) = errors.encode(cx, text, NAME, (at, end), REASON)?;
        match fix {
            Fix::Ascii(fixed) => out.extend_from_slice(fixed.as_bytes()),
            Fix::Bytes(fixed) => out.extend_from_slice(&fixed),
            Fix::Text(fixed) if fixed.is_ascii() => out.extend_from_slice(fixed.bytes()),
            Fix::Text(_) => return Err(errors.refuse(cx, text, NAME, (at, end), REASON)),
        }
        at = next;
    }
    Ok(())
}

/// What was found of a character that is not whole: how many bytes belong to it, and why it is none.
fn describe(bad: &[u8], at_end: bool) -> (usize, &'static str) {
    let reason = match bad {
        [0x80..=0xc1 | 0xf5.., ..] => "invalid start byte",
        // A beginning that more bytes might complete.
        _ if at_end && std::str::from_utf8(bad).is_err_and(|error| error.error_len().is_none()) => {
            "unexpected end of data"
        }
        _ => "invalid continuation byte",
    };
    (bad.len(), reason)
}

/// UTF-8 as text, and how many bytes that took: all of them where it is the final piece, else what is whole.
pub fn decode(cx: &Cx, source: Obj<Bytes>, errors: &mut Errors, is_final: bool) -> R<(Value, usize)> {
    let data = source.as_slice();
    if data.is_ascii() {
        return Ok((str_::from_latin1(cx, data)?.value(), data.len()));
    }
    if let Ok(text) = std::str::from_utf8(data) {
        return Ok((from_valid(cx, text)?, data.len()));
    }
    decode_slow(cx, source, errors, is_final)
}

/// A str of valid UTF-8, with one pass to find its width and one to fill it.
pub fn from_valid(cx: &Cx, text: &str) -> R<Value> {
    let mut builder = Builder::new();
    builder.push_str(text);
    builder.finish(cx)
}

#[cold]
#[inline(never)]
fn decode_slow(cx: &Cx, source: Obj<Bytes>, errors: &mut Errors, is_final: bool) -> R<(Value, usize)> {
    let mut source = source;
    let mut text = Builder::new();
    let mut at = 0;
    loop {
        let data = source.as_slice();
        if at >= data.len() {
            break;
        }
        let rest = &data[at..];
        let Some(chunk) = rest.utf8_chunks().next() else { break };
        text.push_str(chunk.valid());
        at += chunk.valid().len();
        if at == data.len() {
            break;
        }
        let bad = chunk.invalid();
        let (len, reason) = describe(bad, at + bad.len() == data.len());
        // A surrogate that is cut short is one that a handler may pass later.
        let cut = reason == "unexpected end of data" || matches!(data[at..], [0xed, 0xa0..=0xbf]);
        if cut && !is_final {
            break;
        }
        at = errors.decode(cx, &mut source, NAME, (at, at + len), reason, &mut text)?;
    }
    Ok((text.finish(cx)?, at))
}
