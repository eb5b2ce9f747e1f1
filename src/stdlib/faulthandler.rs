//! `faulthandler`: the Python stacks of all threads, now, later, on a signal.
//!
//! Stacks are read while all threads stand still, by a thread of the runtime where nobody else can (`typhon_vm::dump`). On a fatal signal only its name
//! is written: nothing of ours can be trusted then. Thread-safety: settings are single atomic words; a pending `dump_traceback_later` is a number, and whoever changes
//! it makes the waiting OS thread do nothing.

use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU64, Ordering};
use std::time::Duration;
use typhon_vm::names;

use typhon_os::signal::{self, Action, COUNT};
use typhon_vm::context::{Cx, R};
use typhon_vm::dump::{self, Demand};
use typhon_vm::import::ModuleDef;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::{float, int};
use typhon_vm::{Value, call, exceptions, protocol};

use crate::{sys, system};

static ENABLED: AtomicBool = AtomicBool::new(false);
/// Which `dump_traceback_later` is waited for.
static LATER: AtomicU64 = AtomicU64::new(0);
/// Where a registered signal's stacks are written; -1: not registered.
static REGISTERED: [AtomicI32; COUNT as usize] = [const { AtomicI32::new(-1) }; COUNT as usize];
/// Bit `n`: only the main thread's stack; bit 0 is not used.
static ONLY_MAIN: AtomicU64 = AtomicU64::new(0);
static CHAINED: AtomicU64 = AtomicU64::new(0);

/// The descriptor of a file argument; standard error where none is given.
fn descriptor_of(cx: &Cx, value: Value) -> R<i32> {
    let file = match value.bound().filter(|value| !value.is_none()) {
        Some(file) => file,
        None => match sys::attribute(cx, "stderr")? {
            Some(stderr) if !stderr.is_none() => stderr,
            Some(_) => return Err(cx.error(exceptions::RUNTIME_ERROR, "sys.stderr is None".into())),
            None => return Err(cx.error(exceptions::RUNTIME_ERROR, "unable to get sys.stderr".into())),
        },
    };
    if int::is_int(file) {
        return match system::int_of(cx, file)? {
            negative if negative < 0 => Err(cx.value_error("file is not a valid file descriptor")),
            descriptor => Ok(descriptor),
        };
    }
    let method = protocol::attr::get(cx, file, cx.intern("fileno")?)?;
    let answer = call::call_values(cx, method, &[])?;
    let descriptor = int::to_i64(answer).and_then(|number| i32::try_from(number).ok());
    let Some(descriptor) = descriptor.filter(|&descriptor| descriptor >= 0) else {
        return Err(
            cx.error(exceptions::RUNTIME_ERROR, "file.fileno() is not a valid file descriptor".into())
        );
    };
    if let Some(flush) = protocol::attr::get_optional(cx, file, names::get(names::FLUSH))? {
        // What cannot be flushed is written later.
        let _ = call::call_values(cx, flush, &[]);
    }
    Ok(descriptor)
}

fn write(cx: &Cx, descriptor: i32, text: &str) {
    // Where the file is gone nobody can be told.
    let _ = cx.blocking(|| typhon_os::output::write_all(descriptor, text.as_bytes()));
}

fn dump_traceback(cx: &Cx, args: &[Value]) -> R<Value> {
    let descriptor = descriptor_of(cx, args[0])?;
    let all = system::flag_of(cx, args[1], true)?;
    write(cx, descriptor, &dump::stacks(cx, all));
    Ok(Value::NONE)
}

/// There is no C stack worth showing.
fn dump_c_stack(cx: &Cx, args: &[Value]) -> R<Value> {
    let descriptor = descriptor_of(cx, args[0])?;
    write(
        cx,
        descriptor,
        "Current thread's C stack trace (most recent call first):\n  <cannot get C stack on this system>\n",
    );
    Ok(Value::NONE)
}

