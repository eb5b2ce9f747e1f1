//! One collection from request to release, and stops of the world in general.
//!
//! # Phases
//! `Idle` → (the cycle lock is taken) `Stopping` → (every mutator is held) `Marking` → `Sweeping` → (mutators are
//! released) `Returning` (memory goes back to the system) → (the cycle lock is released) `Idle`.
//!
//! - A mutator that wants a collection becomes safe *before* it waits for the cycle lock: the holder may be waiting
//!   for it. The collecting mutator is therefore held like every other one; a thread without a mutator may
//!   collect as well.
//! - `Stopping` takes the registry's lock, asks every mutator (see `handshake`), requests its poll, and waits.
//!   From here to the release nobody registers or leaves.
//! - `Marking`: roots, logs, then everything reachable. Young marks are added to the start bitmap; full ones go to
//!   the other one, and the parity flips when they are final.
//! - After the strong marking: weak references are cleared by it, objects to be finalized are found, and marking goes on from those; what is
//!   then unmarked is swept. So a finalizer finds everything it can reach, and nobody else can reach it.
//! - The cycle number rises inside the stop; a mutator that sees a new one on running again has lost its spans.
//! - A cycle begins only when the previous sweep has finished: sweeping happens inside the stop.
//! - `Returning` runs beside the mutators. What it returns is in no list meanwhile, so nobody can allocate it.
//!
//! A panic between stop and release aborts the process: nobody could go on with such a heap.

use std::ops::Range;
use std::time::Instant;

use crate::barrier::take_entry;
use crate::block::BlockKind;
use crate::crew::AbortOnUnwind;
use crate::geometry::{BLOCK_BYTES, LINE_BYTES, PAGE_BYTES};
use crate::heap::HeapInner;
use crate::host::{CollectionKind, Host};
use crate::inspect::Inspector;
use crate::mark::{Marked, mark, scan_window};
use crate::object::ObjRef;
use crate::order::owners_first;
use crate::permanent::Permanent;
use crate::prefetch::prefetch;
use crate::registry::{Published, Registered};
use crate::resolve::Resolver;
use crate::roots::Roots;
use crate::sabotage::Sabotage;
use crate::stats::CollectionReport;
use crate::sweep::sweep;
use crate::sync::{MutexGuard, Ordering};
use crate::tracer::Tracer;
use crate::verify::Verifier;
use crate::watch::{Watch, Watched};

/// What lasts from one collection to the next. Lives under the cycle lock.
#[derive(Debug, Default)]
pub(crate) struct CycleState {
    /// Lines occupied after the last collection.
    used_lines: usize,
    /// Bytes in use after the last collection.
    pub(crate) used_bytes: usize,
    watched: Watched,
    permanent: Permanent,
}

/// Every mutator is held for as long as this lives.
struct StoppedWorld<'h> {
    heap: &'h HeapInner,
    registered: MutexGuard<'h, Registered>,
}

impl<'h> StoppedWorld<'h> {
    /// Stops every mutator. The caller holds the cycle lock, and its own mutator, if it has one, is safe.
    fn begin(heap: &'h HeapInner) -> StoppedWorld<'h> {
        let registered = heap.registry.lock();
        for mutator in &registered.mutators {
            if !mutator.word.ask() {
                heap.host.request_poll(mutator.id);
            }
        }
        let missed = usize::from(heap.saboteur.is(Sabotage::MissHandshake));
        for mutator in registered.mutators.iter().rev().skip(missed) {
            mutator.word.wait_until_held();
        }
        StoppedWorld { heap, registered }
    }

    /// Everything published since the last collection.
    fn take_published(&mut self) -> Published {
        let mut all = std::mem::take(&mut self.registered.orphans);
        for mutator in &self.registered.mutators {
            if mutator.word.is_held() {
                // SAFETY: it is held.
                all.append(unsafe { mutator.take_published() });
            }
        }
        all
    }

    /// A mutator that is not held, which must not be.
    fn check_held(&self) -> Option<String> {
        let loose = self.registered.mutators.iter().find(|mutator| !mutator.word.is_held())?;
        Some(format!("mutator {} runs inside a stop", loose.id.0))
    }
}

impl Drop for StoppedWorld<'_> {
    fn drop(&mut self) {
        for mutator in &self.registered.mutators {
            self.heap.host.clear_poll(mutator.id);
            mutator.word.release();
        }
    }
}

