//! Type parameters and aliases.

use typhon_bytecode::Insn;

use crate::context::{Cx, R};
use crate::interp::machine::Machine;
use crate::protocol;
use crate::types::function::Function;
use crate::types::{number, type_alias, type_params};
use crate::value::Value;

#[inline(never)]
pub(crate) fn parameter(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    m.set(i.a(), type_params::declare(cx, i.d(), m.get(i.b()), m.get(i.b() + 1))?);
    Ok(m.next(1))
}

#[inline(never)]
pub(crate) fn set_default(cx: &Cx, m: Machine, i: Insn) -> Machine {
    type_params::set_default(cx, m.get(i.a()), m.get(i.b()));
    m.next(1)
}

#[inline(never)]
pub(crate) fn alias(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let run = m.run(i.b(), 3);
    m.set(i.a(), type_alias::new(cx, run[0], run[1], run[2])?);
    Ok(m.next(1))
}

#[inline(never)]
pub(crate) fn generic_base(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let generic = crate::runtime::builtin_type(number::GENERIC).value();
    let parameters = type_params::unpacked_tuples(cx, m.get(i.b()))?;
    m.set(i.a(), protocol::item::get(cx, generic, parameters)?);
    Ok(m.next(1))
}

#[inline(never)]
pub(crate) fn set_params(cx: &Cx, m: Machine, i: Insn) -> Machine {
    if let Some(function) = m.get(i.a()).cast::<Function>() {
        let parameters: Value = m.get(i.b());
        cx.store(function.object(), &function.type_params, parameters);
    }
    m.next(1)
}
