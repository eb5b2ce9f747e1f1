//! The steps of a task: its coroutine runs until it yields, and what it yields says when the next step comes.
//!
//! Thread-safety: a step runs on the thread of the task's loop, which enters the task for its time; nothing here is locked. Of two threads that step
//! one task at once (which takes two loops that both say they are its loop) one is refused by the coroutine's claim.

use std::sync::atomic::Ordering;

use typhon_vm::call::{self, CallArgs};
use typhon_vm::context::{Cx, R, Raised};
use typhon_vm::declare::{new_instance, receiver};
use typhon_vm::gc::Slot;
use typhon_vm::object::{Obj, Payload};
use typhon_vm::protocol::{self, attr, iter};
use typhon_vm::runtime::{self, NativeType};
use typhon_vm::typedef::{GetSetDef, MethodDef, Sent, SlotTable, TypeDef};
use typhon_vm::types::{native_function, number, str_};
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, exceptions, names, object_struct};

use super::future::{self, Future};
use super::task::{self, Task};
use super::{awaited_by, library, running};
use crate::contextvars_;

object_struct! {
    /// What the loop calls for a step.
    pub(super) struct Step: "_asyncio.TaskStepMethWrapper", fixed {
        slots {
            task,
            /// To be thrown into the coroutine; unbound where nothing is.
            exception,
        }
        fields {}
    }
}

fn new(cx: &Cx, task: Obj<Task>, exception: Value) -> R<Value> {
    let make = |header| Step { header, task: Slot::of(task.value()), exception: Slot::of(exception) };
    Ok(new_instance(cx, STEP_TYPE.class(cx)?, make)?.value())
}

/// Has the loop step the task soon.
pub(super) fn call_soon(cx: &Cx, task: Obj<Task>, exception: Option<Value>) -> R<()> {
    let step = match (exception, task.step.get().bound()) {
        (None, Some(known)) => known,
        (None, None) => {
            let made = new(cx, task, Value::UNBOUND)?;
            cx.store(task.object(), &task.step, made);
            made
        }
        (Some(exception), _) => new(cx, task, exception)?,
    };
    future::call_soon(cx, task.future.event_loop.get(), step, None, task.context.get())
}

fn call_step(cx: &Cx, value: Value, args: &CallArgs<'_>) -> R<Value> {
    let this = receiver::<Step>(cx, value)?;
    if args.keyword_count() != 0 {
        return Err(cx.type_error("function takes no keyword arguments".into()));
    }
    if !args.values().is_empty() {
        return Err(cx.type_error("function takes no positional arguments".into()));
    }
    let task = receiver::<Task>(cx, this.task.get())?;
    step(cx, task, this.exception.get().bound())
}

static STEP: TypeDef = TypeDef {
    name: "TaskStepMethWrapper",
    module: "_asyncio",
    layout: Step::LAYOUT,
    slots: SlotTable { call: Some(call_step), ..SlotTable::NONE },
    getset: &[GetSetDef {
        name: "__self__",
        doc: "",
        get: |cx, value| Ok(receiver::<Step>(cx, value)?.task.get()),
        set: None,
    }],
    ..TypeDef::DEFAULT
};

pub(super) static STEP_TYPE: NativeType = NativeType::new(&STEP);

/// What a future that a task waits for calls: a method of the task.
static WAKEUP: MethodDef = MethodDef::new("task_wakeup($self, object, /)", "", |cx, args| {
    wake(cx, receiver::<Task>(cx, args[0])?, args[1])
});

fn wakeup_of(cx: &Cx, task: Obj<Task>) -> R<Value> {
    if let Some(known) = task.wakeup.get().bound() {
        return Ok(known);
    }
    let made = native_function::new_bound(cx, &WAKEUP, task.value())?.value();
    cx.store(task.object(), &task.wakeup, made);
    Ok(made)
}

/// What a task waited for is done: the next step, with its exception where it has one.
fn wake(cx: &Cx, task: Obj<Task>, waited: Value) -> R<Value> {
    let future = Future::of(waited);
    if let Some(future) = future {
        awaited_by::discard(cx, future, task.value())?;
    }
    let outcome = match Future::exact(cx, waited)? {
        Some(future) => match future::outcome(cx, future) {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(exception)) => Err(exception),
            Err(raised) => Err(raised.0),
        },
        None => call::call_method(cx, waited, names::get(names::RESULT), &CallArgs::new(&[]))
            .map(|_| ())
            .map_err(|raised| raised.0),
    };
    step(cx, task, outcome.err())
}

