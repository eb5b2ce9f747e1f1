//! Warnings about expressions that are valid and hardly meant: literals called, indexed, or compared by identity.

use ruff_python_ast::{self as ast, CmpOp, Expr, ExprContext, Number, UnaryOp};
use ruff_text_size::Ranged;

use super::Walk;

impl<'a> Walk<'a> {
    /// `1 (2)`: mostly a comma was forgotten.
    pub(super) fn suspect_call(&mut self, call: &'a ast::ExprCall) {
        let func = &*call.func;
        if !matches!(func, Expr::Lambda(_))
            && let Some(kind) = type_of(func)
        {
            let message = format!("'{kind}' object is not callable; perhaps you missed a comma?");
            self.warn(func.range(), message);
        }
    }

    /// `[1, 2] [3, 4]`, and things that have no items.
    pub(super) fn suspect_subscript(&mut self, subscript: &'a ast::ExprSubscript) {
        if subscript.ctx != ExprContext::Load {
            return;
        }
        let value = &*subscript.value;
        let Some(kind) = type_of(value) else { return };
        let has_items = matches!(
            value,
            Expr::StringLiteral(_)
                | Expr::BytesLiteral(_)
                | Expr::FString(_)
                | Expr::Tuple(_)
                | Expr::List(_)
                | Expr::ListComp(_)
        );
        if has_items {
            let Some(index) = type_of(&subscript.slice) else { return };
            if !matches!(index, "int" | "bool") {
                let message = format!(
                    "{kind} indices must be integers or slices, not {index}; perhaps you missed a comma?"
                );
                self.warn(value.range(), message);
            }
        } else if !matches!(value, Expr::Dict(_) | Expr::DictComp(_)) {
            let message = format!("'{kind}' object is not subscriptable; perhaps you missed a comma?");
            self.warn(value.range(), message);
        }
    }

    /// Identity of literals says nothing. One warning a comparison.
    pub(super) fn suspect_comparison(&mut self, compare: &'a ast::ExprCompare) {
        let mut left = &*compare.left;
        for (op, right) in compare.ops.iter().zip(&compare.comparators) {
            let shown = match op {
                CmpOp::Is => Some(("is", "==")),
                CmpOp::IsNot => Some(("is not", "!=")),
                _ => None,
            };
            if let Some((word, better)) = shown
                && let Some(kind) = literal_type(left).or_else(|| literal_type(right))
            {
                let message = format!("\"{word}\" with '{kind}' literal. Did you mean \"{better}\"?");
                return self.warn(compare.range, message);
            }
            left = right;
        }
    }
}

/// The type of an expression, where its form tells.
fn type_of(expr: &Expr) -> Option<&'static str> {
    Some(match expr {
        Expr::Tuple(_) => "tuple",
        Expr::List(_) | Expr::ListComp(_) => "list",
        Expr::Dict(_) | Expr::DictComp(_) => "dict",
        Expr::Set(_) | Expr::SetComp(_) => "set",
        Expr::Generator(_) => "generator",
        Expr::Lambda(_) => "function",
        Expr::TString(_) => "string.templatelib.Template",
        Expr::FString(_) | Expr::StringLiteral(_) => "str",
        Expr::BytesLiteral(_) => "bytes",
        Expr::NoneLiteral(_) => "NoneType",
        Expr::BooleanLiteral(_) => "bool",
        Expr::EllipsisLiteral(_) => "ellipsis",
        Expr::NumberLiteral(number) => number_type(&number.value),
        Expr::Name(name) if name.id.as_str() == "__debug__" => "bool",
        _ => return None,
    })
}

fn number_type(number: &Number) -> &'static str {
    match number {
        Number::Int(_) => "int",
        Number::Float(_) => "float",
        Number::Complex { .. } => "complex",
    }
}

/// The type of a literal whose identity is an accident.
fn literal_type(expr: &Expr) -> Option<&'static str> {
    match expr {
        Expr::NumberLiteral(number) => Some(number_type(&number.value)),
        Expr::StringLiteral(_) => Some("str"),
        Expr::BytesLiteral(_) => Some("bytes"),
        Expr::Tuple(tuple) if tuple.elts.iter().all(is_constant) => Some("tuple"),
        _ => None,
    }
}

fn is_constant(expr: &Expr) -> bool {
    match expr {
        Expr::NoneLiteral(_) | Expr::BooleanLiteral(_) | Expr::EllipsisLiteral(_) => true,
        expr => literal_type(expr).is_some(),
    }
}

