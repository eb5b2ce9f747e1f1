//! `fork` and what is called around it.
//!
//! The child goes on with the calling thread alone, on one worker; what other threads had in hand stays as it was. It has a monitor of its own, so that
//! signals reach it. The hooks are three lists, called as the manual says: those before in reverse order.
//!
//! Thread-safety: the lists are Python lists in an array that is written once.

use typhon_os::{spawn, users};
use typhon_vm::context::{Cx, R};
use typhon_vm::exceptions::unraisable;
use typhon_vm::kept::Kept;
use typhon_vm::object::Obj;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::list::{self, List};
use typhon_vm::types::tuple::{self, Tuple};
use typhon_vm::{Value, call, exceptions, runtime, threads};

use crate::system;

/// A tuple of the three lists.
static HOOKS: Kept = Kept::new();

#[derive(Clone, Copy)]
enum Moment {
    Before,
    InChild,
    InParent,
}

fn hooks(cx: &Cx, moment: Moment) -> R<Obj<List>> {
    let all = HOOKS.get_or_make(cx, || {
        let lists = [list::new(cx)?.value(), list::new(cx)?.value(), list::new(cx)?.value()];
        Ok(tuple::from_slice(cx, &lists)?.value())
    })?;
    let lists = all.cast::<Tuple>();
    lists
        .and_then(|lists| lists.get(moment as usize).cast::<List>())
        .ok_or_else(|| cx.system_error("no list of hooks"))
}

fn register_at_fork(cx: &Cx, args: &[Value]) -> R<Value> {
    let names = ["before", "after_in_child", "after_in_parent"];
    if args.iter().all(|hook| hook.is_unbound()) {
        return Err(cx.type_error("At least one argument is required.".into()));
    }
    for (hook, name) in args.iter().zip(names) {
        if let Some(hook) = hook.bound()
            && cx.type_of(hook).slots().call.is_none()
        {
            let shown = cx.type_name(hook);
            return Err(cx.type_error(format!("'{name}' must be callable, not {shown}")));
        }
    }
    for (hook, moment) in args.iter().zip([Moment::Before, Moment::InChild, Moment::InParent]) {
        if let Some(hook) = hook.bound() {
            list::append(cx, hooks(cx, moment)?, hook)?;
        }
    }
    Ok(Value::NONE)
}

/// Calls hooks; what one raises is reported and hinders nobody.
fn call_all(cx: &Cx, moment: Moment) {
    let Ok(all) = hooks(cx, moment).and_then(|hooks| list::to_tuple(cx, hooks)) else { return };
    let count = all.len();
    for index in 0..count {
        let index = if matches!(moment, Moment::Before) { count - 1 - index } else { index };
        let hook = all.get(index);
        if let Err(raised) = call::call_values(cx, hook, &[]) {
            unraisable::report(cx, raised, "Exception ignored in", hook);
        }
    }
}

/// Forks by `body` while all other threads stand still, with the hooks around it. `child_of` is the child's number in what `body` answers,
/// 0 in the child.
pub(crate) fn forked<T>(cx: &Cx, body: impl FnOnce() -> std::io::Result<T>, child_of: fn(&T) -> i32) -> R<T> {
    call_all(cx, Moment::Before);
    // Whoever reads a table of users may take long: not while all wait.
    let readers = cx.blocking(users::hold_readers);
    let scheduler = cx.fiber().scheduler();
    let outcome = runtime::standing_still(cx, || scheduler.forking(body));
    drop(readers);
    match &outcome {
        Ok(answer) if child_of(answer) == 0 => {
            runtime::after_fork_in_child(cx);
            call_all(cx, Moment::InChild);
        }
        _ => call_all(cx, Moment::InParent),
    }
    outcome.map_err(|error| system::fail(cx, &error))
}

/// A child would be in the middle of the end of the program.
const AT_END: &str = "can't fork at interpreter shutdown";

/// Warns in the parent where there are other threads: what they had locked stays locked in the child. A filter that makes it an exception is told
/// nothing, since the child is there.
fn warn_of_threads(cx: &Cx, child: i32, name: &str) {
    if child != 0 && threads::alive() > 0 {
        let own = std::process::id();
        let text = format!(
            "This process (pid={own}) is multi-threaded, use of {name}() may lead to deadlocks in the child."
        );
        let _ = exceptions::warn(cx, exceptions::DEPRECATION_WARNING, &text, 1);
    }
}

fn fork(cx: &Cx, _: &[Value]) -> R<Value> {
    runtime::refuse_at_end(cx, AT_END)?;
    let child = forked(cx, spawn::fork, |&child| child)?;
    warn_of_threads(cx, child, "fork");
    Ok(Value::small_int_unchecked(child.into()))
}

fn forkpty(cx: &Cx, _: &[Value]) -> R<Value> {
    runtime::refuse_at_end(cx, AT_END)?;
    let (child, master) = forked(cx, spawn::fork_in_terminal, |&(child, _)| child)?;
    warn_of_threads(cx, child, "forkpty");
    system::pair(cx, Value::small_int_unchecked(child.into()), Value::small_int_unchecked(master.into()))
}

pub(super) const FUNCTIONS: &[MethodDef] = &[
    MethodDef::function(
        "register_at_fork(*, before=<unrepresentable>, after_in_child=<unrepresentable>, after_in_parent=<unrepresentable>)",
        "Register callables to be called when forking a new process.",
        register_at_fork,
    ),
    MethodDef::function("fork()", "Fork a child process.", fork),
    MethodDef::function(
        "forkpty()",
        "Fork a new process with a new pseudo-terminal as controlling tty.",
        forkpty,
    ),
];
