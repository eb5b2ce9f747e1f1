//! Blocking sections: a worker whose OS thread is in a long call goes on, on another OS thread.
//!
//! # What it protects
//! That a worker is run by one OS thread at a time, and that a fiber that comes back from a blocking call either still has its
//! worker or knows that it has none.
//!
//! # Participants and words
//! The *blocked* thread, whose fiber is in the section; the *monitor*, which takes the worker away; a *spare* thread, to which
//! it is handed. One word per worker: 0 outside of sections, else the number of the section that is on, which is never used
//! again on this worker.
//!
//! # Transitions
//! | from → to | who | ordering |
//! | --- | --- | --- |
//! | 0 → n `begin` | the worker's thread | release: the taker sees all that the thread did as the worker |
//! | n → 0 `end` | the same thread: the worker is still its own | acquire and release |
//! | n → 0 `take` | the monitor: the worker is its, to hand on | acquire and release |
//!
//! Both `end` and `take` are compare-and-swaps from n, so one of them wins; numbers are not repeated, so an `end` that
//! comes after further sections of the same worker on other threads still fails. The spare gets the worker through its
//! seat (`spares.rs`), with release and acquire.
//!
//! # What the loser owes
//! The blocked thread that finds its worker gone is nobody's worker: it touches nothing of it, makes its fiber ready in the
//! global queue (after the switch out, on its own system stack) and becomes a spare itself. Until then the fiber is
//! `Running`, so nobody else resumes it, and its stack stands still above the saved stack pointer: a collector may scan it.
//!
//! # Stop
//! A stopping scheduler takes every worker out of its section at once, so that the worker can end; a thread that does not
//! come back is not waited for, and the stacks are then not given back, as it still stands on one.
//!
//! # Rejected
//! Handing over at the beginning of each section (two wake-ups for each of millions of short reads); a pool of threads to
//! which calls are sent (a switch to and fro for each, and the caller's stack is not theirs).
//!
//! Checked by `tests/models/blocking.rs`, `tests/runtime/blocking.rs`. After Go's `entersyscall` and `retake`.

#![allow(unreachable_pub, reason = "public to the models of tests/loom.rs only")]

use crate::sync::{AtomicU64, Ordering, fault_switch};

fault_switch!(
    /// Deliberate faults of the hand-over.
    BlockingFault {
        /// Ending a section stores instead of comparing.
        EndsBlindly,
        /// Every section has the same number.
        RepeatsNumbers,
    }
);

/// The section a worker's OS thread is in.
pub struct SectionWord {
    word: AtomicU64,
    /// The last number used; written by the worker's thread only.
    last: AtomicU64,
    faults: Faults,
}

/// A section that has begun.
#[must_use = "a section that is not ended loses its worker"]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Section(u64);

impl Default for SectionWord {
    fn default() -> Self {
        Self::new()
    }
}

impl SectionWord {
    /// Outside of any section.
    pub fn new() -> Self {
        Self { word: AtomicU64::new(0), last: AtomicU64::new(0), faults: Faults::NONE }
    }

    /// For a model that must fail.
    #[cfg(loom)]
    pub fn with_fault(fault: BlockingFault) -> Self {
        Self { faults: Faults::of(fault), ..Self::new() }
    }

    /// The worker's thread enters a section.
    pub fn begin(&self) -> Section {
        let step = u64::from(!self.faults.has(BlockingFault::RepeatsNumbers));
        let number = (self.last.load(Ordering::Relaxed) + step).max(1);
        self.last.store(number, Ordering::Relaxed);
        self.word.store(number, Ordering::Release);
        Section(number)
    }

    /// The thread that began the section leaves it; true: it still has the worker.
    #[must_use = "who has lost the worker must not use it"]
    pub fn end(&self, section: Section) -> bool {
        if self.faults.has(BlockingFault::EndsBlindly) {
            return self.word.swap(0, Ordering::AcqRel) != u64::MAX;
        }
        self.word.compare_exchange(section.0, 0, Ordering::AcqRel, Ordering::Acquire).is_ok()
    }

    /// The section that is on, if any.
    pub fn current(&self) -> Option<Section> {
        match self.word.load(Ordering::Acquire) {
            0 => None,
            number => Some(Section(number)),
        }
    }

    /// Takes the worker out of a section that was seen; true: it is the caller's.
    pub fn take(&self, seen: Section) -> bool {
        self.word.compare_exchange(seen.0, 0, Ordering::AcqRel, Ordering::Relaxed).is_ok()
    }
}
