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
//!
//! Checked by `tests/models/timer.rs`, `src/timer/tests.rs`.

#![allow(unreachable_pub, reason = "public to the models of tests/loom.rs only")]

use std::ptr;

use crate::idle::NEVER;
use crate::sync::{AtomicU64, Cell, Mutex, Ordering, fault_switch};

fault_switch!(
    /// Deliberate faults of the timers.
    TimerFault {
        /// A due fiber is told after the lock is free.
        TellsUnlocked,
        /// Cancelling looks whether the timer is armed without the lock.
        CancelsByLooking,
    }
);

/// Whose deadline a timer is.
pub trait Expiring: Copy {
    /// Tells that the deadline has passed; whether the caller must now put it into a queue.
    fn expire(self) -> bool;
}

#[cfg(not(loom))]
impl Expiring for crate::fiber::FiberRef {
    fn expire(self) -> bool {
        crate::fiber::FiberRef::expire(self) == crate::state::Unpark::Schedule
    }
}

const CHILDREN: usize = 4;
const UNARMED: usize = usize::MAX;

/// One deadline of one park, in the parked fiber's frame.
pub struct TimerNode<F> {
    fiber: F,
    /// Index in the heap; guarded by the heap's lock.
    position: Cell<usize>,
}

impl<F> TimerNode<F> {
    /// A timer that is not armed.
    pub fn new(fiber: F) -> Self {
        Self { fiber, position: Cell::new(UNARMED) }
    }
}

struct Entry<F> {
    deadline: u64,
    order: u64,
    node: *const TimerNode<F>,
}

impl<F> Entry<F> {
    fn key(&self) -> (u64, u64) {
        (self.deadline, self.order)
    }
}

/// The deadlines armed on one worker.
pub struct Timers<F> {
    heap: Mutex<Heap<F>>,
    next_deadline: AtomicU64,
    faults: Faults,
}

struct Heap<F> {
    entries: Vec<Entry<F>>,
    armed: u64,
}

// SAFETY: the node pointers are followed under the lock only, and point to live nodes (invariant above).
unsafe impl<F> Send for Heap<F> {}

impl<F: Expiring> Default for Timers<F> {
    fn default() -> Self {
        Self::new()
    }
}

impl<F: Expiring> Timers<F> {
    /// No timer is armed.
    pub fn new() -> Self {
        let heap = Mutex::new(Heap { entries: Vec::new(), armed: 0 });
        Self { heap, next_deadline: AtomicU64::new(NEVER), faults: Faults::NONE }
    }

    /// For a model that must fail.
    #[cfg(loom)]
    pub fn with_fault(fault: TimerFault) -> Self {
        Self { faults: Faults::of(fault), ..Self::new() }
    }

    /// The earliest deadline, or `NEVER`. A hint unless ordered by a fence.
    pub fn next_deadline(&self) -> u64 {
        self.next_deadline.load(Ordering::Relaxed)
    }

    /// Arms `node` for `deadline`.
    ///
    /// # Safety
    /// The node stays where it is until `cancel` has returned, on this same heap.
    #[inline(never)] // it locks: see `Scheduler::queue`
    pub unsafe fn arm(&self, node: &TimerNode<F>, deadline: u64) {
        let mut heap = self.heap.lock();
        let order = heap.armed;
        heap.armed += 1;
        heap.push(Entry { deadline, order, node: ptr::from_ref(node) });
        self.publish(&heap);
    }

    /// Takes `node` out of the heap if it has not fired.
    #[inline(never)] // it locks: see `Scheduler::queue`
    pub fn cancel(&self, node: &TimerNode<F>) {
        if self.faults.has(TimerFault::CancelsByLooking) && node.position.get() == UNARMED {
            return;
        }
        let mut heap = self.heap.lock();
        let position = node.position.get();
        if position != UNARMED {
            heap.remove(position);
            self.publish(&heap);
        }
    }

    /// Fires what is due at `now`; `schedule` gets each fiber that became ready, without the lock.
    pub fn fire(&self, now: u64, mut schedule: impl FnMut(F)) {
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
                if self.faults.has(TimerFault::TellsUnlocked) {
                    drop(heap);
                }
                // Under the lock: a cancel that follows finds the bit set or not, never about to be set.
                fiber.expire().then_some(fiber)
            };
            if let Some(fiber) = ready {
                schedule(fiber);
            }
        }
    }

    /// Nobody arms, fires or cancels until the answer is dropped.
    #[cfg(not(loom))]
    pub fn hold(&self) -> impl Sized {
        self.heap.lock()
    }

    fn publish(&self, heap: &Heap<F>) {
        let next = heap.entries.first().map_or(NEVER, |entry| entry.deadline);
        if next != self.next_deadline.load(Ordering::Relaxed) {
            self.next_deadline.store(next, Ordering::Relaxed);
        }
    }
}

impl<F> Heap<F> {
    fn push(&mut self, entry: Entry<F>) {
        self.entries.push(entry);
        self.sift_up(self.entries.len() - 1);
    }

    fn remove(&mut self, position: usize) -> Entry<F> {
        let removed = self.entries.swap_remove(position);
        self.place(&removed, UNARMED);
        if position < self.entries.len() {
            let settled = self.sift_up(position);
            self.sift_down(settled);
        }
        removed
    }

    fn place(&self, entry: &Entry<F>, position: usize) {
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

#[cfg(all(test, not(loom)))]
mod tests;
