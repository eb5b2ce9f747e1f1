//! Which event loop and which task a thread runs, and which tasks there are.
//!
//! Thread-safety: loop and task are words of the calling thread's context. Asking for another thread's stops all threads for a moment, as in CPython.
//! Tasks that are no [`Task`]s are kept in a `WeakSet` and a set, made at the first use.

use typhon_vm::call::{self, CallArgs};
use typhon_vm::context::{Cx, R};
use typhon_vm::kept::Kept;
use typhon_vm::object::Obj;
use typhon_vm::protocol;
use typhon_vm::runtime;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::set::{self, Set};
use typhon_vm::types::tuple::Array;
use typhon_vm::value::SlotExt;
use typhon_vm::{Value, exceptions, names};

use super::future::{self, Future};
use super::task::{self, TASKS, Task};
use super::{awaited_by, library};

static FOREIGN_TASKS: Kept = Kept::new();
static FOREIGN_EAGER_TASKS: Kept = Kept::new();

/// The loop that runs on this thread, or the policy's.
pub(super) fn event_loop(cx: &Cx) -> R<Value> {
    if let Some(running) = cx.running_loop.get().bound() {
        return Ok(running);
    }
    let policy = library::GET_POLICY.call(cx, &[])?;
    call::call_method(cx, policy, cx.intern("get_event_loop")?, &CallArgs::new(&[]))
}

fn running_loop(cx: &Cx) -> R<Value> {
    let running = cx.running_loop.get().bound();
    running.ok_or_else(|| cx.error(exceptions::RUNTIME_ERROR, "no running event loop".into()))
}

/// What is not the thread's loop cannot have a task there.
#[inline]
fn check_loop(cx: &Cx, event_loop: Value) -> R<()> {
    if cx.running_loop.get() == event_loop {
        return Ok(());
    }
    let shown = protocol::repr_string(cx, event_loop)?;
    Err(cx.error(exceptions::RUNTIME_ERROR, format!("loop {shown} is not the running loop")))
}

/// A step of a task begins.
pub(super) fn enter(cx: &Cx, event_loop: Value, task: Value) -> R<()> {
    check_loop(cx, event_loop)?;
    if let Some(running) = cx.running_task.get().bound() {
        let (shown, other) = (protocol::repr_string(cx, task)?, protocol::repr_string(cx, running)?);
        let text = format!("Cannot enter into task {shown} while another task {other} is being executed.");
        return Err(cx.error(exceptions::RUNTIME_ERROR, text));
    }
    cx.running_task.set(task);
    Ok(())
}

/// A step of a task ends.
pub(super) fn leave(cx: &Cx, event_loop: Value, task: Value) -> R<()> {
    check_loop(cx, event_loop)?;
    let running = cx.running_task.get();
    if running != task {
        let other = protocol::repr_string(cx, running.bound().unwrap_or(Value::NONE))?;
        let shown = protocol::repr_string(cx, task)?;
        let text = format!("Invalid attempt to leave task {shown} while task {other} is entered.");
        return Err(cx.error(exceptions::RUNTIME_ERROR, text));
    }
    cx.running_task.set(Value::UNBOUND);
    Ok(())
}

/// Puts another task, or none, in the running one's place, and answers that, or `None`.
pub(super) fn swap(cx: &Cx, event_loop: Value, task: Value) -> R<Value> {
    check_loop(cx, event_loop)?;
    let new = if task.is_none() { Value::UNBOUND } else { task };
    Ok(cx.running_task.replace(new).bound().unwrap_or(Value::NONE))
}

fn given_loop(cx: &Cx, given: Value) -> R<Value> {
    match given.bound().filter(|given| !given.is_none()) {
        Some(given) => Ok(given),
        None => running_loop(cx),
    }
}

fn current_task(cx: &Cx, args: &[Value]) -> R<Value> {
    let wanted = given_loop(cx, args[0])?;
    if cx.running_loop.get() == wanted {
        return Ok(cx.running_task.get().bound().unwrap_or(Value::NONE));
    }
    let mut found = Value::NONE;
    runtime::for_each_thread(cx, &mut |thread| {
        if thread.running_loop.get() == wanted
            && let Some(task) = thread.running_task.get().bound()
        {
            found = task;
        }
    });
    Ok(found)
}

/// The tasks in the list as they are now.
fn listed(cx: &Cx) -> R<Obj<Array>> {
    loop {
        let room = Array::new(cx, TASKS.len() + 8)?;
        let mut count = 0;
        TASKS.for_each(&mut |task| {
            if let Some(slot) = room.items().get(count) {
                cx.store(room.object(), slot, task);
            }
            count += 1;
        });
        if count <= room.len() {
            return Ok(room);
        }
    }
}

fn add_if_wanted(cx: &Cx, found: Obj<Set>, task: Value, event_loop: Value) -> R<()> {
    let is_wanted = match Future::exact(cx, task)? {
        Some(this) => this.is_pending() && this.event_loop.get() == event_loop,
        None => {
            let done = call::call_method(cx, task, names::get(names::DONE), &CallArgs::new(&[]))?;
            done != Value::TRUE && future::loop_of(cx, task)? == event_loop
        }
    };
    if is_wanted { set::add(cx, found, task) } else { Ok(()) }
}

