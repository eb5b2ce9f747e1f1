//! The compiler: source bytes to [`typhon_bytecode::Code`]. Knows no Python value, no heap and no interpreter.
//!
//! | module | does |
//! | --- | --- |
//! | [`source`], [`encoding`] | decode bytes to text, lines and columns |
//! | [`nesting`] | bounds the nesting of the source before anything recurses over it |
//! | [`names`] | interned identifiers |
//! | [`tokens`] | the tokens that module `tokenize` shows |
//! | [`mod@tree`] | the tree that module `ast` shows |
//! | [`type_comments`] | the comments of types that it shows where asked to |
//! | [`scope`] | symbol tables: scopes, places of names, named registers; what module `symtable` shows of them |
//! | [`signature`] | signatures as type comments spell them |
//! | [`literal`], [`fold`] | values of literals and of constant expressions |
//! | [`generate`] | tree to graph, one file per family of constructs |
//! | [`graph`], [`unit`] | the control-flow graph and the code object under construction |
//! | [`clean`], [`bound`], [`assemble`] | graph to code |
//! | [`error`], [`diagnose`] | what `SyntaxError` needs to know, and in which words |
//!
//! The parser crate and several passes recurse over the tree: callers run [`compile`] on a stack of 64 MiB, for which
//! [`nesting`] chooses its bounds.
#![forbid(unsafe_code)]

use std::borrow::Cow;
use std::sync::Arc;

use ruff_python_ast::{Mod, PythonVersion};
use ruff_python_parser::{ParseError, ParseErrorType, ParseOptions, Parsed};
use ruff_text_size::{Ranged, TextRange, TextSize};
use typhon_bytecode::{Code, Text};

use crate::diagnose::Future;
use crate::diagnose::meaning::{self, Facts, Findings};
use crate::error::Fault;
use crate::generate::Generator;
use crate::names::Names;
use crate::scope::Scopes;
use crate::scope::build::Manner;
use crate::source::Source;
use crate::tree::Node;
use crate::type_comments::TypeComments;

mod assemble;
mod bound;
mod clean;
mod diagnose;
mod disguise;
mod encoding;
mod error;
pub mod flags;
mod fold;
mod generate;
mod graph;
mod literal;
mod names;
mod nesting;
mod refused;
mod scope;
mod signature;
mod source;
pub mod tokens;
pub mod tree;
mod type_comments;
mod unit;

pub use error::{CompileError, ErrorKind, NOWHERE, Refused, Warning};
pub use scope::table::{FLAGS, PLACES, SCOPE_OFFSET, Table, TableKind};
pub use source::{foreign_encoding, undecodable};

/// The version of Python 3 that has all that [`Options::feature_version`] may exclude.
const NEWEST_FEATURES: u8 = 14;

/// What a source text is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// A module or script: `exec`.
    Exec,
    /// One expression: `eval`.
    Eval,
    /// One statement of an interactive session: the values of its expressions are shown.
    Single,
    /// A signature as comments spell it, `(int, *str) -> bool`: `func_type`. There is a tree of it, but no code.
    FunctionType,
}

/// How to compile.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// 0; 1 (`-O`: no `assert`, `__debug__` is false); 2 (`-OO`: no docstrings either).
    pub optimize: u8,
    /// The bytes are UTF-8 whatever an encoding declaration in them says (the source was a `str`).
    pub ignore_cookie: bool,
    /// The bytes are those of the program's file: errors of its encoding name it.
    pub is_file: bool,
    /// Features of `__future__` that hold already and what else [`flags`] has.
    pub flags: u32,
    /// The grammar is that of an older version of Python 3 where it lacks what is new; the newest without it.
    pub feature_version: Option<u8>,
}

/// Compiles a source text, and says what in it is valid but hardly meant.
///
/// The calling thread needs 64 MiB of stack. Never panics on any input. `warnings` receives them in the order in which CPython
/// issues them, also where the source is refused later.
///
/// # Errors
/// [`CompileError`] with the error CPython shows; `ErrorKind::Unsupported` for Python that is not translated yet.
pub fn compile_with_warnings(
    source: &[u8],
    filename: &str,
    mode: Mode,
    options: &Options,
    warnings: &mut Vec<Warning>,
) -> Result<Arc<Code>, Box<CompileError>> {
    let source = Source::decode(source, options.ignore_cookie, options.is_file.then_some(filename))?;
    let (tree, facts) = parse(&source, mode, options, warnings)?;
    finish((&source, &tree, facts), true, filename, (mode, options), warnings)
}

