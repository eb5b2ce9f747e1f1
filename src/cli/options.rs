//! Options and the environment variables that stand for them: three tables, from which parsing and the help texts derive.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;

use typhon_bytecode::Text;
use typhon_stdlib::sys::config::{Flags, text_of_os};
use typhon_vm::dump::Deadlock;
use typhon_vm::runtime;

mod extension;
mod help;

/// What to run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Command {
    Script(OsString),
    Module(OsString),
    Code(OsString),
    /// Standard input: a script, or a terminal.
    Input,
}

/// Everything the command line says.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) command: Command,
    pub(crate) argv: Vec<OsString>,
    pub(crate) flags: Flags,
    pub(crate) unbuffered: bool,
    pub(crate) skip_first_line: bool,
    pub(crate) xoptions: Vec<(Text, Option<Text>)>,
    /// `-W`, in order.
    pub(crate) warnings: Vec<Text>,
    pub(crate) check_hash_based_pycs: &'static str,
    pub(crate) pycache_prefix: Option<Text>,
    pub(crate) cpu_count: i64,
    pub(crate) library: Option<PathBuf>,
    pub(crate) gc_stats: bool,
    pub(crate) scheduler_stats: bool,
    pub(crate) dis: bool,
    pub(crate) faulthandler: bool,
    pub(crate) runtime: runtime::Options,
}

/// What a command line asks for.
pub(crate) enum Outcome {
    Run(Box<Options>),
    Print(String),
}

impl Options {
    fn new() -> Options {
        Options {
            command: Command::Input,
            argv: vec![OsString::new()],
            flags: Flags {
                hash_randomization: true,
                int_max_str_digits: 4300,
                // What CPython without a global lock does.
                thread_inherit_context: true,
                context_aware_warnings: true,
                ..Flags::default()
            },
            unbuffered: false,
            skip_first_line: false,
            xoptions: Vec::new(),
            warnings: Vec::new(),
            check_hash_based_pycs: "default",
            pycache_prefix: None,
            cpu_count: -1,
            library: None,
            gc_stats: false,
            scheduler_stats: false,
            dis: false,
            faulthandler: false,
            runtime: runtime::Options {
                workers: typhon_os::cpu::available(),
                zeal: None,
                verify: false,
                memory_limit: None,
                exploration: None,
                deadlock: Deadlock::Wait,
                dump_on_quit: false,
                optimize: 0,
            },
        }
    }
}

/// A flag of one letter.
struct Letter {
    letter: char,
    doc: &'static str,
    variable: Option<&'static str>,
    apply: fn(&mut Options),
}

const fn letter(
    letter: char,
    doc: &'static str,
    variable: Option<&'static str>,
    apply: fn(&mut Options),
) -> Letter {
    Letter { letter, doc, variable, apply }
}

static LETTERS: &[Letter] = &[
    letter('b', "warn about bytes compared with text (-bb: raise)", None, |o| o.flags.bytes_warning += 1),
    letter('B', "don't write .pyc files on import", Some("PYTHONDONTWRITEBYTECODE"), |o| {
        o.flags.dont_write_bytecode = true;
    }),
    letter('d', "has no effect", Some("PYTHONDEBUG"), |o| o.flags.debug += 1),
    letter('E', "ignore PYTHON* environment variables", None, |o| o.flags.ignore_environment = true),
    letter('i', "inspect interactively after running", Some("PYTHONINSPECT"), |o| {
        o.flags.inspect = 1;
        o.flags.interactive = 1;
    }),
    letter('I', "isolate from the user's environment (implies -E, -P and -s)", None, |o| {
        o.flags.isolated = true;
        o.flags.ignore_environment = true;
        o.flags.no_user_site = true;
        o.flags.safe_path = true;
    }),
    letter('O', "no assert, __debug__ is false; -OO: no docstrings either", Some("PYTHONOPTIMIZE"), |o| {
        o.flags.optimize += 1;
    }),
    letter('P', "don't prepend a potentially unsafe path to sys.path", Some("PYTHONSAFEPATH"), |o| {
        o.flags.safe_path = true;
    }),
    letter('q', "don't print version and copyright on interactive startup", None, |o| o.flags.quiet = true),
    letter('R', "has no effect: hashes are random unless PYTHONHASHSEED says otherwise", None, |_| {}),
    letter('s', "don't add the user's site directory to sys.path", Some("PYTHONNOUSERSITE"), |o| {
        o.flags.no_user_site = true;
    }),
    letter('S', "don't imply 'import site' on initialization", None, |o| o.flags.no_site = true),
    letter('t', "has no effect", None, |_| {}),
    letter('u', "don't buffer stdout and stderr", Some("PYTHONUNBUFFERED"), |o| o.unbuffered = true),
    letter('v', "trace import statements", Some("PYTHONVERBOSE"), |o| o.flags.verbose += 1),
    letter('x', "skip the first line of the source", None, |o| o.skip_first_line = true),
];

/// An environment variable, where the environment counts and it says something.
pub(crate) fn variable(flags: &Flags, name: &str) -> Option<OsString> {
    if flags.ignore_environment && name.starts_with("PYTHON") {
        return None;
    }
    std::env::var_os(name).filter(|value| !value.is_empty())
}

fn number(text: &OsStr) -> i64 {
    text.to_str().and_then(|text| text.parse::<i64>().ok()).filter(|&number| number >= 0).unwrap_or(1)
}

