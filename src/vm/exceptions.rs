//! Exceptions: the table of classes, making and raising them, chaining, matching.
//!
//! An exception object is `{args, traceback, cause, context, suppress}` plus attribute words. Thread-safety: each field is one slot; a
//! traceback is only ever extended by the thread that raises the exception.

use typhon_gc::{Header, ObjRef, Slot, Tracer};

use crate::call;
use crate::context::{Cx, R, Raised};
use crate::interp::frame::Frame;
use crate::object::{Obj, Payload, flag};
use crate::protocol;
use crate::runtime;
use crate::typedef::Layout;
use crate::types::str_;
use crate::types::traceback;
use crate::types::tuple::{self, Tuple};
use crate::types::type_::Type;
use crate::value::{SlotExt, Value};

pub mod declared;
pub mod display;
mod fields;
pub mod group;
pub mod source;
pub mod suggestions;
mod table;
mod types;
pub mod uncaught;
pub mod unicode;
pub mod unraisable;
mod warnings;

pub use table::*;
pub(crate) use types::with_note;
pub use types::{class_for_errno, make_defs};
pub(crate) use warnings::warn_of_strict_subclass;
pub use warnings::{warn, warn_about};

/// One builtin exception class: its number among the types.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Class(pub u32);

/// An instance of `BaseException` or of any class derived from it.
#[repr(C)]
pub struct Exception {
    header: Header,
    pub(crate) args: Slot,
    pub(crate) traceback: Slot,
    pub(crate) cause: Slot,
    pub(crate) context: Slot,
    /// `True` where `raise … from …` hides the context.
    pub(crate) suppress: Slot,
    /// `StopIteration.value`, `SystemExit.code`.
    pub(crate) detail: Slot,
}

/// Layout of exceptions.
pub static LAYOUT: Layout = Layout::with_attributes("exception", size_of::<Exception>(), trace);

// SAFETY: repr(C), header first, every slot traced.
unsafe impl Payload for Exception {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for exceptions only.
    let this = unsafe { Obj::<Exception>::cast_unchecked(object) };
    for slot in [&this.args, &this.traceback, &this.cause, &this.context, &this.suppress, &this.detail] {
        tracer.slot(slot);
    }
}

/// A new exception of a class (builtin or derived) with an args tuple. Its `__init__` is not run.
pub fn new_of(cx: &Cx, class: Obj<Type>, args: Obj<Tuple>) -> R<Obj<Exception>> {
    let shape = class.start_shape();
    let detail = detail_of(class, args);
    cx.alloc_instance(
        shape,
        Exception {
            header: Header::new(shape.id(), flag::HAS_ATTRIBUTES),
            args: Slot::of(args.value()),
            traceback: Slot::of(Value::NONE),
            cause: Slot::of(Value::NONE),
            context: Slot::of(Value::NONE),
            suppress: Slot::of(Value::FALSE),
            detail: Slot::of(detail),
        },
    )
}

/// What `StopIteration.value` and `SystemExit.code` are for given arguments.
fn detail_of(class: Obj<Type>, args: Obj<Tuple>) -> Value {
    match args.values() {
        [] => Value::NONE,
        [one] => *one,
        [first, ..] if class.is_subclass_of(runtime::builtin_type(STOP_ITERATION.0)) => *first,
        _ => args.value(),
    }
}

/// The class as a value.
pub fn class_value(class: Class) -> Value {
    runtime::builtin_type(class.0).value()
}

impl Cx {
    /// Raises a builtin exception with a message.
    #[cold]
    #[inline(never)]
    pub fn error(&self, class: Class, message: String) -> Raised {
        match str_::from_string(self, message) {
            Ok(text) => self.error_value(class, text),
            Err(raised) => raised,
        }
    }

    /// Raises a builtin exception with one argument of any kind.
    #[cold]
    #[inline(never)]
    pub fn error_value(&self, class: Class, argument: Value) -> Raised {
        self.error_values(class, &[argument])
    }

    /// Raises a builtin exception with the given arguments.
    #[cold]
    #[inline(never)]
    pub fn error_values(&self, class: Class, arguments: &[Value]) -> Raised {
        let made = tuple::from_slice(self, arguments)
            .and_then(|args| new_of(self, runtime::builtin_type(class.0), args));
        match made {
            Ok(exception) => raise(self, exception.value()),
            Err(raised) => raised,
        }
    }

    /// `MemoryError`, without allocating.
    #[cold]
    pub fn memory_error(&self) -> Raised {
        Raised(runtime::memory_error())
    }

