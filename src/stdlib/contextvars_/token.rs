//! `Token`: what undoes one `set`. Immutable but for the flag that it has been used, set once by exchange.

use std::sync::atomic::{AtomicBool, Ordering};

use typhon_vm::context::{Cx, R};
use typhon_vm::declare::{new_instance, receiver};
use typhon_vm::gc::Slot;
use typhon_vm::kept::Kept;
use typhon_vm::object::Payload;
use typhon_vm::protocol;
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{GetSetDef, MethodDef, SlotTable, TypeDef};
use typhon_vm::types::str_;
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, exceptions, object_struct};

use super::context;

object_struct! {
    /// The variable that was set, where, and what it was before (unbound: nothing).
    struct Token: "Token", fixed {
        slots {
            context,
            variable,
            old,
        }
        fields {
            used: AtomicBool,
        }
    }
}

object_struct! {
    struct Missing: "Token.MISSING", fixed {
        slots {}
        fields {}
    }
}

pub(super) fn make(cx: &Cx, context: Value, variable: Value, old: Option<Value>) -> R<Value> {
    let made = new_instance(cx, TOKEN_TYPE.class(cx)?, |header| Token {
        header,
        context: Slot::of(context),
        variable: Slot::of(variable),
        old: Slot::of(old.unwrap_or(Value::UNBOUND)),
        used: AtomicBool::new(false),
    })?;
    Ok(made.value())
}

/// `variable.reset(token)`
pub(super) fn reset(cx: &Cx, variable: Value, token: Value) -> R<Value> {
    let shown = || protocol::repr_string(cx, token);
    let Some(this) = token.cast::<Token>() else {
        return Err(cx.type_error(format!("expected an instance of Token, got {}", shown()?)));
    };
    let spent = || -> R<Value> {
        let text = format!("{} has already been used once", shown()?);
        Err(cx.error(exceptions::RUNTIME_ERROR, text))
    };
    if this.used.load(Ordering::Acquire) {
        return spent();
    }
    if this.variable.get() != variable {
        return Err(cx.value_error(&format!("{} was created by a different ContextVar", shown()?)));
    }
    let current = context::current(cx)?;
    if this.context.get() != current.value() {
        return Err(cx.value_error(&format!("{} was created in a different Context", shown()?)));
    }
    if this.used.swap(true, Ordering::AcqRel) {
        return spent();
    }
    let map = match this.old.get().bound() {
        Some(old) => current.map().with(cx, variable, old)?,
        None if current.map().get(variable).is_none() => {
            return Err(cx.error_value(exceptions::LOOKUP_ERROR, variable));
        }
        None => current.map().without(cx, variable)?,
    };
    context::set_map(cx, current, map);
    Ok(Value::NONE)
}

static MISSING_VALUE: Kept = Kept::new();

/// What a token of a variable without an old value shows.
fn missing(cx: &Cx) -> R<Value> {
    MISSING_VALUE.get_or_make(cx, || {
        Ok(new_instance(cx, MISSING_TYPE.class(cx)?, |header| Missing { header })?.value())
    })
}

static MISSING: TypeDef = TypeDef {
    name: "MISSING",
    module: "Token",
    layout: Missing::LAYOUT,
    slots: SlotTable { repr: Some(|cx, _| str_::from_str(cx, "<Token.MISSING>")), ..SlotTable::NONE },
    ..TypeDef::DEFAULT
};
static MISSING_TYPE: NativeType = NativeType::new(&MISSING);

fn repr(cx: &Cx, value: Value) -> R<Value> {
    let this = receiver::<Token>(cx, value)?;
    let used = if this.used.load(Ordering::Acquire) { " used" } else { "" };
    let variable = protocol::repr_string(cx, this.variable.get())?;
    str_::from_string(cx, format!("<Token{used} var={variable} at {:#x}>", value.bits()))
}

static NEW: MethodDef = MethodDef::any_new(|cx, _| {
    Err(cx.error(exceptions::RUNTIME_ERROR, "Tokens can only be created by ContextVars".into()))
});

static TOKEN: TypeDef = TypeDef {
    name: "Token",
    module: "_contextvars",
    layout: Token::LAYOUT,
    generic: true,
    unhashable: true,
    class_values: &[("MISSING", missing)],
    slots: SlotTable { repr: Some(repr), ..SlotTable::NONE },
    new: Some(&NEW),
    methods: &[
        MethodDef::new("__enter__($self, /)", "Enter into Token context manager.", |_, args| Ok(args[0])),
        MethodDef::new(
            "__exit__($self, type, val, tb, /)",
            "Exit from Token context manager, restore the linked ContextVar.",
            |cx, args| {
                let variable = receiver::<Token>(cx, args[0])?.variable.get();
                reset(cx, variable, args[0])
            },
        ),
    ],
    getset: &[
        GetSetDef {
            name: "var",
            doc: "",
            get: |cx, value| Ok(receiver::<Token>(cx, value)?.variable.get()),
            set: None,
        },
        GetSetDef {
            name: "old_value",
            doc: "",
            get: |cx, value| match receiver::<Token>(cx, value)?.old.get().bound() {
                Some(old) => Ok(old),
                None => missing(cx),
            },
            set: None,
        },
    ],
    ..TypeDef::DEFAULT
};

pub(super) static TOKEN_TYPE: NativeType = NativeType::new(&TOKEN);
