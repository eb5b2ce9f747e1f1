//! Deadlines of parked fibers: one heap per worker.
//!
//! # What it protects
//! That a timer fires for exactly the park that set it: after [`Timers::cancel`] has returned it never fires.
//!
//! # Participants
//! A fiber about to park *arms* a [`TimerNode`] that lies in its own frame, in the heap of the worker it runs on.
//! Any worker *fires* the due nodes of any heap. The fiber, woken on whatever worker, *cancels*. All three under
//! the heap's lock, which is held for a few dozen instructions and never across a switch; what a firing makes
//! ready is queued after the lock is free.
//!
//! # Invariants
//! A node is in a heap if and only if its `position` is not `UNARMED`, and then `heap[position]` points to it. A
//! node that is in a heap is alive, as its fiber leaves the frame only after cancelling (an abandoned fiber
//! never leaves it, and its heap is not looked at again). `next_deadline` equals the first entry's deadline, and
//! is written under the lock only.
//!
//! Four children per node: arming and cancelling a late deadline touch a leaf and little else. Equal deadlines
//! fire in the order in which they were armed.

use std::cell::Cell;
use std::ptr;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::fiber::FiberRef;
use crate::idle::NEVER;
use crate::state::Unpark;
use crate::sync::Mutex;

const CHILDREN: usize = 4;
const UNARMED: usize = usize::MAX;

/// One deadline of one park, in the parked fiber's frame.
pub(crate) struct TimerNode {
    fiber: FiberRef,
    /// Index in the heap; guarded by the heap's lock.
    position: Cell<usize>,
}

impl TimerNode {
    pub(crate) fn new(fiber: FiberRef) -> Self {
        Self { fiber, position: Cell::new(UNARMED) }
    }
}

struct Entry {
    deadline: u64,
    order: u64,
    node: *const TimerNode,
}

impl Entry {
    fn key(&self) -> (u64, u64) {
        (self.deadline, self.order)
    }
}

/// The deadlines armed on one worker.
pub(crate) struct Timers {
    heap: Mutex<Heap>,
    next_deadline: AtomicU64,
}

#[derive(Default)]
struct Heap {
    entries: Vec<Entry>,
    armed: u64,
}

// SAFETY: the node pointers are followed under the lock only, and point to live nodes (invariant above).
unsafe impl Send for Heap {}

impl Timers {
    pub(crate) fn new() -> Self {
        Self { heap: Mutex::new(Heap::default()), next_deadline: AtomicU64::new(NEVER) }
    }

    /// The earliest deadline, or `NEVER`. A hint unless ordered by a fence.
    pub(crate) fn next_deadline(&self) -> u64 {
        self.next_deadline.load(Ordering::Relaxed)
    }

    /// Arms `node` for `deadline`.
    ///
    /// # Safety
    /// The node stays where it is until `cancel` has returned, on this same heap.
    #[inline(never)] // it locks: see `Scheduler::queue`
    pub(crate) unsafe fn arm(&self, node: &TimerNode, deadline: u64) {
        let mut heap = self.heap.lock();
        let order = heap.armed;
        heap.armed += 1;
        heap.push(Entry { deadline, order, node: ptr::from_ref(node) });
        self.publish(&heap);
    }

    /// Takes `node` out of the heap if it has not fired.
    #[inline(never)] // it locks: see `Scheduler::queue`
    pub(crate) fn cancel(&self, node: &TimerNode) {
        let mut heap = self.heap.lock();
        let position = node.position.get();
        if position != UNARMED {
            heap.remove(position);
            self.publish(&heap);
        }
    }

    /// Fires what is due at `now`; `schedule` gets each fiber that became ready, without the lock.
    pub(crate) fn fire(&self, now: u64, mut schedule: impl FnMut(FiberRef)) {
        while self.next_deadline() <= now {
            let ready = {
                let mut heap = self.heap.lock();
                if heap.entries.first().is_none_or(|first| first.deadline > now) {
                    return;
                }
                let entry = heap.remove(0);
                self.publish(&heap);
                // SAFETY: it was in the heap until now and its fiber cannot have cancelled: we hold the lock.
                let fiber = unsafe { (*entry.node).fiber };
                // Under the lock: a cancel that follows finds the bit set or not, never about to be set.
                (fiber.expire() == Unpark::Schedule).then_some(fiber)
            };
            if let Some(fiber) = ready {
                schedule(fiber);
            }
        }
    }

    fn publish(&self, heap: &Heap) {
        let next = heap.entries.first().map_or(NEVER, |entry| entry.deadline);
        if next != self.next_deadline.load(Ordering::Relaxed) {
            self.next_deadline.store(next, Ordering::Relaxed);
        }
    }
}

impl Heap {
    fn push(&mut self, entry: Entry) {
        self.entries.push(entry);
        self.sift_up(self.entries.len() - 1);
    }

    fn remove(&mut self, position: usize) -> Entry {
        let removed = self.entries.swap_remove(position);
        self.place(&removed, UNARMED);
        if position < self.entries.len() {
            let settled = self.sift_up(position);
            self.sift_down(settled);
        }
        removed
    }

    fn place(&self, entry: &Entry, position: usize) {
        // SAFETY: nodes in the heap are alive (invariant above), their positions guarded by the lock we are under.
        unsafe { (*entry.node).position.set(position) };
    }

    fn sift_up(&mut self, mut position: usize) -> usize {
        while position > 0 {
            let parent = (position - 1) / CHILDREN;
            if self.entries[parent].key() <= self.entries[position].key() {
                break;
            }
            self.entries.swap(parent, position);
            self.place(&self.entries[position], position);
            position = parent;
        }
        self.place(&self.entries[position], position);
        position
    }

    fn sift_down(&mut self, mut position: usize) {
        loop {
            let first = position * CHILDREN + 1;
            let end = (first + CHILDREN).min(self.entries.len());
            let Some(least) = (first..end).min_by_key(|&child| self.entries[child].key()) else { break };
            if self.entries[position].key() <= self.entries[least].key() {
                break;
            }
            self.entries.swap(position, least);
            self.place(&self.entries[position], position);
            position = least;
        }
        self.place(&self.entries[position], position);
    }
}

#[cfg(test)]
mod tests;