/// The value of a key in a mapping pattern.
#[derive(Debug)]
pub(super) enum Key {
    None,
    /// Real and imaginary part.
    Number(f64, f64),
    /// An int beyond what a float tells apart, as written.
    Large(String),
    Text(String),
    Bytes(Vec<u8>),
}

impl Key {
    /// What is equal for equal keys only.
    pub(super) fn identity(&self) -> Vec<u8> {
        let bits = |part: f64| if part == 0.0 { 0 } else { part.to_bits() };
        match self {
            Key::None => vec![0],
            Key::Number(real, imag) => format!("n{:x}:{:x}", bits(*real), bits(*imag)).into_bytes(),
            Key::Large(digits) => format!("l{digits}").into_bytes(),
            Key::Text(text) => [b"t", text.as_bytes()].concat(),
            Key::Bytes(bytes) => [b"b", &bytes[..]].concat(),
        }
    }
}

/// A constant key and its `repr`.
pub(super) fn shown_constant(expr: &Expr) -> Option<(Key, String)> {
    Some(match expr {
        Expr::NoneLiteral(_) => (Key::None, "None".to_owned()),
        Expr::BooleanLiteral(e) => (
            Key::Number(f64::from(u8::from(e.value)), 0.0),
            if e.value { "True" } else { "False" }.to_owned(),
        ),
        Expr::NumberLiteral(e) => match &e.value {
            Number::Int(int) => match int.as_i64() {
                Some(small) if small.unsigned_abs() < 1 << 52 => {
                    (Key::Number(small as f64, 0.0), small.to_string())
                }
                _ => (Key::Large(int.to_string()), int.to_string()),
            },
            Number::Float(float) => (Key::Number(*float, 0.0), shown_float(*float)),
            Number::Complex { real, imag } => (Key::Number(*real, *imag), shown_complex(*real, *imag)),
        },
        Expr::StringLiteral(e) => {
            let text = e.value.to_str();
            let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
            let mut shown = String::from(quote);
            for c in text.chars() {
                match c {
                    '\\' => shown.push_str("\\\\"),
                    '\n' => shown.push_str("\\n"),
                    '\r' => shown.push_str("\\r"),
                    '\t' => shown.push_str("\\t"),
                    c if c == quote => shown.extend(['\\', c]),
                    c => shown.push(c),
                }
            }
            shown.push(quote);
            (Key::Text(text.to_owned()), shown)
        }
        Expr::BytesLiteral(e) => {
            let bytes: Vec<u8> = e.value.bytes().collect();
            let shown = format!("b'{}'", bytes.escape_ascii());
            (Key::Bytes(bytes), shown)
        }
        Expr::UnaryOp(e) if e.op == UnaryOp::USub => {
            let (key, shown) = shown_constant(&e.operand)?;
            match key {
                Key::Number(real, imag) if imag == 0.0 && !shown.ends_with('j') => {
                    (Key::Number(-real, imag), format!("-{shown}"))
                }
                Key::Number(real, imag) => (Key::Number(-real, -imag), format!("(-0-{shown})")),
                Key::Large(text) => (Key::Large(format!("-{text}")), format!("-{shown}")),
                _ => return None,
            }
        }
        Expr::BinOp(e) => {
            let sign = if e.op == ast::Operator::Sub { -1.0 } else { 1.0 };
            match (shown_constant(&e.left)?.0, shown_constant(&e.right)?.0) {
                (Key::Number(real, _), Key::Number(_, imag)) => {
                    (Key::Number(real, sign * imag), shown_complex(real, sign * imag))
                }
                _ => return None,
            }
        }
        _ => return None,
    })
}

fn shown_float(float: f64) -> String {
    let shown = format!("{float:?}");
    shown.strip_suffix(".0").filter(|_| float.abs() >= 1e16).map_or(shown.clone(), str::to_owned)
}

fn shown_complex(real: f64, imag: f64) -> String {
    let part = |value: f64| {
        let shown = shown_float(value);
        shown.strip_suffix(".0").map_or(shown.clone(), str::to_owned)
    };
    match real == 0.0 && real.is_sign_positive() {
        true => format!("{}j", part(imag)),
        false => format!("({}{}{}j)", part(real), if imag < 0.0 { "" } else { "+" }, part(imag)),
    }
}
