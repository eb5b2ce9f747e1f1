//! The state byte of a generator: who may touch its words. The protocol stands at the head of [`super`].

use crate::sync::{AtomicU8, Ordering};

/// Not resumed yet.
pub const CREATED: u8 = 0;
/// Waiting at a suspending instruction.
pub const SUSPENDED: u8 = 1;
/// Claimed by a thread.
pub const RUNNING: u8 = 2;
/// At its end.
pub const CLOSED: u8 = 3;

/// The state of one generator.
pub struct GeneratorState(AtomicU8);

/// What a claim found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[must_use]
pub enum Claim {
    /// Claimed; the former state is `CREATED` or `SUSPENDED`. The caller owes a release.
    Claimed(u8),
    /// Another frame or thread runs it.
    Running,
    /// It has ended.
    Closed,
}

impl GeneratorState {
    /// The state of a generator that its maker is about to release.
    pub fn running() -> GeneratorState {
        GeneratorState(AtomicU8::new(RUNNING))
    }

    /// The state as it is now; another thread may change it at once.
    pub fn peek(&self) -> u8 {
        self.0.load(Ordering::Acquire)
    }

    /// Claims the generator for the calling thread. `contended` is whether another one may do so meanwhile.
    #[inline(always)]
    pub fn claim(&self, contended: bool) -> Claim {
        let seen = self.0.load(Ordering::Acquire);
        if seen >= RUNNING {
            return if seen == RUNNING { Claim::Running } else { Claim::Closed };
        }
        if !contended {
            self.0.store(RUNNING, Ordering::Relaxed);
            return Claim::Claimed(seen);
        }
        match self.0.compare_exchange(seen, RUNNING, Ordering::Acquire, Ordering::Acquire) {
            Ok(_) => Claim::Claimed(seen),
            Err(CLOSED) => Claim::Closed,
            // It was claimed meanwhile, and perhaps suspended again: the two calls overlapped.
            Err(_) => Claim::Running,
        }
    }

    /// Gives the generator back in a state other than `RUNNING`. The caller has claimed it.
    #[inline(always)]
    pub fn release(&self, state: u8) {
        self.0.store(state, Ordering::Release);
    }
}
