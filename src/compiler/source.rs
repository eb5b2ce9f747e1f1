//! Source bytes to text: byte-order mark, universal newlines, and lines of offsets. Encodings: [`crate::encoding`].
//!
//! All ranges inside the crate are byte offsets into [`Source::text`], in which every newline is `\n`.

use std::borrow::Cow;

use ruff_python_ast::Decorator;
use ruff_text_size::{Ranged, TextRange, TextSize};
use rustc_hash::FxHashMap;
use typhon_bytecode::{Constant, Position};

use crate::encoding;
use crate::error::{CompileError, ErrorKind, NOWHERE};

/// Decoded source and the start of each of its lines.
pub(crate) struct Source {
    text: String,
    line_starts: Vec<u32>,
    made_up: Option<MadeUp>,
}

/// What stands for a text where the tree came from Python code: offsets are numbers of points.
struct MadeUp {
    /// Line and column of each point.
    points: Vec<(i32, i32)>,
    /// Values of constants by the point that their range begins with.
    constants: FxHashMap<u32, Constant>,
}

impl Source {
    /// Decodes a file's or string's bytes. With `ignore_cookie` the bytes are UTF-8 whatever a declaration says
    /// (`compile` of a `str`).
    pub(crate) fn decode(
        bytes: &[u8],
        ignore_cookie: bool,
        file: Option<&str>,
    ) -> Result<Source, Box<CompileError>> {
        let (bytes, has_mark) = match bytes.strip_prefix(b"\xef\xbb\xbf") {
            Some(rest) if !ignore_cookie => (rest, true),
            _ => (bytes, false),
        };
        if bytes.len() >= (u32::MAX / 2) as usize {
            return Err(without_place("source is larger than 2 GiB".to_owned()));
        }
        if bytes.contains(&0) {
            return Err(without_place("source code string cannot contain null bytes".to_owned()));
        }
        let declared = if ignore_cookie { None } else { encoding::declared(bytes) };
        let text = match &declared {
            Some((name, line)) if has_mark && encoding::canonical(name) != "utf-8" => {
                return Err(mark_and_cookie(bytes, name, *line));
            }
            Some((name, _)) if !encoding::is_utf8(name) => {
                Cow::Owned(encoding::decode(bytes, name).map_err(undecodable)?)
            }
            _ => match std::str::from_utf8(bytes) {
                Ok(text) => Cow::Borrowed(text),
                Err(error) => return Err(not_utf8(bytes, error.valid_up_to(), file)),
            },
        };
        Ok(Source::from_text(universal_newlines(text)))
    }

    fn from_text(text: String) -> Source {
        let mut line_starts = Vec::with_capacity(text.len() / 32 + 1);
        line_starts.push(0);
        line_starts
            .extend(text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n').map(|(at, _)| at as u32 + 1));
        Source { text, line_starts, made_up: None }
    }

    /// A source without text.
    pub(crate) fn made_up(points: Vec<(i32, i32)>, constants: FxHashMap<u32, Constant>) -> Source {
        let made_up = Some(MadeUp { points, constants });
        Source { text: String::new(), line_starts: vec![0], made_up }
    }

    /// The value that a range stands for, if the tree came from Python code.
    pub(crate) fn constant(&self, range: TextRange) -> Option<&Constant> {
        self.made_up.as_ref()?.constants.get(&range.start().to_u32())
    }

    /// Line and column of a point.
    fn point(&self, offset: TextSize) -> Option<(u32, u32)> {
        let (line, column) = *self.made_up.as_ref()?.points.get(offset.to_usize())?;
        Some((line.max(0) as u32, column.max(0) as u32))
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
        match self.point(offset) {
            Some((line, _)) => line,
            None => self.line_index(offset.to_u32()) as u32 + 1,
        }
    }

    /// Lines and byte columns of a node. `hint` is the 0-based line of the previous answer: instructions come mostly in
    /// source order, which makes the search a look at one or two entries.
    pub(crate) fn position(&self, range: TextRange, hint: &mut usize) -> Position {
        if let (Some((line, column)), Some((end_line, end_column))) =
            (self.point(range.start()), self.point(range.end()))
        {
            return Position { line, end_line, column, end_column };
        }
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
        if let Some((line, column)) = self.point(offset) {
            return (line, column as i32 + 1);
        }
        let offset = offset.to_u32().min(self.text.len() as u32);
        let line = self.line_index(offset);
        (line as u32 + 1, (offset - self.line_starts[line]) as i32 + 1)
    }

    /// Text of a 1-based line, its newline included.
    pub(crate) fn line_text(&self, line: u32) -> Option<&str> {
        if self.made_up.is_some() {
            return None;
        }
        let index = (line as usize).checked_sub(1)?;
        let start = *self.line_starts.get(index)? as usize;
        let end = self.line_starts.get(index + 1).map_or(self.text.len(), |&end| end as usize);
        (start < end).then(|| &self.text[start..end])
    }

    /// The range of a definition from its keyword on, which is where CPython says it is. The parser crate's begins with the decorators.
    pub(crate) fn definition(&self, range: TextRange, decorators: &[Decorator]) -> TextRange {
        let Some(last) = decorators.last() else { return range };
        if self.made_up.is_some() {
            return TextRange::new(last.end() + TextSize::from(1), range.end());
        }
        let text = self.slice(TextRange::new(last.end(), range.end()));
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let content = line.trim_start();
            if at > 0 && !content.is_empty() && !content.starts_with(['#', '\\']) {
                let start = last.end() + TextSize::from((at + line.len() - content.len()) as u32);
                return TextRange::new(start, range.end());
            }
            at += line.len();
        }
        range
    }

