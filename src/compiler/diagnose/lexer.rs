//! Source text to tokens exactly as CPython's tokenizer divides it, with its errors, their places and its warnings.
//!
//! The parser crate has a lexer of its own, whose errors are other errors in other places. This one runs over every source
//! before anything else (limits of nesting, warnings about numbers and braces; see [`crate::nesting`]) and again, token by
//! token, under [`super::engine`] where a source is refused. It owns no grammar: keywords are names here.
//!
//! Invariants: `cur <= inp <= src.len()`; `inp` ends the last line that was taken up, so whatever lies beyond has not
//! been looked at, and `line` counts the lines taken up. Positions are bytes.

mod number;
mod text;

use super::located::{Located, Position};
use crate::error::ErrorKind;

/// CPython's limits: open brackets, indentation, f-strings within f-strings, replacement fields within one f-string.
pub(crate) const MAX_BRACKETS: usize = 200;
const MAX_INDENTS: usize = 100;
const MAX_STRINGS: usize = 150;
const MAX_FIELDS: i32 = 3;
/// Columns that a tab stop spans when indentation is compared.
const TAB_SIZE: u32 = 8;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum TokenKind {
    Name,
    Number,
    String,
    /// Operators and delimiters; the text tells which.
    Punctuation,
    FStart,
    FMiddle,
    FEnd,
    TStart,
    TMiddle,
    TEnd,
    /// `# type: …`, where they are asked for: what stands behind the colon.
    TypeComment,
    /// `# type: ignore…`: what stands behind the word.
    TypeIgnore,
    Newline,
    Indent,
    Dedent,
    End,
    Error,
}

impl TokenKind {
    /// Whether a node's end may be this token's end.
    pub(crate) fn is_visible(self) -> bool {
        !matches!(self, TokenKind::Newline | TokenKind::Indent | TokenKind::Dedent | TokenKind::End)
    }

    fn is_string(self) -> bool {
        use TokenKind::{FEnd, FMiddle, FStart, String, TEnd, TMiddle, TStart};
        matches!(self, String | FStart | FMiddle | FEnd | TStart | TMiddle | TEnd)
    }
}

/// One token. Columns are -1 where the token stands for nothing written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    /// Bytes of the source.
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) from: Position,
    pub(crate) to: Position,
    /// Brackets open after the token.
    pub(crate) depth: u16,
}

/// How the tokenizer stands; everything but `Running` is final.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Done {
    Running,
    /// The end of the source was met.
    End,
    /// An error with text, in [`Lexer::error`].
    Failed,
    Dedent,
    TabSpace,
    TooDeep,
    Continuation,
}

/// An open bracket.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bracket {
    pub(crate) byte: u8,
    pub(crate) line: u32,
    pub(crate) column: i32,
}

/// The f-string or t-string around the current place.
#[derive(Clone, Debug)]
struct StringMode {
    in_text: bool,
    letter: u8,
    quote: u8,
    quote_size: usize,
    is_raw: bool,
    start: usize,
    line_start: usize,
    line: u32,
    brackets: i32,
    /// Depth of brackets at which the innermost replacement field began; -1 outside of fields.
    field: i32,
    in_format: bool,
}

/// A warning about the source: line and text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct TokenWarning {
    pub(crate) line: u32,
    pub(crate) message: String,
    pub(crate) at: usize,
}

pub(crate) struct Lexer<'s> {
    src: &'s [u8],
    pub(crate) cur: usize,
    pub(crate) inp: usize,
    /// Where the text of the current line (of the current token's first line) begins.
    pub(crate) buf: usize,
    pub(crate) line_start: usize,
    pub(crate) line: u32,
    pub(crate) done: Done,
    pub(crate) error: Option<Located>,
    pub(crate) brackets: Vec<Bracket>,
    pub(crate) warnings: Vec<TokenWarning>,
    /// Type comments are tokens.
    pub(crate) type_comments: bool,
    /// For module `tokenize`, which also shows what only the parser refuses elsewhere: brackets that fit no other, numbers that end in letters,
    /// names of characters that no name has.
    pub(crate) is_lenient: bool,
    start: Option<usize>,
    first_line: u32,
    first_line_start: usize,
    at_line_start: bool,
    pending: i32,
    indents: Vec<(u32, u32)>,
    strings: Vec<StringMode>,
}

