//! Runs the grammar of `python.peg` over the tokens: a recogniser with backtracking that fetches tokens only as it needs
//! them, so that the last token fetched is where a reader would say that the source stopped making sense.
//!
//! Two passes: the first finds whether and where the source is refused, the second looks for a rule that says why. Errors of
//! the tokenizer and of actions end either pass at once. Reference: PEP 617, and the order of events in CPython's
//! Parser/pegen.c, which decides which of several errors is shown.

use crate::Options;
use crate::error::ErrorKind;
use crate::flags;

use super::lexer::{Done, Lexer, Token, TokenKind};
use super::located::{Located, Position};
use super::notation::{Alternative, Expr, ExprId, GRAMMAR, Grammar, Memory, RuleId, SOFT_KEYWORDS};
use super::tree::{Kind, NodeId, Tree};

/// Rules within rules; each takes a native frame or two, of which the compiler's stack bears this many.
const MAX_DEPTH: u32 = 12_000;
/// Rules tried before giving up on a source built to make backtracking take forever.
const MAX_STEPS: u64 = 50_000_000;
const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def",
    "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is",
    "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// What was fetched: the token, and what literals of the grammar it matches.
struct Fetched {
    token: Token,
    literal: Option<u16>,
    is_keyword: bool,
    node: NodeId,
    memory: Vec<(RuleId, NodeId, Option<u32>)>,
}

/// Why a pass ended before the grammar did.
pub(super) enum Stop {
    Error(Located),
    /// Too deep or too long: nothing can be said.
    GaveUp,
}

pub(super) struct Engine<'s> {
    grammar: &'static Grammar,
    pub(super) source: &'s str,
    pub(super) lexer: Lexer<'s>,
    tokens: Vec<Fetched>,
    mark: usize,
    pub(super) tree: Tree,
    pub(super) stop: Option<Stop>,
    pub(super) looks_for_errors: bool,
    depth: u32,
    steps: u64,
    /// The source is one interactive statement: its end is a newline, once something has been read.
    interactive: bool,
    /// The version of Python 3 whose grammar is asked for.
    minor: u8,
    /// `<>` is the operator, and `!=` none.
    pub(super) is_flufl: bool,
    /// Of an interactive statement only what its lines say ends its blocks.
    keeps_blocks: bool,
    started: bool,
}

/// Values of the named items of an alternative.
pub(super) type Slots = [NodeId; 4];

