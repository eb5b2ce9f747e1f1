//! Signals: what is to happen on each, which have come, and who is told.
//!
//! The handler, which may run on any thread between any two instructions, does three things that are safe there: it sets
//! the signal's bit, writes the signal's number to the wake-up descriptor if there is one (and keeps the number of the error, if that fails), and calls
//! the *bell*, a function of the embedder's that is as careful. Whoever the bell wakes collects the bits by [`take_pending`], but for those of
//! *blocked* signals, which stay until somebody asks for them one by one ([`take`]) or unblocks them.
//!
//! # Why no signal is lost
//! The bit is set before the bell is rung (release, and the bell wakes with one), and [`take_pending`] takes all bits that are not blocked
//! in one exchange: who is woken finds the bit, or another has taken it, or its signal is blocked. Who unblocks signals then looks for
//! their bits, and serves them or rings again ([`ring_again`]). Setting a bit and then looking what is blocked, changing what is blocked
//! and then looking for bits are `SeqCst`, each other's partners: either the one finds its signal unblocked or the other finds the bit.
//! Signals of one number that come before it is taken coalesce, as they do in the kernel.
//!
//! # Interrupted calls
//! System calls that a signal interrupts answer `EINTR`. It comes to whichever OS thread the kernel chooses; the one that is to run Python's
//! handlers and may be in a long call is interrupted by [`interrupt`] with a signal that is kept for this, [`WAKE`], and does nothing.
//! Not with the one that came: the program may leave that to the system meanwhile, which would end the process.
//!
//! Programs may use that signal, too; nothing is refused. Its handler is always one of ours: where the program wants the system's action or
//! none it does nothing (so it does not end the process), and where the program has it noted each interruption is noted as well: handlers of
//! it run more often than it is sent.
//!
//! # Blocked signals
//! The set belongs to the program, not to an OS thread. A program that is started or executed gets it as its mask.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicPtr, AtomicU64, Ordering};

/// One past the highest signal number.
pub const COUNT: i32 = 65;
/// The signal that [`interrupt`] sends: a real-time one, of which Python names only the first and the last, from which programs count.
const WAKE: i32 = 63;

/// What is to happen when a signal comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// What the system does.
    Default,
    /// Nothing.
    Ignore,
    /// Its bit is set and the bell is rung.
    Note,
}

/// Bit `n - 1`: signal `n` has come and was not yet taken.
static PENDING: AtomicU64 = AtomicU64::new(0);
/// Bit `n - 1`: signal `n` is not to be taken.
static BLOCKED: AtomicU64 = AtomicU64::new(0);
static BELL: AtomicPtr<()> = AtomicPtr::new(std::ptr::null_mut());
static WAKE_UP_DESCRIPTOR: AtomicI32 = AtomicI32::new(-1);
/// Whether a wake-up descriptor that takes no more is an error.
static WARNS_WHEN_FULL: AtomicBool = AtomicBool::new(true);
/// The error number of the last write to the wake-up descriptor that has failed and was not told of; 0 for none.
static WAKE_UP_ERROR: AtomicI32 = AtomicI32::new(0);

/// Sets what the handler calls, and makes [`interrupt`] possible. The bell must be safe in a signal handler: no lock, no allocation.
pub fn set_bell(bell: fn()) {
    BELL.store(bell as *mut (), Ordering::Release);
    let installed = set_action(WAKE, Action::Default);
    debug_assert!(installed.is_ok(), "real-time signals have handlers");
}

/// Sets the descriptor to which the handler writes each signal's number as a byte, -1 for none, and whether it is an error when that takes no more;
/// answers the one before.
pub fn set_wake_up_descriptor(descriptor: i32, warns_when_full: bool) -> i32 {
    WARNS_WHEN_FULL.store(warns_when_full, Ordering::Relaxed);
    WAKE_UP_DESCRIPTOR.swap(descriptor, Ordering::AcqRel)
}

/// Takes the error that the handler has met when it wrote to the wake-up descriptor.
pub fn take_wake_up_error() -> Option<io::Error> {
    let number = WAKE_UP_ERROR.load(Ordering::Relaxed);
    (number != 0 && WAKE_UP_ERROR.swap(0, Ordering::Relaxed) != 0)
        .then(|| io::Error::from_raw_os_error(number))
}

