//! ASCII and Latin-1: a byte is a code point, of which the first 128 or all 256 can be written.

use crate::codecs::errors::{Errors, Fix, Kind};
use crate::context::{Cx, R};
use crate::object::Obj;
use crate::types::bytes::Bytes;
use crate::types::str_::{self, Builder, Str, Units};
use crate::value::Value;

/// Which code points can be written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Limit {
    Ascii,
    Latin1,
}

impl Limit {
    const fn count(self) -> u32 {
        match self {
            Limit::Ascii => 0x80,
            Limit::Latin1 => 0x100,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Limit::Ascii => "ascii",
            Limit::Latin1 => "latin-1",
        }
    }

    const fn reason(self) -> &'static str {
        match self {
            Limit::Ascii => "ordinal not in range(128)",
            Limit::Latin1 => "ordinal not in range(256)",
        }
    }
}

/// Text as bytes.
pub fn encode(cx: &Cx, text: Obj<Str>, limit: Limit, errors: &mut Errors) -> R<Vec<u8>> {
    let units = text.units();
    if let Units::One(bytes) = units
        && (limit == Limit::Latin1 || text.is_ascii())
    {
        return Ok(bytes.to_vec());
    }
    let mut out = Vec::with_capacity(units.len());
    let fits = |point: u32| point < limit.count();
    let mut at = 0;
    while at < units.len() {
        let point = units.at(at);
        if fits(point) {
            out.push(point as u8);
            at += 1;
            continue;
        }
        let mut end = at + 1;
        while end < units.len() && !fits(units.at(end)) {
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
        let (fix, next) = errors.encode(cx, text, limit.name(), (at, end), limit.reason())?;
        match fix {
            Fix::Ascii(fixed) => out.extend_from_slice(fixed.as_bytes()),
            Fix::Bytes(fixed) => out.extend_from_slice(&fixed),
            Fix::Text(fixed) => {
                if !fixed.units().points().all(fits) {
                    return Err(errors.refuse(cx, text, limit.name(), (at, end), limit.reason()));
                }
                out.extend(fixed.units().points().map(|point| point as u8));
            }
        }
        at = next;
    }
    Ok(out)
}

/// ASCII as text.
pub fn decode_ascii(cx: &Cx, source: Obj<Bytes>, errors: &mut Errors) -> R<Value> {
    let data = source.as_slice();
    if data.is_ascii() {
        return Ok(str_::from_latin1(cx, data)?.value());
    }
    let mut source = source;
    let mut text = Builder::new();
    let mut at = 0;
    while at < source.len() {
        let rest = &source.as_slice()[at..];
        let valid = rest.iter().position(|byte| *byte >= 0x80).unwrap_or(rest.len());
        text.push_units(Units::One(&rest[..valid]));
        at += valid;
        if at < source.len() {
            let limit = Limit::Ascii;
            at = errors.decode(cx, &mut source, limit.name(), (at, at + 1), limit.reason(), &mut text)?;
        }
    }
    text.finish(cx)
}
