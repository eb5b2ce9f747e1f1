//! The pass over the tokens that comes before anything recurses: bounds on nesting, and what only the tokens tell (warnings
//! about numbers and escapes; that the source will be refused).
//!
//! The parser crate, the passes of this crate and even dropping a tree have no limit of their own, and a native stack overflow
//! kills the process. The depth of a tree is at most the sum, over the brackets open at a point, of the operators seen in each
//! of them since the last separator. Statements nest by indentation only, which the tokenizer bounds.

use std::sync::Arc;

use crate::diagnose::lexer::{Lexer, Token, TokenKind, TokenWarning};
use crate::diagnose::meaning::Facts;
use crate::diagnose::strings;
use crate::error::{ErrorKind, Fault, Warning};
use crate::literal;
use crate::source::Source;
use ruff_text_size::{TextRange, TextSize};

/// Operators in one expression: infix and postfix chains, which only deepen the tree to the left.
const MAX_CHAIN: usize = 10_000;
/// Prefix operators, lambdas and conditionals in one expression: the parser recurses for these.
const MAX_PREFIXES: usize = 2_000;

/// What the tokens say.
pub(crate) enum Verdict {
    /// Nothing against the source so far.
    Fine(Facts),
    /// A token is none, or a literal is malformed: the source is refused, whatever the grammar says.
    Malformed,
    /// Too deep for the passes below.
    TooDeep(Box<Fault>),
}

#[derive(Default)]
struct Level {
    operators: usize,
    prefixes: usize,
    /// Lambdas whose colon has not come: commas until then separate parameters, not expressions.
    lambdas: usize,
}

/// Reads the whole source; appends its warnings in the order in which CPython issues them.
pub(crate) fn check(source: &Source, warnings: &mut Vec<Warning>) -> Verdict {
    let mut lexer = Lexer::new(source.text());
    let mut depth = Depth { levels: vec![Level::default()], operators: 0, prefixes: 0, after_operand: false };
    let mut literals = Literals { open: Vec::new() };
    let mut places = Places { source, last: None };
    let mut facts = Facts::default();
    loop {
        let token = lexer.next_token();
        warnings.extend(lexer.warnings.drain(..).map(|warning| places.of_token(warning)));
        let text = source.text().get(token.start..token.end).unwrap_or_default();
        match token.kind {
            TokenKind::End => return Verdict::Fine(facts),
            TokenKind::Error => return Verdict::Malformed,
            TokenKind::Number if literal::too_many_digits(text).is_some() => return Verdict::Malformed,
            kind if !literals.accept(kind, &token, text, &mut places, warnings) => return Verdict::Malformed,
            kind => {
                match kind {
                    TokenKind::Name => {
                        facts.declares |= matches!(text, "global" | "nonlocal");
                        facts.names_flufl |= text == "barry_as_FLUFL";
                    }
                    TokenKind::Punctuation => facts.names_values |= text == ":=",
                    _ => {}
                }
                if depth.exceeded_by(kind, text.as_bytes()) {
                    let at = TextRange::empty(TextSize::from(token.start as u32));
                    let message = "maximum recursion depth exceeded during compilation".to_owned();
                    return Verdict::TooDeep(Box::new(Fault {
                        kind: ErrorKind::Recursion,
                        message,
                        range: at,
                    }));
                }
            }
        }
    }
}

/// Where warnings stand as errors: CPython counts characters.
struct Places<'s> {
    source: &'s Source,
    last: Option<Line>,
}

/// A line as its warnings share it.
#[derive(Clone)]
struct Line {
    number: u32,
    bare: Arc<str>,
    with_newline: Arc<str>,
}

impl Places<'_> {
    /// The characters of its line before an offset, and the line.
    fn at(&mut self, offset: usize) -> (i32, Option<Line>) {
        let (number, column) = self.source.byte_position(TextSize::from(offset as u32));
        let Some(text) = self.source.line_text(number) else { return (column - 1, None) };
        let before = text.get(..column as usize - 1).unwrap_or(text).chars().count() as i32;
        if self.last.as_ref().is_none_or(|last| last.number != number) {
            let bare = text.trim_end_matches('\n');
            self.last = Some(Line { number, bare: bare.into(), with_newline: format!("{bare}\n").into() });
        }
        (before, self.last.clone())
    }

    /// The tokenizer's warnings stand where it has read to.
    fn of_token(&mut self, warning: TokenWarning) -> Warning {
        let (column, shown) = self.at(warning.at);
        let (message, line) = (warning.message, warning.line);
        let text = shown.map(|shown| shown.bare);
        Warning { message, line, column, end_line: line, end_column: column, text }
    }

    /// An escape in a literal. On the literal's first line CPython leaves the prefix out twice: from the text before it counts, and from what it counts.
    fn of_escape(
        &mut self,
        token: &Token,
        start: usize,
        prefix: usize,
        found: &strings::Meaningless,
    ) -> Warning {
        let (before, shown) = self.at(start + found.at);
        let column = before + 1 - if found.lines == 0 { 2 * prefix as i32 } else { 0 };
        let line = token.from.line + found.lines;
        let message = strings::invalid_escape(&found.escape);
        let text = shown.map(|shown| shown.with_newline);
        Warning { message, line, column, end_line: line, end_column: column + 2, text }
    }
}