impl<'s> Engine<'s> {
    pub(super) fn new(source: &'s str) -> Engine<'s> {
        Engine {
            grammar: &GRAMMAR,
            source,
            lexer: Lexer::new(source),
            tokens: Vec::new(),
            mark: 0,
            tree: Tree::new(),
            stop: None,
            looks_for_errors: false,
            depth: 0,
            steps: 0,
            interactive: false,
            minor: u8::MAX,
            is_flufl: false,
            keeps_blocks: false,
            started: false,
        }
    }

    /// Whether the grammar refuses the source, and with which error.
    pub(super) fn run(mut self, start: &str, options: &Options) -> Option<Located> {
        let flags = options.flags;
        self.lexer.type_comments = flags & flags::TYPE_COMMENTS != 0;
        self.minor = options.feature_version.unwrap_or(u8::MAX);
        let is_flufl = flags & flags::BARRY_AS_BDFL != 0;
        self.is_flufl = is_flufl;
        self.keeps_blocks = flags & flags::DONT_IMPLY_DEDENT != 0;
        let rule = self.grammar.rule(start)?;
        self.interactive = start == "interactive";
        if self.rule(rule).is_some() && self.stop.is_none() {
            let more = self.interactive && self.lexer.has_more();
            let message = "multiple statements found while compiling a single statement";
            return more.then(|| self.error_at_last(ErrorKind::Syntax, message));
        }
        if flags & flags::ALLOW_INCOMPLETE_INPUT != 0 && self.is_at_end() {
            return Some(self.incomplete());
        }
        let last = self.tokens.len().checked_sub(1)?;
        if self.stop.is_none() {
            self.mark = 0;
            self.looks_for_errors = true;
            self.is_flufl = is_flufl;
            for fetched in &mut self.tokens {
                fetched.memory.clear();
            }
            self.rule(rule);
        }
        match self.stop.take() {
            None => Some(self.plain_error(last)),
            Some(Stop::GaveUp) => None,
            Some(Stop::Error(error)) => {
                let from_lexer = !matches!(self.lexer.done, Done::Running | Done::End);
                if from_lexer {
                    return Some(error);
                }
                let line = self.tokens.last().map_or(0, |fetched| fetched.token.from.line);
                Some(self.lexical_error_below(line).unwrap_or(error))
            }
        }
    }

    /// Divides the whole source; the error that ends it.
    pub(super) fn run_tokenizer(mut self, is_lenient: bool) -> Option<Located> {
        self.lexer.is_lenient = is_lenient;
        loop {
            self.mark = self.tokens.len();
            if !self.fetch() {
                break;
            }
            if self.tokens.last().is_none_or(|last| last.token.kind == TokenKind::End) {
                return None;
            }
        }
        if self.lexer.done == Done::End {
            let place = Position { line: self.lexer.line, column: self.length_read() };
            let message = "unexpected EOF in multi-line statement".to_owned();
            return Some(Located {
                kind: ErrorKind::Syntax,
                message,
                from: place,
                to: place,
                is_lexical: false,
            });
        }
        let length = self.length_read();
        match self.stop.take() {
            Some(Stop::Error(mut error)) => {
                if error.kind == ErrorKind::Tab {
                    error.from.column = length;
                }
                Some(error)
            }
            _ => None,
        }
    }

    /// Bytes from the line in which the current token begins to where reading has come.
    fn length_read(&self) -> i32 {
        (self.lexer.inp - self.lexer.buf) as i32
    }

    /// Whether the tokenizer has met the end of the source, be it in a string.
    fn is_at_end(&self) -> bool {
        match self.lexer.done {
            Done::End => true,
            Done::Failed => {
                let message = self.lexer.error.as_ref().map_or("", |error| &error.message);
                let start = self.tokens.last().map_or(0, |fetched| fetched.token.start);
                let rest = self.source.get(start..).unwrap_or_default();
                // A newline that a backslash takes is none.
                let rest = rest.replace("\\\n", "");
                message.starts_with("unterminated")
                    && (message.contains("triple-quoted") || !rest.contains('\n'))
            }
            _ => false,
        }
    }

    /// The error of a source that may be the beginning of one.
    fn incomplete(&self) -> Located {
        let message = "incomplete input".to_owned();
        match self.tokens.len() {
            0 => {
                let nowhere = Position { line: 0, column: 0 };
                let to = Position { line: 0, column: -1 };
                Located { kind: ErrorKind::Incomplete, message, from: nowhere, to, is_lexical: false }
            }
            count => self.at_token(ErrorKind::Incomplete, count - 1, message),
        }
    }

    /// The error where no rule says more: at the last token that the first pass needed.
    fn plain_error(&mut self, last: usize) -> Located {
        let token = self.tokens[last].token;
        match token.kind {
            TokenKind::Indent => self.error_at_last(ErrorKind::Indentation, "unexpected indent"),
            TokenKind::Dedent => self.error_at_last(ErrorKind::Indentation, "unexpected unindent"),
            _ => {
                let mut to = token.to;
                if self.text_of_token(token) == "<>" {
                    // CPython's tokenizer takes the operator of old for one character here.
                    to.column = token.from.column + 1;
                }
                let error = self.error_between(ErrorKind::Syntax, token.from, to, "invalid syntax");
                let line = self.tokens.last().map_or(0, |fetched| fetched.token.from.line);
                self.lexical_error_below(line).unwrap_or(error)
            }
        }
    }

    /// Errors of the tokenizer in what has not been read yet come first, unless they are of a later line's bracket or lie
    /// inside an f-string.
    fn lexical_error_below(&mut self, line: u32) -> Option<Located> {
        loop {
            match self.lexer.next_token().kind {
                TokenKind::End => return None,
                TokenKind::Error => break,
                _ => {}
            }
        }
        if self.lexer.is_in_string() {
            return None;
        }
        if let Some(error) = self.lexer.error.take() {
            return Some(error);
        }
        let open = *self.lexer.brackets.last()?;
        (line > open.line).then(|| self.unclosed(open))
    }

    fn unclosed(&self, open: super::lexer::Bracket) -> Located {
        let from = Position { line: open.line, column: open.column };
        let to = Position { line: open.line, column: -1 };
        let message = format!("'{}' was never closed", char::from(open.byte));
        self.error_between(ErrorKind::Syntax, from, to, message)
    }

    /// Fetches tokens until there is one at the mark.
    pub(super) fn fetch(&mut self) -> bool {
        if self.mark < self.tokens.len() {
            return true;
        }
        if self.stop.is_some() {
            return false;
        }
        let mut token = self.lexer.next_token();
        while token.kind == TokenKind::TypeIgnore {
            token = self.lexer.next_token();
        }
        if self.interactive && self.started && token.kind == TokenKind::End {
            token.kind = TokenKind::Newline;
            self.started = false;
            if !self.keeps_blocks {
                self.lexer.close_blocks();
            }
        } else {
            self.started = true;
        }
        let text = self.source.get(token.start..token.end).unwrap_or_default();
        let index = self.tokens.len() as u32;
        let (literal, kind) = match token.kind {
            TokenKind::Name => (self.grammar.literals.get(text).copied(), Kind::Name),
            TokenKind::Punctuation => (self.grammar.literals.get(text).copied(), Kind::Token),
            TokenKind::Number if text.ends_with(['j', 'J']) => (None, Kind::Imaginary),
            TokenKind::Number => (None, Kind::Number),
            _ => (None, Kind::Token),
        };
        let is_keyword = token.kind == TokenKind::Name && KEYWORDS.binary_search(&text).is_ok();
        let kind = if is_keyword { Kind::Token } else { kind };
        let literal = if token.kind == TokenKind::Name && !is_keyword { None } else { literal };
        let node = self.tree.push(kind, index, index, &[]);
        self.tokens.push(Fetched { token, literal, is_keyword, node, memory: Vec::new() });
        if token.kind == TokenKind::Error {
            let error = self.lexical_error();
            self.stop = Some(Stop::Error(error));
            return false;
        }
        true
    }

    fn lexical_error(&mut self) -> Located {
        if let Some(error) = self.lexer.error.clone() {
            return error;
        }
        let here = |column: i32| Position { line: self.lexer.line, column };
        match self.lexer.done {
            Done::Dedent => self
                .error_at_last(ErrorKind::Indentation, "unindent does not match any outer indentation level"),
            Done::TabSpace => self.error_between(
                ErrorKind::Tab,
                here(0),
                here(-1),
                "inconsistent use of tabs and spaces in indentation",
            ),
            Done::TooDeep => self.error_between(
                ErrorKind::Indentation,
                here(0),
                here(-1),
                "too many levels of indentation",
            ),
            Done::Continuation => {
                let column = self.lexer.cur as i32 - self.lexer.buf as i32 - 1;
                let message = "unexpected character after line continuation character";
                self.error_between(ErrorKind::Syntax, here(column.max(0)), here(-1), message)
            }
            _ => match self.lexer.brackets.last() {
                Some(&open) => self.unclosed(open),
                None => self.error_at_last(ErrorKind::Syntax, "unexpected EOF while parsing"),
            },
        }
    }

    /// An error at the last token fetched.
    pub(super) fn error_at_last(&self, kind: ErrorKind, message: &str) -> Located {
        self.error_at_token(kind, self.tokens.len() - 1, message)
    }

    /// An error at the token of an index; with no column of its own it stands where the tokenizer stands.
    pub(super) fn error_at_token(&self, kind: ErrorKind, index: usize, message: &str) -> Located {
        let last_is_error = self.tokens.last().is_some_and(|last| last.token.kind == TokenKind::Error);
        if last_is_error
            && self.lexer.done == Done::End
            && let Some(&open) = self.lexer.brackets.last()
        {
            return self.unclosed(open);
        }
        self.at_token(kind, index, message.to_owned())
    }

    fn at_token(&self, kind: ErrorKind, index: usize, message: String) -> Located {
        let token = self.tokens[index].token;
        let column = match token.from.column {
            -1 if self.lexer.cur == self.lexer.buf => 0,
            -1 => (self.lexer.cur - self.lexer.line_start) as i32,
            column => column + 1,
        };
        let end_column = if token.to.column == -1 { -1 } else { token.to.column + 1 };
        let from = Position { line: token.from.line, column };
        let to = Position { line: token.to.line, column: end_column };
        self.in_characters(kind, from, to, message)
    }

    /// An error between two places in bytes from 0.
    pub(super) fn error_between(
        &self,
        kind: ErrorKind,
        from: Position,
        to: Position,
        message: impl Into<String>,
    ) -> Located {
        let shown = |place: Position| Position { line: place.line, column: place.column + 1 };
        self.in_characters(kind, shown(from), shown(to), message.into())
    }

    /// Columns of bytes become columns of characters. Both are counted in the text that is shown with the error, which is
    /// the first line's even where the end lies on another.
    pub(super) fn in_characters(
        &self,
        kind: ErrorKind,
        from: Position,
        to: Position,
        message: String,
    ) -> Located {
        let line = match self.lexer.line <= from.line && self.lexer.inp > self.lexer.buf {
            true => &self.source.as_bytes()[self.lexer.line_start.min(self.lexer.inp)..self.lexer.inp],
            false => {
                let lines = self.source.as_bytes().split(|&byte| byte == b'\n');
                lines.into_iter().nth((from.line as usize).saturating_sub(1)).unwrap_or_default()
            }
        };
        let count = |column: i32| {
            let bytes = (column.max(0) as usize).min(line.len() + 1);
            let before = &line[..bytes.min(line.len())];
            (String::from_utf8_lossy(before).chars().count() + (bytes - before.len())) as i32
        };
        let end = if to.column > 0 { count(to.column) } else { to.column };
        Located {
            kind,
            message,
            from: Position { line: from.line, column: count(from.column) },
            to: Position { line: to.line, column: end },
            is_lexical: false,
        }
    }

    pub(super) fn fail(&mut self, error: Located) {
        if self.stop.is_none() {
            self.stop = Some(Stop::Error(error));
        }
    }

    pub(super) fn start_of(&self, node: NodeId) -> Position {
        self.tokens[self.tree.get(node).first as usize].token.from
    }

    pub(super) fn end_of(&self, node: NodeId) -> Position {
        self.tokens[self.tree.get(node).last as usize].token.to
    }

    /// The token that a node begins with.
    pub(super) fn token_of(&self, node: NodeId) -> Token {
        self.tokens[self.tree.get(node).first as usize].token
    }

    pub(super) fn text_of_token(&self, token: Token) -> &'s str {
        self.source.get(token.start..token.end).unwrap_or_default()
    }

