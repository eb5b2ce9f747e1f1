//! [`Bits`]: the yes-or-no state of a stream. Thread-safety: each bit is changed atomically, and orders nothing else.

use std::sync::atomic::{AtomicU32, Ordering};

/// Bits by masks.
pub(super) struct Bits(AtomicU32);

impl Bits {
    pub(super) fn new(bits: u32) -> Bits {
        Bits(AtomicU32::new(bits))
    }

    pub(super) fn get(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }

    /// Whether any of these bits is set.
    pub(super) fn has(&self, bits: u32) -> bool {
        self.get() & bits != 0
    }

    pub(super) fn set(&self, bits: u32, on: bool) {
        if on {
            self.0.fetch_or(bits, Ordering::Relaxed);
        } else {
            self.0.fetch_and(!bits, Ordering::Relaxed);
        }
    }

    pub(super) fn replace(&self, bits: u32) {
        self.0.store(bits, Ordering::Relaxed);
    }
}