/// One step, as the loop's.
fn step(cx: &Cx, task: Obj<Task>, exception: Option<Value>) -> R<Value> {
    let event_loop = task.future.event_loop.get();
    running::enter(cx, event_loop, task.value())?;
    let result = advance(cx, task, exception);
    match (result, running::leave(cx, event_loop, task.value())) {
        (Ok(()), Ok(())) => Ok(Value::NONE),
        (Err(raised), Ok(())) | (Ok(()), Err(raised)) => Err(raised),
        (Err(first), Err(second)) => {
            cx.annotate_context(second, first);
            Err(second)
        }
    }
}

/// Runs the coroutine until it yields or ends.
fn advance(cx: &Cx, task: Obj<Task>, exception: Option<Value>) -> R<()> {
    let this = task::as_future(task);
    let mut exception = exception;
    if !this.is_pending() {
        let shown = protocol::repr_string(cx, task.value())?;
        let given = protocol::repr_string(cx, exception.unwrap_or(Value::NONE))?;
        let text = format!("__step(): already done: {shown} {given}");
        return Err(library::INVALID_STATE_ERROR.error(cx, &text));
    }
    if task.must_cancel.load(Ordering::Acquire) {
        let cancels = match exception {
            Some(exception) => library::CANCELLED_ERROR.matches(cx, exception)?,
            None => false,
        };
        if !cancels {
            exception = Some(future::cancelled_error(cx, this)?);
        }
        task.must_cancel.store(false, Ordering::Release);
    }
    future::clear(&task.waits_for);
    let Some(coroutine) = task.coroutine.get().bound() else {
        return Err(cx.error(exceptions::RUNTIME_ERROR, "uninitialized Task object".into()));
    };
    let sent = match exception {
        None => iter::send(cx, coroutine, Value::NONE),
        Some(exception) => iter::throw(cx, coroutine, exception),
    };
    match sent {
        Ok(Sent::Item(item)) => wait_for(cx, task, item),
        Ok(Sent::Result(_)) if task.must_cancel.swap(false, Ordering::AcqRel) => {
            // Cancelled when nothing could be raised any more.
            future::cancel(cx, this, this.cancel_message.get()).map(|_| ())
        }
        Ok(Sent::Result(result)) => future::set_result(cx, this, result),
        Err(raised) => fail(cx, this, raised),
    }
}

/// The coroutine has raised.
#[cold]
fn fail(cx: &Cx, this: Obj<Future>, raised: Raised) -> R<()> {
    if library::CANCELLED_ERROR.matches(cx, raised.0)? {
        cx.store(this.object(), &this.cancelled_error, raised.0);
        return future::cancel(cx, this, Value::UNBOUND).map(|_| ());
    }
    future::set_exception(cx, this, raised.0)?;
    if cx.matches(raised, exceptions::KEYBOARD_INTERRUPT) || cx.matches(raised, exceptions::SYSTEM_EXIT) {
        return Err(raised);
    }
    Ok(())
}

/// The coroutine has yielded something to wait for.
fn wait_for(cx: &Cx, task: Obj<Task>, item: Value) -> R<()> {
    if item.is_none() {
        // A bare yield: another turn of the loop.
        return call_soon(cx, task, None);
    }
    if item == task.value() {
        let shown = protocol::repr_string(cx, item)?;
        return refuse(cx, task, format!("Task cannot await on itself: {shown}"));
    }
    match Future::exact(cx, item)? {
        Some(future) => wait_for_future(cx, task, future),
        None => wait_for_any(cx, task, item),
    }
}

fn wait_for_future(cx: &Cx, task: Obj<Task>, future: Obj<Future>) -> R<()> {
    let item = future.value();
    if future.event_loop.get() != task.future.event_loop.get() {
        return different_loop(cx, task, item);
    }
    if !future.blocking.load(Ordering::Acquire) {
        return plain_yield(cx, task, item);
    }
    awaited_by::add(cx, future, task.value())?;
    future.blocking.store(false, Ordering::Release);
    future::add_done_callback(cx, future, wakeup_of(cx, task)?, task.context.get())?;
    begin_to_wait(cx, task, item)
}

