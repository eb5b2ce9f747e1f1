//! [`Places`]: a table that remembers, for all threads, where entries are; each key has two places.
//!
//! # Participants
//! *Readers* look a key up; *writers* note an entry under a key; a *collection* empties words, inside a stop.
//!
//! # Transitions
//! | what | how |
//! | --- | --- |
//! | note | a writer makes an entry, and stores its word into the first place of the key; what another key has there moves to the second |
//! | empty | the collection stores 0 |
//!
//! # Why it is enough
//! An entry never changes once its word has been stored, and says itself what it is for: a reader that has a word has all of the entry (the store
//! releases, the load acquires; who moves a word has acquired it and releases it in turn), and believes nothing but the entry. So words may be lost,
//! doubled or moved at any time: two writers that meet lose one note, and a reader that misses an entry on its way from one place to the other looks the
//! slow way. An entry is freed only by a collection that has emptied its words, and no reader holds one across a safepoint.
//!
//! *Two places*, for with one, two keys of an inner loop that met there would look the slow way for ever: of 50 keys in 4096 places that
//! happens in one program of four, and took a tenth of the instructions of one such (richards).
//!
//! Checked by `tests/models/places.rs`, which must notice its faults; `tests/race/test_attributes.py` looks up many classes while they change and
//! collections run.

use crate::sync::{AtomicU64, Ordering};

/// The words, in pairs.
pub(crate) struct Places<const PAIRS: usize>([[AtomicU64; 2]; PAIRS]);

impl<const PAIRS: usize> Places<PAIRS> {
    /// An empty table.
    #[cfg(not(loom))]
    pub(crate) const fn new() -> Places<PAIRS> {
        Places([const { [const { AtomicU64::new(0) }; 2] }; PAIRS])
    }

    /// The same in a model, whose atomics are made at run time.
    #[cfg(loom)]
    pub(crate) fn new() -> Places<PAIRS> {
        Places(std::array::from_fn(|_| std::array::from_fn(|_| AtomicU64::new(0))))
    }

    #[inline(always)]
    fn pair(&self, hash: u64) -> &[AtomicU64; 2] {
        &self.0[(hash ^ hash >> 17) as usize % PAIRS]
    }

    /// What `is_it` makes of the first of a key's words that it takes. It is asked of 0 and of other keys' words, too.
    #[inline(always)]
    pub(crate) fn find<T>(&self, hash: u64, is_it: impl Fn(u64) -> Option<T>) -> Option<T> {
        let [first, second] = self.pair(hash);
        is_it(first.load(Ordering::Acquire)).or_else(|| is_it(second.load(Ordering::Acquire)))
    }

    /// Notes a key's word. `is_of_key` tells whether another is of the same key: that one is replaced.
    pub(crate) fn note(&self, hash: u64, word: u64, is_of_key: impl Fn(u64) -> bool) {
        let [first, second] = self.pair(hash);
        let former = first.load(Ordering::Acquire);
        if former != 0 && !is_of_key(former) {
            second.store(former, Ordering::Release);
        }
        first.store(word, Ordering::Release);
    }

    /// Every place that is in use.
    pub(crate) fn words(&self) -> impl Iterator<Item = &AtomicU64> {
        self.0.iter().flatten().filter(|place| place.load(Ordering::Relaxed) != 0)
    }
}
