//! One worker's side of the heap: bump allocation, the write barrier, safepoints.
//!
//! A mutator is used by one thread at a time. Between [`Mutator::leave_safe`] and [`Mutator::enter_safe`] it runs:
//! no collection can be inside its stop. Its cursors and its log are its own; becoming safe publishes them (an
//! end marker behind each cursor, so that a span can be walked; the log's entries). A collection ends every span:
//! a mutator that finds, on running again, that the cycle number has changed, forgets its cursors.

use std::cell::Cell;
use std::num::NonZeroU32;
use std::ops::Range;
use std::ptr::NonNull;
use std::sync::Arc;

use crossbeam::utils::CachePadded;

use crate::barrier::Log;
use crate::block::BlockKind;
use crate::geometry::{GRANULE_BYTES, LINE_BYTES, MAX_MEDIUM_BYTES, MAX_SMALL_BYTES, PAGE_BYTES};
use crate::header::{Header, THRESHOLD_BETWEEN_COLLECTIONS};
use crate::heap::HeapInner;
use crate::host::{CollectionKind, MutatorId, OutOfMemory};
use crate::inspect::Inspector;
use crate::object::ObjRef;
use crate::prefetch::prefetch_range;
use crate::registry::Shared;
use crate::sabotage::Sabotage;
use crate::slot::Slot;
use crate::stats::CollectionReport;
use crate::watch::{NewWatches, Watch};

/// The span a mutator allocates into, and where its next one is to be looked for.
#[derive(Debug)]
struct SpanCursor {
    cursor: Cell<usize>,
    limit: Cell<usize>,
    block: Cell<Option<u32>>,
    kind: BlockKind,
}

impl SpanCursor {
    fn new(kind: BlockKind) -> SpanCursor {
        SpanCursor { cursor: Cell::new(0), limit: Cell::new(0), block: Cell::new(None), kind }
    }

    /// The next `bytes` of the span, if they are left.
    #[inline(always)]
    fn bump(&self, bytes: usize) -> Option<NonNull<u8>> {
        let at = self.cursor.get();
        let end = at + bytes;
        if end > self.limit.get() {
            return None;
        }
        self.cursor.set(end);
        NonNull::new(std::ptr::with_exposed_provenance_mut(at))
    }

    /// Marks where the objects of the span end.
    fn mark_end(&self) {
        if self.cursor.get() < self.limit.get() {
            mark_end_of_span(self.cursor.get());
        }
    }

    fn forget(&self) {
        self.cursor.set(0);
        self.limit.set(0);
        self.block.set(None);
    }
}

/// Says that what follows in this hole is no object.
fn mark_end_of_span(address: usize) {
    // SAFETY: a granule of a hole that was handed to this mutator and not yet to any object.
    unsafe { std::ptr::with_exposed_provenance_mut::<Header>(address).write(Header::end_of_span()) };
}

/// One worker's handle. Not `Sync`; may be sent while safe.
#[derive(Debug)]
pub struct Mutator {
    small: SpanCursor,
    threshold: Cell<u8>,
    medium: SpanCursor,
    log: Log,
    watches: NewWatches,
    /// The number of the last cycle this mutator has seen the end of.
    cycle: Cell<u64>,
    shared: Arc<CachePadded<Shared>>,
    heap: Arc<HeapInner>,
}

impl Mutator {
    pub(crate) fn new(heap: Arc<HeapInner>) -> Mutator {
        Mutator {
            small: SpanCursor::new(BlockKind::Small),
            threshold: Cell::new(THRESHOLD_BETWEEN_COLLECTIONS),
            medium: SpanCursor::new(BlockKind::Medium),
            log: Log::default(),
            watches: NewWatches::default(),
            cycle: Cell::new(0),
            shared: heap.registry.register(),
            heap,
        }
    }

    /// The name by which [`Host`](crate::Host) knows this mutator.
    pub fn id(&self) -> MutatorId {
        self.shared.id
    }

    /// Memory for an object of `bytes`, a multiple of 16, aligned to 16, contents arbitrary.
    ///
    /// Before the next safepoint the caller writes its header ([`Header::new`]) and every word that tracing reads.
    /// Never a safepoint and never collects: a collection that has become due is requested from this mutator's
    /// own poll. The mutator runs.
    #[inline(always)]
    pub fn alloc(&self, bytes: usize) -> Result<NonNull<u8>, OutOfMemory> {
        if bytes <= MAX_SMALL_BYTES
            && let Some(memory) = self.small.bump(bytes)
        {
            return Ok(memory);
        }
        self.alloc_slow(bytes)
    }

