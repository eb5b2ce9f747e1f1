//! The entries of a traceback: place, source lines, carets.

use typhon_bytecode::Position;

use crate::context::Cx;
use crate::object::Obj;
use crate::runtime;
use crate::types::int;
use crate::types::module::Module;
use crate::types::traceback::Traceback;

use super::{Printer, anchors};

/// Entries of a recursive traceback that are shown before they are folded.
const REPEATED_SHOWN: usize = 3;

/// `sys.tracebacklimit`; `None` where it is not set.
pub(super) fn limit(cx: &Cx) -> Option<usize> {
    let sys = runtime::sys().cast::<Module>()?;
    let limit = sys.dict().get_str(cx.intern("tracebacklimit").ok()?)?;
    int::to_i64(limit).map(|limit| limit.max(0) as usize)
}

/// The entries from one on, each as its lines; the last ones where there is a limit.
pub(super) fn of(printer: &mut Printer<'_>, first: Option<Obj<Traceback>>) -> Vec<String> {
    let count = std::iter::successors(first, |entry| entry.next()).count();
    let skipped = printer.limit.map_or(0, |limit| count.saturating_sub(limit));
    let mut entry = std::iter::successors(first, |entry| entry.next()).nth(skipped);
    let mut out = Vec::new();
    let mut last: Option<(String, u32, String)> = None;
    let mut repeated = 0;
    while let Some(this) = entry {
        entry = this.next();
        let (file, line, name) = place(this);
        let place = (file, line, name);
        if last.as_ref() != Some(&place) {
            fold(&mut out, repeated);
            repeated = 0;
        }
        repeated += 1;
        if repeated <= REPEATED_SHOWN {
            out.push(shown(printer, &place, position(this)));
        }
        last = Some(place);
    }
    fold(&mut out, repeated);
    out
}

fn fold(out: &mut Vec<String>, repeated: usize) {
    if repeated > REPEATED_SHOWN {
        let more = repeated - REPEATED_SHOWN;
        let plural = if more > 1 { "s" } else { "" };
        out.push(format!("  [Previous line repeated {more} more time{plural}]\n"));
    }
}

fn place(entry: Obj<Traceback>) -> (String, u32, String) {
    match entry.frame().and_then(|frame| frame.executable()) {
        Some(executable) => {
            let code = executable.data();
            (code.filename.to_string_lossy(), entry.line(), code.name.to_string_lossy())
        }
        None => ("<unknown>".into(), entry.line(), "<unknown>".into()),
    }
}

fn position(entry: Obj<Traceback>) -> Position {
    let executable = entry.frame().and_then(|frame| frame.executable());
    executable.map_or(Position::default(), |executable| executable.data().position(entry.offset()))
}

fn line_of(printer: &mut Printer<'_>, file: &str, number: u32) -> Option<String> {
    let cx = printer.cx;
    let lines = printer.sources.entry(file.to_string()).or_insert_with(|| {
        let bytes = cx.blocking(|| crate::exceptions::source::read(file));
        String::from_utf8_lossy(&bytes).lines().map(str::to_string).collect()
    });
    lines.get((number as usize).checked_sub(1)?).cloned()
}

/// Characters in the first `bytes` bytes of a line.
fn characters(line: &str, bytes: u32) -> usize {
    let bytes = bytes as usize;
    line.char_indices().take_while(|(at, _)| *at < bytes).count()
}

fn shown(printer: &mut Printer<'_>, place: &(String, u32, String), position: Position) -> String {
    let (file, line, name) = (&place.0, place.1, &place.2);
    let mut out = format!("  File \"{file}\", line {line}, in {name}\n");
    let last = position.end_line.max(position.line).min(position.line.saturating_add(10_000));
    let mut lines = Vec::new();
    for number in position.line..=last {
        let text = line_of(printer, file, number).unwrap_or_default();
        lines.push(text.trim_end().to_string());
    }
    if lines.iter().all(|line| line.is_empty()) {
        return out;
    }
    let start = characters(&lines[0], position.column);
    let end = lines.last().map_or(0, |line| characters(line, position.end_column));
    let dedent = dedent_of(&lines);
    let lines: Vec<Vec<char>> = lines.iter().map(|line| line.chars().skip(dedent).collect()).collect();
    if position.column == 0 && position.end_column == 0 && last == position.line {
        out += &format!("    {}\n", text_of(&lines[0]).trim());
        return out;
    }
    let segment = Segment { start: start.saturating_sub(dedent), end: end.saturating_sub(dedent), lines };
    for text in segment.render() {
        out += &format!("    {text}\n");
    }
    out
}

