//! `_signal`: what Python code does when a signal comes.
//!
//! The handlers are kept in an array that only the main thread writes, as only it may set them; the process's own action is
//! changed first, so a signal that comes in between finds the old handler or the new one. A signal is served by the main thread at
//! its next safepoint, or when its wait has ended for it (`typhon_vm::signals`).

mod masks;

use std::sync::atomic::{AtomicU64, Ordering};

use typhon_os::descriptor;
use typhon_os::signal::{self, Action, COUNT};
use typhon_vm::context::{Cx, R, Raised};
use typhon_vm::exceptions::declared::Declared;
use typhon_vm::exceptions::unraisable;
use typhon_vm::import::{self, ModuleDef};
use typhon_vm::object::Obj;
use typhon_vm::typedef::{self, MethodDef};
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::list::{self, List};
use typhon_vm::types::tuple::Array;
use typhon_vm::types::{float, int, set, str_, tuple};
use typhon_vm::{Value, call, exceptions, interp, protocol, runtime, scheduler, signals};

use crate::system;

/// The array of handlers; kept by the runtime's list of kept objects.
static HANDLERS: AtomicU64 = AtomicU64::new(Value::UNBOUND.bits());

/// Signals for which a handler was called; written by the main thread.
static SERVED: AtomicU64 = AtomicU64::new(0);

/// What a timer that does not exist raises.
static ITIMER_ERROR: Declared = Declared::new("signal", "ItimerError", &[exceptions::OS_ERROR], "");

const DEFAULT: Value = Value::small_int_unchecked(0);
const IGNORE: Value = Value::small_int_unchecked(1);
const INTERRUPT: i32 = 2;
const FILE_TOO_LARGE: i32 = 25;

const NAMES: &[(&str, i64)] = &[
    ("SIGHUP", 1),
    ("SIGINT", 2),
    ("SIGQUIT", 3),
    ("SIGILL", 4),
    ("SIGTRAP", 5),
    ("SIGABRT", 6),
    ("SIGIOT", 6),
    ("SIGBUS", 7),
    ("SIGFPE", 8),
    ("SIGKILL", 9),
    ("SIGUSR1", 10),
    ("SIGSEGV", 11),
    ("SIGUSR2", 12),
    ("SIGPIPE", 13),
    ("SIGALRM", 14),
    ("SIGTERM", 15),
    ("SIGSTKFLT", 16),
    ("SIGCHLD", 17),
    ("SIGCLD", 17),
    ("SIGCONT", 18),
    ("SIGSTOP", 19),
    ("SIGTSTP", 20),
    ("SIGTTIN", 21),
    ("SIGTTOU", 22),
    ("SIGURG", 23),
    ("SIGXCPU", 24),
    ("SIGXFSZ", 25),
    ("SIGVTALRM", 26),
    ("SIGPROF", 27),
    ("SIGWINCH", 28),
    ("SIGIO", 29),
    ("SIGPOLL", 29),
    ("SIGPWR", 30),
    ("SIGSYS", 31),
    ("SIGRTMIN", 34),
    ("SIGRTMAX", 64),
];

fn handlers(cx: &Cx) -> R<Obj<Array>> {
    let array = Value::from_bits(HANDLERS.load(Ordering::Acquire));
    array.cast::<Array>().ok_or_else(|| cx.system_error("no array of signal handlers"))
}

fn handler_of(cx: &Cx, number: i32) -> R<Value> {
    Ok(handlers(cx)?.get(number as usize))
}

fn set_handler(cx: &Cx, number: i32, handler: Value) -> R<()> {
    let array = handlers(cx)?;
    cx.store(array.object(), &array.items()[number as usize], handler);
    Ok(())
}

fn number_of(cx: &Cx, value: Value) -> R<i32> {
    in_range(cx, protocol::index::to_i64(cx, value)?)
}

