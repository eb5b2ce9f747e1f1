//! The items of arrays: type codes, conversions between values and bytes.

use typhon_vm::Value;
use typhon_vm::context::{Cx, R};
use typhon_vm::exceptions;
use typhon_vm::protocol;
use typhon_vm::types::str_::{self, Str};
use typhon_vm::types::{float, int};

/// A type code.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Code(u8);

/// Every type code.
pub(super) const ALL: &str = "bBuwhHiIlLqQfd";

impl Code {
    pub(super) fn of(character: u32) -> Option<Code> {
        let code = u8::try_from(character).ok()?;
        ALL.as_bytes().contains(&code).then_some(Code(code))
    }

    pub(super) fn character(self) -> u8 {
        self.0
    }

    pub(super) fn size(self) -> usize {
        match self.0 {
            b'b' | b'B' => 1,
            b'h' | b'H' => 2,
            b'u' | b'w' | b'i' | b'I' | b'f' => 4,
            _ => 8,
        }
    }

    pub(super) fn is_text(self) -> bool {
        matches!(self.0, b'u' | b'w')
    }

    fn is_float(self) -> bool {
        matches!(self.0, b'f' | b'd')
    }

    fn is_signed(self) -> bool {
        self.0.is_ascii_lowercase()
    }

    /// What `memoryview.format` says.
    pub(super) fn format(self) -> u8 {
        if self.is_text() { b'w' } else { self.0 }
    }

    /// The number of the machine's format as pickles name it: what C's type is on this machine.
    pub(super) fn machine_format(self) -> i64 {
        let big = i64::from(cfg!(target_endian = "big"));
        match self.0 {
            b'B' => 0,
            b'b' => 1,
            b'f' => 14 + big,
            b'd' => 16 + big,
            b'u' | b'w' => 20 + big,
            _ => {
                let width = match self.size() {
                    2 => 2,
                    4 => 6,
                    _ => 10,
                };
                width + 2 * i64::from(self.is_signed()) + big
            }
        }
    }
}

fn overflow<T>(cx: &Cx, text: &str) -> R<T> {
    Err(cx.error(exceptions::OVERFLOW_ERROR, text.into()))
}

/// An integer item, with the messages of the C converters that CPython passes it through.
fn whole(cx: &Cx, code: Code, value: Value) -> R<u64> {
    let number = int::to_i128(protocol::index::to_value(cx, value)?);
    let in_word = number.and_then(|number| i64::try_from(number).ok());
    let name = match code.0 {
        b'q' => {
            return in_word
                .map(|number| number as u64)
                .map_or_else(|| overflow(cx, "int too big to convert"), Ok);
        }
        b'Q' | b'I' | b'L' => {
            let negative = match number {
                Some(number) => number < 0,
                None => int::is_negative(protocol::index::to_value(cx, value)?),
            };
            let signless = number.and_then(|number| u64::try_from(number).ok());
            return match (code.0, signless) {
                (b'Q', _) if negative => overflow(cx, "can't convert negative int to unsigned"),
                _ if negative => overflow(cx, "can't convert negative value to unsigned int"),
                (b'Q', None) => overflow(cx, "int too big to convert"),
                (_, None) => overflow(cx, "Python int too large to convert to C unsigned long"),
                (b'I', Some(number)) if u32::try_from(number).is_err() => {
                    overflow(cx, "unsigned int is greater than maximum")
                }
                (_, Some(number)) => Ok(number),
            };
        }
        b'B' => "unsigned byte integer",
        b'H' => "unsigned short",
        b'i' => "signed integer",
        _ => "signed short integer",
    };
    let Some(number) = in_word else { return overflow(cx, "Python int too large to convert to C long") };
    if code.0 == b'l' {
        return Ok(number as u64);
    }
    let (least, most) = match code.0 {
        b'B' => (0, 255),
        b'H' => (0, 65535),
        b'i' => (i64::from(i32::MIN), i64::from(i32::MAX)),
        _ => (i64::from(i16::MIN), i64::from(i16::MAX)),
    };
    // The wider type's complaint comes first.
    let name = if code.0 == b'H' && i32::try_from(number).is_err() { "signed integer" } else { name };
    if number < least {
        return overflow(cx, &format!("{name} is less than minimum"));
    }
    if number > most {
        return overflow(cx, &format!("{name} is greater than maximum"));
    }
    if code.0 == b'b' && number < -128 {
        return overflow(cx, "signed char is less than minimum");
    }
    if code.0 == b'b' && number > 127 {
        return overflow(cx, "signed char is greater than maximum");
    }
    Ok(number as u64)
}

