//! Special methods written in Python as frames: pushing them, and the return actions that finish the calling instruction.
//!
//! A slow path that finds a Python function pushes its frame with an action and answers [`Value::PUSHED`]; when the frame returns, the
//! calling instruction is decoded again (its operands are still in their registers) and [`complete`] finishes it. So recursion
//! through `__add__`, `__eq__`, `__bool__`, `__init__`, `__next__` or a property costs no native stack.

use typhon_bytecode::{Insn, Op};

use crate::context::{Cx, R};
use crate::dunder;
use crate::interp::cache;
use crate::interp::frame::{self, Action};
use crate::interp::machine::{DecodeUnchecked, Machine};
use crate::names::{self, Name};
use crate::object::Obj;
use crate::protocol;
use crate::typedef::{BinaryOp, CompareOp};
use crate::types::function::Function;
use crate::types::number;
use crate::types::str_::Str;
use crate::types::type_::Type;
use crate::value::Value;

/// The Python function that is the special method `name` of a heap class's instance.
#[inline]
pub(crate) fn python_method(cx: &Cx, receiver: Value, name: Name) -> Option<Obj<Function>> {
    python_method_of(cx, cx.type_of(receiver), name)
}

/// The same, where the instance's class is known.
#[inline]
pub(crate) fn python_method_of(cx: &Cx, class: Obj<Type>, name: Name) -> Option<Obj<Function>> {
    if !class.is_heap() {
        return None;
    }
    cache::lookup(cx, class, names::get(name))?.cast::<Function>()
}

/// Pushes a call of a function on the given arguments, above everything in use.
pub(crate) fn push(
    cx: &Cx,
    function: Obj<Function>,
    values: &[Value],
    action: Action,
    destination: u16,
) -> R<Value> {
    let base = cx.top.get();
    if (cx.window_end as usize).saturating_sub(base as usize) / 8 <= values.len() {
        return Err(cx.error(crate::exceptions::RECURSION_ERROR, "maximum recursion depth exceeded".into()));
    }
    // SAFETY: the words from `top` on are free, and there is room for the arguments.
    let pushed = unsafe {
        std::ptr::copy(values.as_ptr(), base, values.len());
        frame::push_call(cx, function, base, values.len(), Value::UNBOUND, action, destination)
    };
    if let Err(raised) = pushed {
        cx.top.set(base);
        return Err(raised);
    }
    Ok(Value::PUSHED)
}

/// A binary operator on any operands.
pub(crate) fn binary(
    cx: &Cx,
    op: BinaryOp,
    inplace: bool,
    left: Value,
    right: Value,
    destination: u16,
) -> R<Value> {
    if inplace {
        let [_, _, row] = &dunder::BINARY[op as usize];
        if python_method(cx, left, row.name).is_none() {
            let (handled, result) = protocol::binary::try_inplace(cx, op, left, right)?;
            if handled {
                return Ok(result);
            }
        } else {
            return protocol::binary::inplace_op(cx, op, left, right);
        }
    }
    let [plain, _, _] = &dunder::BINARY[op as usize];
    if let Some(method) = python_method(cx, left, plain.name) {
        let (left_class, right_class) = (cx.type_of(left), cx.type_of(right));
        if left_class == right_class || !right_class.is_subclass_of(left_class) {
            return push(cx, method, &[left, right], Action::Binary, destination);
        }
    }
    protocol::binary::plain_op(cx, op, inplace, left, right)
}

/// A comparison of any operands.
pub(crate) fn compare(cx: &Cx, op: CompareOp, left: Value, right: Value) -> R<Value> {
    if left.cast_exact::<Str>(number::STR).is_some()
        && let Some(holds) = protocol::compare_plain(left, right, op)
    {
        return Ok(Value::from_bool(holds));
    }
    if let Some(method) = python_method(cx, left, dunder::COMPARE_NAMES[op as usize]) {
        let (left_class, right_class) = (cx.type_of(left), cx.type_of(right));
        if left_class == right_class || !right_class.is_subclass_of(left_class) {
            return push(cx, method, &[left, right], Action::Compare, 0);
        }
    }
    protocol::compare(cx, left, right, op)
}

/// The truth of any value, as `True`, `False` or a pushed frame.
pub(crate) fn truth(cx: &Cx, value: Value) -> R<Value> {
    let class = cx.type_of(value);
    if class.slots().bool.is_some()
        && let Some(method) = python_method_of(cx, class, names::__BOOL__)
    {
        return push(cx, method, &[value], Action::Truth, 0);
    }
    protocol::is_true(cx, value).map(Value::from_bool)
}

/// An iterator over any value, or a pushed frame, for an instruction of one word that stores it in `destination`.
pub(crate) fn iterator(cx: &Cx, source: Value, destination: u16) -> R<Value> {
    match python_method(cx, source, names::__ITER__) {
        Some(method) => push(cx, method, &[source], Action::Iter, destination),
        None => protocol::iter::get(cx, source),
    }
}

/// What a binary instruction operates on.
fn operands(m: Machine, i: Insn) -> (Value, Value) {
    match i.op_unchecked() as u8 {
        number if number >= Op::AddImmediate as u8 && number <= Op::RShiftImmediate as u8 => {
            (m.get(i.b()), Value::small_int_unchecked(i.signed_c().into()))
        }
        _ => (m.get(i.b()), m.get(i.c())),
    }
}

