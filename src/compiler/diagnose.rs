//! Words for syntax errors: what the parser crate found, said as CPython says it where that follows from the error alone.
//!
//! Errors about the meaning of a program are found and worded where the meaning is worked out (`scope`, `generate`).
//! What CPython derives from its own grammar's `invalid_*` rules beyond this is still worded by the parser crate.

use ruff_python_ast::{self as ast, Expr, Stmt};
use ruff_python_parser::{InterpolatedStringErrorType, LexicalErrorType, ParseError, ParseErrorType};
use ruff_text_size::{Ranged, TextRange, TextSize};

use crate::error::{ErrorKind, Fault, Result};
use crate::source::Source;

/// The fault for the parser's error.
pub(crate) fn parse_fault(source: &Source, error: &ParseError) -> Box<Fault> {
    let (kind, message) = words(source, error);
    // An error at the very end under an open bracket is the bracket's.
    let at_end = source.text()[error.location.start().to_usize()..].trim().is_empty();
    if at_end
        && kind == ErrorKind::Syntax
        && let Some((range, bracket)) = crate::nesting::unclosed(source)
    {
        return Fault::syntax(range, format!("'{bracket}' was never closed"));
    }
    Box::new(Fault { kind, message, range: error.location })
}

fn words(source: &Source, error: &ParseError) -> (ErrorKind, String) {
    let range = error.location;
    let text = match &error.error {
        ParseErrorType::UnexpectedIndentation => {
            return (ErrorKind::Indentation, "unexpected indent".to_owned());
        }
        ParseErrorType::Lexical(error) => return lexical(source, error, range),
        ParseErrorType::OtherError(message) => return other(source, message, range),
        ParseErrorType::FStringError(error) => f_string(error),
        ParseErrorType::InvalidAssignmentTarget => return (ErrorKind::Syntax, assignment(source, range)),
        ParseErrorType::InvalidAugmentedAssignmentTarget => {
            let name = kind_of(source, range);
            return (
                ErrorKind::Syntax,
                format!("'{name}' is an illegal expression for augmented assignment"),
            );
        }
        ParseErrorType::InvalidDeleteTarget => {
            return (ErrorKind::Syntax, format!("cannot delete {}", kind_of(source, range)));
        }
        ParseErrorType::InvalidNamedAssignmentTarget => {
            let name = kind_of(source, range);
            return (ErrorKind::Syntax, format!("cannot use assignment expressions with {name}"));
        }
        ParseErrorType::DuplicateKeywordArgumentError(name) => {
            return (ErrorKind::Syntax, format!("keyword argument repeated: {name}"));
        }
        ParseErrorType::InvalidAnnotatedAssignmentTarget => "illegal target for annotation",
        ParseErrorType::IterableUnpackingInComprehension => {
            "iterable unpacking cannot be used in comprehension"
        }
        ParseErrorType::InvalidArgumentUnpackingOrder => {
            "iterable argument unpacking follows keyword argument unpacking"
        }
        ParseErrorType::PositionalAfterKeywordArgument => "positional argument follows keyword argument",
        ParseErrorType::PositionalAfterKeywordUnpacking => {
            "positional argument follows keyword argument unpacking"
        }
        ParseErrorType::UnparenthesizedGeneratorExpression => "Generator expression must be parenthesized",
        ParseErrorType::NonDefaultParamAfterDefaultParam => {
            "parameter without a default follows parameter with a default"
        }
        ParseErrorType::ExpectedKeywordParam => "named arguments must follow bare *",
        ParseErrorType::ParamAfterVarKeywordParam => "arguments cannot follow var-keyword argument",
        ParseErrorType::EmptyImportNames => "Expected one or more names after 'import'",
        ParseErrorType::ExpectedToken { expected: ast::token::TokenKind::Colon, .. } => "expected ':'",
        ParseErrorType::ExpectedToken { .. }
        | ParseErrorType::ExpectedExpression
        | ParseErrorType::SimpleStatementsOnSameLine
        | ParseErrorType::SimpleAndCompoundStatementOnSameLine
        | ParseErrorType::UnexpectedExpressionToken
        | ParseErrorType::UnexpectedTokenAfterAsync(_)
        | ParseErrorType::EmptySlice
        | ParseErrorType::EmptyGlobalNames
        | ParseErrorType::EmptyNonlocalNames
        | ParseErrorType::EmptyDeleteTargets => "invalid syntax",
        error => return (ErrorKind::Syntax, error.to_string()),
    };
    (ErrorKind::Syntax, text.to_owned())
}

