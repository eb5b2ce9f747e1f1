//! `_contextvars`: variables whose values belong to a context ([`context`]), and contexts, which share unchanged values ([`map`]).
//!
//! Each Python thread has a current context ([`Cx::context`]); it begins with an empty one. `threading` hands copies on to new threads
//! (`sys.flags.thread_inherit_context`), `asyncio` runs each callback in its own.

mod context;
mod map;
mod token;
mod variable;

pub(crate) use context::{copy_current, enter, leave};

use typhon_vm::declare::add_types;
use typhon_vm::import::ModuleDef;
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::MethodDef;

static TYPES: &[&NativeType] = &[&context::CONTEXT_TYPE, &variable::VARIABLE_TYPE, &token::TOKEN_TYPE];

/// The module.
pub static CONTEXTVARS: ModuleDef = ModuleDef {
    name: "_contextvars",
    doc: "Context Variables",
    functions: &[MethodDef::function(
        "copy_context()",
        "Return a copy of the current Context object.",
        |cx, _| context::copy(cx, context::current(cx)?),
    )],
    init: |cx, namespace| add_types(cx, namespace, TYPES),
};