    /// `SystemError`: an invariant of ours is broken, and the program may go on.
    #[cold]
    pub fn system_error(&self, message: &str) -> Raised {
        self.error(SYSTEM_ERROR, message.to_string())
    }

    /// `KeyError(key)`.
    #[cold]
    pub fn key_error(&self, key: Value) -> Raised {
        self.error_value(KEY_ERROR, key)
    }

    /// `StopIteration(value)`; without an argument for `None`.
    #[cold]
    pub fn stop_iteration(&self, value: Value) -> Raised {
        if value.is_none() {
            self.error_values(STOP_ITERATION, &[])
        } else {
            self.error_value(STOP_ITERATION, value)
        }
    }

    /// `NameError` with the name it is about.
    #[cold]
    pub fn name_error(&self, message: String, name: Value) -> Raised {
        let raised = self.error(NAME_ERROR, message);
        match fields::set(self, raised.0, fields::NAME, name) {
            Ok(()) => raised,
            Err(other) => other,
        }
    }

    /// `AttributeError` with the object and name it is about.
    #[cold]
    pub fn attribute_error(&self, message: String, object: Value, name: Value) -> Raised {
        self.attribute_error_about(self.error(ATTRIBUTE_ERROR, message), object, name)
    }

    /// An `AttributeError` with the object and name it is about, unless it says so itself.
    #[cold]
    pub(crate) fn attribute_error_about(&self, raised: Raised, object: Value, name: Value) -> Raised {
        let says = |field: usize| !fields::get_or_none(raised.0, field).is_none();
        if says(fields::NAME) || says(fields::OBJ) {
            return raised;
        }
        let named = fields::set(self, raised.0, fields::NAME, name);
        match named.and_then(|()| fields::set(self, raised.0, fields::OBJ, object)) {
            Ok(()) => raised,
            Err(other) => other,
        }
    }

    /// Sets an attribute on a fresh exception.
    #[cold]
    pub fn annotate(&self, raised: Raised, name: &str, value: Value) -> Raised {
        let Ok(name) = self.intern(name) else { return raised };
        match crate::protocol::attr::generic_set(self, raised.0, name, Some(value)) {
            Ok(()) => raised,
            Err(other) => other,
        }
    }

    /// Makes one exception the context of another.
    pub fn annotate_context(&self, raised: Raised, context: Raised) {
        if raised.0 != context.0
            && let Some(this) = raised.0.cast::<Exception>()
        {
            self.store(this.object(), &this.context, context.0);
        }
    }

    /// `OSError`, or its subclass for the error's number, with the file it is about.
    #[cold]
    pub fn os_error(&self, error: &std::io::Error, file: Option<&str>) -> Raised {
        let Some(errno) = error.raw_os_error() else { return self.error(OS_ERROR, error.to_string()) };
        // Rust appends the number, CPython shows it in front.
        let text = error.to_string();
        let text = text.split(" (os error").next().unwrap_or(&text);
        let make = || {
            let number = Value::small_int_unchecked(errno.into());
            let text = str_::from_str(self, text)?;
            let class = class_value(class_for_errno(errno));
            match file {
                Some(file) => call::call_values(self, class, &[number, text, str_::from_str(self, file)?]),
                None => call::call_values(self, class, &[number, text]),
            }
        };
        match make() {
            Ok(exception) => raise(self, exception),
            Err(raised) => raised,
        }
    }

    /// Whether what was raised is an instance of a builtin exception class.
    pub fn matches(&self, raised: Raised, class: Class) -> bool {
        self.type_of(raised.0).is_subclass_of(runtime::builtin_type(class.0))
    }
}

/// The argument of an exception that has exactly one.
pub fn only_argument(raised: Raised) -> Option<Value> {
    let args = raised.0.cast::<Exception>()?.args.get().cast::<Tuple>()?;
    match *args.values() {
        [only] => Some(only),
        _ => None,
    }
}

/// Cuts the chain of contexts that begins at `handled` where it leads to `exception`, which is about to become its head. A chain that programs
/// have made a circle is followed once round: a second pointer at half the speed meets the first (R. W. Floyd).
fn cut_context(cx: &Cx, handled: Value, exception: Value) {
    let next = |link: Obj<Exception>| link.context.get().cast::<Exception>();
    let Some(mut link) = handled.cast::<Exception>() else { return };
    let (mut slow, mut is_odd) = (link, false);
    while let Some(context) = next(link) {
        if context.value() == exception {
            cx.store(link.object(), &link.context, Value::NONE);
            return;
        }
        link = context;
        if link == slow {
            return;
        }
        if is_odd && let Some(behind) = next(slow) {
            slow = behind;
        }
        is_odd = !is_odd;
    }
}

