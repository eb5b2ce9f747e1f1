//! Of a source that the grammar refuses: what CPython remembers for suggestions of what was meant.

use ruff_python_ast::Stmt;
use ruff_python_ast::statement_visitor::{StatementVisitor, walk_body, walk_stmt};
use ruff_python_parser::ParseOptions;
use ruff_text_size::{Ranged, TextSize};

use crate::Mode;
use crate::error::{CompileError, Refused};
use crate::source::Source;

/// Looks for the compound statement whose end is nearest before an error; of those in one another the one that begins last.
struct Statements<'a> {
    source: &'a Source,
    /// Lines from this on are not whole.
    line: u32,
    last: Option<TextSize>,
}

impl<'a> StatementVisitor<'a> for Statements<'_> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        let is_compound = match statement {
            // Decorators alone are none.
            Stmt::FunctionDef(e) => !e.body.is_empty(),
            Stmt::ClassDef(e) => !e.body.is_empty(),
            Stmt::For(_) | Stmt::While(_) | Stmt::If(_) => true,
            Stmt::With(_) | Stmt::Match(_) => true,
            Stmt::Try(e) => !e.handlers.is_empty() || !e.finalbody.is_empty(),
            _ => false,
        };
        if is_compound && self.source.line(statement.end()) < self.line {
            self.last = self.last.max(Some(statement.start()));
        }
        walk_stmt(self, statement);
    }
}

/// What is remembered beside an error of the grammar. `is_bounded`: the source does not nest too deep for the parser crate, which recurses as deep.
pub(crate) fn describe(source: &Source, mode: Mode, error: &CompileError, is_bounded: bool) -> Refused {
    let mut statements = Statements { source, line: error.line, last: None };
    if is_bounded {
        let options = ParseOptions::from(ruff_python_parser::Mode::Module);
        let parsed = ruff_python_parser::parse_unchecked(source.text(), options);
        if let Some(module) = parsed.syntax().as_module() {
            walk_body(&mut statements, &module.body);
        }
    }
    let statement = statements.last.map_or((0, 0), |start| {
        let (line, column) = source.byte_position(start);
        (line, column.saturating_sub(1) as u32)
    });
    let mut text = source.text().to_owned();
    if mode == Mode::Exec && !text.ends_with('\n') {
        text.push('\n');
    }
    Refused { statement, source: text.into() }
}
