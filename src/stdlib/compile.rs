//! The way from the machine to the compiler: source text in, code or a Python exception out.

use std::sync::Arc;

use typhon_bytecode::Code;
use typhon_compiler::tree::Node;
use typhon_compiler::{CompileError, ErrorKind, NOWHERE, Table, Warning};
pub use typhon_compiler::{Mode, Options, flags};
use typhon_vm::context::{Cx, R, Raised};
use typhon_vm::exceptions;
use typhon_vm::protocol::attr;
use typhon_vm::types::str_::Str;
use typhon_vm::types::{bytes, str_, tuple};
use typhon_vm::{Value, call, protocol, runtime};

use crate::{system, warnings_};

/// Native stack of a compilation: parser and compiler recurse over the source.
const STACK_BYTES: usize = 64 << 20;

/// Compiles the program's text on a stack of its own, in a section for which collections do not wait.
pub fn compile(cx: &Cx, source: &[u8], filename: &str, mode: Mode) -> R<Arc<Code>> {
    // Of a command's text there is no file; standard input counts as one.
    let is_file = filename != "<string>";
    let options = Options { optimize: runtime::optimize(), is_file, ..Options::default() };
    compile_with(cx, source, filename, mode, &options)
}

/// As [`compile`], with options.
pub fn compile_with(cx: &Cx, source: &[u8], filename: &str, mode: Mode, options: &Options) -> R<Arc<Code>> {
    with_text(cx, source, filename, options, |source, options| {
        on_its_stack(cx, filename, |warnings| {
            typhon_compiler::compile_with_warnings(source, filename, mode, options, warnings)
        })
    })
}

/// A source decoded by one of Python's codecs, as UTF-8.
fn decoded(cx: &Cx, source: &[u8], encoding: &str) -> R<Vec<u8>> {
    let decode = attr::get(cx, bytes::from_slice(cx, source)?, cx.intern("decode")?)?;
    let text = call::call_values(cx, decode, &[str_::from_str(cx, encoding)?])?;
    match text.cast::<Str>() {
        Some(text) => system::encode_with(cx, text, "strict"),
        None => Err(cx.system_error("bytes.decode answers a str")),
    }
}

/// Calls `run` with a source that the compiler can decode: where it declares an encoding that only Python's codecs know, they are asked.
fn with_text<T>(
    cx: &Cx,
    source: &[u8],
    filename: &str,
    options: &Options,
    run: impl FnOnce(&[u8], &Options) -> R<T>,
) -> R<T> {
    let foreign = if options.ignore_cookie { None } else { typhon_compiler::foreign_encoding(source) };
    let Some(name) = foreign else { return run(source, options) };
    match decoded(cx, source, &name) {
        Ok(text) => run(&text, &Options { ignore_cookie: true, ..options.clone() }),
        // As the parser of CPython does with what a codec raises.
        Err(raised)
            if [exceptions::LOOKUP_ERROR, exceptions::VALUE_ERROR, exceptions::SYNTAX_ERROR]
                .into_iter()
                .any(|class| cx.matches(raised, class)) =>
        {
            let message = protocol::str_string(cx, raised.0)?;
            Err(raise(cx, &typhon_compiler::undecodable(message), filename))
        }
        Err(raised) => Err(raised),
    }
}

/// The tree of a source text.
pub fn parse_with(cx: &Cx, source: &[u8], filename: &str, mode: Mode, options: &Options) -> R<Node> {
    with_text(cx, source, filename, options, |source, options| {
        on_its_stack(cx, filename, |warnings| {
            typhon_compiler::parse_with_warnings(source, filename, mode, options, warnings)
        })
    })
}

/// The symbol tables of a source text, the module's first.
pub fn symbol_tables(cx: &Cx, source: &[u8], filename: &str, mode: Mode, options: &Options) -> R<Vec<Table>> {
    with_text(cx, source, filename, options, |source, options| {
        on_its_stack(cx, filename, |warnings| {
            typhon_compiler::symbol_tables(source, filename, mode, options, warnings)
        })
    })
}

/// Compiles a tree that came from Python code.
pub fn compile_tree(cx: &Cx, tree: &Node, filename: &str, mode: Mode, options: &Options) -> R<Arc<Code>> {
    on_its_stack(cx, filename, |warnings| {
        typhon_compiler::compile_tree(tree, filename, mode, options, warnings)
    })
}

/// A tree that came from Python code after the compiler's first pass.
pub fn optimized(cx: &Cx, tree: &Node, mode: Mode, options: &Options) -> R<Node> {
    on_its_stack(cx, "", |_| Ok(typhon_compiler::optimized(tree, mode, options)))
}