    #[cold]
    #[inline(never)]
    fn alloc_slow(&self, bytes: usize) -> Result<NonNull<u8>, OutOfMemory> {
        debug_assert!(!self.is_safe(), "allocation by a mutator that is safe");
        debug_assert!(
            bytes != 0 && bytes.is_multiple_of(GRANULE_BYTES),
            "objects are sized in granules: {bytes}"
        );
        let memory = if bytes <= MAX_SMALL_BYTES {
            self.alloc_in_block(&self.small, bytes)
        } else if bytes <= MAX_MEDIUM_BYTES {
            self.alloc_medium(bytes)
        } else {
            self.alloc_large(bytes)
        };
        memory.ok_or_else(|| {
            self.heap.policy.demand_full();
            self.heap.open_reserve();
            self.heap.host.request_poll(self.id());
            OutOfMemory
        })
    }

    /// A container that grows asks for twice as much next, and that memory has left the cache since the last collection: it is fetched while the
    /// container fills what it gets now.
    fn alloc_medium(&self, bytes: usize) -> Option<NonNull<u8>> {
        let memory = self.alloc_in_block(&self.medium, bytes)?;
        let next = self.medium.cursor.get();
        prefetch_range(next..(next + (2 * bytes).min(PAGE_BYTES)).min(self.medium.limit.get()));
        Some(memory)
    }

    fn alloc_in_block(&self, span: &SpanCursor, bytes: usize) -> Option<NonNull<u8>> {
        loop {
            if let Some(memory) = span.bump(bytes) {
                return Some(memory);
            }
            span.mark_end();
            let next = self.next_span(span, bytes)?;
            span.cursor.set(next.start);
            span.limit.set(next.end);
            self.count(next.len());
        }
    }

    /// A hole of at least `bytes`: in the current block or in another.
    fn next_span(&self, span: &SpanCursor, bytes: usize) -> Option<Range<usize>> {
        loop {
            let Some(block) = span.block.get() else {
                span.block.set(Some(self.heap.take_block(span.kind, bytes)?));
                continue;
            };
            let record = &self.heap.space.blocks[block as usize];
            let Some(hole) = record.occupied.load().next_hole(record.frontier()) else {
                span.block.set(None);
                continue;
            };
            record.set_frontier(hole.end);
            let address = self.heap.space.block_address(block as usize);
            let memory = address + hole.start * LINE_BYTES..address + hole.end * LINE_BYTES;
            if memory.len() >= bytes {
                return Some(memory);
            }
            // Too short for this object, and not asked again before the next sweep.
            mark_end_of_span(memory.start);
        }
    }

    fn alloc_large(&self, bytes: usize) -> Option<NonNull<u8>> {
        let address = self.heap.take_large(bytes)?;
        self.count(bytes);
        NonNull::new(std::ptr::with_exposed_provenance_mut(address))
    }

    fn count(&self, bytes: usize) {
        if self.heap.policy.count(bytes) {
            self.heap.host.request_poll(self.id());
        }
    }

    /// Stores `word` into a slot of `object`, visible to whoever loads it together with all that was done before.
    /// The mutator runs; `slot` lies in `object`.
    #[inline(always)]
    pub fn store(&self, object: ObjRef, slot: &Slot, word: u64) {
        slot.init(word);
        self.barrier(object, slot);
    }

    /// Tells the collector that `slot` of `object` was, or is about to be, written; for users of
    /// [`Slot::compare_exchange`]. No safepoint lies between the write and this call.
    #[inline(always)]
    pub fn barrier(&self, object: ObjRef, slot: &Slot) {
        if Log::is_due(object.header(), self.threshold.get()) {
            self.barrier_slow(object, std::slice::from_ref(slot));
        }
    }

    /// As [`Mutator::barrier`] for several slots of one object.
    #[inline]
    pub fn log_range(&self, object: ObjRef, slots: &[Slot]) {
        if Log::is_due(object.header(), self.threshold.get()) && !slots.is_empty() {
            self.barrier_slow(object, slots);
        }
    }

    #[cold]
    #[inline(never)]
    fn barrier_slow(&self, object: ObjRef, slots: &[Slot]) {
        debug_assert!(!self.is_safe(), "a store by a mutator that is safe");
        if self.heap.saboteur.is(Sabotage::DropBarrier) {
            return;
        }
        let space = &self.heap.space;
        match space.offset(object.address()) {
            Some(offset) if offset >= space.large_offset() => {
                let slots = slots.as_ptr_range();
                if space.dirty_cards(object, slots.start.addr()..slots.end.addr()) {
                    self.log.push(object);
                }
            }
            _ => self.log.record(object),
        }
    }

    /// Has the collector tell of the object's death, once. The mutator runs, and the object is new or known to be alive.
    pub fn watch(&self, object: ObjRef, watch: Watch) {
        debug_assert!(!self.is_safe(), "a watch entered by a mutator that is safe");
        self.watches.push(object, watch);
    }