/// The tree of a source text, as module `ast` shows it. Errors of meaning are none here.
///
/// # Errors
/// As [`compile_with_warnings`].
pub fn parse_with_warnings(
    source: &[u8],
    filename: &str,
    mode: Mode,
    options: &Options,
    warnings: &mut Vec<Warning>,
) -> Result<Node, Box<CompileError>> {
    let source = Source::decode(source, options.ignore_cookie, options.is_file.then_some(filename))?;
    if mode == Mode::FunctionType {
        return signature::tree(&source, options, warnings);
    }
    let (tree, facts) = parse(&source, mode, options, warnings)?;
    let (doubts, _) = meaning::check(&source, &tree, facts, Future::ANYWHERE, options.flags);
    refuse_doubtful(&source, doubts, mode, options)?;
    let comments = match options.flags & flags::TYPE_COMMENTS {
        0 => TypeComments::default(),
        _ => TypeComments::read(&source),
    };
    Ok(tree::export(&source, &tree, mode, optimizing(options), comments))
}

/// The symbol tables of a source text, as module `symtable` shows them: the module's first, each before those inside it. Errors of code are none
/// here.
///
/// # Errors
/// As [`compile_with_warnings`].
pub fn symbol_tables(
    source: &[u8],
    filename: &str,
    mode: Mode,
    options: &Options,
    warnings: &mut Vec<Warning>,
) -> Result<Vec<Table>, Box<CompileError>> {
    let source = Source::decode(source, options.ignore_cookie, options.is_file.then_some(filename))?;
    let (tree, facts) = parse(&source, mode, options, warnings)?;
    let (future, _) = meant((&source, &tree, facts), true, (mode, options))?;
    let manner = manner(future, options);
    let mut names = Names::default();
    let scopes = resolved_scopes(&source, &tree, &mut names, manner);
    let scopes = scopes.map_err(|fault| Box::new(fault.locate(&source)))?;
    Ok(scope::table::tables(&scopes, &source, &mut names, manner.future_annotations))
}

/// The level that a tree shows the compiler's first pass of, if it is to.
fn optimizing(options: &Options) -> Option<u8> {
    (options.flags & flags::OPTIMIZED_AST == flags::OPTIMIZED_AST).then_some(options.optimize)
}

/// A tree that came from Python code as the compiler's first pass leaves it.
pub fn optimized(root: &Node, mode: Mode, options: &Options) -> Node {
    let (tree, source) = tree::import(root);
    let mut optimized = tree::export(&source, &tree, mode, Some(options.optimize), TypeComments::default());
    type_comments::carry_over(root, &mut optimized);
    optimized
}

/// Compiles a tree that came from Python code; as [`compile_with_warnings`] otherwise.
///
/// # Errors
/// The same; the tree itself has been [validated](tree::validate).
pub fn compile_tree(
    root: &Node,
    filename: &str,
    mode: Mode,
    options: &Options,
    warnings: &mut Vec<Warning>,
) -> Result<Arc<Code>, Box<CompileError>> {
    let (tree, source) = tree::import(root);
    let facts = Facts { declares: true, names_values: true, names_flufl: false };
    finish((&source, &tree, facts), false, filename, (mode, options), warnings)
}

/// Code of a tree, of which the grammar is asked if it comes from a text (`has_text`).
fn finish(
    (source, tree, facts): (&Source, &Mod, Facts),
    has_text: bool,
    filename: &str,
    (mode, options): (Mode, &Options),
    warnings: &mut Vec<Warning>,
) -> Result<Arc<Code>, Box<CompileError>> {
    let found = meant((source, tree, facts), has_text, (mode, options))?;
    translate(source, tree, found, filename, (mode, options), warnings)
        .map(Arc::new)
        .map_err(|fault| Box::new(fault.locate(source)))
}

