//! Escapes in string literals: which are errors, which earn a warning, in CPython's words.
//!
//! Values are decoded by the parser crate and [`crate::literal`]; this only judges.

/// The first escape of a literal that means nothing: what stands behind the backslash, and how many bytes and lines into the literal.
pub(crate) struct Meaningless {
    pub(crate) escape: String,
    pub(crate) at: usize,
    pub(crate) lines: u32,
}

/// Why a literal is none.
pub(crate) struct BadLiteral {
    pub(crate) message: String,
    /// The error stands at the literal itself, not at the last token read.
    pub(crate) at_literal: bool,
}

/// The warning about an escape that means nothing.
pub(crate) fn invalid_escape(escape: &str) -> String {
    let octal = if escape.len() == 3 { "octal " } else { "" };
    format!(
        "\"\\{escape}\" is an invalid {octal}escape sequence. Such sequences will not work in the future. \
         Did you mean \"\\\\{escape}\"? A raw string is also an option."
    )
}

/// Judges a literal with its prefix and quotes; returns whether it is bytes.
pub(crate) fn check_literal(literal: &str, warning: &mut Option<Meaningless>) -> Result<bool, BadLiteral> {
    let quotes = literal.find(['\'', '"']).unwrap_or(0);
    let (prefix, quoted) = literal.split_at(quotes);
    let size =
        if quoted.len() >= 6 && (quoted.starts_with("'''") || quoted.starts_with("\"\"\"")) { 3 } else { 1 };
    let body = quoted.get(size..quoted.len().saturating_sub(size)).unwrap_or_default();
    let is_bytes = prefix.contains(['b', 'B']);
    if is_bytes && !body.is_ascii() {
        let message = "bytes can only contain ASCII literal characters".to_owned();
        return Err(BadLiteral { message, at_literal: true });
    }
    if prefix.contains(['r', 'R']) {
        return Ok(is_bytes);
    }
    match is_bytes {
        true => check_bytes(body, warning).map_err(|message| BadLiteral {
            message: format!("(value error) {message}"),
            at_literal: false,
        })?,
        false => check_text(body, warning).map_err(|message| BadLiteral {
            message: format!("(unicode error) {message}"),
            at_literal: false,
        })?,
    }
    if let Some(found) = warning {
        found.at += quotes + size;
    }
    Ok(is_bytes)
}

fn note(warning: &mut Option<Meaningless>, body: &str, at: usize, length: usize) {
    if warning.is_none() {
        let lines = body.as_bytes()[..at].iter().filter(|&&byte| byte == b'\n').count() as u32;
        *warning = Some(Meaningless { escape: body[at + 1..at + 1 + length].to_owned(), at, lines });
    }
}

/// Octal digits at a place, three at most, and whether they exceed a byte.
fn octal(bytes: &[u8], at: usize) -> (usize, bool) {
    let length = bytes[at..].iter().take(3).take_while(|byte| (b'0'..=b'7').contains(byte)).count();
    (length, length == 3 && bytes[at] >= b'4')
}

fn check_bytes(body: &str, warning: &mut Option<Meaningless>) -> Result<(), String> {
    let bytes = body.as_bytes();
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'\\', &bytes[at..]) {
        let backslash = at + found;
        at = backslash + 2;
        match bytes.get(backslash + 1) {
            Some(b'x') => {
                let digits = bytes[at..].iter().take(2).take_while(|byte| byte.is_ascii_hexdigit()).count();
                if digits < 2 {
                    return Err(format!("invalid \\x escape at position {backslash}"));
                }
                at += 2;
            }
            Some(b'0'..=b'7') => {
                let (length, exceeds) = octal(bytes, backslash + 1);
                if exceeds {
                    note(warning, body, backslash, 3);
                }
                at = backslash + 1 + length;
            }
            Some(b'\n' | b'\\' | b'\'' | b'"' | b'a' | b'b' | b'f' | b'n' | b'r' | b't' | b'v') | None => {}
            Some(_) => note(warning, body, backslash, 1),
        }
    }
    Ok(())
}

/// Judges text between quotes (or a piece of an f-string).
///
/// Positions in messages count the text as CPython has it at this point: ASCII, with ten bytes for any other character.
pub(crate) fn check_text(body: &str, warning: &mut Option<Meaningless>) -> Result<(), String> {
    let bytes = body.as_bytes();
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'\\', &bytes[at..]) {
        let backslash = at + found;
        at = backslash + 2;
        let error = |end: usize, message: &str| Err(decode_error(body, backslash, end, message));
        match bytes.get(backslash + 1) {
            None => {
                // A piece of an f-string may end in one before a brace: the tokenizer has warned.
                return Ok(());
            }
            Some(letter @ (b'x' | b'u' | b'U')) => {
                let (count, message) = match letter {
                    b'x' => (2, "truncated \\xXX escape"),
                    b'u' => (4, "truncated \\uXXXX escape"),
                    _ => (8, "truncated \\UXXXXXXXX escape"),
                };
                let digits =
                    bytes[at..].iter().take(count).take_while(|byte| byte.is_ascii_hexdigit()).count();
                if digits < count {
                    return error(at + digits, message);
                }
                let point = u32::from_str_radix(&body[at..at + count], 16).unwrap_or(u32::MAX);
                at += count;
                if point > 0x10_ffff {
                    return error(at, "illegal Unicode character");
                }
            }
            Some(b'N') => {
                const MALFORMED: &str = "malformed \\N character escape";
                if bytes.get(at) != Some(&b'{') {
                    return error(at, MALFORMED);
                }
                let name = at + 1;
                let Some(length) = memchr::memchr(b'}', &bytes[name..]) else {
                    return error(bytes.len(), MALFORMED);
                };
                if length == 0 {
                    return error(name, MALFORMED);
                }
                at = name + length + 1;
                if unicode_names2::character(&body[name..name + length]).is_none() {
                    return error(at, "unknown Unicode character name");
                }
            }
            Some(b'0'..=b'7') => {
                let (length, exceeds) = octal(bytes, backslash + 1);
                if exceeds {
                    note(warning, body, backslash, 3);
                }
                at = backslash + 1 + length;
            }
            Some(b'\n' | b'\\' | b'\'' | b'"' | b'a' | b'b' | b'f' | b'n' | b'r' | b't' | b'v') => {}
            Some(_) => {
                // Beyond ASCII CPython does not notice: by now the character is an escape itself.
                let c = body[backslash + 1..].chars().next().unwrap_or('\\');
                if c.is_ascii() {
                    note(warning, body, backslash, 1);
                }
                at = backslash + 1 + c.len_utf8();
            }
        }
    }
    Ok(())
}

fn decode_error(body: &str, start: usize, end: usize, message: &str) -> String {
    let count = |end: usize| {
        let mut after_backslash = false;
        let mut total = 0;
        for c in body[..end].chars() {
            total += match (c.is_ascii(), after_backslash) {
                (true, _) => 1,
                (false, false) => 10,
                (false, true) => 15,
            };
            after_backslash = c == '\\' && !after_backslash;
        }
        total
    };
    let (start, end) = (count(start), count(body.floor_char_boundary(end)));
    if end == start + 1 {
        return format!("'unicodeescape' codec can't decode byte 0x5c in position {start}: {message}");
    }
    format!("'unicodeescape' codec can't decode bytes in position {start}-{}: {message}", end - 1)
}
