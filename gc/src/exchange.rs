//! Where markers pass work to each other, and how they know that there is none left.
//!
//! **Protects** items that are marked and not yet scanned: none may be left when the last marker ends.
//!
//! **Participants**: the markers of one collection. Each works on a stack of its own, which nobody else sees; the
//! shared queue takes batches of items.
//!
//! **States** of a marker: active (it may hold items outside the queue; counted in `active`) or idle (it holds
//! none, and pushes nothing).
//!
//! **Transitions**: a marker enters active first of all. Out of items, it leaves `active` and watches the queue.
//! Seeing a batch there it enters again *before* it takes it, and leaves again if another was faster. It ends when
//! it sees nobody active *and then* an empty queue. All of `active` is acquire and release; the queue orders its
//! batches itself.
//!
//! **Nothing is left**: only active markers push. The last one to leave `active` has found the queue empty after its
//! own last push, and every other one left before it without having pushed since. A marker may end too early, when
//! another enters and takes the last batch between its two looks: that batch's owner is active and finishes it, and
//! the caller waits for all. A batch pushed before any marker has begun waits in the queue.
//!
//! **Rejected**: one deque per marker with stealing (a fence per pop, and most items never leave their marker);
//! termination by a barrier of all threads (a helper that wakes late would hold up the stop).
//!
//! Checked by `tests/loom.rs` over this type.

use crate::sync::{AtomicUsize, Ordering, Queue, yield_now};

/// The exchange of one parallel marking.
#[derive(Debug)]
pub(crate) struct Exchange {
    queue: Queue<Vec<u64>>,
    active: AtomicUsize,
    threads: usize,
}

impl Exchange {
    /// An exchange for `threads` markers, with `items` to begin with.
    pub(crate) fn new(threads: usize, items: &[u64]) -> Exchange {
        let exchange = Exchange { queue: Queue::new(), active: AtomicUsize::new(0), threads };
        let share = items.len().div_ceil(threads * 4).max(1);
        items.chunks(share).for_each(|batch| exchange.give(batch.to_vec()));
        exchange
    }

    /// A marker begins.
    pub(crate) fn enter(&self) {
        self.active.fetch_add(1, Ordering::AcqRel);
    }

    /// An active marker's guess: somebody is out of work.
    pub(crate) fn wants_work(&self) -> bool {
        self.active.load(Ordering::Relaxed) < self.threads && self.queue.is_empty()
    }

    /// An active marker gives items away.
    pub(crate) fn give(&self, items: Vec<u64>) {
        self.queue.push(items);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }

    /// A batch for an active marker that has no items left; none when marking is over for it.
    pub(crate) fn next(&self) -> Option<Vec<u64>> {
        if let Some(batch) = self.queue.pop() {
            return Some(batch);
        }
        self.active.fetch_sub(1, Ordering::AcqRel);
        loop {
            if !self.queue.is_empty() {
                self.active.fetch_add(1, Ordering::AcqRel);
                if let Some(batch) = self.queue.pop() {
                    return Some(batch);
                }
                self.active.fetch_sub(1, Ordering::AcqRel);
            }
            if self.active.load(Ordering::Acquire) == 0 && self.queue.is_empty() {
                return None;
            }
            (0..SPINS).for_each(|_| std::hint::spin_loop());
            yield_now();
        }
    }
}

/// Pauses between two looks at the queue.
const SPINS: usize = 16;