/// Takes all signals that have come and are not blocked, as bits (`n - 1` for signal `n`).
pub fn take_pending() -> u64 {
    let kept = blocked();
    if PENDING.load(Ordering::Relaxed) & !kept == 0 {
        0
    } else {
        PENDING.fetch_and(kept, Ordering::AcqRel) & !kept
    }
}

/// The signals that are blocked, as bits.
pub fn blocked() -> u64 {
    BLOCKED.load(Ordering::SeqCst)
}

/// Blocks these signals and no others; answers those that were.
pub fn set_blocked(signals: u64) -> u64 {
    BLOCKED.swap(signals, Ordering::SeqCst)
}

/// Adds the blocked signals to a set of the system's.
pub(crate) fn add_blocked(set: &mut libc::sigset_t) {
    let blocked = blocked();
    for signal in (1..COUNT).filter(|signal| blocked & (1 << (signal - 1)) != 0) {
        // SAFETY: a valid set; numbers that the C library keeps for itself are refused.
        unsafe { libc::sigaddset(set, signal) };
    }
}

/// Runs `body` with the blocked signals in the calling OS thread's mask.
pub(crate) fn with_blocked<T>(body: impl FnOnce() -> T) -> T {
    // SAFETY: all zero is a valid set, and both are valid for the calls.
    unsafe {
        let (mut set, mut before): (libc::sigset_t, libc::sigset_t) =
            (std::mem::zeroed(), std::mem::zeroed());
        add_blocked(&mut set);
        libc::pthread_sigmask(libc::SIG_BLOCK, &set, &mut before);
        let result = body();
        libc::pthread_sigmask(libc::SIG_SETMASK, &before, std::ptr::null_mut());
        result
    }
}

/// Has the call that an OS thread of this process is in, if it is in one, answer `EINTR`, where a signal has come that is not blocked: whether
/// one has. The thread may be just before its call; so this is to be done again until the thread has looked.
pub fn interrupt(thread: u32) -> bool {
    if pending() & !blocked() == 0 {
        return false;
    }
    // SAFETY: numbers. The signal has a handler since there is a bell, without which nobody is told to interrupt.
    unsafe { libc::syscall(libc::SYS_tgkill, libc::getpid(), thread, WAKE) == 0 }
}

/// All signals that have come and were not taken, as bits.
pub fn pending() -> u64 {
    PENDING.load(Ordering::SeqCst)
}

/// Tells the embedder again that signals have come.
pub fn ring_again() {
    ring();
}

/// Sends a signal to the process that a descriptor stands for.
pub fn send_to_process(descriptor: i32, signal: i32, flags: u32) -> io::Result<i64> {
    // SAFETY: numbers; no information is passed along.
    crate::call::checked(unsafe {
        libc::syscall(libc::SYS_pidfd_send_signal, descriptor, signal, std::ptr::null::<()>(), flags)
    })
}

/// Whether a descriptor, of `pidfd_open` or of a directory `/proc/PID`, stands for this process.
pub fn is_own_process(descriptor: i32) -> bool {
    use std::os::unix::fs::MetadataExt;

    let identity = |path: &str| std::fs::metadata(path).ok().map(|found| (found.dev(), found.ino()));
    let directory = identity("/proc/self/");
    if directory.is_some() && directory == identity(&format!("/proc/self/fd/{descriptor}/")) {
        return true;
    }
    let own = format!("{}", std::process::id());
    std::fs::read_to_string(format!("/proc/self/fdinfo/{descriptor}")).is_ok_and(|text| {
        text.lines().any(|line| line.strip_prefix("Pid:").is_some_and(|id| id.trim() == own))
    })
}

/// Takes one signal; whether it had come.
pub fn take(signal: i32) -> bool {
    let bit = 1 << (signal - 1);
    PENDING.load(Ordering::Relaxed) & bit != 0 && PENDING.fetch_and(!bit, Ordering::AcqRel) & bit != 0
}

/// As if the signal had come.
pub fn note(signal: i32) {
    if (1..COUNT).contains(&signal) {
        PENDING.fetch_or(1 << (signal - 1), Ordering::SeqCst);
        ring();
    }
}

fn ring() {
    let bell = BELL.load(Ordering::Acquire);
    if !bell.is_null() {
        // SAFETY: `set_bell` stored a `fn()` there.
        let bell = unsafe { std::mem::transmute::<*mut (), fn()>(bell) };
        bell();
    }
}

type Handler = extern "C" fn(i32);

