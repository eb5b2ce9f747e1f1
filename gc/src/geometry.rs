//! How the heap is divided: granules, lines, blocks, pages, cards. Offsets are bytes from the heap's first one.

/// Objects are aligned to granules and sized in them; a bitmap has one bit for each.
pub const GRANULE_BYTES: usize = 16;
/// The unit of reuse inside a block.
pub const LINE_BYTES: usize = 256;
/// The unit the block pool hands out.
pub const BLOCK_BYTES: usize = 32 * 1024;
/// The largest object of a block; larger ones have page runs of their own.
pub const MAX_MEDIUM_BYTES: usize = 8 * 1024;

/// The largest small object: it never covers more than two lines.
pub(crate) const MAX_SMALL_BYTES: usize = LINE_BYTES;
/// The unit of the large-object space.
pub(crate) const PAGE_BYTES: usize = 4096;
/// What the processor fetches at once.
pub(crate) const CACHE_LINE_BYTES: usize = 64;
/// The unit in which stores into large objects are remembered.
pub(crate) const CARD_BYTES: usize = 512;

pub(crate) const GRANULES_PER_BLOCK: usize = BLOCK_BYTES / GRANULE_BYTES;
pub(crate) const GRANULES_PER_LINE: usize = LINE_BYTES / GRANULE_BYTES;
pub(crate) const LINES_PER_BLOCK: usize = BLOCK_BYTES / LINE_BYTES;
pub(crate) const PAGES_PER_BLOCK: usize = BLOCK_BYTES / PAGE_BYTES;

const _: () = assert!(LINES_PER_BLOCK == 128, "a line set is one u128");

/// The block an offset lies in.
#[inline(always)]
pub(crate) fn block_of(offset: usize) -> usize {
    offset / BLOCK_BYTES
}

/// The granule of its block an offset lies in.
#[inline(always)]
pub(crate) fn granule_of(offset: usize) -> usize {
    offset / GRANULE_BYTES % GRANULES_PER_BLOCK
}

/// The line of its block an offset lies in.
#[inline(always)]
pub(crate) fn line_of(offset: usize) -> usize {
    offset / LINE_BYTES % LINES_PER_BLOCK
}
