//! Struct formats: what a format text says, values to bytes and back.

use typhon_vm::Value;
use typhon_vm::buffer::bytes_like;
use typhon_vm::codecs;
use typhon_vm::context::{Cx, R, Raised};
use typhon_vm::exceptions;
use typhon_vm::protocol;
use typhon_vm::types::byte_array::ByteArray;
use typhon_vm::types::bytes::{self, Bytes};
use typhon_vm::types::float::half;
use typhon_vm::types::str_::Str;
use typhon_vm::types::tuple;
use typhon_vm::types::{complex, float, int};

use super::ERROR;

/// One run of equal items.
#[derive(Clone, Copy)]
struct Field {
    code: u8,
    offset: usize,
    /// Of one item; of all of them for `s` and `p`.
    size: usize,
    /// Values packed or unpacked.
    count: usize,
}

/// A compiled format.
pub(super) struct Format {
    fields: Vec<Field>,
    pub(super) size: usize,
    /// Values, all fields together.
    pub(super) count: usize,
    big: bool,
}

/// Size and alignment of a native item.
fn native(code: u8) -> Option<usize> {
    Some(match code {
        b'x' | b'b' | b'B' | b'c' | b's' | b'p' | b'?' => 1,
        b'h' | b'H' | b'e' => 2,
        b'i' | b'I' | b'f' => 4,
        b'l' | b'L' | b'n' | b'N' | b'q' | b'Q' | b'd' | b'F' | b'P' => 8,
        b'D' => 16,
        _ => return None,
    })
}

fn standard(code: u8) -> Option<usize> {
    match code {
        b'n' | b'N' | b'P' => None,
        b'l' | b'L' => Some(4),
        _ => native(code),
    }
}

/// Alignment of a native item: complex numbers lie like arrays of two.
fn alignment(code: u8, size: usize) -> usize {
    if matches!(code, b'F' | b'D') { size / 2 } else { size }
}

fn too_long(cx: &Cx) -> Raised {
    ERROR.error(cx, "total struct size too long")
}

/// The bytes of a format given as str or bytes.
pub(super) fn text(cx: &Cx, format: Value) -> R<Vec<u8>> {
    if let Some(text) = format.cast::<Str>() {
        let encoded = codecs::encode(cx, text, "ascii", None)?;
        return Ok(encoded.cast::<Bytes>().map(|bytes| bytes.as_slice().to_vec()).unwrap_or_default());
    }
    match format.cast::<Bytes>() {
        Some(bytes) => Ok(bytes.as_slice().to_vec()),
        None => {
            let shown = cx.type_name(format);
            Err(cx.type_error(format!("Struct() argument 1 must be a str or bytes object, not {shown}")))
        }
    }
}

/// Compiles a format.
pub(super) fn compile(cx: &Cx, text: &[u8]) -> R<Format> {
    let (order, body) = match text.first() {
        Some(&order @ (b'@' | b'=' | b'<' | b'>' | b'!')) => (order, &text[1..]),
        _ => (b'@', text),
    };
    let aligned = order == b'@';
    let mut format = Format {
        fields: Vec::with_capacity(4),
        size: 0,
        count: 0,
        big: matches!(order, b'>' | b'!') || (cfg!(target_endian = "big") && order != b'<'),
    };
    let mut at = 0;
    while let Some(&byte) = body.get(at) {
        at += 1;
        if byte.is_ascii_whitespace() || byte == 0x0b {
            continue;
        }
        let (mut code, mut repeat) = (byte, 1usize);
        if byte.is_ascii_digit() {
            repeat = usize::from(byte - b'0');
            loop {
                let Some(&next) = body.get(at) else {
                    return Err(ERROR.error(cx, "repeat count given without format specifier"));
                };
                at += 1;
                code = next;
                if !next.is_ascii_digit() {
                    break;
                }
                repeat = repeat
                    .checked_mul(10)
                    .and_then(|repeat| repeat.checked_add(usize::from(next - b'0')))
                    .filter(|&repeat| repeat <= isize::MAX as usize)
                    .ok_or_else(|| too_long(cx))?;
            }
        }
        let Some(size) = (if aligned { native(code) } else { standard(code) }) else {
            return Err(ERROR.error(cx, "bad char in struct format"));
        };
        if aligned && !matches!(code, b'x' | b's' | b'p') {
            format.size = format.size.next_multiple_of(alignment(code, size));
        }
        let bytes = size.checked_mul(repeat).ok_or_else(|| too_long(cx))?;
        let offset = format.size;
        format.size = offset
            .checked_add(bytes)
            .filter(|&size| size <= isize::MAX as usize)
            .ok_or_else(|| too_long(cx))?;
        let field = match code {
            b'x' => continue,
            b's' | b'p' => Field { code, offset, size: repeat, count: 1 },
            _ if repeat == 0 => continue,
            _ => Field { code, offset, size, count: repeat },
        };
        format.count += field.count;
        format.fields.push(field);
    }
    Ok(format)
}

