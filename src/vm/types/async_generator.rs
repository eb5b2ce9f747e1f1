//! `async_generator`: a suspended frame ([`crate::types::generator`]) whose items are asked for by awaitable steps ([`step`]).
//!
//! Thread-safety: the frame's protocol is the generator's. `async_running` says that a step is under way between its own suspensions;
//! it is set and cleared by the thread that drives the step, and another step that finds it set raises.

pub(crate) mod step;

use std::sync::atomic::Ordering;

use crate::call;
use crate::context::{Cx, R};
use crate::object::Obj;
use crate::protocol;
use crate::typedef::{GetSetDef, MethodDef, SlotTable, TypeDef};
use crate::types::generator::{Generator, LAYOUT, methods};
use crate::value::Value;

pub use step::{ANEXT_AWAITABLE, ASEND, ATHROW, anext_with_default};

fn this(cx: &Cx, value: Value) -> R<Obj<Generator>> {
    methods::this(cx, value)
}

/// Calls the hooks of the thread on the generator's first use.
fn first_use(cx: &Cx, this: Obj<Generator>) -> R<()> {
    if this.hooks_called.swap(true, Ordering::AcqRel) {
        return Ok(());
    }
    let finalizer = cx.async_finalizer.get();
    if !finalizer.is_none() {
        cx.store(this.object(), &this.origin, finalizer);
    }
    let first = cx.async_first_iteration.get();
    if !first.is_none() {
        call::call_values(cx, first, &[this.value()])?;
    }
    Ok(())
}

/// The step of `__anext__`.
pub(crate) fn anext(cx: &Cx, this: Obj<Generator>) -> R<Value> {
    first_use(cx, this)?;
    step::asend(cx, this, Value::NONE)
}

fn method_anext(cx: &Cx, args: &[Value]) -> R<Value> {
    anext(cx, this(cx, args[0])?)
}

fn method_asend(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    first_use(cx, this)?;
    step::asend(cx, this, args[1])
}

fn method_athrow(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    methods::warn_of_parts(cx, "athrow", args[2])?;
    first_use(cx, this)?;
    step::athrow(cx, this, [args[1], args[2], args[3]])
}

fn method_aclose(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = this(cx, args[0])?;
    first_use(cx, this)?;
    step::athrow(cx, this, [Value::UNBOUND; 3])
}

static METHODS: [MethodDef; 5] = [
    MethodDef::new("__aiter__($self, /)", "The generator itself.", |_, args| Ok(args[0])),
    MethodDef::new("__anext__($self, /)", "An awaitable for the next item.", method_anext),
    MethodDef::new(
        "asend($self, object, /)",
        "An awaitable for the item after sending a value.",
        method_asend,
    ),
    MethodDef::new(
        "athrow($self, type, value=<unrepresentable>, traceback=<unrepresentable>, /)",
        "An awaitable for the item after raising an exception in the body.",
        method_athrow,
    ),
    MethodDef::new("aclose($self, /)", "An awaitable that closes the generator.", method_aclose),
];

/// The type.
pub static ASYNC_GENERATOR: TypeDef = TypeDef {
    generic: true,
    name: "async_generator",
    layout: &LAYOUT,
    weak: true,
    slots: SlotTable {
        repr: Some(methods::describe),
        hash: Some(|_, value| Ok(protocol::identity_hash(value))),
        ..SlotTable::NONE
    },
    methods: &METHODS,
    getset: &[
        methods::NAME,
        methods::QUALNAME,
        GetSetDef {
            name: "ag_await",
            doc: "object being awaited on, or None",
            get: methods::delegate_of,
            set: None,
        },
        GetSetDef { name: "ag_frame", doc: "", get: methods::frame_of, set: None },
        GetSetDef {
            name: "ag_running",
            doc: "",
            get: |cx, v| Ok(Value::from_bool(this(cx, v)?.async_running.load(Ordering::Acquire))),
            set: None,
        },
        GetSetDef { name: "ag_suspended", doc: "", get: methods::is_suspended, set: None },
        GetSetDef { name: "ag_code", doc: "", get: methods::code_of, set: None },
    ],
    ..TypeDef::DEFAULT
};
