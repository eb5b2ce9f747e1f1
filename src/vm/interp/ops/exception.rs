//! Raising, handling, `with`.

use typhon_bytecode::Insn;

use crate::call;
use crate::context::{Cx, R, Raised};
use crate::exceptions::{self, Class, group};
use crate::interp::cache;
use crate::interp::frame;
use crate::interp::machine::Machine;
use crate::interp::ops::attr;
use crate::names;
use crate::protocol;
use crate::types::list::List;
use crate::types::type_::Type;
use crate::value::Value;

#[inline(never)]
pub(crate) fn raise(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let exception = exceptions::instantiate(cx, m.get(i.a()))?;
    Err(exceptions::raise(cx, exception))
}

#[inline(never)]
pub(crate) fn raise_from(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let exception = exceptions::instantiate(cx, m.get(i.a()))?;
    let cause = m.get(i.b());
    let cause = if cause.is_none() { cause } else { exceptions::instantiate_cause(cx, cause)? };
    exceptions::set_cause(cx, exception, cause);
    Err(exceptions::raise(cx, exception))
}

#[inline(never)]
pub(crate) fn raise_again(cx: &Cx, m: Machine) -> R<Machine> {
    m.save(cx);
    let handled = cx.handled.get();
    if handled.is_none() {
        return Err(cx.error(exceptions::RUNTIME_ERROR, "No active exception to reraise".into()));
    }
    // It passed through this frame before, or this frame only hands it on.
    crate::interp::unwind::mark_reraise(cx);
    Err(Raised(handled))
}

#[inline(never)]
pub(crate) fn reraise(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    crate::interp::unwind::mark_reraise(cx);
    Err(Raised(m.get(i.a())))
}

#[inline(always)]
pub(crate) fn enter_handler(cx: &Cx, m: Machine, i: Insn) -> Machine {
    m.set(i.a(), if i.d() == 1 { Value::UNBOUND } else { cx.handled.get() });
    cx.handled.set(m.get(i.b()));
    m.next(1)
}

#[inline(always)]
pub(crate) fn leave_handler(cx: &Cx, m: Machine, i: Insn) -> Machine {
    let before = m.get(i.a());
    cx.handled.set(if before.is_unbound() { frame::innermost(cx).extra } else { before });
    m.next(1)
}

#[inline(never)]
pub(crate) fn match_(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let matches = exceptions::matches_handler(cx, m.get(i.b()), m.get(i.c()))?;
    m.set(i.a(), Value::from_bool(matches));
    Ok(m.next(1))
}

#[inline(never)]
pub(crate) fn match_star(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let (caught, rest) = group::match_star(cx, m.get(i.b()), m.get(i.c()))?;
    m.set(i.a(), caught);
    m.set(i.a() + 1, rest);
    if !caught.is_none() {
        cx.handled.set(caught);
    }
    Ok(m.next(1))
}

#[inline(never)]
pub(crate) fn after_star(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let Some(results) = m.get(i.c()).cast::<List>() else {
        return Err(cx.system_error("list expected in a register"));
    };
    m.set(i.a(), group::after_star(cx, m.get(i.b()), results)?);
    Ok(m.next(1))
}

#[inline(never)]
pub(crate) fn load_special(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let receiver = m.get(i.b());
    let name = [names::__ENTER__, names::__EXIT__, names::__AENTER__, names::__AEXIT__][i.d() as usize];
    if let Some(method) = attr::special_method(cx, receiver, names::get(name))? {
        m.set(i.a() + 1, receiver);
        m.set(i.a(), method);
        return Ok(m.next(1));
    }
    let class = cx.type_of(receiver);
    let Some(found) = cache::lookup(cx, class, names::get(name)) else {
        return Err(no_manager(cx, receiver, name, i.d() > 1));
    };
    let bound = protocol::attr::bind(cx, found, receiver, class)?;
    m.set(i.a() + 1, Value::UNBOUND);
    m.set(i.a(), bound);
    Ok(m.next(1))
}

/// The error of `with` for something that is no context manager of the wanted kind.
#[cold]
fn no_manager(cx: &Cx, receiver: Value, missed: names::Name, is_async: bool) -> Raised {
    let class = cx.type_of(receiver);
    let has = |name| Type::lookup(class, names::get(name)).is_some();
    let (kind, other, hint) = if is_async {
        (
            "asynchronous context manager",
            has(names::__ENTER__) && has(names::__EXIT__),
            "the context manager protocol. Did you mean to use 'with'?",
        )
    } else {
        (
            "context manager",
            has(names::__AENTER__) && has(names::__AEXIT__),
            "the asynchronous context manager protocol. Did you mean to use 'async with'?",
        )
    };
    let (shown, missed) = (cx.type_name(receiver), names::text(missed));
    let hint = if other { format!(" but it supports {hint}") } else { String::new() };
    cx.type_error(format!(
        "'{shown}' object does not support the {kind} protocol (missed {missed} method){hint}"
    ))
}

#[inline(never)]
pub(crate) fn call_exit(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let (function, receiver, exception) = (m.get(i.b()), m.get(i.b() + 1), m.get(i.c()));
    let class = cx.type_of(exception).value();
    let traceback = exceptions::traceback_of(exception);
    let values = [receiver, class, exception, traceback];
    let values = if receiver.is_unbound() { &values[1..] } else { &values[..] };
    m.set(i.a(), call::call_values(cx, function, values)?);
    Ok(m.next(1))
}

#[inline(always)]
pub(crate) fn load_class(m: Machine, i: Insn, class: Class) -> Machine {
    m.set(i.a(), exceptions::class_value(class));
    m.next(1)
}
