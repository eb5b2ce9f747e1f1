//! `Task`: a coroutine that a loop runs, and the future of its result. What its steps do is in [`super::step`].
//!
//! Thread-safety: as a future's; each field of its own is one slot or one atomic. What only steps write (the future it waits for, the coroutine) is the
//! loop thread's; others may read it.
//!
//! A task is watched for its end: one that dies while it is pending, or with an exception that nobody has asked for, is told of.

use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};

use typhon_vm::call::{self, CallArgs};
use typhon_vm::context::{Cx, R};
use typhon_vm::declare::{instance_of, receiver};
use typhon_vm::gc::{ObjRef, Slot, Tracer};
use typhon_vm::object::{Obj, Payload};
use typhon_vm::protocol;
use typhon_vm::runtime::NativeType;
use typhon_vm::typedef::{GetSetDef, Layout, MethodDef, SlotTable, TypeDef};
use typhon_vm::types::int;
use typhon_vm::types::number;
use typhon_vm::types::str_::{self, Str};
use typhon_vm::value::SlotExt;
use typhon_vm::weak_list::{Place, WeakList};
use typhon_vm::{Value, exceptions, finalization, names};

use super::future::{self, Future, or_none};
use super::{iterator, library, step};
use crate::contextvars_;

/// A task.
#[repr(C)]
pub(super) struct Task {
    pub(super) future: Future,
    /// What it waits for, or unbound.
    pub(super) waits_for: Slot,
    /// Unbound before `__init__`, and after an eager start that has come to its end.
    pub(super) coroutine: Slot,
    /// A str, or the number that one is made of when somebody asks; unbound before `__init__`.
    name: Slot,
    pub(super) context: Slot,
    /// What the loop calls for a step without an exception, and what a future calls; made at the first use.
    pub(super) step: Slot,
    pub(super) wakeup: Slot,
    pub(super) must_cancel: AtomicBool,
    log_destroy_pending: AtomicBool,
    cancel_requests: AtomicI64,
    place: Place,
}

static LAYOUT: Layout = Layout {
    needs_del: Some(needs_del),
    ..Layout::with_attributes("_asyncio.Task", size_of::<Task>(), trace)
};

// SAFETY: repr(C), begins with a future and so with a header, every slot traced, the rest is atomic.
unsafe impl Payload for Task {
    const LAYOUT: &'static Layout = &LAYOUT;
}

unsafe fn trace(object: ObjRef, tracer: &mut Tracer<'_>) {
    // SAFETY: called for tasks only.
    let this = unsafe { Obj::<Task>::cast_unchecked(object) };
    this.future.trace(tracer);
    for slot in [&this.waits_for, &this.coroutine, &this.name, &this.context, &this.step, &this.wakeup] {
        tracer.slot(slot);
    }
}

unsafe fn needs_del(object: ObjRef) -> bool {
    // SAFETY: called for tasks only.
    let this = unsafe { Obj::<Task>::cast_unchecked(object) };
    this.dies_pending() || this.future.logs_traceback()
}

/// Every pending task there is.
pub(super) static TASKS: WeakList = WeakList::new(place);

fn place(value: &Value) -> Option<&Place> {
    let task = value.cast::<Task>()?;
    // SAFETY: the task is alive as long as the caller's value is borrowed, and does not move.
    Some(unsafe { &(*task.as_ptr()).place })
}

/// Numbers tasks that are given no name.
static COUNTER: AtomicU64 = AtomicU64::new(0);

impl Task {
    fn dies_pending(&self) -> bool {
        self.future.is_pending() && self.log_destroy_pending.load(Ordering::Relaxed)
    }
}

pub(super) fn as_future(task: Obj<Task>) -> Obj<Future> {
    // SAFETY: a task begins with a future.
    unsafe { Obj::cast_unchecked(task.object()) }
}

/// A pending task is listed.
pub(super) fn register(cx: &Cx, task: Obj<Task>) {
    TASKS.enter(cx, task.value());
}

/// A task that is done is not.
pub(super) fn unregister(task: Obj<Task>) {
    TASKS.remove(task.value());
}

fn this(cx: &Cx, value: Value) -> R<Obj<Task>> {
    receiver::<Task>(cx, value)
}

fn is_coroutine(cx: &Cx, value: Value) -> R<bool> {
    let is_native =
        value.as_object().is_some_and(|object| typhon_vm::object::shape_id(object) == number::COROUTINE);
    Ok(is_native || protocol::is_true(cx, library::IS_COROUTINE.call(cx, &[value])?)?)
}

