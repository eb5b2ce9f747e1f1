//! A gate that helpers enter to work on something borrowed, and its owner closes when it takes that back.
//!
//! **Protects** what the collecting thread lends to its crew for the length of one job.
//!
//! **Participants**: the owner, and any number of helpers, which may wake long after the job is over: nobody waits
//! for them.
//!
//! **States** of the word: a count of helpers inside or just looking in, and `CLOSED`.
//!
//! **Transitions**: a helper adds one (acquire) and, if it finds the gate closed, takes it back and goes away; else
//! it works and subtracts one (release). The owner sets `CLOSED` and waits until the count is 0 (acquire): whatever
//! helpers did happens before `close` returns, and a helper that comes later sees `CLOSED`, since its
//! addition comes later in the order of the word's changes. One that merely looks in delays the owner by an instant.
//!
//! **Rejected**: rayon's scope, which waits for every helper to have woken: on a busy machine that made short
//! stops ten times as long. A futex to wait on: the owner has worked until nothing was left, so helpers are about
//! to leave.
//!
//! Checked by `tests/loom.rs` over this type.

use crate::sync::{AtomicU32, Ordering, yield_now};

const CLOSED: u32 = 1 << 31;

/// The gate of one job.
#[derive(Debug)]
pub(crate) struct Gate(AtomicU32);

impl Gate {
    pub(crate) fn new() -> Gate {
        Gate(AtomicU32::new(0))
    }

    /// A helper's: true when it is inside, and must [`Gate::leave`].
    pub(crate) fn enter(&self) -> bool {
        if self.0.fetch_add(1, Ordering::AcqRel) & CLOSED == 0 {
            return true;
        }
        self.leave();
        false
    }

    /// A helper's, once for each time it was inside.
    pub(crate) fn leave(&self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }

    /// The owner's: returns when nobody is inside, nor ever will be.
    pub(crate) fn close(&self) {
        self.0.fetch_or(CLOSED, Ordering::AcqRel);
        while self.0.load(Ordering::Acquire) != CLOSED {
            yield_now();
        }
    }
}
