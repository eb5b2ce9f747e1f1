//! The machine's locks outside the heap: a mutex without poisoning. Never held across a safepoint, an allocation or Python code, so
//! blocking the OS thread on one is always short and a stop never waits for its holder.

/// The atomics of protocols that a model checks: `tests/loom.rs` has loom's under the same name.
pub(crate) use std::sync::atomic::{
    AtomicBool, AtomicI64, AtomicU8, AtomicU16, AtomicU32, AtomicU64, Ordering,
};

/// A mutual exclusion lock that ignores poisoning: its data are valid at every await-free step, and panics do not cross it.
pub(crate) struct Mutex<T>(
    #[allow(clippy::disallowed_types, reason = "this newtype is what the rest of the crate uses instead")]
    std::sync::Mutex<T>,
);

/// Holds a [`Mutex`].
pub(crate) type Guard<'a, T> = std::sync::MutexGuard<'a, T>;

impl<T> Mutex<T> {
    pub(crate) const fn new(value: T) -> Mutex<T> {
        #[allow(clippy::disallowed_types, reason = "as above")]
        Mutex(std::sync::Mutex::new(value))
    }

    pub(crate) fn lock(&self) -> Guard<'_, T> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
