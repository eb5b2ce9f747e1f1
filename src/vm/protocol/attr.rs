//! Attribute access: the complete, slow implementation that caches are shortcuts to (`object.__getattribute__` and its kin).

use crate::context::{Cx, R, Raised};
use crate::exceptions;
use crate::instance;
use crate::intern;
use crate::interp::cache;
use crate::names;
use crate::object::Obj;
use crate::runtime;
use crate::types::module::{self, Module};
use crate::types::str_::{self, Str};
use crate::types::type_::Type;
use crate::types::{dict, number};
use crate::value::Value;

/// `getattr(object, name)`. The name is an interned str where it can be.
pub fn get(cx: &Cx, object: Value, name: Value) -> R<Value> {
    let found = match cx.type_of(object).slots().getattr {
        Some(slot) => slot(cx, object, name),
        None => generic_get(cx, object, name),
    };
    found.map_err(|raised| about(cx, raised, object, name))
}

/// The same for a call at once, for which CPython does without the step that says what an error is about.
pub fn get_method(cx: &Cx, object: Value, name: Value) -> R<Value> {
    if cx.type_of(object).slots().getattr.is_none_or(is_generic) {
        generic_get(cx, object, name)
    } else {
        get(cx, object, name)
    }
}

/// What was raised instead of an attribute: an `AttributeError` that does not say what it is about is about this one.
#[cold]
pub(crate) fn about(cx: &Cx, raised: Raised, object: Value, name: Value) -> Raised {
    if cx.matches(raised, exceptions::ATTRIBUTE_ERROR) {
        cx.attribute_error_about(raised, object, name)
    } else {
        raised
    }
}

/// `getattr(object, name, nothing)`.
pub fn get_optional(cx: &Cx, object: Value, name: Value) -> R<Option<Value>> {
    let class = cx.type_of(object);
    let found = if class.slots().getattr.is_none_or(is_generic) {
        generic_get_optional(cx, object, name)
    } else if let Some(class) = object.cast::<Type>()
        && !cx.type_of(object).is_heap()
    {
        crate::types::type_::getattr_optional(cx, class, name)
    } else if let Some(module) = object.cast::<Module>()
        && class.slots().getattr.is_some_and(module::is_getattr)
    {
        module::getattr_optional(cx, module, name)
    } else {
        get(cx, object, name).map(Some)
    };
    match found {
        Ok(found) => Ok(found),
        Err(raised) if cx.matches(raised, exceptions::ATTRIBUTE_ERROR) => Ok(None),
        Err(raised) => Err(raised),
    }
}

/// Whether a class's `getattr` slot is the generic one, so that its accesses may be cached.
pub fn is_generic(slot: crate::typedef::BinaryFn) -> bool {
    std::ptr::fn_addr_eq(slot, generic_get as crate::typedef::BinaryFn)
}

/// Whether an object's `__class__` is its type: nothing between it and `object` says otherwise.
pub(crate) fn has_plain_class(cx: &Cx, object: Value) -> bool {
    // Values that are no objects are of builtin types, none of which says otherwise.
    if !object.is_object() {
        return true;
    }
    let (class, name) = (cx.type_of(object), names::get(names::__CLASS__));
    class.slots().getattr.is_none_or(is_generic)
        && cache::lookup(cx, class, name) == cache::lookup(cx, runtime::builtin_type(number::OBJECT), name)
}

/// `object.__getattribute__`.
pub fn generic_get(cx: &Cx, object: Value, name: Value) -> R<Value> {
    generic_get_optional(cx, object, name)?.ok_or_else(|| absent(cx, object, name))
}

/// As [`generic_get`], without an exception for a missing attribute.
pub fn generic_get_optional(cx: &Cx, object: Value, name: Value) -> R<Option<Value>> {
    let class = cx.type_of(object);
    let on_class = cache::lookup(cx, class, name);
    if let Some(found) = on_class {
        let slots = cx.type_of(found).slots();
        if let (Some(get), Some(_)) = (slots.descr_get, slots.descr_set) {
            return get(cx, found, Some(object), class).map(Some);
        }
    }
    if let Some(value) = own(object, name) {
        return Ok(Some(value));
    }
    match on_class {
        Some(found) => bind(cx, found, object, class).map(Some),
        None => Ok(None),
    }
}

