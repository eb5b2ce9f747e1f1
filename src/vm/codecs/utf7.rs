//! UTF-7 (RFC 2152): ASCII, and between `+` and `-` UTF-16 in base 64. All of the RFC's optional direct characters are written directly.

use crate::codecs::errors::Errors;
use crate::context::{Cx, R};
use crate::object::Obj;
use crate::types::bytes::Bytes;
use crate::types::str_::{Builder, Str};
use crate::value::Value;

const NAME: &str = "utf7";
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn is_base64(unit: u32) -> bool {
    u8::try_from(unit).is_ok_and(|byte| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/')
}

fn from_base64(byte: u8) -> u32 {
    match byte {
        b'A'..=b'Z' => u32::from(byte - b'A'),
        b'a'..=b'z' => u32::from(byte - b'a') + 26,
        b'0'..=b'9' => u32::from(byte - b'0') + 52,
        b'+' => 62,
        _ => 63,
    }
}

/// Whether a code point is written as itself outside a shifted part.
fn is_direct(point: u32) -> bool {
    matches!(point, 9 | 10 | 13 | 0x20..=0x7d) && point != u32::from(b'+') && point != u32::from(b'\\')
}

/// Bits on their way into or out of base 64.
#[derive(Default)]
struct Bits {
    buffer: u32,
    count: u32,
}

impl Bits {
    fn put_unit(&mut self, out: &mut Vec<u8>, unit: u32) {
        self.buffer = self.buffer << 16 | unit;
        self.count += 16;
        while self.count >= 6 {
            self.count -= 6;
            out.push(ALPHABET[(self.buffer >> self.count & 63) as usize]);
        }
        self.buffer &= (1 << self.count) - 1;
    }

    fn finish(&mut self, out: &mut Vec<u8>) {
        if self.count > 0 {
            out.push(ALPHABET[(self.buffer << (6 - self.count) & 63) as usize]);
        }
        *self = Bits::default();
    }
}

/// Text as UTF-7; every text can be encoded.
pub fn encode(text: Obj<Str>) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut bits = Bits::default();
    let mut shifted = false;
    for point in text.units().points() {
        if is_direct(point) {
            if shifted {
                bits.finish(&mut out);
                shifted = false;
                if is_base64(point) || point == u32::from(b'-') {
                    out.push(b'-');
                }
            }
            out.push(point as u8);
            continue;
        }
        if !shifted {
            out.push(b'+');
            if point == u32::from(b'+') {
                out.push(b'-');
                continue;
            }
            shifted = true;
        }
        if point >= 0x1_0000 {
            let rest = point - 0x1_0000;
            bits.put_unit(&mut out, 0xd800 | rest >> 10);
            bits.put_unit(&mut out, 0xdc00 | rest & 0x3ff);
        } else {
            bits.put_unit(&mut out, point);
        }
    }
    if shifted {
        bits.finish(&mut out);
        out.push(b'-');
    }
    out
}

/// A shifted part that is being read.
#[derive(Default)]
struct Shift {
    bits: Bits,
    /// A high surrogate that waits for its other half; 0: none.
    surrogate: u32,
}

impl Shift {
    fn take(&mut self, byte: u8, text: &mut Builder) {
        self.bits.buffer = self.bits.buffer << 6 | from_base64(byte);
        self.bits.count += 6;
        if self.bits.count < 16 {
            return;
        }
        self.bits.count -= 16;
        let unit = self.bits.buffer >> self.bits.count;
        self.bits.buffer &= (1 << self.bits.count) - 1;
        let high = std::mem::take(&mut self.surrogate);
        if high != 0 {
            if (0xdc00..=0xdfff).contains(&unit) {
                text.push_point(0x1_0000 + ((high & 0x3ff) << 10 | (unit & 0x3ff)));
                return;
            }
            text.push_point(high);
        }
        if (0xd800..=0xdbff).contains(&unit) {
            self.surrogate = unit;
        } else {
            text.push_point(unit);
        }
    }

    /// What is wrong with the part's end, if anything.
    fn complaint(&self) -> Option<&'static str> {
        if self.bits.count >= 6 {
            Some("partial character in shift sequence")
        } else if self.bits.count > 0 && self.bits.buffer != 0 {
            Some("non-zero padding bits in shift sequence")
        } else {
            None
        }
    }
}

/// UTF-7 as text, and how many bytes that took: a shifted part that has not ended is left where more may come.
pub fn decode(cx: &Cx, source: Obj<Bytes>, errors: &mut Errors, is_final: bool) -> R<(Value, usize)> {
    let mut source = source;
    let mut text = Builder::new();
    let mut shift: Option<Shift> = None;
    let (mut at, mut start, mut len_before_shift) = (0, 0, 0);
    loop {
        let data = source.as_slice();
        let Some(&byte) = data.get(at) else {
            let Some(open) = shift.take_if(|_| is_final) else { break };
            if open.surrogate == 0 && open.complaint().is_none() {
                break;
            }
            let end = data.len();
            let reason = "unterminated shift sequence";
            at = errors.decode(cx, &mut source, NAME, (start, end), reason, &mut text)?;
            continue;
        };
        let reason = if let Some(open) = &mut shift {
            if is_base64(byte.into()) {
                open.take(byte, &mut text);
                at += 1;
                continue;
            }
            let complaint = open.complaint();
            let surrogate = open.surrogate;
            shift = None;
            match complaint {
                Some(reason) => {
                    at += 1;
                    reason
                }
                None => {
                    if surrogate != 0 && byte < 0x80 && byte != b'+' {
                        text.push_point(surrogate);
                    }
                    // The sign that ends a part is absorbed; whatever else does is text.
                    at += usize::from(byte == b'-');
                    continue;
                }
            }
        } else if byte == b'+' {
            start = at;
            at += 1;
            match data.get(at) {
                Some(b'-') => {
                    text.push_point(b'+'.into());
                    at += 1;
                    continue;
                }
                Some(&next) if !is_base64(next.into()) => {
                    at += 1;
                    "ill-formed sequence"
                }
                _ => {
                    shift = Some(Shift::default());
                    len_before_shift = text.len();
                    continue;
                }
            }
        } else if byte < 0x80 {
            text.push_point(byte.into());
            at += 1;
            continue;
        } else {
            start = at;
            at += 1;
            "unexpected special character"
        };
        at = errors.decode(cx, &mut source, NAME, (start, at), reason, &mut text)?;
    }
    if shift.is_some() {
        // Begun and not ended: the next piece begins with it again.
        text.truncate(len_before_shift);
        at = start;
    }
    Ok((text.finish(cx)?, at))
}
