//! The large-object space: objects above 8 KiB, each in a run of pages of its own.
//!
//! Page records lead from any address inside an object to its first page, whose record knows the object. Runs are
//! taken best fit: from those whose memory is still committed, then from the rest. A dead object's run stays committed while
//! there are not too many such pages (returning one costs an interrupt of every core, using it again a fault per page).
//! Records are written under the lock (by the allocating mutator, and by the sweep inside a stop) and read inside
//! a stop; `dirty` is the barrier's (see `cards`).

use std::ops::Range;
use std::sync::atomic::{AtomicU8, AtomicU32, AtomicU64, Ordering};

use crate::geometry::{BLOCK_BYTES, CARD_BYTES, PAGE_BYTES, PAGES_PER_BLOCK};
use crate::host::CollectionKind;
use crate::runs::Runs;
use crate::side_table::Zeroed;
use crate::space::Space;

/// The range is moved down by at least this many blocks at a time.
const GROWTH_BLOCKS: u32 = 32;

/// The record of one page; all but `distance` are kept for an object's first page only.
#[repr(C)]
#[derive(Debug)]
pub(crate) struct PageRecord {
    bytes: AtomicU64,
    /// 0: in no object. Else the distance to the object's first page, in pages, plus one.
    distance: AtomicU32,
    /// By bitmap index, as a block's two bitmaps.
    pub(crate) marks: [AtomicU8; 2],
    /// Some log names the object.
    pub(crate) dirty: AtomicU8,
}

// SAFETY: atomics throughout; zero is a page in no object.
unsafe impl Zeroed for PageRecord {}

impl PageRecord {
    /// The size of the object that begins on this page.
    #[inline]
    pub(crate) fn bytes(&self) -> usize {
        usize::try_from(self.bytes.load(Ordering::Relaxed)).unwrap_or(usize::MAX)
    }

    /// Marks the object and says whether this call did. Any number of threads at once.
    #[inline]
    pub(crate) fn mark(&self, index: usize) -> bool {
        self.marks[index].load(Ordering::Relaxed) == 0 && self.marks[index].swap(1, Ordering::Relaxed) == 0
    }
}

/// Which runs are free, and which objects there are. Lives under a lock.
#[derive(Debug, Default)]
pub(crate) struct LargeSpace {
    /// Free, their memory still committed, contents arbitrary.
    committed: Runs,
    /// Free, their memory returned to the system or never used.
    returned: Runs,
    /// First pages of objects allocated since the last collection.
    young: Vec<u32>,
    /// First pages of the survivors.
    old: Vec<u32>,
    /// Pages of all objects, and of dead ones that are still to be released.
    pages: usize,
}

impl LargeSpace {
    /// Bytes taken by objects.
    pub(crate) fn used_bytes(&self) -> usize {
        self.pages * PAGE_BYTES
    }

    pub(crate) fn count(&self) -> usize {
        self.young.len() + self.old.len()
    }

    /// A run for an object of `bytes`; its address. None when the range is used up.
    pub(crate) fn allocate(&mut self, space: &Space, bytes: usize) -> Option<usize> {
        let pages = u32::try_from(bytes.div_ceil(PAGE_BYTES)).ok()?;
        let first = self.take(pages).or_else(|| {
            if self.grow(space, pages).is_none() {
                // No run alone is long enough; joined with their neighbours one may be.
                while let Some((first, len)) = self.committed.take_longest() {
                    self.returned.give(first, len);
                }
            }
            self.take(pages)
        })?;
        for (distance, record) in (1..).zip(&space.pages[first as usize..(first + pages) as usize]) {
            record.distance.store(distance, Ordering::Relaxed);
        }
        let record = &space.pages[first as usize];
        record.bytes.store(bytes as u64, Ordering::Relaxed);
        self.young.push(first);
        self.pages += pages as usize;
        Some(space.base() + first as usize * PAGE_BYTES)
    }

    fn take(&mut self, pages: u32) -> Option<u32> {
        self.committed.take(pages).or_else(|| self.returned.take(pages))
    }

    fn grow(&mut self, space: &Space, pages: u32) -> Option<()> {
        let needed = pages.div_ceil(PAGES_PER_BLOCK as u32);
        let (count, floor) = [needed.max(GROWTH_BLOCKS), needed]
            .into_iter()
            .find_map(|count| Some((count, space.frontiers.take_large(count)?)))?;
        self.returned.give(floor * PAGES_PER_BLOCK as u32, count * PAGES_PER_BLOCK as u32);
        Some(())
    }

