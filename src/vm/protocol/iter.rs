//! Iteration.

use crate::context::{Cx, R};
use crate::exceptions;
use crate::protocol::index;
use crate::types::iterators;
use crate::value::Value;

/// `iter(value)`; `None` where the value is not iterable.
pub fn get_optional(cx: &Cx, value: Value) -> R<Option<Value>> {
    let class = cx.type_of(value);
    if let Some(slot) = class.slots().iter {
        let iterator = slot(cx, value)?;
        if cx.type_of(iterator).slots().next.is_none() {
            return Err(
                cx.type_error(format!("iter() returned non-iterator of type '{}'", cx.type_name(iterator)))
            );
        }
        return Ok(Some(iterator));
    }
    if class.slots().getitem.is_some() && !is_mapping_only(class) {
        return iterators::sequence_iterator(cx, value).map(Some);
    }
    Ok(None)
}

fn is_mapping_only(class: crate::object::Obj<crate::types::type_::Type>) -> bool {
    std::ptr::eq(class.layout(), &crate::types::dict::LAYOUT)
}

/// `iter(value)`.
pub fn get(cx: &Cx, value: Value) -> R<Value> {
    match get_optional(cx, value)? {
        Some(iterator) => Ok(iterator),
        None => Err(cx.type_error(format!("'{}' object is not iterable", cx.type_name(value)))),
    }
}

/// `next(iterator)`; `None` at the end.
pub fn next(cx: &Cx, iterator: Value) -> R<Option<Value>> {
    match cx.type_of(iterator).slots().next {
        Some(slot) => match slot(cx, iterator) {
            Err(raised) if cx.matches(raised, exceptions::STOP_ITERATION) => Ok(None),
            result => result,
        },
        None => Err(cx.type_error(format!("'{}' object is not an iterator", cx.type_name(iterator)))),
    }
}

/// Calls `each` with every item.
pub fn for_each(cx: &Cx, iterable: Value, each: &mut dyn FnMut(&Cx, Value) -> R<()>) -> R<()> {
    let iterator = get(cx, iterable)?;
    while let Some(item) = next(cx, iterator)? {
        each(cx, item)?;
        cx.poll()?;
    }
    Ok(())
}

/// How many items an iterable probably has; 0 where unknown.
pub fn length_hint(cx: &Cx, value: Value) -> R<usize> {
    if let Some(slot) = cx.type_of(value).slots().len {
        return slot(cx, value);
    }
    match crate::call::call_special(cx, value, crate::names::get(crate::names::__LENGTH_HINT__), &[])? {
        Some(hint) if hint != Value::NOT_IMPLEMENTED => {
            Ok(usize::try_from(index::to_i64(cx, hint)?).unwrap_or(0))
        }
        _ => Ok(0),
    }
}
