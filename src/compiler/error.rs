//! [`CompileError`]: why a source text did not become code, with everything `SyntaxError` shows to a user.

use std::sync::Arc;

use ruff_text_size::TextRange;

use crate::source::Source;

/// Which Python exception an error becomes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ErrorKind {
    Syntax,
    Indentation,
    Tab,
    /// The source may be the beginning of one: `_IncompleteInputError`.
    Incomplete,
    /// The nesting of the source exceeds what the compiler's stack bears: `RecursionError`.
    Recursion,
    /// The compiled form exceeds the bytecode format: `OverflowError`.
    TooLarge,
    /// Valid Python that this compiler does not translate yet: `NotImplementedError`; the message names the construct.
    Unsupported,
}

/// The column of an error whose `SyntaxError` carries nothing but a message.
pub const NOWHERE: i32 = -2;

/// An error found between source bytes and code.
///
/// Lines are 1-based, 0 where unknown. Columns are `SyntaxError.offset` and `end_offset`: 1-based, of characters where the
/// text was refused as such and of bytes where its meaning was; 0 or -1 where CPython has none. Line 0 with column -1 is an
/// error of the whole source, which has no end; column [`NOWHERE`] has no place at all.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CompileError {
    pub kind: ErrorKind,
    pub message: String,
    pub line: u32,
    pub column: i32,
    pub end_line: u32,
    pub end_column: i32,
    /// The source line `line` with its newline, where there is one.
    pub text: Option<String>,
    /// Of what the grammar refuses.
    pub refused: Option<Refused>,
}

/// What is known of a source that the grammar refuses, for suggestions what was meant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refused {
    /// Line and column of the last whole compound statement before the error; zeros without one.
    pub statement: (u32, u32),
    /// The whole text.
    pub source: Arc<str>,
}

/// A `SyntaxWarning`, something valid that is hardly meant. The file is the one that was compiled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Warning {
    pub message: String,
    pub line: u32,
    /// The place as in [`CompileError`], for where the program's filters raise it.
    pub column: i32,
    pub end_line: u32,
    pub end_column: i32,
    /// The line's text where the error shows it; shared by the warnings of a line.
    pub text: Option<Arc<str>>,
}

impl Warning {
    /// The error that it is where the program's filters raise it.
    pub fn raised(&self, message: String) -> CompileError {
        CompileError {
            kind: ErrorKind::Syntax,
            message,
            line: self.line,
            column: self.column,
            end_line: self.end_line,
            end_column: self.end_column,
            text: self.text.as_deref().map(str::to_owned),
            refused: None,
        }
    }
}

impl std::fmt::Display for CompileError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}: {} (line {}, column {})", self.kind, self.message, self.line, self.column)
    }
}

impl std::error::Error for CompileError {}

/// An error that still names its place by a range of the decoded source: what the passes inside the crate return.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) kind: ErrorKind,
    pub(crate) message: String,
    pub(crate) range: TextRange,
}

/// Result of a pass; the fault is boxed because it is rare and passes recurse deeply.
pub(crate) type Result<T> = std::result::Result<T, Box<Fault>>;

impl Fault {
    pub(crate) fn syntax(range: TextRange, message: impl Into<String>) -> Box<Fault> {
        Box::new(Fault { kind: ErrorKind::Syntax, message: message.into(), range })
    }

    pub(crate) fn unsupported(range: TextRange, what: &str) -> Box<Fault> {
        let message = format!("{what} are not supported yet");
        Box::new(Fault { kind: ErrorKind::Unsupported, message, range })
    }

    pub(crate) fn too_large(range: TextRange, what: &str) -> Box<Fault> {
        Box::new(Fault { kind: ErrorKind::TooLarge, message: what.to_owned(), range })
    }

    /// For what the check of the tree's meaning, which comes first, has refused already.
    pub(crate) fn refused_before(range: TextRange) -> Box<Fault> {
        debug_assert!(false, "the check of the meaning has missed an error at {range:?}");
        Fault::syntax(range, "invalid syntax")
    }

    /// The public form, with lines, columns and the text of the line.
    pub(crate) fn locate(self, source: &Source) -> CompileError {
        let start = source.byte_position(self.range.start());
        let end = source.byte_position(self.range.end());
        CompileError {
            kind: self.kind,
            message: self.message,
            line: start.0,
            column: start.1,
            end_line: end.0,
            end_column: end.1,
            text: source.line_text(start.0).map(str::to_owned),
            refused: None,
        }
    }
}
