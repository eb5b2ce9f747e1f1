//! [`ClassVersion`]: the number by which what was found on a class is known to be found there still.
//!
//! # Protocol
//! *Protects* no data: it tells answers of look-ups that may be given again from those that may not. *Participants*: threads that change the namespace
//! or the order of a class or of its ancestors, and threads that look names up and remember what they found (sites' entries, the shared tables
//! of `interp::cache`). *States*: a number that no class had before, and [`CHANGING`]. *Transitions*: [`ClassVersion::suspend`] before a change,
//! [`ClassVersion::renew`] with a fresh number after it, for every class that inherits what changes.
//! *Remembering*: the version is read before the look-up and once more after it; only what was found at one version that is a number is
//! remembered, with that number. *Using*: where the class has that number still.
//! *Pairs*: a changed word is stored after `suspend` and with release, and look-ups read it with acquire; so who has seen the change sees
//! `CHANGING` or a later number when it looks again, and remembers nothing. `renew` is a release after the change: who sees the new number,
//! or is told of the change by anybody, finds it. So an answer that was remembered before a change is used by nobody who knows of the change.
//! *Two changes at once* may renew while the other is under way: what is remembered then is forgotten when the other renews. *Checked by* the
//! model `tests/models/version.rs` and by `tests/race/test_special_methods.py`.

use crate::sync::{AtomicU64, Ordering};

/// The version of a class that is being changed.
pub(crate) const CHANGING: u64 = 0;

/// A class's version.
pub(crate) struct ClassVersion(AtomicU64);

impl ClassVersion {
    /// That of a new class; `number` was no class's before.
    pub(crate) fn new(number: u64) -> ClassVersion {
        ClassVersion(AtomicU64::new(number))
    }

    /// The number, or [`CHANGING`].
    #[inline(always)]
    pub(crate) fn get(&self) -> u64 {
        self.0.load(Ordering::Acquire)
    }

    /// Nothing is remembered of the class until it is renewed.
    pub(crate) fn suspend(&self) {
        self.0.store(CHANGING, Ordering::Release);
    }

    /// Ends a change with a number that no class had before.
    pub(crate) fn renew(&self, number: u64) {
        self.0.store(number, Ordering::Release);
    }

    /// What a look-up finds, and the version at which that may be remembered, if it may be.
    pub(crate) fn observed<T>(&self, look_up: impl FnOnce() -> T) -> (T, Option<u64>) {
        let version = self.get();
        let found = look_up();
        (found, (version != CHANGING && version == self.get()).then_some(version))
    }
}
