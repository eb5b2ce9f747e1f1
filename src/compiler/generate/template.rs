//! t-strings (PEP 750): a tuple of literal pieces and one of interpolations, which a template keeps side by side.

use ruff_python_ast::{self as ast, ConversionFlag, InterpolatedElement, InterpolatedStringElement};
use typhon_bytecode::{Constant, Op, Text};

use crate::error::Result;
use crate::generate::Generator;
use crate::literal;

impl<'a> Generator<'a> {
    pub(super) fn t_string_to(&mut self, e: &'a ast::ExprTString, dst: crate::graph::Reg) -> Result<()> {
        let mut strings: Vec<Constant> = Vec::new();
        let mut text = Vec::new();
        let strings_register = self.unit.push();
        let interpolations = self.unit.push();
        // Gathered in a list, so that a long string needs no long run of registers.
        self.unit.op(e.range, Op::BuildList, interpolations, interpolations, 0, 0);
        for part in e.value.as_slice() {
            let is_raw = part.flags.prefix().is_raw();
            for element in &part.elements {
                match element {
                    InterpolatedStringElement::Literal(piece) => {
                        literal::push_piece(self.source, piece, is_raw, &mut text);
                    }
                    InterpolatedStringElement::Interpolation(element) => {
                        if let Some(debug) = literal::debug_text(self.source, element) {
                            text.extend_from_slice(debug.as_bytes());
                        }
                        strings.push(Constant::Str(literal::text(&std::mem::take(&mut text))));
                        self.interpolation(element, is_raw)?;
                        let item = self.unit.top();
                        self.unit.op(element.range, Op::ListAppend, interpolations, item, 0, 0);
                    }
                }
            }
        }
        strings.push(Constant::Str(literal::text(&text)));
        self.load_constant(e.range, Constant::Tuple(strings.into()), strings_register);
        self.unit.op(e.range, Op::ListToTuple, interpolations, interpolations, 0, 0);
        self.unit.op(e.range, Op::BuildTemplate, dst, strings_register, 0, 0);
        Ok(())
    }

    /// Leaves an interpolation in the register that is on top.
    fn interpolation(&mut self, element: &'a InterpolatedElement, is_raw: bool) -> Result<()> {
        let depth = self.unit.depth;
        let value = self.next(&element.expression)?;
        let expression = self.unit.push();
        let text = literal::expression_text(self.source, element);
        self.load_constant(element.range, Constant::Str(Text::from(text)), expression);
        let specification = self.unit.push();
        let mut flags = match element.conversion {
            ConversionFlag::None => 0,
            ConversionFlag::Str => 1,
            ConversionFlag::Repr => 2,
            ConversionFlag::Ascii => 3,
        };
        if element.debug_text.is_some() && flags == 0 && element.format_spec.is_none() {
            flags = 2;
        }
        match &element.format_spec {
            Some(spec) => {
                self.unit.depth = u32::from(specification);
                self.format_specification(spec, is_raw, specification)?;
                flags |= 4;
            }
            None => self.load_constant(element.range, Constant::None, specification),
        }
        self.unit.op(element.range, Op::BuildInterpolation, value, value, 0, flags);
        self.unit.depth = depth;
        Ok(())
    }
}
