//! From an ambiguous word to the object it points at or into.
//!
//! In swept lines the start bitmap answers: the nearest start at or below the address, if that object reaches so
//! far. In a span allocated since the last sweep there are no start bits yet, which is what makes allocation cheap:
//! the first ambiguous word that hits the span has its headers walked once, from the beginning of the hole to the
//! end marker, and the starts recorded. A dead object in a live line has no bit and is never accepted.
//!
//! Only the collecting thread resolves, inside a stop, so recording is no race.

use crate::block::BlockKind;
use crate::geometry::{BLOCK_BYTES, GRANULE_BYTES, LINE_BYTES, block_of, granule_of, line_of};
use crate::header::END_OF_SPAN;
use crate::host::{CollectionKind, Host};
use crate::object::ObjRef;
use crate::space::Space;

/// Resolves the ambiguous words of one collection.
#[derive(Copy, Clone)]
pub(crate) struct Resolver<'h> {
    space: &'h Space,
    host: &'h dyn Host,
    /// The bitmap of starts.
    starts: usize,
    /// The bitmap that takes recorded starts: in a young collection the starts are the marks, and recording must
    /// not mark.
    recorded: usize,
}

impl<'h> Resolver<'h> {
    pub(crate) fn new(space: &'h Space, host: &'h dyn Host, kind: CollectionKind) -> Resolver<'h> {
        let starts = space.parity();
        let recorded = match kind {
            CollectionKind::Young => 1 - starts,
            CollectionKind::Full => starts,
        };
        Resolver { space, host, starts, recorded }
    }

    /// The object in whose memory `address` lies.
    pub(crate) fn object_around(&self, address: usize) -> Option<ObjRef> {
        let offset = self.space.offset(address)?;
        if offset >= self.space.large_offset() {
            let (start, _) = self.space.large_object_at(offset)?;
            // SAFETY: the page records name live objects only.
            return Some(unsafe { ObjRef::from_address(self.space.base() + start) });
        }
        let block = block_of(offset);
        if self.space.kind(block) == BlockKind::Free {
            return None;
        }
        let record = &self.space.blocks[block];
        let line = line_of(offset);
        let occupied = record.occupied.load();
        let bitmap = if occupied.contains(line) {
            self.starts
        } else {
            let hole = occupied.hole_around(line);
            if hole.start >= record.frontier() {
                return None;
            }
            let recorded = record.recorded.load();
            if !recorded.contains(hole.start) {
                self.record_starts(block, hole.clone());
                record.recorded.store(recorded.with(hole.start..hole.start + 1));
            }
            self.recorded
        };
        let granule = record.bits[bitmap].last_at_or_before(granule_of(offset))?;
        let start = self.space.block_address(block) + granule * GRANULE_BYTES;
        // SAFETY: a set bit is the start of an object whose memory no sweep has freed.
        let object = unsafe { ObjRef::from_address(start) };
        // SAFETY: as above.
        (address - start < unsafe { self.host.size_of(object) }).then_some(object)
    }

    /// The object whose header lies at `address` exactly.
    pub(crate) fn object_at(&self, address: usize) -> Option<ObjRef> {
        self.object_around(address).filter(|object| object.address() == address)
    }

    /// Records the starts of everything that was allocated since the last sweep.
    pub(crate) fn record_all(&self) {
        for block in 0..self.space.frontiers.blocks() as usize {
            if self.space.kind(block) == BlockKind::Free {
                continue;
            }
            let record = &self.space.blocks[block];
            let frontier = record.frontier();
            for hole in record.occupied.load().holes().filter(|hole| hole.start < frontier) {
                let recorded = record.recorded.load();
                if !recorded.contains(hole.start) {
                    self.record_starts(block, hole.clone());
                    record.recorded.store(recorded.with(hole.start..hole.start + 1));
                }
            }
        }
    }

    /// Walks the headers of a hole that has been handed out.
    fn record_starts(&self, block: usize, hole: std::ops::Range<usize>) {
        let bits = &self.space.blocks[block].bits[self.recorded];
        let base = self.space.block_address(block);
        let mut at = hole.start * LINE_BYTES;
        while at < hole.end * LINE_BYTES {
            // SAFETY: at the beginning of the hole, and behind each object, there is an object or an end marker:
            // its mutator has published its cursor, being held, and objects are complete at safepoints.
            let object = unsafe { ObjRef::from_address(base + at) };
            if object.header().state() == END_OF_SPAN {
                break;
            }
            bits.insert_unsync(at / GRANULE_BYTES);
            // SAFETY: as above.
            let bytes = unsafe { self.host.size_of(object) };
            debug_assert!(bytes != 0 && bytes.is_multiple_of(GRANULE_BYTES) && at + bytes <= BLOCK_BYTES);
            at += bytes;
        }
    }
}
