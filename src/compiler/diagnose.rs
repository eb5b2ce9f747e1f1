//! Which error a refused source gets: CPython's words at CPython's place.
//!
//! | file | does |
//! | --- | --- |
//! | [`lexer`] | tokens as CPython divides them, and their errors |
//! | [`strings`] | escapes in literals |
//! | [`notation`], `python.peg` | the grammar with its rules of errors |
//! | [`engine`], [`actions`], [`tree`] | run it over a refused source |
//! | [`located`] | an error with its place |
//! | [`meaning`] | errors and warnings about what the grammar accepts |
//!
//! Only refused sources pay for the grammar here: what is accepted has been accepted by the parser crate, and by the passes
//! that find errors of meaning where the meaning is worked out (`scope`, `generate`).

use ruff_python_ast::{self as ast, Stmt};
use ruff_text_size::TextRange;

use crate::error::{CompileError, Fault, Result};
use crate::flags;
use crate::source::Source;
use crate::{Mode, Options};

mod actions;
mod engine;
pub(crate) mod lexer;
pub(crate) mod located;
pub(crate) mod meaning;
mod notation;
pub(crate) mod strings;
mod tree;

/// The error of a source that CPython's grammar refuses; `None` where it refuses nothing, or where the source is built so
/// that nothing can be said in reasonable time.
pub(crate) fn syntax_error(source: &Source, mode: Mode, options: &Options) -> Option<Box<CompileError>> {
    let start = match mode {
        Mode::Exec => "file",
        Mode::Single => "interactive",
        Mode::Eval => "eval",
        Mode::FunctionType => "func_type",
    };
    let mut text = source.text().to_owned();
    let is_open = mode == Mode::Exec && !text.is_empty() && !text.ends_with('\n');
    if is_open {
        text.push('\n');
    }
    let error = engine::Engine::new(&text).run(start, options)?;
    let mut shown = source.line_text(error.from.line).map(str::to_owned);
    if let Some(line) = &mut shown {
        match error.is_lexical {
            true => line.truncate(line.trim_end_matches('\n').len()),
            false if is_open && !line.ends_with('\n') => line.push('\n'),
            false => {}
        }
    }
    Some(Box::new(CompileError {
        kind: error.kind,
        message: error.message,
        line: error.from.line,
        column: error.from.column,
        end_line: error.to.line,
        end_column: error.to.column,
        text: shown,
        refused: None,
    }))
}

/// The error that dividing a source into tokens ends with, in the words of module `tokenize`.
pub(crate) fn tokenizer_error(source: &Source, is_lenient: bool) -> Option<Box<CompileError>> {
    let error = engine::Engine::new(source.text()).run_tokenizer(is_lenient)?;
    Some(Box::new(CompileError {
        kind: error.kind,
        message: error.message,
        line: error.from.line,
        column: error.from.column,
        end_line: error.to.line,
        end_column: error.to.column,
        text: source.line_text(error.from.line).map(str::to_owned),
        refused: None,
    }))
}

/// Features of `__future__`, with the flags they set; all but the last have long been the language.
const FEATURES: [(&str, u32); 10] = [
    ("nested_scopes", 0),
    ("generators", 0),
    ("division", 0),
    ("absolute_import", 0),
    ("with_statement", 0),
    ("print_function", 0),
    ("unicode_literals", 0),
    ("barry_as_FLUFL", flags::BARRY_AS_BDFL),
    ("generator_stop", 0),
    ("annotations", flags::ANNOTATIONS),
];

/// The `__future__` imports at the beginning of a module.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Future {
    /// Their flags.
    pub(crate) features: u32,
    /// Line of the last of the imports, 0 without one.
    pub(crate) last_line: u32,
    /// Line and column of its end.
    pub(crate) end: (u32, i32),
}

impl Future {
    /// Such that no import comes after it.
    pub(crate) const ANYWHERE: Future = Future { features: 0, last_line: u32::MAX, end: (0, 0) };

    /// Whether a statement comes after the imports.
    pub(crate) fn is_before(&self, source: &Source, stmt: TextRange) -> bool {
        let (line, column) = source.byte_position(stmt.start());
        line > self.last_line || (line == self.end.0 && column > self.end.1)
    }
}

/// Reads the `__future__` imports at the beginning of a module and checks that they name known features.
pub(crate) fn future_imports(source: &Source, body: &[Stmt]) -> Result<Future> {
    let mut future = Future::default();
    for (index, stmt) in body.iter().enumerate() {
        match stmt {
            Stmt::ImportFrom(import) if is_future(import) => {
                future.last_line = source.line(import.range.start());
                future.end = source.byte_position(import.range.end());
                for alias in &import.names {
                    match alias.name.as_str() {
                        "braces" => return Err(Fault::syntax(alias.range, "not a chance")),
                        name => match FEATURES.iter().find(|(feature, _)| *feature == name) {
                            Some((_, flag)) => future.features |= flag,
                            None => {
                                let message = format!("future feature {name} is not defined");
                                return Err(Fault::syntax(alias.range, message));
                            }
                        },
                    }
                }
            }
            Stmt::Expr(stmt) if index == 0 && stmt.value.is_string_literal_expr() => {}
            _ => break,
        }
    }
    Ok(future)
}

/// Whether a statement imports from `__future__`.
pub(crate) fn is_future(import: &ast::StmtImportFrom) -> bool {
    import.level == 0 && import.module.as_deref() == Some("__future__")
}
