//! An error with its place as `SyntaxError` shows it, while it is still being worked out.

use crate::error::ErrorKind;

/// 1-based line and a column: 0-based bytes in tokens and nodes (-1 where nothing is written), what
/// `SyntaxError.offset` says in errors.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Position {
    pub(crate) line: u32,
    pub(crate) column: i32,
}

/// An error and its two ends.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Located {
    pub(crate) kind: ErrorKind,
    pub(crate) message: String,
    pub(crate) from: Position,
    pub(crate) to: Position,
    /// It is of the tokenizer, which shows the line as it is written.
    pub(crate) is_lexical: bool,
}
