//! The reserved range, its side tables, and which bitmap is which.
//!
//! The range is one piece, so that "is this word a heap address" is one subtraction and one comparison. Offsets
//! from its first byte index the side tables.

use std::io;
use std::sync::atomic::{AtomicU8, Ordering};

use typhon_os::memory::{Reservation, address_space_limit, reserve};

use crate::block::{BlockKind, BlockRecord};
use crate::config::Config;
use crate::frontiers::Frontiers;
use crate::geometry::{BLOCK_BYTES, CARD_BYTES, PAGE_BYTES};
use crate::large::PageRecord;
use crate::side_table::SideTable;

/// Below this a heap is of no use; refusing so little is an error.
const MIN_RESERVE_BYTES: usize = 4 << 20;

/// Page numbers are 32 bits wide.
const MAX_RESERVE_BYTES: usize = (u32::MAX as usize / 2) * PAGE_BYTES;

/// The heap's memory.
#[derive(Debug)]
pub(crate) struct Space {
    base: usize,
    len: usize,
    pub(crate) blocks: SideTable<BlockRecord>,
    kinds: SideTable<AtomicU8>,
    pub(crate) pages: SideTable<PageRecord>,
    pub(crate) cards: SideTable<AtomicU8>,
    pub(crate) frontiers: Frontiers,
    parity: AtomicU8,
    /// Unmapped when the heap goes.
    _memory: Reservation,
}

impl Space {
    /// Reserves the range the configuration asks for, or the largest the system grants.
    pub(crate) fn reserve(config: &Config) -> io::Result<Space> {
        let allowed = address_space_limit().map_or(usize::MAX, |limit| limit / 4);
        let mut bytes = config.reserve_bytes.min(allowed).min(MAX_RESERVE_BYTES);
        loop {
            match Space::new(bytes.max(MIN_RESERVE_BYTES) / BLOCK_BYTES, config.fixed_address) {
                Ok(space) => return Ok(space),
                Err(error) if bytes <= MIN_RESERVE_BYTES || error.raw_os_error() == Some(EEXIST) => {
                    return Err(error);
                }
                Err(_) => bytes /= 2,
            }
        }
    }

    fn new(blocks: usize, at: Option<usize>) -> io::Result<Space> {
        let len = blocks * BLOCK_BYTES;
        // Without a fixed address one more block makes room for aligning.
        let memory = reserve(if at.is_some() { len } else { len + BLOCK_BYTES }, at)?;
        let base = memory.address().next_multiple_of(BLOCK_BYTES);
        if base + len > memory.address() + memory.len() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        Ok(Space {
            base,
            len,
            blocks: SideTable::new(blocks)?,
            kinds: SideTable::new(blocks)?,
            pages: SideTable::new(len / PAGE_BYTES)?,
            cards: SideTable::new(len / CARD_BYTES)?,
            frontiers: Frontiers::new(u32::try_from(blocks).map_err(|_| io::ErrorKind::InvalidInput)?),
            parity: AtomicU8::new(0),
            _memory: memory,
        })
    }

    /// The heap's first address.
    #[inline(always)]
    pub(crate) fn base(&self) -> usize {
        self.base
    }

    #[inline(always)]
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// The offset of an address, if it is the heap's.
    #[inline(always)]
    pub(crate) fn offset(&self, address: usize) -> Option<usize> {
        let offset = address.wrapping_sub(self.base);
        (offset < self.len).then_some(offset)
    }

    /// The offset at which large objects begin.
    #[inline]
    pub(crate) fn large_offset(&self) -> usize {
        self.frontiers.large() as usize * BLOCK_BYTES
    }

    #[inline(always)]
    pub(crate) fn kind(&self, block: usize) -> BlockKind {
        BlockKind::from_byte(self.kinds[block].load(Ordering::Relaxed))
    }

    pub(crate) fn set_kind(&self, block: usize, kind: BlockKind) {
        self.kinds[block].store(kind as u8, Ordering::Relaxed);
    }

    pub(crate) fn block_address(&self, block: usize) -> usize {
        self.base + block * BLOCK_BYTES
    }

    /// Which of a record's two bitmaps holds the starts.
    #[inline]
    pub(crate) fn parity(&self) -> usize {
        self.parity.load(Ordering::Relaxed).into()
    }

    /// Makes a full cycle's marks the starts. Only inside a stop.
    pub(crate) fn flip(&self) {
        self.parity.store(self.parity.load(Ordering::Relaxed) ^ 1, Ordering::Relaxed);
    }
}

/// `EEXIST`: the fixed address is taken; a shorter range there would not help.
const EEXIST: i32 = 17;
