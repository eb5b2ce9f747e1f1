//! The one word of thread-local state in the runtime: which worker the OS thread is.
//!
//! A fiber may resume on another OS thread, and rustc does not know: an address or value of thread-local storage
//! computed before a suspension must not be used after it. Measured with rustc 1.95, an inlined access is reused
//! across the switch, even the address returned by a function that is not inlined. So the word is read *by value*
//! in a function that is never inlined and that the optimiser cannot see through (it may neither be moved nor
//! merged with an earlier call), and callers drop the answer before they suspend.

#![expect(clippy::disallowed_macros, reason = "the one word of thread-local state")]

use std::arch::asm;
use std::cell::Cell;
use std::ptr;

use crate::worker::Worker;

thread_local! {
    static WORKER: Cell<*const Worker> = const { Cell::new(ptr::null()) };
}

/// The worker the calling OS thread is, or nothing on a foreign thread.
///
/// Take it anew after every call that may suspend.
#[inline(never)]
pub fn current_worker() -> Option<&'static Worker> {
    // SAFETY: an empty instruction; it claims to touch memory, which makes each call of this function unique.
    unsafe { asm!("", options(nostack, preserves_flags)) };
    // SAFETY: null or set by the worker's own thread; workers are never freed.
    unsafe { WORKER.get().as_ref() }
}

/// Says which worker the calling OS thread is from now on.
#[inline(never)]
pub(super) fn set_current(worker: Option<&'static Worker>) {
    WORKER.set(worker.map_or(ptr::null(), ptr::from_ref));
}
