//! Options and the environment variables that stand for them: one table, from which parsing and `-h` derive.

use typhon_vm::dump::Deadlock;
use typhon_vm::runtime;
use typhon_vm::scheduler::{Exploration, Strategy};

/// What to run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Command {
    Script(String),
    Code(String),
    /// Standard input, read as a script.
    Input,
}

/// Everything the command line says.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) command: Command,
    pub(crate) argv: Vec<String>,
    pub(crate) dont_write_bytecode: bool,
    pub(crate) gc_stats: bool,
    pub(crate) scheduler_stats: bool,
    pub(crate) dis: bool,
    pub(crate) runtime: runtime::Options,
}

/// What a command line asks for.
pub(crate) enum Outcome {
    Run(Box<Options>),
    Print(String),
}

/// A `-X` option.
struct Extension {
    name: &'static str,
    value: &'static str,
    doc: &'static str,
    variable: Option<&'static str>,
    apply: fn(&mut Options, &str) -> Result<(), String>,
}

static EXTENSIONS: &[Extension] = &[
    Extension {
        name: "workers",
        value: "=N",
        doc: "run Python threads on N cores (default: all)",
        variable: Some("TYPHON_WORKERS"),
        apply: |options, value| {
            let count: usize = value.parse().map_err(|_| format!("workers: '{value}' is no number"))?;
            if !(1..=1024).contains(&count) {
                return Err(format!("workers: {count} is not between 1 and 1024"));
            }
            options.runtime.workers = count;
            Ok(())
        },
    },
    Extension {
        name: "memory",
        value: "=SIZE",
        doc: "raise MemoryError beyond SIZE bytes of heap (K, M, G)",
        variable: None,
        apply: |options, value| {
            options.runtime.memory_limit = Some(size(value)?);
            Ok(())
        },
    },
    Extension {
        name: "gc",
        value: "=stats",
        doc: "print collection statistics at the end",
        variable: None,
        apply: |options, value| {
            if value != "stats" {
                return Err(format!("gc: '{value}' is unknown, 'stats' is known"));
            }
            options.gc_stats = true;
            Ok(())
        },
    },
    Extension {
        name: "scheduler",
        value: "=stats",
        doc: "print what the scheduler has counted at the end",
        variable: None,
        apply: |options, value| {
            if value != "stats" {
                return Err(format!("scheduler: '{value}' is unknown, 'stats' is known"));
            }
            options.scheduler_stats = true;
            Ok(())
        },
    },
    Extension {
        name: "dump",
        value: "",
        doc: "have SIGQUIT print every thread's state and stack",
        variable: None,
        apply: |options, _| {
            options.runtime.dump_on_quit = true;
            Ok(())
        },
    },
    Extension {
        name: "deadlock",
        value: "=WHAT",
        doc: "when threads wait for each other in a circle: report or raise",
        variable: Some("TYPHON_DEADLOCK"),
        apply: |options, value| {
            options.runtime.deadlock = match value {
                "report" => Deadlock::Report,
                "raise" => Deadlock::Raise,
                _ => return Err(format!("deadlock: '{value}' is unknown; 'report' and 'raise' are known")),
            };
            Ok(())
        },
    },
    Extension {
        name: "seed",
        value: "=N",
        doc: "run deterministically: one worker, virtual time, all choices from the seed",
        variable: Some("TYPHON_SEED"),
        apply: |options, value| {
            let seed = value.parse().map_err(|_| format!("seed: '{value}' is no number"))?;
            exploration(options).seed = seed;
            Ok(())
        },
    },
    Extension {
        name: "schedule",
        value: "=HOW",
        doc: "with a seed: random, or pct[:DEPTH[:STEPS]]",
        variable: Some("TYPHON_SCHEDULE"),
        apply: |options, value| {
            exploration(options).strategy = strategy(value)?;
            Ok(())
        },
    },
    Extension {
        name: "trace",
        value: "=FILE",
        doc: "with a seed: write every choice to FILE",
        variable: None,
        apply: |options, value| {
            let file = std::fs::File::create(value).map_err(|error| format!("trace: {value}: {error}"))?;
            exploration(options).trace = Some(std::sync::Arc::new(file));
            Ok(())
        },
    },
    Extension {
        name: "zeal",
        value: "",
        doc: "collect at every safepoint and verify (for finding bugs in Typhon; very slow)",
        variable: Some("TYPHON_ZEAL"),
        apply: |options, _| {
            options.runtime.zeal = true;
            Ok(())
        },
    },
    Extension {
        name: "verify",
        value: "",
        doc: "verify every collection by a second tracer",
        variable: None,
        apply: |options, _| {
            options.runtime.verify = true;
            Ok(())
        },
    },
    Extension {
        name: "dis",
        value: "",
        doc: "print the program's bytecode instead of running it",
        variable: None,
        apply: |options, _| {
            options.dis = true;
            Ok(())
        },
    },
];

/// The deterministic run that options have asked for so far.
fn exploration(options: &mut Options) -> &mut Exploration {
    options.runtime.exploration.get_or_insert(Exploration {
        seed: 0,
        strategy: Strategy::Random,
        trace: None,
    })
}