/// Runs the compiler on a stack of its own, in a section for which collections do not wait.
pub(crate) fn on_its_stack<T: Send>(
    cx: &Cx,
    filename: &str,
    run: impl FnOnce(&mut Vec<Warning>) -> Result<T, Box<CompileError>> + Send,
) -> R<T> {
    let mut warnings = Vec::new();
    let outcome = cx.blocking(|| {
        std::thread::scope(|scope| {
            let thread = std::thread::Builder::new().stack_size(STACK_BYTES);
            let warnings = &mut warnings;
            let spawned = thread.spawn_scoped(scope, move || run(warnings));
            spawned.map(|running| running.join())
        })
    });
    for warning in &warnings {
        issue(cx, filename, warning)?;
    }
    match outcome {
        Ok(Ok(Ok(result))) => Ok(result),
        Ok(Ok(Err(error))) => Err(raise(cx, &error, filename)),
        Ok(Err(_)) => Err(cx.system_error("the compiler failed on this source")),
        Err(error) => Err(cx.os_error(&error, None)),
    }
}

/// Issues a warning; where the program's filters raise it, it is a syntax error.
fn issue(cx: &Cx, filename: &str, warning: &Warning) -> R<()> {
    let issued = warnings_::issue(
        cx,
        &warnings_::Warning {
            message: str_::from_str(cx, &warning.message)?,
            category: exceptions::class_value(exceptions::SYNTAX_WARNING),
            filename: str_::from_str(cx, filename)?,
            line: warning.line.into(),
            module: Value::NONE,
            registry: Value::NONE,
            source_line: Value::NONE,
            source: Value::NONE,
        },
    );
    match issued {
        Err(raised) if cx.matches(raised, exceptions::SYNTAX_WARNING) => {
            let message = warning.message.replace(" Such sequences will not work in the future.", "");
            Err(raise(cx, &warning.raised(message), filename))
        }
        issued => issued,
    }
}

/// [`compile`] for modules.
pub fn compile_module(cx: &Cx, source: &[u8], filename: &str) -> R<Arc<Code>> {
    compile(cx, source, filename, Mode::Exec)
}

/// The exception for a refused source.
pub(crate) fn raise(cx: &Cx, error: &CompileError, filename: &str) -> Raised {
    let class = match error.kind {
        ErrorKind::Syntax => exceptions::SYNTAX_ERROR,
        ErrorKind::Indentation => exceptions::INDENTATION_ERROR,
        ErrorKind::Tab => exceptions::TAB_ERROR,
        ErrorKind::Incomplete => exceptions::INCOMPLETE_INPUT_ERROR,
        ErrorKind::Recursion => return cx.error(exceptions::RECURSION_ERROR, error.message.clone()),
        ErrorKind::TooLarge => return cx.error(exceptions::OVERFLOW_ERROR, error.message.clone()),
        ErrorKind::Unsupported => {
            let (what, line) = (&error.message, error.line);
            let message = format!("{what} (not in this version of Typhon; {filename}, line {line})");
            return cx.error(exceptions::NOT_IMPLEMENTED_ERROR, message);
        }
    };
    let make = || -> R<Value> {
        let message = str_::from_str(cx, &error.message)?;
        if error.column == NOWHERE {
            return call::call_values(cx, exceptions::class_value(class), &[message]);
        }
        let number = |number: i32| Value::small_int_unchecked(number.into());
        // An error of the whole source has no end.
        let parts = if error.line == 0 && error.column == -1 { 4 } else { 6 };
        let details = [
            str_::from_str(cx, filename)?,
            Value::small_int_unchecked(error.line.into()),
            number(error.column),
            match &error.text {
                Some(text) => str_::from_str(cx, text)?,
                None => Value::NONE,
            },
            Value::small_int_unchecked(error.end_line.into()),
            number(error.end_column),
        ];
        let details = tuple::from_slice(cx, &details[..parts])?;
        let exception = call::call_values(cx, exceptions::class_value(class), &[message, details.value()])?;
        if let Some(refused) = &error.refused {
            let (line, column) = refused.statement;
            let place = [line, column].map(|number| Value::small_int_unchecked(number.into()));
            let source = str_::from_str(cx, &refused.source)?;
            let known = tuple::from_slice(cx, &[place[0], place[1], source])?.value();
            attr::set(cx, exception, cx.intern("_metadata")?, Some(known))?;
        }
        Ok(exception)
    };
    match make() {
        Ok(exception) => exceptions::raise(cx, exception),
        Err(raised) => raised,
    }
}