fn enable(cx: &Cx, args: &[Value]) -> R<Value> {
    let descriptor = descriptor_of(cx, args[0])?;
    signal::name_fatal(Some(descriptor)).map_err(|error| system::fail(cx, &error))?;
    ENABLED.store(true, Ordering::Relaxed);
    Ok(Value::NONE)
}

fn disable(cx: &Cx, _: &[Value]) -> R<Value> {
    signal::name_fatal(None).map_err(|error| system::fail(cx, &error))?;
    Ok(Value::from_bool(ENABLED.swap(false, Ordering::Relaxed)))
}

/// `0:00:01.500000`, as CPython shows a time limit.
fn shown(nanos: u64) -> String {
    let (micros, seconds) = (nanos / 1000 % 1_000_000, nanos / 1_000_000_000);
    let (minutes, hours) = (seconds / 60 % 60, seconds / 3600);
    let fraction = if micros == 0 { String::new() } else { format!(".{micros:06}") };
    format!("Timeout ({hours}:{minutes:02}:{:02}{fraction})!\n", seconds % 60)
}

fn dump_traceback_later(cx: &Cx, args: &[Value]) -> R<Value> {
    let seconds = match (float::of(args[0]), int::to_i64(args[0])) {
        (Some(seconds), _) => seconds,
        (None, Some(seconds)) => seconds as f64,
        (None, None) => {
            let shown = cx.type_name(args[0]);
            return Err(
                cx.type_error(format!("'{shown}' object cannot be interpreted as an integer or float"))
            );
        }
    };
    if seconds.is_nan() {
        return Err(cx.value_error("Invalid value NaN (not a number)"));
    }
    if seconds.abs() > 9.2e9 {
        return Err(system::overflow(cx, "timestamp out of range for C PyTime_t"));
    }
    if seconds <= 0.0 {
        return Err(cx.value_error("timeout must be greater than 0"));
    }
    let repeat = system::flag_of(cx, args[1], false)?;
    let descriptor = descriptor_of(cx, args[2])?;
    let exit = system::flag_of(cx, args[3], false)?;
    let nanos = (seconds * 1e9) as u64;
    dump::make_printer(cx).map_err(|error| system::fail(cx, &error))?;
    let mine = LATER.fetch_add(1, Ordering::AcqRel) + 1;
    let wait = move || {
        loop {
            std::thread::sleep(Duration::from_nanos(nanos));
            if LATER.load(Ordering::Acquire) != mine {
                return;
            }
            dump::demand_stacks(Demand { descriptor, heading: shown(nanos), exit });
            if !repeat {
                return;
            }
        }
    };
    let started = std::thread::Builder::new().name("typhon-faulthandler".into()).spawn(wait);
    started.map_err(|_| cx.error(exceptions::RUNTIME_ERROR, "unable to start watchdog thread".into()))?;
    Ok(Value::NONE)
}

fn cancel_later(_: &Cx, _: &[Value]) -> R<Value> {
    LATER.fetch_add(1, Ordering::AcqRel);
    Ok(Value::NONE)
}

/// Signals that end the process.
const FATAL: [i32; 5] = [4, 6, 7, 8, 11];

fn signal_of(cx: &Cx, value: Value) -> R<i32> {
    let number = system::int_of(cx, value)?;
    if FATAL.contains(&number) {
        return Err(cx.error(
            exceptions::RUNTIME_ERROR,
            format!("signal {number} cannot be registered, use enable() instead"),
        ));
    }
    if (1..COUNT).contains(&number) { Ok(number) } else { Err(cx.value_error("signal number out of range")) }
}

fn set_bit(word: &AtomicU64, number: i32, on: bool) {
    let bit = 1 << (number - 1);
    if on {
        word.fetch_or(bit, Ordering::AcqRel);
    } else {
        word.fetch_and(!bit, Ordering::AcqRel);
    }
}