    /// The range of a format specification with its colon, which the parser crate leaves out.
    pub(crate) fn specification(&self, range: TextRange) -> TextRange {
        match self.made_up {
            Some(_) => range,
            None => TextRange::new(range.start() - TextSize::of(':'), range.end()),
        }
    }

    /// The text of a node.
    pub(crate) fn text_of(&self, node: &impl Ranged) -> &str {
        self.slice(node.range())
    }
}

/// An error of the source as a whole.
fn without_place(message: String) -> Box<CompileError> {
    Box::new(CompileError {
        kind: ErrorKind::Syntax,
        message,
        line: 0,
        column: NOWHERE,
        end_line: 0,
        end_column: 0,
        text: None,
        refused: None,
    })
}

/// The error of a source that could not be decoded, with a codec's message.
pub fn undecodable(message: String) -> Box<CompileError> {
    let mut error = without_place(message);
    error.column = -1;
    error
}

/// The encoding that a source declares where only the runtime's codecs may know it.
pub fn foreign_encoding(source: &[u8]) -> Option<String> {
    let (name, _) = encoding::declared(source)?;
    (!encoding::is_utf8(&name) && !encoding::is_known(&name)).then_some(name)
}

/// A byte-order mark says UTF-8, the declaration something else.
fn mark_and_cookie(bytes: &[u8], name: &str, line: u32) -> Box<CompileError> {
    let content = bytes.split(|&byte| byte == b'\n').nth(line as usize - 1).unwrap_or_default();
    let content = String::from_utf8_lossy(content.trim_ascii_end()).into_owned();
    let name = encoding::canonical(name);
    let mut error = without_place(format!("encoding problem: {name} with BOM"));
    (error.line, error.column, error.end_line) = (line, 0, line);
    error.end_column = content.chars().count() as i32 + i32::from(line > 1);
    error.text = Some(content);
    error
}

fn not_utf8(bytes: &[u8], at: usize, file: Option<&str>) -> Box<CompileError> {
    let start = bytes[..at].iter().rposition(|&byte| byte == b'\n').map_or(0, |newline| newline + 1);
    let line = 1 + bytes[..at].iter().filter(|&&byte| byte == b'\n').count() as u32;
    let end = bytes[at..].iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |length| at + length);
    let file = file.map_or_else(String::new, |file| format!(" in file {file}"));
    let mut error = without_place(format!(
        "Non-UTF-8 code starting with '\\x{:02x}'{file} on line {line}, but no encoding declared; \
         see https://peps.python.org/pep-0263/ for details",
        bytes[at]
    ));
    let column = String::from_utf8_lossy(&bytes[start..at]).chars().count() as i32 + 1;
    (error.line, error.end_line, error.column, error.end_column) = (line, line, column, column);
    error.text = Some(String::from_utf8_lossy(&bytes[start..end]).into_owned());
    error
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