fn wanted_float(cx: &Cx, value: Value) -> R<f64> {
    // Whatever keeps it from being one.
    float::to_f64(cx, value).map_err(|_| ERROR.error(cx, "required argument is not a float"))
}

fn too_large(cx: &Cx, value: Value, code: u8) -> Raised {
    if int::is_int(value) {
        return ERROR.error(cx, "int too large to convert");
    }
    let text = format!("float too large to pack with {} format", char::from(code));
    cx.error(exceptions::OVERFLOW_ERROR, text)
}

fn single(cx: &Cx, value: Value, number: f64) -> R<f32> {
    let narrow = number as f32;
    if narrow.is_infinite() && number.is_finite() { Err(too_large(cx, value, b'f')) } else { Ok(narrow) }
}

fn whole(cx: &Cx, code: u8, value: Value, least: i128, most: i128) -> R<i128> {
    if !int::is_int(value) && cx.type_of(value).slots().index.is_none() {
        return Err(ERROR.error(cx, "required argument is not an integer"));
    }
    let number = int::to_i128(protocol::index::to_value(cx, value)?);
    number.filter(|&number| least <= number && number <= most).ok_or_else(|| {
        if code == b'P' {
            return ERROR.error(cx, "int too large to convert");
        }
        let code = char::from(code);
        ERROR.error(cx, &format!("'{code}' format requires {least} <= number <= {most}"))
    })
}

/// Writes a number of `room.len()` bytes.
fn put(room: &mut [u8], number: u128, big: bool) {
    let bytes = number.to_le_bytes();
    room.copy_from_slice(&bytes[..room.len()]);
    if big {
        room.reverse();
    }
}

fn get(bytes: &[u8], big: bool) -> u64 {
    let fold = |sum: u64, &byte: &u8| sum << 8 | u64::from(byte);
    if big { bytes.iter().fold(0, fold) } else { bytes.iter().rev().fold(0, fold) }
}

fn pack_item(cx: &Cx, code: u8, value: Value, room: &mut [u8], big: bool) -> R<()> {
    let bits = 8 * room.len() as u32;
    match code {
        b'c' => match value.cast::<Bytes>().as_ref().map(|bytes| bytes.as_slice()) {
            Some(&[byte]) => room[0] = byte,
            _ => return Err(ERROR.error(cx, "char format requires a bytes object of length 1")),
        },
        b'?' => room[0] = u8::from(protocol::is_true(cx, value)?),
        b'b' | b'h' | b'i' | b'l' | b'q' | b'n' => {
            let limit = 1i128 << (bits - 1);
            put(room, whole(cx, code, value, -limit, limit - 1)? as u128, big);
        }
        b'B' | b'H' | b'I' | b'L' | b'Q' | b'N' => {
            put(room, whole(cx, code, value, 0, (1i128 << bits) - 1)? as u128, big);
        }
        b'P' => {
            let number = whole(cx, code, value, i64::MIN.into(), u64::MAX.into())?;
            put(room, number as u128, big);
        }
        b'e' => {
            let number = wanted_float(cx, value)?;
            let half = half::pack(number).ok_or_else(|| too_large(cx, value, code))?;
            put(room, half.into(), big);
        }
        b'f' => {
            let number = wanted_float(cx, value)?;
            put(room, single(cx, value, number)?.to_bits().into(), big);
        }
        b'd' => put(room, wanted_float(cx, value)?.to_bits().into(), big),
        _ => {
            let (real, imag) = complex::to_parts(cx, value).map_err(|raised| {
                if cx.matches(raised, exceptions::TYPE_ERROR) {
                    ERROR.error(cx, "required argument is not a complex")
                } else {
                    raised
                }
            })?;
            let (first, second) = room.split_at_mut(room.len() / 2);
            for (room, part) in [(first, real), (second, imag)] {
                if code == b'F' {
                    put(room, single(cx, value, part)?.to_bits().into(), big);
                } else {
                    put(room, part.to_bits().into(), big);
                }
            }
        }
    }
    Ok(())
}

