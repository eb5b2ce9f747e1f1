//! Starting programs: what `subprocess` needs, and plain `fork`.
//!
//! The child of [`start`] borrows this process's memory (`CLONE_VM | CLONE_VFORK`) on a stack of its own until it executes the program, so nothing is copied and the
//! calling OS thread stands still meanwhile. All it needs is made beforehand; it allocates nothing, takes no lock, and makes system calls only, those that change
//! its identity without the C library, which would do it to every thread of this process. Signals are blocked until its handlers are the
//! system's, as a handler of ours would write to our memory. Where Python code is to run in the child there must be a real [`fork`], after which the
//! child goes on with [`continue_in_child`].

use std::ffi::{CStr, CString};
use std::io;

use libc::{c_char, c_int, c_void};

use crate::call::checked;
use crate::environment;
use crate::process::pointers;
use crate::signal;

/// What `subprocess` asks for.
pub struct Program<'a> {
    /// Paths that are tried in turn.
    pub paths: &'a [CString],
    pub arguments: &'a [CString],
    /// This process's environment where nothing is given: as it is when the program is executed.
    pub environment: Option<&'a [CString]>,
    pub directory: Option<&'a CStr>,
    /// Descriptors to be standard input, output and error; -1: as they are.
    pub standard: [i32; 3],
    /// The other ends of the pipes, closed in the child.
    pub parents: [i32; 4],
    /// Where the child writes what failed.
    pub report: i32,
    pub close_others: bool,
    /// Descriptors that stay open, in order.
    pub kept: &'a [i32],
    pub restore_signals: bool,
    pub new_session: bool,
    /// The group of processes to join; -1: none.
    pub process_group: i32,
    pub user: Option<u32>,
    pub group: Option<u32>,
    pub groups: Option<&'a [u32]>,
    /// -1: unchanged.
    pub mask: i32,
}

/// A program with everything made that its child needs.
pub struct Ready<'a> {
    program: &'a Program<'a>,
    arguments: Vec<*const c_char>,
    /// A copy of this process's environment, where that is asked for.
    own: Vec<CString>,
    environment: Vec<*const c_char>,
    paths: Vec<*const c_char>,
    highest: i32,
    /// The signals that are blocked in a child that borrows our memory, once it has none of our handlers.
    signals: Option<libc::sigset_t>,
}

impl<'a> Ready<'a> {
    pub fn new(program: &'a Program<'a>) -> Self {
        let own = if program.environment.is_none() { environment::pairs() } else { Vec::new() };
        Self {
            program,
            arguments: pointers(program.arguments),
            environment: pointers(program.environment.unwrap_or(&own)),
            own,
            paths: program.paths.iter().map(|path| path.as_ptr()).collect(),
            highest: crate::configuration::number(libc::_SC_OPEN_MAX).map_or(1024, |most| most as i32),
            signals: None,
        }
    }
}

/// Blocks all signals for the calling OS thread; the set from before.
fn block_signals() -> libc::sigset_t {
    // SAFETY: all zero is a valid set, and both are places for answers.
    unsafe {
        let (mut all, mut before): (libc::sigset_t, libc::sigset_t) =
            (std::mem::zeroed(), std::mem::zeroed());
        libc::sigfillset(&mut all);
        libc::pthread_sigmask(libc::SIG_SETMASK, &all, &mut before);
        before
    }
}

fn restore_signals(before: &libc::sigset_t) {
    // SAFETY: a set that `block_signals` answered.
    unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, before, std::ptr::null_mut()) };
}

const STACK_BYTES: usize = 128 << 10;

/// Starts a program; answers the child's number. What fails in the child it writes to `report`, in CPython's form.
pub fn start(program: &Program<'_>) -> io::Result<i32> {
    let mut ready = Ready::new(program);
    let mut stack = vec![0u128; STACK_BYTES / 16];
    let before = block_signals();
    let mut signals = before;
    signal::add_blocked(&mut signals);
    ready.signals = Some(signals);
    // SAFETY: the stack's end is aligned, and it and `ready` outlive the child's use of them, as the call returns when the child has executed its program
    // or ended (CLONE_VFORK).
    let child = unsafe {
        let top = stack.as_mut_ptr().add(stack.len());
        let flags = libc::CLONE_VM | libc::CLONE_VFORK | libc::SIGCHLD;
        libc::clone(run_child, top.cast(), flags, (&raw mut ready).cast())
    };
    let outcome = checked(child.into());
    restore_signals(&before);
    outcome.map(|child| child as i32)
}

