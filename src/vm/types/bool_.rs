//! `bool`: two constants of the value word, a subclass of `int`, from which everything not here is inherited.

use crate::context::{Cx, R};
use crate::exceptions;
use crate::protocol;
use crate::typedef::{BinaryFn, BinaryOp, MethodDef, SlotTable, TypeDef};
use crate::types::int::{self, Int, arithmetic, new::checked_class};
use crate::types::{number, str_};
use crate::value::Value;

/// `&`, `|`, `^`: a bool of two bools, an int of a bool and an int.
macro_rules! bit_operator {
    ($operator:tt, $ints:path) => {{
        let operator: BinaryFn = |cx, left, right| match (Int::of(left), Int::of(right)) {
            (Some(_), Some(_)) if left.is_bool() && right.is_bool() => {
                Ok(Value::from_bool((left == Value::TRUE) $operator (right == Value::TRUE)))
            }
            (Some(left), Some(right)) => $ints(cx, left, right),
            _ => Ok(Value::NOT_IMPLEMENTED),
        };
        operator
    }};
}

fn bool_new(cx: &Cx, args: &[Value]) -> R<Value> {
    checked_class(cx, args[0], number::BOOL, "bool")?;
    Ok(Value::from_bool(args[1].bound().map_or(Ok(false), |value| protocol::is_true(cx, value))?))
}

fn bool_repr(cx: &Cx, value: Value) -> R<Value> {
    str_::from_str(cx, if value == Value::TRUE { "True" } else { "False" })
}

fn bool_invert(cx: &Cx, value: Value) -> R<Value> {
    let message = "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns the bitwise \
                   inversion of the underlying int object and is usually not what you expect from the negation of a \
                   bool. Use the 'not' operator for boolean negation or ~int(x) for the bitwise inversion of the \
                   underlying int.";
    exceptions::warn(cx, exceptions::DEPRECATION_WARNING, message, 1)?;
    arithmetic::invert(cx, Int::Word((value == Value::TRUE).into()))
}

static NEW: MethodDef = MethodDef::function("bool($type, object=False, /)", "", bool_new);

/// The type.
pub static BOOL: TypeDef = TypeDef {
    name: "bool",
    base: Some(&int::INT),
    doc: "Returns True when the argument is true, False otherwise.\nThe builtins True and False are the only two instances of the class \
          bool.\nThe class bool is a subclass of the class int, and cannot be subclassed.",
    layout: &int::LAYOUT,
    slots: SlotTable {
        repr: Some(bool_repr),
        invert: Some(bool_invert),
        binary: SlotTable::binary_slots(&[
            (BinaryOp::And, bit_operator!(&, arithmetic::and)),
            (BinaryOp::Or, bit_operator!(|, arithmetic::or)),
            (BinaryOp::Xor, bit_operator!(^, arithmetic::xor)),
        ]),
        ..SlotTable::NONE
    },
    new: Some(&NEW),
    ..TypeDef::DEFAULT
};
