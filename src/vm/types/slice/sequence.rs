//! What sequences share: positions from index values, search bounds, repeat counts, refusals of `+` and `*`.
//! Pure functions over their arguments.

use crate::context::{Cx, R, Raised};
use crate::exceptions;
use crate::protocol;
use crate::typedef::BinaryOp;
use crate::types::weakref;
use crate::value::Value;

/// The position of an index below `len`; `None` where it is out of range.
#[inline(always)]
pub fn position(index: i64, len: usize) -> Option<usize> {
    let index = if index < 0 { index.wrapping_add(len as i64) } else { index };
    ((index as u64) < len as u64).then_some(index as usize)
}

/// The number of an index value. `name` is the sequence's type for the message about what is no index at all.
pub fn index_number(cx: &Cx, index: Value, name: &str) -> R<i64> {
    if let Some(number) = index.as_small_int() {
        return Ok(number);
    }
    if cx.type_of(index).slots().index.is_none() {
        return Err(bad_index(cx, index, name));
    }
    protocol::index::to_index(cx, index)
}

/// `TypeError` for an index that is neither integer nor slice.
#[cold]
pub fn bad_index(cx: &Cx, index: Value, name: &str) -> Raised {
    cx.type_error(format!("{name} indices must be integers or slices, not {}", cx.type_name(index)))
}

/// `IndexError`.
#[cold]
pub fn index_error(cx: &Cx, message: &str) -> Raised {
    cx.error(exceptions::INDEX_ERROR, message.into())
}

/// A bound of `find`, `index`, `startswith`: absent and, where `none` allows it, `None` give `absent`; numbers are clipped.
pub fn bound(cx: &Cx, value: Value, absent: isize, none: bool) -> R<isize> {
    if value.is_unbound() || (none && value.is_none()) {
        return Ok(absent);
    }
    if let Some(number) = value.as_small_int() {
        return Ok(number as isize);
    }
    if cx.type_of(value).slots().index.is_none() {
        let or_none = if none { "None or " } else { "" };
        return Err(
            cx.type_error(format!("slice indices must be integers or {or_none}have an __index__ method"))
        );
    }
    protocol::index::to_isize_clipped(cx, value)
}

/// Fits a bound to a length: negative ones count from the end, the start may stay beyond the end.
pub fn fit_bounds(start: isize, stop: isize, len: usize) -> (usize, usize) {
    let len = len as isize;
    let stop = if stop > len {
        len
    } else if stop < 0 {
        (stop + len).max(0)
    } else {
        stop
    };
    let start = if start < 0 { (start + len).max(0) } else { start };
    (start as usize, stop as usize)
}

/// Start and stop arguments of a search within `len` items; `None` allowed.
pub fn search_bounds(cx: &Cx, start: Value, stop: Value, len: usize) -> R<(usize, usize)> {
    let start = bound(cx, start, 0, true)?;
    let stop = bound(cx, stop, isize::MAX, true)?;
    Ok(fit_bounds(start, stop, len))
}

/// Whether a foreign operand may handle the operation itself, so that a sequence must answer `NotImplemented` instead of raising.
pub fn may_reflect(cx: &Cx, other: Value, op: BinaryOp) -> bool {
    let class = cx.type_of(other);
    (class.is_heap() || weakref::is_proxy(other)) && class.slots().binary[op as usize].is_some()
}

/// What a foreign right operand's reflected method answers; `None` where it has none or declines. It goes before what a sequence does in place.
pub fn reflected(cx: &Cx, left: Value, right: Value, op: BinaryOp) -> R<Option<Value>> {
    if !may_reflect(cx, right, op) {
        return Ok(None);
    }
    let [_, reflected, _] = &crate::dunder::BINARY[op as usize];
    let result = crate::call::call_special_optional(cx, right, crate::names::get(reflected.name), &[left])?;
    Ok(result.filter(|&result| result != Value::NOT_IMPLEMENTED))
}

/// What `sequence * other` is for: a repeat count (never negative), or `None` for `NotImplemented`.
pub fn repeat_count(cx: &Cx, other: Value) -> R<Option<usize>> {
    if let Some(number) = other.as_small_int() {
        return Ok(Some(number.max(0) as usize));
    }
    // A proxy asks what it stands for.
    if weakref::is_proxy(other) {
        return Ok(None);
    }
    if cx.type_of(other).slots().index.is_none() {
        if may_reflect(cx, other, BinaryOp::Mul) {
            return Ok(None);
        }
        return Err(
            cx.type_error(format!("can't multiply sequence by non-int of type '{}'", cx.type_name(other)))
        );
    }
    let number = protocol::index::to_value(cx, other)?;
    match number.as_small_int() {
        Some(number) => Ok(Some(number.max(0) as usize)),
        None => match protocol::index::to_isize_clipped(cx, number)? {
            isize::MAX | isize::MIN => Err(cx.error(
                exceptions::OVERFLOW_ERROR,
                format!("cannot fit '{}' into an index-sized integer", cx.type_name(other)),
            )),
            number => Ok(Some(number.max(0) as usize)),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_and_bounds() {
        assert_eq!(position(0, 3), Some(0));
        assert_eq!(position(-1, 3), Some(2));
        assert_eq!(position(-4, 3), None);
        assert_eq!(position(3, 3), None);
        assert_eq!(position(i64::MIN, 3), None);
        assert_eq!(fit_bounds(0, isize::MAX, 4), (0, 4));
        assert_eq!(fit_bounds(-2, -1, 4), (2, 3));
        assert_eq!(fit_bounds(9, 9, 4), (9, 4));
        assert_eq!(fit_bounds(-9, -9, 4), (0, 0));
    }
}