/// The `__future__` imports of a tree and what the check of its meaning found, unless it is an error of names.
fn meant(
    (source, tree, facts): (&Source, &Mod, Facts),
    has_text: bool,
    (mode, options): (Mode, &Options),
) -> Result<(Future, Findings), Box<CompileError>> {
    let future = match tree {
        Mod::Module(module) => diagnose::future_imports(source, &module.body),
        Mod::Expression(_) => Ok(Future::default()),
    };
    let imports = future.as_ref().map_or(Future::default(), |future| *future);
    let (doubts, findings) = meaning::check(source, tree, facts, imports, options.flags);
    if has_text {
        refuse_doubtful(source, doubts, mode, options)?;
    }
    let found = future.and_then(|future| Ok((future, findings?)));
    found.map_err(|fault| Box::new(fault.locate(source)))
}

fn manner(future: Future, options: &Options) -> Manner {
    Manner {
        future_annotations: (future.features | options.flags) & flags::ANNOTATIONS != 0,
        top_level_await: options.flags & flags::ALLOW_TOP_LEVEL_AWAIT != 0,
    }
}

fn resolved_scopes(source: &Source, tree: &Mod, names: &mut Names, manner: Manner) -> error::Result<Scopes> {
    let mut scopes = match tree {
        Mod::Module(module) => scope::build::module(&module.body, source, names, manner),
        Mod::Expression(expression) => scope::build::expression(&expression.body, source, names, manner),
    }?;
    scope::resolve::resolve(&mut scopes, names)?;
    Ok(scopes)
}

/// Asks the grammar where something was seen that the parser crate accepts and the grammar may refuse.
fn refuse_doubtful(
    source: &Source,
    doubts: bool,
    mode: Mode,
    options: &Options,
) -> Result<(), Box<CompileError>> {
    // What an interactive statement is the parser crate does not know, nor that an expression is not indented.
    let ends_indented = || source.text().ends_with([' ', '\t']);
    if (doubts || mode == Mode::Single || (mode == Mode::Eval && ends_indented()))
        && let Some(error) = diagnose::syntax_error(source, mode, options)
    {
        return Err(error);
    }
    Ok(())
}

/// [`compile_with_warnings`] for callers whom nobody asks about warnings.
///
/// # Errors
/// The same.
pub fn compile(
    source: &[u8],
    filename: &str,
    mode: Mode,
    options: &Options,
) -> Result<Arc<Code>, Box<CompileError>> {
    compile_with_warnings(source, filename, mode, options, &mut Vec::new())
}

/// The tree of a source that CPython's grammar accepts.
fn parse(
    source: &Source,
    mode: Mode,
    options: &Options,
    warnings: &mut Vec<Warning>,
) -> Result<(Mod, Facts), Box<CompileError>> {
    let verdict = nesting::check(source, warnings);
    let is_bounded = matches!(verdict, nesting::Verdict::Fine(_));
    parse_tree(source, mode, options, verdict).map_err(|mut error| {
        if matches!(error.kind, ErrorKind::Syntax | ErrorKind::Indentation | ErrorKind::Tab) {
            error.refused = Some(refused::describe(source, mode, &error, is_bounded));
        }
        error
    })
}

