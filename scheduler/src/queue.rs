//! A worker's ready fibers: the LIFO slot, the local deque, and robbing others.
//!
//! # What it protects
//! That a ready fiber is in exactly one place and leaves it once.
//!
//! # Places
//! The *slot* holds the fiber made ready last: what was just woken finds its data in the cache. It is one word,
//! filled and emptied by swaps; whoever swaps a fiber out owns it. The *deque* (crossbeam's, first in first out)
//! is pushed and popped by its worker and robbed, half at a time, by others. After [`MAX_SLOT_RUNS`] fibers
//! from the slot in a row its content goes to the deque's end, so that two fibers waking each other do not keep
//! the rest waiting.
//!
//! # Stealing from the slot
//! A fiber in the slot usually runs within a microsecond, when the one that woke it parks; stealing it then would
//! cost both workers more than it gains. So a thief takes it only when it has seen the same fiber there, with
//! the worker still in the same stay, for a while ([`SlotWatch`]). A worker that fills its slot wakes a sleeper
//! only as often as that has paid: each fruitless search doubles the number of fillings until the next
//! waking (`backoff`); a theft resets it, and so does every tick of the monitor, which also finds what waits in a
//! slot for long.
//!
//! Only the owner's OS thread calls the methods of [`Local`]; the [`Victim`] half is anybody's.
//!
//! Checked by `tests/models/queue.rs`.

#![allow(unreachable_pub, reason = "public to the models of tests/loom.rs only")]

use std::ptr;
use std::ptr::NonNull;

use crossbeam::utils::CachePadded;

#[cfg(not(loom))]
use crate::fiber::Fiber;
use crate::sync::deque::{self, Injector, Steal, Stealer};
use crate::sync::{AtomicPtr, AtomicU32, Ordering, fault_switch};

fault_switch!(
    /// Deliberate faults of the slot.
    QueueFault {
        /// The owner empties its slot by a load and a store.
        TakesInTwoSteps,
        /// A thief takes what it saw without comparing.
        RobsBlindly,
        /// Filling the slot forgets what was in it.
        DropsDisplaced,
    }
);

/// What a queue holds in a model: only its address counts.
#[cfg(loom)]
pub struct Fiber(pub u32);

/// Fibers run from the slot in a row before the deque has its turn.
const MAX_SLOT_RUNS: u32 = 3;
const MAX_BACKOFF: u32 = 256;
/// A fiber seen in another worker's slot for this long is stolen.
const SLOT_GRACE_NANOS: u64 = 2_000;

/// A ready fiber on its way between queues.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ready(pub NonNull<Fiber>);

#[cfg(not(loom))]
impl Ready {
    /// The fiber's number.
    pub fn id(&self) -> u64 {
        // SAFETY: control blocks stay mapped, and this one's fiber is `Ready`.
        unsafe { self.0.as_ref() }.id()
    }
}

// SAFETY: who holds it has the right to make the fiber `Running`, on whatever thread (state.rs).
unsafe impl Send for Ready {}

/// The owner's half.
pub struct Local {
    deque: deque::Worker<Ready>,
    slot_runs: u32,
    /// Fillings of the slot left until the next one wakes a sleeper.
    quiet: u32,
}

/// The half that others reach.
pub struct Victim {
    stealer: Stealer<Ready>,
    slot: CachePadded<AtomicPtr<Fiber>>,
    backoff: AtomicU32,
    faults: Faults,
}

/// What a thief saw in a slot: the fiber, and which of its worker's switches was the last.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Glimpse {
    fiber: *mut Fiber,
    switches: u64,
}

/// A thief's look at one slot over time.
#[derive(Default)]
pub struct SlotWatch {
    /// Whose slot, what was in it, and since when.
    seen: Option<(usize, Glimpse, u64)>,
    changed: Option<usize>,
}

impl SlotWatch {
    /// Tells what is in the slot of worker `index` now; answers what should be stolen from it.
    /// One slot is watched at a time, until it is empty.
    pub fn look(&mut self, index: usize, glimpse: Option<Glimpse>, now: u64) -> Option<Glimpse> {
        match self.seen {
            None => self.seen = glimpse.map(|glimpse| (index, glimpse, now)),
            Some((watched, ..)) if watched != index => {}
            Some((_, before, since)) if glimpse == Some(before) => {
                return glimpse.filter(|_| now - since >= SLOT_GRACE_NANOS);
            }
            Some(_) => {
                self.changed = Some(index);
                self.seen = glimpse.map(|glimpse| (index, glimpse, now));
            }
        }
        None
    }

    /// Whether something has been seen that may have to be stolen.
    pub fn is_waiting(&self) -> bool {
        self.seen.is_some()
    }

    /// The worker whose slot was emptied by its owner while it was watched, if any.
    pub fn changed(&self) -> Option<usize> {
        self.changed
    }
}

/// Makes both halves of an empty queue.
pub fn split() -> (Local, Victim) {
    let deque = deque::Worker::new_fifo();
    let victim = Victim {
        stealer: deque.stealer(),
        slot: CachePadded::new(AtomicPtr::new(ptr::null_mut())),
        backoff: AtomicU32::new(0),
        faults: Faults::NONE,
    };
    (Local { deque, slot_runs: 0, quiet: 0 }, victim)
}

