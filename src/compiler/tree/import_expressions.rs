//! Expressions of module `ast` as the parser crate's.
//!
//! The value of a constant is found by its range. What no literal spells (tuples, negative numbers) becomes the one kind of expression that
//! the grammar of Python does not have.

use ruff_python_ast::{
    self as ast, AtomicNodeIndex, BoolOp, CmpOp, ConversionFlag, Expr, ExprContext,
    InterpolatedStringElement, Number, Operator, UnaryOp,
};
use ruff_text_size::{Ranged, TextRange, TextSize};
use typhon_bytecode::{Constant, Text};

use super::import::{Importer, child, children, number, optional_child, optional_children, text};
use super::{Field, Kind, Node};

pub(super) fn operator(kind: Kind) -> Operator {
    match kind {
        Kind::Sub => Operator::Sub,
        Kind::Mult => Operator::Mult,
        Kind::MatMult => Operator::MatMult,
        Kind::Div => Operator::Div,
        Kind::Mod => Operator::Mod,
        Kind::Pow => Operator::Pow,
        Kind::LShift => Operator::LShift,
        Kind::RShift => Operator::RShift,
        Kind::BitOr => Operator::BitOr,
        Kind::BitXor => Operator::BitXor,
        Kind::BitAnd => Operator::BitAnd,
        Kind::FloorDiv => Operator::FloorDiv,
        _ => Operator::Add,
    }
}

fn unary(kind: Kind) -> UnaryOp {
    match kind {
        Kind::Invert => UnaryOp::Invert,
        Kind::Not => UnaryOp::Not,
        Kind::UAdd => UnaryOp::UAdd,
        _ => UnaryOp::USub,
    }
}

fn comparison(kind: Kind) -> CmpOp {
    match kind {
        Kind::NotEq => CmpOp::NotEq,
        Kind::Lt => CmpOp::Lt,
        Kind::LtE => CmpOp::LtE,
        Kind::Gt => CmpOp::Gt,
        Kind::GtE => CmpOp::GtE,
        Kind::Is => CmpOp::Is,
        Kind::IsNot => CmpOp::IsNot,
        Kind::In => CmpOp::In,
        Kind::NotIn => CmpOp::NotIn,
        _ => CmpOp::Eq,
    }
}

fn context(node: &Node, index: usize) -> ExprContext {
    match child(node, index).kind {
        Kind::Store => ExprContext::Store,
        Kind::Del => ExprContext::Del,
        _ => ExprContext::Load,
    }
}

/// A number as the parser crate keeps those of more than 64 bits.
fn hexadecimal(magnitude: &[u8]) -> Option<ast::Int> {
    let digits: String = magnitude.iter().rev().map(|byte| format!("{byte:02x}")).collect();
    ast::Int::from_str_radix(&digits, 16, &format!("0x{digits}")).ok()
}

