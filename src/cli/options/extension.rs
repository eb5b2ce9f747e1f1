//! The `-X` options: Typhon's own and CPython's.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;

use typhon_stdlib::sys::config::text_of_os;
use typhon_vm::dump::Deadlock;
use typhon_vm::scheduler::{Exploration, Strategy};

use super::{Options, variable};

/// A `-X` option.
pub(super) struct Extension {
    pub(super) name: &'static str,
    pub(super) value: &'static str,
    pub(super) doc: &'static str,
    pub(super) variable: Option<&'static str>,
    apply: fn(&mut Options, &OsStr) -> Result<(), String>,
}

/// The value as text; what is no UTF-8 is shown as such.
fn text(value: &OsStr) -> String {
    value.to_string_lossy().into_owned()
}

/// A switch that takes `0` and `1`.
fn switch(name: &str, value: &OsStr) -> Result<bool, String> {
    match value.as_bytes() {
        b"" | b"1" => Ok(true),
        b"0" => Ok(false),
        _ => Err(format!("{name}: '{}' is neither 0 nor 1", text(value))),
    }
}

/// An option of CPython's that changes nothing here.
const fn without_effect(
    name: &'static str,
    value: &'static str,
    variable: Option<&'static str>,
) -> Extension {
    Extension { name, value, doc: "has no effect", variable, apply: |_, _| Ok(()) }
}

