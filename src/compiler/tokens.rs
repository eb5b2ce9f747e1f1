//! The tokens of a source as module `tokenize` shows them: CPython's division (`diagnose::lexer`), with comments and line breaks that
//! mean nothing to the grammar put between.

use ruff_text_size::TextSize;

use crate::diagnose::lexer::{Lexer, TokenKind};
use crate::diagnose::tokenizer_error;
use crate::encoding;
use crate::error::{CompileError, ErrorKind};
use crate::source::Source;

/// A token's number, as module `token` has them.
const ENDMARKER: u8 = 0;
const NEWLINE: u8 = 4;
const INDENT: u8 = 5;
const DEDENT: u8 = 6;
const OP: u8 = 55;
const COMMENT: u8 = 65;
const NL: u8 = 66;

/// Operators and delimiters in the order of their numbers, from 7.
const EXACT: [&str; 48] = [
    "(", ")", "[", "]", ":", ",", ";", "+", "-", "*", "/", "|", "&", "<", ">", "=", ".", "%", "{", "}", "==",
    "!=", "<=", ">=", "~", "^", "<<", ">>", "**", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=",
    ">>=", "**=", "//", "//=", "@", "@=", "->", "...", ":=", "!",
];

/// One token: lines from 1, columns in characters from 0, or -1 for none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TokenInfo {
    pub kind: u8,
    pub text: String,
    pub start: (u32, i32),
    pub end: (u32, i32),
    /// The lines it stands on.
    pub line: String,
}

struct Reader<'s> {
    source: &'s Source,
    /// Whether the last newline is not the text's own.
    added: bool,
    extra: bool,
    /// Number of lines.
    lines: u32,
    found: Vec<TokenInfo>,
}

/// Divides a text. `encoding` names that of the bytes, if not UTF-8. `extra`: comments and all line breaks too, and operators under one number.
/// What was found up to an error comes with it.
pub fn tokenize(
    bytes: &[u8],
    name: Option<&str>,
    extra: bool,
) -> (Vec<TokenInfo>, Option<Box<CompileError>>) {
    let decoded = match name.filter(|name| !encoding::is_utf8(name)) {
        Some(name) => {
            encoding::decode(bytes, name).unwrap_or_else(|_| String::from_utf8_lossy(bytes).into_owned())
        }
        None => String::from_utf8_lossy(bytes).into_owned(),
    };
    let mut text = decoded.strip_prefix('\u{feff}').unwrap_or(&decoded).to_owned();
    if let Some(null) = memchr::memchr(0, text.as_bytes()) {
        // The line with the null byte cannot be read.
        let start = text[..null].rfind('\n').map_or(0, |newline| newline + 1);
        let line = text[..start].bytes().filter(|&byte| byte == b'\n').count() as u32 + 1;
        let (mut found, error) = tokenize(&text.as_bytes()[..start], None, extra);
        if error.is_some() {
            return (found, error);
        }
        while found.pop_if(|last| matches!(last.kind, ENDMARKER | DEDENT)).is_some() {}
        let error = CompileError {
            kind: ErrorKind::Syntax,
            message: "source code cannot contain null bytes".to_owned(),
            line,
            column: 0,
            end_line: line,
            end_column: 0,
            text: None,
            refused: None,
        };
        return (found, Some(Box::new(error)));
    }
    let added = !text.is_empty() && !text.ends_with('\n');
    if added {
        text.push('\n');
    }
    let source = match Source::decode(text.as_bytes(), true, None) {
        Ok(source) => source,
        Err(error) => return (Vec::new(), Some(error)),
    };
    let lines = source.text().bytes().filter(|&byte| byte == b'\n').count() as u32;
    let mut reader = Reader { source: &source, added, extra, lines, found: Vec::new() };
    if source.text().is_empty() && !extra {
        return (Vec::new(), None);
    }
    let mut lexer = Lexer::new(source.text());
    lexer.is_lenient = extra;
    let mut last = 0;
    loop {
        let token = lexer.next_token();
        match token.kind {
            TokenKind::Error => {
                let error = tokenizer_error(&source, extra);
                // What is wrong with an indentation is found when its line has been read.
                let is_indentation = error.as_ref().is_some_and(|error| error.kind != ErrorKind::Syntax);
                // The error may begin inside a character.
                let before = &source.text().as_bytes()[..token.start];
                let newlines = before.iter().rev().take_while(|&&byte| byte == b'\n').count();
                let line = memchr::memrchr(b'\n', &before[..before.len() - newlines])
                    .map_or(0, |newline| newline + 1);
                reader.between(last, if is_indentation { line } else { token.start });
                return (reader.found, error);
            }
            TokenKind::End => {
                reader.between(last, source.text().len());
                reader.mark(ENDMARKER, source.text().len());
                return (reader.found, None);
            }
            TokenKind::Newline => {
                // A comment may stand before the line break that ends the statement.
                let text = source.text().as_bytes();
                let length = text[token.start..].iter().position(|&byte| byte == b'\n');
                let at = length.map_or(text.len().saturating_sub(1), |length| token.start + length);
                if extra {
                    reader.between(last, at);
                    reader.push_break(NEWLINE, at);
                } else {
                    reader.end_of_statement(last, at);
                }
                last = last.max(at + 1);
                continue;
            }
            _ => {}
        }
        reader.between(last, token.start);
        reader.token(token.kind, token.start, token.end);
        last = last.max(token.end);
    }
}

