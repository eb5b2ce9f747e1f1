//! `Future`: a result that is not there yet.
//!
//! # Thread-safety
//! *States*: pending, then cancelled or finished, for ever ([`Future::finish`]; `__init__` alone goes back). The change happens under the object lock, which
//! also takes the callbacks out; result, exception and message are stored before the state (release), and whoever reads the state
//! (acquire) first finds them. Everything else is one slot or one atomic. No lock is held while Python code runs: two threads may call what a
//! future calls at once.
//!
//! What `__del__` has to tell is that an exception was never asked for; so a future is watched from its exception on, and not before.

use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU32, Ordering};

use typhon_vm::call::{self, CallArgs};
use typhon_vm::context::{Cx, R, Raised};
use typhon_vm::declare::instance_of;
use typhon_vm::exceptions::{Exception, unraisable};
use typhon_vm::gc::{Header, ObjRef, Slot, Tracer};
use typhon_vm::kept::Kept;
use typhon_vm::object::{Obj, Payload, lock_object};
use typhon_vm::protocol::{self, attr};
use typhon_vm::runtime::NativeType;
use typhon_vm::shape::Shape;
use typhon_vm::typedef::{GetSetDef, Layout, MethodDef, SlotTable, TypeDef};
use typhon_vm::types::dict;
use typhon_vm::types::str_;
use typhon_vm::types::tuple;
use typhon_vm::types::type_::Type;
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, exceptions, finalization, names, runtime};

use super::callbacks::{self, Callbacks};
use super::task::{self, TASK_TYPE, Task};
use super::{awaited_by, iterator, library, running};
use crate::contextvars_;

const PENDING: u8 = 0;
const CANCELLED: u8 = 1;
const FINISHED: u8 = 2;

/// A future, and the beginning of a task. Slots are unbound where there is nothing.
#[repr(C)]
pub(super) struct Future {
    header: Header,
    /// Unbound before `__init__`.
    pub(super) event_loop: Slot,
    /// The first pair of [`callbacks`], and the array of the others.
    pub(super) callback: Slot,
    pub(super) context: Slot,
    pub(super) callbacks: Slot,
    result: Slot,
    exception: Slot,
    /// The exception's traceback as it was set with, until it is raised.
    traceback: Slot,
    source_traceback: Slot,
    pub(super) cancel_message: Slot,
    /// What ended a task as cancelled, until it is raised.
    pub(super) cancelled_error: Slot,
    pub(super) awaited_by: Slot,
    state: AtomicU8,
    /// The exception has not been asked for.
    log_traceback: AtomicBool,
    /// `await` has yielded it and whoever drives the coroutine has not noticed yet.
    pub(super) blocking: AtomicBool,
    /// Pairs in the array.
    pub(super) count: AtomicU32,
}

static LAYOUT: Layout = Layout {
    needs_del: Some(needs_del),
    ..Layout::with_attributes("_asyncio.Future", size_of::<Future>(), trace)
};

// SAFETY: repr(C), header first, every slot traced, the rest is atomic.
unsafe impl Payload for Future {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for futures only.
    unsafe { Obj::<Future>::cast_unchecked(object) }.trace(tracer);
}

unsafe fn needs_del(object: ObjRef) -> bool {
    // SAFETY: called for futures only.
    unsafe { Obj::<Future>::cast_unchecked(object) }.logs_traceback()
}

pub(super) static FUTURE_TYPE: NativeType = NativeType::new(&FUTURE);

impl Future {
    /// One that is not initialised.
    pub(super) fn fresh(header: Header) -> Future {
        let slot = || Slot::of(Value::UNBOUND);
        Future {
            header,
            event_loop: slot(),
            callback: slot(),
            context: slot(),
            callbacks: slot(),
            result: slot(),
            exception: slot(),
            traceback: slot(),
            source_traceback: slot(),
            cancel_message: slot(),
            cancelled_error: slot(),
            awaited_by: slot(),
            state: AtomicU8::new(PENDING),
            log_traceback: AtomicBool::new(false),
            blocking: AtomicBool::new(false),
            count: AtomicU32::new(0),
        }
    }

    fn slots(&self) -> [&Slot; 11] {
        [
            &self.event_loop,
            &self.callback,
            &self.context,
            &self.callbacks,
            &self.result,
            &self.exception,
            &self.traceback,
            &self.source_traceback,
            &self.cancel_message,
            &self.cancelled_error,
            &self.awaited_by,
        ]
    }