/// A value as an item's bytes, in the first `code.size()` bytes; runs the value's own conversions.
pub(super) fn pack(cx: &Cx, code: Code, value: Value) -> R<[u8; 8]> {
    let mut item = [0; 8];
    if code.is_text() {
        let Some(text) = value.cast::<Str>() else {
            let shown = cx.type_name(value);
            return Err(cx.type_error(format!("array item must be a unicode character, not {shown}")));
        };
        if text.len() != 1 {
            let len = text.len();
            return Err(cx.type_error(format!(
                "array item must be a unicode character, not a string of length {len}"
            )));
        }
        item[..4].copy_from_slice(&text.code_point(0).to_ne_bytes());
    } else if code.is_float() {
        let number = float::to_f64(cx, value)?;
        match code.0 {
            b'f' => item[..4].copy_from_slice(&(number as f32).to_ne_bytes()),
            _ => item = number.to_ne_bytes(),
        }
    } else {
        let size = code.size();
        let bytes = whole(cx, code, value)?.to_le_bytes();
        item[..size].copy_from_slice(&bytes[..size]);
        if cfg!(target_endian = "big") {
            item[..size].reverse();
        }
    }
    Ok(item)
}

/// An item as a value. `bytes` has the code's size.
pub(super) fn unpack(cx: &Cx, code: Code, bytes: &[u8]) -> R<Value> {
    let mut item = [0; 8];
    item[..bytes.len()].copy_from_slice(bytes);
    let word = if cfg!(target_endian = "big") {
        u64::from_be_bytes(item) >> (64 - 8 * bytes.len())
    } else {
        u64::from_le_bytes(item)
    };
    let unused = 64 - 8 * bytes.len() as u32;
    match code.0 {
        b'f' => Ok(Value::from_float(f32::from_bits(word as u32).into())),
        b'd' => Ok(Value::from_float(f64::from_bits(word))),
        b'u' | b'w' if word > 0x10_ffff => {
            Err(cx.value_error(&format!("character U+{word:x} is not in range [U+0000; U+10ffff]")))
        }
        b'u' | b'w' => Ok(str_::from_points(cx, &[word as u32])?.value()),
        _ if code.is_signed() => int::from_i64(cx, (word << unused) as i64 >> unused),
        _ => int::from_u64(cx, word),
    }
}

/// One of the formats that pickles name: item size, kind, order.
pub(super) struct Machine {
    pub(super) size: usize,
    pub(super) kind: Kind,
    pub(super) big: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Unsigned,
    Signed,
    Float,
    Utf16,
    Utf32,
}

/// The machine format of a number.
pub(super) fn machine(number: i64) -> Option<Machine> {
    let (size, kind) = match number {
        0 => (1, Kind::Unsigned),
        1 => (1, Kind::Signed),
        2 | 3 => (2, Kind::Unsigned),
        4 | 5 => (2, Kind::Signed),
        6 | 7 => (4, Kind::Unsigned),
        8 | 9 => (4, Kind::Signed),
        10 | 11 => (8, Kind::Unsigned),
        12 | 13 => (8, Kind::Signed),
        14 | 15 => (4, Kind::Float),
        16 | 17 => (8, Kind::Float),
        18 | 19 => (2, Kind::Utf16),
        20 | 21 => (4, Kind::Utf32),
        _ => return None,
    };
    Some(Machine { size, kind, big: number > 1 && number % 2 == 1 })
}