fn in_range(cx: &Cx, number: i64) -> R<i32> {
    if (1..i64::from(COUNT)).contains(&number) {
        Ok(number as i32)
    } else {
        Err(cx.value_error("signal number out of range"))
    }
}

/// Prepares what is to happen on signals; called once on the main thread, before the program.
pub fn start(cx: &Cx) -> R<()> {
    let module = import::import_absolute(cx, "_signal")?;
    signals::set_server(serve);
    // As in CPython a file that grows too large is an error, not the end.
    signal::set_action(FILE_TOO_LARGE, Action::Ignore).map_err(|error| cx.os_error(&error, None))?;
    set_handler(cx, FILE_TOO_LARGE, IGNORE)?;
    if signal::action(INTERRUPT) == Some(Action::Default) {
        let handler = protocol::attr::get(cx, module, cx.intern("default_int_handler")?)?;
        set_handler(cx, INTERRUPT, handler)?;
        signal::set_action(INTERRUPT, Action::Note).map_err(|error| cx.os_error(&error, None))?;
    }
    Ok(())
}

/// Calls the handlers of the signals that have come, lowest number first. What one raises ends it; the rest comes next time.
fn serve(cx: &Cx) -> R<()> {
    if let Some(error) = signal::take_wake_up_error() {
        let raised = system::fail(cx, &error);
        unraisable::report_text(
            cx,
            raised,
            "Exception ignored while trying to write to the signal wakeup fd",
        );
    }
    let mut pending = signal::take_pending();
    while pending != 0 {
        let number = pending.trailing_zeros() as i32 + 1;
        pending &= pending - 1;
        if !crate::faulthandler::signal_came(cx, number) {
            continue;
        }
        let handler = handler_of(cx, number)?;
        if cx.type_of(handler).slots().call.is_none() {
            continue;
        }
        SERVED.fetch_add(1, Ordering::Relaxed);
        let frame = interp::frame::frame_object(cx, 0)?.unwrap_or(Value::NONE);
        let called = call::call_values(cx, handler, &[Value::small_int_unchecked(number.into()), frame]);
        if let Err(raised) = called {
            (1..COUNT).filter(|number| pending & (1 << (number - 1)) != 0).for_each(signal::note);
            return Err(raised);
        }
    }
    Ok(())
}

/// As if the signal had come, where Python code handles it; else nothing.
pub fn simulate(cx: &Cx, number: i64) -> R<()> {
    let number = in_range(cx, number)?;
    let handler = handler_of(cx, number)?;
    if handler != DEFAULT && handler != IGNORE && !handler.is_none() {
        signal::note(number);
        if signals::is_main(cx) {
            serve(cx)?;
        }
    }
    Ok(())
}

/// Has the system do again what the handler that is set asks for.
pub(crate) fn restore_action(cx: &Cx, number: i32) -> R<()> {
    let handler = handler_of(cx, number)?;
    let action = match handler {
        DEFAULT => Action::Default,
        IGNORE => Action::Ignore,
        _ => Action::Note,
    };
    signal::set_action(number, action).map_err(|error| cx.os_error(&error, None))
}

fn main_only(cx: &Cx, what: &str) -> R<()> {
    if signals::is_main(cx) {
        Ok(())
    } else {
        Err(cx.value_error(&format!("{what} only works in main thread of the main interpreter")))
    }
}

fn set_signal(cx: &Cx, args: &[Value]) -> R<Value> {
    let (number, handler) = (protocol::index::to_i64(cx, args[0])?, args[1]);
    main_only(cx, "signal")?;
    let number = in_range(cx, number)?;
    let as_number = int::to_i64(handler);
    let action = match as_number {
        Some(0) => Action::Default,
        Some(1) => Action::Ignore,
        _ if cx.type_of(handler).slots().call.is_some() => Action::Note,
        _ => {
            return Err(cx.type_error(
                "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object".into(),
            ));
        }
    };
    // What has come before is the old handler's.
    serve(cx)?;
    masks::changing(cx, || {
        let is_blocked = signal::blocked() & (1 << (number - 1)) != 0;
        let real = if is_blocked && action == Action::Default { Action::Note } else { action };
        signal::set_action(number, real).map_err(|error| cx.os_error(&error, None))?;
        let before = handler_of(cx, number)?;
        let kept = as_number.filter(|_| action != Action::Note).map_or(handler, Value::small_int_unchecked);
        set_handler(cx, number, kept)?;
        Ok(before)
    })
}

