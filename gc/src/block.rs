//! What is recorded about one 32 KiB block, beside the heap.
//!
//! Two bitmaps, of which the heap's parity says which is which:
//! - *start* (`bits[parity]`): the objects that survived the last cycle. A young cycle's marks are sticky: they are
//!   added to this same bitmap, so that "a young cycle begins with mark = start" costs nothing per block.
//! - the *other* one: the marks of a full cycle, which the flip at its end turns into the starts; in a young cycle,
//!   the starts found by walking a span in which a root pointed. Empty between cycles.
//!
//! The extents, again one set per bitmap, are the line maps: lines that an object longer than a line continues
//! into. The lines in which objects start follow from the bitmap. A small object may reach into the next line;
//! that line is taken to be live without a look (Immix).
//!
//! `occupied` is what the last sweep derived from them: the lines no span may use. It changes in a sweep only, so
//! between two cycles it also tells where each span begins: at the first line of a hole.

use crate::bitmap::Bitmap;
use crate::geometry::LINES_PER_BLOCK;
use crate::lines::{AtomicLineSet, LineSet};
use crate::side_table::Zeroed;
use std::sync::atomic::{AtomicU8, Ordering};

/// Holes shorter than this are not allocated into: finding one costs more than its few objects are worth.
pub(crate) const MIN_HOLE_LINES: usize = 2;

/// What a block is used for; kept in a table of its own, small enough to stay in the cache while marking.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(crate) enum BlockKind {
    /// Nothing in it.
    Free = 0,
    /// Objects up to a line.
    Small = 1,
    /// Objects longer than a line: an overflow block.
    Medium = 2,
}

impl BlockKind {
    pub(crate) fn from_byte(byte: u8) -> BlockKind {
        match byte {
            0 => BlockKind::Free,
            1 => BlockKind::Small,
            _ => BlockKind::Medium,
        }
    }
}

/// The record of one block.
#[repr(C, align(64))]
#[derive(Debug)]
pub(crate) struct BlockRecord {
    pub(crate) bits: [Bitmap; 2],
    pub(crate) extents: [AtomicLineSet; 2],
    pub(crate) occupied: AtomicLineSet,
    /// Holes, by their first line, whose starts have been recorded in this cycle.
    pub(crate) recorded: AtomicLineSet,
    /// Holes that begin below this line have been handed out since the last sweep.
    frontier: AtomicU8,
}

// SAFETY: atomics throughout; zero is an empty free block.
unsafe impl Zeroed for BlockRecord {}

impl BlockRecord {
    pub(crate) fn frontier(&self) -> usize {
        self.frontier.load(Ordering::Relaxed).into()
    }

    #[expect(clippy::cast_possible_truncation, reason = "a line number")]
    pub(crate) fn set_frontier(&self, line: usize) {
        debug_assert!(line <= LINES_PER_BLOCK);
        self.frontier.store(line as u8, Ordering::Relaxed);
    }

    /// The lines that hold objects marked in bitmap `index`: exactly for longer objects, with the implicit next
    /// line for small ones.
    pub(crate) fn live_lines(&self, kind: BlockKind, index: usize) -> LineSet {
        let starts = self.bits[index].lines();
        match kind {
            BlockKind::Medium => LineSet(starts.0 | self.extents[index].load().0),
            _ => LineSet(starts.0 | starts.0 << 1),
        }
    }
}

/// `live` and the holes too short to be used.
pub(crate) fn occupied_lines(live: LineSet) -> LineSet {
    live.holes().filter(|hole| hole.len() < MIN_HOLE_LINES).fold(live, LineSet::with)
}