impl Local {
    /// Puts a fiber at the end of the line.
    pub fn push(&mut self, ready: Ready) {
        self.deque.push(ready);
    }

    /// Puts a fiber into the slot, moving what was there to the deque.
    /// Says whether a sleeper should be told.
    pub fn push_slot(&mut self, victim: &Victim, ready: Ready) -> bool {
        let displaced = victim.slot.swap(ready.0.as_ptr(), Ordering::AcqRel);
        if let Some(displaced) = NonNull::new(displaced) {
            if victim.faults.has(QueueFault::DropsDisplaced) {
                return true;
            }
            self.deque.push(Ready(displaced));
            return true;
        }
        let backoff = victim.backoff.load(Ordering::Relaxed);
        if backoff > 0 && self.quiet > 0 {
            self.quiet -= 1;
            return false;
        }
        self.quiet = backoff;
        true
    }

    /// Puts a fiber whose deadline has passed into the slot if that is empty, else at the end of the line.
    pub fn push_due(&mut self, victim: &Victim, ready: Ready) {
        let empty = victim.slot.compare_exchange(
            ptr::null_mut(),
            ready.0.as_ptr(),
            Ordering::AcqRel,
            Ordering::Relaxed,
        );
        if empty.is_err() {
            self.deque.push(ready);
        }
    }

    /// The next fiber of this worker's own.
    pub fn pop(&mut self, victim: &Victim) -> Option<Ready> {
        if let Some(ready) = victim.take_slot() {
            if self.slot_runs < MAX_SLOT_RUNS || self.deque.is_empty() {
                self.slot_runs += 1;
                return Some(ready);
            }
            self.deque.push(ready);
        }
        self.slot_runs = 0;
        self.deque.pop()
    }

    /// Takes a batch from the global queue, one of it to run now.
    pub fn take_injected(&mut self, injector: &Injector<Ready>) -> Option<Ready> {
        loop {
            match injector.steal_batch_and_pop(&self.deque) {
                Steal::Success(ready) => return Some(ready),
                Steal::Empty => return None,
                Steal::Retry => {}
            }
        }
    }

    /// Takes half of another worker's deque, one of it to run now.
    pub fn rob(&mut self, victim: &Victim) -> Option<Ready> {
        loop {
            match victim.stealer.steal_batch_and_pop(&self.deque) {
                Steal::Success(ready) => {
                    victim.backoff.store(0, Ordering::Relaxed);
                    return Some(ready);
                }
                Steal::Empty => return None,
                Steal::Retry => {}
            }
        }
    }
}

impl Victim {
    /// For a model that must fail.
    #[cfg(loom)]
    pub fn with_fault(self, fault: QueueFault) -> Self {
        Self { faults: Faults::of(fault), ..self }
    }

    fn take_slot(&self) -> Option<Ready> {
        // An empty slot is the common case: look before writing the line.
        if self.slot.load(Ordering::Relaxed).is_null() {
            return None;
        }
        if self.faults.has(QueueFault::TakesInTwoSteps) {
            let taken = self.slot.load(Ordering::Acquire);
            self.slot.store(ptr::null_mut(), Ordering::Release);
            return NonNull::new(taken).map(Ready);
        }
        NonNull::new(self.slot.swap(ptr::null_mut(), Ordering::AcqRel)).map(Ready)
    }

    /// Whether the deque, from which anybody may steal at once, holds something.
    pub fn has_stealable(&self) -> bool {
        !self.stealer.is_empty()
    }

    /// Whether anything waits here.
    pub fn is_waiting(&self) -> bool {
        self.has_stealable() || !self.slot.load(Ordering::Relaxed).is_null()
    }

    /// What is in the slot of the worker that has made this many switches.
    pub fn glimpse(&self, switches: u64) -> Option<Glimpse> {
        let fiber = self.slot.load(Ordering::Relaxed);
        (!fiber.is_null()).then_some(Glimpse { fiber, switches })
    }

    /// Steals what was seen in the slot, if it is still there.
    pub fn rob_slot(&self, seen: Glimpse) -> Option<Ready> {
        if self.faults.has(QueueFault::RobsBlindly) {
            self.slot.store(ptr::null_mut(), Ordering::Release);
            return NonNull::new(seen.fiber).map(Ready);
        }
        let exchanged =
            self.slot.compare_exchange(seen.fiber, ptr::null_mut(), Ordering::AcqRel, Ordering::Relaxed);
        let ready = exchanged.ok().and_then(NonNull::new).map(Ready)?;
        self.backoff.store(0, Ordering::Relaxed);
        Some(ready)
    }

    /// What did not pay a while ago may pay now.
    pub fn forget_backoff(&self) {
        if self.backoff.load(Ordering::Relaxed) != 0 {
            self.backoff.store(0, Ordering::Relaxed);
        }
    }

    /// A search ended in vain though the slot was being filled: wake searchers less often.
    pub fn searched_in_vain(&self) {
        let backoff = self.backoff.load(Ordering::Relaxed);
        self.backoff.store((backoff * 2 + 1).min(MAX_BACKOFF), Ordering::Relaxed);
    }
}