/// The f-strings and t-strings that are open: whether raw, and the pieces of text seen so far with their places.
struct Literals<'s> {
    open: Vec<(bool, Vec<(usize, &'s str)>)>,
}

impl<'s> Literals<'s> {
    /// `false`: a malformed literal.
    fn accept(
        &mut self,
        kind: TokenKind,
        token: &Token,
        text: &'s str,
        places: &mut Places<'_>,
        warnings: &mut Vec<Warning>,
    ) -> bool {
        let mut warn = |start: usize, prefix: usize, found: Option<strings::Meaningless>| {
            warnings.extend(found.map(|found| places.of_escape(token, start, prefix, &found)));
        };
        let mut warning = None;
        match kind {
            TokenKind::String if text.contains('\\') || !text.is_ascii() => {
                let judged = strings::check_literal(text, &mut warning);
                warn(token.start, text.find(['\'', '"']).unwrap_or(0), warning);
                judged.is_ok()
            }
            TokenKind::FStart | TokenKind::TStart => {
                self.open.push((text.contains(['r', 'R']), Vec::new()));
                true
            }
            TokenKind::FMiddle | TokenKind::TMiddle => {
                if let Some((false, pieces)) = self.open.last_mut()
                    && text.contains('\\')
                {
                    pieces.push((token.start, text));
                }
                true
            }
            TokenKind::FEnd | TokenKind::TEnd => {
                let (_, pieces) = self.open.pop().unwrap_or_default();
                pieces.into_iter().all(|(start, piece)| {
                    let mut warning = None;
                    let judged = strings::check_text(piece, &mut warning);
                    // The tokenizer has warned of braces.
                    warn(start, 0, warning.filter(|found| !matches!(found.escape.as_str(), "{" | "}")));
                    judged.is_ok()
                })
            }
            _ => true,
        }
    }
}

struct Depth {
    levels: Vec<Level>,
    operators: usize,
    prefixes: usize,
    /// Whether a following sign is an infix operator.
    after_operand: bool,
}

impl Depth {
    fn exceeded_by(&mut self, kind: TokenKind, text: &[u8]) -> bool {
        let (mut operator, mut prefix) = (0, 0);
        let mut is_operand = !matches!(kind, TokenKind::Punctuation);
        match kind {
            TokenKind::Newline => self.end_of_statement(),
            TokenKind::Name => match text {
                b"lambda" => {
                    prefix = 1;
                    self.innermost().lambdas += 1;
                    is_operand = false;
                }
                b"not" | b"await" | b"if" | b"else" | b"yield" => {
                    prefix = 1;
                    is_operand = false;
                }
                b"in" | b"is" | b"and" | b"or" | b"return" | b"for" | b"from" | b"as" | b"assert"
                | b"del" | b"elif" | b"import" | b"raise" | b"while" | b"with" => is_operand = false,
                _ => {}
            },
            TokenKind::Punctuation => match text {
                b"(" | b"[" | b"{" => {
                    operator = 1;
                    self.count(1, 0);
                    self.levels.push(Level::default());
                }
                b")" | b"]" | b"}" => {
                    if self.levels.len() > 1
                        && let Some(level) = self.levels.pop()
                    {
                        self.operators -= level.operators;
                        self.prefixes -= level.prefixes;
                    }
                    is_operand = true;
                }
                b";" => self.end_of_statement(),
                b"," | b"=" => {
                    let level = self.innermost();
                    if level.lambdas == 0 {
                        let (operators, prefixes) =
                            (std::mem::take(&mut level.operators), std::mem::take(&mut level.prefixes));
                        self.operators -= operators;
                        self.prefixes -= prefixes;
                    }
                }
                b":" => {
                    let level = self.innermost();
                    level.lambdas = level.lambdas.saturating_sub(1);
                }
                b"~" => prefix = 1,
                b"**" => prefix = 1,
                b"+" | b"-" if !self.after_operand => prefix = 1,
                b"+" | b"-" | b"." | b"*" | b"/" | b"|" | b"&" | b"%" | b"@" | b"^" | b"//" | b"<<"
                | b">>" | b":=" => operator = 1,
                b"..." => is_operand = true,
                _ => {}
            },
            _ => {}
        }
        self.after_operand = is_operand;
        if !matches!(text, b"(" | b"[" | b"{") {
            self.count(operator, prefix);
        }
        self.operators > MAX_CHAIN || self.prefixes > MAX_PREFIXES
    }

    fn innermost(&mut self) -> &mut Level {
        if self.levels.is_empty() {
            self.levels.push(Level::default());
        }
        let last = self.levels.len() - 1;
        &mut self.levels[last]
    }

    fn count(&mut self, operators: usize, prefixes: usize) {
        let level = self.innermost();
        level.operators += operators;
        level.prefixes += prefixes;
        self.operators += operators;
        self.prefixes += prefixes;
    }

    fn end_of_statement(&mut self) {
        self.levels.clear();
        self.levels.push(Level::default());
        (self.operators, self.prefixes) = (0, 0);
    }
}
