//! UTF-16 and UTF-32 in both byte orders, with or without a mark.

use crate::codecs::errors::{Errors, Fix};
use crate::context::{Cx, R};
use crate::object::Obj;
use crate::types::bytes::Bytes;
use crate::types::str_::{Builder, Str};
use crate::value::Value;

/// The order of a unit's bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Order {
    Little,
    /// Written in the machine's order with a mark in front; read as the mark says, without one in the machine's order.
    Marked,
    Big,
}

impl Order {
    /// As the codec functions number them: below, equal to and above zero.
    pub const fn from_number(number: i64) -> Order {
        match number {
            ..0 => Order::Little,
            0 => Order::Marked,
            1.. => Order::Big,
        }
    }

    pub const fn number(self) -> i64 {
        match self {
            Order::Little => -1,
            Order::Marked => 0,
            Order::Big => 1,
        }
    }

    const fn is_big(self) -> bool {
        match self {
            Order::Little => false,
            Order::Marked => cfg!(target_endian = "big"),
            Order::Big => true,
        }
    }
}

/// What decoding a piece has given.
pub struct Decoded {
    pub text: Value,
    pub consumed: usize,
    /// The order that a mark has shown.
    pub order: Order,
}

const REASON: &str = "surrogates not allowed";

/// Encodes with `unit` writing one code point that is no surrogate.
fn encode_with(
    cx: &Cx,
    text: Obj<Str>,
    errors: &mut Errors,
    name: &str,
    unit_bytes: usize,
    out: &mut Vec<u8>,
    unit: &dyn Fn(&mut Vec<u8>, u32),
) -> R<()> {
    let units = text.units();
    let mut at = 0;
    while at < units.len() {
        let point = units.at(at);
        if !(0xd800..=0xdfff).contains(&point) {
            unit(out, point);
            at += 1;
            continue;
        }
        let places = (at, at + 1);
        let (fix, next) = errors.encode(cx, text, name, places, REASON)?;
        match fix {
            Fix::Ascii(fixed) => fixed.bytes().for_each(|byte| unit(out, byte.into())),
            Fix::Bytes(fixed) if fixed.len().is_multiple_of(unit_bytes) => out.extend_from_slice(&fixed),
            Fix::Text(fixed) if fixed.is_ascii() => {
                fixed.bytes().iter().for_each(|&byte| unit(out, byte.into()))
            }
            Fix::Bytes(_) | Fix::Text(_) => return Err(errors.refuse(cx, text, name, places, REASON)),
        }
        at = next;
    }
    Ok(())
}

/// Text as UTF-16.
pub fn encode16(cx: &Cx, text: Obj<Str>, order: Order, errors: &mut Errors) -> R<Vec<u8>> {
    let mut out = Vec::with_capacity(2 * text.len() + 2);
    let big = order.is_big();
    let put = move |out: &mut Vec<u8>, unit: u16| {
        out.extend_from_slice(&if big { unit.to_be_bytes() } else { unit.to_le_bytes() });
    };
    let name = match order {
        Order::Little => "utf-16-le",
        Order::Marked => "utf-16",
        Order::Big => "utf-16-be",
    };
    if order == Order::Marked {
        put(&mut out, 0xfeff);
    }
    encode_with(cx, text, errors, name, 2, &mut out, &|out, point| match u16::try_from(point) {
        Ok(unit) => put(out, unit),
        Err(_) => {
            let rest = point - 0x1_0000;
            put(out, 0xd800 | (rest >> 10) as u16);
            put(out, 0xdc00 | (rest & 0x3ff) as u16);
        }
    })?;
    Ok(out)
}