/// Flags that an environment variable sets as often as its number says.
fn apply_variables(options: &mut Options) -> Result<(), String> {
    for letter in LETTERS {
        let Some(value) = letter.variable.and_then(|name| variable(&options.flags, name)) else { continue };
        let (optimize, verbose) = (options.flags.optimize, options.flags.verbose);
        match letter.letter {
            'O' => options.flags.optimize = optimize.max(number(&value)),
            'v' => options.flags.verbose = verbose.max(number(&value)),
            'd' => options.flags.debug = options.flags.debug.max(number(&value)),
            // As in CPython, the variable opens the prompt at the end but is no flag that is given.
            'i' => options.flags.inspect = 1,
            _ => (letter.apply)(options),
        }
    }
    extension::apply_variables(options)
}

/// The options that take an argument, which may follow at once or as the next word.
fn argument<'a>(letter: char, rest: &'a [u8], words: &mut &'a [OsString]) -> Result<&'a OsStr, String> {
    if !rest.is_empty() {
        return Ok(OsStr::from_bytes(rest));
    }
    match words.split_first() {
        Some((word, after)) => {
            *words = after;
            Ok(word)
        }
        None => Err(format!("Argument expected for the -{letter} option")),
    }
}

/// The options that are words.
fn long(options: &mut Options, word: &str, words: &mut &[OsString]) -> Result<Option<Outcome>, String> {
    match word {
        "--help" => return Ok(Some(Outcome::Print(help::usage()))),
        "--help-env" => return Ok(Some(Outcome::Print(help::environment()))),
        "--help-xoptions" => return Ok(Some(Outcome::Print(help::extensions()))),
        "--help-all" => {
            let text = [help::usage(), help::environment(), help::extensions()].join("\n");
            return Ok(Some(Outcome::Print(text)));
        }
        "--version" => return Ok(Some(Outcome::Print(help::version(false)))),
        "--check-hash-based-pycs" => {
            let Some((mode, after)) = words.split_first() else {
                return Err("Argument expected for the --check-hash-based-pycs option".into());
            };
            *words = after;
            let known = ["default", "always", "never"];
            match known.into_iter().find(|known| mode == known) {
                Some(mode) => options.check_hash_based_pycs = mode,
                None => {
                    return Err(
                        "--check-hash-based-pycs must be one of 'default', 'always', or 'never'".into()
                    );
                }
            }
        }
        _ => return Err(format!("unknown option {word}")),
    }
    Ok(None)
}

/// Parses a command line; the first argument is the program's own name.
pub(crate) fn parse(arguments: &[OsString]) -> Result<Outcome, String> {
    let mut options = Options::new();
    let mut words = arguments.get(1..).unwrap_or_default();
    let mut versions = 0;
    let mut command = None;
    // Extensions are applied when it is known whether the environment counts: the command line has the last word.
    let mut extensions: Vec<OsString> = Vec::new();
    'words: while let Some((word, after)) = words.split_first() {
        let bytes = word.as_bytes();
        if bytes == b"-" || !bytes.starts_with(b"-") {
            break;
        }
        words = after;
        if bytes.starts_with(b"--") {
            if bytes == b"--" {
                break;
            }
            if let Some(outcome) = long(&mut options, &word.to_string_lossy(), &mut words)? {
                return Ok(outcome);
            }
            continue;
        }
        let mut rest = &bytes[1..];
        while let Some((&first, more)) = rest.split_first() {
            rest = more;
            match char::from(first) {
                'h' | '?' => return Ok(Outcome::Print(help::usage())),
                'V' => versions += 1,
                kind @ ('c' | 'm') => {
                    let text = argument(kind, rest, &mut words)?.to_os_string();
                    command = Some(if kind == 'c' { Command::Code(text) } else { Command::Module(text) });
                    break 'words;
                }
                'W' => {
                    let text = argument('W', rest, &mut words)?;
                    options.warnings.push(text_of_os(text));
                    break;
                }
                'X' => {
                    let text = argument('X', rest, &mut words)?;
                    if text == "help" {
                        return Ok(Outcome::Print(help::extensions()));
                    }
                    extensions.push(text.to_os_string());
                    break;
                }
                letter => match LETTERS.iter().find(|known| known.letter == letter) {
                    Some(known) => (known.apply)(&mut options),
                    None => return Err(format!("Unknown option: -{letter}")),
                },
            }
        }
    }
    if versions > 0 {
        return Ok(Outcome::Print(help::version(versions > 1)));
    }
    apply_variables(&mut options)?;
    for text in &extensions {
        extension::apply(&mut options, text)?;
    }
    if options.flags.dev_mode {
        options.faulthandler = true;
    }
    options.flags.optimize = options.flags.optimize.min(2);
    options.runtime.optimize = options.flags.optimize as u8;
    (options.command, options.argv) = match command {
        Some(command) => {
            let first = if matches!(command, Command::Code(_)) { "-c" } else { "-m" };
            (command, std::iter::once(OsString::from(first)).chain(words.iter().cloned()).collect())
        }
        None => match words.first() {
            None => (Command::Input, vec![OsString::new()]),
            Some(word) if word == "-" => (Command::Input, words.to_vec()),
            Some(word) => (Command::Script(word.clone()), words.to_vec()),
        },
    };
    Ok(Outcome::Run(Box::new(options)))
}
