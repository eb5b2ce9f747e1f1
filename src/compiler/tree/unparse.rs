//! An expression written out in CPython's normal form: what annotations are under `from __future__ import annotations`. Reference: how strongly
//! operators bind, and which parentheses are left out, in CPython's Python/ast_unparse.c.

use typhon_bytecode::{Constant, Text};

use super::import::{child, children, number, optional_child, optional_children, text};
use super::{Field, Kind, Node};
use crate::diagnose::lexer::is_printable;
use crate::literal;

/// Binding strengths, weakest first.
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

/// The text of an expression.
pub(crate) fn unparse(expr: &Node) -> String {
    let mut writer = Writer::default();
    writer.expr(expr, Strength::Test);
    String::from_utf8_lossy(&writer.out).into_owned()
}

/// Text being written, which holds lone surrogates inside of f-strings until they are quoted.
#[derive(Default)]
struct Writer {
    out: Vec<u8>,
}

impl Writer {
    fn put(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    /// Puts what separates an item from the one before, if there is one.
    fn separate(&mut self, is_first: &mut bool) {
        if !std::mem::replace(is_first, false) {
            self.put(", ");
        }
    }

    fn list<'n>(&mut self, exprs: impl Iterator<Item = &'n Node>) {
        let mut is_first = true;
        for expr in exprs {
            self.separate(&mut is_first);
            self.expr(expr, Strength::Test);
        }
    }