    pub(super) fn trace(&self, tracer: &mut Tracer<'_>) {
        for slot in self.slots() {
            tracer.slot(slot);
        }
    }

    /// The future in a value, which may be a task.
    #[inline]
    pub(super) fn of(value: Value) -> Option<Obj<Future>> {
        let object = value.as_object()?;
        let shape = Shape::of(object);
        let is_future = shape.has_layout(&LAYOUT) || shape.has_layout(Task::LAYOUT);
        // SAFETY: both layouts begin with a future.
        is_future.then(|| unsafe { Obj::cast_unchecked(object) })
    }

    /// The same where its class is `Future` or `Task` itself, so that nobody has replaced a method.
    #[inline]
    pub(super) fn exact(cx: &Cx, value: Value) -> R<Option<Obj<Future>>> {
        let Some(this) = Future::of(value) else { return Ok(None) };
        let class = cx.type_of(value);
        let is_exact = class == TASK_TYPE.class(cx)? || class == FUTURE_TYPE.class(cx)?;
        Ok(is_exact.then_some(this))
    }

    #[inline]
    fn state(&self) -> u8 {
        self.state.load(Ordering::Acquire)
    }

    #[inline]
    pub(super) fn is_pending(&self) -> bool {
        self.state() == PENDING
    }

    /// Whether nothing has been done to it yet, as far as `__init__` would undo it.
    fn is_fresh(&self) -> bool {
        let is_set = self.blocking.load(Ordering::Relaxed) || self.logs_traceback() || !self.is_pending();
        !is_set && self.slots().iter().all(|slot| slot.get().is_unbound())
    }

    fn is_alive(&self) -> bool {
        !self.event_loop.get().is_unbound()
    }

    pub(super) fn logs_traceback(&self) -> bool {
        self.log_traceback.load(Ordering::Relaxed)
    }

    pub(super) fn forget_traceback(&self) {
        self.log_traceback.store(false, Ordering::Relaxed);
    }

    pub(super) fn source_traceback(&self) -> Option<Value> {
        self.source_traceback.get().bound()
    }
}

fn this(cx: &Cx, value: Value) -> R<Obj<Future>> {
    Future::of(value).ok_or_else(|| cx.type_error(format!("expected Future, got '{}'", cx.type_name(value))))
}

#[cold]
fn uninitialized(cx: &Cx) -> Raised {
    cx.error(exceptions::RUNTIME_ERROR, "Future object is not initialized.".into())
}

/// The future in a receiver; its `__init__` has run.
pub(super) fn alive(cx: &Cx, value: Value) -> R<Obj<Future>> {
    let this = this(cx, value)?;
    if this.is_alive() { Ok(this) } else { Err(uninitialized(cx)) }
}

/// Empties a slot. No barrier: nothing is stored that the collector would have to find.
pub(super) fn clear(slot: &Slot) {
    slot.init(Value::UNBOUND.bits());
}

pub(super) fn or_none(slot: &Slot) -> Value {
    slot.get().bound().unwrap_or(Value::NONE)
}

/// `__init__`: everything as if nothing had happened yet.
pub(super) fn initialize(cx: &Cx, this: Obj<Future>, event_loop: Value) -> R<()> {
    if !this.is_fresh() {
        let _guard = lock_object(cx, this.object());
        this.slots().into_iter().for_each(clear);
        this.count.store(0, Ordering::Relaxed);
        this.forget_traceback();
        this.blocking.store(false, Ordering::Relaxed);
        this.state.store(PENDING, Ordering::Release);
    }
    let event_loop = if event_loop.is_none() { running::event_loop(cx)? } else { event_loop };
    cx.store(this.object(), &this.event_loop, event_loop);
    let debug = call::call_method(cx, event_loop, names::get(names::GET_DEBUG), &CallArgs::new(&[]))?;
    if protocol::is_true(cx, debug)? && !runtime::is_finalizing() {
        let stack = library::EXTRACT_STACK.call(cx, &[])?;
        cx.store(this.object(), &this.source_traceback, stack);
    }
    Ok(())
}

/// Calls `loop.call_soon(callback, *argument, context=context)`.
pub(super) fn call_soon(
    cx: &Cx,
    event_loop: Value,
    callback: Value,
    argument: Option<Value>,
    context: Value,
) -> R<()> {
    let keyword = context_keyword(cx)?;
    let all = [callback, argument.unwrap_or(context), context];
    let given = &all[..if argument.is_some() { 3 } else { 2 }];
    let args = CallArgs::with_keywords(given, keyword.cast());
    call::call_method(cx, event_loop, names::get(names::CALL_SOON), &args).map(|_| ())
}

