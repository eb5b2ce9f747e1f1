//! Comparisons, truth, and the jumps fused with them.

use typhon_bytecode::{Insn, Op};

use crate::context::{Cx, R};
use crate::interp::frame::Action;
use crate::interp::machine::{DecodeUnchecked, Machine};
use crate::interp::returns;
use crate::names;
use crate::protocol;
use crate::typedef::CompareOp;
use crate::value::Value;

#[inline(always)]
fn ordered<const OP: u8>(left: i64, right: i64) -> bool {
    match OP {
        0 => left < right,
        1 => left <= right,
        2 => left == right,
        3 => left != right,
        4 => left > right,
        _ => left >= right,
    }
}

#[inline(always)]
fn ordered_float<const OP: u8>(left: f64, right: f64) -> bool {
    match OP {
        0 => left < right,
        1 => left <= right,
        2 => left == right,
        3 => left != right,
        4 => left > right,
        _ => left >= right,
    }
}

#[inline(always)]
fn take(cx: &Cx, m: Machine, i: Insn, truth: bool) -> R<Machine> {
    if truth == i.sense() { m.jump(cx, 2, i.branch_displacement()) } else { Ok(m.next(2)) }
}

/// `JumpIfLt` and its kin.
#[inline(always)]
pub(crate) fn branch<const OP: u8>(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    let (left, right) = (m.get(i.a()), m.get(i.b()));
    if left.both_ints(right) {
        return take(cx, m, i, ordered::<OP>(left.int_order_key(), right.int_order_key()));
    }
    if left.is_float() && right.is_float() {
        return take(cx, m, i, ordered_float::<OP>(left.as_float_unchecked(), right.as_float_unchecked()));
    }
    branch_slow(cx, m, i)
}

/// `JumpIfLtImmediate` and its kin.
#[inline(always)]
pub(crate) fn branch_immediate<const OP: u8>(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    let left = m.get(i.a());
    if left.is_int() {
        return take(cx, m, i, ordered::<OP>(left.as_int_unchecked(), i.signed_b().into()));
    }
    if left.is_float() {
        return take(cx, m, i, ordered_float::<OP>(left.as_float_unchecked(), i.signed_b().into()));
    }
    branch_slow(cx, m, i)
}

#[inline(never)]
fn branch_slow(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let (op, left, right) = returns::comparison(m, i);
    let result = returns::compare(cx, op, left, right)?;
    if result == Value::PUSHED {
        return m.entered(cx, 2);
    }
    returns::with_comparison(cx, m, i, result)
}

#[inline(always)]
pub(crate) fn branch_is(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    let same = protocol::is(m.get(i.a()), m.get(i.b()));
    if same == i.sense() { m.jump(cx, 1, i.branch_displacement()) } else { Ok(m.next(1)) }
}

#[inline(always)]
pub(crate) fn compare(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    let (left, right) = (m.get(i.b()), m.get(i.c()));
    if left.both_ints(right) {
        let order = left.int_order_key().cmp(&right.int_order_key());
        m.set(i.a(), Value::from_bool(CompareOp::ALL[i.d() as usize].holds(order)));
        return Ok(m.next(2));
    }
    if let (Some(left), Some(right)) = (left.as_float(), right.as_float()) {
        let op = CompareOp::ALL[i.d() as usize];
        let holds = left.partial_cmp(&right).map_or(op == CompareOp::Ne, |order| op.holds(order));
        m.set(i.a(), Value::from_bool(holds));
        return Ok(m.next(2));
    }
    compare_slow(cx, m, i)
}

#[inline(never)]
fn compare_slow(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let (op, left, right) = returns::comparison(m, i);
    let result = returns::compare(cx, op, left, right)?;
    if result == Value::PUSHED {
        return m.entered(cx, 2);
    }
    m.set(i.a(), result);
    Ok(m.next(2))
}

#[inline(always)]
pub(crate) fn is(m: Machine, i: Insn) -> Machine {
    let same = protocol::is(m.get(i.b()), m.get(i.c()));
    m.set(i.a(), Value::from_bool(same != (i.d() == 1)));
    m.next(1)
}

#[inline(never)]
pub(crate) fn contains(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let (item, container) = (m.get(i.b()), m.get(i.c()));
    if let Some(method) = returns::python_method(cx, container, names::__CONTAINS__) {
        let result = returns::push(cx, method, &[container, item], Action::Contains, i.a());
        return m.finish(cx, i.a(), 2, result);
    }
    let found = protocol::item::contains(cx, container, item)?;
    m.set(i.a(), Value::from_bool(found != (i.d() == 1)));
    Ok(m.next(2))
}

#[inline(always)]
pub(crate) fn jump_if<const SENSE: bool>(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    match protocol::quick_truth(m.get(i.a())) {
        Some(truth) if truth == SENSE => m.jump(cx, 1, i.signed_bc()),
        Some(_) => Ok(m.next(1)),
        None => truth_slow(cx, m, i, m.get(i.a())),
    }
}

#[inline(never)]
fn truth_slow(cx: &Cx, m: Machine, i: Insn, value: Value) -> R<Machine> {
    m.save(cx);
    let truth = returns::truth(cx, value)?;
    if truth == Value::PUSHED {
        return m.entered(cx, 1);
    }
    returns::with_truth(cx, m, i, truth == Value::TRUE)
}

#[inline(always)]
pub(crate) fn jump_if_none<const SENSE: bool>(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    if m.get(i.a()).is_none() == SENSE { m.jump(cx, 1, i.signed_bc()) } else { Ok(m.next(1)) }
}

/// `Not` and `ToBool`.
#[inline(always)]
pub(crate) fn truth(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    match protocol::quick_truth(m.get(i.b())) {
        Some(truth) => {
            m.set(i.a(), Value::from_bool(truth != (i.op_unchecked() == Op::Not)));
            Ok(m.next(1))
        }
        None => truth_slow(cx, m, i, m.get(i.b())),
    }
}
