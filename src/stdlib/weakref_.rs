//! `_weakref`: what the library's `weakref` is made of.
//!
//! Thread-safety: everything here is one step of [`weak_table`] or of a dict.

use typhon_vm::context::{Cx, R};
use typhon_vm::import::ModuleDef;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::{list, number, weakref};
use typhon_vm::{Value, runtime, weak_table};

fn count(_: &Cx, args: &[Value]) -> R<Value> {
    let count = args[0].as_object().map_or(0, weak_table::count);
    Ok(Value::small_int_unchecked(count as i64))
}

fn references(cx: &Cx, args: &[Value]) -> R<Value> {
    let found = list::new(cx)?;
    let Some(object) = args[0].as_object() else { return Ok(found.value()) };
    // The table's lock is not held across an allocation: room first, and again where another thread has made more meanwhile.
    loop {
        let mut room = cx.scratch(weak_table::count(object) + 1)?;
        let (mut len, words) = (0, room.as_mut_slice());
        weak_table::for_each(object, &mut |weak| {
            if let Some(word) = words.get_mut(len) {
                *word = weak;
            }
            len += 1;
        });
        if len <= room.as_slice().len() {
            list::extend_values(cx, found, &room.as_slice()[..len])?;
            return Ok(found.value());
        }
    }
}

fn proxy(cx: &Cx, args: &[Value]) -> R<Value> {
    weakref::new_proxy(cx, args[0], args[1].bound())
}

/// Removes an entry whose weak reference is dead; one that is alive, or was put there anew, stays.
fn remove_dead(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(dict) = args[0].cast::<Dict>() else {
        return Err(cx.type_error(format!(
            "_remove_dead_weakref() argument 1 must be dict, not {}",
            cx.type_name(args[0])
        )));
    };
    let is_dead = |value: Value| value.cast::<weakref::WeakRef>().is_some_and(|weak| weak.get().is_none());
    match dict::remove_if(cx, dict, args[1], is_dead)? {
        Some(value) if value.cast::<weakref::WeakRef>().is_none() => {
            Err(cx.type_error("not a weakref".into()))
        }
        _ => Ok(Value::NONE),
    }
}

/// The module.
pub static WEAKREF: ModuleDef = ModuleDef {
    name: "_weakref",
    doc: "Weak-reference support module.",
    functions: &[
        MethodDef::function(
            "getweakrefcount(object, /)",
            "Return the number of weak references to 'object'.",
            count,
        ),
        MethodDef::function(
            "getweakrefs(object, /)",
            "Return a list of all weak reference objects pointing to 'object'.",
            references,
        ),
        MethodDef::function(
            "proxy(object, callback=None, /)",
            "Create a proxy object that weakly references 'object'.\n\n'callback', if given, is called with a reference to the\nproxy when \
             'object' is about to be finalized.",
            proxy,
        ),
        MethodDef::function(
            "_remove_dead_weakref(dct, key, /)",
            "Atomically remove key from dict if it points to a dead weakref.",
            remove_dead,
        ),
    ],
    init: |cx, namespace| {
        for (name, class) in [
            ("ref", number::WEAKREF),
            ("ReferenceType", number::WEAKREF),
            ("ProxyType", number::WEAK_PROXY),
            ("CallableProxyType", number::WEAK_CALLABLE_PROXY),
        ] {
            dict::set(cx, namespace, cx.intern(name)?, runtime::builtin_type(class).value())?;
        }
        Ok(())
    },
};