impl Importer {
    #[expect(clippy::too_many_lines, reason = "one arm a kind of expression")]
    pub(super) fn expr(&mut self, node: &Node) -> Expr {
        let node_index = AtomicNodeIndex::NONE;
        let start = self.begin(node);
        match node.kind {
            Kind::BoolOp => {
                let op = if child(node, 0).kind == Kind::And { BoolOp::And } else { BoolOp::Or };
                let values = self.exprs(node, 1);
                Expr::BoolOp(ast::ExprBoolOp { node_index, range: self.end(node, start), op, values })
            }
            Kind::NamedExpr => {
                let (target, value) = (self.boxed(node, 0), self.boxed(node, 1));
                Expr::Named(ast::ExprNamed { node_index, range: self.end(node, start), target, value })
            }
            Kind::BinOp => {
                let (left, op) = (self.boxed(node, 0), operator(child(node, 1).kind));
                let right = self.boxed(node, 2);
                Expr::BinOp(ast::ExprBinOp { node_index, range: self.end(node, start), left, op, right })
            }
            Kind::UnaryOp => {
                let (op, operand) = (unary(child(node, 0).kind), self.boxed(node, 1));
                Expr::UnaryOp(ast::ExprUnaryOp { node_index, range: self.end(node, start), op, operand })
            }
            Kind::Lambda => {
                let parameters = Some(Box::new(self.parameters(child(node, 0))));
                let body = self.boxed(node, 1);
                Expr::Lambda(ast::ExprLambda { node_index, range: self.end(node, start), parameters, body })
            }
            Kind::IfExp => {
                let (test, body, orelse) = (self.boxed(node, 0), self.boxed(node, 1), self.boxed(node, 2));
                Expr::If(ast::ExprIf { node_index, range: self.end(node, start), test, body, orelse })
            }
            Kind::Dict => {
                let items = optional_children(node, 0).zip(children(node, 1)).map(|(key, value)| {
                    let key = key.map(|key| self.expr(key));
                    ast::DictItem { key, value: self.expr(value) }
                });
                let items = items.collect();
                Expr::Dict(ast::ExprDict { node_index, range: self.end(node, start), items })
            }
            Kind::Set => {
                let elts = self.exprs(node, 0);
                Expr::Set(ast::ExprSet { node_index, range: self.end(node, start), elts })
            }
            Kind::ListComp | Kind::SetComp | Kind::GeneratorExp => {
                let elt = self.boxed(node, 0);
                let generators = self.generators(node, 1);
                let range = self.end(node, start);
                match node.kind {
                    Kind::ListComp => {
                        Expr::ListComp(ast::ExprListComp { node_index, range, elt, generators })
                    }
                    Kind::SetComp => Expr::SetComp(ast::ExprSetComp { node_index, range, elt, generators }),
                    _ => {
                        let parenthesized = true;
                        Expr::Generator(ast::ExprGenerator {
                            node_index,
                            range,
                            elt,
                            generators,
                            parenthesized,
                        })
                    }
                }
            }
            Kind::DictComp => {
                let (key, value) = (self.boxed(node, 0), self.boxed(node, 1));
                let generators = self.generators(node, 2);
                let range = self.end(node, start);
                Expr::DictComp(ast::ExprDictComp { node_index, range, key, value, generators })
            }
            Kind::Await => {
                let value = self.boxed(node, 0);
                Expr::Await(ast::ExprAwait { node_index, range: self.end(node, start), value })
            }
            Kind::Yield => {
                let value = self.optional_boxed(node, 0);
                Expr::Yield(ast::ExprYield { node_index, range: self.end(node, start), value })
            }
            Kind::YieldFrom => {
                let value = self.boxed(node, 0);
                Expr::YieldFrom(ast::ExprYieldFrom { node_index, range: self.end(node, start), value })
            }
            Kind::Compare => {
                let left = self.boxed(node, 0);
                let ops = children(node, 1).map(|op| comparison(op.kind)).collect();
                let comparators = self.exprs(node, 2).into();
                let range = self.end(node, start);
                Expr::Compare(ast::ExprCompare { node_index, range, left, ops, comparators })
            }
            Kind::Call => {
                let func = self.boxed(node, 0);
                let arguments = self.arguments(node, 1, 2);
                Expr::Call(ast::ExprCall { node_index, range: self.end(node, start), func, arguments })
            }
            Kind::JoinedStr => {
                let elements = self.elements(node, 0);
                self.f_string(node, start, elements)
            }
            Kind::FormattedValue => {
                let element = self.interpolation(node);
                self.f_string(node, start, vec![InterpolatedStringElement::Interpolation(element)])
            }
            Kind::TemplateStr | Kind::Interpolation => {
                let elements = match node.kind {
                    Kind::TemplateStr => self.elements(node, 0),
                    _ => vec![InterpolatedStringElement::Interpolation(self.interpolation(node))],
                };
                let range = self.end(node, start);
                let part = ast::TString {
                    range,
                    node_index: AtomicNodeIndex::NONE,
                    elements: elements.into(),
                    flags: ast::TStringFlags::empty(),
                };
                Expr::TString(ast::ExprTString { node_index, range, value: ast::TStringValue::single(part) })
            }
            Kind::Constant => self.constant(node, start),
            Kind::Attribute => {
                let value = self.boxed(node, 0);
                let name = text(node, 1);
                // The name stands at the end.
                let column = node.place.end_column.wrapping_sub(name.len() as i32);
                let at = self.point(node.place.end_line, column);
                let attr = self.identifier(name, at);
                let range = self.end(node, start);
                let attr = ast::Identifier { range: TextRange::new(at, range.end()), ..attr };
                Expr::Attribute(ast::ExprAttribute { node_index, range, value, attr, ctx: context(node, 2) })
            }
            Kind::Subscript => {
                let (value, slice) = (self.boxed(node, 0), self.boxed(node, 1));
                let (range, ctx) = (self.end(node, start), context(node, 2));
                Expr::Subscript(ast::ExprSubscript { node_index, range, value, slice, ctx })
            }
            Kind::Starred => {
                let value = self.boxed(node, 0);
                let ctx = context(node, 1);
                Expr::Starred(ast::ExprStarred { node_index, range: self.end(node, start), value, ctx })
            }
            Kind::List => {
                let elts = self.exprs(node, 0);
                let ctx = context(node, 1);
                Expr::List(ast::ExprList { node_index, range: self.end(node, start), elts, ctx })
            }
            Kind::Tuple => {
                let elts = self.exprs(node, 0);
                let (range, ctx) = (self.end(node, start), context(node, 1));
                Expr::Tuple(ast::ExprTuple { node_index, range, elts, ctx, parenthesized: true })
            }
            Kind::Slice => {
                let lower = self.optional_boxed(node, 0);
                let upper = self.optional_boxed(node, 1);
                let step = self.optional_boxed(node, 2);
                Expr::Slice(ast::ExprSlice { node_index, range: self.end(node, start), lower, upper, step })
            }
            _ => {
                let (id, ctx) = (ast::name::Name::new(text(node, 0)), context(node, 1));
                Expr::Name(ast::ExprName { node_index, range: self.end(node, start), id, ctx })
            }
        }
    }

