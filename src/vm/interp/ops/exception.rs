//! Raising, handling, `with`.

use typhon_bytecode::Insn;

use crate::call;
use crate::context::{Cx, R, Raised};
use crate::exceptions::{self, Class};
use crate::interp::machine::Machine;
use crate::names;
use crate::protocol;
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
    m.set(i.a(), cx.handled.get());
    cx.handled.set(m.get(i.b()));
    m.next(1)
}

#[inline(always)]
pub(crate) fn leave_handler(cx: &Cx, m: Machine, i: Insn) -> Machine {
    cx.handled.set(m.get(i.a()));
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
pub(crate) fn load_special(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let receiver = m.get(i.b());
    let class = cx.type_of(receiver);
    let name = if i.d() == 0 { names::__ENTER__ } else { names::__EXIT__ };
    let Some(found) = Type::lookup(class, names::get(name)) else {
        let exit = Type::lookup(class, names::get(names::__EXIT__));
        let missed = if exit.is_some() { " (missed __enter__ method)" } else { " (missed __exit__ method)" };
        let shown = class.name_text();
        return Err(
            cx.type_error(format!("'{shown}' object does not support the context manager protocol{missed}"))
        );
    };
    if call::is_method_like(found) {
        m.set(i.a() + 1, receiver);
        m.set(i.a(), found);
    } else {
        let bound = protocol::attr::bind(cx, found, receiver, class)?;
        m.set(i.a() + 1, Value::UNBOUND);
        m.set(i.a(), bound);
    }
    Ok(m.next(1))
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
