//! Cards: which 512-byte pieces of large objects were written to since the last collection.
//!
//! A large object never enters a logged state; its `dirty` flag says instead that some log names it. So one
//! store into a list of ten million items costs the next collection one card, not ten million slots. Cards are
//! written by any mutator and read inside a stop; the flag follows the barrier's rule: set before the push,
//! reset by the drain before it scans.

use std::ops::Range;
use std::sync::atomic::Ordering;

use crate::geometry::{CARD_BYTES, PAGE_BYTES};
use crate::object::ObjRef;
use crate::space::Space;

impl Space {
    /// Remembers a store into `slots` (addresses) of the large object at `object`; says whether a log must be told.
    pub(crate) fn dirty_cards(&self, object: ObjRef, slots: Range<usize>) -> bool {
        let (first, last) = (slots.start - self.base(), slots.end.max(slots.start + 1) - 1 - self.base());
        for card in &self.cards[first / CARD_BYTES..=last / CARD_BYTES] {
            if card.load(Ordering::Relaxed) == 0 {
                card.store(1, Ordering::Relaxed);
            }
        }
        let page = &self.pages[(object.address() - self.base()) / PAGE_BYTES];
        page.dirty.load(Ordering::Relaxed) == 0 && page.dirty.swap(1, Ordering::Relaxed) == 0
    }

    /// Cleans the object's cards and reports each run of dirty ones, as addresses.
    pub(crate) fn clean_cards(&self, object: ObjRef, mut report: impl FnMut(Range<usize>)) {
        let offset = object.address() - self.base();
        let page = &self.pages[offset / PAGE_BYTES];
        page.dirty.store(0, Ordering::Relaxed);
        let end = offset + page.bytes();
        let mut run: Option<Range<usize>> = None;
        for card in offset / CARD_BYTES..end.div_ceil(CARD_BYTES) {
            if self.cards[card].load(Ordering::Relaxed) == 0 {
                continue;
            }
            self.cards[card].store(0, Ordering::Relaxed);
            let (start, end) = (self.base() + card * CARD_BYTES, self.base() + (card + 1) * CARD_BYTES);
            match &mut run {
                Some(run) if run.end == start => run.end = end,
                _ => {
                    run.replace(start..end).into_iter().for_each(&mut report);
                }
            }
        }
        run.into_iter().for_each(report);
    }
}