    fn bracketed<'n>(&mut self, open: &str, exprs: impl Iterator<Item = &'n Node>, close: &str) {
        self.put(open);
        self.list(exprs);
        self.put(close);
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

    fn expr(&mut self, e: &Node, context: Strength) {
        match e.kind {
            Kind::Name => self.put(text(e, 0)),
            Kind::Constant => {
                if let Some(Field::Text(prefix)) = e.fields.get(1) {
                    self.out.extend_from_slice(prefix.as_bytes());
                }
                match e.fields.first() {
                    Some(Field::Constant(Constant::Ellipsis)) => self.put("..."),
                    Some(Field::Constant(value)) => self.put(&repr(value)),
                    _ => self.put("None"),
                }
            }
            Kind::Attribute => {
                let value = child(e, 0);
                self.expr(value, Strength::Atom);
                // The point would belong to the number.
                let is_int = matches!(
                    (value.kind, value.fields.first()),
                    (Kind::Constant, Some(Field::Constant(Constant::Int(_) | Constant::BigInt { .. })))
                );
                self.put(if is_int { " ." } else { "." });
                self.put(text(e, 1));
            }
            Kind::Subscript => {
                self.expr(child(e, 0), Strength::Atom);
                self.put("[");
                self.expr(child(e, 1), Strength::Tuple);
                self.put("]");
            }
            Kind::Tuple => match children(e, 0).count() {
                0 => self.put("()"),
                count => self.grouped(Strength::Tuple, context, |this| {
                    this.list(children(e, 0));
                    if count == 1 {
                        this.put(",");
                    }
                }),
            },
            Kind::List => self.bracketed("[", children(e, 0), "]"),
            Kind::Set => self.bracketed("{", children(e, 0), "}"),
            Kind::Dict => self.dict(e),
            Kind::Starred => {
                self.put("*");
                self.expr(child(e, 0), Strength::BitOr);
            }
            Kind::BinOp => self.binary(e, context),
            Kind::UnaryOp => {
                let (sign, own) = match child(e, 0).kind {
                    Kind::Invert => ("~", Strength::Factor),
                    Kind::Not => ("not ", Strength::Not),
                    Kind::UAdd => ("+", Strength::Factor),
                    _ => ("-", Strength::Factor),
                };
                self.grouped(own, context, |this| {
                    this.put(sign);
                    this.expr(child(e, 1), own);
                });
            }
            Kind::BoolOp => {
                let (sign, own, inner) = match child(e, 0).kind {
                    Kind::And => (" and ", Strength::And, Strength::Not),
                    _ => (" or ", Strength::Or, Strength::And),
                };
                self.grouped(own, context, |this| {
                    for (index, value) in children(e, 1).enumerate() {
                        if index > 0 {
                            this.put(sign);
                        }
                        this.expr(value, inner);
                    }
                });
            }
            Kind::IfExp => self.grouped(Strength::Test, context, |this| {
                this.expr(child(e, 1), Strength::Or);
                this.put(" if ");
                this.expr(child(e, 0), Strength::Or);
                this.put(" else ");
                this.expr(child(e, 2), Strength::Test);
            }),
            Kind::Compare => self.grouped(Strength::Compare, context, |this| {
                this.expr(child(e, 0), Strength::BitOr);
                for (op, comparator) in children(e, 1).zip(children(e, 2)) {
                    this.put(comparison(op.kind));
                    this.expr(comparator, Strength::BitOr);
                }
            }),
            Kind::Lambda => self.grouped(Strength::Test, context, |this| {
                let arguments = child(e, 0);
                let is_positional = children(arguments, 0).chain(children(arguments, 1)).next().is_some();
                this.put(if is_positional { "lambda " } else { "lambda" });
                this.arguments(arguments);
                this.put(": ");
                this.expr(child(e, 1), Strength::Test);
            }),
            Kind::NamedExpr => self.grouped(Strength::Tuple, context, |this| {
                this.expr(child(e, 0), Strength::Atom);
                this.put(" := ");
                this.expr(child(e, 1), Strength::Atom);
            }),
            Kind::Call => self.call(e),
            Kind::GeneratorExp => self.comprehension("(", e, ")"),
            Kind::ListComp => self.comprehension("[", e, "]"),
            Kind::SetComp => self.comprehension("{", e, "}"),
            Kind::DictComp => {
                self.put("{");
                self.expr(child(e, 0), Strength::Test);
                self.put(": ");
                self.expr(child(e, 1), Strength::Test);
                self.generators(e, 2);
                self.put("}");
            }
            Kind::Slice => {
                self.optional(e, 0, "");
                self.put(":");
                self.optional(e, 1, "");
                self.optional(e, 2, ":");
            }
            Kind::Yield => {
                self.put("(yield");
                self.optional(e, 0, " ");
                self.put(")");
            }
            Kind::YieldFrom => {
                self.put("(yield from ");
                self.expr(child(e, 0), Strength::Test);
                self.put(")");
            }
            Kind::Await => self.grouped(Strength::Await, context, |this| {
                this.put("await ");
                this.expr(child(e, 0), Strength::Atom);
            }),
            Kind::JoinedStr => self.string("f", e),
            Kind::TemplateStr => self.string("t", e),
            _ => self.element(e),
        }
    }

    /// An expression that may be absent, after what is written only with it.
    fn optional(&mut self, e: &Node, index: usize, before: &str) {
        if let Some(part) = optional_child(e, index) {
            self.put(before);
            self.expr(part, Strength::Test);
        }
    }

    fn binary(&mut self, e: &Node, context: Strength) {
        use Strength as S;
        let (sign, own, above) = match child(e, 1).kind {
            Kind::BitOr => (" | ", S::BitOr, S::BitXor),
            Kind::BitXor => (" ^ ", S::BitXor, S::BitAnd),
            Kind::BitAnd => (" & ", S::BitAnd, S::Shift),
            Kind::LShift => (" << ", S::Shift, S::Arithmetic),
            Kind::RShift => (" >> ", S::Shift, S::Arithmetic),
            Kind::Sub => (" - ", S::Arithmetic, S::Term),
            Kind::Mult => (" * ", S::Term, S::Factor),
            Kind::MatMult => (" @ ", S::Term, S::Factor),
            Kind::Div => (" / ", S::Term, S::Factor),
            Kind::Mod => (" % ", S::Term, S::Factor),
            Kind::FloorDiv => (" // ", S::Term, S::Factor),
            Kind::Pow => (" ** ", S::Power, S::Power),
            _ => (" + ", S::Arithmetic, S::Term),
        };
        let (left, right) = if own == S::Power { (S::Await, own) } else { (own, above) };
        self.grouped(own, context, |this| {
            this.expr(child(e, 0), left);
            this.put(sign);
            this.expr(child(e, 2), right);
        });
    }

    fn dict(&mut self, e: &Node) {
        self.put("{");
        let mut is_first = true;
        for (key, value) in optional_children(e, 0).zip(children(e, 1)) {
            self.separate(&mut is_first);
            match key {
                Some(key) => {
                    self.expr(key, Strength::Test);
                    self.put(": ");
                    self.expr(value, Strength::Test);
                }
                None => {
                    self.put("**");
                    self.expr(value, Strength::BitOr);
                }
            }
        }
        self.put("}");
    }

    fn call(&mut self, e: &Node) {
        self.expr(child(e, 0), Strength::Atom);
        let mut arguments = children(e, 1);
        if let (Some(only), None, None) = (arguments.next(), arguments.next(), children(e, 2).next())
            && only.kind == Kind::GeneratorExp
        {
            // The call's parentheses are its own.
            return self.expr(only, Strength::Atom);
        }
        self.put("(");
        self.list(children(e, 1));
        let mut is_first = children(e, 1).next().is_none();
        for keyword in children(e, 2) {
            self.separate(&mut is_first);
            match keyword.fields.first() {
                Some(Field::Name(name)) => {
                    self.put(name);
                    self.put("=");
                }
                _ => self.put("**"),
            }
            self.expr(child(keyword, 1), Strength::Test);
        }
        self.put(")");
    }

    fn arguments(&mut self, e: &Node) {
        let positional_only = children(e, 0).count();
        let positional = positional_only + children(e, 1).count();
        let without_default = positional.saturating_sub(children(e, 6).count());
        let mut defaults = children(e, 6);
        let mut is_first = true;
        for (index, argument) in children(e, 0).chain(children(e, 1)).enumerate() {
            self.separate(&mut is_first);
            self.argument(argument);
            if index >= without_default
                && let Some(default) = defaults.next()
            {
                self.put("=");
                self.expr(default, Strength::Test);
            }
            if index + 1 == positional_only {
                self.put(", /");
            }
        }
        let variadic = optional_child(e, 2);
        if variadic.is_some() || children(e, 3).next().is_some() {
            self.separate(&mut is_first);
            self.put("*");
            variadic.into_iter().for_each(|argument| self.argument(argument));
        }
        let mut defaults = optional_children(e, 4);
        for argument in children(e, 3) {
            self.separate(&mut is_first);
            self.argument(argument);
            if let Some(default) = defaults.next().flatten() {
                self.put("=");
                self.expr(default, Strength::Test);
            }
        }
        if let Some(argument) = optional_child(e, 5) {
            self.separate(&mut is_first);
            self.put("**");
            self.argument(argument);
        }
    }

    fn argument(&mut self, e: &Node) {
        self.put(text(e, 0));
        self.optional(e, 1, ": ");
    }

    fn comprehension(&mut self, open: &str, e: &Node, close: &str) {
        self.put(open);
        self.expr(child(e, 0), Strength::Test);
        self.generators(e, 1);
        self.put(close);
    }

    fn generators(&mut self, e: &Node, index: usize) {
        for generator in children(e, index) {
            self.put(if number(generator, 3) != 0 { " async for " } else { " for " });
            self.expr(child(generator, 0), Strength::Tuple);
            self.put(" in ");
            self.expr(child(generator, 1), Strength::Or);
            for condition in children(generator, 2) {
                self.put(" if ");
                self.expr(condition, Strength::Or);
            }
        }
    }

    /// An f-string or t-string: all its parts between one pair of quotes.
    fn string(&mut self, prefix: &str, e: &Node) {
        let mut body = Writer::default();
        children(e, 0).for_each(|part| body.element(part));
        self.put(prefix);
        self.put(&quoted(&literal::text(&body.out)));
    }

    /// A part of an f-string or t-string.
    fn element(&mut self, e: &Node) {
        match (e.kind, e.fields.first()) {
            (Kind::Constant, Some(Field::Constant(Constant::Str(text)))) => {
                for &byte in text.as_bytes() {
                    self.out.push(byte);
                    if matches!(byte, b'{' | b'}') {
                        self.out.push(byte);
                    }
                }
            }
            (Kind::JoinedStr, _) => children(e, 0).for_each(|part| self.element(part)),
            (Kind::FormattedValue, _) => {
                // Above a test, so that the colon of a lambda is no format's.
                let mut value = Writer::default();
                value.expr(child(e, 0), Strength::Or);
                self.replacement(&value.out, e, 1);
            }
            (Kind::Interpolation, _) => match e.fields.get(1) {
                Some(Field::Constant(Constant::Str(text))) => self.replacement(text.as_bytes(), e, 2),
                _ => self.replacement(b"", e, 2),
            },
            _ => {}
        }
    }

    fn replacement(&mut self, value: &[u8], e: &Node, conversion: usize) {
        self.put(if value.starts_with(b"{") { "{ " } else { "{" });
        self.out.extend_from_slice(value);
        if let Ok(letter @ 1..) = u8::try_from(number(e, conversion)) {
            self.out.extend_from_slice(&[b'!', letter]);
        }
        if let Some(specification) = optional_child(e, conversion + 1) {
            self.put(":");
            self.element(specification);
        }
        self.put("}");
    }
}

