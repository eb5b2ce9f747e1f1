//! Which blocks are free, which can be recycled, and which were allocated into since the last collection.
//!
//! Free blocks go first: bump allocation through a whole block is four times as fast as through holes. Blocks with
//! large holes come next, before the heap grows. Nothing moves, so this choice is all there is against
//! fragmentation.

use std::ops::Range;

use crate::block::BlockKind;
use crate::geometry::{LINE_BYTES, MAX_MEDIUM_BYTES};
use crate::space::Space;

/// The lists. Lives under a lock, taken once per block.
#[derive(Debug, Default)]
pub(crate) struct BlockPool {
    /// Empty, their memory still committed. The end is taken first.
    pub(crate) free: Vec<u32>,
    /// Empty, their memory returned to the system.
    pub(crate) discarded: Vec<u32>,
    /// With large holes: for small objects, and for medium ones by the longest hole.
    pub(crate) recyclable: [Vec<u32>; RECYCLABLE_LISTS],
    /// Handed out since the last collection.
    pub(crate) touched: Vec<u32>,
    /// Blocks that hold something or may.
    pub(crate) in_use: usize,
}

impl BlockPool {
    /// A block to allocate an object of `bytes` into. `may_grow`: one more block may come into use.
    pub(crate) fn take(
        &mut self,
        space: &Space,
        kind: BlockKind,
        bytes: usize,
        may_grow: bool,
    ) -> Option<u32> {
        let block = self.take_empty(may_grow, None).or_else(|| {
            let lists = lists_for_object(kind, bytes);
            self.recyclable[lists].iter_mut().find_map(Vec::pop)
        });
        let block = block.or_else(|| self.take_empty(may_grow, Some(space)))?;
        space.set_kind(block as usize, kind);
        self.touched.push(block);
        Some(block)
    }

    /// An empty block: committed ones, or with `space` others too.
    fn take_empty(&mut self, may_grow: bool, space: Option<&Space>) -> Option<u32> {
        if !may_grow {
            return None;
        }
        let block = match space {
            None => self.free.pop()?,
            Some(space) => self.discarded.pop().or_else(|| space.frontiers.take_block())?,
        };
        self.in_use += 1;
        Some(block)
    }

    /// The highest-numbered `count` free blocks, ascending; the caller discards them and gives them back.
    pub(crate) fn take_excess(&mut self, count: usize) -> Vec<u32> {
        self.free.sort_unstable_by(|a, b| b.cmp(a));
        let mut excess: Vec<u32> = self.free.drain(..count.min(self.free.len())).collect();
        excess.reverse();
        excess
    }
}

/// Lists of recyclable blocks.
pub(crate) const RECYCLABLE_LISTS: usize = 1 + MEDIUM_HOLES.len();
/// The list for small objects; those for medium ones follow.
pub(crate) const SMALL_LIST: usize = 0;
/// The longest hole of the blocks in each medium list has at least so many lines. The last takes every medium object.
const MEDIUM_HOLES: [usize; 3] = [8, 16, 32];

const _: () = assert!(MEDIUM_HOLES[2] * LINE_BYTES >= MAX_MEDIUM_BYTES);

/// The list of a block of medium objects, by its longest hole; none where that is too short to be worth a search.
pub(crate) fn list_for_hole(lines: usize) -> Option<usize> {
    MEDIUM_HOLES.iter().rposition(|&least| lines >= least).map(|index| SMALL_LIST + 1 + index)
}

/// The lists whose blocks have a hole for an object of `bytes`, the shortest sufficient holes first.
fn lists_for_object(kind: BlockKind, bytes: usize) -> Range<usize> {
    if kind != BlockKind::Medium {
        return SMALL_LIST..SMALL_LIST + 1;
    }
    let lines = bytes.div_ceil(LINE_BYTES);
    let first = MEDIUM_HOLES.iter().position(|&least| least >= lines).unwrap_or(MEDIUM_HOLES.len() - 1);
    SMALL_LIST + 1 + first..RECYCLABLE_LISTS
}
