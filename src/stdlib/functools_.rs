//! `_functools`: `partial`, the cache of `lru_cache`, `cmp_to_key`, `reduce`.

mod cache;
mod comparison;
mod partial;

use typhon_vm::Value;
use typhon_vm::call;
use typhon_vm::context::{Cx, R};
use typhon_vm::declare::add_types;
use typhon_vm::import::ModuleDef;
use typhon_vm::protocol::iter;
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::dict;

fn reduce(cx: &Cx, args: &[Value]) -> R<Value> {
    let (function, initial) = (args[0], args[2].bound());
    let Some(iterator) = iter::get_optional(cx, args[1])? else {
        return Err(cx.type_error("reduce() arg 2 must support iteration".into()));
    };
    let mut total = match initial {
        Some(initial) => initial,
        None => iter::next(cx, iterator)?
            .ok_or_else(|| cx.type_error("reduce() of empty iterable with no initial value".into()))?,
    };
    while let Some(item) = iter::next(cx, iterator)? {
        total = call::call_values(cx, function, &[total, item])?;
        cx.poll()?;
    }
    Ok(total)
}

static TYPES: &[&NativeType] = &[&partial::PARTIAL_TYPE, &partial::PLACEHOLDER_TYPE, &cache::CACHE_TYPE];

/// The module.
pub static FUNCTOOLS: ModuleDef = ModuleDef {
    name: "_functools",
    doc: "Tools that operate on functions.",
    functions: &[
        MethodDef::function(
            "reduce(function, iterable, /, initial=<unrepresentable>)",
            "Apply a function of two arguments cumulatively to the items of an iterable, from left to right.",
            reduce,
        ),
        MethodDef::function(
            "cmp_to_key(mycmp)",
            "Convert a cmp= function into a key= function.",
            comparison::cmp_to_key,
        ),
    ],
    init: |cx, namespace| {
        add_types(cx, namespace, TYPES)?;
        cache::LINK_TYPE.class(cx)?;
        comparison::KEY_TYPE.class(cx)?;
        dict::set(cx, namespace, cx.intern("Placeholder")?, partial::placeholder(cx)?)
    },
};