    /// Says that objects of this heap own so many bytes more outside it: they count towards the next collection.
    pub fn count_external(&self, bytes: usize) {
        self.count(bytes);
    }

    /// From now on one in so many safepoints of the heap's mutators collects ([`Config::zeal`](crate::Config)).
    pub fn begin_zeal(&self, every: NonZeroU32) {
        self.heap.policy.begin_zeal(every);
        self.heap.host.request_poll(self.id());
    }

    /// Serves what the poll bit was set for: takes part in a stop, or collects if a collection is due. Returns whether a collection took place meanwhile.
    ///
    /// The caller has spilled its registers and noted its stack pointer for [`Host::scan_roots`](crate::Host), so
    /// that every reference it will use again can be found. Needs about 16 KiB of stack.
    pub fn safepoint(&self) -> bool {
        let before = self.cycle.get();
        self.heap.host.clear_poll(self.id());
        self.heap.policy.pass_safepoint();
        if self.shared.word.is_asked() {
            self.enter_safe();
            self.leave_safe();
        }
        if self.heap.policy.is_due() && (self.heap.policy.is_zealous() || self.cycle.get() == before) {
            self.enter_safe();
            self.heap.collect_if_due();
            self.leave_safe();
        } else if self.heap.policy.is_zealous() {
            self.heap.host.request_poll(self.id());
        }
        self.cycle.get() != before
    }

    /// Collects now, after any collection that is on. The same duties as for [`Mutator::safepoint`].
    pub fn collect(&self, kind: CollectionKind) -> CollectionReport {
        self.enter_safe();
        let report = self.heap.collect(kind);
        self.leave_safe();
        report
    }

    /// Collects now, in full, and counts what was unreachable ([`CollectionReport::unreachable`]), which makes the pause longer. The same duties as for
    /// [`Mutator::safepoint`].
    pub fn collect_counting(&self) -> CollectionReport {
        self.enter_safe();
        let report = self.heap.collect_counting();
        self.leave_safe();
        report
    }

    /// Collects in full and calls `f` before anybody goes on. The same duties as for [`Mutator::safepoint`]; `f` neither
    /// allocates nor stores through a barrier nor waits for another mutator.
    pub fn inspect<R>(&self, f: impl FnOnce(&Inspector<'_>) -> R) -> R {
        self.enter_safe();
        let result = self.heap.inspect(f);
        self.leave_safe();
        result
    }

    /// Takes every object that is still to be finalized, in the order they were entered; none of them will be told of again. The same duties
    /// as for [`Mutator::safepoint`]: `f` gets them inside a stop, and sees to it that they stay alive.
    pub fn take_finalizable(&self, f: impl FnOnce(Vec<ObjRef>)) {
        self.enter_safe();
        self.heap.take_finalizable(f);
        self.leave_safe();
    }

    /// Calls `f` while every mutator, this one included, is safe. The same duties as for [`Mutator::safepoint`];
    /// `f` neither allocates nor stores through a barrier nor waits for another mutator.
    pub fn stop_world<R>(&self, f: impl FnOnce() -> R) -> R {
        self.enter_safe();
        let result = self.heap.stop_world(f);
        self.leave_safe();
        result
    }

    /// The embedder's start has ended: what is alive now and survives the next collection is never collected (see `permanent`). The same duties as for
    /// [`Mutator::safepoint`].
    pub fn end_start(&self) {
        self.enter_safe();
        self.heap.end_start();
        self.leave_safe();
    }

    /// Begins a section in which this mutator touches no heap memory: a blocking call, an idle worker. The same
    /// duties as for [`Mutator::safepoint`]; collections go on without it.
    pub fn enter_safe(&self) {
        self.small.mark_end();
        self.medium.mark_end();
        // SAFETY: the mutator runs until the next line.
        self.log.with_entries(|entries| unsafe { self.shared.publish(|to| to.log.append(entries)) });
        // SAFETY: as above.
        self.watches.with_entries(|entries| unsafe { self.shared.publish(|to| to.watches.append(entries)) });
        self.shared.word.enter_safe();
    }

    /// Ends the section; waits while a stop is on.
    pub fn leave_safe(&self) {
        self.shared.word.leave_safe();
        let cycle = self.heap.cycle();
        if cycle != self.cycle.get() {
            self.cycle.set(cycle);
            self.small.forget();
            self.medium.forget();
        }
        if self.heap.policy.is_zealous() {
            self.heap.host.request_poll(self.id());
        }
    }

    /// Whether it is between [`Mutator::enter_safe`] and [`Mutator::leave_safe`]. A new mutator is.
    pub fn is_safe(&self) -> bool {
        self.shared.word.is_safe()
    }
}

impl Drop for Mutator {
    fn drop(&mut self) {
        if !self.is_safe() {
            self.enter_safe();
        }
        self.heap.registry.unregister(&self.shared);
    }
}
