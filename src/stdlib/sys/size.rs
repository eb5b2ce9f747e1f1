//! `sys.getsizeof`.

use typhon_vm::context::{Cx, R};
use typhon_vm::types::int;
use typhon_vm::{Value, call, exceptions, object, protocol};

/// Bytes that a value takes: what its `__sizeof__` says.
pub(super) fn of(cx: &Cx, value: Value, default: Option<Value>) -> R<Value> {
    match asked(cx, value) {
        Err(raised) if default.is_some() && cx.matches(raised, exceptions::TYPE_ERROR) => {
            Ok(default.unwrap_or(Value::NONE))
        }
        size => size,
    }
}

fn asked(cx: &Cx, value: Value) -> R<Value> {
    let answer = match call::call_special(cx, value, cx.intern("__sizeof__")?, &[])? {
        Some(answer) => answer,
        // A word that is no object lies where it is referred to.
        None => {
            let bytes = value.as_object().map_or(size_of::<Value>(), object::bytes);
            return int::from_u64(cx, bytes as u64);
        }
    };
    let size = protocol::index::to_i64(cx, answer)?;
    if size < 0 {
        return Err(cx.value_error("__sizeof__() should return >= 0"));
    }
    int::from_i64(cx, size)
}