/// The handler itself.
extern "C" fn arrived(signal: i32) {
    // SAFETY: the address of this thread's error number.
    let saved = unsafe { *libc::__errno_location() };
    let descriptor = WAKE_UP_DESCRIPTOR.load(Ordering::Acquire);
    if descriptor >= 0 {
        let byte = signal as u8;
        // SAFETY: one readable byte; `write` may be called in a handler.
        let failed = unsafe { libc::write(descriptor, (&raw const byte).cast(), 1) < 0 };
        // SAFETY: the address of this thread's error number.
        let number = unsafe { *libc::__errno_location() };
        // A full pipe has something in it already, which is enough to wake.
        if failed && (number != libc::EAGAIN || WARNS_WHEN_FULL.load(Ordering::Relaxed)) {
            WAKE_UP_ERROR.store(number, Ordering::Relaxed);
        }
    }
    note(signal);
    // SAFETY: as above: who was interrupted finds its error number unchanged.
    unsafe { *libc::__errno_location() = saved };
}

/// The handler of [`WAKE`] where the program does not have it noted: that a handler has run is all.
extern "C" fn woken(_: i32) {}

/// Sets what happens on a signal. Fails for numbers the system does not let be changed.
pub fn set_action(signal: i32, action: Action) -> io::Result<()> {
    // SAFETY: all zero is a valid `sigaction`.
    let mut new: libc::sigaction = unsafe { std::mem::zeroed() };
    new.sa_sigaction = match action {
        Action::Default | Action::Ignore if signal == WAKE => woken as Handler as usize,
        Action::Default => libc::SIG_DFL,
        Action::Ignore => libc::SIG_IGN,
        Action::Note => arrived as Handler as usize,
    };
    // SAFETY: `new` is valid, its handler keeps to what a handler may do, and the old action is not asked for.
    match unsafe { libc::sigemptyset(&mut new.sa_mask) | libc::sigaction(signal, &new, std::ptr::null_mut()) }
    {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

/// What happens on a signal now; nothing where somebody else's handler is called, or there is no such signal.
pub fn action(signal: i32) -> Option<Action> {
    // SAFETY: all zero is a valid `sigaction`.
    let mut old: libc::sigaction = unsafe { std::mem::zeroed() };
    // SAFETY: only asks; `old` is a valid place for the answer.
    if unsafe { libc::sigaction(signal, std::ptr::null(), &mut old) } != 0 {
        return None;
    }
    match old.sa_sigaction {
        libc::SIG_DFL => Some(Action::Default),
        libc::SIG_IGN => Some(Action::Ignore),
        handler if handler == arrived as Handler as usize => Some(Action::Note),
        handler if handler == woken as Handler as usize => Some(Action::Default),
        _ => None,
    }
}

/// Sends a signal to the calling OS thread; its action has been taken when this returns.
pub fn raise(signal: i32) -> io::Result<()> {
    // SAFETY: sends a signal; what it does was set with `set_action` or is the system's default.
    if unsafe { libc::raise(signal) } == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// Has the signal `SIGALRM` come in `seconds`, or never for 0; answers the seconds that were left of an earlier call.
pub fn alarm(seconds: u32) -> u32 {
    // SAFETY: sets a timer of the process.
    unsafe { libc::alarm(seconds) }
}

/// Has a signal come in `seconds` (never for 0) and then every `interval` seconds, by the timer `which` of the process (0 counts real
/// time, 1 the program's own, 2 that and the system's for it). Answers what was left of the earlier setting, and its interval.
pub fn set_timer(which: i32, seconds: f64, interval: f64) -> io::Result<(f64, f64)> {
    let new = libc::itimerval { it_value: to_timeval(seconds), it_interval: to_timeval(interval) };
    let mut old = libc::itimerval { it_value: to_timeval(0.0), it_interval: to_timeval(0.0) };
    // SAFETY: both are valid places.
    // The type of `which` differs between C libraries.
    match unsafe { libc::setitimer(which as _, &new, &mut old) } {
        0 => Ok((from_timeval(old.it_value), from_timeval(old.it_interval))),
        _ => Err(io::Error::last_os_error()),
    }
}

/// What is left of a timer's setting, and its interval, in seconds.
pub fn timer(which: i32) -> io::Result<(f64, f64)> {
    let mut now = libc::itimerval { it_value: to_timeval(0.0), it_interval: to_timeval(0.0) };
    // SAFETY: a valid place for the answer.
    match unsafe { libc::getitimer(which as _, &mut now) } {
        0 => Ok((from_timeval(now.it_value), from_timeval(now.it_interval))),
        _ => Err(io::Error::last_os_error()),
    }
}

/// Rounded up: a timer that is set fires.
fn to_timeval(seconds: f64) -> libc::timeval {
    let micros = (seconds * 1e6).ceil();
    libc::timeval { tv_sec: (micros / 1e6) as libc::time_t, tv_usec: (micros % 1e6) as libc::suseconds_t }
}

fn from_timeval(time: libc::timeval) -> f64 {
    time.tv_sec as f64 + time.tv_usec as f64 / 1e6
}

/// Where the names of fatal signals are written; -1: nowhere.
static FATAL_DESCRIPTOR: AtomicI32 = AtomicI32::new(-1);

/// The signals that a broken process gets, and what they are called.
const FATAL: [(i32, &str); 5] = [
    (libc::SIGSEGV, "Segmentation fault"),
    (libc::SIGFPE, "Floating-point exception"),
    (libc::SIGABRT, "Aborted"),
    (libc::SIGBUS, "Bus error"),
    (libc::SIGILL, "Illegal instruction"),
];

/// What was done on fatal signals before names were wanted.
static mut FATAL_BEFORE: [Option<libc::sigaction>; FATAL.len()] = [None; FATAL.len()];

/// Writes the signal's name, then leaves it to what was there before.
extern "C" fn fatal(signal: i32) {
    let Some(index) = FATAL.iter().position(|&(number, _)| number == signal) else { return };
    let descriptor = FATAL_DESCRIPTOR.load(Ordering::Acquire);
    // SAFETY: `write` and `sigaction` may be called in a handler; what was before is not changed any more when the handler is set.
    unsafe {
        for part in ["Fatal Python error: ", FATAL[index].1, "\n\n"] {
            libc::write(descriptor, part.as_ptr().cast(), part.len());
        }
        let before = (&raw const FATAL_BEFORE).read()[index];
        if let Some(before) = before {
            libc::sigaction(signal, &before, std::ptr::null_mut());
        }
        // Not blocked meanwhile (SA_NODEFER): this ends the process where the system's action does.
        libc::raise(signal);
    }
}

/// Has the names of fatal signals written to a descriptor, or not any more. From the main thread only.
pub fn name_fatal(descriptor: Option<i32>) -> io::Result<()> {
    let was = FATAL_DESCRIPTOR.swap(descriptor.unwrap_or(-1), Ordering::AcqRel) >= 0;
    for (index, (signal, _)) in FATAL.into_iter().enumerate() {
        // SAFETY: all zero is a valid `sigaction`; one thread does this at a time, and the handler reads what is written before it is set.
        unsafe {
            let mut action: libc::sigaction = std::mem::zeroed();
            if descriptor.is_some() && !was {
                let mut before: libc::sigaction = std::mem::zeroed();
                libc::sigaction(signal, std::ptr::null(), &mut before);
                (&raw mut FATAL_BEFORE[index]).write(Some(before));
                action.sa_sigaction = fatal as extern "C" fn(i32) as usize;
                action.sa_flags = libc::SA_ONSTACK | libc::SA_NODEFER;
            } else if descriptor.is_none()
                && was
                && let Some(before) = (&raw const FATAL_BEFORE[index]).read()
            {
                action = before;
            } else {
                continue;
            }
            if libc::sigaction(signal, &action, std::ptr::null_mut()) != 0 {
                return Err(io::Error::last_os_error());
            }
        }
    }
    Ok(())
}

/// Ends the process by the default action of a signal, so that its parent sees that.
pub fn end_by(signal: i32) {
    if set_action(signal, Action::Default).is_ok() {
        // SAFETY: sends a signal to this process.
        unsafe { libc::kill(libc::getpid(), signal) };
    }
}

/// The name of a signal as the system describes it.
pub fn describe(signal: i32) -> Option<String> {
    // SAFETY: answers null or a string that stays valid until this thread's next call.
    let text = unsafe { libc::strsignal(signal) };
    if text.is_null() || !(1..COUNT).contains(&signal) {
        return None;
    }
    // SAFETY: not null, ends with a zero.
    let text = unsafe { std::ffi::CStr::from_ptr(text) }.to_string_lossy().into_owned();
    (!text.starts_with("Unknown signal")).then_some(text)
}
