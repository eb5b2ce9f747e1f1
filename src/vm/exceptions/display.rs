//! Printing an exception as CPython's `traceback` does: source lines with carets, chaining, groups as a tree, notes, suggestions.
//!
//! This is the runtime's own printer, for when the library's `traceback` cannot be imported or fails itself
//! ([`super::uncaught`]). It runs Python code to get `str` of the exceptions and what suggestions are made from.

mod anchors;
mod frames;
mod syntax;

use std::collections::{HashMap, HashSet};

use crate::context::{Cx, R, Raised};
use crate::exceptions::{self, Exception, group, suggestions};
use crate::object::Obj;
use crate::protocol::{self, attr};
use crate::runtime;
use crate::types::list::{self, List};
use crate::types::traceback::Traceback;
use crate::types::tuple::Tuple;
use crate::types::{bytes, str_};
use crate::value::{SlotExt, Value};

/// Exceptions of one group, and levels of groups, that are shown.
const MAX_GROUP_WIDTH: usize = 15;
const MAX_GROUP_DEPTH: usize = 10;
/// Exceptions in all, chained and grouped, that are shown: a bound on the work, not on anything that was seen to matter.
const MAX_SHOWN: usize = 10_000;

const CAUSE: &str = "\nThe above exception was the direct cause of the following exception:\n\n";
const CONTEXT: &str = "\nDuring handling of the above exception, another exception occurred:\n\n";

/// The text of an uncaught exception, traceback first, with a newline at its end.
pub fn text(cx: &Cx, raised: Raised) -> String {
    printed(cx, raised, true)
}

/// As [`text`], without causes and contexts.
pub(crate) fn text_alone(cx: &Cx, raised: Raised) -> String {
    printed(cx, raised, false)
}

fn printed(cx: &Cx, raised: Raised, chain: bool) -> String {
    let Ok(kept) = list::new(cx) else { return "MemoryError\n".into() };
    let mut printer = Printer {
        cx,
        sources: HashMap::new(),
        kept,
        nodes: Vec::new(),
        limit: frames::limit(cx),
        out: String::new(),
        depth: 0,
        need_close: false,
    };
    if printer.collect(raised.0).is_err() {
        return "MemoryError\n".into();
    }
    printer.show(0, chain);
    printer.out
}

/// One exception that is to be shown: indices into `nodes`.
#[derive(Default)]
struct Node {
    cause: Option<usize>,
    context: Option<usize>,
    /// The shown members of a group, and how many it has.
    members: Option<(Vec<usize>, usize)>,
}

struct Printer<'a> {
    cx: &'a Cx,
    /// Lines of source files, read once.
    sources: HashMap<String, Vec<String>>,
    /// The exceptions, by the numbers of their nodes; a list, so that the collector finds them whatever `__str__` does.
    kept: Obj<List>,
    nodes: Vec<Node>,
    /// Most entries of a traceback (`sys.tracebacklimit`).
    limit: Option<usize>,
    out: String,
    /// Levels of groups around what is printed.
    depth: usize,
    need_close: bool,
}

