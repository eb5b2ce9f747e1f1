//! Operators: who is asked, in which order, and the message when nobody answers.

use crate::context::{Cx, R, Raised};
use crate::typedef::{BinaryOp, PowerFn, UnaryFn};
use crate::types::list::List;
use crate::types::str_::Str;
use crate::types::tuple::Tuple;
use crate::value::Value;

/// `left op right`.
pub fn binary_op(cx: &Cx, op: BinaryOp, left: Value, right: Value) -> R<Value> {
    if left.both_ints(right) {
        let result = match op {
            BinaryOp::Add => left.int_add(right),
            BinaryOp::Sub => left.int_sub(right),
            BinaryOp::Mul => left.int_mul(right),
            _ => None,
        };
        if let Some(result) = result {
            return Ok(result);
        }
    }
    plain_op(cx, op, false, left, right)
}

/// `left op right`; `inplace` only words the error.
pub(crate) fn plain_op(cx: &Cx, op: BinaryOp, inplace: bool, left: Value, right: Value) -> R<Value> {
    let result = try_binary(cx, op, left, right)?;
    if result == Value::NOT_IMPLEMENTED { Err(unsupported(cx, op, inplace, left, right)) } else { Ok(result) }
}

/// CPython's `binary_op1`: the right operand goes first where its class derives from the left one's and has a slot of its own.
fn try_binary(cx: &Cx, op: BinaryOp, left: Value, right: Value) -> R<Value> {
    let (left_class, right_class) = (cx.type_of(left), cx.type_of(right));
    let left_slot = left_class.slots().binary[op as usize];
    let mut right_slot =
        if left_class == right_class { None } else { right_class.slots().binary[op as usize] };
    if let (Some(one), Some(other)) = (left_slot, right_slot)
        && std::ptr::fn_addr_eq(one, other)
    {
        right_slot = None;
    }
    if let Some(slot) = left_slot {
        if let Some(other) = right_slot
            && right_class.is_subclass_of(left_class)
        {
            let result = other(cx, left, right)?;
            if result != Value::NOT_IMPLEMENTED {
                return Ok(result);
            }
            right_slot = None;
        }
        let result = slot(cx, left, right)?;
        if result != Value::NOT_IMPLEMENTED {
            return Ok(result);
        }
    }
    match right_slot {
        Some(slot) => slot(cx, left, right),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// `pow(base, exponent, modulus)`, CPython's `ternary_op`: as a binary operator, but that the modulus's class is asked last.
pub fn power(cx: &Cx, base: Value, exponent: Value, modulus: Value) -> R<Value> {
    let (base_class, exponent_class) = (cx.type_of(base), cx.type_of(exponent));
    let same = |one: Option<PowerFn>, other: Option<PowerFn>| match (one, other) {
        (Some(one), Some(other)) => std::ptr::fn_addr_eq(one, other),
        _ => false,
    };
    let of_base = base_class.slots().power;
    let of_exponent = exponent_class.slots().power.filter(|&slot| !same(Some(slot), of_base));
    let of_modulus = cx.type_of(modulus).slots().power;
    let of_modulus = of_modulus.filter(|&slot| !same(Some(slot), of_base) && !same(Some(slot), of_exponent));
    let is_exponent_first =
        of_base.is_some() && exponent_class != base_class && exponent_class.is_subclass_of(base_class);
    let order = if is_exponent_first {
        [of_exponent, of_base, of_modulus]
    } else {
        [of_base, of_exponent, of_modulus]
    };
    for slot in order.into_iter().flatten() {
        let result = slot(cx, base, exponent, modulus)?;
        if result != Value::NOT_IMPLEMENTED {
            return Ok(result);
        }
    }
    let (base, exponent, modulus) = (cx.type_name(base), cx.type_name(exponent), cx.type_name(modulus));
    Err(cx.type_error(format!(
        "unsupported operand type(s) for ** or pow(): '{base}', '{exponent}', '{modulus}'"
    )))
}

/// Goes on after the left operand's Python method has declined: the right operand's reflected one.
pub fn after_left(cx: &Cx, op: BinaryOp, inplace: bool, left: Value, right: Value) -> R<Value> {
    let (left_class, right_class) = (cx.type_of(left), cx.type_of(right));
    if left_class != right_class {
        let [_, reflected, _] = &crate::dunder::BINARY[op as usize];
        let result = if right_class.is_heap() {
            crate::call::call_special_optional(cx, right, crate::names::get(reflected.name), &[left])?
        } else {
            match right_class.slots().binary[op as usize] {
                Some(slot) => Some(slot(cx, left, right)?),
                None => None,
            }
        };
        if let Some(result) = result.filter(|&result| result != Value::NOT_IMPLEMENTED) {
            return Ok(result);
        }
    }
    Err(unsupported(cx, op, inplace, left, right))
}

/// `left op= right`.
pub fn inplace_op(cx: &Cx, op: BinaryOp, left: Value, right: Value) -> R<Value> {
    let (handled, result) = try_inplace(cx, op, left, right)?;
    if handled {
        return Ok(result);
    }
    plain_op(cx, op, true, left, right)
}

/// The left operand's in-place slot: whether it answered, and what.
pub fn try_inplace(cx: &Cx, op: BinaryOp, left: Value, right: Value) -> R<(bool, Value)> {
    let Some(slot) = cx.type_of(left).slots().inplace[op as usize] else { return Ok((false, Value::NONE)) };
    let result = slot(cx, left, right)?;
    Ok((result != Value::NOT_IMPLEMENTED, result))
}

#[cold]
fn unsupported(cx: &Cx, op: BinaryOp, inplace: bool, left: Value, right: Value) -> Raised {
    if op == BinaryOp::Mul {
        // A sequence's repetition was asked last.
        for (sequence, count) in [(left, right), (right, left)] {
            if sequence.cast::<List>().is_some()
                || sequence.cast::<Tuple>().is_some()
                || sequence.cast::<Str>().is_some()
            {
                let shown = cx.type_name(count);
                return cx.type_error(format!("can't multiply sequence by non-int of type '{shown}'"));
            }
        }
    }
    let shown = match (op, inplace) {
        (BinaryOp::Pow, false) => "** or pow()".to_string(),
        (_, false) => op.symbol().to_string(),
        (_, true) => format!("{}=", op.symbol()),
    };
    let (left, right) = (cx.type_name(left), cx.type_name(right));
    cx.type_error(format!("unsupported operand type(s) for {shown}: '{left}' and '{right}'"))
}

/// The unary operators of arithmetic.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UnaryOp {
    Neg,
    Pos,
    Invert,
}

/// `-value`, `+value`, `~value`.
pub fn unary(cx: &Cx, op: UnaryOp, value: Value) -> R<Value> {
    let slots = cx.type_of(value).slots();
    let (slot, symbol): (Option<UnaryFn>, &str) = match op {
        UnaryOp::Neg => (slots.neg, "-"),
        UnaryOp::Pos => (slots.pos, "+"),
        UnaryOp::Invert => (slots.invert, "~"),
    };
    match slot {
        Some(slot) => slot(cx, value),
        None => Err(cx.type_error(format!("bad operand type for unary {symbol}: '{}'", cx.type_name(value)))),
    }
}
