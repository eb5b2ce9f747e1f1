//! Arithmetic: small ints and floats in place, everything else by the operands' types.

use typhon_bytecode::{Insn, Op};

use crate::context::{Cx, R};
use crate::interp::machine::{DecodeUnchecked, Machine};
use crate::interp::returns;
use crate::protocol::binary;
use crate::typedef::BinaryOp;
use crate::types::float;
use crate::value::Value;

/// An operator with a fast path for two small ints and one for two floats.
macro_rules! operator {
    ($(#[$doc:meta])* $name:ident $immediate:ident $op:ident, $int:expr, $float:expr) => {
        $(#[$doc])*
        #[inline(always)]
        pub(crate) fn $name(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
            let (left, right) = (m.get(i.b()), m.get(i.c()));
            if left.both_ints(right) {
                if let Some(result) = $int(left, right) {
                    m.set(i.a(), result);
                    return Ok(m.next(2));
                }
            } else if left.is_float() && right.is_float() {
                if let Some(result) = $float(left.as_float_unchecked(), right.as_float_unchecked()) {
                    m.set(i.a(), Value::from_float_arithmetic(result));
                    return Ok(m.next(2));
                }
            }
            m.finish(cx, i.a(), 2, slow(cx, m, i, BinaryOp::$op, right))
        }
        operator!(@immediate $immediate $op, $int, $float);
    };
    (@immediate none $op:ident, $int:expr, $float:expr) => {};
    (@immediate $name:ident $op:ident, $int:expr, $float:expr) => {
        #[inline(always)]
        pub(crate) fn $name(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
            let (left, right) = (m.get(i.b()), Value::small_int_unchecked(i.signed_c().into()));
            if left.is_int() {
                if let Some(result) = $int(left, right) {
                    m.set(i.a(), result);
                    return Ok(m.next(2));
                }
            } else if left.is_float() {
                if let Some(result) = $float(left.as_float_unchecked(), f64::from(i.signed_c())) {
                    m.set(i.a(), Value::from_float_arithmetic(result));
                    return Ok(m.next(2));
                }
            }
            m.finish(cx, i.a(), 2, slow(cx, m, i, BinaryOp::$op, right))
        }
    };
}

#[inline(always)]
fn int(result: i64) -> Option<Value> {
    Some(Value::small_int_unchecked(result))
}

#[inline(always)]
fn int_floor_div(left: Value, right: Value) -> Option<Value> {
    let (left, right) = (left.as_int_unchecked(), right.as_int_unchecked());
    // The only quotient that leaves 49 bits is -2^48 // -1.
    if right == 0 || right == -1 {
        return None;
    }
    let quotient = left / right;
    Value::small_int(if left % right != 0 && (left < 0) != (right < 0) { quotient - 1 } else { quotient })
}

#[inline(always)]
fn int_mod(left: Value, right: Value) -> Option<Value> {
    let (left, right) = (left.as_int_unchecked(), right.as_int_unchecked());
    if right == 0 || right == -1 {
        return None;
    }
    let rest = left % right;
    int(if rest != 0 && (rest < 0) != (right < 0) { rest + right } else { rest })
}

#[inline(always)]
fn int_lshift(left: Value, right: Value) -> Option<Value> {
    let (left, right) = (left.as_int_unchecked(), right.as_int_unchecked());
    if !(0..=14).contains(&right) {
        return None;
    }
    Value::small_int(left << right)
}

#[inline(always)]
fn int_rshift(left: Value, right: Value) -> Option<Value> {
    let right = right.as_int_unchecked();
    if right < 0 { None } else { int(left.as_int_unchecked() >> right.min(63)) }
}

#[inline(always)]
fn int_true_div(left: Value, right: Value) -> Option<Value> {
    let right = right.as_int_unchecked();
    // 49-bit ints are exact doubles, so one rounding is the correct one.
    if right == 0 { None } else { Some(Value::from_float(left.as_int_unchecked() as f64 / right as f64)) }
}

fn no_float(_: f64, _: f64) -> Option<f64> {
    None
}

#[inline(always)]
fn float_true_div(left: f64, right: f64) -> Option<f64> {
    (right != 0.0).then(|| left / right)
}

#[inline(always)]
fn float_floor_div(left: f64, right: f64) -> Option<f64> {
    (right != 0.0).then(|| float::floor_divide(left, right))
}

#[inline(always)]
fn float_mod(left: f64, right: f64) -> Option<f64> {
    (right != 0.0).then(|| float::modulo(left, right))
}

operator!(add add_immediate Add, Value::int_add, |a: f64, b: f64| Some(a + b));
operator!(sub sub_immediate Sub, Value::int_sub, |a: f64, b: f64| Some(a - b));
operator!(mul mul_immediate Mul, Value::int_mul, |a: f64, b: f64| Some(a * b));
operator!(true_div none TrueDiv, int_true_div, float_true_div);
operator!(floor_div floor_div_immediate FloorDiv, int_floor_div, float_floor_div);
operator!(modulo modulo_immediate Mod, int_mod, float_mod);
operator!(lshift lshift_immediate LShift, int_lshift, no_float);
operator!(rshift rshift_immediate RShift, int_rshift, no_float);
operator!(and and_immediate And, |a: Value, b: Value| int(a.as_int_unchecked() & b.as_int_unchecked()), no_float);
operator!(or none Or, |a: Value, b: Value| int(a.as_int_unchecked() | b.as_int_unchecked()), no_float);
operator!(xor none Xor, |a: Value, b: Value| int(a.as_int_unchecked() ^ b.as_int_unchecked()), no_float);

/// `**` and `@`, which have no fast path here.
#[inline(always)]
pub(crate) fn other(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    let op = if i.op_unchecked() == Op::Pow { BinaryOp::Pow } else { BinaryOp::MatMul };
    m.finish(cx, i.a(), 2, slow(cx, m, i, op, m.get(i.c())))
}

#[inline(never)]
fn slow(cx: &Cx, m: Machine, i: Insn, op: BinaryOp, right: Value) -> R<Value> {
    m.save(cx);
    let left = m.get(i.b());
    if left.is_float() != right.is_float()
        && let (Some(left), Some(right)) = (as_number(left), as_number(right))
        && let Some(result) = mixed(op, left, right)
    {
        return Ok(Value::from_float(result));
    }
    returns::binary(cx, op, i.d() == 1, left, right, i.a())
}

/// A small int or float as a double, where that is exact.
#[inline(always)]
fn as_number(value: Value) -> Option<f64> {
    value.as_float().or_else(|| value.as_small_int().map(|int| int as f64))
}

/// One int and one float.
fn mixed(op: BinaryOp, left: f64, right: f64) -> Option<f64> {
    match op {
        BinaryOp::Add => Some(left + right),
        BinaryOp::Sub => Some(left - right),
        BinaryOp::Mul => Some(left * right),
        BinaryOp::TrueDiv => float_true_div(left, right),
        BinaryOp::FloorDiv => float_floor_div(left, right),
        BinaryOp::Mod => float_mod(left, right),
        _ => None,
    }
}

#[inline(always)]
pub(crate) fn neg(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    let value = m.get(i.b());
    if let Some(result) = value.as_small_int().and_then(|int| Value::small_int(-int)) {
        m.set(i.a(), result);
        return Ok(m.next(1));
    }
    if let Some(float) = value.as_float() {
        m.set(i.a(), Value::from_float_arithmetic(-float));
        return Ok(m.next(1));
    }
    unary(cx, m, i)
}

#[inline(never)]
pub(crate) fn unary(cx: &Cx, m: Machine, i: Insn) -> R<Machine> {
    m.save(cx);
    let op = match i.op_unchecked() {
        Op::Neg => binary::UnaryOp::Neg,
        Op::Pos => binary::UnaryOp::Pos,
        _ => binary::UnaryOp::Invert,
    };
    m.finish(cx, i.a(), 1, binary::unary(cx, op, m.get(i.b())))
}