impl Printer<'_> {
    fn add(&mut self, exception: Value, seen: &mut HashSet<u64>) -> R<usize> {
        seen.insert(exception.bits());
        list::append(self.cx, self.kept, exception)?;
        self.nodes.push(Node::default());
        Ok(self.nodes.len() - 1)
    }

    fn exception(&self, node: usize) -> Value {
        list::get_index_fast(self.kept, node as i64).unwrap_or(Value::NONE)
    }

    /// Finds every exception that the root leads to, each cause and context once.
    fn collect(&mut self, root: Value) -> R<()> {
        let mut seen = HashSet::new();
        let mut open = vec![self.add(root, &mut seen)?];
        while let Some(node) = open.pop() {
            let Some(this) = self.exception(node).cast::<Exception>() else { continue };
            let (cause, context) = (this.cause.get(), this.context.get());
            if self.nodes.len() > MAX_SHOWN {
                break;
            }
            if !cause.is_none() && !seen.contains(&cause.bits()) {
                self.nodes[node].cause = Some(self.add(cause, &mut seen)?);
            }
            if !context.is_none() && !seen.contains(&context.bits()) {
                self.nodes[node].context = Some(self.add(context, &mut seen)?);
            }
            if let Some(members) = self.members(this.value()) {
                let mut shown = Vec::new();
                for &member in members.values().iter().take(MAX_GROUP_WIDTH) {
                    shown.push(self.add(member, &mut seen)?);
                }
                self.nodes[node].members = Some((shown, members.len()));
            }
            let found = &self.nodes[node];
            open.extend(found.cause.iter().chain(&found.context));
            open.extend(found.members.iter().flat_map(|(members, _)| members));
        }
        Ok(())
    }

    fn members(&self, exception: Value) -> Option<Obj<Tuple>> {
        if !group::is_group(self.cx, exception) {
            return None;
        }
        group::members(self.cx, exception).ok()
    }

    fn indent(&self) -> String {
        " ".repeat(2 * self.depth)
    }

    /// Prints lines behind the margin of the groups around them.
    fn emit(&mut self, text: &str, margin: char) {
        let mut indent = self.indent();
        if self.depth > 0 {
            indent.push(margin);
            indent.push(' ');
        }
        for line in text.split_inclusive('\n') {
            self.out.push_str(&indent);
            self.out.push_str(line);
        }
    }

    fn show(&mut self, root: usize, chain: bool) {
        let mut shown = vec![(None, root)];
        if chain {
            let mut at = root;
            loop {
                let suppressed = self
                    .exception(at)
                    .cast::<Exception>()
                    .is_some_and(|this| this.suppress.get() == Value::TRUE);
                let node = &self.nodes[at];
                let (text, next) = match (node.cause, node.context) {
                    (Some(cause), _) => (CAUSE, cause),
                    (None, Some(context)) if !suppressed => (CONTEXT, context),
                    _ => break,
                };
                if let Some(last) = shown.last_mut() {
                    last.0 = Some(text);
                }
                shown.push((None, next));
                at = next;
            }
        }
        for (text, node) in shown.into_iter().rev() {
            if let Some(text) = text {
                self.emit(text, '|');
            }
            if self.nodes[node].members.is_none() {
                self.stack(node, "Traceback (most recent call last):\n", '|');
                self.last_lines(node);
            } else if self.depth > MAX_GROUP_DEPTH {
                self.emit(&format!("... (max_group_depth is {MAX_GROUP_DEPTH})\n"), '|');
            } else {
                self.group(node, chain);
            }
        }
    }

    fn stack(&mut self, node: usize, title: &str, margin: char) {
        let entries = frames::of(self, exceptions::traceback_of(self.exception(node)).cast::<Traceback>());
        if !entries.is_empty() {
            self.emit(title, margin);
        }
        for entry in entries {
            self.emit(&entry, '|');
        }
    }

    fn group(&mut self, node: usize, chain: bool) {
        let is_outermost = self.depth == 0;
        if is_outermost {
            self.depth += 1;
        }
        let margin = if is_outermost { '+' } else { '|' };
        self.stack(node, "Exception Group Traceback (most recent call last):\n", margin);
        self.last_lines(node);
        let (members, count) = self.nodes[node].members.take().unwrap_or_default();
        let rows = if count <= MAX_GROUP_WIDTH { count } else { MAX_GROUP_WIDTH + 1 };
        self.need_close = false;
        for row in 0..rows {
            let is_last = row + 1 == rows;
            // A group in it may draw the last line.
            self.need_close |= is_last;
            let title = if row < MAX_GROUP_WIDTH { (row + 1).to_string() } else { "...".into() };
            let begin = if row == 0 { "+-" } else { "  " };
            let line = format!("{}{begin}+---------------- {title} ----------------\n", self.indent());
            self.out.push_str(&line);
            self.depth += 1;
            match members.get(row) {
                Some(&member) => self.show(member, chain),
                None => {
                    let more = count - MAX_GROUP_WIDTH;
                    let plural = if more > 1 { "s" } else { "" };
                    self.emit(&format!("and {more} more exception{plural}\n"), '|');
                }
            }
            if is_last && self.need_close {
                let line = format!("{}+------------------------------------\n", self.indent());
                self.out.push_str(&line);
                self.need_close = false;
            }
            self.depth -= 1;
        }
        if is_outermost {
            self.depth = 0;
        }
    }

    /// The class and `str` of an exception, and its notes.
    fn last_lines(&mut self, node: usize) {
        let cx = self.cx;
        let exception = self.exception(node);
        let class = cx.type_of(exception);
        let name = protocol::type_display_name(cx, class);
        let name = name.strip_prefix("__main__.").unwrap_or(&name).to_string();
        if class.is_subclass_of(runtime::builtin_type(exceptions::SYNTAX_ERROR.0)) {
            let lines = syntax::lines(cx, exception, &name);
            self.emit(&lines, '|');
        } else {
            let mut text =
                protocol::str_string(cx, exception).unwrap_or_else(|_| "<exception str() failed>".into());
            text += &suggestions::addition(cx, exception);
            let line = if text.is_empty() { format!("{name}\n") } else { format!("{name}: {text}\n") };
            self.emit(&line, '|');
        }
        self.notes(exception);
    }

    fn notes(&mut self, exception: Value) {
        let cx = self.cx;
        let found = cx.intern("__notes__").and_then(|name| attr::get_optional(cx, exception, name));
        let notes = match found {
            Ok(Some(notes)) if !notes.is_none() => notes,
            Ok(_) => return,
            Err(raised) => {
                let shown = protocol::repr_string(cx, raised.0)
                    .unwrap_or_else(|_| "<__notes__ repr() failed>".into());
                return self.emit(&format!("Ignored error getting __notes__: {shown}\n"), '|');
            }
        };
        let is_sequence = (notes.cast::<List>().is_some() || notes.cast::<Tuple>().is_some())
            && notes.cast::<str_::Str>().is_none()
            && notes.cast::<bytes::Bytes>().is_none();
        if !is_sequence {
            let shown =
                protocol::repr_string(cx, notes).unwrap_or_else(|_| "<__notes__ repr() failed>".into());
            return self.emit(&format!("{shown}\n"), '|');
        }
        let mut index = 0;
        while let Ok(note) = protocol::item::get(cx, notes, Value::small_int_unchecked(index)) {
            index += 1;
            let text = protocol::str_string(cx, note).unwrap_or_else(|_| "<note str() failed>".into());
            for line in text.split('\n') {
                self.emit(&format!("{line}\n"), '|');
            }
        }
    }
}

/// An attribute of an exception, whatever it takes to get it; `None` where there is none.
fn attribute(cx: &Cx, exception: Value, name: &str) -> Value {
    let found = cx.intern(name).and_then(|name| attr::get_optional(cx, exception, name));
    found.ok().flatten().unwrap_or(Value::NONE)
}