fn register(cx: &Cx, args: &[Value]) -> R<Value> {
    let number = signal_of(cx, args[0])?;
    let descriptor = descriptor_of(cx, args[1])?;
    let all = system::flag_of(cx, args[2], true)?;
    let chain = system::flag_of(cx, args[3], false)?;
    signal::set_action(number, Action::Note).map_err(|error| system::fail(cx, &error))?;
    set_bit(&ONLY_MAIN, number, !all);
    set_bit(&CHAINED, number, chain);
    REGISTERED[number as usize].store(descriptor, Ordering::Release);
    Ok(Value::NONE)
}

fn unregister(cx: &Cx, args: &[Value]) -> R<Value> {
    let number = signal_of(cx, args[0])?;
    let was = REGISTERED[number as usize].swap(-1, Ordering::AcqRel) >= 0;
    if was {
        // What Python code handles goes on being noted.
        crate::signal_::restore_action(cx, number)?;
    }
    Ok(Value::from_bool(was))
}

/// Writes the stacks, if they are wanted on a signal that has come; whether its handler is to be called as well.
pub(crate) fn signal_came(cx: &Cx, number: i32) -> bool {
    let descriptor = REGISTERED[number as usize].load(Ordering::Acquire);
    if descriptor < 0 {
        return true;
    }
    let bit = 1 << (number - 1);
    let all = ONLY_MAIN.load(Ordering::Acquire) & bit == 0;
    write(cx, descriptor, &dump::stacks(cx, all));
    CHAINED.load(Ordering::Acquire) & bit != 0
}

/// Ends the process by a signal, for tests.
fn end_by(number: i32) -> R<Value> {
    // Where the process does not end by it there is nobody to tell.
    let _ = signal::raise(number);
    Ok(Value::NONE)
}

/// The module.
pub static FAULTHANDLER: ModuleDef = ModuleDef {
    name: "faulthandler",
    doc: "faulthandler module.",
    functions: &[
        MethodDef::function(
            "enable(file=sys.stderr, all_threads=True, c_stack=True)",
            "Enable the fault handler.",
            enable,
        ),
        MethodDef::function("disable()", "Disable the fault handler.", disable),
        MethodDef::function("is_enabled()", "Check if the handler is enabled.", |_, _| {
            Ok(Value::from_bool(ENABLED.load(Ordering::Relaxed)))
        }),
        MethodDef::function(
            "dump_traceback(file=sys.stderr, all_threads=True)",
            "Dump the traceback of the current thread into file.",
            dump_traceback,
        ),
        MethodDef::function(
            "dump_c_stack(file=sys.stderr)",
            "Dump the C stack of the current thread.",
            dump_c_stack,
        ),
        MethodDef::function(
            "dump_traceback_later(timeout, repeat=False, file=sys.stderr, exit=False)",
            "Dump the traceback of all threads in timeout seconds.",
            dump_traceback_later,
        ),
        MethodDef::function(
            "cancel_dump_traceback_later()",
            "Cancel the previous call to dump_traceback_later().",
            cancel_later,
        ),
        MethodDef::function(
            "register(signum, file=sys.stderr, all_threads=True, chain=False)",
            "Register a handler for the signal 'signum'.",
            register,
        ),
        MethodDef::function(
            "unregister(signum, /)",
            "Unregister the handler of the signal registered by register().",
            unregister,
        ),
        MethodDef::function(
            "_read_null()",
            "Read from NULL, raise a SIGSEGV or SIGBUS signal depending on the platform.",
            |_, _| end_by(11),
        ),
        MethodDef::function("_sigsegv(release_gil=False, /)", "Raise a SIGSEGV signal.", |_, _| end_by(11)),
        MethodDef::function("_sigabrt()", "Raise a SIGABRT signal.", |_, _| end_by(6)),
        MethodDef::function("_sigfpe()", "Raise a SIGFPE signal.", |_, _| end_by(8)),
    ],
    init: |_, _| Ok(()),
};
