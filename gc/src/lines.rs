//! A set of the 128 lines of one block, and the holes in it.

use std::ops::Range;

use crate::geometry::LINES_PER_BLOCK;
use std::sync::atomic::{AtomicU64, Ordering};

/// A set of lines; bit `i` is line `i`.
#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct LineSet(pub(crate) u128);

impl LineSet {
    pub(crate) fn contains(self, line: usize) -> bool {
        self.0 >> line & 1 != 0
    }

    pub(crate) fn with(self, lines: Range<usize>) -> LineSet {
        LineSet(self.0 | mask(lines))
    }

    pub(crate) fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// The first maximal run of lines outside the set at or after line `from`.
    pub(crate) fn next_hole(self, from: usize) -> Option<Range<usize>> {
        if from >= LINES_PER_BLOCK {
            return None;
        }
        let free = !self.0 >> from << from;
        if free == 0 {
            return None;
        }
        let start = free.trailing_zeros() as usize;
        let end = (self.0 >> start).trailing_zeros() as usize + start;
        Some(start..end.min(LINES_PER_BLOCK))
    }

    /// The maximal run of lines outside the set around `line`, which is outside it.
    pub(crate) fn hole_around(self, line: usize) -> Range<usize> {
        debug_assert!(!self.contains(line));
        let below = self.0 & mask(0..line);
        let start = LINES_PER_BLOCK - below.leading_zeros() as usize;
        let end = (self.0 >> line).trailing_zeros() as usize + line;
        start..end.min(LINES_PER_BLOCK)
    }

    /// All holes, lowest first.
    pub(crate) fn holes(self) -> impl Iterator<Item = Range<usize>> {
        let mut from = 0;
        std::iter::from_fn(move || {
            let hole = self.next_hole(from)?;
            from = hole.end;
            Some(hole)
        })
    }
}

fn mask(lines: Range<usize>) -> u128 {
    debug_assert!(lines.start <= lines.end && lines.end <= LINES_PER_BLOCK);
    if lines.is_empty() {
        return 0;
    }
    u128::MAX >> (LINES_PER_BLOCK - lines.len()) << lines.start
}

/// A line set in memory. Its two halves are read and written apart: only as a whole inside a stop, or by the one
/// mutator that owns the block.
#[derive(Debug)]
pub(crate) struct AtomicLineSet([AtomicU64; 2]);

impl AtomicLineSet {
    pub(crate) fn load(&self) -> LineSet {
        let [low, high] = &self.0;
        LineSet(u128::from(low.load(Ordering::Relaxed)) | u128::from(high.load(Ordering::Relaxed)) << 64)
    }

    #[expect(clippy::cast_possible_truncation, reason = "the two halves")]
    pub(crate) fn store(&self, set: LineSet) {
        self.0[0].store(set.0 as u64, Ordering::Relaxed);
        self.0[1].store((set.0 >> 64) as u64, Ordering::Relaxed);
    }

    /// Adds lines; several threads may do so at once.
    #[expect(clippy::cast_possible_truncation, reason = "the two halves")]
    pub(crate) fn insert(&self, lines: Range<usize>) {
        let added = mask(lines);
        for (half, bits) in [(0, added as u64), (1, (added >> 64) as u64)] {
            if bits & !self.0[half].load(Ordering::Relaxed) != 0 {
                self.0[half].fetch_or(bits, Ordering::Relaxed);
            }
        }
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    fn check_holes(set: u128, expected: &[(usize, usize)]) {
        let set = LineSet(set);
        let expected: Vec<_> = expected.iter().map(|&(start, end)| start..end).collect();
        assert_eq!(set.holes().collect::<Vec<_>>(), expected);
        for hole in &expected {
            for line in hole.clone() {
                assert_eq!(set.hole_around(line), *hole);
            }
        }
    }

    #[test]
    fn holes_are_maximal_runs() {
        check_holes(0, &[(0, 128)]);
        check_holes(u128::MAX, &[]);
        check_holes(1, &[(1, 128)]);
        check_holes(1 << 127, &[(0, 127)]);
        check_holes(!0 << 4 & !(0b111 << 64), &[(0, 4), (64, 67)]);
        check_holes(!(1 << 127), &[(127, 128)]);
    }

    #[test]
    fn ranges_cross_the_halves() {
        let set = LineSet::default().with(60..70);
        assert_eq!(set.len(), 10);
        assert!(set.contains(60) && set.contains(69) && !set.contains(59) && !set.contains(70));
        assert_eq!(LineSet::default().with(0..128).0, u128::MAX);
    }
}
