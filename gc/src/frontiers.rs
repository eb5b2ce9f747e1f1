//! How the heap's range is divided: blocks grow from its beginning, large objects from its end.
//!
//! One word holds both frontiers, so that one compare-and-swap keeps them from crossing. The barrier's slow path
//! reads the lower end of the large objects without a lock: an object's address reaches a thread only after that
//! frontier had been moved below it, and blocks lie below every value the frontier ever has while they are blocks.

use std::sync::atomic::{AtomicU64, Ordering};

/// Block numbers: blocks lie in `0..blocks`, large objects in `large..capacity`.
#[derive(Debug)]
pub(crate) struct Frontiers(AtomicU64);

impl Frontiers {
    pub(crate) fn new(capacity: u32) -> Frontiers {
        Frontiers(AtomicU64::new(pack(0, capacity)))
    }

    /// The first block number above all blocks.
    pub(crate) fn blocks(&self) -> u32 {
        unpack(self.0.load(Ordering::Relaxed)).0
    }

    /// The block number at which the large objects begin.
    #[inline]
    pub(crate) fn large(&self) -> u32 {
        unpack(self.0.load(Ordering::Relaxed)).1
    }

    /// Takes one more block; none when the range is used up.
    pub(crate) fn take_block(&self) -> Option<u32> {
        self.update(|blocks, large| (blocks < large).then(|| (blocks + 1, large))).map(|(blocks, _)| blocks)
    }

    /// Moves the beginning of the large objects down by `count` blocks; returns the new one.
    pub(crate) fn take_large(&self, count: u32) -> Option<u32> {
        let taken = |blocks: u32, large: u32| large.checked_sub(count).filter(|&floor| floor >= blocks);
        let (_, former) = self.update(|blocks, large| taken(blocks, large).map(|floor| (blocks, floor)))?;
        Some(former - count)
    }

    /// Moves the beginning of the large objects up again, by what lies unused at their lower end.
    pub(crate) fn return_large(&self, floor: u32) {
        self.update(|blocks, large| (floor > large).then_some((blocks, floor)));
    }

    /// The values before the change, if `change` made one.
    fn update(&self, change: impl Fn(u32, u32) -> Option<(u32, u32)>) -> Option<(u32, u32)> {
        let update = |word| {
            let (blocks, large) = unpack(word);
            change(blocks, large).map(|(blocks, large)| pack(blocks, large))
        };
        self.0.fetch_update(Ordering::AcqRel, Ordering::Relaxed, update).ok().map(unpack)
    }
}

fn pack(blocks: u32, large: u32) -> u64 {
    u64::from(blocks) << 32 | u64::from(large)
}

#[expect(clippy::cast_possible_truncation, reason = "the two halves")]
fn unpack(word: u64) -> (u32, u32) {
    ((word >> 32) as u32, word as u32)
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn the_frontiers_do_not_cross() {
        let frontiers = Frontiers::new(4);
        assert_eq!(frontiers.take_block(), Some(0));
        assert_eq!(frontiers.take_large(2), Some(2));
        assert_eq!(frontiers.take_large(2), None);
        assert_eq!(frontiers.take_block(), Some(1));
        assert_eq!(frontiers.take_block(), None);
        frontiers.return_large(3);
        assert_eq!((frontiers.blocks(), frontiers.large()), (2, 3));
        assert_eq!(frontiers.take_block(), Some(2));
        assert_eq!(frontiers.take_large(1), None);
    }
}
