//! Exceptions that nobody can catch: raised by a finalizer or a weak reference's callback.
//!
//! They go to `sys.unraisablehook`, and by the runtime's own printer to standard error where that is missing or raises itself.

use std::sync::OnceLock;

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::call;
use crate::context::{Cx, R, Raised};
use crate::exceptions::{self, display};
use crate::object::{Obj, Payload};
use crate::protocol;
use crate::runtime;
use crate::typedef::{GetSetDef, Layout, TypeDef};
use crate::types::module::Module;
use crate::types::{number, str_};
use crate::value::{SlotExt, Value};

/// Writes to standard error as Python code does.
pub type ErrorOutput = fn(&Cx, &[u8]);
static ERROR_OUTPUT: OnceLock<ErrorOutput> = OnceLock::new();

/// Says how to write to standard error. Once, at start-up.
pub fn set_error_output(output: ErrorOutput) {
    let _ = ERROR_OUTPUT.set(output);
}

/// What a hook gets: exception, message, and the object it happened in.
#[repr(C)]
pub struct UnraisableArgs {
    header: Header,
    exception: Slot,
    message: Slot,
    object: Slot,
}

/// Layout of hook arguments.
pub static LAYOUT: Layout = Layout::fixed("UnraisableHookArgs", size_of::<UnraisableArgs>(), trace);

// SAFETY: repr(C), header first, every slot traced; immutable.
unsafe impl Payload for UnraisableArgs {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for hook arguments only.
    let this = unsafe { Obj::<UnraisableArgs>::cast_unchecked(object) };
    for slot in [&this.exception, &this.message, &this.object] {
        tracer.slot(slot);
    }
}

/// Tells whoever wants to know. `doing` ("Exception ignored while …") and the `repr` of what it happened in make the message.
pub fn report(cx: &Cx, raised: Raised, doing: &str, subject: Value) {
    let shown = protocol::repr_string(cx, subject).unwrap_or_else(|_| "<object repr() failed>".into());
    report_text(cx, raised, &format!("{doing} {shown}"));
}

/// The same with the whole message.
pub fn report_text(cx: &Cx, raised: Raised, message: &str) {
    if let Err(again) = report_to_hook(cx, raised, message) {
        print(cx, raised.0, message, Value::NONE);
        print(cx, again.0, "Exception ignored in sys.unraisablehook", Value::NONE);
    }
}

fn report_to_hook(cx: &Cx, raised: Raised, message: &str) -> R<()> {
    let sys = runtime::sys().cast::<Module>();
    let hook = sys.and_then(|sys| sys.dict().get_str(cx.intern("unraisablehook").ok()?));
    let Some(hook) = hook.filter(|hook| !hook.is_none()) else {
        print(cx, raised.0, message, Value::NONE);
        return Ok(());
    };
    let args = UnraisableArgs {
        header: Header::new(number::UNRAISABLE_ARGS, 0),
        exception: Slot::of(raised.0),
        message: Slot::of(str_::from_str(cx, message)?),
        object: Slot::of(Value::NONE),
    };
    let args = cx.alloc(args)?;
    call::call_values(cx, hook, &[args.value()]).map(|_| ())
}

/// `sys.__unraisablehook__`: prints to standard error.
pub fn default_hook(cx: &Cx, args: &[Value]) -> R<Value> {
    let Some(this) = args[0].cast::<UnraisableArgs>() else {
        return Err(cx.type_error("sys.unraisablehook argument type must be UnraisableHookArgs".into()));
    };
    let message = str_::to_rust(this.message.get()).unwrap_or_default();
    print(cx, this.exception.get(), &message, this.object.get());
    Ok(Value::NONE)
}

fn print(cx: &Cx, exception: Value, message: &str, object: Value) {
    let mut text = message.to_string();
    if !object.is_none() {
        text += ": ";
        text += &protocol::repr_string(cx, object).unwrap_or_else(|_| "<object repr() failed>".into());
    }
    text += ":\n";
    text += &display::text_alone(cx, Raised(exception));
    output(cx, text.as_bytes());
}

/// Writes to standard error where `sys.stderr` cannot serve.
pub(crate) fn output(cx: &Cx, text: &[u8]) {
    if let Some(output) = ERROR_OUTPUT.get() {
        output(cx, text);
    }
}

fn this(cx: &Cx, value: Value) -> R<Obj<UnraisableArgs>> {
    value.cast::<UnraisableArgs>().ok_or_else(|| cx.system_error("hook arguments expected"))
}

/// `sys.UnraisableHookArgs`.
pub static UNRAISABLE_ARGS: TypeDef = TypeDef {
    name: "UnraisableHookArgs",
    module: "sys",
    layout: &LAYOUT,
    getset: &[
        GetSetDef {
            name: "exc_type",
            doc: "Exception type",
            get: |cx, value| Ok(cx.type_of(this(cx, value)?.exception.get()).value()),
            set: None,
        },
        GetSetDef {
            name: "exc_value",
            doc: "Exception value",
            get: |cx, value| Ok(this(cx, value)?.exception.get()),
            set: None,
        },
        GetSetDef {
            name: "exc_traceback",
            doc: "Exception traceback",
            get: |cx, value| Ok(exceptions::traceback_of(this(cx, value)?.exception.get())),
            set: None,
        },
        GetSetDef {
            name: "err_msg",
            doc: "Error message",
            get: |cx, value| Ok(this(cx, value)?.message.get()),
            set: None,
        },
        GetSetDef {
            name: "object",
            doc: "Object causing the exception",
            get: |cx, value| Ok(this(cx, value)?.object.get()),
            set: None,
        },
    ],
    ..TypeDef::DEFAULT
};
