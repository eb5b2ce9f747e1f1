//! Source bytes to text: byte-order mark, encoding declaration (PEP 263), universal newlines, and lines of offsets.
//!
//! All ranges inside the crate are byte offsets into [`Source::text`], in which every newline is `\n`.

use std::borrow::Cow;

use ruff_text_size::{Ranged, TextRange, TextSize};
use typhon_bytecode::Position;

use crate::error::{CompileError, ErrorKind};

/// Decoded source and the start of each of its lines.
pub(crate) struct Source {
    text: String,
    line_starts: Vec<u32>,
}

impl Source {
    /// Decodes a file's or string's bytes. With `ignore_cookie` the bytes are UTF-8 whatever a declaration says
    /// (`compile` of a `str`).
    pub(crate) fn decode(
        bytes: &[u8],
        ignore_cookie: bool,
        filename: &str,
    ) -> Result<Source, Box<CompileError>> {
        let fail = |line: u32, message: String| {
            Box::new(CompileError {
                kind: ErrorKind::Syntax,
                message,
                line,
                column: 0,
                end_line: line,
                end_column: 0,
                text: None,
            })
        };
        let (bytes, has_mark) = match bytes.strip_prefix(b"\xef\xbb\xbf") {
            Some(rest) => (rest, true),
            None => (bytes, false),
        };
        if bytes.len() >= (u32::MAX / 2) as usize {
            return Err(fail(0, "source is larger than 2 GiB".to_owned()));
        }
        if bytes.contains(&0) {
            return Err(fail(0, "source code cannot contain null bytes".to_owned()));
        }
        let declared = if ignore_cookie { None } else { declared_encoding(bytes) };
        let encoding = match &declared {
            None => Encoding::Utf8,
            Some(name) => match Encoding::by_name(name) {
                Some(Encoding::Utf8) if !has_mark || is_plain_utf8(name) => Encoding::Utf8,
                _ if has_mark => {
                    return Err(fail(0, format!("encoding problem: {name} with BOM")));
                }
                Some(encoding) => encoding,
                None => return Err(fail(0, format!("unknown encoding: {name}"))),
            },
        };
        let text = match encoding {
            Encoding::Utf8 => match std::str::from_utf8(bytes) {
                Ok(text) => Cow::Borrowed(text),
                Err(error) => {
                    let at = error.valid_up_to();
                    let line = 1 + bytes[..at].iter().filter(|&&byte| byte == b'\n').count() as u32;
                    let message = if declared.is_some() || has_mark || ignore_cookie {
                        format!(
                            "(unicode error) 'utf-8' codec can't decode byte 0x{:02x} in position {at}",
                            bytes[at]
                        )
                    } else {
                        format!(
                            "Non-UTF-8 code starting with '\\x{:02x}' in file {filename} on line {line}, but no encoding declared; \
                             see https://peps.python.org/pep-0263/ for details",
                            bytes[at]
                        )
                    };
                    return Err(fail(line, message));
                }
            },
            Encoding::Latin1 => Cow::Owned(bytes.iter().map(|&byte| char::from(byte)).collect()),
            Encoding::Ascii => match bytes.iter().position(|byte| !byte.is_ascii()) {
                None => Cow::Owned(bytes.iter().map(|&byte| char::from(byte)).collect()),
                Some(at) => {
                    let message = format!(
                        "'ascii' codec can't decode byte 0x{:02x} in position {at}: ordinal not in range(128)",
                        bytes[at]
                    );
                    return Err(fail(0, message));
                }
            },
        };
        Ok(Source::from_text(universal_newlines(text)))
    }

