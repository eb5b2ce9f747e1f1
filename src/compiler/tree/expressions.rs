//! The parser crate's expressions as expressions of module `ast`. Strings: [`super::strings`].

use ruff_python_ast::{self as ast, BoolOp, CmpOp, Expr, ExprContext, Operator, UnaryOp};
use ruff_text_size::Ranged;
use typhon_bytecode::Constant;

use super::export::{Exporter, all, mark, name, node};
use super::{Field, Kind, Node};
use crate::literal;

pub(super) fn operator(op: Operator) -> Kind {
    match op {
        Operator::Add => Kind::Add,
        Operator::Sub => Kind::Sub,
        Operator::Mult => Kind::Mult,
        Operator::MatMult => Kind::MatMult,
        Operator::Div => Kind::Div,
        Operator::Mod => Kind::Mod,
        Operator::Pow => Kind::Pow,
        Operator::LShift => Kind::LShift,
        Operator::RShift => Kind::RShift,
        Operator::BitOr => Kind::BitOr,
        Operator::BitXor => Kind::BitXor,
        Operator::BitAnd => Kind::BitAnd,
        Operator::FloorDiv => Kind::FloorDiv,
    }
}

fn unary(op: UnaryOp) -> Kind {
    match op {
        UnaryOp::Invert => Kind::Invert,
        UnaryOp::Not => Kind::Not,
        UnaryOp::UAdd => Kind::UAdd,
        UnaryOp::USub => Kind::USub,
    }
}

fn comparison(op: CmpOp) -> Kind {
    match op {
        CmpOp::Eq => Kind::Eq,
        CmpOp::NotEq => Kind::NotEq,
        CmpOp::Lt => Kind::Lt,
        CmpOp::LtE => Kind::LtE,
        CmpOp::Gt => Kind::Gt,
        CmpOp::GtE => Kind::GtE,
        CmpOp::Is => Kind::Is,
        CmpOp::IsNot => Kind::IsNot,
        CmpOp::In => Kind::In,
        CmpOp::NotIn => Kind::NotIn,
    }
}

fn context(ctx: ExprContext) -> Field {
    mark(match ctx {
        ExprContext::Load | ExprContext::Invalid => Kind::Load,
        ExprContext::Store => Kind::Store,
        ExprContext::Del => Kind::Del,
    })
}

