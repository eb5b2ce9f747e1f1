//! Blocked signals, and waiting for them.
//!
//! Handlers run on the main Python thread whichever OS thread a signal comes to, and Python threads have no OS thread of their own; so the mask
//! is the program's: a signal that is blocked is noted, and served when it is unblocked. One whose action is the system's is noted, too,
//! while it is blocked, and sent again after that. Thread-safety: the mask is one atomic word, and signals are taken one by one
//! (`typhon_os::signal`); who changes the mask, or an action that depends on it, holds a lock.

use typhon_os::process;
use typhon_os::signal::{self, Action, COUNT, blocked, set_blocked};
use typhon_vm::context::{Cx, R};
use typhon_vm::scheduler::{self, RawLock};
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::struct_sequence::StructSequence;
use typhon_vm::types::{float, int, set};
use typhon_vm::{Value, protocol, signals, threads};

use super::{DEFAULT, handler_of, number_of, serve};
use crate::system;

/// Held while the mask and the actions that go with it are changed.
static CHANGING: RawLock = RawLock::new();

/// Runs `body`, which passes no safepoint, while nobody else changes the mask.
pub(super) fn changing<T>(cx: &Cx, body: impl FnOnce() -> T) -> T {
    if !CHANGING.try_lock() {
        CHANGING.lock(cx.fiber());
    }
    let result = body();
    CHANGING.unlock();
    result
}

fn bit(number: i32) -> u64 {
    1 << (number - 1)
}

pub(super) static SIGINFO: StructSequence = StructSequence::new(
    ("signal", "struct_siginfo"),
    "struct_siginfo: Result from sigwaitinfo or sigtimedwait.\n\n\
     This object may be accessed either as a tuple of\n\
     (si_signo, si_code, si_errno, si_pid, si_uid, si_status, si_band),\n\
     or via the attributes si_signo, si_code, and so on.",
    &[
        ("si_signo", "signal number"),
        ("si_code", "signal code"),
        ("si_errno", "errno associated with this signal"),
        ("si_pid", "sending process ID"),
        ("si_uid", "real user ID of sending process"),
        ("si_status", "exit value or signal"),
        ("si_band", "band event for SIGPOLL"),
    ],
    7,
);

/// An iterable of signals as bits.
fn mask_of(cx: &Cx, value: Value) -> R<u64> {
    let mut mask = 0;
    protocol::iter::for_each(cx, value, &mut |cx, item| {
        // What no C `long` holds counts as -1, as for CPython.
        let number = int::to_i64(protocol::index::to_value(cx, item)?).unwrap_or(-1);
        if !(1..i64::from(COUNT)).contains(&number) {
            let most = COUNT - 1;
            return Err(cx.value_error(&format!("signal number {number} out of range [1; {most}]")));
        }
        mask |= bit(number as i32);
        Ok(())
    })?;
    Ok(mask)
}

fn set_value(cx: &Cx, mask: u64) -> R<Value> {
    let all = set::new(cx)?;
    for number in (1..COUNT).filter(|&number| mask & bit(number) != 0) {
        set::add(cx, all, Value::small_int_unchecked(number.into()))?;
    }
    Ok(all.value())
}

const KILL: i32 = 9;
const STOP: i32 = 19;

fn pthread_sigmask(cx: &Cx, args: &[Value]) -> R<Value> {
    let how = system::int_of(cx, args[0])?;
    // Two that cannot be blocked.
    let mask = mask_of(cx, args[1])? & !(bit(KILL) | bit(STOP));
    let (before, after) = changing(cx, || {
        let before = blocked();
        let after = match how {
            0 => before | mask,
            1 => before & !mask,
            2 => mask,
            _ => return Err(system::fail(cx, &std::io::Error::from_raw_os_error(typhon_os::libc::EINVAL))),
        };
        for number in (1..COUNT).filter(|&number| after & !before & bit(number) != 0) {
            if handler_of(cx, number)? == DEFAULT {
                // What the system does not let be noted it does not let be blocked either.
                let _ = signal::set_action(number, Action::Note);
            }
        }
        set_blocked(after);
        for number in (1..COUNT).filter(|&number| before & !after & bit(number) != 0) {
            if handler_of(cx, number)? == DEFAULT {
                let _ = signal::set_action(number, Action::Default);
                if signal::take(number) {
                    signal::raise(number).map_err(|error| system::fail(cx, &error))?;
                }
            }
        }
        Ok((before, after))
    })?;
    if signals::is_main(cx) {
        serve(cx)?;
    } else if before & !after & signal::pending() != 0 {
        signal::ring_again();
    }
    set_value(cx, before)
}

fn sigpending(cx: &Cx, _: &[Value]) -> R<Value> {
    set_value(cx, signal::pending() & blocked())
}

/// How often a thread that is not told of signals looks for them.
const LOOK_NANOS: u64 = 5_000_000;

/// Takes one of the signals, waiting for it until `deadline`.
fn take_one(cx: &Cx, mask: u64, deadline: Option<u64>) -> R<Option<i32>> {
    loop {
        let pending = signal::pending() & mask;
        if pending != 0 {
            let number = pending.trailing_zeros() as i32 + 1;
            if signal::take(number) {
                return Ok(Some(number));
            }
            continue;
        }
        let now = cx.now();
        if deadline.is_some_and(|deadline| deadline <= now) {
            return Ok(None);
        }
        let until = deadline.unwrap_or(u64::MAX - 1).min(now + LOOK_NANOS);
        if !scheduler::sleep_until(cx.fiber(), until) {
            cx.serve_interrupt()?;
        }
    }
}

