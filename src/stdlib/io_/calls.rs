//! What the stream types ask of other objects: methods by name, buffers, errors.

use std::io;

use typhon_os::stream::errno;
use typhon_vm::context::{Cx, R, Raised};
use typhon_vm::object::Obj;
use typhon_vm::protocol::{self, attr};
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::bytes::Bytes;
use typhon_vm::types::str_;
use typhon_vm::types::type_::Type;
use typhon_vm::{Value, call, codecs, exceptions};

/// `object.name(*values)`.
pub(super) fn method(cx: &Cx, object: Value, name: &str, values: &[Value]) -> R<Value> {
    let function = attr::get(cx, object, cx.intern(name)?)?;
    call::call_values(cx, function, values)
}

/// The truth of `object.name()`.
pub(super) fn asks(cx: &Cx, object: Value, name: &str) -> R<bool> {
    let answer = method(cx, object, name, &[])?;
    protocol::is_true(cx, answer)
}

/// The truth of `object.name`.
pub(super) fn flag(cx: &Cx, object: Value, name: &str) -> R<bool> {
    let value = attr::get(cx, object, cx.intern(name)?)?;
    protocol::is_true(cx, value)
}

/// `io.UnsupportedOperation`.
#[cold]
pub(super) fn unsupported(cx: &Cx, message: &str) -> Raised {
    super::UNSUPPORTED.error(cx, message)
}

/// `ValueError` of a closed file.
#[cold]
pub(super) fn closed(cx: &Cx) -> Raised {
    cx.value_error("I/O operation on closed file")
}

/// `OSError` about an optional file name.
#[cold]
pub(super) fn os_error(cx: &Cx, error: &io::Error, file: Option<Value>) -> Raised {
    let raised = cx.os_error(error, None);
    match (file, error.raw_os_error()) {
        (Some(file), Some(number)) => {
            let make = || {
                let text = attr::get(cx, raised.0, cx.intern("strerror")?)?;
                let number = Value::small_int_unchecked(number.into());
                call::call_values(cx, cx.type_of(raised.0).value(), &[number, text, file])
            };
            match make() {
                Ok(exception) => exceptions::raise(cx, exception),
                Err(raised) => raised,
            }
        }
        _ => raised,
    }
}

/// `BlockingIOError` after so many bytes.
#[cold]
pub(super) fn would_block(cx: &Cx, written: usize) -> Raised {
    let make = || {
        let number = Value::small_int_unchecked(errno::AGAIN.into());
        let text = str_::from_str(cx, "write could not complete without blocking")?;
        let class = exceptions::class_value(exceptions::BLOCKING_IO_ERROR);
        call::call_values(cx, class, &[number, text, codecs::place(written)])
    };
    match make() {
        Ok(exception) => exceptions::raise(cx, exception),
        Err(raised) => raised,
    }
}

/// Runs a system call as a blocking section; an interruption is served and the call made again (PEP 475).
pub(super) fn system<T>(cx: &Cx, mut call: impl FnMut() -> io::Result<T>) -> R<io::Result<T>> {
    loop {
        match cx.blocking(&mut call) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {
                cx.serve_interrupt()?;
                cx.poll()?;
            }
            outcome => return Ok(outcome),
        }
    }
}

/// The bytes of a bytes-like argument.
pub(super) fn readable(cx: &Cx, value: Value) -> R<Obj<Bytes>> {
    codecs::bytes_like(cx, value)
}

/// A size argument: an integer, `None` or absent.
pub(super) fn size(cx: &Cx, value: Value) -> R<Option<i64>> {
    match value.bound() {
        None => Ok(None),
        Some(value) if value.is_none() => Ok(None),
        Some(value) => match cx.type_of(value).slots().index.is_some() || value.is_int() || value.is_bool() {
            true => protocol::index::to_i64(cx, value).map(Some),
            false => {
                let shown = cx.type_name(value);
                Err(cx.type_error(format!("argument should be integer or None, not '{shown}'")))
            }
        },
    }
}

/// An integer as a file position.
pub(super) fn position(cx: &Cx, value: Value) -> R<i64> {
    protocol::index::to_i64(cx, value)
}

/// Binds and calls an `__init__` declared by a definition whose first parameter is the object.
pub(super) fn init(cx: &Cx, this: Value, def: &'static MethodDef, args: &call::CallArgs<'_>) -> R<()> {
    call::with_first(cx, this, args, |args| call::call_native(cx, def, args)).map(|_| ())
}

/// The class argument of a `__new__`.
pub(super) fn class_argument(cx: &Cx, value: Value) -> R<Obj<Type>> {
    value
        .cast::<Type>()
        .ok_or_else(|| cx.type_error(format!("__new__(X): X is not a type object ({})", cx.type_name(value))))
}

/// `TypeError` of what cannot be pickled.
pub(super) fn no_state(cx: &Cx, args: &[Value]) -> R<Value> {
    Err(cx.type_error(format!("cannot pickle '{}' instances", cx.type_of(args[0]).name_text())))
}

/// Sets an attribute.
pub(super) fn set_attribute(cx: &Cx, object: Value, name: &str, value: Value) -> R<()> {
    attr::set(cx, object, cx.intern(name)?, Some(value))
}

/// The value of an attribute that is true or false and nothing else.
pub(super) fn bool_attribute(cx: &Cx, new: Option<Value>) -> R<bool> {
    match new {
        None => Err(cx.type_error("can't delete numeric/char attribute".into())),
        Some(new) if new.is_bool() => Ok(new == Value::TRUE),
        Some(_) => Err(cx.type_error("attribute value type must be bool".into())),
    }
}

/// `object.name`, or nothing.
pub(super) fn optional(cx: &Cx, object: Value, name: &str) -> R<Option<Value>> {
    match attr::get_optional(cx, object, cx.intern(name)?) {
        // A computed attribute that is not there after all.
        Err(raised) if cx.matches(raised, exceptions::ATTRIBUTE_ERROR) => Ok(None),
        found => found,
    }
}