fn lexical(source: &Source, error: &LexicalErrorType, range: TextRange) -> (ErrorKind, String) {
    let line = source.line(range.start());
    let message = match error {
        LexicalErrorType::IndentationError => {
            return (
                ErrorKind::Indentation,
                "unindent does not match any outer indentation level".to_owned(),
            );
        }
        LexicalErrorType::UnclosedStringError => {
            let text = source.slice(range);
            let quotes = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
            if quotes.starts_with("\"\"\"") || quotes.starts_with("'''") {
                let last = source.line(range.end());
                format!("unterminated triple-quoted string literal (detected at line {last})")
            } else {
                format!("unterminated string literal (detected at line {line})")
            }
        }
        LexicalErrorType::FStringError(error) => f_string(error).to_owned(),
        LexicalErrorType::UnrecognizedToken { tok } if tok.is_ascii() => "invalid syntax".to_owned(),
        LexicalErrorType::UnrecognizedToken { tok } => {
            format!("invalid character '{tok}' (U+{:04X})", u32::from(*tok))
        }
        LexicalErrorType::LineContinuationError => {
            if source.slice(TextRange::new(range.start(), range.end())).ends_with('\\') {
                "unexpected EOF while parsing".to_owned()
            } else {
                "unexpected character after line continuation character".to_owned()
            }
        }
        error => error.to_string(),
    };
    (ErrorKind::Syntax, message)
}

/// Errors that the parser crate words freely: the same words with straight quotes and a small letter are often CPython's.
fn other(source: &Source, message: &str, range: TextRange) -> (ErrorKind, String) {
    let plain = message.replace('`', "'");
    if let Some(rest) = plain.strip_prefix("Expected an indented block") {
        // The header is the last line before the error that holds anything.
        let before = source.line(range.start()).saturating_sub(1).max(1);
        let header = (1..=before)
            .rev()
            .find(|&line| source.line_text(line).is_some_and(|text| !text.trim().is_empty()))
            .unwrap_or(before);
        return (ErrorKind::Indentation, format!("expected an indented block{rest} on line {header}"));
    }
    let text = match plain.as_str() {
        "Expected 'except' or 'finally' after 'try' block" => "expected 'except' or 'finally' block",
        "Expected a statement" | "Expected an identifier" => "invalid syntax",
        "Trailing comma not allowed" => "trailing comma not allowed without surrounding parentheses",
        "Bytes literal cannot be mixed with non-bytes literals" => "cannot mix bytes and nonbytes literals",
        "Position-only parameter separator not allowed as first parameter" => {
            "at least one argument must precede /"
        }
        "Only one '/' separator allowed" => "/ may appear only once",
        "Only one '*' parameter allowed" => "* argument may appear only once",
        _ if plain.starts_with("Only single target") || plain.starts_with("Cannot have both") => {
            let mut words = plain;
            let first = words.remove(0).to_ascii_lowercase();
            words.insert(0, first);
            return (ErrorKind::Syntax, words);
        }
        _ => return (ErrorKind::Syntax, plain),
    };
    (ErrorKind::Syntax, text.to_owned())
}

fn f_string(error: &InterpolatedStringErrorType) -> &'static str {
    match error {
        InterpolatedStringErrorType::UnclosedLbrace => "f-string: expecting '}'",
        InterpolatedStringErrorType::SingleRbrace => "f-string: single '}' is not allowed",
        InterpolatedStringErrorType::InvalidConversionFlag => "f-string: invalid conversion character",
        InterpolatedStringErrorType::UnterminatedString => "unterminated f-string literal",
        InterpolatedStringErrorType::UnterminatedTripleQuotedString => {
            "unterminated triple-quoted f-string literal"
        }
        InterpolatedStringErrorType::LambdaWithoutParentheses => {
            "f-string: lambda expressions are not allowed without parentheses"
        }
        InterpolatedStringErrorType::ConversionFlagNotImmediatelyAfterExclamation => {
            "f-string: conversion type must come right after the exclamation mark"
        }
        InterpolatedStringErrorType::NewlineInFormatSpec => {
            "f-string: newlines are not allowed in format specifiers for single quoted f-strings"
        }
    }
}

