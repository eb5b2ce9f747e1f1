//! Constant folding: the value of an expression made of constants, with the operators and limits that CPython's own
//! folding has. What is not folded here is computed when the program runs, with the same result.

use ruff_python_ast::{Expr, Operator, UnaryOp};
use typhon_bytecode::{Constant, Text};

use crate::literal;
use crate::source::Source;

/// CPython's limits on the size of folded values (Python/flowgraph.c).
const MAX_INT_BITS: u32 = 128;
const MAX_STR_SIZE: usize = 4096;
const MAX_TUPLE_SIZE: usize = 256;
/// Ints up to here are exact as floats, so that mixed arithmetic and true division round once.
const MAX_EXACT_FLOAT: i128 = 1 << 53;

/// What folding needs to know beside the tree.
#[derive(Clone, Copy)]
pub(crate) struct Folder<'a> {
    pub(crate) source: &'a Source,
    /// The value of `__debug__`.
    pub(crate) debug: bool,
}

impl Folder<'_> {
    /// The expression's value, if it is a constant. Never an error: a literal that is one is reported by code generation.
    pub(crate) fn constant(self, expr: &Expr) -> Option<Constant> {
        match expr {
            Expr::NumberLiteral(e) => literal::number(&e.value, e.range).ok(),
            Expr::StringLiteral(e) => Some(Constant::Str(literal::string(self.source, e))),
            Expr::BytesLiteral(e) => Some(Constant::Bytes(e.value.bytes().collect())),
            Expr::BooleanLiteral(e) => Some(Constant::Bool(e.value)),
            Expr::NoneLiteral(_) => Some(Constant::None),
            Expr::EllipsisLiteral(_) => Some(Constant::Ellipsis),
            Expr::IpyEscapeCommand(e) => self.source.constant(e.range).cloned(),
            Expr::Name(e) if e.id == "__debug__" => Some(Constant::Bool(self.debug)),
            Expr::Tuple(e) => self.all(&e.elts).map(Constant::Tuple),
            Expr::UnaryOp(e) => unary(e.op, self.constant(&e.operand)?),
            Expr::BinOp(e) => {
                let right = self.constant(&e.right)?;
                binary(e.op, self.constant(&e.left)?, right)
            }
            _ => None,
        }
    }

    /// The values of several expressions, if all are constant.
    pub(crate) fn all(self, exprs: &[Expr]) -> Option<Box<[Constant]>> {
        // Most displays fail at their last element as well as at their first, and that costs nothing to see.
        if let Some(last) = exprs.last()
            && !matches!(last, Expr::UnaryOp(_) | Expr::BinOp(_) | Expr::Tuple(_) | Expr::Name(_))
            && !last.is_literal_expr()
        {
            return None;
        }
        exprs.iter().map(|expr| self.constant(expr)).collect()
    }
}

/// `bool()` of a constant.
pub(crate) fn truth(constant: &Constant) -> bool {
    match constant {
        Constant::None => false,
        Constant::Ellipsis | Constant::Code(_) | Constant::BigInt { .. } | Constant::Slice(_) => true,
        Constant::Bool(value) => *value,
        Constant::Int(value) => *value != 0,
        Constant::Float(value) => *value != 0.0,
        Constant::Complex { real, imag } => *real != 0.0 || *imag != 0.0,
        Constant::Str(text) => !text.as_bytes().is_empty(),
        Constant::Bytes(bytes) => !bytes.is_empty(),
        Constant::Tuple(items) | Constant::FrozenSet(items) => !items.is_empty(),
    }
}

fn unary(op: UnaryOp, operand: Constant) -> Option<Constant> {
    match (op, operand) {
        (UnaryOp::Not, operand) => Some(Constant::Bool(!truth(&operand))),
        (UnaryOp::USub, Constant::Float(value)) => Some(Constant::Float(-value)),
        (UnaryOp::USub, Constant::Complex { real, imag }) => {
            Some(Constant::Complex { real: -real, imag: -imag })
        }
        (UnaryOp::USub, Constant::BigInt { negative, magnitude }) => {
            Some(literal::magnitude_constant(!negative, &magnitude))
        }
        (
            UnaryOp::UAdd,
            value @ (Constant::Float(_) | Constant::Complex { .. } | Constant::BigInt { .. }),
        ) => Some(value),
        (UnaryOp::Invert, Constant::Bool(_)) => None,
        (op, operand) => {
            let value = int(&operand)?;
            match op {
                UnaryOp::USub => from_int(-value),
                UnaryOp::UAdd => from_int(value),
                UnaryOp::Invert => from_int(!value),
                UnaryOp::Not => None,
            }
        }
    }
}

fn binary(op: Operator, left: Constant, right: Constant) -> Option<Constant> {
    if let (&Constant::Bool(left), &Constant::Bool(right)) = (&left, &right) {
        // Bitwise operations of two bools are bools; all others see ints.
        match op {
            Operator::BitAnd => return Some(Constant::Bool(left & right)),
            Operator::BitOr => return Some(Constant::Bool(left | right)),
            Operator::BitXor => return Some(Constant::Bool(left ^ right)),
            _ => {}
        }
    }
    if let (Some(left), Some(right)) = (int(&left), int(&right)) {
        return int_binary(op, left, right);
    }
    match (&left, &right) {
        (Constant::Str(left), Constant::Str(right)) if op == Operator::Add => {
            Some(Constant::Str(join(left.as_bytes(), right.as_bytes())))
        }
        (Constant::Bytes(left), Constant::Bytes(right)) if op == Operator::Add => {
            Some(Constant::Bytes([&left[..], &right[..]].concat().into()))
        }
        (Constant::Tuple(left), Constant::Tuple(right)) if op == Operator::Add => {
            Some(Constant::Tuple([&left[..], &right[..]].concat().into()))
        }
        (sequence, count) | (count, sequence)
            if op == Operator::Mult
                && matches!(sequence, Constant::Str(_) | Constant::Bytes(_) | Constant::Tuple(_)) =>
        {
            repeat(sequence, int(count)?)
        }
        (Constant::Complex { .. }, _) | (_, Constant::Complex { .. }) => complex_binary(op, &left, &right),
        _ => float_binary(op, float(&left)?, float(&right)?),
    }
}

