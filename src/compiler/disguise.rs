//! What is valid and what the parser crate refuses is shown to it as something of the same length that it accepts.
//!
//! - `raise;`, because it looks only for a newline after a bare `raise`: a `pass`, for which the statement is put back into the tree. Only where the
//!   grammar accepts a source that the parser crate refuses.
//! - `_` as the name of an argument in a class pattern: a name that is as short.
//! - `<>` under `from __future__ import barry_as_FLUFL`: `!=`, which it means.

use ruff_python_ast::name::Name;
use ruff_python_ast::visitor::transformer::{Transformer, walk_pattern_keyword, walk_stmt};
use ruff_python_ast::{AtomicNodeIndex, Mod, PatternKeyword, Stmt, StmtRaise};
use ruff_python_parser::ParseError;
use ruff_text_size::{TextRange, TextSize};

use crate::diagnose::lexer::{Lexer, TokenKind};

const RAISE: &str = "raise";
const PASS: &str = "pass ";

/// The text with every `raise` before a semicolon replaced, and where they stand; `None` without any.
pub(crate) fn raises(text: &str) -> Option<(String, Vec<TextSize>)> {
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

/// The text with the operator of old replaced.
pub(crate) fn unequal(text: &str) -> String {
    let mut lexer = Lexer::new(text);
    let mut replaced = text.to_owned();
    loop {
        let token = lexer.next_token();
        match token.kind {
            TokenKind::End | TokenKind::Error => return replaced,
            TokenKind::Punctuation if text.get(token.start..token.end) == Some("<>") => {
                replaced.replace_range(token.start..token.end, "!=");
            }
            _ => {}
        }
    }
}

/// A name of one letter.
const LETTER: &str = "x";
const BLANK: &str = "_";

/// The text with the names of arguments in patterns replaced at which the parser crate complains.
pub(crate) fn arguments(text: &str, errors: &[ParseError]) -> Option<(String, Vec<TextSize>)> {
    let complains = |error: &&ParseError| error.error.to_string().ends_with("for the keyword pattern");
    let places: Vec<TextSize> = errors.iter().filter(complains).map(|error| error.location.start()).collect();
    let mut replaced = text.to_owned();
    for place in &places {
        let start = place.to_usize();
        if text.get(start..start + BLANK.len()) != Some(BLANK) {
            return None;
        }
        replaced.replace_range(start..start + BLANK.len(), LETTER);
    }
    (!places.is_empty()).then_some((replaced, places))
}

/// Puts what was replaced back.
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

    fn visit_pattern_keyword(&self, keyword: &mut PatternKeyword) {
        if self.places.binary_search(&keyword.attr.range.start()).is_ok() {
            keyword.attr.id = Name::new(BLANK);
        }
        walk_pattern_keyword(self, keyword);
    }
}
