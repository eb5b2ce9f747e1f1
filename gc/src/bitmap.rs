//! One bit for each granule of a block.

use crate::geometry::{GRANULES_PER_BLOCK, GRANULES_PER_LINE};
use crate::lines::LineSet;
use std::sync::atomic::{AtomicU64, Ordering};

const WORDS: usize = GRANULES_PER_BLOCK / 64;

/// A bitmap over the granules of one block: a set bit says that an object starts there.
#[derive(Debug)]
pub(crate) struct Bitmap([AtomicU64; WORDS]);

impl Bitmap {
    #[inline(always)]
    pub(crate) fn contains(&self, granule: usize) -> bool {
        self.0[granule / 64].load(Ordering::Relaxed) >> (granule % 64) & 1 != 0
    }

    /// Sets a bit and says whether this call did. Any number of threads at once.
    #[inline(always)]
    pub(crate) fn insert(&self, granule: usize) -> bool {
        let (word, bit) = (&self.0[granule / 64], 1 << (granule % 64));
        word.load(Ordering::Relaxed) & bit == 0 && word.fetch_or(bit, Ordering::Relaxed) & bit == 0
    }

    /// As [`Bitmap::insert`] while no other thread writes: without the locked instruction.
    #[inline(always)]
    pub(crate) fn insert_unsync(&self, granule: usize) -> bool {
        let (word, bit) = (&self.0[granule / 64], 1 << (granule % 64));
        let old = word.load(Ordering::Relaxed);
        word.store(old | bit, Ordering::Relaxed);
        old & bit == 0
    }

    /// The highest set bit at or below `granule`.
    pub(crate) fn last_at_or_before(&self, granule: usize) -> Option<usize> {
        let mut index = granule / 64;
        let mut word = self.0[index].load(Ordering::Relaxed) & (u64::MAX >> (63 - granule % 64));
        loop {
            if word != 0 {
                return Some(index * 64 + 63 - word.leading_zeros() as usize);
            }
            index = index.checked_sub(1)?;
            word = self.0[index].load(Ordering::Relaxed);
        }
    }

    pub(crate) fn clear(&self) {
        for word in &self.0 {
            word.store(0, Ordering::Relaxed);
        }
    }

    /// The set bits, lowest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().flat_map(|(index, word)| {
            let mut bits = word.load(Ordering::Relaxed);
            std::iter::from_fn(move || {
                if bits == 0 {
                    return None;
                }
                let bit = bits.trailing_zeros() as usize;
                bits &= bits - 1;
                Some(index * 64 + bit)
            })
        })
    }

    /// The bits as words.
    pub(crate) fn words(&self) -> Vec<u64> {
        self.0.iter().map(|word| word.load(Ordering::Relaxed)).collect()
    }

    /// Sets bits, while no other thread writes.
    pub(crate) fn union(&self, words: &[u64]) {
        for (word, &bits) in self.0.iter().zip(words) {
            word.store(word.load(Ordering::Relaxed) | bits, Ordering::Relaxed);
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.0.iter().map(|word| word.load(Ordering::Relaxed).count_ones() as usize).sum()
    }

    /// The lines in which an object starts.
    pub(crate) fn lines(&self) -> LineSet {
        // A line is 16 granules: a word covers four lines, each a 16-bit lane.
        const LINES_PER_WORD: usize = 64 / GRANULES_PER_LINE;
        let mut set = 0_u128;
        for (index, word) in self.0.iter().enumerate() {
            let bits = word.load(Ordering::Relaxed);
            let mut lanes = 0;
            for lane in 0..LINES_PER_WORD {
                let used = bits >> (lane * GRANULES_PER_LINE) & 0xFFFF != 0;
                lanes |= u128::from(used) << lane;
            }
            set |= lanes << (index * LINES_PER_WORD);
        }
        LineSet(set)
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    fn bitmap(bits: &[usize]) -> Bitmap {
        let map = Bitmap([const { AtomicU64::new(0) }; WORDS]);
        for &bit in bits {
            assert!(map.insert(bit));
            assert!(!map.insert(bit));
            assert!(!map.insert_unsync(bit));
        }
        map
    }

    #[test]
    fn finds_the_start_below() {
        let map = bitmap(&[0, 63, 64, 700, 2047]);
        for (granule, expected) in
            [(0, 0), (1, 0), (62, 0), (63, 63), (64, 64), (699, 64), (701, 700), (2047, 2047)]
        {
            assert_eq!(map.last_at_or_before(granule), Some(expected), "{granule}");
        }
        assert_eq!(bitmap(&[5]).last_at_or_before(4), None);
        assert_eq!(map.iter().collect::<Vec<_>>(), [0, 63, 64, 700, 2047]);
        assert_eq!(map.len(), 5);
        map.clear();
        assert_eq!(map.last_at_or_before(2047), None);
    }

    #[test]
    fn lines_of_starts() {
        assert_eq!(bitmap(&[0, 15, 16, 2047]).lines(), LineSet(0b11 | 1 << 127));
    }
}
