//! Printing an exception as CPython's runtime does: traceback with source lines and carets, chaining, notes.
//!
//! This is the runtime's own printer, for uncaught exceptions and for when the library's `traceback` is not there. It runs Python
//! code only to get `str` of the exception.

use std::collections::HashMap;

use typhon_bytecode::Position;

use crate::context::{Cx, Raised};
use crate::exceptions::{self, Exception};
use crate::object::Obj;
use crate::protocol;
use crate::types::list::{self, List};
use crate::types::str_;
use crate::types::traceback::Traceback;
use crate::value::{SlotExt, Value};

/// Deepest chain of causes and contexts that is shown.
const MAX_CHAIN: usize = 100;
/// Entries of a recursive traceback that are shown before they are folded.
const REPEATED_SHOWN: usize = 3;

/// The text of an uncaught exception, traceback first, with a newline at its end.
pub fn text(cx: &Cx, raised: Raised) -> String {
    let mut printer = Printer { cx, sources: HashMap::new(), shown: Vec::new() };
    let mut out = String::new();
    printer.exception(&mut out, raised.0, 0);
    out
}

/// As [`text`], without causes and contexts.
pub(crate) fn text_alone(cx: &Cx, raised: Raised) -> String {
    let mut printer = Printer { cx, sources: HashMap::new(), shown: Vec::new() };
    let mut out = String::new();
    printer.exception(&mut out, raised.0, MAX_CHAIN);
    out
}

struct Printer<'a> {
    cx: &'a Cx,
    /// Lines of source files, read once.
    sources: HashMap<String, Vec<String>>,
    /// Identities of exceptions that are shown already: a chain may be a cycle.
    shown: Vec<u64>,
}

