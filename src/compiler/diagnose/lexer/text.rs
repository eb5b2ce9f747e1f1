//! String literals, and the text of f-strings and t-strings between their replacement fields.

use super::{Lexer, MAX_FIELDS, MAX_STRINGS, StringMode, Token, TokenKind};

impl Lexer<'_> {
    /// A quote after letters; `seen` says which of `b`, `u`, `r`, `f`, `t`.
    pub(super) fn prefixed_string(&mut self, quote: u8, seen: [bool; 5]) -> Token {
        const FORBIDDEN: [(usize, usize); 7] = [(1, 0), (1, 2), (1, 3), (1, 4), (0, 3), (0, 4), (3, 4)];
        for (first, second) in FORBIDDEN {
            if seen[first] && seen[second] {
                let start = self.start.unwrap_or(self.cur);
                let name = |at: usize| char::from(b"burft"[at]);
                let message = format!("'{}' and '{}' prefixes are incompatible", name(first), name(second));
                let columns = ((start + 1 - self.line_start) as i32, (self.cur - self.line_start) as i32);
                return self.fail_between(columns.0, columns.1, message);
            }
        }
        match (seen[3], seen[4]) {
            (false, false) => self.string(quote),
            (is_f, _) => self.interpolated(quote, if is_f { b'f' } else { b't' }, seen[2]),
        }
    }

    fn interpolated(&mut self, quote: u8, letter: u8, is_raw: bool) -> Token {
        self.first_line = self.line;
        self.first_line_start = self.line_start;
        let mut quote_size = 1;
        if self.src[self.cur..self.inp].starts_with(&[quote, quote]) {
            self.cur += 2;
            quote_size = 3;
        }
        if self.strings.len() + 1 >= MAX_STRINGS {
            return self.fail("too many nested f-strings or t-strings");
        }
        self.strings.push(StringMode {
            in_text: true,
            letter,
            quote,
            quote_size,
            is_raw,
            start: self.start.unwrap_or(self.cur),
            line_start: self.line_start,
            line: self.line,
            brackets: 0,
            field: -1,
            in_format: false,
        });
        self.written(if letter == b'f' { TokenKind::FStart } else { TokenKind::TStart })
    }

    /// A plain literal whose first quote has been taken.
    pub(super) fn string(&mut self, quote: u8) -> Token {
        let start = self.start.unwrap_or(self.cur);
        self.first_line = self.line;
        self.first_line_start = self.line_start;
        let mut quote_size = 1;
        let mut closing = 0;
        let mut c = self.next();
        if c == Some(quote) {
            c = self.next();
            if c == Some(quote) {
                quote_size = 3;
            } else {
                closing = 1;
            }
        }
        if c != Some(quote) {
            self.back(c);
        }
        let mut has_escaped_quote = false;
        while closing != quote_size {
            match self.next() {
                None => return self.unterminated(start, quote, quote_size, has_escaped_quote),
                Some(b'\n') if quote_size == 1 => {
                    return self.unterminated(start, quote, quote_size, has_escaped_quote);
                }
                Some(c) if c == quote => closing += 1,
                Some(b'\\') => {
                    closing = 0;
                    has_escaped_quote |= self.next() == Some(quote);
                }
                Some(_) => closing = 0,
            }
        }
        self.written(TokenKind::String)
    }

    /// The error stands at the first quote.
    fn unterminated(&mut self, start: usize, quote: u8, quote_size: usize, escaped: bool) -> Token {
        let last_line = self.line;
        self.cur = start + 1;
        self.line_start = self.first_line_start;
        self.line = self.first_line;
        if let Some(mode) = self.strings.last()
            && mode.quote == quote
            && mode.quote_size == quote_size
        {
            let letter = char::from(mode.letter);
            return self.fail(format!("{letter}-string: expecting '}}'"));
        }
        self.fail(match (quote_size, escaped) {
            (3, _) => format!("unterminated triple-quoted string literal (detected at line {last_line})"),
            (_, false) => format!("unterminated string literal (detected at line {last_line})"),
            (_, true) => format!(
                "unterminated string literal (detected at line {last_line}); perhaps you escaped the end quote?"
            ),
        })
    }

    /// The next piece of an interpolated string: its text, its end, or the brace that opens a field.
    pub(super) fn string_text(&mut self) -> Token {
        let Some(mode) = self.strings.last().cloned() else { return self.failed() };
        let (middle, end) = match mode.letter {
            b'f' => (TokenKind::FMiddle, TokenKind::FEnd),
            _ => (TokenKind::TMiddle, TokenKind::TEnd),
        };
        self.start = Some(self.cur);
        self.first_line = self.line;
        self.first_line_start = self.line_start;
        let rest = &self.src[self.cur..self.inp];
        if rest.first() == Some(&b'{') && rest.get(1) != Some(&b'{') {
            return match self.open_field(&mode) {
                Some(token) => token,
                None => self.code(),
            };
        }
        if rest.len() >= mode.quote_size && rest[..mode.quote_size].iter().all(|&c| c == mode.quote) {
            self.cur += mode.quote_size;
            self.strings.pop();
            return self.written(end);
        }
        self.first_line_start = self.line_start;
        let in_format = mode.in_format && mode.field >= 0;
        let mut closing = 0;
        let mut is_named = false;
        while closing != mode.quote_size {
            let c = self.next();
            match c {
                None => return self.unterminated_text(&mode),
                Some(b'\n') if mode.quote_size == 1 => {
                    if in_format {
                        let letter = char::from(mode.letter);
                        return self.fail(format!(
                            "{letter}-string: newlines are not allowed in format specifiers for single quoted {letter}-strings"
                        ));
                    }
                    return self.unterminated_text(&mode);
                }
                Some(c) if c == mode.quote => {
                    closing += 1;
                    continue;
                }
                _ => closing = 0,
            }
            match c {
                Some(b'{') => return self.brace_in_text(&mode, middle, in_format),
                Some(b'}') if is_named => return self.written(middle),
                Some(b'}') => {
                    let start = self.start.unwrap_or(self.cur);
                    let peek = self.src[self.cur..self.inp].first();
                    if peek == Some(&b'}') && !in_format && mode.brackets == 0 {
                        self.cur += 1;
                        return self.token(middle, Some((start, self.cur - 1)));
                    }
                    self.cur -= 1;
                    self.leave_text();
                    return self.written(middle);
                }
                Some(b'\\') => {
                    let peek = self.next();
                    match peek {
                        Some(brace @ (b'{' | b'}')) => {
                            if !mode.is_raw {
                                self.warn(super::super::strings::invalid_escape(
                                    &char::from(brace).to_string(),
                                ));
                            }
                            self.back(peek);
                        }
                        Some(b'N') if !mode.is_raw && self.src[self.cur..self.inp].first() == Some(&b'{') => {
                            self.cur += 1;
                            is_named = true;
                        }
                        _ => {}
                    }
                }
                _ => {}
            }
        }
        self.cur -= mode.quote_size;
        self.written(middle)
    }

    fn brace_in_text(&mut self, mode: &StringMode, middle: TokenKind, in_format: bool) -> Token {
        let start = self.start.unwrap_or(self.cur);
        if self.src[self.cur..self.inp].first() == Some(&b'{') && !in_format {
            self.cur += 1;
            return self.token(middle, Some((start, self.cur - 1)));
        }
        self.cur -= 1;
        if let Some(token) = self.open_field(mode) {
            return token;
        }
        if let Some(mode) = self.strings.last_mut() {
            mode.in_format = false;
        }
        self.written(middle)
    }

    /// Enters a replacement field, whose brace comes next.
    fn open_field(&mut self, mode: &StringMode) -> Option<Token> {
        let current = self.strings.last_mut()?;
        current.field += 1;
        if current.field >= MAX_FIELDS {
            let letter = char::from(mode.letter);
            return Some(self.fail(format!("{letter}-string: expressions nested too deeply")));
        }
        current.in_text = false;
        None
    }

    fn leave_text(&mut self) {
        if let Some(mode) = self.strings.last_mut() {
            mode.in_text = false;
            mode.in_format = false;
        }
    }

    fn unterminated_text(&mut self, mode: &StringMode) -> Token {
        let last_line = self.line;
        self.cur = mode.start + 1;
        self.line_start = mode.line_start;
        self.line = mode.line;
        let letter = char::from(mode.letter);
        let kind = if mode.quote_size == 3 { "triple-quoted " } else { "" };
        self.fail(format!("unterminated {kind}{letter}-string literal (detected at line {last_line})"))
    }
}
