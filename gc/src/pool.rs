//! Which blocks are free, which can be recycled, and which were allocated into since the last collection.
//!
//! Free blocks go first: bump allocation through a whole block is four times as fast as through holes. Blocks with
//! large holes come next, before the heap grows. Nothing moves, so this choice is all there is against
//! fragmentation.

use crate::block::BlockKind;
use crate::space::Space;

/// The lists. Lives under a lock, taken once per block.
#[derive(Debug, Default)]
pub(crate) struct BlockPool {
    /// Empty, their memory still committed. The end is taken first.
    pub(crate) free: Vec<u32>,
    /// Empty, their memory returned to the system.
    pub(crate) discarded: Vec<u32>,
    /// With large holes, for small and for medium objects.
    pub(crate) recyclable: [Vec<u32>; 2],
    /// Handed out since the last collection.
    pub(crate) touched: Vec<u32>,
    /// Blocks that hold something or may.
    pub(crate) in_use: usize,
}

impl BlockPool {
    /// A block to allocate objects of `kind` into. `whole`: only an empty one will do. `may_grow`: one more block
    /// may come into use.
    pub(crate) fn take(
        &mut self,
        space: &Space,
        kind: BlockKind,
        whole: bool,
        may_grow: bool,
    ) -> Option<u32> {
        let block = self.take_empty(may_grow, None).or_else(|| {
            let recyclable = &mut self.recyclable[recyclable_index(kind)];
            if whole { None } else { recyclable.pop() }
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

/// Where blocks of a kind are listed.
pub(crate) fn recyclable_index(kind: BlockKind) -> usize {
    usize::from(kind == BlockKind::Medium)
}