/// Text as UTF-32.
pub fn encode32(cx: &Cx, text: Obj<Str>, order: Order, errors: &mut Errors) -> R<Vec<u8>> {
    let mut out = Vec::with_capacity(4 * text.len() + 4);
    let big = order.is_big();
    let put = move |out: &mut Vec<u8>, unit: u32| {
        out.extend_from_slice(&if big { unit.to_be_bytes() } else { unit.to_le_bytes() });
    };
    let name = match order {
        Order::Little => "utf-32-le",
        Order::Marked => "utf-32",
        Order::Big => "utf-32-be",
    };
    if order == Order::Marked {
        put(&mut out, 0xfeff);
    }
    encode_with(cx, text, errors, name, 4, &mut out, &put)?;
    Ok(out)
}

/// UTF-16 as text.
pub fn decode16(
    cx: &Cx,
    source: Obj<Bytes>,
    order: Order,
    errors: &mut Errors,
    is_final: bool,
) -> R<Decoded> {
    let mut source = source;
    let mut order = order;
    let mut at = 0;
    if order == Order::Marked {
        match source.as_slice() {
            [0xff, 0xfe, ..] => (order, at) = (Order::Little, 2),
            [0xfe, 0xff, ..] => (order, at) = (Order::Big, 2),
            _ => {}
        }
    }
    let big = order.is_big();
    let name = if big { "utf-16-be" } else { "utf-16-le" };
    let mut text = Builder::new();
    loop {
        let data = source.as_slice();
        let unit = |at: usize| {
            let pair = [*data.get(at)?, *data.get(at + 1)?];
            Some(u32::from(if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }))
        };
        if at >= data.len() {
            break;
        }
        let (end, reason) = match (unit(at), unit(at + 2)) {
            (None, _) if !is_final => break,
            (None, _) => (data.len(), "truncated data"),
            (Some(high @ 0xd800..=0xdbff), Some(low @ 0xdc00..=0xdfff)) => {
                text.push_point(0x1_0000 + ((high & 0x3ff) << 10 | (low & 0x3ff)));
                at += 4;
                continue;
            }
            (Some(0xd800..=0xdbff), None) if !is_final => break,
            (Some(0xd800..=0xdbff), None) => (data.len(), "unexpected end of data"),
            (Some(0xd800..=0xdbff), Some(_)) => (at + 2, "illegal UTF-16 surrogate"),
            (Some(0xdc00..=0xdfff), _) => (at + 2, "illegal encoding"),
            (Some(point), _) => {
                text.push_point(point);
                at += 2;
                continue;
            }
        };
        at = errors.decode(cx, &mut source, name, (at, end), reason, &mut text)?;
    }
    Ok(Decoded { text: text.finish(cx)?, consumed: at, order })
}

/// UTF-32 as text.
pub fn decode32(
    cx: &Cx,
    source: Obj<Bytes>,
    order: Order,
    errors: &mut Errors,
    is_final: bool,
) -> R<Decoded> {
    let mut source = source;
    let mut order = order;
    let mut at = 0;
    if order == Order::Marked {
        match source.as_slice() {
            [0xff, 0xfe, 0, 0, ..] => (order, at) = (Order::Little, 4),
            [0, 0, 0xfe, 0xff, ..] => (order, at) = (Order::Big, 4),
            _ => {}
        }
    }
    let big = order.is_big();
    let name = if big { "utf-32-be" } else { "utf-32-le" };
    let mut text = Builder::new();
    loop {
        let data = source.as_slice();
        if at >= data.len() {
            break;
        }
        let unit = data.get(at..at + 4).and_then(|unit| <[u8; 4]>::try_from(unit).ok());
        let unit = unit.map(|unit| if big { u32::from_be_bytes(unit) } else { u32::from_le_bytes(unit) });
        let (end, reason) = match unit {
            None if !is_final => break,
            None => (data.len(), "truncated data"),
            Some(0xd800..=0xdfff) => (at + 4, "code point in surrogate code point range(0xd800, 0xe000)"),
            Some(0x11_0000..) => (at + 4, "code point not in range(0x110000)"),
            Some(point) => {
                text.push_point(point);
                at += 4;
                continue;
            }
        };
        at = errors.decode(cx, &mut source, name, (at, end), reason, &mut text)?;
    }
    Ok(Decoded { text: text.finish(cx)?, consumed: at, order })
}