    /// Takes the unmarked objects out of their lists and returns their runs, in pages. `parity` is the bitmap that
    /// holds the final marks; the other one is cleared. Inside a stop.
    pub(crate) fn sweep(&mut self, space: &Space, kind: CollectionKind, parity: usize) -> Vec<Range<u32>> {
        let mut dead = Vec::new();
        let mut survivors = match kind {
            CollectionKind::Young => std::mem::take(&mut self.old),
            CollectionKind::Full => Vec::new(),
        };
        let former_old = std::mem::take(&mut self.old);
        for first in former_old.into_iter().chain(std::mem::take(&mut self.young)) {
            let record = &space.pages[first as usize];
            record.marks[1 - parity].store(0, Ordering::Relaxed);
            if record.marks[parity].load(Ordering::Relaxed) != 0 {
                survivors.push(first);
                continue;
            }
            let pages = record.bytes().div_ceil(PAGE_BYTES);
            let range = first as usize..first as usize + pages;
            if record.dirty.swap(0, Ordering::Relaxed) != 0 {
                let cards = range.start * (PAGE_BYTES / CARD_BYTES)..range.end * (PAGE_BYTES / CARD_BYTES);
                space.cards.reset(cards, |card| card.store(0, Ordering::Relaxed));
            }
            for page in &space.pages[range] {
                page.distance.store(0, Ordering::Relaxed);
            }
            record.bytes.store(0, Ordering::Relaxed);
            dead.push(first..first + pages as u32);
        }
        self.old = survivors;
        dead
    }

    /// Makes a swept run available, its memory still committed.
    pub(crate) fn release(&mut self, run: Range<u32>) {
        self.pages -= run.len();
        self.committed.give(run.start, run.end - run.start);
    }

    /// Bytes of free runs that are still committed.
    pub(crate) fn committed_bytes(&self) -> usize {
        self.committed.pages() * PAGE_BYTES
    }

    /// The longest free run that is still committed; the caller returns its memory to the system and gives it back.
    pub(crate) fn take_committed(&mut self) -> Option<Range<u32>> {
        self.committed.take_longest().map(|(first, len)| first..first + len)
    }

    /// Takes a run back whose memory has been returned to the system.
    pub(crate) fn give_returned(&mut self, space: &Space, run: Range<u32>) {
        let (first, len) = self.returned.give(run.start, run.end - run.start);
        // What lies at the lower end goes back to whoever needs it, in whole blocks.
        let per_block = PAGES_PER_BLOCK as u32;
        if first == space.frontiers.large() * per_block {
            let end = (first + len) / per_block * per_block;
            if end > first {
                self.returned.cut_front(first, len, end);
                space.frontiers.return_large(end / per_block);
            }
        }
    }

    /// First pages of all objects.
    pub(crate) fn objects(&self) -> Vec<u32> {
        let mut all: Vec<u32> = self.old.iter().chain(&self.young).copied().collect();
        all.sort_unstable();
        all
    }

    /// How many objects are marked in bitmap `index`.
    pub(crate) fn marked(&self, space: &Space, index: usize) -> usize {
        let marked = |&&first: &&u32| space.pages[first as usize].marks[index].load(Ordering::Relaxed) != 0;
        self.young.iter().chain(&self.old).filter(marked).count()
    }

    #[cfg(test)]
    pub(crate) fn committed_runs(&self) -> Vec<(u32, u32)> {
        self.committed.all()
    }
}

impl Space {
    /// The large object whose memory an offset lies in: its own offset and its size.
    pub(crate) fn large_object_at(&self, offset: usize) -> Option<(usize, usize)> {
        let page = offset / PAGE_BYTES;
        let distance = self.pages[page].distance.load(Ordering::Relaxed) as usize;
        let first = (page + 1).checked_sub(distance).filter(|_| distance != 0)?;
        let start = first * PAGE_BYTES;
        let bytes = self.pages[first].bytes();
        (offset < start + bytes).then_some((start, bytes))
    }

    /// The record of the large object at `offset`.
    #[inline(always)]
    pub(crate) fn large_record(&self, offset: usize) -> &PageRecord {
        &self.pages[offset / PAGE_BYTES]
    }
}

const _: () = assert!(BLOCK_BYTES.is_multiple_of(PAGE_BYTES) && PAGE_BYTES.is_multiple_of(CARD_BYTES));