fn comparison(kind: Kind) -> &'static str {
    match kind {
        Kind::NotEq => " != ",
        Kind::Lt => " < ",
        Kind::LtE => " <= ",
        Kind::Gt => " > ",
        Kind::GtE => " >= ",
        Kind::Is => " is ",
        Kind::IsNot => " is not ",
        Kind::In => " in ",
        Kind::NotIn => " not in ",
        _ => " == ",
    }
}

/// `repr` of a value; what is infinite is too great a number.
fn repr(constant: &Constant) -> String {
    let listed = |items: &[Constant]| items.iter().map(repr).collect::<Vec<_>>().join(", ");
    match constant {
        Constant::None => "None".to_owned(),
        Constant::Ellipsis => "Ellipsis".to_owned(),
        Constant::Bool(value) => if *value { "True" } else { "False" }.to_owned(),
        Constant::Int(value) => value.to_string(),
        Constant::BigInt { negative, magnitude } => {
            format!("{}{}", if *negative { "-" } else { "" }, literal::decimal(magnitude))
        }
        Constant::Float(value) => float(*value, ".0"),
        Constant::Complex { real, imag } => {
            let (real, sign) = (real, if imag.is_sign_negative() { "" } else { "+" });
            match *real == 0.0 && real.is_sign_positive() {
                true => format!("{}j", float(*imag, "")),
                false => format!("({}{sign}{}j)", float(*real, ""), float(*imag, "")),
            }
        }
        Constant::Str(text) => quoted(text),
        Constant::Bytes(bytes) => {
            let points =
                bytes.iter().map(|&byte| if byte < 0x7f { u32::from(byte) } else { HIGH | u32::from(byte) });
            format!("b{}", quoted_points(points.collect()))
        }
        Constant::Tuple(items) if items.len() == 1 => format!("({},)", listed(items)),
        Constant::Tuple(items) => format!("({})", listed(items)),
        Constant::FrozenSet(items) if items.is_empty() => "frozenset()".to_owned(),
        Constant::FrozenSet(items) => format!("frozenset({{{}}})", listed(items)),
        Constant::Slice(parts) => format!("slice({})", listed(&parts[..])),
        Constant::Code(code) => format!("<code object {}>", code.name.to_string_lossy()),
    }
}

