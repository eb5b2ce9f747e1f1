//! The first 256 characters as a bitmap: what sets and beginnings are put together from, whole words at a time, when a pattern is compiled.

use std::sync::OnceLock;

use super::chars::{is_in_category, lower_unicode};

/// A set of the first 256 characters.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Bitmap([u64; 4]);

/// The capital letters in the second word; the small ones lie 32 bits above.
const CAPITALS: u64 = ((1 << 26) - 1) << 1;

/// Categories that there are.
const CATEGORIES: usize = 18;

impl Bitmap {
    pub(super) const EMPTY: Bitmap = Bitmap([0; 4]);
    pub(super) const ALL: Bitmap = Bitmap([u64::MAX; 4]);

    /// Those that are wanted.
    pub(super) fn of(wanted: impl Fn(u32) -> bool) -> Bitmap {
        let mut map = Bitmap::EMPTY;
        for point in 0..256 {
            if wanted(point) {
                map.insert(point);
            }
        }
        map
    }

    /// One character, or none where it is not among the first.
    pub(super) fn single(point: u32) -> Bitmap {
        let mut map = Bitmap::EMPTY;
        map.insert(point);
        map
    }

    /// The characters from `first` to `last`, both included.
    pub(super) fn range(first: u32, last: u32) -> Bitmap {
        let mut map = Bitmap::EMPTY;
        for (word, low) in map.0.iter_mut().zip((0u32..).step_by(64)) {
            if first <= low + 63 && last >= low && first <= last {
                let (from, to) = (first.max(low) - low, last.min(low + 63) - low);
                *word = (u64::MAX >> (63 - (to - from))) << from;
            }
        }
        map
    }

    /// From the eight words of a set's bitmap.
    pub(super) fn from_words(words: &[u32]) -> Bitmap {
        let mut map = Bitmap::EMPTY;
        for (word, halves) in map.0.iter_mut().zip(words.chunks_exact(2)) {
            *word = u64::from(halves[0]) | u64::from(halves[1]) << 32;
        }
        map
    }

    /// The characters of a category, which are looked up once a process.
    pub(super) fn category(number: u32) -> Bitmap {
        static KNOWN: OnceLock<[Bitmap; CATEGORIES]> = OnceLock::new();
        let known = KNOWN.get_or_init(|| {
            std::array::from_fn(|number| Bitmap::of(|point| is_in_category(number as u32, point)))
        });
        known.get(number as usize).copied().unwrap_or_default()
    }

    pub(super) fn insert(&mut self, point: u32) {
        if let Some(word) = self.0.get_mut((point >> 6) as usize) {
            *word |= 1 << (point & 63);
        }
    }

    /// Whether a character of the first 256 is in the set.
    #[inline(always)]
    pub(super) fn has(&self, point: u32) -> bool {
        self.0[(point >> 6 & 3) as usize] >> (point & 63) & 1 != 0
    }

    /// Whether half of them or more are in the set, so that looking for one that is saves nothing.
    pub(super) fn is_wide(&self) -> bool {
        self.0.iter().map(|word| word.count_ones()).sum::<u32>() >= 128
    }

    fn zip(self, other: Bitmap, join: impl Fn(u64, u64) -> u64) -> Bitmap {
        Bitmap(std::array::from_fn(|index| join(self.0[index], other.0[index])))
    }

    pub(super) fn or(self, other: Bitmap) -> Bitmap {
        self.zip(other, |one, other| one | other)
    }

    pub(super) fn and(self, other: Bitmap) -> Bitmap {
        self.zip(other, |one, other| one & other)
    }

    pub(super) fn without(self, other: Bitmap) -> Bitmap {
        self.zip(other, |one, other| one & !other)
    }

    /// The characters whose small letter, of the ASCII ones, is in the set.
    pub(super) fn folded_ascii(mut self) -> Bitmap {
        self.0[1] = self.0[1] & !CAPITALS | self.0[1] >> 32 & CAPITALS;
        self
    }

    /// The characters whose small letter is in the set.
    pub(super) fn folded_unicode(self) -> Bitmap {
        let mut map = self.folded_ascii();
        map.0[2..].fill(0);
        for point in 128..256 {
            let lower = lower_unicode(point);
            if lower < 256 && self.has(lower) {
                map.insert(point);
            }
        }
        map
    }

    /// The characters of which either case, of ASCII letters, is in the set.
    pub(super) fn either_case(mut self) -> Bitmap {
        let letters = (self.0[1] | self.0[1] >> 32) & CAPITALS;
        self.0[1] |= letters | letters << 32;
        self
    }
}