    fn generators(&mut self, node: &Node, index: usize) -> Vec<ast::Comprehension> {
        let generators = children(node, index).map(|generator| {
            let target = self.expr(child(generator, 0));
            let iter = self.expr(child(generator, 1));
            let ifs = self.exprs(generator, 2);
            let end = ifs.last().map_or(iter.end(), Ranged::end);
            let range = TextRange::new(target.start(), end);
            let is_async = number(generator, 3) != 0;
            ast::Comprehension { range, node_index: AtomicNodeIndex::NONE, target, iter, ifs, is_async }
        });
        generators.collect()
    }

    fn constant(&mut self, node: &Node, start: TextSize) -> Expr {
        let node_index = AtomicNodeIndex::NONE;
        let range = self.end(node, start);
        let Some(Field::Constant(value)) = node.fields.first() else {
            return Expr::NoneLiteral(ast::ExprNoneLiteral { node_index, range });
        };
        match value {
            Constant::None => Expr::NoneLiteral(ast::ExprNoneLiteral { node_index, range }),
            Constant::Ellipsis => Expr::EllipsisLiteral(ast::ExprEllipsisLiteral { node_index, range }),
            Constant::Bool(value) => {
                Expr::BooleanLiteral(ast::ExprBooleanLiteral { node_index, range, value: *value })
            }
            Constant::Float(value) => {
                let value = Number::Float(*value);
                Expr::NumberLiteral(ast::ExprNumberLiteral { node_index, range, value })
            }
            Constant::Complex { real, imag } => {
                let value = Number::Complex { real: *real, imag: *imag };
                Expr::NumberLiteral(ast::ExprNumberLiteral { node_index, range, value })
            }
            Constant::Int(number @ 0..) => {
                let value = Number::Int(ast::Int::from(*number as u64));
                Expr::NumberLiteral(ast::ExprNumberLiteral { node_index, range, value })
            }
            Constant::BigInt { negative: false, magnitude } if hexadecimal(magnitude).is_some() => {
                let value = Number::Int(hexadecimal(magnitude).unwrap_or(ast::Int::ZERO));
                Expr::NumberLiteral(ast::ExprNumberLiteral { node_index, range, value })
            }
            Constant::Str(text) => {
                self.constants.insert(start.to_u32(), value.clone());
                let part = ast::StringLiteral {
                    range,
                    node_index: AtomicNodeIndex::NONE,
                    value: text.to_string_lossy().into(),
                    flags: ast::StringLiteralFlags::empty(),
                };
                let value = ast::StringLiteralValue::single(part);
                Expr::StringLiteral(ast::ExprStringLiteral { node_index, range, value })
            }
            Constant::Bytes(bytes) => {
                let part = ast::BytesLiteral {
                    range,
                    node_index: AtomicNodeIndex::NONE,
                    value: bytes.clone(),
                    flags: ast::BytesLiteralFlags::empty(),
                };
                let value = ast::BytesLiteralValue::single(part);
                Expr::BytesLiteral(ast::ExprBytesLiteral { node_index, range, value })
            }
            other => {
                self.constants.insert(start.to_u32(), other.clone());
                let (kind, value) = (ast::IpyEscapeKind::Magic, "".into());
                Expr::IpyEscapeCommand(ast::ExprIpyEscapeCommand { node_index, range, kind, value })
            }
        }
    }

