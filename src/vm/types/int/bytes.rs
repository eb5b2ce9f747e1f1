//! Ints as arrays of bytes: `to_bytes` and `from_bytes`.

use crate::call;
use crate::context::{Cx, R};
use crate::exceptions;
use crate::protocol;
use crate::runtime;
use crate::types::bytes::Bytes;
use crate::types::int::from_magnitude;
use crate::types::str_::Str;
use crate::types::{bytes, number};
use crate::value::Value;

/// The byte order argument of `method`: whether it is little-endian.
fn is_little(cx: &Cx, method: &str, order: Value) -> R<bool> {
    let Some(order) = order.bound() else { return Ok(false) };
    let Some(text) = order.cast::<Str>() else {
        let shown = cx.type_name(order);
        return Err(cx.type_error(format!("{method}() argument 'byteorder' must be str, not {shown}")));
    };
    match (text.equals_str("little"), text.equals_str("big")) {
        (true, _) => Ok(true),
        (_, true) => Ok(false),
        _ => Err(cx.value_error("byteorder must be either 'little' or 'big'")),
    }
}

fn is_signed(cx: &Cx, signed: Value) -> R<bool> {
    signed.bound().map_or(Ok(false), |signed| protocol::is_true(cx, signed))
}

/// `int.to_bytes(self, length=1, byteorder='big', *, signed=False)`.
pub(super) fn to_bytes(cx: &Cx, args: &[Value]) -> R<Value> {
    let number = super::methods::this(cx, args[0])?;
    let length = args[1].bound().map_or(Ok(1), |length| protocol::index::to_i64(cx, length))?;
    let little = is_little(cx, "to_bytes", args[2])?;
    let signed = is_signed(cx, args[3])?;
    let Ok(length) = usize::try_from(length) else {
        return Err(cx.value_error("length argument must be non-negative"));
    };
    if number.is_negative() && !signed {
        return Err(cx.error(exceptions::OVERFLOW_ERROR, "can't convert negative int to unsigned".into()));
    }
    let too_big = || cx.error(exceptions::OVERFLOW_ERROR, "int too big to convert".into());
    if length > super::MAX_LIMBS * 8 {
        return Err(cx.memory_error());
    }
    cx.check_room(length)?;
    let bytes = number
        .with_limbs(|negative, limbs| twos_complement(negative, limbs, length, signed))
        .ok_or_else(too_big)?;
    let mut bytes = bytes;
    if !little {
        bytes.reverse();
    }
    bytes::from_slice(cx, &bytes)
}

/// Little-endian two's complement in exactly `length` bytes; `None` where the number does not fit.
fn twos_complement(negative: bool, limbs: &[u64], length: usize, signed: bool) -> Option<Vec<u8>> {
    let mut bytes: Vec<u8> = limbs.iter().flat_map(|limb| limb.to_le_bytes()).collect();
    let used = bytes.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
    if used > length {
        return None;
    }
    bytes.resize(length, 0);
    if negative {
        let mut carry = true;
        for byte in &mut bytes {
            let (negated, overflow) = (!*byte).overflowing_add(carry.into());
            (*byte, carry) = (negated, overflow);
        }
    }
    let sign_bit = bytes.last().is_some_and(|&byte| byte >= 0x80);
    // In zero bytes only zero fits; signed numbers need a sign bit of their own.
    if signed && length > 0 && sign_bit != negative { None } else { Some(bytes) }
}

/// `int.from_bytes(bytes, byteorder='big', *, signed=False)`, a class method.
pub(super) fn from_bytes(cx: &Cx, args: &[Value]) -> R<Value> {
    let class = args[0];
    let little = is_little(cx, "from_bytes", args[2])?;
    let signed = is_signed(cx, args[3])?;
    let source = bytes::of_object(cx, args[1])?;
    let mut bytes = source.cast::<Bytes>().map_or_else(Vec::new, |bytes| bytes.as_slice().to_vec());
    if !little {
        bytes.reverse();
    }
    let negative = signed && bytes.last().is_some_and(|&byte| byte >= 0x80);
    if negative {
        let mut carry = true;
        for byte in &mut bytes {
            let (negated, overflow) = (!*byte).overflowing_add(carry.into());
            (*byte, carry) = (negated, overflow);
        }
    }
    let plain = from_magnitude(cx, negative, &bytes)?;
    if class == runtime::builtin_type(number::INT).value() {
        Ok(plain)
    } else {
        call::call_values(cx, class, &[plain])
    }
}
