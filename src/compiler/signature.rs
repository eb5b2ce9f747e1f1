//! Signatures as type comments spell them: `(int, *str, **bool) -> float`. The grammar's rule `func_type`.

use ruff_python_parser::parse_expression_range;
use ruff_text_size::{TextRange, TextSize};

use crate::diagnose::lexer::{Lexer, Token, TokenKind};
use crate::diagnose::syntax_error;
use crate::error::{CompileError, Fault, Warning};
use crate::nesting;
use crate::source::Source;
use crate::tree::export::{Exporter, all, node};
use crate::tree::{Kind, Node};
use crate::{Mode, Options};

/// The tree of a signature.
pub(crate) fn tree(
    source: &Source,
    options: &Options,
    warnings: &mut Vec<Warning>,
) -> Result<Node, Box<CompileError>> {
    let refuse = |range: TextRange| Box::new(Fault::syntax(range, "invalid syntax").locate(source));
    match nesting::check(source, warnings) {
        nesting::Verdict::Fine(_) => {}
        nesting::Verdict::Malformed => {
            let error = syntax_error(source, Mode::FunctionType, options);
            return Err(error.unwrap_or_else(|| refuse(TextRange::default())));
        }
        nesting::Verdict::TooDeep(fault) => return Err(Box::new(fault.locate(source))),
    }
    if let Some(error) = syntax_error(source, Mode::FunctionType, options) {
        return Err(error);
    }
    let tokens = tokens(source);
    let text = |token: &Token| source.text().get(token.start..token.end).unwrap_or_default();
    let range =
        |token: &Token| TextRange::new(TextSize::from(token.start as u32), TextSize::from(token.end as u32));
    let whole = tokens.last().map_or(TextRange::default(), range);
    let Some(first) = tokens.first().filter(|token| text(token) == "(") else {
        return Err(refuse(tokens.first().map_or(whole, range)));
    };
    let exporter = Exporter::new(source, None);
    let expression = |range: TextRange| match parse_expression_range(source.text(), range) {
        Ok(parsed) => Ok(exporter.expr(parsed.expr())),
        Err(error) => Err(refuse(error.location)),
    };
    let (mut depth, mut start, mut closing) = (1, first.end, None);
    let mut arguments = Vec::new();
    for (index, token) in tokens.iter().enumerate().skip(1) {
        let ends = match text(token) {
            "(" | "[" | "{" => {
                depth += 1;
                false
            }
            ")" | "]" | "}" => {
                depth -= 1;
                depth == 0
            }
            "," => depth == 1,
            _ => false,
        };
        if !ends {
            continue;
        }
        let written = source.text().get(start..token.start).unwrap_or_default();
        let stars = written.trim_start();
        let bare = stars.trim_start_matches('*').trim();
        if !bare.is_empty() {
            let from =
                start + (written.len() - stars.len()) + (stars.len() - stars.trim_start_matches('*').len());
            let from = from
                + (source.text()[from..token.start].len()
                    - source.text()[from..token.start].trim_start().len());
            let until = from + bare.len();
            let range = TextRange::new(TextSize::from(from as u32), TextSize::from(until as u32));
            arguments.push(expression(range)?);
        }
        start = token.end;
        if depth == 0 {
            closing = Some(index);
            break;
        }
    }
    let rest = closing.map_or(&[][..], |index| &tokens[index + 1..]);
    match rest {
        [arrow, first, .., last] if text(arrow) == "->" => {
            let returns = expression(range(first).cover(range(last)))?;
            Ok(exporter.placeless(Kind::FunctionType, [all(arguments), node(returns)]))
        }
        [arrow, only] if text(arrow) == "->" => {
            let returns = expression(range(only))?;
            Ok(exporter.placeless(Kind::FunctionType, [all(arguments), node(returns)]))
        }
        [other, ..] if text(other) != "->" => Err(refuse(range(other))),
        _ => Err(refuse(whole)),
    }
}

/// The tokens but for newlines.
fn tokens(source: &Source) -> Vec<Token> {
    let mut lexer = Lexer::new(source.text());
    let mut tokens = Vec::new();
    loop {
        let token = lexer.next_token();
        match token.kind {
            TokenKind::End | TokenKind::Error => return tokens,
            TokenKind::Newline => {}
            _ => tokens.push(token),
        }
    }
}
