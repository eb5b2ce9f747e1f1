//! Deliberate bugs, so that tests can show that the verifier and the stress programs would notice a real one.
//!
//! Built in only with the feature `sabotage` or in this crate's own tests; elsewhere the question is a constant.

#[cfg(any(test, feature = "sabotage"))]
use std::sync::atomic::{AtomicU8, Ordering};

/// A bug to switch on.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Sabotage {
    /// The barrier's slow path forgets what it was told.
    DropBarrier = 1,
    /// A stop goes ahead without the mutator registered last.
    MissHandshake = 2,
}

/// Which bug is on.
#[derive(Debug, Default)]
pub(crate) struct Saboteur {
    #[cfg(any(test, feature = "sabotage"))]
    active: AtomicU8,
}

impl Saboteur {
    #[cfg(any(test, feature = "sabotage"))]
    pub(crate) fn set(&self, bug: Option<Sabotage>) {
        self.active.store(bug.map_or(0, |bug| bug as u8), Ordering::Relaxed);
    }

    #[cfg(any(test, feature = "sabotage"))]
    pub(crate) fn is(&self, bug: Sabotage) -> bool {
        self.active.load(Ordering::Relaxed) == bug as u8
    }

    #[cfg(not(any(test, feature = "sabotage")))]
    #[inline(always)]
    pub(crate) fn is(&self, _: Sabotage) -> bool {
        false
    }
}
