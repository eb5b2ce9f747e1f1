//! How one mutator is asked to stop, and goes on: the protocol of its [`StopWord`].
//!
//! **Protects** everything a mutator publishes when it becomes safe: its [`Shared`](crate::registry::Shared)
//! log, the heap below its cursors, its stack and windows. While the word is `HELD` they belong to the collector,
//! while it is `RUNNING` or `ASKED` to the mutator; while `SAFE` to nobody.
//!
//! **Participants**: the mutator's own thread, and one stopper at a time (the holder of the heap's cycle lock).
//!
//! **States** of the word, two bits:
//! - `RUNNING` (0): the mutator runs; next `SAFE` (it blocks or parks) or `ASKED`.
//! - `SAFE`: blocked, idle or waiting; touches no heap memory. Next `RUNNING` or `HELD`.
//! - `ASKED` (`STOP`): it runs on and will reach a safepoint. Next `HELD`.
//! - `HELD` (`SAFE | STOP`): it is stopped. Next `SAFE`, by the stopper only.
//!
//! **Transitions**, all read-modify-writes of the one word:
//! - `ask` (stopper): `fetch_or STOP`, acquire (and release).
//! - `enter_safe` (mutator): `fetch_or SAFE`, release: what it published happens before whoever sees it safe. If it
//!   finds `STOP` it has completed the request and wakes the stopper.
//! - `leave_safe` (mutator): compare-and-swap `SAFE → RUNNING`, acquire: sees what the stopper wrote before `release`.
//! - `release` (stopper): `fetch_and !STOP`, release; wakes the mutator.
//!
//! The stopper learns that a mutator is safe from `ask` itself or from a load, both acquire, and both paired with
//! the release of `enter_safe`. A mutator that is safe is held by the asking alone: one compare-and-swap cannot
//! leave a word that has `STOP` set, so no store-load fence (Dekker) and no `SeqCst` is needed anywhere.
//!
//! **No wake-up is lost.** Both sides sleep on the word itself and name the value they saw; the kernel compares
//! before it sleeps, and every transition out of that value is followed by a wake: the stopper sleeps on `ASKED`,
//! which only `enter_safe` leaves, and it wakes when it found `STOP`; the mutator sleeps on `HELD`, which only
//! `release` leaves.
//!
//! **The poll bit** (the embedder's): the stopper first sets `STOP`, then requests the poll; the mutator first takes
//! the request back, then looks at the word. If the taking back comes after the request, it sees `STOP`; if before,
//! the request stands and is served at the next poll.
//!
//! **Handshakes** for a phase change are rolling stops: ask all, then serve each as it arrives and release it at
//! once; the same four transitions. A stop of the world releases nobody before all are held.
//!
//! **Shutdown**: a mutator that goes away becomes safe first and then leaves the registry, whose lock a stop
//! holds throughout; so it is never released into nothing.
//!
//! **Rejected**: one global stop flag with a per-mutator state (needs a full fence on every return from a blocking
//! section, or a system call per stop); a shared count of arrivals (one more contended line, and nothing gained
//! while the stopper needs every one of them).
//!
//! Checked by `tests/loom.rs` over these types, and by every test that runs several mutators.

use crate::sync::{Futex, Ordering};

const SAFE: u32 = 1;
const STOP: u32 = 2;

/// Rounds the stopper looks at the word before it sleeps: a mutator that polls every microsecond arrives sooner.
#[cfg(not(loom))]
const SPINS: u32 = 2000;
#[cfg(loom)]
const SPINS: u32 = 0;

/// The word of one mutator.
#[derive(Debug)]
pub(crate) struct StopWord(Futex);

impl StopWord {
    /// A mutator begins safe.
    pub(crate) fn new() -> StopWord {
        StopWord(Futex::new(SAFE))
    }

    /// The mutator's: it touches nothing of the heap from here to [`StopWord::leave_safe`].
    #[inline]
    pub(crate) fn enter_safe(&self) {
        let former = self.0.word.fetch_or(SAFE, Ordering::AcqRel);
        debug_assert!(former & SAFE == 0, "safe twice");
        if former & STOP != 0 {
            self.0.wake_all();
        }
    }

    /// The mutator's: runs again, after any stop that is on.
    #[inline]
    pub(crate) fn leave_safe(&self) {
        while self.0.word.compare_exchange(SAFE, 0, Ordering::AcqRel, Ordering::Relaxed).is_err() {
            self.0.wait(SAFE | STOP);
        }
    }

    /// The mutator's: somebody wants it to stop.
    #[inline]
    pub(crate) fn is_asked(&self) -> bool {
        self.0.word.load(Ordering::Relaxed) & STOP != 0
    }

    /// The mutator's, or anybody's guess.
    #[inline]
    pub(crate) fn is_safe(&self) -> bool {
        self.0.word.load(Ordering::Relaxed) & SAFE != 0
    }

    /// The stopper's: asks; true when the mutator is held already.
    pub(crate) fn ask(&self) -> bool {
        let former = self.0.word.fetch_or(STOP, Ordering::AcqRel);
        debug_assert!(former & STOP == 0, "one stopper at a time");
        former & SAFE != 0
    }

    /// The stopper's: stopped for certain.
    pub(crate) fn is_held(&self) -> bool {
        self.0.word.load(Ordering::Acquire) == SAFE | STOP
    }

    /// The stopper's, after [`StopWord::ask`]: returns when the mutator is held.
    pub(crate) fn wait_until_held(&self) {
        let mut rounds = SPINS;
        while rounds > 0 && !self.is_held() {
            rounds -= 1;
            std::hint::spin_loop();
        }
        while !self.is_held() {
            self.0.wait(STOP);
        }
    }

    /// The stopper's: lets a held mutator go on.
    pub(crate) fn release(&self) {
        let former = self.0.word.fetch_and(!STOP, Ordering::AcqRel);
        if former & SAFE != 0 {
            self.0.wake_all();
        }
    }
}