/// In the child of a [`fork`]: executes the program, if `before` says to go on. No other thread was in the midst of changing the environment.
pub fn continue_in_child(mut ready: Ready<'_>, before: &mut dyn FnMut() -> bool) -> ! {
    // SAFETY: the caller is the only thread here that does anything, and the rest was made before the fork.
    unsafe { in_child(&mut ready, before) }
}

extern "C" fn run_child(ready: *mut c_void) -> c_int {
    // SAFETY: `start` passes a `Ready` that outlives the child's use of it.
    unsafe { in_child(&mut *ready.cast::<Ready<'_>>(), &mut || true) }
}

/// The system call of a C library's function that changes an identity, for the calling thread alone.
unsafe fn raw(call: libc::c_long, one: u64, other: u64) -> bool {
    // SAFETY: numbers, or a pointer that the caller answers for.
    unsafe { libc::syscall(call, one, other) == 0 }
}

unsafe fn error_number() -> i32 {
    // SAFETY: the address of this thread's error number.
    unsafe { *libc::__errno_location() }
}

/// Does in the child what was asked and executes the program.
///
/// # Safety
/// This is a fresh child. If it borrows our memory signals are blocked, and `ready` says which are to be afterwards.
unsafe fn in_child(ready: &mut Ready<'_>, before: &mut dyn FnMut() -> bool) -> ! {
    let program = ready.program;
    // SAFETY: system calls on the child's own descriptors and identity, with strings that were made beforehand.
    unsafe {
        let stage = prepare(ready, before);
        if let Ok(()) = stage {
            // Of several paths the first one's error that says more than "not there".
            let mut saved = 0;
            for &path in &ready.paths {
                libc::execve(path, ready.arguments.as_ptr(), ready.environment.as_ptr());
                let error = error_number();
                if error != libc::ENOENT && error != libc::ENOTDIR && saved == 0 {
                    saved = error;
                }
            }
            let error = if saved != 0 { saved } else { error_number() };
            report(program.report, error, b"");
        } else if let Err((error, text)) = stage {
            report(program.report, error, text);
        }
        libc::_exit(255)
    }
}

/// An error number (0: Python code raised) and the word that says where.
type Failed = (i32, &'static [u8]);

unsafe fn prepare(ready: &mut Ready<'_>, before: &mut dyn FnMut() -> bool) -> Result<(), Failed> {
    let program = ready.program;
    // SAFETY: as in `in_child`.
    unsafe {
        let failed = || (error_number(), &b"noexec"[..]);
        let check = |good: bool| if good { Ok(()) } else { Err(failed()) };
        let inherit = |descriptor: i32| libc::fcntl(descriptor, libc::F_SETFD, 0) != -1;
        for &kept in program.kept.iter().filter(|&&kept| kept != program.report) {
            check(inherit(kept))?;
        }
        for &parent in program.parents.iter().filter(|&&parent| parent != -1) {
            check(libc::close(parent) != -1)?;
        }
        let [input, mut output, mut error] = program.standard;
        // A descriptor that is to be another standard one must not be overwritten before.
        if output == 0 {
            output = libc::dup(output);
            check(output != -1)?;
        }
        while error == 0 || error == 1 {
            error = libc::dup(error);
            check(error != -1)?;
        }
        for (target, source) in [(0, input), (1, output), (2, error)] {
            if source == target {
                check(inherit(target))?;
            } else if source != -1 {
                check(libc::dup2(source, target) != -1)?;
            }
        }
        if let Some(directory) = program.directory
            && libc::chdir(directory.as_ptr()) == -1
        {
            return Err((error_number(), b"noexec:chdir"));
        }
        if program.mask >= 0 {
            libc::umask(program.mask as libc::mode_t);
        }
        // Without borrowed memory they may run until the program is executed, which puts an end to them.
        let ours = |signal: c_int| {
            let mut action: libc::sigaction = std::mem::zeroed();
            ready.signals.is_some()
                && libc::sigaction(signal, std::ptr::null(), &mut action) == 0
                && action.sa_sigaction != libc::SIG_DFL
                && action.sa_sigaction != libc::SIG_IGN
        };
        for signal in 1..signal::COUNT {
            let ignored = program.restore_signals && matches!(signal, libc::SIGPIPE | libc::SIGXFSZ);
            if ignored || ours(signal) {
                let mut action: libc::sigaction = std::mem::zeroed();
                action.sa_sigaction = libc::SIG_DFL;
                libc::sigaction(signal, &action, std::ptr::null_mut());
            }
        }
        if let Some(signals) = &ready.signals {
            restore_signals(signals);
        }
        if program.new_session {
            libc::setsid();
        }
        if program.process_group >= 0 {
            check(libc::setpgid(0, program.process_group) == 0)?;
        }
        if let Some(groups) = program.groups {
            check(raw(libc::SYS_setgroups, groups.len() as u64, groups.as_ptr() as u64))?;
        }
        if let Some(group) = program.group {
            check(raw(libc::SYS_setregid, group.into(), group.into()))?;
        }
        if let Some(user) = program.user {
            check(raw(libc::SYS_setreuid, user.into(), user.into()))?;
        }
        if !before() {
            return Err((0, b"Exception occurred in preexec_fn."));
        }
        if ready.signals.is_none() {
            let mut blocked: libc::sigset_t = std::mem::zeroed();
            signal::add_blocked(&mut blocked);
            libc::pthread_sigmask(libc::SIG_BLOCK, &blocked, std::ptr::null_mut());
            if program.environment.is_none() {
                ready.own = environment::pairs();
                ready.environment = pointers(&ready.own);
            }
        }
        if program.close_others {
            close_all_but(program.kept, ready.highest);
        }
        Ok(())
    }
}

/// Closes all descriptors from 3 on but those that are kept, which are in order.
unsafe fn close_all_but(kept: &[i32], highest: i32) {
    let close = |first: i32, last: i32| {
        if first > last {
            return;
        }
        // SAFETY: numbers only.
        unsafe {
            if libc::syscall(libc::SYS_close_range, first, last, 0) != 0 {
                for descriptor in first..=last.min(highest) {
                    libc::close(descriptor);
                }
            }
        }
    };
    let mut first = 3;
    for &descriptor in kept.iter().filter(|&&descriptor| descriptor >= 3) {
        close(first, descriptor - 1);
        first = descriptor.saturating_add(1);
    }
    close(first, i32::MAX);
}

/// Writes what failed as `subprocess` reads it: class, number in hexadecimal, text.
unsafe fn report(to: i32, error: i32, text: &[u8]) {
    let mut message = [0u8; 128];
    let mut len = 0;
    let mut push = |bytes: &[u8]| {
        message[len..len + bytes.len()].copy_from_slice(bytes);
        len += bytes.len();
    };
    if error == 0 {
        push(b"SubprocessError:0:");
    } else {
        push(b"OSError:");
        let digits = b"0123456789ABCDEF";
        let mut shift = 28;
        while shift > 0 && (error >> shift) & 15 == 0 {
            shift -= 4;
        }
        loop {
            push(&[digits[(error >> shift) as usize & 15]]);
            if shift == 0 {
                break;
            }
            shift -= 4;
        }
        push(b":");
    }
    push(text);
    // SAFETY: so many readable bytes; whether they arrive nobody can be told.
    unsafe { libc::write(to, message.as_ptr().cast(), len) };
}

/// Whether this process is the child of a `fork`: the threads of its parent are not there.
static FORKED: std::sync::atomic::AtomicBool = std::sync::atomic::AtomicBool::new(false);

/// Whether this process began by [`fork`].
pub fn is_forked() -> bool {
    FORKED.load(std::sync::atomic::Ordering::Relaxed)
}

fn note_forked() {
    FORKED.store(true, std::sync::atomic::Ordering::Relaxed);
}

/// Doubles the process; 0 in the child, where only the calling OS thread exists. To be called under [`hold_readers`](crate::users::hold_readers).
pub fn fork() -> io::Result<i32> {
    let _locale = crate::locale::LOCK.hold();
    // SAFETY: the child goes on with this thread alone; what other threads had locked stays locked, which is for the caller to consider.
    let child = checked(unsafe { libc::fork() }.into())? as i32;
    if child == 0 {
        note_forked();
    }
    Ok(child)
}

/// The same in a new pseudo-terminal, whose master the parent gets.
pub fn fork_in_terminal() -> io::Result<(i32, i32)> {
    let mut master = -1;
    let _locale = crate::locale::LOCK.hold();
    // SAFETY: as in `fork`; a place for the master's number.
    let child =
        unsafe { libc::forkpty(&mut master, std::ptr::null_mut(), std::ptr::null(), std::ptr::null()) };
    let child = checked(child.into())? as i32;
    if child == 0 {
        note_forked();
    }
    Ok((child, master))
}