fn init(cx: &Cx, args: &[Value]) -> R<Value> {
    let &[value, coroutine, event_loop, name, context, eager] = args else {
        return Err(cx.system_error("arguments of Task"));
    };
    let given = |argument: Value| argument.bound().filter(|argument| !argument.is_none());
    let task = this(cx, value)?;
    future::initialize(cx, as_future(task), event_loop.bound().unwrap_or(Value::NONE))?;
    let object = task.object();
    if !is_coroutine(cx, coroutine)? {
        task.log_destroy_pending.store(false, Ordering::Relaxed);
        let shown = protocol::repr_string(cx, coroutine)?;
        return Err(cx.type_error(format!("a coroutine was expected, got {shown}")));
    }
    let context = match given(context) {
        Some(context) => context,
        None => contextvars_::copy_current(cx)?,
    };
    let name = match given(name) {
        None => int::from_u64(cx, COUNTER.fetch_add(1, Ordering::Relaxed) + 1)?,
        Some(name) => as_name(cx, name)?,
    };
    future::clear(&task.waits_for);
    cx.store(object, &task.context, context);
    cx.store(object, &task.name, name);
    cx.store(object, &task.coroutine, coroutine);
    task.must_cancel.store(false, Ordering::Relaxed);
    task.cancel_requests.store(0, Ordering::Relaxed);
    task.log_destroy_pending.store(true, Ordering::Relaxed);
    finalization::watch_new(cx, object);
    if eager.bound().map_or(Ok(false), |eager| protocol::is_true(cx, eager))? {
        let event_loop = task.future.event_loop.get();
        let runs = call::call_method(cx, event_loop, names::get(names::IS_RUNNING), &CallArgs::new(&[]))?;
        if runs == Value::TRUE {
            return step::start_eagerly(cx, task).map(|()| Value::NONE);
        }
    }
    step::call_soon(cx, task, None)?;
    register(cx, task);
    Ok(Value::NONE)
}

fn as_name(cx: &Cx, name: Value) -> R<Value> {
    match name.cast_exact::<Str>(number::STR) {
        Some(_) => Ok(name),
        None => protocol::str(cx, name),
    }
}

fn get_name(cx: &Cx, args: &[Value]) -> R<Value> {
    let task = this(cx, args[0])?;
    let name = or_none(&task.name);
    if !int::is_exact_int(name) {
        return Ok(name);
    }
    let text = str_::from_string(cx, format!("Task-{}", protocol::str_string(cx, name)?))?;
    cx.store(task.object(), &task.name, text);
    Ok(text)
}

/// `cancel()`: asks what it waits for to be cancelled, or has the next step raise.
fn cancel(cx: &Cx, args: &[Value]) -> R<Value> {
    let task = this(cx, args[0])?;
    let message = args[1].bound().unwrap_or(Value::NONE);
    task.future.forget_traceback();
    if !task.future.is_pending() {
        return Ok(Value::FALSE);
    }
    task.cancel_requests.fetch_add(1, Ordering::Relaxed);
    if let Some(waited) = task.waits_for.get().bound() {
        let cancelled = call::call_method(cx, waited, names::get(names::CANCEL), &CallArgs::new(&[message]))?;
        if protocol::is_true(cx, cancelled)? {
            return Ok(Value::TRUE);
        }
    }
    cx.store(task.object(), &task.future.cancel_message, message);
    task.must_cancel.store(true, Ordering::Release);
    Ok(Value::TRUE)
}

fn uncancel(cx: &Cx, args: &[Value]) -> R<Value> {
    let task = this(cx, args[0])?;
    let one_less = |count: i64| (count > 0).then(|| count - 1);
    let former = task.cancel_requests.fetch_update(Ordering::AcqRel, Ordering::Acquire, one_less);
    if former == Ok(1) {
        task.must_cancel.store(false, Ordering::Release);
    }
    int::from_i64(cx, former.map_or(0, |former| former - 1))
}

/// `__del__`: tells of a task that dies before its end, then of an exception.
fn finalize(cx: &Cx, value: Value) -> R<()> {
    let task = this(cx, value)?;
    if task.dies_pending() {
        let message = "Task was destroyed but it is pending!";
        if let Err(raised) = future::tell(cx, as_future(task), message, &[("task", value)]) {
            exceptions::unraisable::report(cx, raised, "Exception ignored while finalizing task", value);
        }
    }
    future::finalize(cx, value)
}

static INIT: MethodDef =
    MethodDef::new("Task($self, coro, *, loop=None, name=None, context=None, eager_start=False)", "", init);

static NEW: MethodDef = MethodDef::any_new(|cx, args| {
    let slot = || Slot::of(Value::UNBOUND);
    let make = |header| Task {
        future: Future::fresh(header),
        waits_for: slot(),
        coroutine: slot(),
        name: slot(),
        context: slot(),
        step: slot(),
        wakeup: slot(),
        must_cancel: AtomicBool::new(false),
        log_destroy_pending: AtomicBool::new(false),
        cancel_requests: AtomicI64::new(0),
        place: Place::new(),
    };
    Ok(instance_of(cx, args[0], make)?.value())
});

