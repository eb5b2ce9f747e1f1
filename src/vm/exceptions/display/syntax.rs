//! The lines of a `SyntaxError`: file, source line, carets, message.

use crate::context::Cx;
use crate::protocol;
use crate::types::str_;
use crate::value::Value;

use super::attribute;

fn number(value: Value) -> Option<i64> {
    crate::types::int::to_i64(value)
}

/// The lines, without notes. Offsets count characters from 1.
pub(super) fn lines(cx: &Cx, exception: Value, name: &str) -> String {
    let mut out = String::new();
    let get = |name: &str| attribute(cx, exception, name);
    let (line, file) = (get("lineno"), str_::to_rust(get("filename")));
    let mut suffix = String::new();
    if !line.is_none() {
        let file = file.filter(|file| !file.is_empty()).unwrap_or_else(|| "<string>".into());
        let line = protocol::str_string(cx, line).unwrap_or_default();
        out += &format!("  File \"{file}\", line {line}\n");
    } else if let Some(file) = file {
        suffix = format!(" ({file})");
    }
    if let Some(text) = str_::to_rust(get("text")) {
        source(&mut out, &text, [get("lineno"), get("end_lineno"), get("offset"), get("end_offset")]);
    }
    let message = get("msg");
    let message = match protocol::is_true(cx, message) {
        Ok(true) => protocol::str_string(cx, message).unwrap_or_default(),
        _ => "<no detail available>".into(),
    };
    out + &format!("{name}: {message}{suffix}\n")
}

/// The source line, and carets below it.
fn source(out: &mut String, text: &str, [line, end_line, offset, end_offset]: [Value; 4]) {
    let stripped = text.trim_end_matches('\n');
    let shown = stripped.trim_start_matches([' ', '\n', '\x0c']);
    let length = |text: &str| text.chars().count() as i64;
    let (total, spaces) = (length(text), length(stripped) - length(shown));
    let Some(mut offset) = number(offset) else {
        return if offset.is_none() {
            *out += &format!("    {shown}\n")
        };
    };
    let same_line = number(line) == number(end_line);
    let mut end = if same_line {
        number(end_offset).filter(|&end| end != 0).unwrap_or(offset)
    } else {
        length(stripped) + 1
    };
    if total > 0 && offset > total {
        offset = length(stripped) + 1;
    }
    if total > 0 && end > total {
        end = length(stripped) + 1;
    }
    if offset >= end || end < 0 {
        end = offset.saturating_add(1);
    }
    *out += &format!("    {shown}\n");
    let column = offset.saturating_sub(1).saturating_sub(spaces);
    if column < 0 {
        return;
    }
    // White space other than blanks keeps its width.
    let before: String =
        shown.chars().take(column as usize).map(|one| if one.is_whitespace() { one } else { ' ' }).collect();
    // A caret beyond the line's end stands there all the same, at most one page to the right.
    let marks = end.saturating_sub(offset).clamp(1, 1 << 16) as usize;
    *out += &format!("    {before}{}\n", "^".repeat(marks));
}
