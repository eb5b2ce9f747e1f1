//! Sweeping: what the marks leave unmarked becomes available again. Inside the stop, shared by the crew.
//!
//! No object is visited: a block's occupied lines follow from its bitmap and extents. A young sweep looks only at
//! blocks that were allocated into since the last collection; nothing in others can have died. Large objects are
//! taken out of their space here, and returned to the system after the stop.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::block::{BlockKind, occupied_lines};
use crate::geometry::{LINES_PER_BLOCK, PAGE_BYTES};
use crate::heap::HeapInner;
use crate::host::CollectionKind;
use crate::lines::LineSet;
use crate::poison::{poison, poison_block};
use crate::pool::{RECYCLABLE_LISTS, SMALL_LIST, list_for_hole};
use crate::sync::Mutex;

/// A block is recycled when at least this many of its lines lie in usable holes.
const MIN_RECYCLABLE_LINES: usize = LINES_PER_BLOCK / 4;
/// Blocks a sweeping thread takes at a time.
const BATCH: usize = 128;
/// A sweep of no more is done alone: about 50 µs, less than waking a helper costs on a busy machine.
const ALONE: usize = if cfg!(test) { BATCH } else { 1024 };

/// What became of the swept blocks.
#[derive(Debug, Default)]
struct Outcome {
    free: Vec<u32>,
    recyclable: [Vec<u32>; RECYCLABLE_LISTS],
    /// Lines occupied before and after.
    before: usize,
    after: usize,
}

/// Sweeps everything `kind` looked at. The marks are in the bitmap that the parity names. Returns runs of pages to
/// be released.
pub(crate) fn sweep(heap: &HeapInner, kind: CollectionKind, used_lines: &mut usize) -> Vec<Range<u32>> {
    let space = &heap.space;
    let parity = space.parity();
    let mut pool = heap.pool.lock();
    let touched = std::mem::take(&mut pool.touched);
    let blocks = match kind {
        CollectionKind::Young => touched,
        CollectionKind::Full => {
            pool.recyclable = Default::default();
            (0..space.frontiers.blocks())
                .filter(|&block| space.kind(block as usize) != BlockKind::Free)
                .collect()
        }
    };
    let outcome = sweep_blocks(heap, &blocks, kind, parity);
    pool.in_use -= outcome.free.len();
    // Later ones are taken first: let those be the lower addresses, and the most recently used before older ones.
    pool.free.extend(outcome.free.into_iter().rev());
    for (list, swept) in pool.recyclable.iter_mut().zip(outcome.recyclable) {
        list.extend(swept.into_iter().rev());
    }
    drop(pool);
    *used_lines = match kind {
        CollectionKind::Young => *used_lines + outcome.after - outcome.before,
        CollectionKind::Full => outcome.after,
    };
    let dead = heap.large.lock().sweep(space, kind, parity);
    if heap.poison {
        // A user of a dangling reference must not find what it expects.
        for run in &dead {
            let start = space.base() + run.start as usize * PAGE_BYTES;
            poison(start..start + run.len() * PAGE_BYTES);
        }
    }
    dead
}

fn sweep_blocks(heap: &HeapInner, blocks: &[u32], kind: CollectionKind, parity: usize) -> Outcome {
    if blocks.len() <= ALONE {
        let mut outcome = Outcome::default();
        blocks.iter().for_each(|&block| sweep_block(heap, block, kind, parity, &mut outcome));
        return outcome;
    }
    let next = AtomicUsize::new(0);
    let total = Mutex::new(Outcome::default());
    heap.crew.run(|| {
        let mut own = Outcome::default();
        while let Some(batch) = blocks.chunks(BATCH).nth(next.fetch_add(1, Ordering::Relaxed)) {
            batch.iter().for_each(|&block| sweep_block(heap, block, kind, parity, &mut own));
        }
        let mut total = total.lock();
        total.free.append(&mut own.free);
        for (list, own) in total.recyclable.iter_mut().zip(&mut own.recyclable) {
            list.append(own);
        }
        total.before += own.before;
        total.after += own.after;
    });
    std::mem::take(&mut *total.lock())
}

fn sweep_block(heap: &HeapInner, block: u32, kind: CollectionKind, parity: usize, outcome: &mut Outcome) {
    let index = block as usize;
    let (record, block_kind) = (&heap.space.blocks[index], heap.space.kind(index));
    let live = record.live_lines(block_kind, parity);
    if heap.poison {
        poison_block(&heap.space, &*heap.host, index, parity);
    }
    // The other bitmap: in a young collection what was recorded, in a full one the former starts.
    if kind == CollectionKind::Full || record.recorded.load() != LineSet::default() {
        record.bits[1 - parity].clear();
        record.extents[1 - parity].store(LineSet::default());
    }
    let occupied = occupied_lines(live);
    outcome.before += record.occupied.load().len();
    outcome.after += occupied.len();
    record.occupied.store(occupied);
    record.recorded.store(LineSet::default());
    record.set_frontier(0);
    if live == LineSet::default() {
        heap.space.set_kind(index, BlockKind::Free);
        outcome.free.push(block);
        return;
    }
    if LINES_PER_BLOCK - occupied.len() >= MIN_RECYCLABLE_LINES {
        let list = match block_kind {
            BlockKind::Medium => list_for_hole(occupied.holes().map(|hole| hole.len()).max().unwrap_or(0)),
            _ => Some(SMALL_LIST),
        };
        if let Some(list) = list {
            outcome.recyclable[list].push(block);
        }
    }
}
