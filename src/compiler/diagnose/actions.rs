//! What alternatives of `python.peg` do once all their items are there: nodes, errors with their words and places, and the
//! checks of literals.

use crate::error::ErrorKind;

use super::engine::{Engine, Slots};
use super::located::{Located, Position};
use super::notation::{Action, Alternative, Place};
use super::strings;
use super::tree::{Kind, NodeId};

/// Which targets an expression is measured against.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Targets {
    Star,
    Delete,
    For,
}

impl Engine<'_> {
    /// The value of an alternative, or nothing, which ends its rule without a result.
    pub(super) fn act(
        &mut self,
        alternative: &'static Alternative,
        start: usize,
        slots: Slots,
        only: Option<NodeId>,
    ) -> Option<NodeId> {
        let slot = |index: u8| slots[usize::from(index)];
        match &alternative.action {
            Action::Default => Some(only.unwrap_or_else(|| self.node(Kind::Other, start, &[]))),
            Action::Take(index) => Some(slot(*index)),
            Action::Make(kind, of) => {
                let children: Vec<NodeId> = of.iter().map(|&index| slot(index)).collect();
                Some(self.node(*kind, start, &children))
            }
            Action::Do(name, of, text) => {
                let values: Vec<NodeId> = of.iter().map(|&index| slot(index)).collect();
                let value = |index: usize| values.get(index).copied().unwrap_or(NodeId::NOTHING);
                self.call(name, start, [value(0), value(1)], text)
            }
            Action::Error { is_indentation, place, slots: of, text } => {
                let nodes: Vec<NodeId> = of.iter().map(|&index| slot(index)).collect();
                let message = self.message(text, &alternative.names, &slots);
                let kind = if *is_indentation { ErrorKind::Indentation } else { ErrorKind::Syntax };
                self.raise(kind, *place, &nodes, &message);
                None
            }
        }
    }

    /// Fills in `{a}` (what kind of expression), `{source a}` (as written) and `{line a}`.
    fn message(&self, text: &str, names: &[&str], slots: &Slots) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((field, after)) = after.split_once('}') else { break };
            let (what, name) = field.split_once(' ').unwrap_or(("kind", field));
            let Some(slot) = names.iter().position(|&known| known == name) else {
                // A brace that is meant.
                out.push_str(before);
                out.push('{');
                rest = &rest[before.len() + 1..];
                continue;
            };
            let node = slots[slot];
            out.push_str(before);
            match what {
                "source" => out.push_str(self.text_of_token(self.token_of(node))),
                "line" => out.push_str(&self.start_of(node).line.to_string()),
                _ => out.push_str(self.tree.get(node).kind.shown()),
            }
            rest = after;
        }
        out.push_str(rest);
        out.replace("\\\"", "\"")
    }

    fn raise(&mut self, kind: ErrorKind, place: Place, nodes: &[NodeId], message: &str) {
        let first = nodes.first().copied().unwrap_or(NodeId::NOTHING);
        let second = nodes.get(1).copied().unwrap_or(first);
        let first_item = |engine: &Self, node| engine.tree.items(node).first().copied().unwrap_or(node);
        let last_item = |engine: &Self, node| engine.tree.items(node).last().copied().unwrap_or(node);
        let (from, to) = match place {
            Place::Here => {
                let error = self.error_at_last(kind, message);
                return self.fail(error);
            }
            Place::Next => {
                if self.fetch() {
                    let error = self.error_at_token(kind, self.mark(), message);
                    self.fail(error);
                }
                return;
            }
            Place::From => {
                let start = self.start_of(first);
                let end = Position {
                    line: self.lexer.line,
                    column: (self.lexer.cur - self.lexer.line_start) as i32,
                };
                let from = Position { line: start.line, column: start.column + 1 };
                let error = self.in_characters(kind, from, end, message.to_owned());
                return self.fail(error);
            }
            Place::Key => {
                let (start, end) = (self.start_of(first), self.end_of(first));
                let from = Position { line: start.line, column: end.column - 1 };
                (from, Position { line: end.line, column: -1 })
            }
            Place::At => (self.start_of(first), self.end_of(first)),
            Place::Range => (self.start_of(first), self.end_of(second)),
            Place::Ends => (self.start_of(first_item(self, first)), self.end_of(last_item(self, second))),
            Place::Last => (self.start_of(last_item(self, first)), self.end_of(second)),
            Place::Clauses => (self.start_of(first), self.end_of(self.last_of_clauses(second))),
        };
        let error = self.error_between(kind, from, to, message);
        self.fail(error);
    }

    fn raise_range(&mut self, first: NodeId, last: NodeId, message: &str) -> Option<NodeId> {
        self.raise(ErrorKind::Syntax, Place::Range, &[first, last], message);
        None
    }

    /// The last condition of the last clause, or what it iterates over.
    fn last_of_clauses(&self, clauses: NodeId) -> NodeId {
        let Some(&clause) = self.tree.items(clauses).last() else { return clauses };
        let children = self.tree.children(clause).to_vec();
        let conditions = children.get(1).map(|&node| self.tree.items(node)).unwrap_or_default();
        conditions.last().copied().or(children.first().copied()).unwrap_or(clause)
    }

    fn call(&mut self, name: &str, start: usize, [a, b]: [NodeId; 2], text: &str) -> Option<NodeId> {
        match name {
            "nothing" => None,
            "real_part" => self.part(a, Kind::Number, "real number required in complex literal"),
            "imaginary_part" => self.part(a, Kind::Imaginary, "imaginary number required in complex literal"),
            "arguments" => Some(self.arguments(start, a, b)),
            "argument_order" => self.argument_order(a),
            "bare_generator" => {
                let arguments = self.tree.children(a).to_vec();
                let last = arguments.last().copied().filter(|_| arguments.len() > 1)?;
                let message = "Generator expression must be parenthesized";
                self.raise(ErrorKind::Syntax, Place::Clauses, &[last, b], message);
                None
            }
            "future" => {
                let is_future = self.texts_of(a).eq(["__future__"]);
                self.is_flufl |= is_future && self.texts_of(b).any(|name| name == "barry_as_FLUFL");
                Some(self.node(Kind::Other, start, &[]))
            }
            "unequal" => {
                let is_old = self.text_of_token(self.token_of(a)) == "<>";
                match (is_old, self.is_flufl) {
                    (false, true) => {
                        let message = "with Barry as BDFL, use '<>' instead of '!='";
                        let error = self.error_at_last(ErrorKind::Syntax, message);
                        self.fail(error);
                        None
                    }
                    (true, false) => {
                        let message = "invalid syntax.  Maybe you meant '!=' instead of '<>'?";
                        self.raise_range(a, a, message)
                    }
                    _ => Some(a),
                }
            }
            "legacy" => {
                let word = self.text_of_token(self.token_of(a));
                if !matches!(word, "print" | "exec") {
                    return None;
                }
                let message = format!("Missing parentheses in call to '{word}'. Did you mean {word}(...)?");
                self.raise_range(a, b, &message)
            }
            "bound" => {
                let what = if self.tree.get(b).kind == Kind::Tuple { "constraints" } else { "bound" };
                let message = format!("cannot use {what} with {text}");
                self.raise(ErrorKind::Syntax, Place::From, &[a], &message);
                None
            }
            "missing_comma" => {
                let is_legacy = self.tree.get(a).kind == Kind::Name
                    && matches!(self.text_of_token(self.token_of(a)), "print" | "exec");
                if is_legacy || self.previous_token().is_none_or(|token| token.depth == 0) {
                    return None;
                }
                self.raise_range(a, b, "invalid syntax. Perhaps you forgot a comma?")
            }
            "assign_target" => self.target(a, Targets::Star),
            "delete_target" => self.target(a, Targets::Delete),
            "for_target" => self.target(a, Targets::For),
            "conversion" => {
                if self.start_of(b) != self.end_of(a) {
                    let message =
                        format!("{text}-string: conversion type must come right after the exclamation mark");
                    return self.raise_range(a, b, &message);
                }
                let conversion = self.text_of_token(self.token_of(b));
                if !matches!(conversion, "s" | "r" | "a") {
                    let message = format!(
                        "{text}-string: invalid conversion character '{conversion}': expected 's', 'r', or 'a'"
                    );
                    return self.raise_range(b, b, &message);
                }
                Some(b)
            }
            "interpolated" => {
                let opening = self.text_of_token(self.token_of(a));
                let is_raw = opening.contains(['r', 'R']);
                for piece in self.tree.items(b) {
                    if self.tree.get(piece).kind == Kind::Token && !is_raw {
                        let body = self.text_of_token(self.token_of(piece));
                        if let Err(error) = strings::check_text(body, &mut None) {
                            return self.raise_range(piece, piece, &format!("(unicode error) {error}"));
                        }
                    }
                }
                let is_f = opening.contains(['f', 'F']);
                Some(self.node(if is_f { Kind::FString } else { Kind::TString }, start, &[]))
            }
            "format_text" => {
                let body = self.text_of_token(self.token_of(a));
                match strings::check_text(body, &mut None) {
                    Ok(()) => Some(a),
                    Err(error) => self.raise_range(a, a, &format!("(unicode error) {error}")),
                }
            }
            "literal" => {
                let literal = self.text_of_token(self.token_of(a));
                match strings::check_literal(literal, &mut None) {
                    Ok(is_bytes) => {
                        Some(self.node(if is_bytes { Kind::Bytes } else { Kind::String }, start, &[]))
                    }
                    Err(error) if error.at_literal => self.raise_range(a, a, &error.message),
                    Err(error) => {
                        let error = self.error_at_last(ErrorKind::Syntax, &error.message);
                        self.fail(error);
                        None
                    }
                }
            }
            "joined" => {
                let kinds: Vec<Kind> =
                    self.tree.items(a).iter().map(|&part| self.tree.get(part).kind).collect();
                let bytes = kinds.iter().filter(|&&kind| kind == Kind::Bytes).count();
                if bytes != 0 && bytes != kinds.len() {
                    let error: Located =
                        self.error_at_last(ErrorKind::Syntax, "cannot mix bytes and nonbytes literals");
                    self.fail(error);
                    return None;
                }
                let kind = if kinds.contains(&Kind::FString) { Kind::FString } else { Kind::String };
                Some(self.node(kind, start, &[]))
            }
            name => unreachable!("no action {name}"),
        }
    }

    fn part(&mut self, number: NodeId, kind: Kind, message: &str) -> Option<NodeId> {
        if self.tree.get(number).kind != kind {
            return self.raise_range(number, number, message);
        }
        Some(number)
    }

    /// `positional` and `keywords` are the same where there are only keywords.
    fn arguments(&mut self, start: usize, positional: NodeId, keywords: NodeId) -> NodeId {
        let mut children = if positional == keywords { Vec::new() } else { self.tree.items(positional) };
        let mut kind = Kind::Arguments;
        for item in self.tree.items(keywords) {
            match self.tree.get(item).kind {
                Kind::Keyword => {}
                Kind::DoubleStarred => kind = Kind::ArgumentsUnpacking,
                _ => children.push(item),
            }
        }
        self.node(kind, start, &children)
    }

    fn argument_order(&mut self, arguments: NodeId) -> Option<NodeId> {
        let message = match self.tree.get(arguments).kind {
            Kind::ArgumentsUnpacking => "positional argument follows keyword argument unpacking",
            _ => "positional argument follows keyword argument",
        };
        let error = self.error_at_last(ErrorKind::Syntax, message);
        self.fail(error);
        None
    }

    fn target(&mut self, expr: NodeId, targets: Targets) -> Option<NodeId> {
        let bad = self.invalid_target(expr, targets)?;
        let verb = if targets == Targets::Delete { "delete" } else { "assign to" };
        let message = format!("cannot {verb} {}", self.tree.get(bad).kind.shown());
        self.raise_range(bad, bad, &message)
    }

    /// The first part of an expression that cannot be a target.
    fn invalid_target(&self, expr: NodeId, targets: Targets) -> Option<NodeId> {
        if expr == NodeId::NOTHING {
            return None;
        }
        let children = self.tree.children(expr);
        match self.tree.get(expr).kind {
            Kind::List | Kind::Tuple => children
                .iter()
                .flat_map(|&child| self.tree.items(child))
                .find_map(|child| self.invalid_target(child, targets)),
            Kind::Starred if targets == Targets::Delete => Some(expr),
            Kind::Starred => self.invalid_target(*children.first()?, targets),
            Kind::Compare if targets == Targets::For => {
                let pairs = self.tree.items(*children.get(1)?);
                match self.tree.get(*pairs.first()?).kind {
                    Kind::In => self.invalid_target(*children.first()?, targets),
                    _ => None,
                }
            }
            Kind::Name | Kind::Subscript | Kind::Attribute => None,
            _ => Some(expr),
        }
    }
}
