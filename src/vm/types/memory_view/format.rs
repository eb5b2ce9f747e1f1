//! The items of a memoryview: native single-character formats, in memory order of this machine.

use crate::buffer;
use crate::context::{Cx, R, Raised};
use crate::exceptions;
use crate::protocol;
use crate::types::bytes::{self, Bytes};
use crate::types::{float, int};
use crate::value::Value;

/// Longest item.
pub(crate) const MAX_ITEM: usize = 8;

/// The character of a native single-character format, `@` in front allowed, and its item's size.
pub(crate) fn native(format: &str) -> Option<(u8, usize)> {
    let &[code] = format.strip_prefix('@').unwrap_or(format).as_bytes() else { return None };
    let size = match code {
        b'c' | b'b' | b'B' | b'?' => 1,
        b'h' | b'H' | b'e' => 2,
        b'i' | b'I' | b'f' => 4,
        b'l' | b'L' | b'q' | b'Q' | b'n' | b'N' | b'd' | b'P' => 8,
        _ => return None,
    };
    Some((code, size))
}

/// The same for an object's format; `NotImplementedError` for others.
pub(crate) fn native_or_refuse(cx: &Cx, format: Value) -> R<(u8, usize)> {
    let text = buffer::format_text(format);
    native(&text).ok_or_else(|| {
        cx.error(exceptions::NOT_IMPLEMENTED_ERROR, format!("memoryview: unsupported format {text}"))
    })
}

fn array<const N: usize>(bytes: &[u8]) -> [u8; N] {
    let mut item = [0; N];
    item.copy_from_slice(&bytes[..N]);
    item
}

/// An item as a value. `bytes` is as long as the format's item.
pub(crate) fn unpack(cx: &Cx, code: u8, bytes: &[u8]) -> R<Value> {
    match code {
        b'?' => Ok(Value::from_bool(bytes[0] != 0)),
        b'c' => bytes::from_slice(cx, &bytes[..1]),
        b'b' => Ok(Value::small_int_unchecked(i64::from(bytes[0] as i8))),
        b'B' => Ok(Value::small_int_unchecked(bytes[0].into())),
        b'h' => Ok(Value::small_int_unchecked(i16::from_ne_bytes(array(bytes)).into())),
        b'H' => Ok(Value::small_int_unchecked(u16::from_ne_bytes(array(bytes)).into())),
        b'i' => Ok(Value::small_int_unchecked(i32::from_ne_bytes(array(bytes)).into())),
        b'I' => Ok(Value::small_int_unchecked(u32::from_ne_bytes(array(bytes)).into())),
        b'l' | b'q' | b'n' => int::from_i64(cx, i64::from_ne_bytes(array(bytes))),
        b'L' | b'Q' | b'N' | b'P' => int::from_u64(cx, u64::from_ne_bytes(array(bytes))),
        b'e' => Ok(Value::from_float(float::half::unpack(u16::from_ne_bytes(array(bytes))))),
        b'f' => Ok(Value::from_float(f32::from_ne_bytes(array(bytes)).into())),
        b'd' => Ok(Value::from_float(f64::from_ne_bytes(array(bytes)))),
        _ => Err(cx.system_error("not a native format")),
    }
}

fn bad_type(cx: &Cx, format: &str) -> Raised {
    cx.type_error(format!("memoryview: invalid type for format '{format}'"))
}

fn bad_value(cx: &Cx, format: &str) -> Raised {
    cx.value_error(&format!("memoryview: invalid value for format '{format}'"))
}

/// An integer item; runs `__index__`.
fn integer(cx: &Cx, format: &str, value: Value) -> R<i128> {
    let number = match protocol::index::to_value(cx, value) {
        Ok(number) => number,
        Err(raised) if cx.matches(raised, exceptions::TYPE_ERROR) => return Err(bad_type(cx, format)),
        Err(raised) => return Err(raised),
    };
    int::to_i128(number).ok_or_else(|| bad_value(cx, format))
}

fn real(cx: &Cx, format: &str, value: Value) -> R<f64> {
    match float::to_f64(cx, value) {
        Ok(number) => Ok(number),
        Err(raised) if cx.matches(raised, exceptions::TYPE_ERROR) => Err(bad_type(cx, format)),
        Err(raised) if cx.matches(raised, exceptions::OVERFLOW_ERROR) => Err(bad_value(cx, format)),
        Err(raised) => Err(raised),
    }
}

/// A value as an item; runs the value's own conversions.
pub(crate) fn pack(cx: &Cx, code: u8, format: &str, value: Value) -> R<[u8; MAX_ITEM]> {
    let mut item = [0; MAX_ITEM];
    let mut put = |bytes: &[u8]| item[..bytes.len()].copy_from_slice(bytes);
    macro_rules! put_integer {
        ($kind:ty) => {{
            let number = integer(cx, format, value)?;
            put(&<$kind>::try_from(number).map_err(|_| bad_value(cx, format))?.to_ne_bytes())
        }};
    }
    match code {
        b'?' => put(&[protocol::is_true(cx, value)? as u8]),
        b'c' => match value.cast::<Bytes>().as_ref().map(|bytes| bytes.as_slice()) {
            Some(&[byte]) => put(&[byte]),
            Some(_) => return Err(bad_value(cx, format)),
            None => return Err(bad_type(cx, format)),
        },
        b'b' => put_integer!(i8),
        b'B' => put_integer!(u8),
        b'h' => put_integer!(i16),
        b'H' => put_integer!(u16),
        b'i' => put_integer!(i32),
        b'I' => put_integer!(u32),
        b'l' | b'q' | b'n' => put_integer!(i64),
        b'L' | b'Q' | b'N' => put_integer!(u64),
        b'P' => {
            // As C casts: negative addresses are allowed.
            let number = integer(cx, format, value)?;
            let in_range = number >= i128::from(i64::MIN) && number <= i128::from(u64::MAX);
            if !in_range {
                return Err(bad_value(cx, format));
            }
            put(&(number as u64).to_ne_bytes());
        }
        b'e' => {
            let number = real(cx, format, value)?;
            put(&float::half::pack(number).ok_or_else(|| bad_value(cx, format))?.to_ne_bytes());
        }
        b'f' => {
            // As C casts: what is too large becomes infinite.
            put(&(real(cx, format, value)? as f32).to_ne_bytes());
        }
        b'd' => put(&real(cx, format, value)?.to_ne_bytes()),
        _ => return Err(cx.system_error("not a native format")),
    }
    Ok(item)
}
