//! Numbers where the language wants an integer: `__index__`.

use crate::context::{Cx, R};
use crate::exceptions;
use crate::types::int;
use crate::value::Value;

/// `operator.index(value)`: an exact int.
pub fn to_value(cx: &Cx, value: Value) -> R<Value> {
    if value.is_int() {
        return Ok(value);
    }
    if int::is_int(value) {
        return int::to_exact(cx, value);
    }
    let Some(slot) = cx.type_of(value).slots().index else {
        let shown = cx.type_name(value);
        return Err(cx.type_error(format!("'{shown}' object cannot be interpreted as an integer")));
    };
    let result = slot(cx, value)?;
    if int::is_exact_int(result) {
        return Ok(result);
    }
    if int::is_int(result) {
        exceptions::warn_of_strict_subclass(cx, "__index__ returned non-int", result, "int")?;
        return int::to_exact(cx, result);
    }
    Err(cx.type_error(format!("__index__ returned non-int (type {})", cx.type_name(result))))
}

/// The integer as `i64`; `OverflowError` beyond.
pub fn to_i64(cx: &Cx, value: Value) -> R<i64> {
    let index = to_value(cx, value)?;
    int::to_i64(index).ok_or_else(|| {
        cx.error(exceptions::OVERFLOW_ERROR, "Python int too large to convert to C ssize_t".into())
    })
}

/// The integer as an index into a sequence; `IndexError` beyond.
pub fn to_index(cx: &Cx, value: Value) -> R<i64> {
    let index = to_value(cx, value)?;
    int::to_i64(index).ok_or_else(|| {
        let shown = cx.type_name(value);
        cx.error(exceptions::INDEX_ERROR, format!("cannot fit '{shown}' into an index-sized integer"))
    })
}

/// The integer, clipped to what a slice can mean.
pub fn to_isize_clipped(cx: &Cx, value: Value) -> R<isize> {
    let index = to_value(cx, value)?;
    Ok(match int::to_i64(index) {
        Some(number) => number as isize,
        None if int::is_negative(index) => isize::MIN,
        None => isize::MAX,
    })
}