fn get_signal(cx: &Cx, args: &[Value]) -> R<Value> {
    let number = number_of(cx, args[0])?;
    handler_of(cx, number)
}

fn raise_signal(cx: &Cx, args: &[Value]) -> R<Value> {
    let number = protocol::index::to_i64(cx, args[0])?;
    signal::raise(number as i32).map_err(|error| cx.os_error(&error, None))?;
    signals::deliver_pending(cx)?;
    Ok(Value::NONE)
}

fn default_int_handler(cx: &Cx, _: &[Value]) -> R<Value> {
    Err(cx.error_values(exceptions::KEYBOARD_INTERRUPT, &[]))
}

fn alarm(cx: &Cx, args: &[Value]) -> R<Value> {
    let seconds = protocol::index::to_i64(cx, args[0])?;
    Ok(Value::small_int_unchecked(signal::alarm(seconds as u32).into()))
}

fn seconds_of(cx: &Cx, value: Value) -> R<f64> {
    match value.bound() {
        Some(value) => float::to_f64(cx, value),
        None => Ok(0.0),
    }
}

#[cold]
fn timer_error(cx: &Cx, error: &std::io::Error) -> Raised {
    let errno = error.raw_os_error().unwrap_or(0);
    ITIMER_ERROR.with_errno(cx, errno, crate::system::error_text(errno))
}

/// What `setitimer` and `getitimer` answer.
fn timer_answer(cx: &Cx, answer: std::io::Result<(f64, f64)>) -> R<Value> {
    let (left, interval) = answer.map_err(|error| timer_error(cx, &error))?;
    Ok(tuple::from_slice(cx, &[Value::from_float(left), Value::from_float(interval)])?.value())
}

fn setitimer(cx: &Cx, args: &[Value]) -> R<Value> {
    let which = protocol::index::to_i64(cx, args[0])?;
    let (seconds, interval) = (seconds_of(cx, args[1])?, seconds_of(cx, args[2])?);
    timer_answer(cx, signal::set_timer(which as i32, seconds, interval))
}

fn getitimer(cx: &Cx, args: &[Value]) -> R<Value> {
    let which = protocol::index::to_i64(cx, args[0])?;
    timer_answer(cx, signal::timer(which as i32))
}

/// Waits for a signal that Python code handles.
fn pause(cx: &Cx, _: &[Value]) -> R<Value> {
    let before = SERVED.load(Ordering::Relaxed);
    // An interrupt may be left over from a signal that was served already.
    while SERVED.load(Ordering::Relaxed) == before && !scheduler::sleep_until(cx.fiber(), u64::MAX - 1) {
        cx.serve_interrupt()?;
    }
    Ok(Value::NONE)
}

fn set_wakeup_fd(cx: &Cx, args: &[Value]) -> R<Value> {
    let (descriptor, warns) = (system::int_of(cx, args[0])?, system::flag_of(cx, args[1], true)?);
    main_only(cx, "set_wakeup_fd")?;
    // The handler must never wait.
    if descriptor != -1 && system::call(cx, || descriptor::is_blocking(descriptor))? {
        return Err(cx.value_error(&format!("the fd {descriptor} must be in non-blocking mode")));
    }
    Ok(Value::small_int_unchecked(signal::set_wake_up_descriptor(descriptor, warns).into()))
}