fn info_value(cx: &Cx, number: i32) -> R<Value> {
    let zero = Value::small_int_unchecked(0);
    // Who sent it is not remembered.
    let (process, user) = (i64::from(process::id()), i64::from(process::user()));
    let small = Value::small_int_unchecked;
    SIGINFO.instance(cx, &[small(number.into()), zero, zero, small(process), small(user), zero, zero])
}

fn sigwait(cx: &Cx, args: &[Value]) -> R<Value> {
    let mask = mask_of(cx, args[0])?;
    let number = take_one(cx, mask, None)?.unwrap_or(0);
    Ok(Value::small_int_unchecked(number.into()))
}

fn sigwaitinfo(cx: &Cx, args: &[Value]) -> R<Value> {
    let mask = mask_of(cx, args[0])?;
    let number = take_one(cx, mask, None)?.unwrap_or(0);
    info_value(cx, number)
}

fn sigtimedwait(cx: &Cx, args: &[Value]) -> R<Value> {
    let seconds = float::to_f64(cx, args[1])?;
    if seconds.is_nan() {
        return Err(cx.value_error("Invalid value NaN (not a number)"));
    }
    if seconds < 0.0 {
        return Err(cx.value_error("timeout must be non-negative"));
    }
    let mask = mask_of(cx, args[0])?;
    let deadline = cx.now().saturating_add((seconds * 1e9) as u64);
    match take_one(cx, mask, Some(deadline))? {
        Some(number) => info_value(cx, number),
        None => Ok(Value::NONE),
    }
}

fn pthread_kill(cx: &Cx, args: &[Value]) -> R<Value> {
    let (thread, number) = (protocol::index::to_i64(cx, args[0])?, protocol::index::to_i64(cx, args[1])?);
    let exists = u64::try_from(thread).is_ok_and(|thread| threads::exists(cx, thread));
    if !exists {
        return Err(system::fail(cx, &std::io::Error::from_raw_os_error(typhon_os::libc::ESRCH)));
    }
    if number != 0 {
        let number = i32::try_from(number).unwrap_or(-1);
        // Whichever thread is meant: handlers run on the main one.
        signal::raise(number).map_err(|error| system::fail(cx, &error))?;
        signals::deliver_pending(cx)?;
    }
    Ok(Value::NONE)
}

fn siginterrupt(cx: &Cx, args: &[Value]) -> R<Value> {
    let number = number_of(cx, args[0])?;
    system::int_of(cx, args[1])?;
    // Calls that a signal interrupts run its handler and go on, whatever the system would do (PEP 475).
    if matches!(number, KILL | STOP) {
        return Err(system::fail(cx, &std::io::Error::from_raw_os_error(typhon_os::libc::EINVAL)));
    }
    Ok(Value::NONE)
}

fn pidfd_send_signal(cx: &Cx, args: &[Value]) -> R<Value> {
    let (process, number) = (system::int_of(cx, args[0])?, system::int_of(cx, args[1])?);
    let flags = system::int_or(cx, args[3], 0)?;
    if args[2].bound().is_some_and(|info| !info.is_none()) {
        return Err(cx.type_error("siginfo must be None".into()));
    }
    system::call(cx, || {
        // The system would have another OS thread take what the process sends itself, at some time.
        if signal::action(number) == Some(Action::Note) && signal::is_own_process(process) {
            signal::send_to_process(process, 0, flags as u32)?;
            return signal::raise(number).map(|()| 0);
        }
        signal::send_to_process(process, number, flags as u32)
    })?;
    signals::deliver_pending(cx)?;
    cx.poll()?;
    Ok(Value::NONE)
}

pub(super) const FUNCTIONS: &[MethodDef] = &[
    MethodDef::function("pthread_kill(thread_id, signalnum, /)", "Send a signal to a thread.", pthread_kill),
    MethodDef::function(
        "pthread_sigmask(how, mask, /)",
        "Fetch and/or change the signal mask of the calling thread.",
        pthread_sigmask,
    ),
    MethodDef::function("sigpending()", "Examine pending signals.", sigpending),
    MethodDef::function("sigwait(sigset, /)", "Wait for a signal.", sigwait),
    MethodDef::function(
        "sigwaitinfo(sigset, /)",
        "Wait synchronously until one of the signals in *sigset* is delivered.",
        sigwaitinfo,
    ),
    MethodDef::function(
        "sigtimedwait(sigset, timeout, /)",
        "Like sigwaitinfo(), but with a timeout.",
        sigtimedwait,
    ),
    MethodDef::function(
        "siginterrupt(signalnum, flag, /)",
        "Change system call restart behaviour.",
        siginterrupt,
    ),
    MethodDef::function(
        "pidfd_send_signal(pidfd, signalnum, siginfo=None, flags=0, /)",
        "Send a signal to a process referred to by a pid file descriptor.",
        pidfd_send_signal,
    ),
];