/// `random`, `pct`, `pct:DEPTH`, `pct:DEPTH:STEPS`.
fn strategy(text: &str) -> Result<Strategy, String> {
    let mut parts = text.split(':');
    let name = parts.next().unwrap_or_default();
    let mut number = |usual: u64| match parts.next() {
        None => Ok(usual),
        Some(part) => match part.parse() {
            Ok(number) if number > 0 => Ok(number),
            _ => Err(format!("schedule: '{part}' is no number from 1")),
        },
    };
    match name {
        "random" => Ok(Strategy::Random),
        "pct" => Ok(Strategy::Pct { depth: number(3)? as u32, steps: number(1000)? }),
        _ => Err(format!("schedule: '{text}' is unknown; 'random' and 'pct' are known")),
    }
}

fn size(text: &str) -> Result<usize, String> {
    let (digits, shift) = match text.strip_suffix(['K', 'k']) {
        Some(digits) => (digits, 10),
        None => match text.strip_suffix(['M', 'm']) {
            Some(digits) => (digits, 20),
            None => text.strip_suffix(['G', 'g']).map_or((text, 0), |digits| (digits, 30)),
        },
    };
    let number: usize = digits.parse().map_err(|_| format!("memory: '{text}' is no size"))?;
    number
        .checked_shl(shift)
        .filter(|&bytes| bytes >> shift == number)
        .ok_or_else(|| format!("memory: '{text}' is too large"))
}

fn help() -> String {
    let mut text = String::from(
        "usage: typhon [option] ... [-c cmd | file | -] [arg] ...\n\
         -B     : don't write .pyc files; also PYTHONDONTWRITEBYTECODE\n\
         -c cmd : run the code that follows\n\
         -h     : print this help; also --help\n\
         -O     : no assert, __debug__ is false; -OO: no docstrings either; also PYTHONOPTIMIZE\n\
         -V     : print the version; also --version\n\
         -X opt : set an option of Typhon:\n",
    );
    for extension in EXTENSIONS {
        let variable = extension.variable.map_or(String::new(), |variable| format!("; also {variable}"));
        let name = format!("{}{}", extension.name, extension.value);
        text += &format!("           {name:14} {}{variable}\n", extension.doc);
    }
    text += "file   : run a script\n-      : run standard input\narg ...: arguments for the program, in sys.argv[1:]\n";
    text
}

fn version() -> String {
    let (major, minor, micro) = typhon_stdlib::sys::VERSION;
    format!("Python {major}.{minor}.{micro} (Typhon {})\n", env!("CARGO_PKG_VERSION"))
}

fn extend(options: &mut Options, text: &str) -> Result<(), String> {
    let (name, value) = text.split_once('=').unwrap_or((text, ""));
    match EXTENSIONS.iter().find(|extension| extension.name == name) {
        Some(extension) => (extension.apply)(options, value).map_err(|error| format!("typhon: -X {error}")),
        // As in CPython, unknown -X options are ignored.
        None => Ok(()),
    }
}

/// The level that an environment variable sets: 1 where it says something that is no number.
fn number_of(variable: &str) -> u8 {
    match std::env::var(variable) {
        Ok(text) if text.is_empty() => 0,
        Ok(text) => text.parse().unwrap_or(1).min(2),
        Err(_) => 0,
    }
}

/// Parses a command line; the first argument is the program's own name.
pub(crate) fn parse(arguments: &[String]) -> Result<Outcome, String> {
    let workers = typhon_os::cpu::available();
    let mut options = Options {
        command: Command::Input,
        argv: Vec::new(),
        dont_write_bytecode: std::env::var_os("PYTHONDONTWRITEBYTECODE")
            .is_some_and(|value| !value.is_empty()),
        gc_stats: false,
        scheduler_stats: false,
        dis: false,
        runtime: runtime::Options {
            workers,
            zeal: false,
            verify: false,
            memory_limit: None,
            exploration: None,
            deadlock: Deadlock::Wait,
            dump_on_quit: false,
            optimize: number_of("PYTHONOPTIMIZE"),
        },
    };
    for extension in EXTENSIONS {
        if let Some(value) = extension.variable.and_then(|variable| std::env::var(variable).ok())
            && !value.is_empty()
        {
            (extension.apply)(&mut options, &value)?;
        }
    }
    let mut rest = arguments.get(1..).unwrap_or_default();
    while let Some((argument, after)) = rest.split_first() {
        match argument.as_str() {
            "-h" | "--help" | "-?" => return Ok(Outcome::Print(help())),
            "-V" | "--version" => return Ok(Outcome::Print(version())),
            "-O" => options.runtime.optimize = (options.runtime.optimize + 1).min(2),
            "-OO" => options.runtime.optimize = 2,
            "-B" => options.dont_write_bytecode = true,
            "-c" => {
                let Some((code, arguments)) = after.split_first() else {
                    return Err("Argument expected for the -c option".into());
                };
                options.command = Command::Code(code.clone());
                options.argv = std::iter::once("-c".to_string()).chain(arguments.iter().cloned()).collect();
                return Ok(Outcome::Run(Box::new(options)));
            }
            "-X" => {
                let Some((text, after)) = after.split_first() else {
                    return Err("Argument expected for the -X option".into());
                };
                extend(&mut options, text)?;
                rest = after;
                continue;
            }
            "-" => {
                options.argv = rest.to_vec();
                return Ok(Outcome::Run(Box::new(options)));
            }
            text if text.starts_with("-X") => extend(&mut options, &text[2..])?,
            text if text.starts_with('-') => return Err(format!("unknown option {text}")),
            _ => {
                options.command = Command::Script(argument.clone());
                options.argv = rest.to_vec();
                return Ok(Outcome::Run(Box::new(options)));
            }
        }
        rest = after;
    }
    options.argv = vec![String::new()];
    Ok(Outcome::Run(Box::new(options)))
}
