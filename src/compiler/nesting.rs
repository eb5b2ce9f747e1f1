//! Bounds on nesting, checked over the tokens before anything recurses: the parser crate, the passes of this crate and
//! even dropping a tree have no limit of their own, and a native stack overflow kills the process.
//!
//! The depth of a tree is at most the sum, over the brackets open at a point, of the operators seen in each of them since
//! the last separator. Statements nest by indentation only.

use ruff_python_ast::token::TokenKind;
use ruff_python_parser::Mode;
use ruff_python_parser::lexer::{Lexer, lex};
use ruff_text_size::{TextRange, TextSize};

use crate::error::{ErrorKind, Fault, Result};
use crate::source::Source;

/// CPython's limits (Parser/lexer/state.h: MAXLEVEL, MAXINDENT).
const MAX_BRACKETS: usize = 200;
const MAX_INDENTS: usize = 100;
/// Operators in one expression: infix and postfix chains, which only deepen the tree to the left.
const MAX_CHAIN: usize = 10_000;
/// Prefix operators, lambdas and conditionals in one expression: the parser recurses for these.
const MAX_PREFIXES: usize = 2_000;

/// The innermost bracket that is still open where the source ends, and where it stands.
pub(crate) fn unclosed(source: &Source) -> Option<(TextRange, char)> {
    let mut lexer = lex(source.text(), Mode::Module);
    let (mut open, mut tokens) = (Vec::new(), 0);
    loop {
        tokens += 1;
        match lexer.next_token() {
            TokenKind::EndOfFile => break,
            TokenKind::Lpar => open.push((tokens, '(')),
            TokenKind::Lsqb => open.push((tokens, '[')),
            TokenKind::Lbrace => open.push((tokens, '{')),
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                open.pop();
            }
            _ => {}
        }
    }
    let (number, bracket) = open.pop()?;
    let start = token_start(source.text(), number);
    Some((TextRange::at(start, TextSize::from(1)), bracket))
}

#[derive(Default)]
struct Level {
    operators: usize,
    prefixes: usize,
    /// Lambdas whose colon has not come: commas until then separate parameters, not expressions.
    lambdas: usize,
}

/// Checks the whole source.
pub(crate) fn check(source: &Source) -> Result<()> {
    let mut lexer = lex(source.text(), Mode::Module);
    match find(&mut lexer) {
        None => Ok(()),
        Some((tokens, kind, message)) => {
            let at = token_start(source.text(), tokens);
            Err(Box::new(Fault { kind, message: message.to_owned(), range: TextRange::empty(at) }))
        }
    }
}

/// The first violation: number of the token, and the error.
fn find(lexer: &mut Lexer<'_>) -> Option<(usize, ErrorKind, &'static str)> {
    let mut levels = vec![Level::default()];
    let (mut operators, mut prefixes, mut indents) = (0usize, 0usize, 0usize);
    let mut previous = TokenKind::Newline;
    for count in 1.. {
        let token = lexer.next_token();
        let mut operator = 0;
        let mut prefix = 0;
        match token {
            TokenKind::EndOfFile => return None,
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => operator = 1,
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                if levels.len() > 1
                    && let Some(level) = levels.pop()
                {
                    operators -= level.operators;
                    prefixes -= level.prefixes;
                }
            }
            TokenKind::Indent => {
                indents += 1;
                if indents >= MAX_INDENTS {
                    return Some((count, ErrorKind::Indentation, "too many levels of indentation"));
                }
            }
            TokenKind::Dedent => indents = indents.saturating_sub(1),
            TokenKind::Comma | TokenKind::Newline | TokenKind::Semi | TokenKind::Equal => {
                if let Some(level) = levels.last_mut()
                    && (token != TokenKind::Comma || level.lambdas == 0)
                    && (token != TokenKind::Equal || level.lambdas == 0)
                {
                    operators -= std::mem::take(&mut level.operators);
                    prefixes -= std::mem::take(&mut level.prefixes);
                }
                if matches!(token, TokenKind::Newline | TokenKind::Semi) {
                    levels.truncate(1);
                    (operators, prefixes) = (0, 0);
                    if let Some(level) = levels.last_mut() {
                        *level = Level::default();
                    }
                }
            }
            TokenKind::Lambda => {
                prefix = 1;
                if let Some(level) = levels.last_mut() {
                    level.lambdas += 1;
                }
            }
            TokenKind::Colon => {
                if let Some(level) = levels.last_mut() {
                    level.lambdas = level.lambdas.saturating_sub(1);
                }
            }
            TokenKind::Not | TokenKind::Await | TokenKind::Tilde | TokenKind::DoubleStar => prefix = 1,
            TokenKind::If | TokenKind::Else | TokenKind::Yield => prefix = 1,
            TokenKind::Plus | TokenKind::Minus => {
                if ends_operand(previous) {
                    operator = 1;
                } else {
                    prefix = 1;
                }
            }
            TokenKind::Dot | TokenKind::Star | TokenKind::Slash | TokenKind::Vbar | TokenKind::Amper => {
                operator = 1
            }
            TokenKind::Percent | TokenKind::At | TokenKind::CircumFlex | TokenKind::DoubleSlash => {
                operator = 1
            }
            TokenKind::LeftShift | TokenKind::RightShift | TokenKind::ColonEqual => operator = 1,
            _ => {}
        }
        if let Some(level) = levels.last_mut() {
            level.operators += operator;
            level.prefixes += prefix;
            operators += operator;
            prefixes += prefix;
        }
        if operators > MAX_CHAIN || prefixes > MAX_PREFIXES {
            return Some((
                count,
                ErrorKind::Recursion,
                "maximum recursion depth exceeded during compilation",
            ));
        }
        if matches!(token, TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace) {
            if levels.len() > MAX_BRACKETS {
                return Some((count, ErrorKind::Syntax, "too many nested parentheses"));
            }
            levels.push(Level::default());
        }
        if !matches!(token, TokenKind::Comment | TokenKind::NonLogicalNewline) {
            previous = token;
        }
    }
    None
}

/// Whether a token ends an operand, so that a following sign is an infix operator.
fn ends_operand(token: TokenKind) -> bool {
    matches!(
        token,
        TokenKind::Name
            | TokenKind::Int
            | TokenKind::Float
            | TokenKind::Complex
            | TokenKind::String
            | TokenKind::FStringEnd
            | TokenKind::TStringEnd
            | TokenKind::Rpar
            | TokenKind::Rsqb
            | TokenKind::Rbrace
            | TokenKind::None
            | TokenKind::True
            | TokenKind::False
            | TokenKind::Ellipsis
    )
}

/// Where the token of a number starts. The lexer does not tell positions, so the shortest prefix of the source that has so
/// many tokens is searched; only errors pay for it.
fn token_start(text: &str, number: usize) -> TextSize {
    let has = |end: usize| {
        let mut lexer = lex(&text[..text.floor_char_boundary(end)], Mode::Module);
        (0..number).all(|_| lexer.next_token() != TokenKind::EndOfFile)
    };
    let (mut low, mut high) = (0, text.len());
    while low + 1 < high {
        let middle = low.midpoint(high);
        if has(middle) { high = middle } else { low = middle }
    }
    TextSize::from(low as u32)
}
