//! What is said about an exception that leaves a thread: `_excepthook` and its argument.
//!
//! Thread-safety: the argument is immutable.

use typhon_vm::Value;
use typhon_vm::context::{Cx, R};
use typhon_vm::exceptions::{self, uncaught};
use typhon_vm::names;
use typhon_vm::protocol;
use typhon_vm::threads;
use typhon_vm::types::struct_sequence::{self, StructSequence};

pub(super) static HOOK_ARGS: StructSequence = StructSequence::new(
    ("_thread", "_ExceptHookArgs"),
    "ExceptHookArgs\n\nType used to pass arguments to threading.excepthook.",
    &[
        ("exc_type", "Exception type"),
        ("exc_value", "Exception value"),
        ("exc_traceback", "Exception traceback"),
        ("thread", "Thread"),
    ],
    4,
);

fn field(cx: &Cx, value: Value, index: usize) -> R<Value> {
    let is_ours = cx.type_of(value) == HOOK_ARGS.class(cx)?;
    struct_sequence::field(value, index)
        .filter(|_| is_ours)
        .ok_or_else(|| cx.type_error("_thread.excepthook argument type must be ExceptHookArgs".into()))
}

/// Prints the exception, unless it is `SystemExit`.
pub(super) fn excepthook(cx: &Cx, args: &[Value]) -> R<Value> {
    let [class, value, _, thread] = [0, 1, 2, 3].map(|index| field(cx, args[0], index));
    let (class, value, thread) = (class?, value?, thread?);
    if class == exceptions::class_value(exceptions::SYSTEM_EXIT) {
        return Ok(Value::NONE);
    }
    let name = if thread.is_none() {
        None
    } else {
        protocol::attr::get_optional(cx, thread, names::get(names::NAME))?
    };
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