impl Exporter<'_> {
    pub(crate) fn expr(&self, expr: &Expr) -> Node {
        let range = expr.range();
        let inner = |expr: &Expr| node(self.expr(expr));
        let constant = |value| (Kind::Constant, vec![Field::Constant(value), Field::Absent]);
        let (kind, fields) = match expr {
            Expr::BoolOp(e) => {
                let op = if e.op == BoolOp::And { Kind::And } else { Kind::Or };
                (Kind::BoolOp, vec![mark(op), self.exprs(&e.values)])
            }
            Expr::Named(e) => (Kind::NamedExpr, vec![inner(&e.target), inner(&e.value)]),
            Expr::BinOp(e) => (Kind::BinOp, vec![inner(&e.left), mark(operator(e.op)), inner(&e.right)]),
            Expr::UnaryOp(e) => (Kind::UnaryOp, vec![mark(unary(e.op)), inner(&e.operand)]),
            Expr::Lambda(e) => {
                (Kind::Lambda, vec![node(self.parameters(e.parameters.as_deref())), inner(&e.body)])
            }
            Expr::If(e) => (Kind::IfExp, vec![inner(&e.test), inner(&e.body), inner(&e.orelse)]),
            Expr::Dict(e) => {
                let keys = e.items.iter().map(|item| item.key.as_ref().map(|key| self.expr(key)));
                let values = all(e.items.iter().map(|item| self.expr(&item.value)));
                (Kind::Dict, vec![Field::Nodes(keys.collect()), values])
            }
            Expr::Set(e) => (Kind::Set, vec![self.exprs(&e.elts)]),
            Expr::ListComp(e) => (Kind::ListComp, vec![inner(&e.elt), self.generators(&e.generators)]),
            Expr::SetComp(e) => (Kind::SetComp, vec![inner(&e.elt), self.generators(&e.generators)]),
            Expr::DictComp(e) => {
                (Kind::DictComp, vec![inner(&e.key), inner(&e.value), self.generators(&e.generators)])
            }
            Expr::Generator(e) => (Kind::GeneratorExp, vec![inner(&e.elt), self.generators(&e.generators)]),
            Expr::Await(e) => (Kind::Await, vec![inner(&e.value)]),
            Expr::Yield(e) => (Kind::Yield, vec![self.optional_expr(e.value.as_deref())]),
            Expr::YieldFrom(e) => (Kind::YieldFrom, vec![inner(&e.value)]),
            Expr::Compare(e) => {
                let ops = e.ops.iter().map(|&op| self.placeless(comparison(op), []));
                (Kind::Compare, vec![inner(&e.left), all(ops), self.exprs(&e.comparators)])
            }
            Expr::Call(e) => {
                let keywords = all(e.arguments.keywords.iter().map(|keyword| self.keyword(keyword)));
                let args = match &*e.arguments.args {
                    // The parentheses of the call are the generator expression's too.
                    [Expr::Generator(only)] if !only.parenthesized => {
                        let fields = [inner(&only.elt), self.generators(&only.generators)];
                        all([self.node(Kind::GeneratorExp, e.arguments.range, fields)])
                    }
                    args => self.exprs(args),
                };
                (Kind::Call, vec![inner(&e.func), args, keywords])
            }
            Expr::FString(e) => return self.f_string(e),
            Expr::TString(e) => return self.t_string(e),
            Expr::StringLiteral(e) => {
                let text = Constant::Str(literal::string(self.source, e));
                let is_marked =
                    e.value.first_literal_flags().prefix() == ast::str_prefix::StringLiteralPrefix::Unicode;
                let mark = if is_marked { Field::Text("u".into()) } else { Field::Absent };
                (Kind::Constant, vec![Field::Constant(text), mark])
            }
            Expr::BytesLiteral(e) => constant(Constant::Bytes(e.value.bytes().collect())),
            Expr::NumberLiteral(e) => {
                constant(literal::number(&e.value, e.range).unwrap_or(Constant::Int(0)))
            }
            Expr::BooleanLiteral(e) => constant(Constant::Bool(e.value)),
            Expr::NoneLiteral(_) => constant(Constant::None),
            Expr::EllipsisLiteral(_) => constant(Constant::Ellipsis),
            Expr::IpyEscapeCommand(e) => {
                constant(self.source.constant(e.range).cloned().unwrap_or(Constant::Ellipsis))
            }
            Expr::Attribute(e) => (Kind::Attribute, vec![inner(&e.value), name(&e.attr), context(e.ctx)]),
            Expr::Subscript(e) => (Kind::Subscript, vec![inner(&e.value), inner(&e.slice), context(e.ctx)]),
            Expr::Starred(e) => (Kind::Starred, vec![inner(&e.value), context(e.ctx)]),
            Expr::Name(e) if e.id == "__debug__" && self.debug.is_some() && e.ctx == ExprContext::Load => {
                constant(Constant::Bool(self.debug == Some(true)))
            }
            Expr::Name(e) => (Kind::Name, vec![Field::Name(e.id.as_str().to_owned()), context(e.ctx)]),
            Expr::List(e) => (Kind::List, vec![self.exprs(&e.elts), context(e.ctx)]),
            Expr::Tuple(e) => (Kind::Tuple, vec![self.exprs(&e.elts), context(e.ctx)]),
            Expr::Slice(e) => {
                let part = |part: &Option<Box<Expr>>| self.optional_expr(part.as_deref());
                (Kind::Slice, vec![part(&e.lower), part(&e.upper), part(&e.step)])
            }
        };
        self.node(kind, range, fields)
    }

    fn generators(&self, generators: &[ast::Comprehension]) -> Field {
        all(generators.iter().map(|generator| {
            let fields = [
                node(self.expr(&generator.target)),
                node(self.expr(&generator.iter)),
                self.exprs(&generator.ifs),
                Field::Number(generator.is_async.into()),
            ];
            self.placeless(Kind::Comprehension, fields)
        }))
    }
}