impl<'s> Lexer<'s> {
    /// `src` ends with a newline if it is a module's.
    pub(crate) fn new(src: &'s str) -> Lexer<'s> {
        Lexer {
            src: src.as_bytes(),
            cur: 0,
            inp: 0,
            buf: 0,
            line_start: 0,
            line: 0,
            done: Done::Running,
            error: None,
            brackets: Vec::new(),
            warnings: Vec::new(),
            type_comments: false,
            is_lenient: false,
            start: None,
            first_line: 0,
            first_line_start: 0,
            at_line_start: true,
            pending: 0,
            indents: vec![(0, 0)],
            strings: Vec::new(),
        }
    }

    /// Whether the current place lies inside an f-string or t-string.
    pub(crate) fn is_in_string(&self) -> bool {
        !self.strings.is_empty()
    }

    /// Ends all blocks where the source ends without ending them.
    pub(crate) fn close_blocks(&mut self) {
        self.pending -= self.indents.len() as i32 - 1;
        self.indents.truncate(1);
    }

    /// Whether anything but space and comments follows what has been taken.
    pub(crate) fn has_more(&self) -> bool {
        let mut rest = &self.src[self.cur.min(self.src.len())..];
        loop {
            rest = rest.trim_ascii_start();
            match rest.first() {
                None => return false,
                Some(b'#') => rest = &rest[memchr::memchr(b'\n', rest).unwrap_or(rest.len())..],
                Some(_) => return true,
            }
        }
    }

    /// The bytes of the source, which is valid UTF-8, as text.
    pub(crate) fn text(&self, start: usize, end: usize) -> String {
        String::from_utf8_lossy(self.src.get(start..end).unwrap_or_default()).into_owned()
    }

    fn next(&mut self) -> Option<u8> {
        loop {
            if self.cur != self.inp {
                self.cur += 1;
                return Some(self.src[self.cur - 1]);
            }
            if self.done != Done::Running || !self.take_line() {
                return None;
            }
        }
    }

    fn take_line(&mut self) -> bool {
        let rest = &self.src[self.inp..];
        if rest.is_empty() {
            if self.is_lenient && self.start.is_none() && self.strings.is_empty() {
                self.buf = self.inp;
            }
            self.done = Done::End;
            return false;
        }
        if self.start.is_none() {
            self.buf = self.cur;
        }
        self.line_start = self.cur;
        self.line += 1;
        self.inp += memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
        true
    }

    fn back(&mut self, byte: Option<u8>) {
        self.cur -= usize::from(byte.is_some());
    }

    fn token(&self, kind: TokenKind, span: Option<(usize, usize)>) -> Token {
        let (line, line_start) = match kind.is_string() {
            true => (self.first_line, self.first_line_start),
            false => (self.line, self.line_start),
        };
        let (start, end) = span.unwrap_or((self.cur, self.cur));
        let column = |at: usize, line_start: usize| match span {
            Some(_) if at >= line_start => (at - line_start) as i32,
            _ => -1,
        };
        Token {
            kind,
            start,
            end,
            from: Position { line, column: column(start, line_start) },
            // The last character taken, which may lie beyond the text: the newline, or the second of two braces.
            to: Position { line: self.line, column: column(self.cur.max(end), self.line_start) },
            depth: self.brackets.len() as u16,
        }
    }

    /// A token from where the current one starts to the current place.
    fn written(&self, kind: TokenKind) -> Token {
        self.token(kind, Some((self.start.unwrap_or(self.cur), self.cur)))
    }

    fn failed(&self) -> Token {
        self.token(TokenKind::Error, None)
    }

    /// An error whose place is the last character taken.
    fn fail(&mut self, message: impl Into<String>) -> Token {
        let column = self.text(self.line_start, self.cur).chars().count() as i32;
        self.fail_at(column, column, message)
    }

    /// An error from one place of the line to another, both counted in bytes from 1.
    fn fail_between(&mut self, column: i32, end_column: i32, message: impl Into<String>) -> Token {
        let count =
            |column: i32| self.text(self.line_start, self.line_start + column as usize).chars().count();
        let (column, end_column) = (count(column) as i32, count(end_column) as i32);
        self.fail_at(column, end_column, message)
    }

    fn fail_at(&mut self, column: i32, end_column: i32, message: impl Into<String>) -> Token {
        self.error = Some(Located {
            kind: ErrorKind::Syntax,
            message: message.into(),
            from: Position { line: self.line, column },
            to: Position { line: self.line, column: end_column },
            is_lexical: true,
        });
        self.done = Done::Failed;
        self.failed()
    }

    fn stop(&mut self, done: Done) -> Token {
        self.done = done;
        self.cur = self.inp;
        self.failed()
    }

    fn warn(&mut self, message: String) {
        self.warnings.push(TokenWarning { line: self.line, message, at: self.cur });
    }

    /// The next token. After an error or the end it is the same again.
    pub(crate) fn next_token(&mut self) -> Token {
        match self.strings.last() {
            Some(mode) if mode.in_text => self.string_text(),
            _ => self.code(),
        }
    }

    fn code(&mut self) -> Token {
        loop {
            self.start = None;
            let mut is_blank = false;
            if self.at_line_start {
                match self.indentation() {
                    Ok(blank) => is_blank = blank,
                    Err(token) => return token,
                }
            }
            self.start = Some(self.cur);
            if self.pending != 0 {
                let kind = if self.pending < 0 { TokenKind::Dedent } else { TokenKind::Indent };
                self.pending -= self.pending.signum();
                return self.token(kind, None);
            }
            let c = self.next();
            self.back(c);
            if let Some(token) = self.one_token(is_blank) {
                return token;
            }
        }
    }

    /// Measures the indentation of a line; `Ok(true)` where the line holds nothing.
    fn indentation(&mut self) -> Result<bool, Token> {
        self.at_line_start = false;
        let (mut column, mut narrow, mut continued) = (0u32, 0u32, 0u32);
        let c = loop {
            match self.next() {
                Some(b' ') => {
                    column += 1;
                    narrow += 1;
                }
                Some(b'\t') => {
                    column = (column / TAB_SIZE + 1) * TAB_SIZE;
                    narrow += 1;
                }
                Some(0x0c) => (column, narrow) = (0, 0),
                Some(b'\\') => {
                    // The first backslash fixes the indentation of whatever comes next.
                    if continued == 0 {
                        continued = column;
                    }
                    if !self.continuation() {
                        return Err(self.failed());
                    }
                }
                c => break c,
            }
        };
        self.back(c);
        if matches!(c, Some(b'#' | b'\n')) {
            return Ok(true);
        }
        if !self.brackets.is_empty() {
            return Ok(false);
        }
        if continued != 0 {
            (column, narrow) = (continued, continued);
        }
        let innermost = |lexer: &Lexer<'_>| lexer.indents.last().copied().unwrap_or_default();
        let (current, current_narrow) = innermost(self);
        if column == current {
            if narrow != current_narrow {
                return Err(self.stop(Done::TabSpace));
            }
        } else if column > current {
            if self.indents.len() >= MAX_INDENTS {
                return Err(self.stop(Done::TooDeep));
            }
            if narrow <= current_narrow {
                return Err(self.stop(Done::TabSpace));
            }
            self.pending += 1;
            self.indents.push((column, narrow));
        } else {
            while self.indents.len() > 1 && column < innermost(self).0 {
                self.pending -= 1;
                self.indents.pop();
            }
            let (current, current_narrow) = innermost(self);
            if column != current {
                return Err(self.stop(Done::Dedent));
            }
            if narrow != current_narrow {
                return Err(self.stop(Done::TabSpace));
            }
        }
        Ok(false)
    }

    /// After a backslash: takes the newline. `false` leaves `done` saying why not.
    fn continuation(&mut self) -> bool {
        let c = self.next();
        if c != Some(b'\n') {
            self.done = Done::Continuation;
            return false;
        }
        let c = self.next();
        if c.is_none() {
            self.done = Done::End;
            self.cur = self.inp;
            return false;
        }
        self.back(c);
        true
    }

    /// `None`: the line ended without a token.
    fn one_token(&mut self, is_blank: bool) -> Option<Token> {
        let c = loop {
            self.start = None;
            let mut c = self.next();
            while matches!(c, Some(b' ' | b'\t' | 0x0c)) {
                c = self.next();
            }
            self.start = Some(self.cur - usize::from(c.is_some()));
            if c == Some(b'#') {
                let line_rest = &self.src[self.cur..self.inp];
                self.cur += memchr::memchr(b'\n', line_rest).unwrap_or(line_rest.len());
                if self.type_comments
                    && let Some(comment) = self.type_comment(is_blank)
                {
                    return Some(comment);
                }
                c = self.next();
            }
            if c != Some(b'\\') {
                break c;
            }
            if !self.continuation() {
                return Some(self.failed());
            }
        };
        let Some(c) = c else {
            let at_end = self.brackets.is_empty() && self.done == Done::End;
            return Some(self.token(if at_end { TokenKind::End } else { TokenKind::Error }, None));
        };
        match c {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | 128.. => Some(self.name(c)),
            b'\n' => {
                self.at_line_start = true;
                if is_blank || !self.brackets.is_empty() {
                    return None;
                }
                let start = self.start.unwrap_or(self.cur);
                Some(self.token(TokenKind::Newline, Some((start, self.cur - 1))))
            }
            b'.' => {
                let next = self.next();
                if next.is_some_and(|c| c.is_ascii_digit()) {
                    return Some(self.fraction(next));
                }
                self.back(next);
                if self.src[self.cur..self.inp].starts_with(b"..") {
                    self.cur += 2;
                }
                Some(self.written(TokenKind::Punctuation))
            }
            b'0'..=b'9' => Some(self.number(c)),
            b'\'' | b'"' => Some(self.string(c)),
            c => Some(self.punctuation(c)),
        }
    }

    /// A comment that has been taken, as a token if it says something of types. `ignore` that stands alone takes the end of its line with it.
    fn type_comment(&mut self, is_blank: bool) -> Option<Token> {
        let comment = self.src[self.start?..self.cur].strip_prefix(b"#")?;
        let comment = trim_blanks(trim_blanks(comment).strip_prefix(b"type:")?);
        let Some(tag) = comment
            .strip_prefix(b"ignore")
            .filter(|tag| tag.first().is_none_or(|&byte| byte < 128 && !byte.is_ascii_alphanumeric()))
        else {
            let span = (self.cur - comment.len(), self.cur);
            return Some(self.token(TokenKind::TypeComment, Some(span)));
        };
        let start = self.cur - tag.len();
        if is_blank {
            self.next();
            self.at_line_start = true;
        }
        Some(self.token(TokenKind::TypeIgnore, Some((start, self.cur))))
    }

    fn name(&mut self, first: u8) -> Token {
        let mut c = Some(first);
        let mut seen = [false; 5];
        while let Some(byte) = c
            && let Some(at) = b"burft".iter().position(|&letter| letter == byte.to_ascii_lowercase())
            && !seen[at]
        {
            seen[at] = true;
            c = self.next();
            if let Some(quote @ (b'\'' | b'"')) = c {
                return self.prefixed_string(quote, seen);
            }
        }
        let mut is_ascii = true;
        while let Some(byte) = c
            && (byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 128)
        {
            is_ascii &= byte < 128;
            c = self.next();
        }
        self.back(c);
        if !is_ascii
            && !self.is_lenient
            && let Err(token) = self.check_identifier()
        {
            return token;
        }
        self.written(TokenKind::Name)
    }

    /// PEP 3131: a name beyond ASCII consists of letters and digits.
    fn check_identifier(&mut self) -> Result<(), Token> {
        let start = self.start.unwrap_or(self.cur);
        let name = self.text(start, self.cur);
        for (at, c) in name.char_indices() {
            let fits = match at {
                0 => c == '_' || unicode_ident::is_xid_start(c),
                _ => unicode_ident::is_xid_continue(c),
            };
            if !fits {
                self.cur = start + at + c.len_utf8();
                return Err(self.invalid_character(c));
            }
        }
        Ok(())
    }

    fn invalid_character(&mut self, c: char) -> Token {
        let point = u32::from(c);
        if is_printable(c) {
            self.fail(format!("invalid character '{c}' (U+{point:04X})"))
        } else {
            self.fail(format!("invalid non-printable character U+{point:04X}"))
        }
    }

    fn punctuation(&mut self, c: u8) -> Token {
        if c == b':'
            && let Some(mode) = self.strings.last_mut()
            && mode.field >= 0
            && mode.brackets - 1 == mode.field
        {
            // The colon of a replacement field begins its format specification.
            mode.in_text = true;
            mode.in_format = true;
            return self.written(TokenKind::Punctuation);
        }
        let next = self.src[self.cur..self.inp].first().copied().unwrap_or(0);
        if is_pair(c, next) {
            self.cur += 1;
            let third = self.src[self.cur..self.inp].first();
            if third == Some(&b'=') && c == next && matches!(c, b'*' | b'/' | b'<' | b'>') {
                self.cur += 1;
            }
            return self.written(TokenKind::Punctuation);
        }
        match c {
            b'(' | b'[' | b'{' => {
                if self.brackets.len() >= MAX_BRACKETS {
                    return self.fail("too many nested parentheses");
                }
                let column = (self.start.unwrap_or(self.cur) - self.line_start) as i32;
                self.brackets.push(Bracket { byte: c, line: self.line, column });
                if let Some(mode) = self.strings.last_mut() {
                    mode.brackets += 1;
                }
            }
            b')' | b']' | b'}' => {
                if let Err(token) = self.close(c) {
                    return token;
                }
            }
            c if c < 0x20 || c == 0x7f => return self.invalid_character(char::from(c)),
            _ => {}
        }
        self.written(TokenKind::Punctuation)
    }

    fn close(&mut self, c: u8) -> Result<(), Token> {
        let shown = char::from(c);
        let letter = self.strings.last().map(|mode| char::from(mode.letter));
        if let (Some(mode), Some(letter)) = (self.strings.last(), letter)
            && mode.brackets == 0
            && c == b'}'
        {
            return Err(self.fail(format!("{letter}-string: single '}}' is not allowed")));
        }
        let Some(open) = self.brackets.pop() else {
            if self.is_lenient {
                return Ok(());
            }
            return Err(self.fail(format!("unmatched '{shown}'")));
        };
        let fits = matches!((open.byte, c), (b'(', b')') | (b'[', b']') | (b'{', b'}'));
        if !fits {
            if let (Some(mode), Some(letter)) = (self.strings.last(), letter)
                && open.byte == b'{'
                && mode.brackets - 1 == mode.field
            {
                return Err(self.fail(format!("{letter}-string: unmatched '{shown}'")));
            }
            if !self.is_lenient {
                let opening = char::from(open.byte);
                let message =
                    format!("closing parenthesis '{shown}' does not match opening parenthesis '{opening}'");
                return Err(match open.line == self.line {
                    true => self.fail(message),
                    false => self.fail(format!("{message} on line {}", open.line)),
                });
            }
        }
        if let Some(mode) = self.strings.last_mut() {
            mode.brackets -= 1;
            if mode.brackets < 0 {
                let letter = char::from(mode.letter);
                return Err(self.fail(format!("{letter}-string: unmatched '{shown}'")));
            }
            if c == b'}' && mode.brackets == mode.field {
                mode.field -= 1;
                mode.in_text = true;
                mode.in_format = false;
            }
        }
        Ok(())
    }
}

fn trim_blanks(text: &[u8]) -> &[u8] {
    let blanks = text.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    &text[blanks..]
}

/// Whether two bytes are one operator.
fn is_pair(first: u8, second: u8) -> bool {
    match second {
        b'=' => b"!%&*+-/:<=>@^|".contains(&first),
        b'>' => b"-<>".contains(&first),
        _ => second == first && b"*/<".contains(&first),
    }
}

/// Whether `repr` would show a character as itself.
pub(crate) fn is_printable(c: char) -> bool {
    use unicode_general_category::{GeneralCategory, get_general_category};
    c == ' '
        || !matches!(
            get_general_category(c),
            GeneralCategory::Control
                | GeneralCategory::Format
                | GeneralCategory::Surrogate
                | GeneralCategory::PrivateUse
                | GeneralCategory::Unassigned
                | GeneralCategory::LineSeparator
                | GeneralCategory::ParagraphSeparator
                | GeneralCategory::SpaceSeparator
        )
}