pub(super) static EXTENSIONS: &[Extension] = &[
    Extension {
        name: "workers",
        value: "=N",
        doc: "run Python threads on N cores (default: all)",
        variable: Some("TYPHON_WORKERS"),
        apply: |options, value| {
            let value = text(value);
            let count: usize = value.parse().map_err(|_| format!("workers: '{value}' is no number"))?;
            if !(1..=1024).contains(&count) {
                return Err(format!("workers: {count} is not between 1 and 1024"));
            }
            options.runtime.workers = count;
            Ok(())
        },
    },
    Extension {
        name: "stdlib",
        value: "=DIR",
        doc: "use the library in DIR instead of the one in the binary",
        variable: None,
        apply: |options, value| {
            options.library = Some(PathBuf::from(value));
            Ok(())
        },
    },
    Extension {
        name: "memory",
        value: "=SIZE",
        doc: "raise MemoryError beyond SIZE bytes of heap (K, M, G)",
        variable: None,
        apply: |options, value| {
            options.runtime.memory_limit = Some(size(&text(value))?);
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
                return Err(format!("gc: '{}' is unknown, 'stats' is known", text(value)));
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
                return Err(format!("scheduler: '{}' is unknown, 'stats' is known", text(value)));
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
            options.runtime.deadlock = match value.as_bytes() {
                b"report" => Deadlock::Report,
                b"raise" => Deadlock::Raise,
                _ => {
                    let value = text(value);
                    return Err(format!("deadlock: '{value}' is unknown; 'report' and 'raise' are known"));
                }
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
            let value = text(value);
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
            exploration(options).strategy = strategy(&text(value))?;
            Ok(())
        },
    },
    Extension {
        name: "trace",
        value: "=FILE",
        doc: "with a seed: write every choice to FILE",
        variable: None,
        apply: |options, value| {
            let file =
                std::fs::File::create(value).map_err(|error| format!("trace: {}: {error}", text(value)))?;
            exploration(options).trace = Some(std::sync::Arc::new(file));
            Ok(())
        },
    },
    Extension {
        name: "zeal",
        value: "[=N]",
        doc: "collect at every (one in N) safepoint and verify: for finding bugs in Typhon; very slow",
        variable: Some("TYPHON_ZEAL"),
        apply: |options, value| {
            let every = if value.is_empty() { "1".into() } else { text(value) };
            let every = every.parse().map_err(|_| format!("zeal: '{every}' is no number above 0"))?;
            options.runtime.zeal = Some(every);
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
    Extension {
        name: "dev",
        value: "",
        doc: "enable Python Development Mode",
        variable: Some("PYTHONDEVMODE"),
        apply: |options, _| {
            options.flags.dev_mode = true;
            Ok(())
        },
    },
    Extension {
        name: "faulthandler",
        value: "",
        doc: "dump the Python traceback on fatal errors",
        variable: Some("PYTHONFAULTHANDLER"),
        apply: |options, _| {
            options.faulthandler = true;
            Ok(())
        },
    },
    Extension {
        name: "utf8",
        value: "[=0|1]",
        doc: "enable (1) or disable (0) UTF-8 mode",
        variable: Some("PYTHONUTF8"),
        apply: |options, value| {
            options.flags.utf8_mode = switch("utf8", value)?.into();
            Ok(())
        },
    },
    Extension {
        name: "warn_default_encoding",
        value: "",
        doc: "enable opt-in EncodingWarning for 'encoding=None'",
        variable: Some("PYTHONWARNDEFAULTENCODING"),
        apply: |options, _| {
            options.flags.warn_default_encoding = true;
            Ok(())
        },
    },
    Extension {
        name: "int_max_str_digits",
        value: "=N",
        doc: "limit the size of int<->str conversions; 0 disables the limit",
        variable: Some("PYTHONINTMAXSTRDIGITS"),
        apply: |options, value| match text(value).parse() {
            Ok(digits) if digits == 0 || digits >= 640 => {
                options.flags.int_max_str_digits = digits;
                Ok(())
            }
            _ => Err("int_max_str_digits: invalid limit; must be >= 640 or 0 for unlimited.".into()),
        },
    },
    Extension {
        name: "pycache_prefix",
        value: "=PATH",
        doc: "write .pyc files to a parallel tree instead of to the code tree",
        variable: Some("PYTHONPYCACHEPREFIX"),
        apply: |options, value| {
            options.pycache_prefix = (!value.is_empty()).then(|| text_of_os(value));
            Ok(())
        },
    },
    Extension {
        name: "cpu_count",
        value: "=N|default",
        doc: "override the return value of os.cpu_count()",
        variable: Some("PYTHON_CPU_COUNT"),
        apply: |options, value| {
            options.cpu_count = match text(value).parse() {
                Ok(count) if count > 0 => count,
                _ if value == "default" => -1,
                _ => {
                    return Err(
                        "cpu_count=n option: n is missing or an invalid number, n must be greater than 0"
                            .into(),
                    );
                }
            };
            Ok(())
        },
    },
    Extension {
        name: "thread_inherit_context",
        value: "=0|1",
        doc: "whether threads inherit context variables (default: 1)",
        variable: Some("PYTHON_THREAD_INHERIT_CONTEXT"),
        apply: |options, value| {
            options.flags.thread_inherit_context = switch("thread_inherit_context", value)?;
            Ok(())
        },
    },
    Extension {
        name: "context_aware_warnings",
        value: "=0|1",
        doc: "whether filters of warnings belong to the context (default: 1)",
        variable: Some("PYTHON_CONTEXT_AWARE_WARNINGS"),
        apply: |options, value| {
            options.flags.context_aware_warnings = switch("context_aware_warnings", value)?;
            Ok(())
        },
    },
    Extension {
        name: "gil",
        value: "=0",
        doc: "has no effect: there is no global lock",
        variable: Some("PYTHON_GIL"),
        apply: |_, value| match value.as_bytes() {
            b"0" => Ok(()),
            b"1" => Err("gil: there is no global lock that could be enabled".into()),
            _ => Err("PYTHON_GIL / -X gil must be \"0\" or \"1\"".into()),
        },
    },
    without_effect("importtime", "[=2]", Some("PYTHONPROFILEIMPORTTIME")),
    without_effect("frozen_modules", "[=on|off]", Some("PYTHON_FROZEN_MODULES")),
    without_effect("no_debug_ranges", "", Some("PYTHONNODEBUGRANGES")),
    without_effect("perf", "", Some("PYTHONPERFSUPPORT")),
    without_effect("perf_jit", "", Some("PYTHON_PERF_JIT_SUPPORT")),
    without_effect("showrefcount", "", None),
    without_effect("tracemalloc", "[=N]", Some("PYTHONTRACEMALLOC")),
    without_effect("disable-remote-debug", "", Some("PYTHON_DISABLE_REMOTE_DEBUG")),
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

/// Applies what environment variables say.
pub(super) fn apply_variables(options: &mut Options) -> Result<(), String> {
    for extension in EXTENSIONS {
        if let Some(value) = extension.variable.and_then(|name| variable(&options.flags, name)) {
            (extension.apply)(options, &value).map_err(|error| format!("typhon: {error}"))?;
        }
    }
    Ok(())
}

/// Applies one `-X` option. As in CPython, unknown ones are kept and ignored.
pub(super) fn apply(options: &mut Options, given: &OsString) -> Result<(), String> {
    let bytes = given.as_bytes();
    let (name, value) = match bytes.iter().position(|&byte| byte == b'=') {
        Some(equals) => (&bytes[..equals], Some(OsStr::from_bytes(&bytes[equals + 1..]))),
        None => (bytes, None),
    };
    options.xoptions.push((text_of_os(OsStr::from_bytes(name)), value.map(text_of_os)));
    match EXTENSIONS.iter().find(|extension| extension.name.as_bytes() == name) {
        Some(extension) => (extension.apply)(options, value.unwrap_or_default())
            .map_err(|error| format!("typhon: -X {error}")),
        None => Ok(()),
    }
}