fn text_of(line: &[char]) -> String {
    line.iter().collect()
}

/// Blanks that all lines that are not empty begin with.
fn dedent_of(lines: &[String]) -> usize {
    let indents = lines.iter().filter(|line| !line.trim().is_empty());
    indents.map(|line| line.chars().take_while(|one| one.is_whitespace()).count()).min().unwrap_or(0)
}

/// Lines of which a part runs: from `start` in the first to `end` in the last, in characters.
struct Segment {
    lines: Vec<Vec<char>>,
    start: usize,
    end: usize,
}

/// `(line, column)` where the marked part of a segment begins and ends.
type Anchors = ((usize, usize), (usize, usize));

impl Segment {
    /// The lines to show, carets between them.
    fn render(&self) -> Vec<String> {
        let last = self.lines.len() - 1;
        let anchors = self.anchors();
        let shows = self.shows_marks(anchors.is_some());
        let mut significant = vec![0, last];
        if let Some((left, right)) = anchors {
            significant.extend([left.0, right.0]);
        }
        significant.sort_unstable();
        significant.dedup();
        let mut out = Vec::new();
        let show = |out: &mut Vec<String>, index: usize| {
            out.push(text_of(&self.lines[index]));
            if shows {
                let marks = self.marks(index, anchors);
                out.push(marks);
            }
        };
        let mut before: Option<usize> = None;
        for index in significant {
            match before.map_or(0, |before| index - before) {
                0 | 1 => {}
                2 => show(&mut out, index - 1),
                more => out.push(format!("...<{} lines>...", more - 1)),
            }
            show(&mut out, index);
            before = Some(index);
        }
        out
    }

    /// Whether something is marked: a part of the part that runs, or that part of the lines, but no whole call that is returned or assigned.
    fn shows_marks(&self, has_anchors: bool) -> bool {
        let first = text_of(&self.lines[0]);
        let last = self.lines.last().map_or(String::new(), |line| text_of(line));
        let before: String = first.chars().take(self.start).collect();
        let behind: String = last.chars().skip(self.end).collect();
        if behind.is_empty() && self.is_plain_call(&before) {
            return false;
        }
        has_anchors || !before.trim().is_empty() || !behind.trim().is_empty()
    }

    /// `return f(...)` and `x = f(...)`, where `f` is a name: the whole line runs, and marks would tell nothing.
    fn is_plain_call(&self, before: &str) -> bool {
        let target = before.trim_start();
        let is_return = target.trim_end() == "return";
        let is_assignment = target.trim_end().strip_suffix('=').is_some_and(|name| is_name(name.trim_end()));
        let callee: String =
            self.lines[0].iter().skip(self.start).take_while(|one| is_name_char(**one)).collect();
        let open = self.lines[0].get(self.start + callee.chars().count());
        let line = self.lines.last();
        let ends = line.and_then(|line| line.get(self.end.checked_sub(1)?)) == Some(&')');
        (is_return || is_assignment) && is_name(&callee) && open == Some(&'(') && ends
    }

    /// The caret line below a line.
    fn marks(&self, index: usize, anchors: Option<Anchors>) -> String {
        let line = &self.lines[index];
        let last = self.lines.len() - 1;
        let width = if index == last { self.end } else { line.len() };
        let indent = line.iter().take_while(|one| one.is_whitespace()).count();
        let mut marks = String::new();
        for column in 0..width {
            let blank = column < indent || (index == 0 && column < self.start);
            let at = (index, column);
            let one = match anchors {
                _ if blank => ' ',
                Some((left, right)) if at >= left && at < right => '^',
                Some(_) => '~',
                None => '^',
            };
            marks.push(one);
        }
        marks
    }

    fn anchors(&self) -> Option<Anchors> {
        let [line] = &self.lines[..] else { return None };
        let part = text_of(line.get(self.start..self.end.min(line.len()))?);
        let (left, right) = anchors::anchors(&part)?;
        let column = |bytes: usize| self.start + part[..bytes].chars().count();
        Some(((0, column(left)), (0, column(right))))
    }
}

fn is_name_char(one: char) -> bool {
    one.is_alphanumeric() || one == '_'
}

fn is_name(text: &str) -> bool {
    text.chars().all(is_name_char) && text.chars().next().is_some_and(|one| !one.is_numeric())
}
