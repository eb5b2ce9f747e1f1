//! Text of an annotation under `from __future__ import annotations`: the expression written out in CPython's normal form.
//!
//! Kinds of expressions that do not occur in annotations keep their source text.

use ruff_python_ast::{self as ast, Expr, UnaryOp};
use ruff_text_size::Ranged;
use typhon_bytecode::Text;

use crate::literal;
use crate::source::Source;

/// Binding strengths, weakest first (Python/ast_unparse.c).
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Strength {
    Tuple = 1,
    Test,
    Or,
    And,
    Not,
    Compare,
    BitOr,
    BitXor,
    BitAnd,
    Shift,
    Arithmetic,
    Term,
    Factor,
    Power,
    Await,
    Atom,
}

pub(super) fn unparse(source: &Source, expr: &Expr) -> String {
    let mut writer = Writer { source, out: String::new() };
    // A bare tuple has no parentheses only inside a subscript.
    writer.expr(expr, Strength::Test);
    writer.out
}

struct Writer<'s> {
    source: &'s Source,
    out: String,
}

impl Writer<'_> {
    fn put(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn list(&mut self, exprs: &[Expr]) {
        for (index, expr) in exprs.iter().enumerate() {
            if index > 0 {
                self.put(", ");
            }
            self.expr(expr, Strength::Test);
        }
    }

    /// Writes with parentheses where the context binds more strongly than the expression.
    fn grouped(&mut self, own: Strength, context: Strength, write: impl FnOnce(&mut Self)) {
        let parenthesise = context > own;
        if parenthesise {
            self.put("(");
        }
        write(self);
        if parenthesise {
            self.put(")");
        }
    }

    fn expr(&mut self, expr: &Expr, context: Strength) {
        match expr {
            Expr::Name(e) => self.put(&e.id),
            Expr::NoneLiteral(_) => self.put("None"),
            Expr::EllipsisLiteral(_) => self.put("..."),
            Expr::BooleanLiteral(e) => self.put(if e.value { "True" } else { "False" }),
            Expr::StringLiteral(e) => {
                let text = literal::string(self.source, e);
                self.out.push_str(&repr(&text));
            }
            Expr::Attribute(e) => {
                self.expr(&e.value, Strength::Atom);
                // `1 .real`: the point would belong to the number.
                if let Expr::NumberLiteral(number) = &*e.value
                    && number.value.is_int()
                {
                    self.put(" ");
                }
                self.put(".");
                self.put(&e.attr);
            }
            Expr::Subscript(e) => {
                self.expr(&e.value, Strength::Atom);
                self.put("[");
                match &*e.slice {
                    Expr::Tuple(tuple)
                        if !tuple.elts.is_empty() && !tuple.elts.iter().any(Expr::is_starred_expr) =>
                    {
                        self.list(&tuple.elts);
                        if tuple.elts.len() == 1 {
                            self.put(",");
                        }
                    }
                    slice => self.expr(slice, Strength::Tuple),
                }
                self.put("]");
            }
            Expr::Tuple(e) => {
                if e.elts.is_empty() {
                    return self.put("()");
                }
                self.grouped(Strength::Tuple, context, |this| {
                    this.list(&e.elts);
                    if e.elts.len() == 1 {
                        this.put(",");
                    }
                });
            }
            Expr::List(e) => {
                self.put("[");
                self.list(&e.elts);
                self.put("]");
            }
            Expr::Starred(e) => {
                self.put("*");
                self.expr(&e.value, Strength::BitOr);
            }
            Expr::BinOp(e) => self.binary(e, context),
            Expr::UnaryOp(e) => {
                let (text, own) = match e.op {
                    UnaryOp::Invert => ("~", Strength::Factor),
                    UnaryOp::Not => ("not ", Strength::Not),
                    UnaryOp::UAdd => ("+", Strength::Factor),
                    UnaryOp::USub => ("-", Strength::Factor),
                };
                self.grouped(own, context, |this| {
                    this.put(text);
                    this.expr(&e.operand, own);
                });
            }
            Expr::BoolOp(e) => {
                let (own, inner) = match e.op {
                    ast::BoolOp::And => (Strength::And, Strength::Not),
                    ast::BoolOp::Or => (Strength::Or, Strength::And),
                };
                self.grouped(own, context, |this| {
                    for (index, value) in e.values.iter().enumerate() {
                        if index > 0 {
                            this.put(if e.op == ast::BoolOp::And { " and " } else { " or " });
                        }
                        this.expr(value, inner);
                    }
                });
            }
            Expr::If(e) => self.grouped(Strength::Test, context, |this| {
                this.expr(&e.body, Strength::Or);
                this.put(" if ");
                this.expr(&e.test, Strength::Or);
                this.put(" else ");
                this.expr(&e.orelse, Strength::Test);
            }),
            Expr::Compare(e) => self.grouped(Strength::Compare, context, |this| {
                this.expr(&e.left, Strength::BitOr);
                for (op, comparator) in e.ops.iter().zip(&e.comparators) {
                    this.put(" ");
                    this.put(op.as_str());
                    this.put(" ");
                    this.expr(comparator, Strength::BitOr);
                }
            }),
            Expr::Call(e) => self.call(e),
            Expr::Slice(e) => {
                if let Some(lower) = &e.lower {
                    self.expr(lower, Strength::Test);
                }
                self.put(":");
                if let Some(upper) = &e.upper {
                    self.expr(upper, Strength::Test);
                }
                if let Some(step) = &e.step {
                    self.put(":");
                    self.expr(step, Strength::Test);
                }
            }
            other => {
                let text = self.source.text_of(other).to_owned();
                self.put(&text);
            }
        }
    }

    fn binary(&mut self, e: &ast::ExprBinOp, context: Strength) {
        use ast::Operator as O;
        let (own, above) = match e.op {
            O::BitOr => (Strength::BitOr, Strength::BitXor),
            O::BitXor => (Strength::BitXor, Strength::BitAnd),
            O::BitAnd => (Strength::BitAnd, Strength::Shift),
            O::LShift | O::RShift => (Strength::Shift, Strength::Arithmetic),
            O::Add | O::Sub => (Strength::Arithmetic, Strength::Term),
            O::Mult | O::MatMult | O::Div | O::Mod | O::FloorDiv => (Strength::Term, Strength::Factor),
            O::Pow => (Strength::Power, Strength::Power),
        };
        let (left, right) = if e.op == O::Pow { (Strength::Await, own) } else { (own, above) };
        self.grouped(own, context, |this| {
            this.expr(&e.left, left);
            this.put(" ");
            this.put(e.op.as_str());
            this.put(" ");
            this.expr(&e.right, right);
        });
    }

    fn call(&mut self, e: &ast::ExprCall) {
        self.expr(&e.func, Strength::Atom);
        self.put("(");
        self.list(&e.arguments.args);
        for (index, keyword) in e.arguments.keywords.iter().enumerate() {
            if index > 0 || !e.arguments.args.is_empty() {
                self.put(", ");
            }
            match &keyword.arg {
                Some(name) => {
                    self.put(name);
                    self.put("=");
                }
                None => self.put("**"),
            }
            self.expr(&keyword.value, Strength::Test);
        }
        self.put(")");
        let _ = e.range();
    }
}

/// `repr` of a string: single quotes unless only they occur inside.
fn repr(text: &Text) -> String {
    let quote = {
        let bytes = text.as_bytes();
        if bytes.contains(&b'\'') && !bytes.contains(&b'"') { '"' } else { '\'' }
    };
    let mut out = String::from(quote);
    for point in text.code_points() {
        match char::from_u32(point) {
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some('\\') => out.push_str("\\\\"),
            Some(c) if c == quote => {
                out.push('\\');
                out.push(c);
            }
            Some(c) if !c.is_control() => out.push(c),
            _ if point < 0x100 => out.push_str(&format!("\\x{point:02x}")),
            _ if point < 0x1_0000 => out.push_str(&format!("\\u{point:04x}")),
            _ => out.push_str(&format!("\\U{point:08x}")),
        }
    }
    out.push(quote);
    out
}
