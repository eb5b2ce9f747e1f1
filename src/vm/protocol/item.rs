//! Subscripts and membership.

use crate::context::{Cx, R, Raised};
use crate::interp::cache;
use crate::names;
use crate::protocol::{self, iter};
use crate::types::type_::Type;
use crate::value::Value;

/// `container[key]`.
pub fn get(cx: &Cx, container: Value, key: Value) -> R<Value> {
    if let Some(slot) = cx.type_of(container).slots().getitem {
        return slot(cx, container, key);
    }
    if let Some(class) = container.cast::<Type>() {
        if class == crate::runtime::builtin_type(crate::types::number::TYPE) {
            return crate::types::generic_alias::new(cx, container, key);
        }
        if let Some(hook) = cache::lookup(cx, class, names::get(names::__CLASS_GETITEM__)) {
            let bound = protocol::attr::bind_to_class(cx, hook, class)?;
            return crate::call::call_values(cx, bound, &[key]);
        }
        return Err(cx.type_error(format!("type '{}' is not subscriptable", class.name_text())));
    }
    Err(cx.type_error(format!("'{}' object is not subscriptable", cx.type_name(container))))
}

/// `container[key] = value`.
pub fn set(cx: &Cx, container: Value, key: Value, value: Value) -> R<()> {
    match cx.type_of(container).slots().setitem {
        Some(slot) => slot(cx, container, key, Some(value)),
        None => {
            let shown = cx.type_name(container);
            Err(cx.type_error(format!("'{shown}' object does not support item assignment")))
        }
    }
}

/// `del container[key]`.
pub fn delete(cx: &Cx, container: Value, key: Value) -> R<()> {
    match cx.type_of(container).slots().setitem {
        Some(slot) => slot(cx, container, key, None),
        None => Err(unsupported_deletion(cx, container, key)),
    }
}

/// `TypeError` for a container without item deletion, in other words for an index of what CPython counts among the sequences.
#[cold]
fn unsupported_deletion(cx: &Cx, container: Value, key: Value) -> Raised {
    let class = cx.type_of(container);
    let slots = class.slots();
    let is_sequence =
        class.is_heap() || slots.getitem.is_some() || slots.len.is_some() || slots.contains.is_some();
    let not = if is_sequence && cx.type_of(key).slots().index.is_some() { "doesn't" } else { "does not" };
    cx.type_error(format!("'{}' object {not} support item deletion", cx.type_name(container)))
}

/// `item in container`.
pub fn contains(cx: &Cx, container: Value, item: Value) -> R<bool> {
    match cx.type_of(container).slots().contains {
        Some(slot) => slot(cx, container, item),
        None => contains_by_iteration(cx, container, item),
    }
}

/// Membership of an iterable without `__contains__`.
pub fn contains_by_iteration(cx: &Cx, container: Value, item: Value) -> R<bool> {
    let iterator = match iter::get(cx, container) {
        Ok(iterator) => iterator,
        // Whatever the reason.
        Err(raised) if cx.matches(raised, crate::exceptions::TYPE_ERROR) => {
            let shown = cx.type_name(container);
            return Err(cx.type_error(format!("argument of type '{shown}' is not a container or iterable")));
        }
        Err(raised) => return Err(raised),
    };
    let mut differs = |found| protocol::equal_plain(found, item) == Some(false);
    while let Some(found) = iter::feed(cx, iterator, &mut differs)? {
        if protocol::equal(cx, found, item)? {
            return Ok(true);
        }
        cx.poll()?;
    }
    Ok(false)
}
