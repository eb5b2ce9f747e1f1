//! The clock of deadlines: the system's, or one that moves only when the scheduler says so.
//!
//! A deterministic scheduler must not depend on how fast the machine is, so its clock is virtual: it advances by a fixed step at
//! each scheduling point, and, when nothing can run, straight to the earliest deadline. Only the one worker of such a scheduler
//! advances it; anybody reads it.

use std::sync::atomic::{AtomicU64, Ordering};

use typhon_os::time::monotonic_nanos;

/// Where virtual time begins: not at zero, so that programs that subtract an hour from "now" see what they always see.
const VIRTUAL_START_NANOS: u64 = 1_000_000_000_000;
/// What one scheduling point takes in virtual time.
const STEP_NANOS: u64 = 1_000;

/// The clock of one scheduler.
pub(crate) struct Clock {
    /// Virtual nanoseconds; 0 where time is the system's.
    virtual_nanos: AtomicU64,
}

impl Clock {
    pub(crate) fn system() -> Self {
        Self { virtual_nanos: AtomicU64::new(0) }
    }

    pub(crate) fn virtual_time() -> Self {
        Self { virtual_nanos: AtomicU64::new(VIRTUAL_START_NANOS) }
    }

    /// Nanoseconds now; only differences mean something.
    #[inline]
    pub(crate) fn now(&self) -> u64 {
        match self.virtual_nanos.load(Ordering::Relaxed) {
            0 => monotonic_nanos(),
            nanos => nanos,
        }
    }

    /// One scheduling point has passed.
    pub(crate) fn step(&self) {
        let now = self.virtual_nanos.load(Ordering::Relaxed);
        debug_assert_ne!(now, 0, "only a virtual clock is moved");
        self.virtual_nanos.store(now + STEP_NANOS, Ordering::Relaxed);
    }

    /// Nothing can run before `deadline`.
    pub(crate) fn advance_to(&self, deadline: u64) {
        let now = self.virtual_nanos.load(Ordering::Relaxed);
        self.virtual_nanos.store(now.max(deadline), Ordering::Relaxed);
    }
}