fn binary_op_of(i: Insn) -> BinaryOp {
    let number = i.opcode();
    if number >= Op::AddImmediate as u8 {
        const IMMEDIATE: [BinaryOp; 8] = [
            BinaryOp::Add,
            BinaryOp::Sub,
            BinaryOp::Mul,
            BinaryOp::FloorDiv,
            BinaryOp::Mod,
            BinaryOp::And,
            BinaryOp::LShift,
            BinaryOp::RShift,
        ];
        return IMMEDIATE[(number - Op::AddImmediate as u8) as usize];
    }
    const PLAIN: [BinaryOp; 13] = [
        BinaryOp::Add,
        BinaryOp::Sub,
        BinaryOp::Mul,
        BinaryOp::TrueDiv,
        BinaryOp::FloorDiv,
        BinaryOp::Mod,
        BinaryOp::Pow,
        BinaryOp::MatMul,
        BinaryOp::LShift,
        BinaryOp::RShift,
        BinaryOp::And,
        BinaryOp::Or,
        BinaryOp::Xor,
    ];
    PLAIN[(number - Op::Add as u8) as usize]
}

/// The operands and operation of a comparing instruction.
pub(crate) fn comparison(m: Machine, i: Insn) -> (CompareOp, Value, Value) {
    let number = i.opcode();
    let op = |first: Op| CompareOp::ALL[[0, 1, 2, 3, 4, 5][(number - first as u8) as usize]];
    match i.op_unchecked() {
        Op::Compare => (CompareOp::ALL[i.d() as usize], m.get(i.b()), m.get(i.c())),
        _ if number >= Op::JumpIfLtImmediate as u8 => {
            (op(Op::JumpIfLtImmediate), m.get(i.a()), Value::small_int_unchecked(i.signed_b().into()))
        }
        _ => (op(Op::JumpIfLt), m.get(i.a()), m.get(i.b())),
    }
}

/// Finishes an instruction that asked for a truth value.
pub(crate) fn with_truth(cx: &Cx, m: Machine, i: Insn, truth: bool) -> R<Machine> {
    match i.op_unchecked() {
        Op::JumpIfTrue if truth => m.jump(cx, 1, i.signed_bc()),
        Op::JumpIfFalse if !truth => m.jump(cx, 1, i.signed_bc()),
        Op::JumpIfTrue | Op::JumpIfFalse => Ok(m.next(1)),
        Op::Not => {
            m.set(i.a(), Value::from_bool(!truth));
            Ok(m.next(1))
        }
        Op::ToBool => {
            m.set(i.a(), Value::from_bool(truth));
            Ok(m.next(1))
        }
        _ if truth == i.sense() => m.jump(cx, 2, i.branch_displacement()),
        _ => Ok(m.next(2)),
    }
}

/// Finishes a comparing instruction with the comparison's result.
pub(crate) fn with_comparison(cx: &Cx, m: Machine, i: Insn, result: Value) -> R<Machine> {
    if i.op_unchecked() == Op::Compare {
        m.set(i.a(), result);
        return Ok(m.next(2));
    }
    let truth = truth(cx, result)?;
    if truth == Value::PUSHED {
        return m.entered(cx, 2);
    }
    with_truth(cx, m, i, truth == Value::TRUE)
}

/// Finishes the calling instruction after a frame with an action other than `Store` and `Exit` has returned; the caller is
/// innermost again.
#[inline(never)]
pub(crate) fn complete(
    cx: &Cx,
    action: Action,
    destination: u16,
    words: u8,
    extra: Value,
    value: Value,
) -> R<Machine> {
    let m = Machine::reload(cx);
    let i = m.calling(cx);
    match action {
        Action::Store
        | Action::Exit
        | Action::Feed
        | Action::Resume
        | Action::Delegate
        | Action::Through
        | Action::AsyncStep => {
            m.set(destination, value);
        }
        Action::Init => {
            dunder::init_result(cx, value)?;
            m.set(destination, extra);
        }
        Action::Discard | Action::Body => {}
        Action::Binary => {
            let value = if value == Value::NOT_IMPLEMENTED {
                let (left, right) = operands(m, i);
                protocol::binary::after_left(cx, binary_op_of(i), i.d() == 1, left, right)?
            } else {
                value
            };
            m.set(destination, value);
        }
        Action::Compare => {
            let (op, left, right) = comparison(m, i);
            let value = if value == Value::NOT_IMPLEMENTED {
                protocol::compare_after_left(cx, left, right, op)?
            } else {
                value
            };
            return with_comparison(cx, m, i, value);
        }
        Action::Truth => {
            let truth = protocol::truth_of_bool_result(cx, value)?;
            return with_truth(cx, m, i, truth);
        }
        Action::Contains => {
            let truth = protocol::is_true(cx, value)?;
            m.set(destination, Value::from_bool(truth != (i.d() == 1)));
        }
        Action::Iter => {
            m.set(destination, protocol::iter::checked(cx, value)?);
            if i.op_unchecked() == Op::GetIter {
                m.set(destination + 1, Value::UNBOUND);
                m.set(destination + 2, Value::UNBOUND);
            }
        }
        Action::Next => {
            m.set(i.b(), value);
            return m.jump(cx, 2, i.signed_cd());
        }
    }
    Ok(m.next(words.into()))
}
