//! Objects that are never collected: what the embedder's start has left.
//!
//! A program's start makes tens of thousands of objects (modules, classes, code) that live as long as it does. To trace them in every full collection
//! would be most of the work of small programs' collections. The embedder says when the start has ended; what was allocated before and survives the
//! next collection is *permanent* from then on: a full collection begins with its marks set, and traces of it only what may refer to something else.
//! It may become unreachable and is not freed then, as with CPython's `gc.freeze`; the amount is bounded by the start.
//!
//! # Stages
//! `Nothing` → ([`HeapInner::end_start`]: the blocks allocated into are noted, and every mutator loses its spans, so that nothing newer gets into them
//! before a collection) `Noted` → (the next collection of any kind has ended: survivors in those blocks become permanent) `Settled` → (a full collection
//! has ended) `Remembering`.
//!
//! # Why nothing is missed
//! In `Remembering`, the list of remembered objects holds every permanent object with a reference to one that is not permanent. When the stage
//! begins all permanent objects are looked at. Later a reference can get into one only by a store, which the write barrier logs: permanent
//! objects are old. The log is drained in every collection, and a permanent object in it is remembered for good. In a full collection the remembered
//! objects are scanned like roots. Before that stage, all permanent objects are. Entries of weak tables count as references of the table.
//!
//! Everything here happens inside stops, under the cycle lock. The verifier counts permanent objects as reachable, so that it finds what is reachable
//! from them and not marked.

use std::collections::HashSet;
use std::sync::atomic::Ordering;

use crate::block::BlockKind;
use crate::geometry::{GRANULE_BYTES, PAGE_BYTES, block_of, granule_of};
use crate::host::Host;
use crate::lines::LineSet;
use crate::object::ObjRef;
use crate::space::Space;
use crate::tracer::Tracer;

#[derive(Copy, Clone, PartialEq, Eq, Debug, Default)]
enum Stage {
    #[default]
    Nothing,
    Noted,
    Settled,
    Remembering,
}

/// What is permanent. Lives under the cycle lock.
#[derive(Debug, Default)]
pub(crate) struct Permanent {
    stage: Stage,
    /// By ascending number.
    blocks: Vec<PermanentBlock>,
    /// First pages, ascending.
    large: Vec<u32>,
    /// What full collections scan of it.
    remembered: HashSet<ObjRef>,
}

#[derive(Debug)]
struct PermanentBlock {
    number: u32,
    /// Where permanent objects start, and the lines that longer ones continue into.
    starts: Vec<u64>,
    extents: LineSet,
}

impl Permanent {
    /// Notes where objects lie that may become permanent. Only once, before the first collection.
    pub(crate) fn note(&mut self, mut blocks: Vec<u32>, large: Vec<u32>) {
        blocks.sort_unstable();
        let block = |number| PermanentBlock { number, starts: Vec::new(), extents: LineSet::default() };
        self.blocks = blocks.into_iter().map(block).collect();
        self.large = large;
        self.stage = Stage::Noted;
    }

    pub(crate) fn is_noted(&self) -> bool {
        self.stage != Stage::Nothing
    }

    /// Begins a full collection that marks in bitmap `index`: marks what is permanent, and reports what is to be scanned of it.
    pub(crate) fn mark(&self, space: &Space, index: usize, tracer: &mut Tracer<'_>) {
        if !matches!(self.stage, Stage::Settled | Stage::Remembering) {
            return;
        }
        for block in &self.blocks {
            let record = &space.blocks[block.number as usize];
            record.bits[index].union(&block.starts);
            let extents = record.extents[index].load();
            record.extents[index].store(LineSet(extents.0 | block.extents.0));
        }
        for &first in &self.large {
            space.pages[first as usize].mark(index);
        }
        let scanned = |object: &ObjRef| object.address() as u64;
        if self.stage == Stage::Remembering {
            tracer.stack.extend(self.remembered.iter().map(scanned));
        } else {
            self.for_each(space, |object| tracer.stack.push(scanned(&object)));
        }
    }

    /// Calls `each` with every permanent object.
    pub(crate) fn for_each(&self, space: &Space, mut each: impl FnMut(ObjRef)) {
        if !matches!(self.stage, Stage::Settled | Stage::Remembering) {
            return;
        }
        for block in &self.blocks {
            let address = space.block_address(block.number as usize);
            for granule in ones(&block.starts) {
                // SAFETY: it was an object when it became permanent, and has not been freed since.
                each(unsafe { ObjRef::from_address(address + granule * GRANULE_BYTES) });
            }
        }
        for &first in &self.large {
            // SAFETY: as above.
            each(unsafe { ObjRef::from_address(space.base() + first as usize * PAGE_BYTES) });
        }
    }

    /// The log names an object.
    pub(crate) fn note_store(&mut self, space: &Space, object: ObjRef) {
        if self.stage == Stage::Remembering {
            self.remember(space, object);
        }
    }

    /// A collection has ended whose marks are in bitmap `parity` now.
    pub(crate) fn collection_ended(&mut self, space: &Space, host: &dyn Host, parity: usize, is_full: bool) {
        if self.stage == Stage::Noted {
            self.settle(space, parity);
        }
        if self.stage == Stage::Settled && is_full {
            self.stage = Stage::Remembering;
            self.remember_all(space, host);
        }
    }

    /// What has survived of the start is permanent.
    fn settle(&mut self, space: &Space, parity: usize) {
        self.blocks.retain_mut(|block| {
            let record = &space.blocks[block.number as usize];
            if space.kind(block.number as usize) == BlockKind::Free {
                return false;
            }
            block.starts = record.bits[parity].words();
            block.extents = record.extents[parity].load();
            true
        });
        self.large.retain(|&first| space.pages[first as usize].marks[parity].load(Ordering::Relaxed) != 0);
        self.stage = Stage::Settled;
    }

    /// Remembers what refers to objects that are not permanent.
    fn remember_all(&mut self, space: &Space, host: &dyn Host) {
        let mut all = Vec::new();
        self.for_each(space, |object| all.push(object));
        let mut tracer = Tracer::recording(space);
        for object in all {
            // SAFETY: it is alive.
            unsafe { host.trace(object, &mut tracer) };
            let entries = tracer.ephemerons.drain(..).flat_map(|(key, value)| [key, value]);
            let leads_out = tracer.stack.drain(..).chain(entries).any(|word| !self.contains(space, word));
            if leads_out {
                self.remember(space, object);
            }
        }
    }

    /// Whether a word refers to no object of the heap but a permanent one.
    #[expect(clippy::cast_possible_truncation, reason = "64-bit machines only")]
    fn contains(&self, space: &Space, word: u64) -> bool {
        let Some(offset) = space.offset(word as usize) else { return true };
        if offset >= space.large_offset() {
            return self.large.binary_search(&((offset / PAGE_BYTES) as u32)).is_ok();
        }
        let (number, granule) = (block_of(offset), granule_of(offset));
        let found = self.blocks.binary_search_by_key(&number, |block| block.number as usize);
        found.is_ok_and(|index| self.blocks[index].starts[granule / 64] >> (granule % 64) & 1 != 0)
    }

    /// Adds a permanent object to those that full collections scan; others are ignored.
    fn remember(&mut self, space: &Space, object: ObjRef) {
        if self.contains(space, object.address() as u64) {
            self.remembered.insert(object);
        }
    }
}

fn ones(words: &[u64]) -> impl Iterator<Item = usize> {
    words.iter().enumerate().flat_map(|(index, &word)| {
        (0..64).filter(move |bit| word >> bit & 1 != 0).map(move |bit| index * 64 + bit)
    })
}