static CONTEXT_KEYWORD: Kept = Kept::new();

/// The names of the keywords of a call with a context.
pub(super) fn context_keyword(cx: &Cx) -> R<Value> {
    CONTEXT_KEYWORD.get_or_make(cx, || Ok(tuple::from_slice(cx, &[names::get(names::CONTEXT)])?.value()))
}

fn invalid_state(cx: &Cx) -> Raised {
    library::INVALID_STATE_ERROR.error(cx, "invalid state")
}

/// Makes a pending future done: `store` sets what it is done with. `false` where it was done before.
fn finish(cx: &Cx, this: Obj<Future>, state: u8, store: impl FnOnce()) -> R<bool> {
    let callbacks = {
        let _guard = lock_object(cx, this.object());
        if !this.is_pending() {
            return Ok(false);
        }
        store();
        this.state.store(state, Ordering::Release);
        callbacks::take(this)
    };
    if let Some(task) = this.value().cast::<Task>() {
        task::unregister(task);
    }
    schedule(cx, this, &callbacks).map(|()| true)
}

fn schedule(cx: &Cx, this: Obj<Future>, callbacks: &Callbacks) -> R<()> {
    callbacks.for_each(|callback, context| {
        call_soon(cx, this.event_loop.get(), callback, Some(this.value()), context)
    })
}

pub(super) fn set_result(cx: &Cx, this: Obj<Future>, result: Value) -> R<()> {
    if finish(cx, this, FINISHED, || cx.store(this.object(), &this.result, result))? {
        Ok(())
    } else {
        Err(invalid_state(cx))
    }
}

/// The exception that a future is to have: an instance, which is no `StopIteration`.
fn as_outcome(cx: &Cx, given: Value) -> R<Value> {
    let base = exceptions::class_value(exceptions::BASE_EXCEPTION).cast::<Type>();
    let given = match given.cast::<Type>() {
        Some(class) if base.is_some_and(|base| class.is_subclass_of(base)) => {
            call::call_values(cx, given, &[])?
        }
        _ => given,
    };
    if given.cast::<Exception>().is_none() {
        return Err(cx.type_error("invalid exception object".into()));
    }
    if !cx.matches(Raised(given), exceptions::STOP_ITERATION) {
        return Ok(given);
    }
    let text = "StopIteration interacts badly with generators and cannot be raised into a Future";
    let class = exceptions::class_value(exceptions::RUNTIME_ERROR);
    let made = call::call_values(cx, class, &[str_::from_str(cx, text)?])?;
    exceptions::set_cause(cx, made, given);
    cx.annotate_context(Raised(made), Raised(given));
    Ok(made)
}

pub(super) fn set_exception(cx: &Cx, this: Obj<Future>, exception: Value) -> R<()> {
    if !this.is_pending() {
        return Err(invalid_state(cx));
    }
    let exception = as_outcome(cx, exception)?;
    let traceback = exceptions::traceback_of(exception);
    let done = finish(cx, this, FINISHED, || {
        cx.store(this.object(), &this.exception, exception);
        cx.store(this.object(), &this.traceback, traceback);
        this.log_traceback.store(true, Ordering::Relaxed);
    });
    match done {
        Ok(true) => {
            // Tasks are watched from the beginning.
            if this.value().cast::<Task>().is_none() && this.logs_traceback() {
                finalization::watch_new(cx, this.object());
            }
            Ok(())
        }
        Ok(false) => Err(invalid_state(cx)),
        Err(raised) => {
            this.forget_traceback();
            Err(raised)
        }
    }
}

/// Cancels a pending future with a message (which may be unbound) and answers whether it was pending.
pub(super) fn cancel(cx: &Cx, this: Obj<Future>, message: Value) -> R<bool> {
    this.forget_traceback();
    finish(cx, this, CANCELLED, || cx.store(this.object(), &this.cancel_message, message))
}

/// `_make_cancelled_error()`.
pub(super) fn cancelled_error(cx: &Cx, this: Obj<Future>) -> R<Value> {
    let known = Value::from_bits(this.cancelled_error.swap(Value::UNBOUND.bits()));
    if let Some(known) = known.bound() {
        return Ok(known);
    }
    match this.cancel_message.get().bound().filter(|message| !message.is_none()) {
        Some(message) => library::CANCELLED_ERROR.call(cx, &[message]),
        None => library::CANCELLED_ERROR.call(cx, &[]),
    }
}