fn strsignal(cx: &Cx, args: &[Value]) -> R<Value> {
    let number = number_of(cx, args[0])?;
    match signal::describe(number) {
        Some(text) => str_::from_string(cx, text),
        None => Ok(Value::NONE),
    }
}

fn valid_signals(cx: &Cx, _: &[Value]) -> R<Value> {
    let all = set::new(cx)?;
    // Between the ordinary ones and the real-time ones lie those that the C library keeps for itself.
    for number in (1..=31).chain(34..i64::from(COUNT)) {
        set::add(cx, all, Value::small_int_unchecked(number))?;
    }
    Ok(all.value())
}

fn init(cx: &Cx, namespace: Obj<Dict>) -> R<()> {
    let put = |name: &str, value: Value| dict::set(cx, namespace, cx.intern(name)?, value);
    for &(name, number) in NAMES {
        put(name, Value::small_int_unchecked(number))?;
    }
    for (name, number) in [("ITIMER_REAL", 0), ("ITIMER_VIRTUAL", 1), ("ITIMER_PROF", 2)] {
        put(name, Value::small_int_unchecked(number))?;
    }
    put("NSIG", Value::small_int_unchecked(COUNT.into()))?;
    put("SIG_DFL", DEFAULT)?;
    put("SIG_IGN", IGNORE)?;
    for (name, number) in [("SIG_BLOCK", 0), ("SIG_UNBLOCK", 1), ("SIG_SETMASK", 2)] {
        put(name, Value::small_int_unchecked(number))?;
    }
    put("ItimerError", ITIMER_ERROR.class(cx)?)?;
    put("struct_siginfo", masks::SIGINFO.class(cx)?.value())?;
    let array = Array::new(cx, COUNT as usize)?;
    for (number, slot) in (0..).zip(array.items()) {
        let known = match signal::action(number) {
            Some(Action::Default) => DEFAULT,
            Some(Action::Ignore) => IGNORE,
            _ => Value::NONE,
        };
        cx.store(array.object(), slot, known);
    }
    if let Some(kept) = runtime::kept().cast::<List>() {
        list::append(cx, kept, array.value())?;
    }
    HANDLERS.store(array.value().bits(), Ordering::Release);
    Ok(())
}

const FUNCTIONS: &[MethodDef] = &[
    MethodDef::function("signal(signalnum, handler, /)", "Set a handler; answers the old one.", set_signal),
    MethodDef::function("getsignal(signalnum, /)", "The handler of a signal.", get_signal),
    MethodDef::function("raise_signal(signalnum, /)", "Send a signal to oneself.", raise_signal),
    MethodDef::function(
        "default_int_handler(signalnum, frame, /)",
        "Raise KeyboardInterrupt.",
        default_int_handler,
    ),
    MethodDef::function("alarm(seconds, /)", "Have SIGALRM come later.", alarm),
    MethodDef::function(
        "setitimer(which, seconds, interval=0.0, /)",
        "Have a timer send its signal; answers its old setting.",
        setitimer,
    ),
    MethodDef::function("getitimer(which, /)", "A timer's setting.", getitimer),
    MethodDef::function("pause()", "Wait for a signal.", pause),
    MethodDef::function(
        "set_wakeup_fd(fd, /, *, warn_on_full_buffer=True)",
        "Set the descriptor that is told of each signal; answers the old one.",
        set_wakeup_fd,
    ),
    MethodDef::function("strsignal(signalnum, /)", "What the system calls a signal.", strsignal),
    MethodDef::function("valid_signals()", "The signals of this system.", valid_signals),
];

const PARTS: &[&[MethodDef]] = &[FUNCTIONS, masks::FUNCTIONS];

static ALL: [MethodDef; typedef::count(PARTS)] = typedef::join(PARTS);

/// The module.
pub static SIGNAL: ModuleDef =
    ModuleDef { name: "_signal", doc: "Signals and their handlers.", functions: &ALL, init };
