//! Interrupts of Python threads: what a thread does when it finds itself interrupted, and how signals get there.
//!
//! A signal's handler sets a bit and rings the scheduler (`typhon_os::signal`); the monitor's upcall interrupts the main Python
//! thread; that comes to its next safepoint, or out of its wait or its call of the system's, and serves the interrupt here: what a signal means belongs
//! to `_signal`, which sets [`set_server`]. Nothing is lost on the way: the bits stay until the main thread takes them, and
//! each step is made after them (the arguments are in the two files named and in the scheduler's `state.rs`).

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering, fence};

use typhon_scheduler::{FiberRef, POLL_INTERRUPT, Scheduler};

use crate::context::{Cx, R};

/// In the child of a `fork`: the thread that forked, where that was not the main one.
static CHILD_MAIN: OnceLock<FiberRef> = OnceLock::new();
static MAIN: OnceLock<(FiberRef, &'static Scheduler)> = OnceLock::new();
/// The thread that prints all others when `SIGQUIT` comes.
static PRINTER: OnceLock<FiberRef> = OnceLock::new();
const QUIT: i32 = 3;
/// The OS thread on which the main thread is in a call of the system's that may last; 0 where it is in none.
///
/// Main stores it and then looks whether it is interrupted; [`rung`] interrupts and then loads it: one of both sees the other. In the first case main
/// rings again; in the second `rung` has the call answer `EINTR`, and asks to be called again, as main may be just before it.
static IN_CALL: AtomicU32 = AtomicU32::new(0);
static SERVER: OnceLock<fn(&Cx) -> R<()>> = OnceLock::new();

/// Sets what the main thread does with the signals that have come. It may raise.
pub fn set_server(server: fn(&Cx) -> R<()>) {
    let _ = SERVER.set(server);
}

/// After a signal has been sent to the program itself: the main thread runs the handlers of those that have come before the call is over, and from
/// another thread it is interrupted at once, so that it has served them before it sees what that thread does next. (The monitor would come later.)
pub fn deliver_pending(cx: &Cx) -> R<()> {
    if is_main(cx) {
        return SERVER.get().map_or(Ok(()), |server| server(cx));
    }
    if let Some(main) =
        main_thread().filter(|_| typhon_os::signal::pending() & !typhon_os::signal::blocked() != 0)
    {
        typhon_scheduler::interrupt(main);
    }
    Ok(())
}

/// Names the main Python thread, which runs, and connects the signal handler's bell.
pub(crate) fn set_main(cx: &Cx) {
    let _ = MAIN.set((cx.fiber().reference(), cx.fiber().scheduler()));
    typhon_os::signal::set_bell(ring);
}

/// Called in the signal handler: nothing but atomics and one system call.
fn ring() {
    if let Some((_, scheduler)) = MAIN.get() {
        scheduler.ring();
    }
}

/// The main Python thread.
pub fn main_thread() -> Option<FiberRef> {
    CHILD_MAIN.get().copied().or_else(|| MAIN.get().map(|&(main, _)| main))
}

/// In the child of a `fork`: the calling thread is the main one from now on.
pub(crate) fn set_main_in_child(cx: &Cx) {
    // The parent's main thread may have been in one.
    IN_CALL.store(0, Ordering::Relaxed);
    if !is_main(cx) {
        let _ = CHILD_MAIN.set(cx.fiber().reference());
    }
}

/// Whether the calling thread is the main one.
pub fn is_main(cx: &Cx) -> bool {
    main_thread() == Some(cx.fiber().reference())
}

/// The thread that prints all others on demand; made on first use.
pub(crate) fn make_printer(cx: &Cx) -> std::io::Result<FiberRef> {
    if let Some(&printer) = PRINTER.get() {
        return Ok(printer);
    }
    let scheduler = cx.fiber().scheduler();
    let fiber = scheduler.create(crate::dump::print_on_demand, None).map_err(std::io::Error::other)?;
    // SAFETY: the fiber is new, its area belongs to nobody, and no safepoint lies between its creation and this.
    let printer = unsafe { Cx::create(fiber.fiber()) };
    crate::host::note_new(cx, printer);
    scheduler.submit(Some(cx.fiber().worker()), fiber);
    let _ = PRINTER.set(fiber);
    Ok(PRINTER.get().copied().unwrap_or(fiber))
}

/// That thread, if it was made.
pub(crate) fn printer() -> Option<FiberRef> {
    PRINTER.get().copied()
}

/// Has `SIGQUIT` print all threads; the program goes on. A thread of its own prints them, as the main one may be what is stuck; it is
/// made now, so that nothing need be made then.
pub(crate) fn dump_on_quit(cx: &Cx) -> std::io::Result<()> {
    make_printer(cx)?;
    typhon_os::signal::set_action(QUIT, typhon_os::signal::Action::Note)
}

/// On the monitor's thread: a signal may have come. Whether this is to be called again, as the main thread has not come out of a
/// call of the system's yet.
pub(crate) fn rung() -> bool {
    if let Some(&printer) = PRINTER.get()
        && typhon_os::signal::take(QUIT)
    {
        crate::dump::demand(printer);
    }
    if let Some(main) = main_thread() {
        typhon_scheduler::interrupt(main);
    }
    // Partner: the fence in `in_call`.
    fence(Ordering::SeqCst);
    match IN_CALL.load(Ordering::Relaxed) {
        0 => false,
        thread => typhon_os::signal::interrupt(thread),
    }
}

/// Makes a call of the system's that may last; where the main thread makes it signals bring it to an end. `thread`: the OS thread that
/// makes it, which the worker no longer tells once it may have been handed on.
#[inline]
pub(crate) fn in_call<T>(cx: &Cx, thread: u32, call: impl FnOnce() -> T) -> T {
    if !is_main(cx) {
        return call();
    }
    IN_CALL.store(thread, Ordering::Relaxed);
    // Partner: the fence in `rung`.
    fence(Ordering::SeqCst);
    if cx.fiber().is_interrupted() {
        // Who interrupted it may have found it in no call.
        ring();
    }
    let result = call();
    IN_CALL.store(0, Ordering::Relaxed);
    result
}

impl Cx {
    /// Serves an interrupt of this thread, if there is one: at a safepoint, and when a wait has ended for it. May raise, and may
    /// run any Python code.
    #[cold]
    pub fn serve_interrupt(&self) -> R<()> {
        // The bit first: an interrupt that comes now sets it again.
        self.fiber().worker().clear_poll(POLL_INTERRUPT);
        if !self.fiber().take_interrupt() || !is_main(self) {
            return Ok(());
        }
        crate::dump::raise_if_stuck(self)?;
        SERVER.get().map_or(Ok(()), |server| server(self))
    }

    /// Waits until `deadline` (nanoseconds of the scheduler's clock). Raises what an interrupt's handler raises.
    pub fn sleep_until(&self, deadline: u64) -> R<()> {
        while !typhon_scheduler::sleep_until(self.fiber(), deadline) {
            self.serve_interrupt()?;
        }
        Ok(())
    }

    /// Nanoseconds of the clock that deadlines refer to: the system's monotonic one, or a deterministic run's own.
    pub fn now(&self) -> u64 {
        self.fiber().scheduler().now()
    }
}