/// Marks a byte that is no character.
const HIGH: u32 = 1 << 31;

/// The shortest digits that are the number; `whole` follows those that have no point.
fn float(value: f64, whole: &str) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    if value.is_infinite() {
        return if value < 0.0 { "-1e309" } else { "1e309" }.to_owned();
    }
    // Exponents begin where those of Python do.
    let shown = format!("{value:?}");
    match shown.split_once('e') {
        Some((digits, exponent)) => {
            let (sign, exponent) = match exponent.strip_prefix('-') {
                Some(exponent) => ('-', exponent),
                None => ('+', exponent),
            };
            format!("{digits}e{sign}{exponent:0>2}")
        }
        None => match shown.strip_suffix(".0") {
            Some(digits) => format!("{digits}{whole}"),
            None => shown,
        },
    }
}

fn quoted(text: &Text) -> String {
    quoted_points(text.code_points().collect())
}

/// In single quotes, unless only they occur inside.
fn quoted_points(points: Vec<u32>) -> String {
    let has = |quote: char| points.contains(&u32::from(quote));
    let quote = if has('\'') && !has('"') { '"' } else { '\'' };
    let mut out = String::from(quote);
    for point in points {
        match char::from_u32(point) {
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some('\\') => out.push_str("\\\\"),
            Some(c) if c == quote => {
                out.push('\\');
                out.push(c);
            }
            Some(c) if is_printable(c) => out.push(c),
            _ if point & HIGH != 0 || point < 0x100 => out.push_str(&format!("\\x{:02x}", point & 0xff)),
            _ if point < 0x1_0000 => out.push_str(&format!("\\u{point:04x}")),
            _ => out.push_str(&format!("\\U{point:08x}")),
        }
    }
    out.push(quote);
    out
}