fn raise_cancelled(cx: &Cx, this: Obj<Future>) -> Raised {
    match cancelled_error(cx, this) {
        Ok(error) => exceptions::raise(cx, error),
        Err(raised) => raised,
    }
}

/// What a future that is done is done with: `Ok(Err(exception))` where it has one. Raises where it is cancelled or pending.
pub(super) fn outcome(cx: &Cx, this: Obj<Future>) -> R<Result<Value, Value>> {
    match this.state() {
        CANCELLED => return Err(raise_cancelled(cx, this)),
        FINISHED => {}
        _ => return Err(library::INVALID_STATE_ERROR.error(cx, "Result is not set.")),
    }
    this.forget_traceback();
    let Some(exception) = this.exception.get().bound() else { return Ok(Ok(or_none(&this.result))) };
    exceptions::set_traceback(cx, exception, or_none(&this.traceback));
    clear(&this.traceback);
    Ok(Err(exception))
}

/// `result()`.
pub(super) fn result(cx: &Cx, this: Obj<Future>) -> R<Value> {
    outcome(cx, this)?.map_err(|exception| exceptions::raise(cx, exception))
}

fn initialized(cx: &Cx, value: Value) -> R<Obj<Future>> {
    let this = this(cx, value)?;
    if this.is_alive() {
        Ok(this)
    } else {
        Err(library::INVALID_STATE_ERROR.error(cx, "Future object is not initialized."))
    }
}

fn exception(cx: &Cx, args: &[Value]) -> R<Value> {
    let this = initialized(cx, args[0])?;
    match this.state() {
        CANCELLED => return Err(raise_cancelled(cx, this)),
        FINISHED => {}
        _ => return Err(library::INVALID_STATE_ERROR.error(cx, "Exception is not set.")),
    }
    if let Some(exception) = this.exception.get().bound() {
        this.forget_traceback();
        return Ok(exception);
    }
    Ok(Value::NONE)
}

/// Has `callback` called with the future, in `context`, when the future is done.
pub(super) fn add_done_callback(cx: &Cx, this: Obj<Future>, callback: Value, context: Value) -> R<()> {
    if callbacks::add(cx, this, callback, context)? {
        return Ok(());
    }
    call_soon(cx, this.event_loop.get(), callback, Some(this.value()), context)
}

fn add_callback(cx: &Cx, args: &[Value]) -> R<Value> {
    let context = match args[2].bound() {
        Some(context) => context,
        None => contextvars_::copy_current(cx)?,
    };
    let this = this(cx, args[0])?;
    if !this.is_alive() {
        return Err(cx.error(exceptions::RUNTIME_ERROR, "uninitialized Future object".into()));
    }
    add_done_callback(cx, this, args[1], context).map(|()| Value::NONE)
}

/// The loop of anything like a future.
pub(super) fn loop_of(cx: &Cx, value: Value) -> R<Value> {
    if let Some(this) = Future::exact(cx, value)? {
        return Ok(or_none(&this.event_loop));
    }
    match attr::get_optional(cx, value, names::get(names::GET_LOOP))? {
        Some(get) => call::call_values(cx, get, &[]),
        None => attr::get(cx, value, names::get(names::LOOP)),
    }
}

/// Tells the loop's exception handler something; what that raises is reported.
pub(super) fn tell(cx: &Cx, this: Obj<Future>, message: &str, parts: &[(&str, Value)]) -> R<()> {
    let context = dict::new(cx)?;
    dict::set(cx, context, cx.intern("message")?, str_::from_str(cx, message)?)?;
    for (name, part) in parts {
        dict::set(cx, context, cx.intern(name)?, *part)?;
    }
    if let Some(traceback) = this.source_traceback() {
        dict::set(cx, context, cx.intern("source_traceback")?, traceback)?;
    }
    let handler = attr::get(cx, this.event_loop.get(), names::get(names::CALL_EXCEPTION_HANDLER))?;
    if let Err(raised) = call::call_values(cx, handler, &[context.value()]) {
        unraisable::report(cx, raised, "Exception ignored while calling asyncio function", handler);
    }
    Ok(())
}