fn parse_tree(
    source: &Source,
    mode: Mode,
    options: &Options,
    verdict: nesting::Verdict,
) -> Result<(Mod, Facts), Box<CompileError>> {
    let facts = match verdict {
        nesting::Verdict::Fine(facts) => facts,
        nesting::Verdict::Malformed => {
            if let Some(error) = diagnose::syntax_error(source, mode, options) {
                return Err(error);
            }
            Facts { declares: true, names_values: true, names_flufl: true }
        }
        nesting::Verdict::TooDeep(fault) => return Err(Box::new(fault.locate(source))),
    };
    let parse_mode = match mode {
        Mode::Exec | Mode::Single => ruff_python_parser::Mode::Module,
        Mode::Eval | Mode::FunctionType => ruff_python_parser::Mode::Expression,
    };
    let is_flufl = facts.names_flufl || options.flags & flags::BARRY_AS_BDFL != 0;
    // What the parser crate does not know of.
    if (is_flufl
        || options.flags & flags::TYPE_COMMENTS != 0
        || options.feature_version.is_some_and(|minor| minor < NEWEST_FEATURES))
        && let Some(error) = diagnose::syntax_error(source, mode, options)
    {
        return Err(error);
    }
    let text = match is_flufl {
        true => Cow::Owned(disguise::unequal(source.text())),
        false => Cow::Borrowed(source.text()),
    };
    let parse_options = ParseOptions::from(parse_mode).with_target_version(PythonVersion::PY314);
    let parsed = ruff_python_parser::parse_unchecked(&text, parse_options.clone());
    let Some((range, message)) = refusal(&parsed) else { return Ok((parsed.into_syntax(), facts)) };
    if let Some(error) = diagnose::syntax_error(source, mode, options) {
        return Err(error);
    }
    let disguises = [disguise::raises(&text), disguise::arguments(&text, parsed.errors())];
    for (text, places) in disguises.into_iter().flatten() {
        let parsed = ruff_python_parser::parse_unchecked(&text, parse_options.clone());
        if refusal(&parsed).is_none() {
            let mut tree = parsed.into_syntax();
            disguise::restore(&mut tree, &places);
            return Ok((tree, facts));
        }
    }
    if message.ends_with("StringStart") {
        // CPython's grammar accepts these, and the compiler refuses the pattern.
        let before = &source.text()[..range.start().to_usize()];
        let open = before.rfind('{').filter(|_| message.starts_with("Expected `}`"));
        let (range, what) = match open {
            Some(at) => (braces(source.text(), at), "mapping pattern keys"),
            None => (range, "patterns"),
        };
        let message = format!("{what} may only match literals and attribute lookups");
        return Err(Box::new(Fault::syntax(range, message).locate(source)));
    }
    Err(Box::new(Fault::syntax(range, message).locate(source)))
}

/// The range from an opening brace to the one that closes it.
fn braces(text: &str, open: usize) -> TextRange {
    let mut depth = 0;
    let close = text[open..].bytes().position(|byte| {
        depth += i32::from(byte == b'{') - i32::from(byte == b'}');
        depth == 0
    });
    let length = close.map_or(text.len() - open, |close| close + 1);
    TextRange::at(TextSize::from(open as u32), TextSize::from(length as u32))
}

/// Why the parser crate refuses a source, if it does. A repeated keyword is an error of meaning, and found as one.
fn refusal(parsed: &Parsed<Mod>) -> Option<(TextRange, String)> {
    let is_grammar =
        |error: &&ParseError| !matches!(error.error, ParseErrorType::DuplicateKeywordArgumentError(_));
    match (parsed.errors().iter().find(is_grammar), parsed.unsupported_syntax_errors().first()) {
        (Some(error), _) => Some((error.location, error.error.to_string())),
        (None, Some(error)) => Some((error.range(), error.to_string())),
        (None, None) => None,
    }
}

fn translate(
    source: &Source,
    tree: &Mod,
    (future, mut findings): (Future, Findings),
    filename: &str,
    (mode, options): (Mode, &Options),
    warnings: &mut Vec<Warning>,
) -> error::Result<Code> {
    warnings.append(&mut findings.warnings);
    let mut names = Names::default();
    let scopes = resolved_scopes(source, tree, &mut names, manner(future, options));
    let future = future.features | options.flags & flags::FEATURES;
    // Errors of names come before errors of code, those before what is not translated.
    let mut scopes = match (scopes, findings.error) {
        (Err(fault), None) => return Err(fault),
        (Err(fault), Some(_)) if fault.kind != error::ErrorKind::Unsupported => return Err(fault),
        (_, Some(error)) => return Err(error),
        (Ok(scopes), None) => scopes,
    };
    let filename = Text::from(filename);
    let mut generator = Generator::new(source, &mut scopes, &mut names, options, filename, future);
    generator.interactive = mode == Mode::Single;
    match tree {
        Mod::Module(module) => generator.module(&module.body),
        Mod::Expression(expression) => generator.expression(&expression.body),
    }
}

#[cfg(test)]
mod tests;