impl HeapInner {
    /// Collects; any mutator of the calling thread is safe.
    pub(crate) fn collect(&self, kind: CollectionKind) -> CollectionReport {
        let mut state = self.cycle_lock.lock();
        self.run_cycle(&mut state, kind, false, |_| ()).0
    }

    /// Collects in full and counts what was unreachable, which takes a look at every object allocated since the last collection.
    pub(crate) fn collect_counting(&self) -> CollectionReport {
        let mut state = self.cycle_lock.lock();
        self.run_cycle(&mut state, CollectionKind::Full, true, |_| ()).0
    }

    /// Collects in full and calls `f` inside the same stop; any mutator of the calling thread is safe.
    pub(crate) fn inspect<R>(&self, f: impl FnOnce(&Inspector<'_>) -> R) -> R {
        let mut state = self.cycle_lock.lock();
        self.run_cycle(&mut state, CollectionKind::Full, false, f).1
    }

    /// Gives up every watch for finalizing; any mutator of the calling thread is safe.
    pub(crate) fn take_finalizable(&self, f: impl FnOnce(Vec<ObjRef>)) {
        let mut state = self.cycle_lock.lock();
        let mut world = StoppedWorld::begin(self);
        let published = world.take_published();
        state.watched.enter(published.watches);
        // The log is as it was.
        world.registered.orphans.log = published.log;
        let mut all = wanted(&state.watched.take_all(Watch::Finalize), &*self.host);
        owners_first(&self.space, &*self.host, &mut all, |_| false);
        f(all);
    }

    /// Collects if that is still due once a collection that is on has ended.
    pub(crate) fn collect_if_due(&self) {
        let mut state = self.cycle_lock.lock();
        if self.policy.is_due() {
            let kind = self.policy.kind(state.used_bytes);
            self.run_cycle(&mut state, kind, false, |_| ());
        }
    }

    /// The embedder's start has ended: what is alive and survives the next collection is permanent. Any mutator of the calling thread is safe. Nothing
    /// where there was a collection already, or another call.
    pub(crate) fn end_start(&self) {
        let mut state = self.cycle_lock.lock();
        if state.permanent.is_noted() || self.cycle() != 0 {
            return;
        }
        let _world = StoppedWorld::begin(self);
        let blocks = self.pool.lock().touched.clone();
        let large = self.large.lock().objects();
        state.permanent.note(blocks, large);
        // Every mutator forgets its spans.
        self.cycle.fetch_add(1, Ordering::Release);
    }

    /// Calls `f` with every mutator held; any mutator of the calling thread is safe.
    pub(crate) fn stop_world<R>(&self, f: impl FnOnce() -> R) -> R {
        let _cycle = self.cycle_lock.lock();
        let _world = StoppedWorld::begin(self);
        f()
    }

    fn run_cycle<R>(
        &self,
        state: &mut CycleState,
        kind: CollectionKind,
        counts: bool,
        inspect: impl FnOnce(&Inspector<'_>) -> R,
    ) -> (CollectionReport, R) {
        let requested = Instant::now();
        let abort = AbortOnUnwind;
        let mut world = StoppedWorld::begin(self);
        let stopped = Instant::now();
        let mut complaints: Vec<String> = world.check_held().into_iter().collect();
        let verifier = (self.verify && self.policy.is_verified())
            .then(|| Verifier::trace(&self.space, &*self.host, kind, &state.permanent));
        let marking = Instant::now();
        let published = world.take_published();
        state.watched.enter(published.watches);
        if counts {
            Resolver::new(&self.space, &*self.host, kind).record_all();
        }
        let (mut scanned_objects, index, mut waiting) =
            self.mark_all(kind, published.log, &mut state.permanent);
        if let Some(verifier) = verifier {
            let large = self.large.lock().marked(&self.space, index);
            complaints.extend(verifier.compare(index, large));
            complaints.extend(world.check_held());
        }
        let marked = Marked::new(&self.space, kind, index);
        self.host.after_strong_mark(&marked);
        let full = kind == CollectionKind::Full;
        let dead = state.watched.take_dead(Watch::Finalize, full, |object| marked.is_marked(object));
        let mut due = wanted(&dead, &*self.host);
        if !due.is_empty() {
            owners_first(&self.space, &*self.host, &mut due, |object| marked.is_marked(object));
            self.host.finalize(&due);
            let mut tracer = Tracer::marking(&self.space, index, false);
            due.iter().for_each(|object| tracer.word(object.address() as u64));
            scanned_objects += mark(tracer, &*self.host, &self.crew, &mut waiting);
        }
        let marking = marking.elapsed();
        // Before the embedder forgets what described the dead.
        for object in state.watched.take_dead(Watch::Drop, full, |object| marked.is_marked(object)) {
            // SAFETY: it is not reachable, and is swept next.
            unsafe { self.host.take_payload(object) };
        }
        self.host.after_mark(&marked);
        self.stats.lock().complaints += complaints.len() as u64;
        complaints.iter().for_each(|complaint| self.host.complain(complaint));
        let unreachable = counts.then(|| self.unmarked_objects(index));
        if kind == CollectionKind::Full {
            self.space.flip();
        }
        let dead = sweep(self, kind, &mut state.used_lines);
        let dead_bytes = dead.iter().map(Range::len).sum::<usize>() * PAGE_BYTES;
        let large_bytes = self.large.lock().used_bytes() - dead_bytes;
        let former = std::mem::replace(&mut state.used_bytes, state.used_lines * LINE_BYTES + large_bytes);
        let allocated_bytes = self.policy.allocated();
        self.policy.cycle_ended(kind, state.used_bytes, former);
        state.permanent.collection_ended(&self.space, &*self.host, self.space.parity(), full);
        if kind == CollectionKind::Full {
            self.close_reserve(state.used_bytes);
        }
        self.cycle.fetch_add(1, Ordering::Release);
        let inspected = inspect(&Inspector::new(self));
        drop(world);
        self.host.after_release();
        let report = CollectionReport {
            kind,
            time_to_stop: stopped - requested,
            pause: stopped.elapsed(),
            marking,
            scanned_objects,
            allocated_bytes,
            used_bytes: state.used_bytes,
            unreachable,
        };
        self.stats.lock().add(&report);
        self.return_memory(dead, state.used_bytes);
        drop(abort);
        (report, inspected)
    }

    /// How many objects a full collection, whose marks are in bitmap `index`, has not marked; every start has been recorded.
    fn unmarked_objects(&self, index: usize) -> usize {
        let blocks = 0..self.space.frontiers.blocks() as usize;
        let in_use = blocks.filter(|&block| self.space.kind(block) != BlockKind::Free);
        let unmarked = |block: usize| {
            let bits = &self.space.blocks[block].bits;
            // Nothing is marked that is no start.
            bits[1 - index].len() - bits[index].len()
        };
        let large = self.large.lock();
        let all = large.objects().len();
        in_use.map(unmarked).sum::<usize>() + all - large.marked(&self.space, index)
    }

    /// Marks from roots and logs; returns the number of scans, the bitmap that holds the marks, and the ephemerons whose keys are not marked.
    fn mark_all(
        &self,
        kind: CollectionKind,
        logs: Vec<ObjRef>,
        permanent: &mut Permanent,
    ) -> (usize, usize, Vec<(u64, u64)>) {
        let parity = self.space.parity();
        let index = match kind {
            CollectionKind::Young => parity,
            CollectionKind::Full => 1 - parity,
        };
        logs.iter().for_each(|&object| permanent.note_store(&self.space, object));
        let mut tracer = Tracer::marking(&self.space, index, false);
        if kind == CollectionKind::Full {
            permanent.mark(&self.space, index, &mut tracer);
        }
        let mut roots = Roots::new(tracer, &self.space, &*self.host, kind);
        self.host.scan_roots(kind, &mut roots);
        let mut tracer = roots.into_tracer();
        for object in logs {
            self.drain_entry(kind, object, &mut tracer);
        }
        let mut waiting = Vec::new();
        let scanned = mark(tracer, &*self.host, &self.crew, &mut waiting);
        (scanned, index, waiting)
    }

    /// A logged object is old, so a young collection scans it, marked or not; a full one finds it if it is live.
    fn drain_entry(&self, kind: CollectionKind, object: ObjRef, tracer: &mut Tracer<'_>) {
        let large =
            self.space.offset(object.address()).is_some_and(|offset| offset >= self.space.large_offset());
        if large {
            self.space.clean_cards(object, |window| {
                if kind == CollectionKind::Young {
                    scan_window(&*self.host, tracer, object, window);
                }
            });
        } else if take_entry(object) && kind == CollectionKind::Young {
            tracer.stack.push(object.address() as u64);
        }
    }

    /// Offers dead large objects' memory again, and returns what will hardly be needed soon to the system.
    fn return_memory(&self, dead: Vec<Range<u32>>, used_bytes: usize) {
        // As much as the program may be expected to allocate before the next collections. A part more is no reason to
        // begin: everything returned costs a fault per page when it is used again.
        let keep_bytes = self.young_trigger_bytes.saturating_mul(2).max(used_bytes / 8);
        let tolerated = keep_bytes + keep_bytes / 4;
        let too_much = {
            let mut large = self.large.lock();
            dead.into_iter().for_each(|run| large.release(run));
            self.large_bytes.store(large.used_bytes(), std::sync::atomic::Ordering::Relaxed);
            large.committed_bytes() > tolerated
        };
        while too_much && let Some(run) = self.take_excess_run(keep_bytes) {
            self.discard(self.space.base() + run.start as usize * PAGE_BYTES, run.len() * PAGE_BYTES);
            self.large.lock().give_returned(&self.space, run);
        }
        let keep = keep_bytes / BLOCK_BYTES;
        let excess = {
            let mut pool = self.pool.lock();
            let excess = pool.free.len().saturating_sub(keep);
            if excess > keep / 4 { pool.take_excess(excess) } else { Vec::new() }
        };
        for run in excess.chunk_by(|a, b| a + 1 == *b) {
            self.discard(self.space.block_address(run[0] as usize), run.len() * BLOCK_BYTES);
        }
        self.pool.lock().discarded.extend(excess.into_iter().rev());
    }

    /// A free run of committed pages, while there are more of them than `keep_bytes`.
    fn take_excess_run(&self, keep_bytes: usize) -> Option<Range<u32>> {
        let mut large = self.large.lock();
        if large.committed_bytes() > keep_bytes { large.take_committed() } else { None }
    }

    fn discard(&self, address: usize, len: usize) {
        let page = typhon_os::memory::page_size();
        let (start, end) = (address.next_multiple_of(page), (address + len) & !(page - 1));
        if start < end {
            // SAFETY: memory of this heap in which no object lives and which no list offers. If the system refuses,
            // the memory stays committed, which harms nobody.
            let _ = unsafe { typhon_os::memory::discard(start, end - start) };
        }
    }
}

/// Those of watched objects that the embedder finalizes. Nobody has touched most of them for a while, so they are fetched ahead.
fn wanted(watched: &[ObjRef], host: &dyn Host) -> Vec<ObjRef> {
    const AHEAD: usize = 16;
    let mut later = watched.iter().skip(AHEAD);
    let mut is_wanted = |object: ObjRef| {
        later.next().into_iter().for_each(|object| prefetch(object.address()));
        host.needs_finalizing(object)
    };
    watched.iter().copied().filter(|&object| is_wanted(object)).collect()
}