/// An attribute of an object itself. A module's lie in its namespace, and so do a class's; CPython shows those of builtin classes to nobody who
/// asks in this way.
fn own(object: Value, name: Value) -> Option<Value> {
    if let Some(module) = object.cast::<Module>() {
        return module.dict().get_str(name);
    }
    if let Some(class) = object.cast::<Type>() {
        return class.namespace().get_str(name).filter(|_| class.is_heap());
    }
    instance::get(object.as_object()?, name)
}

/// What an attribute found on a class is for an instance.
pub fn bind(cx: &Cx, found: Value, object: Value, class: Obj<Type>) -> R<Value> {
    match cx.type_of(found).slots().descr_get {
        Some(get) => get(cx, found, Some(object), class),
        None => Ok(found),
    }
}

/// What an attribute found on a class is for the class itself.
pub fn bind_to_class(cx: &Cx, found: Value, class: Obj<Type>) -> R<Value> {
    match cx.type_of(found).slots().descr_get {
        Some(get) => get(cx, found, None, class),
        None => Ok(found),
    }
}

/// `setattr(object, name, value)`, or `delattr` without a value.
pub fn set(cx: &Cx, object: Value, name: Value, value: Option<Value>) -> R<()> {
    match cx.type_of(object).slots().setattr {
        Some(slot) => slot(cx, object, name, value),
        None => generic_set(cx, object, name, value),
    }
}

/// `object.__setattr__` and `object.__delattr__`.
pub fn generic_set(cx: &Cx, object: Value, name: Value, value: Option<Value>) -> R<()> {
    let class = cx.type_of(object);
    let on_class = cache::lookup(cx, class, name);
    if let Some(found) = on_class
        && let Some(set) = cx.type_of(found).slots().descr_set
    {
        return set(cx, found, object, value);
    }
    if let Some(module) = object.cast::<Module>() {
        return match value {
            Some(value) => dict::set(cx, module.dict(), name, value),
            None if dict::remove(cx, module.dict(), name)?.is_some() => Ok(()),
            None => Err(absent(cx, object, name)),
        };
    }
    let holder = object.as_object().filter(|_| class.instances_have_dict());
    match (holder, value) {
        (Some(holder), Some(value)) => instance::set(cx, holder, name, value).map(|_| ()),
        (Some(holder), None) if instance::delete(cx, holder, name)? => Ok(()),
        (Some(_), None) => Err(cx.error(exceptions::ATTRIBUTE_ERROR, absent_text(cx, object, name))),
        (None, _) => {
            let (shown, class_name) = (text(name), cx.type_name(object));
            if on_class.is_some() {
                let message = format!("'{class_name}' object attribute '{shown}' is read-only");
                return Err(cx.error(exceptions::ATTRIBUTE_ERROR, message));
            }
            let message = format!(
                "'{class_name}' object has no attribute '{shown}' and no __dict__ for setting new attributes"
            );
            Err(cx.attribute_error(message, object, name))
        }
    }
}

fn text(name: Value) -> String {
    str_::to_rust(name).unwrap_or_default()
}

/// `AttributeError` for a missing attribute.
#[cold]
pub fn missing(cx: &Cx, object: Value, name: Value) -> Raised {
    let shown = text(name);
    let message = if let Some(class) = object.cast::<Type>() {
        format!("type object '{}' has no attribute '{shown}'", class.name_text())
    } else if let Some(module) = object.cast::<Module>() {
        match module.name_text() {
            Some(module) => format!("module '{module}' has no attribute '{shown}'"),
            None => format!("module has no attribute '{shown}'"),
        }
    } else {
        return absent(cx, object, name);
    };
    cx.attribute_error(message, object, name)
}

/// The same for any object in the same words, as `object`'s own methods put it.
#[cold]
fn absent(cx: &Cx, object: Value, name: Value) -> Raised {
    cx.attribute_error(absent_text(cx, object, name), object, name)
}

fn absent_text(cx: &Cx, object: Value, name: Value) -> String {
    format!("'{}' object has no attribute '{}'", cx.type_name(object), text(name))
}

/// An attribute name given by Python code: must be a str; the interned exact str of its text.
pub fn checked_name(cx: &Cx, name: Value) -> R<Value> {
    match name.cast::<Str>() {
        Some(text) => Ok(intern::intern(text.to_exact(cx)?).value()),
        None => Err(cx.type_error(format!("attribute name must be string, not '{}'", cx.type_name(name)))),
    }
}
