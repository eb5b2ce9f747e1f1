//! `ContextVar`: a name and a default. Immutable; values belong to contexts.

use typhon_vm::context::{Cx, R};
use typhon_vm::declare::{instance_of, receiver};
use typhon_vm::gc::Slot;
use typhon_vm::object::Payload;
use typhon_vm::protocol;
use typhon_vm::runtime::NativeType;
use typhon_vm::signature::Wording;
use typhon_vm::typedef::{GetSetDef, MethodDef, SlotTable, TypeDef};
use typhon_vm::types::str_::{self, Str};
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, exceptions, object_struct};

use super::{context, token};

object_struct! {
    /// A variable.
    pub(super) struct Variable: "ContextVar", fixed {
        slots {
            name,
            /// Unbound where there is none.
            default,
        }
        fields {}
    }
}

fn new(cx: &Cx, args: &[Value]) -> R<Value> {
    if args[1].cast::<Str>().is_none() {
        return Err(cx.type_error("context variable name must be a str".into()));
    }
    // A name that cannot be hashed is refused now.
    protocol::hash(cx, args[1])?;
    let make = |header| Variable { header, name: Slot::of(args[1]), default: Slot::of(args[2]) };
    Ok(instance_of(cx, args[0], make)?.value())
}

fn get(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = receiver::<Variable>(cx, args[0])?;
    let found = context::current(cx)?.map().get(args[0]);
    let found = found.or(args[1].bound()).or(this.default.get().bound());
    found.ok_or_else(|| cx.error_value(exceptions::LOOKUP_ERROR, args[0]))
}

fn set(cx: &Cx, args: &[Value]) -> R<Value> {
    receiver::<Variable>(cx, args[0])?;
    let current = context::current(cx)?;
    let old = current.map().get(args[0]);
    context::set_map(cx, current, current.map().with(cx, args[0], args[1])?);
    token::make(cx, current.value(), args[0], old)
}

fn repr(cx: &Cx, value: Value) -> R<Value> {
    let this = receiver::<Variable>(cx, value)?;
    let name = protocol::repr_string(cx, this.name.get())?;
    let default = match this.default.get().bound() {
        Some(default) => format!(" default={}", protocol::repr_string(cx, default)?),
        None => String::new(),
    };
    str_::from_string(cx, format!("<ContextVar name={name}{default} at {:#x}>", value.bits()))
}

static NEW: MethodDef =
    MethodDef::function("ContextVar($type, name, /, *, default=<unrepresentable>)", "", new)
        .worded(Wording::Formatted);

static VARIABLE: TypeDef = TypeDef {
    name: "ContextVar",
    module: "_contextvars",
    layout: Variable::LAYOUT,
    generic: true,
    slots: SlotTable {
        repr: Some(repr),
        hash: Some(|_, value| Ok(protocol::identity_hash(value))),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    methods: &[
        MethodDef::new(
            "get($self, default=<unrepresentable>, /)",
            "Return a value for the context variable for the current context.\n\nIf there is no value for the variable in the current \
             context, the method will:\n * return the value of the default argument of the method, if provided; or\n * return the \
             default value for the context variable, if it was created\n   with one; or\n * raise a LookupError.",
            get,
        ),
        MethodDef::new(
            "set($self, value, /)",
            "Call to set a new value for the context variable in the current context.\n\nThe required *value* argument is the new value \
             for the context variable.\n\nReturns a Token object that can be used to restore the variable to its previous\nvalue via \
             the `ContextVar.reset()` method.",
            set,
        ),
        MethodDef::new(
            "reset($self, token, /)",
            "Reset the context variable.\n\nThe variable is reset to the value it had before the `ContextVar.set()` that\ncreated the \
             token was used.",
            |cx, args| token::reset(cx, args[0], args[1]),
        ),
    ],
    members: &[GetSetDef {
        name: "name",
        doc: "",
        get: |cx, value| Ok(receiver::<Variable>(cx, value)?.name.get()),
        set: None,
    }],
    ..TypeDef::DEFAULT
};

pub(super) static VARIABLE_TYPE: NativeType = NativeType::new(&VARIABLE);
