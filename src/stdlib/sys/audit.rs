//! Audit hooks (PEP 578): functions that hear of what the program does, and may refuse it by raising.
//!
//! Thread-safety: hooks lie in one Python list that only grows; a program without any pays one load.

use std::sync::atomic::{AtomicBool, Ordering};

use typhon_vm::context::{Cx, R};
use typhon_vm::types::list::{self, List};
use typhon_vm::types::str_::Str;
use typhon_vm::types::tuple::{self, Tuple};
use typhon_vm::{Value, call, exceptions, runtime};

static ANY: AtomicBool = AtomicBool::new(false);

/// Tells the hooks of an event. An exception of a hook is the event's refusal.
pub fn audit(cx: &Cx, event: &str, arguments: &[Value]) -> R<()> {
    if !ANY.load(Ordering::Relaxed) {
        return Ok(());
    }
    let arguments = tuple::from_slice(cx, arguments)?;
    tell(cx, cx.intern(event)?, arguments.value())
}

fn tell(cx: &Cx, event: Value, arguments: Value) -> R<()> {
    let Some(hooks) = runtime::audit_hooks().cast::<List>() else { return Ok(()) };
    let mut index = 0;
    while let Some(hook) = list::get(hooks, index) {
        call::call_values(cx, hook, &[event, arguments])?;
        index += 1;
    }
    Ok(())
}

pub(super) fn add(cx: &Cx, args: &[Value]) -> R<Value> {
    // Hooks that are there may refuse further ones: the refusal by an `Exception` is silent.
    match audit(cx, "sys.addaudithook", &[]) {
        Err(raised) if cx.matches(raised, exceptions::EXCEPTION) => return Ok(Value::NONE),
        told => told?,
    }
    let hooks = match runtime::audit_hooks().cast::<List>() {
        Some(hooks) => hooks,
        None => {
            let made = list::new(cx)?;
            runtime::set_audit_hooks(made.value());
            made
        }
    };
    list::append(cx, hooks, args[0])?;
    ANY.store(true, Ordering::Relaxed);
    Ok(Value::NONE)
}

pub(super) fn raise(cx: &Cx, args: &[Value]) -> R<Value> {
    if args[0].cast::<Str>().is_none() {
        let shown = cx.type_name(args[0]);
        return Err(cx.type_error(format!("audit() argument 1 must be str, not {shown}")));
    }
    if ANY.load(Ordering::Relaxed) && args[1].cast::<Tuple>().is_some() {
        tell(cx, args[0], args[1])?;
    }
    Ok(Value::NONE)
}
