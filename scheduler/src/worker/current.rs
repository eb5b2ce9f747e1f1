//! The one word of thread-local state in the runtime: which worker the OS thread is.
//!
//! A fiber may resume on another OS thread, and rustc does not know: an address in thread-local storage computed
//! before a suspension must not be used after it. Measured with rustc 1.95, an inlined access of a
//! `thread_local!` is reused across the switch, even the address returned by a function that is not inlined. So the
//! word is no `thread_local!`: it is a symbol of our own, read and written *by value* in one asm block each, which the
//! compiler neither merges nor moves, and in which no address survives. Callers drop the answer before they suspend.
//!
//! The symbol's model is *initial exec*: right in executables, and in libraries that are there from the start.

use std::arch::global_asm;
use std::ptr;

use crate::worker::Worker;

#[cfg(target_arch = "aarch64")]
#[path = "current/aarch64.rs"]
mod arch;
#[cfg(target_arch = "x86_64")]
#[path = "current/x86_64.rs"]
mod arch;

global_asm!(
    ".pushsection .tbss,\"awT\",@nobits",
    ".p2align 3",
    ".globl typhon_scheduler_worker",
    ".hidden typhon_scheduler_worker",
    ".type typhon_scheduler_worker, @object",
    ".size typhon_scheduler_worker, 8",
    "typhon_scheduler_worker:",
    ".zero 8",
    ".popsection",
);

/// The worker the calling OS thread is, or nothing on a foreign thread.
///
/// Take it anew after every call that may suspend.
#[inline]
pub fn current_worker() -> Option<&'static Worker> {
    let worker = ptr::with_exposed_provenance::<Worker>(arch::load());
    // SAFETY: null or set by the worker's own thread; workers are never freed.
    unsafe { worker.as_ref() }
}

/// The calling OS thread has lost its worker.
#[inline(never)]
pub(crate) fn leave_worker() {
    set_current(None);
}

/// Says which worker the calling OS thread is from now on.
pub(super) fn set_current(worker: Option<&'static Worker>) {
    arch::store(worker.map_or(0, |worker| ptr::from_ref(worker).expose_provenance()));
}