    fn f_string(&mut self, node: &Node, start: TextSize, elements: Vec<InterpolatedStringElement>) -> Expr {
        let range = self.end(node, start);
        let part = ast::FString {
            range,
            node_index: AtomicNodeIndex::NONE,
            elements: elements.into(),
            flags: ast::FStringFlags::empty(),
        };
        let value = ast::FStringValue::single(part);
        Expr::FString(ast::ExprFString { node_index: AtomicNodeIndex::NONE, range, value })
    }

    fn elements(&mut self, node: &Node, index: usize) -> Vec<InterpolatedStringElement> {
        let mut elements = Vec::new();
        for value in children(node, index) {
            self.element(value, &mut elements);
        }
        elements
    }

    /// A value of a string, or an expression that is a whole format specification.
    fn element(&mut self, value: &Node, elements: &mut Vec<InterpolatedStringElement>) {
        let node_index = AtomicNodeIndex::NONE;
        match (value.kind, value.fields.first()) {
            (Kind::Constant, Some(Field::Constant(Constant::Str(text)))) => {
                let start = self.begin(value);
                self.constants.insert(start.to_u32(), Constant::Str(text.clone()));
                let range = self.end(value, start);
                let value = text.to_string_lossy().into();
                elements.push(InterpolatedStringElement::Literal(ast::InterpolatedStringLiteralElement {
                    range,
                    node_index,
                    value,
                }));
            }
            (Kind::FormattedValue | Kind::Interpolation, _) => {
                elements.push(InterpolatedStringElement::Interpolation(self.interpolation(value)));
            }
            (Kind::JoinedStr, _) => elements.extend(self.elements(value, 0)),
            _ => {
                let start = self.begin(value);
                let expression = Box::new(self.expr(value));
                elements.push(InterpolatedStringElement::Interpolation(ast::InterpolatedElement {
                    range: self.end(value, start),
                    node_index,
                    expression,
                    debug_text: None,
                    conversion: ConversionFlag::None,
                    format_spec: None,
                }));
            }
        }
    }

    fn interpolation(&mut self, node: &Node) -> ast::InterpolatedElement {
        let start = self.begin(node);
        let mut next = 1;
        if node.kind == Kind::Interpolation {
            let text = match node.fields.get(1) {
                Some(Field::Constant(text @ Constant::Str(_))) => text.clone(),
                _ => Constant::Str(Text::default()),
            };
            self.constants.insert(start.to_u32(), text);
            next = 2;
        }
        let expression = self.boxed(node, 0);
        let conversion = match u8::try_from(number(node, next)) {
            Ok(b's') => ConversionFlag::Str,
            Ok(b'r') => ConversionFlag::Repr,
            Ok(b'a') => ConversionFlag::Ascii,
            _ => ConversionFlag::None,
        };
        let format_spec = optional_child(node, next + 1).map(|spec| {
            let start = self.begin(spec);
            let mut elements = Vec::new();
            self.element(spec, &mut elements);
            Box::new(ast::InterpolatedStringFormatSpec {
                range: self.end(spec, start),
                node_index: AtomicNodeIndex::NONE,
                elements: elements.into(),
            })
        });
        ast::InterpolatedElement {
            range: self.end(node, start),
            node_index: AtomicNodeIndex::NONE,
            expression,
            debug_text: None,
            conversion,
            format_spec,
        }
    }
}