/// What `asyncio.base_tasks` does for a task, with what was given.
fn by_library(cx: &Cx, function: &library::Library, args: &[Value]) -> R<Value> {
    let mut room = cx.scratch(args.len())?;
    for (to, argument) in room.as_mut_slice().iter_mut().zip(args) {
        *to = argument.bound().unwrap_or(Value::NONE);
    }
    function.call(cx, room.as_slice())
}

fn refuse(cx: &Cx, operation: &str) -> R<Value> {
    let text = format!("Task does not support {operation} operation");
    Err(cx.error(exceptions::RUNTIME_ERROR, text))
}

static TASK: TypeDef = TypeDef {
    name: "Task",
    module: "_asyncio",
    base: Some(future::DEFINITION),
    parameters: Some("(coro, *, loop=None, name=None, context=None, eager_start=False)"),
    doc: "A coroutine wrapped in a Future.",
    layout: &LAYOUT,
    subclassable: true,
    weak: true,
    generic: true,
    slots: SlotTable {
        repr: Some(|cx, value| library::TASK_REPR.call(cx, &[value])),
        iter: Some(iterator::new),
        init: Some(|cx, value, args| {
            call::bind_init(cx, &INIT, value, args, |bound| init(cx, bound).map(|_| ()))
        }),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    methods: &[
        future::RESULT,
        future::EXCEPTION,
        future::ADD_DONE_CALLBACK,
        future::REMOVE_DONE_CALLBACK,
        future::CANCELLED_METHOD,
        future::DONE,
        MethodDef::new("set_result($self, result, /)", "", |cx, _| refuse(cx, "set_result")),
        MethodDef::new("set_exception($self, exception, /)", "", |cx, _| refuse(cx, "set_exception")),
        MethodDef::new(
            "cancel($self, /, msg=None)",
            "Ask the task to end.\n\nA CancelledError is raised in its coroutine at the next opportunity, which that may handle or \
             \neven suppress. Returns False where the task is done already.",
            cancel,
        ),
        MethodDef::new(
            "cancelling($self, /)",
            "How many cancellations were asked for and not taken back.",
            |cx, args| int::from_i64(cx, this(cx, args[0])?.cancel_requests.load(Ordering::Acquire)),
        ),
        MethodDef::new(
            "uncancel($self, /)",
            "Take one request for cancellation back.\n\nReturns how many are left.",
            uncancel,
        ),
        MethodDef::new(
            "get_stack($self, /, *, limit=None)",
            "The frames of the task's coroutine, or of its exception's traceback, oldest first.",
            |cx, args| by_library(cx, &library::TASK_GET_STACK, args),
        ),
        MethodDef::new(
            "print_stack($self, /, *, limit=None, file=None)",
            "Print what get_stack() returns as a traceback.",
            |cx, args| by_library(cx, &library::TASK_PRINT_STACK, args),
        ),
        future::MAKE_CANCELLED_ERROR,
        MethodDef::new("get_name($self, /)", "", get_name),
        MethodDef::new("set_name($self, value, /)", "", |cx, args| {
            let task = this(cx, args[0])?;
            cx.store(task.object(), &task.name, as_name(cx, args[1])?);
            Ok(Value::NONE)
        }),
        MethodDef::new("get_coro($self, /)", "", |cx, args| Ok(or_none(&this(cx, args[0])?.coroutine))),
        MethodDef::new("get_context($self, /)", "", |cx, args| Ok(or_none(&this(cx, args[0])?.context))),
        future::AWAIT,
        MethodDef::new(
            "__del__($self, /)",
            "Called when the instance is about to be destroyed.",
            |cx, args| finalize(cx, args[0]).map(|()| Value::NONE),
        ),
    ],
    getset: &[
        GetSetDef {
            name: "_log_destroy_pending",
            doc: "",
            get: |cx, value| {
                Ok(Value::from_bool(this(cx, value)?.log_destroy_pending.load(Ordering::Relaxed)))
            },
            set: Some(|cx, value, new| {
                let new = future::set_to(cx, "Task", "_log_destroy_pending", new)?;
                this(cx, value)?.log_destroy_pending.store(protocol::is_true(cx, new)?, Ordering::Relaxed);
                Ok(())
            }),
        },
        GetSetDef {
            name: "_must_cancel",
            doc: "",
            get: |cx, value| Ok(Value::from_bool(this(cx, value)?.must_cancel.load(Ordering::Acquire))),
            set: None,
        },
        GetSetDef {
            name: "_coro",
            doc: "",
            get: |cx, value| Ok(or_none(&this(cx, value)?.coroutine)),
            set: None,
        },
        GetSetDef {
            name: "_fut_waiter",
            doc: "",
            get: |cx, value| Ok(or_none(&this(cx, value)?.waits_for)),
            set: None,
        },
    ],
    ..TypeDef::DEFAULT
};

pub(super) static TASK_TYPE: NativeType = NativeType::new(&TASK);
