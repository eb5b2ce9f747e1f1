//! A lock around state of the C library that belongs to the whole process. Waiters sleep; who forks is to have the child [`Lock::free`] it.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::futex;

const FREE: u32 = 0;
const HELD: u32 = 1;
/// Held, and somebody may sleep.
const AWAITED: u32 = 2;

pub(crate) struct Lock(AtomicU32);

/// Holds a [`Lock`].
pub(crate) struct Held<'a>(&'a Lock);

impl Lock {
    pub(crate) const fn new() -> Self {
        Self(AtomicU32::new(FREE))
    }

    /// Waits on the OS thread until the lock is free.
    pub(crate) fn hold(&self) -> Held<'_> {
        if self.0.compare_exchange(FREE, HELD, Ordering::Acquire, Ordering::Relaxed).is_err() {
            // Whoever has slept does not know whether others sleep.
            while self.0.swap(AWAITED, Ordering::Acquire) != FREE {
                futex::wait(&self.0, AWAITED, None);
            }
        }
        Held(self)
    }

    /// In the child of a `fork`, before anything else: whoever held the lock is not there.
    pub(crate) fn free(&self) {
        self.0.store(FREE, Ordering::Relaxed);
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        if self.0.0.swap(FREE, Ordering::Release) == AWAITED {
            futex::wake(&self.0.0, 1);
        }
    }
}