/// `__del__`: tells of an exception that nobody has asked for.
pub(super) fn finalize(cx: &Cx, value: Value) -> R<()> {
    let this = this(cx, value)?;
    if !this.log_traceback.swap(false, Ordering::AcqRel) {
        return Ok(());
    }
    let name = cx.type_of(value).name_text();
    let parts = [("exception", or_none(&this.exception)), ("future", value)];
    tell(cx, this, &format!("{name} exception was never retrieved"), &parts)
}

static INIT: MethodDef = MethodDef::new("Future($self, /, *, loop=None)", "", |cx, args| {
    let event_loop = args[1].bound().unwrap_or(Value::NONE);
    initialize(cx, this(cx, args[0])?, event_loop).map(|()| Value::NONE)
});

static NEW: MethodDef = MethodDef::any_new(|cx, args| Ok(instance_of(cx, args[0], Future::fresh)?.value()));

pub(super) const RESULT: MethodDef = MethodDef::new(
    "result($self, /)",
    "The result, or raise the exception.\n\nRaises CancelledError where the future was cancelled, InvalidStateError where it is not done.",
    |cx, args| result(cx, initialized(cx, args[0])?),
);
pub(super) const EXCEPTION: MethodDef = MethodDef::new(
    "exception($self, /)",
    "The exception, or None where there is a result.\n\nRaises CancelledError where the future was cancelled, InvalidStateError where it is \
     not done.",
    exception,
);
pub(super) const ADD_DONE_CALLBACK: MethodDef = MethodDef::new(
    "add_done_callback($self, fn, /, *, context=<unrepresentable>)",
    "Have a function called with the future when that is done.\n\nIt is called by way of call_soon, also where the future is done already.",
    add_callback,
);
pub(super) const REMOVE_DONE_CALLBACK: MethodDef = MethodDef::new(
    "remove_done_callback($self, fn, /)",
    "Remove a callback, as often as it was added, and return how often that was.",
    |cx, args| {
        let count = callbacks::remove(cx, alive(cx, args[0])?, args[1])?;
        Ok(Value::small_int_unchecked(count as i64))
    },
);
pub(super) const CANCELLED_METHOD: MethodDef =
    MethodDef::new("cancelled($self, /)", "Whether the future was cancelled.", |cx, args| {
        let this = this(cx, args[0])?;
        Ok(Value::from_bool(this.is_alive() && this.state() == CANCELLED))
    });
pub(super) const DONE: MethodDef = MethodDef::new(
    "done($self, /)",
    "Whether the future has a result or an exception, or was cancelled.",
    |cx, args| {
        let this = this(cx, args[0])?;
        Ok(Value::from_bool(this.is_alive() && !this.is_pending()))
    },
);
pub(super) const MAKE_CANCELLED_ERROR: MethodDef = MethodDef::new(
    "_make_cancelled_error($self, /)",
    "The CancelledError to raise for a cancelled future; what ended a task is given away once.",
    |cx, args| cancelled_error(cx, this(cx, args[0])?),
);
pub(super) const AWAIT: MethodDef = MethodDef::new(
    "__await__($self, /)",
    "Return an iterator to be used in await expression.",
    |cx, args| iterator::new(cx, args[0]),
);

/// A setter's new value; the attribute, which `class` defines, cannot be deleted.
pub(super) fn set_to(cx: &Cx, class: &str, name: &str, new: Option<Value>) -> R<Value> {
    new.ok_or_else(|| {
        let text = format!("attribute '{name}' of '_asyncio.{class}' objects cannot be deleted");
        cx.error(exceptions::ATTRIBUTE_ERROR, text)
    })
}

fn set_blocking(cx: &Cx, value: Value, new: Option<Value>) -> R<()> {
    let new = set_to(cx, "Future", "_asyncio_future_blocking", new)?;
    let this = alive(cx, value)?;
    this.blocking.store(protocol::is_true(cx, new)?, Ordering::Release);
    Ok(())
}

fn set_log_traceback(cx: &Cx, value: Value, new: Option<Value>) -> R<()> {
    let new = set_to(cx, "Future", "_log_traceback", new)?;
    if protocol::is_true(cx, new)? {
        return Err(cx.value_error("_log_traceback can only be set to False"));
    }
    this(cx, value)?.forget_traceback();
    Ok(())
}

fn set_cancel_message(cx: &Cx, value: Value, new: Option<Value>) -> R<()> {
    let new = set_to(cx, "Future", "_cancel_message", new)?;
    let this = this(cx, value)?;
    cx.store(this.object(), &this.cancel_message, new);
    Ok(())
}

