//! `isinstance` and `issubclass` without hooks, for all that counts as a class: also objects that are none and have a tuple in `__bases__`.

use crate::context::{Cx, R};
use crate::names;
use crate::object::Obj;
use crate::protocol::attr;
use crate::types::tuple::Tuple;
use crate::types::type_::Type;
use crate::value::Value;

/// What stands in `__bases__`; `None` where the value counts as no class.
fn bases_of(cx: &Cx, class: Value) -> R<Option<Obj<Tuple>>> {
    let bases = attr::get_optional(cx, class, names::get(names::__BASES__))?;
    Ok(bases.and_then(|bases| bases.cast::<Tuple>()))
}

/// `issubclass(derived, class)` by inheritance or `__bases__`; `None` where `class` counts as no class.
pub fn derives(cx: &Cx, derived: Value, class: Value) -> R<Option<bool>> {
    if let (Some(one), Some(other)) = (derived.cast::<Type>(), class.cast::<Type>()) {
        return Ok(Some(one.is_subclass_of(other)));
    }
    if bases_of(cx, derived)?.is_none() {
        return Err(cx.type_error("issubclass() arg 1 must be a class".into()));
    }
    if class.cast::<Type>().is_none() && bases_of(cx, class)?.is_none() {
        return Ok(None);
    }
    reaches(cx, derived, class).map(Some)
}

/// `isinstance(value, class)` for a class that is no type, by what its `__class__` says; `None` where `class` counts as no class.
pub fn has_instance(cx: &Cx, value: Value, class: Value) -> R<Option<bool>> {
    if bases_of(cx, class)?.is_none() {
        return Ok(None);
    }
    match attr::get_optional(cx, value, names::get(names::__CLASS__))? {
        Some(own) => reaches(cx, own, class).map(Some),
        None => Ok(Some(false)),
    }
}

/// Whether `class` is among a class, its bases, their bases and so on.
fn reaches(cx: &Cx, from: Value, class: Value) -> R<bool> {
    let mut at = from;
    loop {
        if at == class {
            return Ok(true);
        }
        let Some(bases) = bases_of(cx, at)? else { return Ok(false) };
        match *bases.values() {
            [] => return Ok(false),
            [only] => at = only,
            ref several => {
                cx.check_stack()?;
                for &base in several {
                    if reaches(cx, base, class)? {
                        return Ok(true);
                    }
                }
                return Ok(false);
            }
        }
        cx.poll()?;
    }
}