/// Readies an exception object for raising: it remembers the exception that is being handled.
pub fn raise(cx: &Cx, exception: Value) -> Raised {
    let handled = cx.handled.get();
    if let Some(this) = exception.cast::<Exception>()
        && !handled.is_none()
        && handled != exception
    {
        cut_context(cx, handled, exception);
        cx.store(this.object(), &this.context, handled);
    }
    Raised(exception)
}

/// What `raise X` raises: `X` itself, or an instance of the class `X`.
pub fn instantiate(cx: &Cx, value: Value) -> R<Value> {
    let base = runtime::builtin_type(BASE_EXCEPTION.0);
    if let Some(class) = value.cast::<Type>()
        && class.is_subclass_of(base)
    {
        let made = call::call_values(cx, value, &[])?;
        if made.cast::<Exception>().is_none() {
            return Err(cx.type_error(format!(
                "calling {} should have returned an instance of BaseException, not {}",
                protocol::repr_string(cx, value)?,
                protocol::repr_string(cx, cx.type_of(made).value())?
            )));
        }
        return Ok(made);
    }
    if value.cast::<Exception>().is_some() {
        return Ok(value);
    }
    Err(cx.type_error("exceptions must derive from BaseException".into()))
}

/// What stands behind `from`.
pub fn instantiate_cause(cx: &Cx, value: Value) -> R<Value> {
    let base = runtime::builtin_type(BASE_EXCEPTION.0);
    if value.cast::<Exception>().is_some()
        || value.cast::<Type>().is_some_and(|class| class.is_subclass_of(base))
    {
        return instantiate(cx, value);
    }
    Err(cx.type_error("exception causes must derive from BaseException".into()))
}

/// `exception.__cause__ = cause`, which hides the context.
pub fn set_cause(cx: &Cx, exception: Value, cause: Value) {
    if let Some(this) = exception.cast::<Exception>() {
        cx.store(this.object(), &this.cause, cause);
        cx.store(this.object(), &this.suppress, Value::TRUE);
    }
}

/// The exception's traceback, or `None`.
pub fn traceback_of(exception: Value) -> Value {
    exception.cast::<Exception>().map_or(Value::NONE, |this| this.traceback.get())
}

/// Replaces the exception's traceback.
pub fn set_traceback(cx: &Cx, exception: Value, traceback: Value) {
    if let Some(this) = exception.cast::<Exception>() {
        cx.store(this.object(), &this.traceback, traceback);
    }
}

/// Puts an entry for a frame in front of the exception's traceback. Where memory is short the entry is left out.
pub(crate) fn add_traceback(cx: &Cx, exception: Value, frame: &mut Frame, offset: u32) {
    let Some(this) = exception.cast::<Exception>() else { return };
    if exception == runtime::memory_error() {
        return; // shared by all threads
    }
    if let Ok(entry) = traceback::new(cx, this.traceback.get(), frame, offset) {
        cx.store(this.object(), &this.traceback, entry);
    }
}

/// What a `SystemExit` was raised with.
pub fn exit_status(raised: Raised) -> Value {
    raised.0.cast::<Exception>().map_or(Value::NONE, |this| this.detail.get())
}

/// Whether an exception matches what stands behind `except`.
pub fn matches_handler(cx: &Cx, exception: Value, wanted: Value) -> R<bool> {
    let base = runtime::builtin_type(BASE_EXCEPTION.0);
    let check =
        |wanted: Value| match wanted.cast::<Type>().filter(|class| class.is_subclass_of(base)) {
            Some(class) => Ok(cx.type_of(exception).is_subclass_of(class)),
            None => Err(cx
                .type_error("catching classes that do not inherit from BaseException is not allowed".into())),
        };
    let Some(classes) = wanted.cast::<Tuple>() else { return check(wanted) };
    let mut found = false;
    for &class in classes.values() {
        found |= check(class)?;
    }
    Ok(found)
}

/// A `MemoryError` made at start-up, for when nothing can be made any more.
pub(crate) fn preallocate_memory_error(cx: &Cx) -> R<Value> {
    let args = tuple::from_slice(cx, &[])?;
    let class = runtime::builtin_type(MEMORY_ERROR.0);
    let error = new_of(cx, class, args)?;
    Ok(error.value())
}
