//! Number literals: where they end, and what is wrong with those that are none.

use super::{Lexer, Token, TokenKind};

impl Lexer<'_> {
    /// `first` has been taken and is a digit.
    pub(super) fn number(&mut self, first: u8) -> Token {
        if first != b'0' {
            return match self.decimal_tail() {
                Ok(c) => self.after_integer(c),
                Err(token) => token,
            };
        }
        let c = self.next();
        match c {
            Some(b'x' | b'X') => self.radix("hexadecimal", |c| c.is_ascii_hexdigit()),
            Some(b'o' | b'O') => self.radix("octal", |c| (b'0'..=b'7').contains(&c)),
            Some(b'b' | b'B') => self.radix("binary", |c| c == b'0' || c == b'1'),
            c => self.zero(c),
        }
    }

    fn radix(&mut self, kind: &str, is_digit: fn(u8) -> bool) -> Token {
        let mut c = self.next();
        loop {
            if c == Some(b'_') {
                c = self.next();
            }
            if !c.is_some_and(is_digit) {
                return self.bad_digit(c, kind);
            }
            while c.is_some_and(is_digit) {
                c = self.next();
            }
            if c != Some(b'_') {
                break;
            }
        }
        if c.is_some_and(|c| c.is_ascii_digit()) {
            return self.bad_digit(c, kind);
        }
        self.end_of_number(c, kind)
    }

    fn bad_digit(&mut self, c: Option<u8>, kind: &str) -> Token {
        match c {
            Some(digit @ b'0'..=b'9') => {
                self.fail(format!("invalid digit '{}' in {kind} literal", char::from(digit)))
            }
            c => {
                self.back(c);
                self.fail(format!("invalid {kind} literal"))
            }
        }
    }

    /// After a leading zero: more zeros, or a float, or the octal literals of old.
    fn zero(&mut self, mut c: Option<u8>) -> Token {
        loop {
            if c == Some(b'_') {
                c = self.next();
                if !c.is_some_and(|c| c.is_ascii_digit()) {
                    self.back(c);
                    return self.fail("invalid decimal literal");
                }
            }
            if c != Some(b'0') {
                break;
            }
            c = self.next();
        }
        let zeros_end = self.cur;
        let mut is_octal = false;
        if c.is_some_and(|c| c.is_ascii_digit()) {
            is_octal = true;
            match self.decimal_tail() {
                Ok(next) => c = next,
                Err(token) => return token,
            }
        }
        match c {
            Some(b'.' | b'e' | b'E' | b'j' | b'J') => self.after_integer(c),
            _ if is_octal && !self.is_lenient => {
                self.back(c);
                let start = self.start.unwrap_or(self.cur);
                let columns = ((start + 1 - self.line_start) as i32, (zeros_end - self.line_start) as i32);
                self.fail_between(
                    columns.0,
                    columns.1,
                    "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers",
                )
            }
            _ => self.end_of_number(c, "decimal"),
        }
    }

    /// Digits with single underscores between them; returns what follows, which has been taken.
    fn decimal_tail(&mut self) -> Result<Option<u8>, Token> {
        loop {
            let mut c = self.next();
            while c.is_some_and(|c| c.is_ascii_digit()) {
                c = self.next();
            }
            if c != Some(b'_') {
                return Ok(c);
            }
            let c = self.next();
            if !c.is_some_and(|c| c.is_ascii_digit()) {
                self.back(c);
                return Err(self.fail("invalid decimal literal"));
            }
        }
    }

    fn after_integer(&mut self, c: Option<u8>) -> Token {
        if c == Some(b'.') {
            let next = self.next();
            return self.fraction(next);
        }
        self.exponent(c)
    }

    /// After the point; `c` has been taken.
    pub(super) fn fraction(&mut self, mut c: Option<u8>) -> Token {
        if c.is_some_and(|c| c.is_ascii_digit()) {
            match self.decimal_tail() {
                Ok(next) => c = next,
                Err(token) => return token,
            }
        }
        self.exponent(c)
    }

    fn exponent(&mut self, mut c: Option<u8>) -> Token {
        if let Some(b'e' | b'E') = c {
            let letter = c;
            c = self.next();
            if let Some(b'+' | b'-') = c {
                c = self.next();
                if !c.is_some_and(|c| c.is_ascii_digit()) {
                    self.back(c);
                    return self.fail("invalid decimal literal");
                }
            } else if !c.is_some_and(|c| c.is_ascii_digit()) {
                // Not an exponent: `1else` is a number and a word.
                self.back(c);
                return self.end_of_number(letter, "decimal");
            }
            match self.decimal_tail() {
                Ok(next) => c = next,
                Err(token) => return token,
            }
        }
        if let Some(b'j' | b'J') = c {
            let c = self.next();
            return self.end_of_number(c, "imaginary");
        }
        self.end_of_number(c, "decimal")
    }

    /// `c` follows a number and has been taken. Letters may not follow, except that the words which can follow a number
    /// only earn a warning.
    fn end_of_number(&mut self, c: Option<u8>, kind: &str) -> Token {
        self.back(c);
        if self.is_lenient {
            return self.written(TokenKind::Number);
        }
        let rest = &self.src[self.cur..self.inp];
        let is_word = |word: &[u8]| {
            rest.strip_prefix(word).is_some_and(|rest| {
                !rest.first().is_some_and(|&c| c.is_ascii_alphanumeric() || c == b'_' || c >= 128)
            })
        };
        let is_prefix = [b"if", b"in", b"is"].iter().any(|word| rest.starts_with(*word));
        if is_prefix || [&b"and"[..], b"else", b"for", b"or", b"not"].iter().any(|word| is_word(word)) {
            self.warn(format!("invalid {kind} literal"));
        } else if c.is_some_and(|c| c.is_ascii_alphanumeric() || c == b'_') {
            return self.fail(format!("invalid {kind} literal"));
        }
        self.written(TokenKind::Number)
    }
}
