//! Pickling and copying of iterators: `__reduce__` and `__setstate__`.
//!
//! An iterator over a container that can be indexed is remade by `iter(container)` and its position; one over a dict or set by an iterator over a list of
//! what it would still give. An exhausted iterator is remade by one over an empty container.

use crate::context::{Cx, R};
use crate::object::Obj;
use crate::protocol;
use crate::typedef::{MethodDef, NativeFn};
use crate::types::iterators::{Cursor, END, cursor};
use crate::types::object_::reduce::{builtin, remade};
use crate::types::{int, list, number, str_, tuple};
use crate::value::Value;

/// `__reduce__` of an iterator type.
pub(crate) const fn reduce_method(function: NativeFn) -> MethodDef {
    MethodDef::new("__reduce__($self, /)", "Return state information for pickling.", function)
}

/// `__setstate__` of an iterator type.
pub(crate) const fn set_state_method(function: NativeFn) -> MethodDef {
    MethodDef::new("__setstate__($self, object, /)", "Set state information for unpickling.", function)
}

fn of_empty(cx: &Cx, kind: u32) -> R<Value> {
    let empty = match kind {
        number::STR_ITERATOR | number::STR_ASCII_ITERATOR => str_::empty().value(),
        number::LIST_ITERATOR => list::new(cx)?.value(),
        _ => tuple::from_slice(cx, &[])?.value(),
    };
    remade(cx, builtin(cx, "iter")?, &[empty], None)
}

fn kind(value: Value) -> u32 {
    value.as_object().map_or(0, crate::object::shape_id)
}

/// Of a cursor that goes forward.
pub(super) fn forward(cx: &Cx, args: &[Value]) -> R<Value> {
    let cursor = cursor(cx, args[0])?;
    match cursor.position() {
        END => of_empty(cx, kind(args[0])),
        at => remade(cx, builtin(cx, "iter")?, &[cursor.source_value()], Some(int::from_i64(cx, at)?)),
    }
}

/// Of a cursor that goes backward over a list.
pub(super) fn backward(cx: &Cx, args: &[Value]) -> R<Value> {
    let cursor = cursor(cx, args[0])?;
    match cursor.position() {
        END => remade(cx, builtin(cx, "reversed")?, &[list::new(cx)?.value()], None),
        at => remade(cx, builtin(cx, "reversed")?, &[cursor.source_value()], Some(int::from_i64(cx, at)?)),
    }
}

/// Of `reversed`.
pub(super) fn reversed(cx: &Cx, args: &[Value]) -> R<Value> {
    let cursor = cursor(cx, args[0])?;
    let class = cx.type_of(args[0]).value();
    match cursor.position() {
        END => remade(cx, class, &[tuple::from_slice(cx, &[])?.value()], None),
        at => remade(cx, class, &[cursor.source_value()], Some(int::from_i64(cx, at)?)),
    }
}

/// Of an iterator over a dict or set, which is not disturbed.
pub(super) fn table(cx: &Cx, args: &[Value]) -> R<Value> {
    let cursor = cursor(cx, args[0])?;
    let copy = Cursor::create(cx, kind(args[0]), cursor.source_value(), cursor.position(), cursor.expected)?;
    let rest = list::from_iterable(cx, copy)?;
    remade(cx, builtin(cx, "iter")?, &[rest.value()], None)
}

fn wanted(cx: &Cx, value: Value) -> R<i64> {
    if !int::is_int(value) {
        return Err(cx.type_error("an integer is required".into()));
    }
    protocol::index::to_i64(cx, value)
}

/// Of a cursor that goes forward: beyond the end is exhausted; below the start is the start, but for a list the end.
pub(super) fn set_forward(cx: &Cx, args: &[Value]) -> R<Value> {
    let (cursor, at) = (cursor(cx, args[0])?, wanted(cx, args[1])?);
    if cursor.position() == END {
        return Ok(Value::NONE);
    }
    let at = match kind(args[0]) {
        number::SEQUENCE_ITERATOR => at.max(0),
        number::LIST_ITERATOR if at < 0 => END,
        _ => at.max(0).min(protocol::len(cx, cursor.source_value())? as i64),
    };
    move_to(cursor, at);
    Ok(Value::NONE)
}

/// Of a cursor that goes backward: below the start is exhausted.
pub(super) fn set_backward(cx: &Cx, args: &[Value]) -> R<Value> {
    let (cursor, at) = (cursor(cx, args[0])?, wanted(cx, args[1])?);
    if cursor.position() != END {
        let last = protocol::len(cx, cursor.source_value())? as i64 - 1;
        move_to(cursor, at.clamp(-1, last.max(-1)));
    }
    Ok(Value::NONE)
}

/// Moves a cursor that is not at its end; one that has got there meanwhile stays there.
fn move_to(cursor: Obj<Cursor>, at: i64) {
    loop {
        let now = cursor.position();
        if now == END || cursor.advance(now, at) {
            return;
        }
    }
}