impl Reader<'_> {
    fn place(&self, offset: usize) -> (u32, i32) {
        let (line, column) = self.source.byte_position(TextSize::from(offset as u32));
        let start = offset - (column as usize - 1);
        (line, self.source.text()[start..offset].chars().count() as i32)
    }

    fn line(&self, first: u32, last: u32) -> String {
        let lines: String = (first..=last).filter_map(|line| self.source.line_text(line)).collect();
        if self.added && last >= self.lines { lines.trim_end_matches('\n').to_owned() } else { lines }
    }

    fn push(&mut self, kind: u8, start: usize, end: usize) {
        let text = self.source.text()[start..end].to_owned();
        let (from, to) = (self.place(start), self.place(end));
        let line = self.line(from.0, to.0);
        self.found.push(TokenInfo { kind, text, start: from, end: to, line });
    }

    /// A line break stands at the end of its line; one that was added is not written.
    fn push_break(&mut self, kind: u8, at: usize) {
        let start = self.place(at);
        let is_added = self.added && at + 1 == self.source.text().len();
        let text = if is_added { String::new() } else { "\n".to_owned() };
        let line = self.line(start.0, start.0);
        self.found.push(TokenInfo { kind, text, start, end: (start.0, start.1 + 1), line });
    }

    /// The `NEWLINE` of the grammar: CPython writes the comment before it, or nothing.
    fn end_of_statement(&mut self, last: usize, at: usize) {
        let comment = self.source.text()[last..at].find('#');
        self.push(NEWLINE, comment.map_or(at, |found| last + found), at);
    }

    /// A token without text: a change of depth, or the end. The grammar knows no columns of it, and of the end only the line before.
    fn mark(&mut self, kind: u8, at: usize) {
        let is_end = at >= self.source.text().len();
        let here = self.place(at);
        let (place, line) = match (is_end, self.extra) {
            (true, true) => ((self.lines + 1, 0), String::new()),
            (false, extra) => ((here.0, if extra { here.1 } else { -1 }), self.line(here.0, here.0)),
            (true, false) => {
                let newline = self.found.iter().rfind(|token| token.kind == NEWLINE);
                let ends_there = newline.is_some_and(|newline| newline.end.0 == self.lines);
                ((self.lines, -1), if ends_there { self.line(self.lines, self.lines) } else { String::new() })
            }
        };
        self.found.push(TokenInfo { kind, text: String::new(), start: place, end: place, line });
    }

    /// What lies between two tokens of the grammar.
    fn between(&mut self, start: usize, end: usize) {
        if !self.extra {
            return;
        }
        let bytes = self.source.text().as_bytes();
        let mut at = start;
        while at < end {
            match bytes[at] {
                b'#' => {
                    let length = bytes[at..].iter().position(|&byte| byte == b'\n');
                    let stop = length.map_or(bytes.len(), |length| at + length);
                    self.push(COMMENT, at, stop);
                    at = stop;
                }
                b'\\' => at += 2,
                b'\n' => {
                    self.push_break(NL, at);
                    at += 1;
                }
                _ => at += 1,
            }
        }
    }

    fn token(&mut self, kind: TokenKind, start: usize, end: usize) {
        let number = match kind {
            TokenKind::Name => 1,
            TokenKind::Number => 2,
            TokenKind::String => 3,
            TokenKind::Punctuation if self.extra => OP,
            TokenKind::Punctuation => {
                let text = &self.source.text()[start..end];
                EXACT.iter().position(|exact| *exact == text).map_or(OP, |index| index as u8 + 7)
            }
            TokenKind::FStart => 59,
            TokenKind::FMiddle => 60,
            TokenKind::FEnd => 61,
            TokenKind::TStart => 62,
            TokenKind::TMiddle => 63,
            TokenKind::TEnd => 64,
            TokenKind::Indent if self.extra => {
                let (_, column) = self.source.byte_position(TextSize::from(start as u32));
                return self.push(INDENT, start + 1 - column as usize, start);
            }
            TokenKind::Indent => return self.mark(INDENT, start),
            TokenKind::Dedent => return self.mark(DEDENT, start),
            TokenKind::TypeComment
            | TokenKind::TypeIgnore
            | TokenKind::Newline
            | TokenKind::End
            | TokenKind::Error => return,
        };
        self.push(number, start, end);
    }
}