fn state_name(cx: &Cx, value: Value) -> R<Value> {
    cx.intern(match alive(cx, value)?.state() {
        CANCELLED => "CANCELLED",
        FINISHED => "FINISHED",
        _ => "PENDING",
    })
}

macro_rules! getter {
    ($name:literal, $get:expr) => {
        GetSetDef { name: $name, doc: "", get: $get, set: None }
    };
}

static FUTURE: TypeDef = TypeDef {
    name: "Future",
    module: "_asyncio",
    parameters: Some("(*, loop=None)"),
    doc: "A result that is not there yet.\n\nIt belongs to an event loop, which calls its callbacks and wakes the tasks that await it. Unlike \
          a\nconcurrent.futures.Future it makes nobody wait: result() and exception() raise an\nexception where it is not done.",
    layout: &LAYOUT,
    subclassable: true,
    weak: true,
    generic: true,
    slots: SlotTable {
        repr: Some(|cx, value| {
            alive(cx, value)?;
            library::FUTURE_REPR.call(cx, &[value])
        }),
        iter: Some(iterator::new),
        init: Some(|cx, value, args| {
            call::bind_init(cx, &INIT, value, args, |bound| (INIT.function)(cx, bound).map(|_| ()))
        }),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    methods: &[
        RESULT,
        EXCEPTION,
        MethodDef::new(
            "set_result($self, result, /)",
            "Give the future its result.\n\nRaises InvalidStateError where it is done already.",
            |cx, args| set_result(cx, alive(cx, args[0])?, args[1]).map(|()| Value::NONE),
        ),
        MethodDef::new(
            "set_exception($self, exception, /)",
            "Give the future an exception.\n\nRaises InvalidStateError where it is done already.",
            |cx, args| set_exception(cx, alive(cx, args[0])?, args[1]).map(|()| Value::NONE),
        ),
        ADD_DONE_CALLBACK,
        REMOVE_DONE_CALLBACK,
        MethodDef::new(
            "cancel($self, /, msg=None)",
            "Cancel the future and schedule its callbacks.\n\nReturns False where it is done already.",
            |cx, args| {
                let message = args[1].bound().unwrap_or(Value::NONE);
                cancel(cx, alive(cx, args[0])?, message).map(Value::from_bool)
            },
        ),
        CANCELLED_METHOD,
        DONE,
        MethodDef::new("get_loop($self, /)", "The event loop that the future belongs to.", |cx, args| {
            Ok(alive(cx, args[0])?.event_loop.get())
        }),
        MAKE_CANCELLED_ERROR,
        AWAIT,
        MethodDef::new(
            "__del__($self, /)",
            "Called when the instance is about to be destroyed.",
            |cx, args| finalize(cx, args[0]).map(|()| Value::NONE),
        ),
    ],
    getset: &[
        getter!("_state", state_name),
        GetSetDef {
            name: "_asyncio_future_blocking",
            doc: "",
            get: |cx, value| {
                let this = this(cx, value)?;
                Ok(Value::from_bool(this.is_alive() && this.blocking.load(Ordering::Acquire)))
            },
            set: Some(set_blocking),
        },
        getter!("_loop", |cx, value| Ok(or_none(&this(cx, value)?.event_loop))),
        getter!("_callbacks", |cx, value| callbacks::listed(cx, alive(cx, value)?)),
        getter!("_result", |cx, value| Ok(or_none(&alive(cx, value)?.result))),
        getter!("_exception", |cx, value| Ok(or_none(&alive(cx, value)?.exception))),
        GetSetDef {
            name: "_log_traceback",
            doc: "",
            get: |cx, value| Ok(Value::from_bool(alive(cx, value)?.logs_traceback())),
            set: Some(set_log_traceback),
        },
        getter!("_source_traceback", |cx, value| Ok(or_none(&this(cx, value)?.source_traceback))),
        GetSetDef {
            name: "_cancel_message",
            doc: "",
            get: |cx, value| Ok(or_none(&this(cx, value)?.cancel_message)),
            set: Some(set_cancel_message),
        },
        getter!("_asyncio_awaited_by", |cx, value| awaited_by::listed(cx, this(cx, value)?)),
    ],
    ..TypeDef::DEFAULT
};

/// The definition, for what derives from it.
pub(super) static DEFINITION: &TypeDef = &FUTURE;
