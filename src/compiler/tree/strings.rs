//! f-strings and t-strings as nodes: neighbouring pieces of text are one constant, whatever literals they came from.

use ruff_python_ast::{self as ast, ConversionFlag, InterpolatedElement, InterpolatedStringElement};
use ruff_text_size::{Ranged, TextRange, TextSize};
use typhon_bytecode::Constant;

use super::export::{Exporter, all, node, optional};
use super::{Field, Kind, Node};
use crate::literal;

/// The values of one string being gathered: text that may grow, and what came before.
#[derive(Default)]
struct Values {
    done: Vec<Node>,
    text: Vec<u8>,
    range: Option<TextRange>,
    /// The text began with a `u` literal.
    is_marked: bool,
}

impl Exporter<'_> {
    pub(super) fn f_string(&self, e: &ast::ExprFString) -> Node {
        let mut values = Values::default();
        for part in e.value.as_slice() {
            match part {
                ast::FStringPart::Literal(part) => {
                    let is_marked = part.flags.prefix() == ast::str_prefix::StringLiteralPrefix::Unicode;
                    values.push(part.range, is_marked, |out| literal::push_string(self.source, part, out));
                }
                ast::FStringPart::FString(part) => {
                    let is_raw = part.flags.prefix().is_raw();
                    self.elements(&part.elements, is_raw, Kind::FormattedValue, &mut values);
                }
            }
        }
        self.node(Kind::JoinedStr, e.range, [values.finish(self)])
    }

    pub(super) fn t_string(&self, e: &ast::ExprTString) -> Node {
        let mut values = Values::default();
        for part in e.value.as_slice() {
            self.elements(&part.elements, part.flags.prefix().is_raw(), Kind::Interpolation, &mut values);
        }
        self.node(Kind::TemplateStr, e.range, [values.finish(self)])
    }

    fn elements(
        &self,
        elements: &[InterpolatedStringElement],
        is_raw: bool,
        kind: Kind,
        values: &mut Values,
    ) {
        for element in elements {
            match element {
                InterpolatedStringElement::Literal(piece) => {
                    values
                        .push(piece.range, false, |out| literal::push_piece(self.source, piece, is_raw, out));
                }
                InterpolatedStringElement::Interpolation(element) => {
                    if let (Some(debug), Some(text)) =
                        (&element.debug_text, literal::debug_text(self.source, element))
                    {
                        let start = element.range.start() + TextSize::of('{');
                        let end = element.expression.end() + TextSize::of(&debug.trailing);
                        values.push(TextRange::new(start, end), false, |out| {
                            out.extend_from_slice(text.as_bytes());
                        });
                    }
                    values.flush(self);
                    values.done.push(self.interpolation(element, is_raw, kind));
                }
            }
        }
    }

    fn interpolation(&self, element: &InterpolatedElement, is_raw: bool, kind: Kind) -> Node {
        let has_no_more = element.conversion == ConversionFlag::None && element.format_spec.is_none();
        let conversion = match element.conversion {
            ConversionFlag::None if element.debug_text.is_some() && has_no_more => i32::from(b'r'),
            conversion => conversion as i8 as i32,
        };
        let specification = element.format_spec.as_deref().map(|spec| {
            let mut values = Values::default();
            self.elements(&spec.elements, is_raw, Kind::FormattedValue, &mut values);
            self.node(Kind::JoinedStr, self.source.specification(spec.range), [values.finish(self)])
        });
        let mut fields = vec![node(self.expr(&element.expression))];
        if kind == Kind::Interpolation {
            let text = literal::expression_text(self.source, element);
            fields.push(Field::Constant(Constant::Str(text.into())));
        }
        fields.extend([Field::Number(conversion), optional(specification)]);
        self.node(kind, element.range, fields)
    }
}

impl Values {
    fn push(&mut self, range: TextRange, is_marked: bool, write: impl FnOnce(&mut Vec<u8>)) {
        let length = self.text.len();
        write(&mut self.text);
        if self.text.len() == length {
            return;
        }
        match &mut self.range {
            Some(known) => *known = TextRange::new(known.start(), range.end()),
            None => {
                self.range = Some(range);
                self.is_marked = is_marked;
            }
        }
    }

    fn flush(&mut self, exporter: &Exporter<'_>) {
        if let Some(range) = self.range.take() {
            let text = Constant::Str(literal::text(&std::mem::take(&mut self.text)));
            let mark = if self.is_marked { Field::Text("u".into()) } else { Field::Absent };
            self.done.push(exporter.node(Kind::Constant, range, [Field::Constant(text), mark]));
        }
    }

    fn finish(mut self, exporter: &Exporter<'_>) -> Field {
        self.flush(exporter);
        all(self.done)
    }
}
