//! A field of an object that may hold a reference: one atomic word.
//!
//! Loads acquire and stores release (plain moves on x86-64), so that whoever reads a reference sees the object
//! behind it complete. Stores after publication go through [`Mutator::store`](crate::Mutator::store).

use crate::sync::{AtomicU64, Ordering};

/// One word of an object, readable and writable by several threads at once.
#[repr(transparent)]
#[derive(Debug)]
pub struct Slot(AtomicU64);

macro_rules! constructor {
    ($($keyword:tt)?) => {
        /// A slot holding `word`.
        #[inline]
        pub $($keyword)? fn new(word: u64) -> Slot {
            Slot(AtomicU64::new(word))
        }
    };
}

impl Slot {
    #[cfg(not(loom))]
    constructor!(const);
    #[cfg(loom)]
    constructor!();

    /// Reads the word; what its writer did before is visible afterwards.
    #[inline(always)]
    pub fn load(&self) -> u64 {
        self.0.load(Ordering::Acquire)
    }

    /// Reads the word alone: for immediates, and for what another load has already ordered.
    #[inline(always)]
    pub fn load_relaxed(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    /// Stores without a barrier. Only into an object that no safepoint has passed since its allocation, or a
    /// word that is no heap reference.
    #[inline(always)]
    pub fn init(&self, word: u64) {
        self.0.store(word, Ordering::Release);
    }

    /// Replaces `current` by `new` and returns the former word, or fails with the word found. The caller calls
    /// [`Mutator::barrier`](crate::Mutator::barrier) before its next safepoint.
    #[inline]
    pub fn compare_exchange(&self, current: u64, new: u64) -> Result<u64, u64> {
        self.0.compare_exchange(current, new, Ordering::AcqRel, Ordering::Acquire)
    }

    /// As [`Slot::compare_exchange`], but may fail for no reason.
    #[inline]
    pub fn compare_exchange_weak(&self, current: u64, new: u64) -> Result<u64, u64> {
        self.0.compare_exchange_weak(current, new, Ordering::AcqRel, Ordering::Acquire)
    }

    /// Stores `word` and returns the former one; the same duty as [`Slot::compare_exchange`].
    #[inline]
    pub fn swap(&self, word: u64) -> u64 {
        self.0.swap(word, Ordering::AcqRel)
    }
}