    /// What the tokens of a node say.
    pub(super) fn texts_of(&self, node: NodeId) -> impl Iterator<Item = &'s str> {
        let node = self.tree.get(node);
        let tokens = self.tokens.get(node.first as usize..=node.last as usize);
        tokens.unwrap_or_default().iter().map(|fetched| self.text_of_token(fetched.token))
    }

    /// The token before the mark.
    pub(super) fn previous_token(&self) -> Option<Token> {
        self.tokens.get(self.mark.checked_sub(1)?).map(|fetched| fetched.token)
    }

    pub(super) fn mark(&self) -> usize {
        self.mark
    }

    /// A node over the tokens from `start` to the mark.
    pub(super) fn node(&mut self, kind: Kind, start: usize, children: &[NodeId]) -> NodeId {
        let mut last = self.mark.saturating_sub(1);
        while last > 0 && !self.tokens[last].token.kind.is_visible() {
            last -= 1;
        }
        self.tree.push(kind, start as u32, last as u32, children)
    }

    fn rule(&mut self, id: RuleId) -> Option<NodeId> {
        self.steps += 1;
        if self.depth >= MAX_DEPTH || self.steps > MAX_STEPS {
            self.stop.get_or_insert(Stop::GaveUp);
        }
        if self.stop.is_some() {
            return None;
        }
        let grammar = self.grammar;
        let rule = &grammar.rules[usize::from(id)];
        let start = self.mark;
        self.depth += 1;
        let result = match rule.memory {
            Memory::None if rule.without_errors => {
                let looked = std::mem::replace(&mut self.looks_for_errors, false);
                let result = self.alternatives(&rule.alternatives);
                self.looks_for_errors = looked;
                result
            }
            Memory::None => self.alternatives(&rule.alternatives),
            Memory::Remembered | Memory::LeftRecursive => self.remembered(id),
        };
        self.depth -= 1;
        if self.stop.is_some() {
            return None;
        }
        if result.is_none() {
            self.mark = start;
        }
        result
    }

    fn remembered(&mut self, id: RuleId) -> Option<NodeId> {
        let start = self.mark;
        if !self.fetch() {
            return None;
        }
        if let Some(&(_, node, end)) = self.tokens[start].memory.iter().find(|entry| entry.0 == id) {
            self.mark = end? as usize;
            return Some(node);
        }
        let grammar = self.grammar;
        let rule = &grammar.rules[usize::from(id)];
        if rule.memory == Memory::Remembered {
            let result = self.alternatives(&rule.alternatives);
            let end = result.map(|_| self.mark as u32);
            self.tokens[start].memory.push((id, result.unwrap_or(NodeId::NOTHING), end));
            return result;
        }
        // Left recursion: starting from failure, each round may use what the round before recognised.
        let at = self.tokens[start].memory.len();
        self.tokens[start].memory.push((id, NodeId::NOTHING, None));
        let (mut best, mut best_end) = (None, start);
        loop {
            self.mark = start;
            let result = self.alternatives(&rule.alternatives);
            if self.stop.is_some() {
                return None;
            }
            match result {
                Some(node) if self.mark > best_end => {
                    (best, best_end) = (Some(node), self.mark);
                    self.tokens[start].memory[at] = (id, node, Some(best_end as u32));
                }
                _ => break,
            }
        }
        self.mark = best_end;
        best
    }

    fn alternatives(&mut self, alternatives: &'static [Alternative]) -> Option<NodeId> {
        let start = self.mark;
        for alternative in alternatives {
            if alternative.only_errors && !self.looks_for_errors {
                continue;
            }
            self.mark = start;
            match self.alternative(alternative) {
                Outcome::Matched(result) => return result,
                Outcome::Stopped => return None,
                Outcome::Failed { committed: true } => return None,
                Outcome::Failed { committed: false } => {}
            }
        }
        None
    }

    fn alternative(&mut self, alternative: &'static Alternative) -> Outcome {
        let start = self.mark;
        let mut slots = [NodeId::NOTHING; 4];
        let (mut only, mut values) = (NodeId::NOTHING, 0);
        let mut committed = false;
        for item in &alternative.items {
            let expr = self.grammar.exprs[usize::from(item.expr)];
            if let Expr::Commit = expr {
                committed = true;
                continue;
            }
            let Some(value) = self.expr(expr) else {
                return if self.stop.is_some() { Outcome::Stopped } else { Outcome::Failed { committed } };
            };
            if !matches!(expr, Expr::Ahead(_) | Expr::NotAhead(_)) {
                (only, values) = (value, values + 1);
            }
            if let Some(slot) = item.slot {
                slots[usize::from(slot)] = value;
            }
        }
        if let Some((minor, what)) = alternative.since
            && self.minor < minor
        {
            let message = format!("{what} only supported in Python 3.{minor} and greater");
            let error = self.error_at_last(ErrorKind::Syntax, &message);
            self.fail(error);
            return Outcome::Stopped;
        }
        let default = if values == 1 { Some(only) } else { None };
        let result = self.act(alternative, start, slots, default);
        if self.stop.is_some() { Outcome::Stopped } else { Outcome::Matched(result) }
    }

    fn by_id(&mut self, id: ExprId) -> Option<NodeId> {
        self.expr(self.grammar.exprs[usize::from(id)])
    }

    fn expr(&mut self, expr: Expr) -> Option<NodeId> {
        match expr {
            Expr::Token(kind) => {
                let found = self.one(|fetched, _| fetched.token.kind == kind && !fetched.is_keyword)?;
                if kind == TokenKind::Number {
                    self.check_number(found)?;
                }
                Some(found)
            }
            Expr::Literal(literal) => self.one(|fetched, _| fetched.literal == Some(literal)),
            Expr::Soft(text) => self.one(|fetched, found| {
                found == text && matches!(fetched.token.kind, TokenKind::Name | TokenKind::Punctuation)
            }),
            Expr::AnySoft => self
                .one(|fetched, text| fetched.token.kind == TokenKind::Name && SOFT_KEYWORDS.contains(&text)),
            Expr::Rule(rule) => self.rule(rule),
            Expr::Optional(of) => match self.by_id(of) {
                None if self.stop.is_some() => None,
                found => Some(found.unwrap_or(NodeId::NOTHING)),
            },
            Expr::Many { of, at_least_one } => self.many(None, of, at_least_one),
            Expr::Gather { separator, of } => self.many(Some(separator), of, true),
            Expr::Ahead(of) => {
                let start = self.mark;
                let found = self.by_id(of);
                self.mark = start;
                found
            }
            Expr::NotAhead(of) => {
                let start = self.mark;
                let found = self.by_id(of);
                self.mark = start;
                (found.is_none() && self.stop.is_none()).then_some(NodeId::NOTHING)
            }
            Expr::Forced(literal) => {
                if !self.fetch() {
                    return None;
                }
                let fetched = &self.tokens[self.mark];
                if fetched.literal != Some(literal) {
                    let expected = self.grammar.literal_texts[usize::from(literal)];
                    let (from, to) = (fetched.token.from, fetched.token.to);
                    let message = format!("expected '{expected}'");
                    let error = self.error_between(ErrorKind::Syntax, from, to, message);
                    self.fail(error);
                    return None;
                }
                self.mark += 1;
                Some(self.tokens[self.mark - 1].node)
            }
            Expr::Commit => Some(NodeId::NOTHING),
        }
    }

    /// Long decimal literals are refused where they are read.
    fn check_number(&mut self, number: NodeId) -> Option<()> {
        let token = self.token_of(number);
        if self.minor < 6 && self.text_of_token(token).contains('_') {
            let message = "Underscores in numeric literals are only supported in Python 3.6 and greater";
            let error = self.error_at_last(ErrorKind::Syntax, message);
            self.fail(error);
            return None;
        }
        let Some(message) = crate::literal::too_many_digits(self.text_of_token(token)) else {
            return Some(());
        };
        let at = |line| Position { line, column: -1 };
        let error = self.error_between(ErrorKind::Syntax, at(token.from.line), at(token.to.line), message);
        self.fail(error);
        None
    }

    fn one(&mut self, fits: impl Fn(&Fetched, &str) -> bool) -> Option<NodeId> {
        if !self.fetch() {
            return None;
        }
        let fetched = &self.tokens[self.mark];
        if !fits(fetched, self.text_of_token(fetched.token)) {
            return None;
        }
        self.mark += 1;
        Some(self.tokens[self.mark - 1].node)
    }

    fn many(&mut self, separator: Option<ExprId>, of: ExprId, at_least_one: bool) -> Option<NodeId> {
        let start = self.mark;
        let mut found = Vec::new();
        loop {
            let before = self.mark;
            if !found.is_empty()
                && let Some(separator) = separator
                && self.by_id(separator).is_none()
            {
                self.mark = before;
                break;
            }
            match self.by_id(of) {
                Some(node) => found.push(node),
                None => {
                    self.mark = before;
                    break;
                }
            }
            if self.mark == before {
                break;
            }
        }
        if self.stop.is_some() || (at_least_one && found.is_empty()) {
            return None;
        }
        Some(self.node(Kind::Seq, start, &found))
    }
}

enum Outcome {
    /// All items were there; the action may still yield nothing, which ends the rule.
    Matched(Option<NodeId>),
    Failed {
        committed: bool,
    },
    Stopped,
}
