//! f-strings: literal pieces and formatted values, joined.

use ruff_python_ast::{self as ast, ConversionFlag, InterpolatedElement, InterpolatedStringElement};
use ruff_text_size::TextRange;
use typhon_bytecode::{Constant, Op};

use crate::error::Result;
use crate::generate::Generator;
use crate::graph::Reg;
use crate::literal;

/// Strings joined by one instruction at most.
const MAX_PIECES: u16 = 64;

/// The pieces of one f-string being gathered: registers on the stack, and literal text not yet loaded.
struct Pieces {
    first: Reg,
    count: u16,
    text: Vec<u8>,
}

impl<'a> Generator<'a> {
    pub(super) fn f_string_to(&mut self, e: &'a ast::ExprFString, dst: Reg) -> Result<()> {
        let mut pieces = Pieces { first: self.unit.top(), count: 0, text: Vec::new() };
        for part in e.value.as_slice() {
            match part {
                ast::FStringPart::Literal(part) => literal::push_string(self.source, part, &mut pieces.text),
                ast::FStringPart::FString(part) => {
                    let is_raw = part.flags.prefix().is_raw();
                    self.f_string_elements(e.range, &part.elements, is_raw, &mut pieces)?;
                }
            }
        }
        self.join_pieces(e.range, pieces, dst);
        Ok(())
    }

    fn f_string_elements(
        &mut self,
        range: TextRange,
        elements: &'a [InterpolatedStringElement],
        is_raw: bool,
        pieces: &mut Pieces,
    ) -> Result<()> {
        for element in elements {
            match element {
                InterpolatedStringElement::Literal(piece) => {
                    literal::push_piece(self.source, piece, is_raw, &mut pieces.text);
                }
                InterpolatedStringElement::Interpolation(element) => {
                    if let Some(debug) = literal::debug_text(self.source, element) {
                        pieces.text.extend_from_slice(debug.as_bytes());
                    }
                    self.flush_text(range, pieces);
                    self.formatted_value(element, is_raw)?;
                    pieces.count += 1;
                    self.bound_pieces(range, pieces);
                }
            }
        }
        Ok(())
    }

    /// Loads the literal text gathered so far.
    fn flush_text(&mut self, range: TextRange, pieces: &mut Pieces) {
        if pieces.text.is_empty() {
            return;
        }
        let register = self.unit.push();
        let text = literal::text(&std::mem::take(&mut pieces.text));
        self.load_constant(range, Constant::Str(text), register);
        pieces.count += 1;
        self.bound_pieces(range, pieces);
    }

    /// Joins what there is when the run gets long.
    fn bound_pieces(&mut self, range: TextRange, pieces: &mut Pieces) {
        if pieces.count >= MAX_PIECES {
            self.unit.op(range, Op::BuildString, pieces.first, pieces.first, pieces.count, 0);
            self.unit.depth = u32::from(pieces.first) + 1;
            pieces.count = 1;
        }
    }

    fn join_pieces(&mut self, range: TextRange, mut pieces: Pieces, dst: Reg) {
        if pieces.count == 0 {
            let text = literal::text(&pieces.text);
            self.load_constant(range, Constant::Str(text), dst);
            return;
        }
        self.flush_text(range, &mut pieces);
        if pieces.count == 1 {
            if dst != pieces.first {
                self.unit.op(range, Op::Move, dst, pieces.first, 0, 0);
            }
            return;
        }
        self.unit.op(range, Op::BuildString, dst, pieces.first, pieces.count, 0);
    }

    /// Leaves a format specification's text in the register on top.
    pub(super) fn format_specification(
        &mut self,
        spec: &'a ast::InterpolatedStringFormatSpec,
        is_raw: bool,
        text: Reg,
    ) -> Result<()> {
        self.unit.touch(text);
        let mut pieces = Pieces { first: text, count: 0, text: Vec::new() };
        let range = self.source.specification(spec.range);
        self.f_string_elements(range, &spec.elements, is_raw, &mut pieces)?;
        self.join_pieces(range, pieces, text);
        Ok(())
    }

    /// Formats one value into the next temporary.
    fn formatted_value(&mut self, element: &'a InterpolatedElement, is_raw: bool) -> Result<()> {
        let result = self.unit.top();
        self.unit.touch(result);
        let mut conversion = match element.conversion {
            ConversionFlag::None => 0,
            ConversionFlag::Str => 1,
            ConversionFlag::Repr => 2,
            ConversionFlag::Ascii => 3,
        };
        // `{x=}` shows the repr unless a conversion or specification says otherwise.
        if element.debug_text.is_some() && conversion == 0 && element.format_spec.is_none() {
            conversion = 2;
        }
        match &element.format_spec {
            None => {
                let value = self.any(&element.expression)?;
                self.unit.op(element.range, Op::FormatValue, result, value, value, conversion);
            }
            Some(spec) => {
                let value = match spec.elements.iter().any(|element| element.is_interpolation()) {
                    // The specification's values may rebind a local.
                    true if self.scopes[self.unit.scope].may_rebind_inside() => {
                        self.next(&element.expression)?
                    }
                    _ => self.any(&element.expression)?,
                };
                let text = self.unit.top();
                self.format_specification(spec, is_raw, text)?;
                self.unit.op(element.range, Op::FormatValue, result, value, text, conversion | 4);
            }
        }
        self.unit.depth = u32::from(result);
        self.unit.push();
        Ok(())
    }
}