impl Format {
    /// The bytes of as many values as the format has.
    pub(super) fn pack(&self, cx: &Cx, values: &[Value], caller: &str) -> R<Vec<u8>> {
        if values.len() != self.count {
            let (count, given) = (self.count, values.len());
            return Err(
                ERROR.error(cx, &format!("{caller} expected {count} items for packing (got {given})"))
            );
        }
        cx.check_room(self.size)?;
        let mut bytes = vec![0; self.size];
        let mut values = values.iter();
        for field in &self.fields {
            if matches!(field.code, b's' | b'p') {
                let value = values.next().copied().unwrap_or(Value::NONE);
                pack_string(cx, field, value, &mut bytes[field.offset..field.offset + field.size])?;
                continue;
            }
            let rooms = bytes[field.offset..].chunks_exact_mut(field.size).take(field.count);
            for (room, &value) in rooms.zip(&mut values) {
                pack_item(cx, field.code, value, room, self.big)?;
            }
        }
        Ok(bytes)
    }

    /// The values in exactly as many bytes as the format has.
    pub(super) fn unpack(&self, cx: &Cx, bytes: &[u8]) -> R<Value> {
        let values = tuple::with_len(cx, self.count)?;
        let mut slots = values.items().iter();
        for field in &self.fields {
            for number in 0..field.count {
                let at = field.offset + number * field.size;
                let value = unpack_item(cx, field.code, &bytes[at..at + field.size], self.big)?;
                if let Some(slot) = slots.next() {
                    cx.store(values.object(), slot, value);
                }
            }
        }
        Ok(values.value())
    }
}

fn pack_string(cx: &Cx, field: &Field, value: Value, room: &mut [u8]) -> R<()> {
    if value.cast::<Bytes>().is_none() && value.cast::<ByteArray>().is_none() {
        let code = char::from(field.code);
        return Err(ERROR.error(cx, &format!("argument for '{code}' must be a bytes object")));
    }
    let content = bytes_like(cx, value)?;
    if field.code == b's' {
        let count = content.len().min(room.len());
        room[..count].copy_from_slice(&content[..count]);
    } else if let Some((len, room)) = room.split_first_mut() {
        // The length comes first, in one byte.
        let count = content.len().min(room.len());
        room[..count].copy_from_slice(&content[..count]);
        *len = count.min(255) as u8;
    }
    Ok(())
}

fn unpack_item(cx: &Cx, code: u8, bytes: &[u8], big: bool) -> R<Value> {
    let size = bytes.len();
    let signed = |number: u64| (number << (64 - 8 * size)) as i64 >> (64 - 8 * size);
    let part = |bytes: &[u8]| match bytes.len() {
        4 => f64::from(f32::from_bits(get(bytes, big) as u32)),
        _ => f64::from_bits(get(bytes, big)),
    };
    match code {
        b'c' | b's' => bytes::from_slice(cx, bytes),
        b'p' => match bytes.split_first() {
            Some((&len, rest)) => bytes::from_slice(cx, &rest[..usize::from(len).min(rest.len())]),
            None => bytes::from_slice(cx, &[]),
        },
        b'?' => Ok(Value::from_bool(bytes[0] != 0)),
        b'b' | b'h' | b'i' | b'l' | b'q' | b'n' => int::from_i64(cx, signed(get(bytes, big))),
        b'B' | b'H' | b'I' | b'L' | b'Q' | b'N' | b'P' => int::from_u64(cx, get(bytes, big)),
        b'e' => Ok(Value::from_float(half::unpack(get(bytes, big) as u16))),
        b'f' | b'd' => Ok(Value::from_float(part(bytes))),
        _ => complex::new(cx, part(&bytes[..size / 2]), part(&bytes[size / 2..])),
    }
}