/// `1 = x` may have been meant as a comparison, unless it is one of several targets.
fn assignment(source: &Source, range: TextRange) -> String {
    let name = kind_of(source, range);
    let end = TextSize::of(source.text());
    let after = source.slice(TextRange::new(range.end().min(end), end)).trim_start_matches([' ', '\t', ')']);
    let before = source.slice(TextRange::up_to(range.start().min(end))).trim_end_matches([' ', '\t', '(']);
    let is_statement = before.is_empty() || before.ends_with(['\n', ';', ':']);
    let comparable = !matches!(name, "tuple" | "list" | "True" | "False" | "None" | "generator expression");
    let single = after.strip_prefix('=').is_some_and(|value| {
        let line = value.split('\n').next().unwrap_or_default();
        !line.replace("==", "").contains('=')
    });
    if is_statement && comparable && single {
        format!("cannot assign to {name} here. Maybe you meant '==' instead of '='?")
    } else {
        format!("cannot assign to {name}")
    }
}

/// CPython's name for the kind of expression in a range (Parser/pegen.c: `_PyPegen_get_expr_name`).
fn kind_of(source: &Source, range: TextRange) -> &'static str {
    let text = source.slice(range);
    if text.starts_with('*') {
        return "starred";
    }
    match ruff_python_parser::parse_expression(&format!("({text})")) {
        Ok(parsed) => kind(&parsed.syntax().body),
        Err(_) => "expression",
    }
}

fn kind(expr: &Expr) -> &'static str {
    match expr {
        Expr::Attribute(_) => "attribute",
        Expr::Subscript(_) => "subscript",
        Expr::Starred(_) => "starred",
        Expr::Name(_) => "name",
        Expr::List(_) => "list",
        Expr::Tuple(_) => "tuple",
        Expr::Lambda(_) => "lambda",
        Expr::Call(_) => "function call",
        Expr::BoolOp(_) | Expr::BinOp(_) | Expr::UnaryOp(_) => "expression",
        Expr::Generator(_) => "generator expression",
        Expr::Yield(_) | Expr::YieldFrom(_) => "yield expression",
        Expr::Await(_) => "await expression",
        Expr::ListComp(_) => "list comprehension",
        Expr::SetComp(_) => "set comprehension",
        Expr::DictComp(_) => "dict comprehension",
        Expr::Dict(_) => "dict literal",
        Expr::Set(_) => "set display",
        Expr::FString(_) => "f-string expression",
        Expr::TString(_) => "t-string expression",
        Expr::NoneLiteral(_) => "None",
        Expr::BooleanLiteral(e) => {
            if e.value {
                "True"
            } else {
                "False"
            }
        }
        Expr::EllipsisLiteral(_) => "ellipsis",
        Expr::NumberLiteral(_) | Expr::StringLiteral(_) | Expr::BytesLiteral(_) => "literal",
        Expr::Compare(_) => "comparison",
        Expr::If(_) => "conditional expression",
        Expr::Named(_) => "named expression",
        Expr::Slice(_) | Expr::IpyEscapeCommand(_) => "expression",
    }
}

/// Features of `__future__`; all but the last have long been the language.
const FEATURES: [&str; 10] = [
    "nested_scopes",
    "generators",
    "division",
    "absolute_import",
    "with_statement",
    "print_function",
    "unicode_literals",
    "barry_as_FLUFL",
    "generator_stop",
    "annotations",
];

/// Checks that `from __future__` imports stand at the beginning and name known features; returns whether annotations are
/// to be kept as text.
pub(crate) fn future_imports(body: &[Stmt]) -> Result<bool> {
    let mut annotations = false;
    let mut at_beginning = true;
    for (index, stmt) in body.iter().enumerate() {
        match stmt {
            Stmt::ImportFrom(import) if is_future(import) => {
                if !at_beginning {
                    return Err(late_future(import));
                }
                for alias in &import.names {
                    match alias.name.as_str() {
                        "braces" => return Err(Fault::syntax(alias.range, "not a chance")),
                        name if !FEATURES.contains(&name) => {
                            let message = format!("future feature {name} is not defined");
                            return Err(Fault::syntax(alias.range, message));
                        }
                        name => annotations |= name == "annotations",
                    }
                }
            }
            Stmt::Expr(stmt) if index == 0 && stmt.value.is_string_literal_expr() => {}
            _ => at_beginning = false,
        }
    }
    Ok(annotations)
}

/// Whether a statement imports from `__future__`.
pub(crate) fn is_future(import: &ast::StmtImportFrom) -> bool {
    import.level == 0 && import.module.as_deref() == Some("__future__")
}

/// The fault of a `__future__` import below the beginning.
pub(crate) fn late_future(import: &ast::StmtImportFrom) -> Box<Fault> {
    Fault::syntax(import.range(), "from __future__ imports must occur at the beginning of the file")
}
