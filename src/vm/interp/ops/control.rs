//! Moves, constants, plain jumps.

use typhon_bytecode::Insn;

use crate::context::{Cx, R, Raised};
use crate::exceptions;
use crate::interp::machine::{self, Machine};
use crate::types::str_;
use crate::value::Value;

#[inline(always)]
pub(crate) fn move_(m: Machine, i: Insn) -> Machine {
    m.set(i.a(), m.get(i.b()));
    m.next(1)
}

#[inline(always)]
pub(crate) fn load_const(cx: &Cx, m: Machine, i: Insn) -> Machine {
    m.set(i.a(), Machine::constant(cx, i.bc() as usize));
    m.next(1)
}

#[inline(always)]
pub(crate) fn load_int(m: Machine, i: Insn) -> Machine {
    m.set(i.a(), Value::small_int_unchecked(i.signed_bc().into()));
    m.next(1)
}

#[inline(always)]
pub(crate) fn load_far(m: Machine, i: Insn) -> Machine {
    // SAFETY: far operands of verified code are below the window's size.
    m.set(i.a(), unsafe { *m.register(i.bc() as usize) });
    m.next(1)
}

#[inline(always)]
pub(crate) fn store_far(m: Machine, i: Insn) -> Machine {
    // SAFETY: as above.
    unsafe { *m.register(i.bc() as usize) = m.get(i.a()) };
    m.next(1)
}

#[inline(always)]
pub(crate) fn check_bound(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    if m.get(i.a()).is_unbound() { Err(unbound_local(cx, m, i.a())) } else { Ok(m.next(1)) }
}

/// `UnboundLocalError` for the variable in a register.
#[cold]
#[inline(never)]
pub(crate) fn unbound_local(cx: &Cx, m: Machine, register: u16) -> Raised {
    m.save(cx);
    let name = match machine::current(cx).variable_name(cx, register) {
        Ok(name) => str_::to_rust(name).unwrap_or_default(),
        Err(raised) => return raised,
    };
    let message = format!("cannot access local variable '{name}' where it is not associated with a value");
    cx.error(exceptions::UNBOUND_LOCAL_ERROR, message)
}

#[inline(always)]
pub(crate) fn unbind(m: Machine, i: Insn) -> Machine {
    m.set(i.a(), Value::UNBOUND);
    m.next(1)
}

#[inline(always)]
pub(crate) fn jump(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.jump(cx, 1, i.signed_bc())
}
