//! Subscripts and membership.

use crate::context::{Cx, R, Raised};
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
        let name = cx.intern("__class_getitem__")?;
        if let Some(hook) = Type::lookup(class, name) {
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
        None => Err(unsupported_store(cx, container, false)),
    }
}

/// `del container[key]`.
pub fn delete(cx: &Cx, container: Value, key: Value) -> R<()> {
    match cx.type_of(container).slots().setitem {
        Some(slot) => slot(cx, container, key, None),
        None => Err(unsupported_store(cx, container, true)),
    }
}

/// `TypeError` for a container without item assignment or deletion.
#[cold]
pub fn unsupported_store(cx: &Cx, container: Value, deletion: bool) -> Raised {
    let what = if deletion { "doesn't support item deletion" } else { "does not support item assignment" };
    cx.type_error(format!("'{}' object {what}", cx.type_name(container)))
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
    let Some(iterator) = iter::get_optional(cx, container)? else {
        let shown = cx.type_name(container);
        return Err(cx.type_error(format!("argument of type '{shown}' is not a container or iterable")));
    };
    while let Some(found) = iter::next(cx, iterator)? {
        if protocol::equal(cx, found, item)? {
            return Ok(true);
        }
        cx.poll()?;
    }
    Ok(false)
}