    fn from_text(text: String) -> Source {
        let mut line_starts = Vec::with_capacity(text.len() / 32 + 1);
        line_starts.push(0);
        line_starts
            .extend(text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n').map(|(at, _)| at as u32 + 1));
        Source { text, line_starts }
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The text of a range; empty where the range (of an error, say) does not lie on characters.
    pub(crate) fn slice(&self, range: TextRange) -> &str {
        self.text.get(range.start().to_usize()..range.end().to_usize()).unwrap_or_default()
    }

    /// 0-based line of an offset.
    fn line_index(&self, offset: u32) -> usize {
        self.line_starts.partition_point(|&start| start <= offset) - 1
    }

    /// 1-based line of an offset.
    pub(crate) fn line(&self, offset: TextSize) -> u32 {
        self.line_index(offset.to_u32()) as u32 + 1
    }

    /// Lines and byte columns of a node. `hint` is the 0-based line of the previous answer: instructions come mostly in
    /// source order, which makes the search a look at one or two entries.
    pub(crate) fn position(&self, range: TextRange, hint: &mut usize) -> Position {
        let (start, end) = (range.start().to_u32(), range.end().to_u32());
        let first = self.line_near(start, *hint);
        let last = self.line_near(end, first);
        *hint = first;
        Position {
            line: first as u32 + 1,
            end_line: last as u32 + 1,
            column: start - self.line_starts[first],
            end_column: end - self.line_starts[last],
        }
    }

    fn line_near(&self, offset: u32, hint: usize) -> usize {
        let start = self.line_starts.get(hint).copied().unwrap_or(u32::MAX);
        if start <= offset {
            match self.line_starts.get(hint + 1) {
                None => return hint,
                Some(&next) if offset < next => return hint,
                Some(_) => {}
            }
        }
        self.line_index(offset)
    }

    /// 1-based line and 1-based column in bytes.
    pub(crate) fn byte_position(&self, offset: TextSize) -> (u32, i32) {
        let offset = offset.to_u32().min(self.text.len() as u32);
        let line = self.line_index(offset);
        (line as u32 + 1, (offset - self.line_starts[line]) as i32 + 1)
    }

    /// Text of a 1-based line, its newline included.
    pub(crate) fn line_text(&self, line: u32) -> Option<&str> {
        let index = (line as usize).checked_sub(1)?;
        let start = *self.line_starts.get(index)? as usize;
        let end = self.line_starts.get(index + 1).map_or(self.text.len(), |&end| end as usize);
        (start < end).then(|| &self.text[start..end])
    }

    /// The text of a node.
    pub(crate) fn text_of(&self, node: &impl Ranged) -> &str {
        self.slice(node.range())
    }
}

enum Encoding {
    Utf8,
    Latin1,
    Ascii,
}

impl Encoding {
    fn by_name(name: &str) -> Option<Encoding> {
        let name: String =
            name.chars().map(|c| if c == '_' || c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect();
        match name.as_str() {
            "utf-8" | "utf8" | "u8" | "utf" | "utf8-ucs2" | "utf8-ucs4" | "cp65001" => Some(Encoding::Utf8),
            "latin-1" | "iso-8859-1" | "iso8859-1" | "iso-latin-1" | "latin1" | "latin" | "l1" | "8859"
            | "cp819" => Some(Encoding::Latin1),
            "ascii" | "us-ascii" | "646" => Some(Encoding::Ascii),
            _ if name.starts_with("utf-8-") => Some(Encoding::Utf8),
            _ if ["latin-1-", "iso-8859-1-", "iso-latin-1-"]
                .iter()
                .any(|prefix| name.starts_with(prefix)) =>
            {
                Some(Encoding::Latin1)
            }
            _ => None,
        }
    }
}

/// With a byte-order mark only the canonical name will do.
fn is_plain_utf8(name: &str) -> bool {
    let name = name.to_ascii_lowercase().replace('_', "-");
    name == "utf-8" || name.starts_with("utf-8-")
}

/// PEP 263: a comment in the first or (if the first holds nothing else) second line matching `coding[:=]\s*([-\w.]+)`.
fn declared_encoding(bytes: &[u8]) -> Option<String> {
    for line in bytes.split(|&byte| byte == b'\n' || byte == b'\r').take(2) {
        let content = line.trim_ascii_start();
        let Some(comment) = content.strip_prefix(b"#") else {
            if content.is_empty() || content == b"\x0c" {
                continue;
            }
            return None;
        };
        let mut rest = comment;
        while let Some(at) = rest.windows(6).position(|window| window == b"coding") {
            let after = &rest[at + 6..];
            if let Some(value) = after.strip_prefix(b":").or_else(|| after.strip_prefix(b"=")) {
                let value = value.trim_ascii_start();
                let end = value
                    .iter()
                    .position(|&byte| !(byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)))
                    .unwrap_or(value.len());
                if end > 0 {
                    return Some(String::from_utf8_lossy(&value[..end]).into_owned());
                }
            }
            rest = after;
        }
    }
    None
}

fn universal_newlines(text: Cow<'_, str>) -> String {
    if !text.as_bytes().contains(&b'\r') {
        return text.into_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut pieces = text.split('\r').peekable();
    while let Some(piece) = pieces.next() {
        out.push_str(piece);
        // A carriage return follows every piece but the last; before a newline it vanishes, else it is one.
        if pieces.peek().is_some_and(|next| !next.starts_with('\n')) {
            out.push('\n');
        }
    }
    out
}
