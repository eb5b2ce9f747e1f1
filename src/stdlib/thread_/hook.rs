//! What is said about an exception that leaves a thread: `_excepthook` and its argument.
//!
//! Thread-safety: the argument is immutable.

use typhon_vm::Value;
use typhon_vm::context::{Cx, R};
use typhon_vm::exceptions::{self, uncaught};
use typhon_vm::gc::{Header, ObjRef, Slot, Tracer};
use typhon_vm::object::{Obj, Payload};
use typhon_vm::protocol;
use typhon_vm::runtime::NativeType;
use typhon_vm::threads;
use typhon_vm::typedef::{GetSetDef, Layout, MethodDef, SlotTable, TypeDef};
use typhon_vm::types::str_;
use typhon_vm::types::tuple;
use typhon_vm::value::SlotExt;

/// `(exc_type, exc_value, exc_traceback, thread)`.
#[repr(C)]
pub(super) struct HookArgs {
    header: Header,
    fields: [Slot; 4],
}

const NAMES: [&str; 4] = ["exc_type", "exc_value", "exc_traceback", "thread"];

static LAYOUT: Layout = Layout::fixed("_ExceptHookArgs", size_of::<HookArgs>(), trace);

// SAFETY: repr(C), header first, every slot traced.
unsafe impl Payload for HookArgs {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for these objects only.
    tracer.slots(&unsafe { Obj::<HookArgs>::cast_unchecked(object) }.fields);
}

pub(super) static HOOK_ARGS_TYPE: NativeType = NativeType::new(&HOOK_ARGS);

fn this(cx: &Cx, value: Value) -> R<Obj<HookArgs>> {
    value
        .cast::<HookArgs>()
        .ok_or_else(|| cx.type_error("_thread.excepthook argument type must be ExceptHookArgs".into()))
}

fn new(cx: &Cx, args: &[Value]) -> R<Value> {
    let given = tuple::from_iterable(cx, args[1])?;
    let &[a, b, c, d] = given.values() else {
        return Err(cx.type_error(format!(
            "_thread._ExceptHookArgs() takes a 4-sequence ({}-sequence given)",
            given.len()
        )));
    };
    let header = Header::new(HOOK_ARGS_TYPE.shape_id(cx)?, 0);
    Ok(cx.alloc(HookArgs { header, fields: [a, b, c, d].map(Slot::of) })?.value())
}

fn field(cx: &Cx, value: Value, index: usize) -> R<Value> {
    Ok(this(cx, value)?.fields[index].get())
}

fn repr(cx: &Cx, value: Value) -> R<Value> {
    let mut shown = Vec::new();
    for (index, name) in NAMES.iter().enumerate() {
        shown.push(format!("{name}={}", protocol::repr_string(cx, field(cx, value, index)?)?));
    }
    str_::from_string(cx, format!("_thread._ExceptHookArgs({})", shown.join(", ")))
}

fn getitem(cx: &Cx, value: Value, index: Value) -> R<Value> {
    let values = (0..4).map(|index| field(cx, value, index)).collect::<R<Vec<_>>>();
    protocol::item::get(cx, tuple::from_slice(cx, &values?)?.value(), index)
}

/// Prints the exception, unless it is `SystemExit`.
pub(super) fn excepthook(cx: &Cx, args: &[Value]) -> R<Value> {
    let [class, value, _, thread] = [0, 1, 2, 3].map(|index| field(cx, args[0], index));
    let (class, value, thread) = (class?, value?, thread?);
    if class == exceptions::class_value(exceptions::SYSTEM_EXIT) {
        return Ok(Value::NONE);
    }
    let name =
        if thread.is_none() { None } else { protocol::attr::get_optional(cx, thread, cx.intern("name")?)? };
    let name = match name {
        Some(name) => protocol::str_string(cx, name)?,
        None => threads::ident(cx.fiber().reference()).to_string(),
    };
    let value = if value.is_none() { exceptions::instantiate(cx, class)? } else { value };
    let heading = format!("Exception in thread {name}:\n");
    if uncaught::error_stream_is_none(cx) {
        // The stream there was when the thread was made.
        if !thread.is_none() {
            let stream = protocol::attr::get(cx, thread, cx.intern("_stderr")?)?;
            if !stream.is_none() {
                uncaught::display_to(cx, stream, &heading, value)?;
            }
        }
        return Ok(Value::NONE);
    }
    uncaught::write_error(cx, &heading);
    uncaught::display(cx, value);
    Ok(Value::NONE)
}

static NEW: MethodDef =
    MethodDef::function("__new__($type, sequence, /)", "Make the arguments of an excepthook.", new);

static HOOK_ARGS: TypeDef = TypeDef {
    name: "_ExceptHookArgs",
    module: "_thread",
    doc: "Type used to pass arguments to threading.excepthook.",
    layout: &LAYOUT,
    slots: SlotTable { repr: Some(repr), len: Some(|_, _| Ok(4)), getitem: Some(getitem), ..SlotTable::NONE },
    new: Some(&NEW),
    getset: &[
        GetSetDef {
            name: "exc_type",
            doc: "Exception type",
            get: |cx, value| field(cx, value, 0),
            set: None,
        },
        GetSetDef {
            name: "exc_value",
            doc: "Exception value",
            get: |cx, value| field(cx, value, 1),
            set: None,
        },
        GetSetDef {
            name: "exc_traceback",
            doc: "Exception traceback",
            get: |cx, value| field(cx, value, 2),
            set: None,
        },
        GetSetDef { name: "thread", doc: "Thread", get: |cx, value| field(cx, value, 3), set: None },
    ],
    ..TypeDef::DEFAULT
};
