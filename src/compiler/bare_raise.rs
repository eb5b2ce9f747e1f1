//! `raise;`: valid, and refused by the parser crate, which looks only for a newline after a bare `raise`.
//!
//! Where the grammar accepts a source that the parser crate refuses, each such `raise` is shown to it as a `pass` of the same
//! length, and the statement put back into the tree.

use ruff_python_ast::visitor::transformer::{Transformer, walk_stmt};
use ruff_python_ast::{AtomicNodeIndex, Mod, Stmt, StmtRaise};
use ruff_text_size::{TextRange, TextSize};

use crate::diagnose::lexer::{Lexer, TokenKind};

const RAISE: &str = "raise";
const PASS: &str = "pass ";

/// The text with every `raise` before a semicolon replaced, and where they stand; `None` without any.
pub(crate) fn hidden(text: &str) -> Option<(String, Vec<TextSize>)> {
    let mut lexer = Lexer::new(text);
    let mut places = Vec::new();
    let mut previous = None;
    loop {
        let token = lexer.next_token();
        let written = text.get(token.start..token.end).unwrap_or_default();
        match token.kind {
            TokenKind::End | TokenKind::Error => break,
            TokenKind::Punctuation if written == ";" => places.extend(previous),
            _ => {}
        }
        let is_raise = token.kind == TokenKind::Name && written == RAISE;
        previous = is_raise.then(|| TextSize::from(token.start as u32));
    }
    if places.is_empty() {
        return None;
    }
    let mut text = text.to_owned();
    for place in &places {
        let start = place.to_usize();
        text.replace_range(start..start + RAISE.len(), PASS);
    }
    Some((text, places))
}

/// Puts the statements back.
pub(crate) fn restore(tree: &mut Mod, places: &[TextSize]) {
    if let Mod::Module(module) = tree {
        let restorer = Restorer { places };
        module.body.iter_mut().for_each(|stmt| restorer.visit_stmt(stmt));
    }
}

struct Restorer<'p> {
    places: &'p [TextSize],
}

impl Transformer for Restorer<'_> {
    fn visit_stmt(&self, stmt: &mut Stmt) {
        if let Stmt::Pass(pass) = stmt
            && self.places.binary_search(&pass.range.start()).is_ok()
        {
            let range = TextRange::at(pass.range.start(), TextSize::of(RAISE));
            let node_index = AtomicNodeIndex::NONE;
            *stmt = Stmt::Raise(StmtRaise { node_index, range, exc: None, cause: None });
        }
        walk_stmt(self, stmt);
    }
}
