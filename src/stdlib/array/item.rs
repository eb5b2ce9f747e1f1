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

    #[inline(always)]
    pub(super) fn size(self) -> usize {
        1 << self.log_size()
    }

    #[inline(always)]
    pub(super) fn log_size(self) -> u32 {
        match self.0 {
            b'b' | b'B' => 0,
            b'h' | b'H' => 1,
            b'u' | b'w' | b'i' | b'I' | b'f' => 2,
            _ => 3,
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

/// The bits of an item that a value is without any conversion to be run or refused; `None` for what [`pack`] has to look at.
#[inline(always)]
pub(super) fn plain(code: Code, value: Value) -> Option<u64> {
    if code.is_float() {
        let number = value.as_float().or_else(|| value.as_small_int().map(|number| number as f64))?;
        return Some(if code.0 == b'd' { number.to_bits() } else { u64::from((number as f32).to_bits()) });
    }
    let number = value.as_small_int()?;
    let fits = match code.0 {
        b'b' => i8::try_from(number).is_ok(),
        b'B' => u8::try_from(number).is_ok(),
        b'h' => i16::try_from(number).is_ok(),
        b'H' => u16::try_from(number).is_ok(),
        b'i' => i32::try_from(number).is_ok(),
        b'I' => u32::try_from(number).is_ok(),
        b'l' | b'q' => true,
        b'L' | b'Q' => number >= 0,
        _ => false,
    };
    fits.then_some(number as u64)
}

/// A value as an item's bits, with its low bytes as many as the item has; runs the value's own conversions.
fn bits(cx: &Cx, code: Code, value: Value) -> R<u64> {
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
        return Ok(text.code_point(0).into());
    }
    if code.is_float() {
        let number = float::to_f64(cx, value)?;
        return Ok(match code.0 {
            b'f' => (number as f32).to_bits().into(),
            _ => number.to_bits(),
        });
    }
    whole(cx, code, value)
}

/// A value as an item's bytes, in the first `code.size()` bytes; runs the value's own conversions.
pub(super) fn pack(cx: &Cx, code: Code, value: Value) -> R<[u8; 8]> {
    let word = match plain(code, value) {
        Some(word) => word,
        None => bits(cx, code, value)?,
    };
    let mut item = [0; 8];
    put(code, &mut item, 0, word);
    Ok(item)
}

/// Writes an item's bits at a position; `None` beyond the end.
#[inline(always)]
pub(super) fn put(code: Code, bytes: &mut [u8], position: usize, word: u64) -> Option<()> {
    fn place<const SIZE: usize>(bytes: &mut [u8], position: usize) -> Option<&mut [u8; SIZE]> {
        bytes.as_chunks_mut::<SIZE>().0.get_mut(position)
    }
    match code.size() {
        1 => *place(bytes, position)? = (word as u8).to_ne_bytes(),
        2 => *place(bytes, position)? = (word as u16).to_ne_bytes(),
        4 => *place(bytes, position)? = (word as u32).to_ne_bytes(),
        _ => *place(bytes, position)? = word.to_ne_bytes(),
    }
    Some(())
}

/// The item at a position, as bits that [`value`] understands; `None` beyond the end.
#[inline(always)]
pub(super) fn word(code: Code, bytes: &[u8], position: usize) -> Option<u64> {
    fn place<const SIZE: usize>(bytes: &[u8], position: usize) -> Option<[u8; SIZE]> {
        bytes.as_chunks::<SIZE>().0.get(position).copied()
    }
    Some(match code.0 {
        b'b' => i8::from_ne_bytes(place(bytes, position)?) as u64,
        b'B' => u8::from_ne_bytes(place(bytes, position)?).into(),
        b'h' => i16::from_ne_bytes(place(bytes, position)?) as u64,
        b'H' => u16::from_ne_bytes(place(bytes, position)?).into(),
        b'i' => i32::from_ne_bytes(place(bytes, position)?) as u64,
        b'u' | b'w' | b'I' | b'f' => u32::from_ne_bytes(place(bytes, position)?).into(),
        _ => u64::from_ne_bytes(place(bytes, position)?),
    })
}

/// An item's bits as a value.
#[inline(always)]
pub(super) fn value(cx: &Cx, code: Code, word: u64) -> R<Value> {
    match code.0 {
        b'f' => Ok(Value::from_float(f32::from_bits(word as u32).into())),
        b'd' => Ok(Value::from_float(f64::from_bits(word))),
        b'u' | b'w' if word > 0x10_ffff => {
            Err(cx.value_error(&format!("character U+{word:x} is not in range [U+0000; U+10ffff]")))
        }
        b'u' | b'w' => Ok(str_::from_points(cx, &[word as u32])?.value()),
        _ if code.is_signed() => int::from_i64(cx, word as i64),
        _ => int::from_u64(cx, word),
    }
}

/// An item as a value. `bytes` has the code's size.
pub(super) fn unpack(cx: &Cx, code: Code, bytes: &[u8]) -> R<Value> {
    value(cx, code, word(code, bytes, 0).unwrap_or_default())
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
