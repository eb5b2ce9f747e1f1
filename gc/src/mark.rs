//! Marking: from the roots and the logs to everything reachable, on one thread first and on the crew if it lasts.
//!
//! An item on a marker's stack is a marked object that is to be scanned: its address, and in the upper 16 bits 0,
//! or the number of a 128 KiB piece, counted from one, of a large object, so that several threads share it.
//! Items pass through a short queue between stack and scan, in which their memory is prefetched.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::block::BlockKind;
use crate::crew::Crew;
use crate::exchange::Exchange;
use crate::geometry::{block_of, granule_of, line_of};
use crate::header::{IMMORTAL, OLD};
use crate::host::{CollectionKind, Host};
use crate::object::ObjRef;
use crate::prefetch::prefetch;
use crate::space::Space;
use crate::sync::Mutex;
use crate::tracer::Tracer;

const ADDRESS_MASK: u64 = (1 << PIECE_SHIFT) - 1;
const PIECE_SHIFT: u32 = 48;
/// A large object above twice this is scanned piece by piece.
const PIECE_BYTES: usize = 128 * 1024;
const MAX_PIECES: usize = 0xFFFF;

/// Items between stack and scan.
const PREFETCHED: usize = 16;
/// Objects scanned alone before the crew is called: about a third of a millisecond. In tests nearly none, so that
/// every test's graphs are marked by several threads.
const ALONE: usize = if cfg!(test) { 64 } else { 16 * 1024 };
/// Scans between two looks at whether others are out of work.
const SHARE_INTERVAL: usize = 64;

/// The marks of a collection, final.
pub struct Marked<'h> {
    space: &'h Space,
    kind: CollectionKind,
    index: usize,
}

impl<'h> Marked<'h> {
    pub(crate) fn new(space: &'h Space, kind: CollectionKind, index: usize) -> Marked<'h> {
        Marked { space, kind, index }
    }

    /// What the collection looks at: after a young one, only tables that name young objects need clearing.
    pub fn kind(&self) -> CollectionKind {
        self.kind
    }

    /// Whether the object, which was live or dead and unswept when the collection began, survives it. Objects
    /// outside the heap do; in a young collection old ones do.
    #[inline]
    pub fn is_marked(&self, object: ObjRef) -> bool {
        match self.space.offset(object.address()) {
            None => true,
            Some(offset) if offset >= self.space.large_offset() => {
                self.space.large_record(offset).marks[self.index].load(Ordering::Relaxed) != 0
            }
            Some(offset) => self.space.blocks[block_of(offset)].bits[self.index].contains(granule_of(offset)),
        }
    }
}

/// One thread's share of the marking.
struct Marker<'h> {
    tracer: Tracer<'h>,
    host: &'h dyn Host,
    prefetched: [u64; PREFETCHED],
    next: usize,
    scanned: usize,
}

/// Marks everything reachable from the items on the tracer's stack, and from `waiting` ephemerons whose keys thereby become reachable;
/// those that go on waiting are left there. Returns the number of scans.
pub(crate) fn mark<'h>(
    mut tracer: Tracer<'h>,
    host: &'h dyn Host,
    crew: &Crew,
    waiting: &mut Vec<(u64, u64)>,
) -> usize {
    let (space, index) = (tracer.space(), tracer.mark_index());
    let mut scanned = 0;
    loop {
        scanned += mark_once(tracer, host, crew, waiting);
        // As often as chains of ephemerons are long, which they hardly ever are (Hayes, "Ephemerons", OOPSLA 1997).
        let mut next = Tracer::marking(space, index, false);
        waiting.retain(|&(key, value)| {
            let dead = !next.is_marked(key);
            if !dead {
                next.word(value);
            }
            dead
        });
        if next.stack.is_empty() {
            return scanned;
        }
        tracer = next;
    }
}

fn mark_once<'h>(
    tracer: Tracer<'h>,
    host: &'h dyn Host,
    crew: &Crew,
    waiting: &mut Vec<(u64, u64)>,
) -> usize {
    let (space, index) = (tracer.space(), tracer.mark_index());
    let mut marker = Marker::new(tracer, host);
    let budget = if crew.threads() == 1 { usize::MAX } else { ALONE };
    let done = marker.drain(budget);
    waiting.append(&mut marker.tracer.ephemerons);
    if done {
        return marker.scanned;
    }
    marker.flush();
    let exchange = Exchange::new(crew.threads(), &marker.tracer.stack);
    let scanned = AtomicUsize::new(marker.scanned);
    let found = Mutex::new(Vec::new());
    crew.run(|| {
        let mut marker = Marker::new(Tracer::marking(space, index, true), host);
        exchange.enter();
        while let Some(batch) = exchange.next() {
            marker.tracer.stack = batch;
            marker.drain_sharing(&exchange);
        }
        scanned.fetch_add(marker.scanned, Ordering::Relaxed);
        found.lock().append(&mut marker.tracer.ephemerons);
    });
    waiting.append(&mut found.lock());
    debug_assert!(exchange.is_empty());
    scanned.into_inner()
}

