//! A lock around state of the C library that belongs to the whole process.
//!
//! Waiters sleep on their OS threads. There are two: `users::READING`, held for as long as libraries of the administrator's take, so that who
//! may wait for it does so in a blocking section; and, inside that one if both are held, `locale::LOCK`, held for a few calls.
//!
//! # Fork
//! Who forks holds both around it, so that what they protect is whole in the child. There the lock is the child's own copy, held by the thread
//! that forked, which frees it as in the parent; those who wait for it are the parent's, and sleep on the parent's memory.

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
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        if self.0.0.swap(FREE, Ordering::Release) == AWAITED {
            futex::wake(&self.0.0, 1);
        }
    }
}