fn join(left: &[u8], right: &[u8]) -> Text {
    literal::text(&[left, right].concat())
}

fn repeat(sequence: &Constant, count: i128) -> Option<Constant> {
    let count = usize::try_from(count.max(0)).ok()?;
    let fits = |length: usize, limit: usize| length.checked_mul(count).is_some_and(|size| size <= limit);
    match sequence {
        Constant::Str(text) if fits(text.as_bytes().len(), MAX_STR_SIZE) => {
            Some(Constant::Str(literal::text(&text.as_bytes().repeat(count))))
        }
        Constant::Bytes(bytes) if fits(bytes.len(), MAX_STR_SIZE) => {
            Some(Constant::Bytes(bytes.repeat(count).into()))
        }
        Constant::Tuple(items) if fits(items.len(), MAX_TUPLE_SIZE) => {
            let nested = items.iter().any(|item| matches!(item, Constant::Tuple(_)));
            (!nested)
                .then(|| Constant::Tuple(std::iter::repeat_n(&items[..], count).flatten().cloned().collect()))
        }
        _ => None,
    }
}

/// An int constant of at most 127 bits, or a bool.
fn int(constant: &Constant) -> Option<i128> {
    match constant {
        Constant::Bool(value) => Some(i128::from(*value)),
        Constant::Int(value) => Some(i128::from(*value)),
        Constant::BigInt { negative, magnitude } if magnitude.len() <= 15 => {
            let mut bytes = [0; 16];
            bytes[..magnitude.len()].copy_from_slice(magnitude);
            let value = i128::from_le_bytes(bytes);
            Some(if *negative { -value } else { value })
        }
        _ => None,
    }
}

fn from_int(value: i128) -> Option<Constant> {
    Some(literal::magnitude_constant(value < 0, &value.unsigned_abs().to_le_bytes()))
}

fn int_binary(op: Operator, left: i128, right: i128) -> Option<Constant> {
    let bits = |value: i128| 128 - value.unsigned_abs().leading_zeros();
    let value = match op {
        Operator::Add => left.checked_add(right)?,
        Operator::Sub => left.checked_sub(right)?,
        Operator::Mult => left.checked_mul(right)?,
        Operator::BitAnd => left & right,
        Operator::BitOr => left | right,
        Operator::BitXor => left ^ right,
        Operator::FloorDiv if right != 0 => {
            let quotient = left.checked_div(right)?;
            if left % right != 0 && (left < 0) != (right < 0) { quotient - 1 } else { quotient }
        }
        Operator::Mod if right != 0 => {
            let rest = left.checked_rem(right)?;
            if rest != 0 && (rest < 0) != (right < 0) { rest + right } else { rest }
        }
        Operator::LShift if (0..=i128::from(MAX_INT_BITS)).contains(&right) => {
            if left != 0 && bits(left) + right as u32 > 126 {
                return None;
            }
            if left == 0 { 0 } else { left << right }
        }
        Operator::RShift if right >= 0 => left >> right.min(127),
        Operator::Pow if right >= 0 => {
            if bits(left).checked_mul(u32::try_from(right).ok()?)? > MAX_INT_BITS {
                return None;
            }
            left.checked_pow(u32::try_from(right).ok()?)?
        }
        Operator::Div if right != 0 => {
            if left.abs() > MAX_EXACT_FLOAT || right.abs() > MAX_EXACT_FLOAT {
                return None;
            }
            return Some(Constant::Float(left as f64 / right as f64));
        }
        _ => return None,
    };
    from_int(value)
}

fn float(constant: &Constant) -> Option<f64> {
    match constant {
        Constant::Float(value) => Some(*value),
        other => int(other).filter(|value| value.abs() <= MAX_EXACT_FLOAT).map(|value| value as f64),
    }
}

/// The operators whose result the hardware rounds as C does; `%`, `//` and `**` stay with the run time.
fn float_binary(op: Operator, left: f64, right: f64) -> Option<Constant> {
    let value = match op {
        Operator::Add => left + right,
        Operator::Sub => left - right,
        Operator::Mult => left * right,
        Operator::Div if right != 0.0 => left / right,
        _ => return None,
    };
    Some(Constant::Float(value))
}

/// Sums with complex numbers (`1+2j`); a real operand leaves the imaginary part's sign alone, as since 3.14.
fn complex_binary(op: Operator, left: &Constant, right: &Constant) -> Option<Constant> {
    let (real, imag) = match (op, left, right) {
        (Operator::Add, Constant::Complex { real, imag }, Constant::Complex { real: r, imag: i }) => {
            (real + r, imag + i)
        }
        (Operator::Sub, Constant::Complex { real, imag }, Constant::Complex { real: r, imag: i }) => {
            (real - r, imag - i)
        }
        (Operator::Add, Constant::Complex { real, imag }, other)
        | (Operator::Add, other, Constant::Complex { real, imag }) => (real + float(other)?, *imag),
        (Operator::Sub, Constant::Complex { real, imag }, other) => (real - float(other)?, *imag),
        (Operator::Sub, other, Constant::Complex { real, imag }) => (float(other)? - real, -imag),
        _ => return None,
    };
    Some(Constant::Complex { real, imag })
}