/// The same for what is only like a future.
fn wait_for_any(cx: &Cx, task: Obj<Task>, item: Value) -> R<()> {
    let name = names::get(names::ASYNCIO_FUTURE_BLOCKING);
    let blocking = attr::get_optional(cx, item, name)?;
    let Some(blocking) = blocking.filter(|blocking| !blocking.is_none()) else {
        return refuse_item(cx, task, item);
    };
    let blocking = protocol::is_true(cx, blocking)?;
    if future::loop_of(cx, item)? != task.future.event_loop.get() {
        return different_loop(cx, task, item);
    }
    if !blocking {
        return plain_yield(cx, task, item);
    }
    if let Some(future) = Future::of(item) {
        awaited_by::add(cx, future, task.value())?;
    }
    attr::set(cx, item, name, Some(Value::FALSE))?;
    let values = [wakeup_of(cx, task)?, task.context.get()];
    let keyword = future::context_keyword(cx)?;
    let args = CallArgs::with_keywords(&values, keyword.cast());
    call::call_method(cx, item, names::get(names::ADD_DONE_CALLBACK), &args)?;
    begin_to_wait(cx, task, item)
}

/// The task waits; a cancellation that came while the step ran is passed on.
fn begin_to_wait(cx: &Cx, task: Obj<Task>, item: Value) -> R<()> {
    cx.store(task.object(), &task.waits_for, item);
    if task.must_cancel.load(Ordering::Acquire) {
        let message = task.future.cancel_message.get().bound().unwrap_or(Value::NONE);
        let args = [message];
        let cancelled = call::call_method(cx, item, names::get(names::CANCEL), &CallArgs::new(&args))?;
        if protocol::is_true(cx, cancelled)? {
            task.must_cancel.store(false, Ordering::Release);
        }
    }
    Ok(())
}

/// Has a `RuntimeError` raised in the coroutine by the next step.
#[cold]
fn refuse(cx: &Cx, task: Obj<Task>, text: String) -> R<()> {
    let class = exceptions::class_value(exceptions::RUNTIME_ERROR);
    let error = call::call_values(cx, class, &[str_::from_string(cx, text)?])?;
    call_soon(cx, task, Some(error))
}

#[cold]
fn different_loop(cx: &Cx, task: Obj<Task>, item: Value) -> R<()> {
    let (shown, item) = (protocol::repr_string(cx, task.value())?, protocol::repr_string(cx, item)?);
    refuse(cx, task, format!("Task {shown} got Future {item} attached to a different loop"))
}

#[cold]
fn plain_yield(cx: &Cx, task: Obj<Task>, item: Value) -> R<()> {
    let (shown, item) = (protocol::repr_string(cx, task.value())?, protocol::repr_string(cx, item)?);
    refuse(cx, task, format!("yield was used instead of yield from in task {shown} with {item}"))
}

#[cold]
fn refuse_item(cx: &Cx, task: Obj<Task>, item: Value) -> R<()> {
    let generator = runtime::builtin_type(number::GENERATOR);
    let is_generator = protocol::is_instance_by_hook(cx, item, generator)?;
    let shown = protocol::repr_string(cx, item)?;
    if !is_generator {
        return refuse(cx, task, format!("Task got bad yield: {shown}"));
    }
    let task_shown = protocol::repr_string(cx, task.value())?;
    let text =
        format!("yield was used instead of yield from for generator in task {task_shown} with {shown}");
    refuse(cx, task, text)
}

/// The first step at once, in the task's context, while another task's may run.
pub(super) fn start_eagerly(cx: &Cx, task: Obj<Task>) -> R<()> {
    let event_loop = task.future.event_loop.get();
    let outer = running::swap(cx, event_loop, task.value())?;
    task::register(cx, task);
    let context = task.context.get();
    let entered = match contextvars_::enter(cx, context) {
        Ok(former) => former,
        Err(raised) => {
            running::swap(cx, event_loop, outer)?;
            return Err(raised);
        }
    };
    let result = advance(cx, task, None);
    let swapped = running::swap(cx, event_loop, outer);
    contextvars_::leave(cx, context, entered);
    if !task.future.is_pending() {
        future::clear(&task.coroutine);
    }
    result.and(swapped.map(|_| ()))
}