impl Printer<'_> {
    fn exception(&mut self, out: &mut String, exception: Value, depth: usize) {
        self.shown.push(exception.bits());
        if let Some(this) = exception.cast::<Exception>()
            && depth < MAX_CHAIN
        {
            let (cause, context) = (this.cause.get(), this.context.get());
            if !cause.is_none() && !self.shown.contains(&cause.bits()) {
                self.exception(out, cause, depth + 1);
                out.push_str("\nThe above exception was the direct cause of the following exception:\n\n");
            } else if cause.is_none()
                && !context.is_none()
                && this.suppress.get() != Value::TRUE
                && !self.shown.contains(&context.bits())
            {
                self.exception(out, context, depth + 1);
                out.push_str("\nDuring handling of the above exception, another exception occurred:\n\n");
            }
        }
        if let Some(entry) = exceptions::traceback_of(exception).cast::<Traceback>() {
            out.push_str("Traceback (most recent call last):\n");
            self.traceback(out, entry);
        }
        self.last_lines(out, exception);
    }

    fn traceback(&mut self, out: &mut String, first: Obj<Traceback>) {
        let mut entry = Some(first);
        let (mut last, mut repeated) = (None, 0);
        while let Some(this) = entry {
            let place = self.place(this);
            repeated = if last == Some(place.clone()) { repeated + 1 } else { 0 };
            if repeated < REPEATED_SHOWN {
                let (file, line, name, position) = (&place.0, place.1, &place.2, self.position(this));
                out.push_str(&format!("  File \"{file}\", line {line}, in {name}\n"));
                self.source(out, file, position);
            }
            entry = this.next();
            let next_place = entry.map(|next| self.place(next));
            if repeated >= REPEATED_SHOWN && next_place.as_ref() != Some(&place) {
                let more = repeated + 1 - REPEATED_SHOWN;
                let plural = if more == 1 { "" } else { "s" };
                out.push_str(&format!("  [Previous line repeated {more} more time{plural}]\n"));
            }
            last = Some(place);
        }
    }

    fn place(&self, entry: Obj<Traceback>) -> (String, u32, String) {
        match entry.frame().and_then(|frame| frame.executable()) {
            Some(executable) => {
                let code = executable.data();
                (code.filename.to_string_lossy(), entry.line(), code.name.to_string_lossy())
            }
            None => ("<unknown>".into(), entry.line(), "<unknown>".into()),
        }
    }

    fn position(&self, entry: Obj<Traceback>) -> Position {
        let executable = entry.frame().and_then(|frame| frame.executable());
        executable.map_or(Position::default(), |executable| executable.data().position(entry.offset()))
    }

    fn line(&mut self, file: &str, number: u32) -> Option<String> {
        let lines = self.sources.entry(file.to_string()).or_insert_with(|| {
            let bytes = typhon_os::file::read(std::path::Path::new(file)).unwrap_or_default();
            String::from_utf8_lossy(&bytes).lines().map(str::to_string).collect()
        });
        lines.get((number as usize).checked_sub(1)?).cloned()
    }

    /// The source line with carets under the part that was running.
    fn source(&mut self, out: &mut String, file: &str, position: Position) {
        let Some(line) = self.line(file, position.line) else { return };
        let stripped = line.trim();
        if stripped.is_empty() {
            return;
        }
        out.push_str(&format!("    {stripped}\n"));
        let indent = line.len() - line.trim_start().len();
        let start = position.column as usize;
        let end = if position.end_line > position.line {
            line.trim_end().len()
        } else {
            position.end_column as usize
        };
        if start < indent
            || end <= start
            || end > line.len()
            || !line.is_char_boundary(start)
            || !line.is_char_boundary(end)
        {
            return;
        }
        let segment = &line[start..end];
        let anchors = if position.end_line > position.line { None } else { anchors(segment) };
        if anchors.is_none() && start == indent && end == line.trim_end().len() {
            return;
        }
        let width = |text: &str| text.chars().count();
        let before = width(&line[indent..start]);
        let marks = match anchors {
            Some((left, right)) => {
                "~".repeat(width(&segment[..left]))
                    + &"^".repeat(width(&segment[left..right]))
                    + &"~".repeat(width(&segment[right..]))
            }
            None => "^".repeat(width(segment)),
        };
        out.push_str(&format!("    {}{marks}\n", " ".repeat(before)));
    }

    fn last_lines(&mut self, out: &mut String, exception: Value) {
        let cx = self.cx;
        let class = cx.type_of(exception);
        let name = protocol::type_display_name(cx, class);
        let name = name.strip_prefix("__main__.").unwrap_or(&name);
        if class.is_subclass_of(crate::runtime::builtin_type(exceptions::SYNTAX_ERROR.0))
            && self.syntax_error(out, exception, name)
        {
            return;
        }
        match protocol::str_string(cx, exception) {
            Ok(text) if text.is_empty() => out.push_str(&format!("{name}\n")),
            Ok(text) => out.push_str(&format!("{name}: {text}{}\n", self.suggestion(exception))),
            Err(_) => out.push_str(&format!("{name}: <exception str() failed>\n")),
        }
        self.notes(out, exception);
    }

    fn notes(&mut self, out: &mut String, exception: Value) {
        let Ok(name) = self.cx.intern("__notes__") else { return };
        let notes = exception.as_object().and_then(|object| crate::instance::get(object, name));
        let Some(notes) = notes.and_then(|notes| notes.cast::<List>()) else { return };
        let mut index = 0;
        while let Some(note) = list::get_index_fast(notes, index) {
            index += 1;
            if let Ok(text) = protocol::str_string(self.cx, note) {
                out.push_str(&format!("{text}\n"));
            }
        }
    }

    fn attribute(&self, exception: Value, name: &str) -> Value {
        let found =
            self.cx.intern(name).ok().and_then(|name| crate::instance::get(exception.as_object()?, name));
        found.unwrap_or(Value::NONE)
    }

    /// The lines that show where a `SyntaxError` lies; `false` where it does not say.
    fn syntax_error(&mut self, out: &mut String, exception: Value, name: &str) -> bool {
        let Some(line) = self.attribute(exception, "lineno").as_small_int() else { return false };
        let file = str_::to_rust(self.attribute(exception, "filename")).unwrap_or_else(|| "<string>".into());
        out.push_str(&format!("  File \"{file}\", line {line}\n"));
        if let Some(text) = str_::to_rust(self.attribute(exception, "text")) {
            let shown = text.trim_end().trim_start_matches([' ', '\t', '\x0c']);
            out.push_str(&format!("    {shown}\n"));
            let skipped = (text.trim_end().chars().count() - shown.chars().count()) as i64;
            if let Some(offset) = self.attribute(exception, "offset").as_small_int()
                && offset >= 1
            {
                let same_line = self.attribute(exception, "end_lineno").as_small_int() == Some(line);
                let end = self
                    .attribute(exception, "end_offset")
                    .as_small_int()
                    .filter(|_| same_line)
                    .unwrap_or(offset + 1);
                let end = if end > offset { end } else { offset + 1 };
                let start = (offset - 1 - skipped).max(0);
                let marks = (end - offset).max(1).min((shown.chars().count() as i64 + 1 - start).max(1));
                out.push_str(&format!("    {}{}\n", " ".repeat(start as usize), "^".repeat(marks as usize)));
            }
        }
        let message = protocol::str_string(self.cx, self.attribute(exception, "msg")).unwrap_or_default();
        out.push_str(&format!("{name}: {message}\n"));
        self.notes(out, exception);
        true
    }

    /// "Did you mean" for names and attributes comes with the language's error messages (issue 5).
    fn suggestion(&self, _: Value) -> &'static str {
        ""
    }
}