impl<'h> Marker<'h> {
    fn new(tracer: Tracer<'h>, host: &'h dyn Host) -> Marker<'h> {
        Marker { tracer, host, prefetched: [0; PREFETCHED], next: 0, scanned: 0 }
    }

    /// Scans until nothing is left (true) or `budget` scans are done.
    fn drain(&mut self, budget: usize) -> bool {
        for _ in 0..budget {
            let Some(item) = self.pop() else { return true };
            self.scan(item);
        }
        false
    }

    /// Scans until nothing is left, giving away what others could do.
    fn drain_sharing(&mut self, exchange: &Exchange) {
        while !self.drain(SHARE_INTERVAL) {
            let stack = &mut self.tracer.stack;
            if stack.len() >= SHARE_INTERVAL && exchange.wants_work() {
                // The lower half: older, so closer to the roots, so more to find behind it.
                let upper = stack.split_off(stack.len() / 2);
                exchange.give(std::mem::replace(stack, upper));
            }
        }
    }

    /// The next item to scan, prefetched a few items ago.
    #[inline]
    fn pop(&mut self) -> Option<u64> {
        loop {
            let place = &mut self.prefetched[self.next % PREFETCHED];
            self.next += 1;
            let Some(item) = self.tracer.stack.pop() else {
                let item = std::mem::take(place);
                if item != 0 {
                    return Some(item);
                }
                return self.prefetched.iter_mut().find(|item| **item != 0).map(std::mem::take);
            };
            prefetch((item & ADDRESS_MASK) as usize);
            let ready = std::mem::replace(place, item);
            if ready != 0 {
                return Some(ready);
            }
        }
    }

    /// Puts what is being prefetched back.
    fn flush(&mut self) {
        let items = self.prefetched.iter_mut().map(std::mem::take).filter(|&item| item != 0);
        self.tracer.stack.extend(items);
    }

    #[inline]
    fn scan(&mut self, item: u64) {
        let (address, piece) = ((item & ADDRESS_MASK) as usize, (item >> PIECE_SHIFT) as usize);
        // SAFETY: items are marked objects.
        let object = unsafe { ObjRef::from_address(address) };
        self.scanned += 1;
        if piece != 0 {
            return self.scan_piece(object, piece);
        }
        let header = object.header();
        if header.state() != OLD && header.state() != IMMORTAL {
            header.set_state(OLD);
        }
        let space = self.tracer.space();
        if let Some(offset) = self.tracer.offset(address) {
            if self.tracer.is_large(offset) {
                let pieces = space.large_record(offset).bytes() / PIECE_BYTES;
                if pieces > 1 {
                    let items = (1..=pieces.min(MAX_PIECES) as u64)
                        .map(|piece| address as u64 | piece << PIECE_SHIFT);
                    return self.tracer.stack.extend(items);
                }
            } else if space.kind(block_of(offset)) == BlockKind::Medium {
                self.mark_extent(object, offset);
            }
        }
        // SAFETY: a marked object is live.
        unsafe { self.host.trace(object, &mut self.tracer) };
    }

    /// One piece of a large object; the last takes what is left.
    fn scan_piece(&mut self, object: ObjRef, piece: usize) {
        let space = self.tracer.space();
        let offset = object.address() - space.base();
        let bytes = space.large_record(offset).bytes();
        let last = (bytes / PIECE_BYTES).min(MAX_PIECES);
        let start = object.address() + (piece - 1) * PIECE_BYTES;
        let end = if piece == last { object.address() + bytes } else { start + PIECE_BYTES };
        scan_window(self.host, &mut self.tracer, object, start..end);
    }

    /// Marks the lines a longer object continues into.
    #[inline(never)]
    fn mark_extent(&mut self, object: ObjRef, offset: usize) {
        // SAFETY: a marked object is live.
        let bytes = unsafe { self.host.size_of(object) };
        let record = &self.tracer.space().blocks[block_of(offset)];
        let lines = line_of(offset) + 1..line_of(offset + bytes - 1) + 1;
        record.extents[self.tracer.mark_index()].insert(lines);
    }
}

/// Scans the part of a live object that lies in `window` (addresses).
pub(crate) fn scan_window(
    host: &dyn Host,
    tracer: &mut Tracer<'_>,
    object: ObjRef,
    window: std::ops::Range<usize>,
) {
    let header = object.header();
    if header.state() != OLD && header.state() != IMMORTAL {
        header.set_state(OLD);
    }
    // SAFETY: the caller passes a live object.
    tracer.with_window(window, |tracer| unsafe { host.trace(object, tracer) });
}