fn all_tasks(cx: &Cx, args: &[Value]) -> R<Value> {
    let wanted = given_loop(cx, args[0])?;
    let found = set::new(cx)?;
    // Eager ones first: one that is no longer eager meanwhile is then in the other set.
    for kept in [&FOREIGN_EAGER_TASKS, &FOREIGN_TASKS] {
        if let Some(tasks) = kept.get() {
            let tasks = typhon_vm::types::tuple::from_iterable(cx, tasks)?;
            for index in 0..tasks.len() {
                add_if_wanted(cx, found, tasks.get(index), wanted)?;
            }
        }
    }
    let tasks = listed(cx)?;
    for slot in tasks.items() {
        if let Some(task) = slot.get().bound() {
            add_if_wanted(cx, found, task, wanted)?;
        }
    }
    Ok(found.value())
}

fn foreign_tasks(cx: &Cx) -> R<Value> {
    FOREIGN_TASKS.get_or_make(cx, || library::WEAK_SET.call(cx, &[]))
}

fn foreign_eager_tasks(cx: &Cx) -> R<Obj<Set>> {
    let tasks = FOREIGN_EAGER_TASKS.get_or_make(cx, || Ok(set::new(cx)?.value()))?;
    tasks.cast::<Set>().ok_or_else(|| cx.system_error("a set of tasks is none"))
}

fn of_foreign(cx: &Cx, method: &str, task: Value) -> R<Value> {
    let tasks = foreign_tasks(cx)?;
    call::call_method(cx, tasks, cx.intern(method)?, &CallArgs::new(&[task]))?;
    Ok(Value::NONE)
}

fn register_task(cx: &Cx, args: &[Value]) -> R<Value> {
    match args[0].cast::<Task>() {
        Some(task) => task::register(cx, task),
        None => return of_foreign(cx, "add", args[0]),
    }
    Ok(Value::NONE)
}

fn register_eager_task(cx: &Cx, args: &[Value]) -> R<Value> {
    match args[0].cast::<Task>() {
        Some(task) => task::register(cx, task),
        None => set::add(cx, foreign_eager_tasks(cx)?, args[0])?,
    }
    Ok(Value::NONE)
}

fn unregister_task(cx: &Cx, args: &[Value]) -> R<Value> {
    match args[0].cast::<Task>() {
        Some(task) => task::unregister(task),
        None => return of_foreign(cx, "discard", args[0]),
    }
    Ok(Value::NONE)
}

fn unregister_eager_task(cx: &Cx, args: &[Value]) -> R<Value> {
    match args[0].cast::<Task>() {
        Some(task) => task::unregister(task),
        None => {
            set::discard(cx, foreign_eager_tasks(cx)?, args[0])?;
        }
    }
    Ok(Value::NONE)
}

fn set_running_loop(cx: &Cx, args: &[Value]) -> R<Value> {
    cx.running_loop.set(if args[0].is_none() { Value::UNBOUND } else { args[0] });
    Ok(Value::NONE)
}

pub(super) static FUNCTIONS: &[MethodDef] = &[
    MethodDef::function("current_task(loop=None)", "The task whose step a loop runs, or None.", current_task),
    MethodDef::function(
        "get_event_loop()",
        "The running event loop, or the one of the event loop policy where none runs.",
        |cx, _| event_loop(cx),
    ),
    MethodDef::function(
        "get_running_loop()",
        "The event loop that runs on this thread; raise RuntimeError where there is none.",
        |cx, _| running_loop(cx),
    ),
    MethodDef::function(
        "_get_running_loop()",
        "The event loop that runs on this thread, or None.",
        |cx, _| Ok(cx.running_loop.get().bound().unwrap_or(Value::NONE)),
    ),
    MethodDef::function(
        "_set_running_loop(loop, /)",
        "Say which event loop runs on this thread. For event loops themselves.",
        set_running_loop,
    ),
    MethodDef::function("_register_task(task)", "List a new task.", register_task),
    MethodDef::function(
        "_register_eager_task(task)",
        "List a task that is started eagerly.",
        register_eager_task,
    ),
    MethodDef::function("_unregister_task(task)", "List a task no longer.", unregister_task),
    MethodDef::function(
        "_unregister_eager_task(task)",
        "List a task no longer as started eagerly.",
        unregister_eager_task,
    ),
    MethodDef::function("_enter_task(loop, task)", "Begin a step of a task.", |cx, args| {
        enter(cx, args[0], args[1]).map(|()| Value::NONE)
    }),
    MethodDef::function("_leave_task(loop, task)", "End a step of a task.", |cx, args| {
        leave(cx, args[0], args[1]).map(|()| Value::NONE)
    }),
    MethodDef::function(
        "_swap_current_task(loop, task)",
        "Make another task the current one and return the former, or None.",
        |cx, args| swap(cx, args[0], args[1]),
    ),
    MethodDef::function(
        "all_tasks(loop=None)",
        "The set of all tasks of a loop that are not done.",
        all_tasks,
    ),
    MethodDef::function(
        "future_add_to_awaited_by(fut, waiter, /)",
        "Note that a future is awaited by another.",
        |cx, args| {
            if let (Some(this), Some(_)) = (Future::of(args[0]), Future::of(args[1])) {
                awaited_by::add(cx, this, args[1])?;
            }
            Ok(Value::NONE)
        },
    ),
    MethodDef::function(
        "future_discard_from_awaited_by(fut, waiter, /)",
        "Note that a future is no longer awaited by another.",
        |cx, args| {
            if let (Some(this), Some(_)) = (Future::of(args[0]), Future::of(args[1])) {
                awaited_by::discard(cx, this, args[1])?;
            }
            Ok(Value::NONE)
        },
    ),
];
