//! A payload outside the heap that one thread at a time works on: the state of a hash, a stream of a compressor; and work on many bytes.
//!
//! Thread-safety: the value is touched by the holder of the parking lock only; long work runs outside the interpreter's sight ([`Cx::blocking`]), with the
//! lock held. Other threads wait in turn, parked.

use std::cell::UnsafeCell;

use typhon_vm::context::{Cx, R};
use typhon_vm::scheduler::RawLock;

/// A value and its lock.
pub(crate) struct Guarded<T> {
    raw: RawLock,
    value: UnsafeCell<Option<T>>,
}

impl<T: Send> Guarded<T> {
    pub(crate) fn new(value: T) -> Guarded<T> {
        Guarded { raw: RawLock::new(), value: UnsafeCell::new(Some(value)) }
    }

    /// Runs `body`, which touches no object and runs no Python code, on the value. `long`: it may take longer than a collection should wait.
    pub(crate) fn with<A>(&self, cx: &Cx, long: bool, body: impl FnOnce(&mut T) -> A) -> R<A> {
        if !self.raw.try_lock() {
            self.raw.lock(cx.fiber());
        }
        // SAFETY: the parking lock is held.
        let result = match unsafe { &mut *self.value.get() } {
            Some(value) if long => Some(cx.blocking(|| body(value))),
            Some(value) => Some(body(value)),
            None => None,
        };
        self.raw.unlock();
        result.ok_or_else(|| cx.system_error("a payload that is gone"))
    }

    /// Takes the value of an object that is dead, or that nobody else has seen.
    ///
    /// # Safety
    /// Nobody else can reach the object.
    pub(crate) unsafe fn take(&self) -> Option<T> {
        // SAFETY: as the caller promises.
        unsafe { (*self.value.get()).take() }
    }
}

/// Bytes from which on work on them takes longer than a collection should wait.
pub(crate) const LONG: usize = 1024;

/// Runs work on so many bytes that touches no object and runs no Python code.
pub(crate) fn outside<T>(cx: &Cx, size: usize, body: impl FnOnce() -> T) -> T {
    if size < LONG { body() } else { cx.blocking(body) }
}