/// Where in a running expression's text the caret stands: the operator of a binary operation, the brackets of a subscript or call.
fn anchors(segment: &str) -> Option<(usize, usize)> {
    // A statement is marked as a whole.
    let word = segment.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
    if matches!(
        word,
        "raise"
            | "return"
            | "assert"
            | "del"
            | "import"
            | "from"
            | "with"
            | "for"
            | "if"
            | "while"
            | "not"
            | "lambda"
    ) {
        return None;
    }
    let bytes = segment.as_bytes();
    let (mut depth, mut quote, mut index) = (0usize, 0u8, 0);
    let (mut operator, mut bracket): (Option<(usize, usize)>, Option<usize>) = (None, None);
    let mut lowest = u8::MAX;
    while index < bytes.len() {
        let byte = bytes[index];
        if quote != 0 {
            index += if byte == b'\\' { 2 } else { 1 };
            if byte == quote {
                quote = 0;
            }
            continue;
        }
        match byte {
            b'\'' | b'"' => quote = byte,
            b'(' | b'[' | b'{' => {
                if depth == 0 && byte != b'{' && index > 0 && is_operand_end(bytes, index) {
                    bracket = Some(index);
                }
                depth += 1;
            }
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            b'+' | b'-' | b'*' | b'/' | b'%' | b'@' | b'&' | b'|' | b'^' | b'<' | b'>'
                if depth == 0 && is_operand_end(bytes, index) =>
            {
                let double = bytes.get(index + 1) == Some(&byte) && matches!(byte, b'*' | b'/' | b'<' | b'>');
                let length = if double { 2 } else { 1 };
                if !double && matches!(byte, b'<' | b'>') || bytes.get(index + length) == Some(&b'=') {
                    return None;
                }
                let rank = precedence(byte, double);
                if rank <= lowest {
                    (lowest, operator) = (rank, Some((index, index + length)));
                }
                index += length;
                continue;
            }
            _ => {}
        }
        index += 1;
    }
    if operator.is_some() {
        return operator;
    }
    bracket.filter(|_| matches!(bytes.last(), Some(b')' | b']'))).map(|start| (start, segment.len()))
}

fn precedence(byte: u8, double: bool) -> u8 {
    match (byte, double) {
        (b'|', _) => 0,
        (b'^', _) => 1,
        (b'&', _) => 2,
        (b'<' | b'>', _) => 3,
        (b'+' | b'-', _) => 4,
        (b'*', true) => 6,
        _ => 5,
    }
}

/// Whether an operand ends before this place, so that an operator or bracket here is a binary one or a trailer.
fn is_operand_end(bytes: &[u8], index: usize) -> bool {
    let before = bytes[..index].iter().rev().find(|byte| **byte != b' ');
    before.is_some_and(|byte| {
        byte.is_ascii_alphanumeric()
            || matches!(byte, b'_' | b')' | b']' | b'}' | b'\'' | b'"')
            || *byte >= 0x80
    })
}
