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

use std::ptr;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicPtr, AtomicU32, Ordering};

use crossbeam::deque::{self, Injector, Steal, Stealer};
use crossbeam::utils::CachePadded;

use crate::fiber::Fiber;

/// Fibers run from the slot in a row before the deque has its turn.
const MAX_SLOT_RUNS: u32 = 3;
const MAX_BACKOFF: u32 = 256;
/// A fiber seen in another worker's slot for this long is stolen.
const SLOT_GRACE_NANOS: u64 = 2_000;

/// A ready fiber on its way between queues.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Ready(pub(crate) NonNull<Fiber>);

impl Ready {
    /// The fiber's number.
    pub(crate) fn id(&self) -> u64 {
        // SAFETY: control blocks stay mapped, and this one's fiber is `Ready`.
        unsafe { self.0.as_ref() }.id()
    }
}

// SAFETY: who holds it has the right to make the fiber `Running`, on whatever thread (state.rs).
unsafe impl Send for Ready {}

/// The owner's half.
pub(crate) struct Local {
    deque: deque::Worker<Ready>,
    slot_runs: u32,
    /// Fillings of the slot left until the next one wakes a sleeper.
    quiet: u32,
}

/// The half that others reach.
pub(crate) struct Victim {
    stealer: Stealer<Ready>,
    slot: CachePadded<AtomicPtr<Fiber>>,
    backoff: AtomicU32,
}

/// What a thief saw in a slot: the fiber, and which of its worker's switches was the last.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Glimpse {
    fiber: *mut Fiber,
    switches: u64,
}

/// A thief's look at one slot over time.
#[derive(Default)]
pub(crate) struct SlotWatch {
    /// Whose slot, what was in it, and since when.
    seen: Option<(usize, Glimpse, u64)>,
    changed: Option<usize>,
}

impl SlotWatch {
    /// Tells what is in the slot of worker `index` now; answers what should be stolen from it.
    /// One slot is watched at a time, until it is empty.
    pub(crate) fn look(&mut self, index: usize, glimpse: Option<Glimpse>, now: u64) -> Option<Glimpse> {
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
    pub(crate) fn is_waiting(&self) -> bool {
        self.seen.is_some()
    }

    /// The worker whose slot was emptied by its owner while it was watched, if any.
    pub(crate) fn changed(&self) -> Option<usize> {
        self.changed
    }
}

/// Makes both halves of an empty queue.
pub(crate) fn split() -> (Local, Victim) {
    let deque = deque::Worker::new_fifo();
    let victim = Victim {
        stealer: deque.stealer(),
        slot: CachePadded::new(AtomicPtr::new(ptr::null_mut())),
        backoff: AtomicU32::new(0),
    };
    (Local { deque, slot_runs: 0, quiet: 0 }, victim)
}

impl Local {
    /// Puts a fiber at the end of the line.
    pub(crate) fn push(&mut self, ready: Ready) {
        self.deque.push(ready);
    }

    /// Puts a fiber into the slot, moving what was there to the deque.
    /// Says whether a sleeper should be told.
    pub(crate) fn push_slot(&mut self, victim: &Victim, ready: Ready) -> bool {
        let displaced = victim.slot.swap(ready.0.as_ptr(), Ordering::AcqRel);
        if let Some(displaced) = NonNull::new(displaced) {
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
    pub(crate) fn push_due(&mut self, victim: &Victim, ready: Ready) {
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
    pub(crate) fn pop(&mut self, victim: &Victim) -> Option<Ready> {
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
    pub(crate) fn take_injected(&mut self, injector: &Injector<Ready>) -> Option<Ready> {
        loop {
            match injector.steal_batch_and_pop(&self.deque) {
                Steal::Success(ready) => return Some(ready),
                Steal::Empty => return None,
                Steal::Retry => {}
            }
        }
    }

    /// Takes half of another worker's deque, one of it to run now.
    pub(crate) fn rob(&mut self, victim: &Victim) -> Option<Ready> {
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
    fn take_slot(&self) -> Option<Ready> {
        // An empty slot is the common case: look before writing the line.
        if self.slot.load(Ordering::Relaxed).is_null() {
            return None;
        }
        NonNull::new(self.slot.swap(ptr::null_mut(), Ordering::AcqRel)).map(Ready)
    }

    /// Whether the deque, from which anybody may steal at once, holds something.
    pub(crate) fn has_stealable(&self) -> bool {
        !self.stealer.is_empty()
    }

    /// Whether anything waits here.
    pub(crate) fn is_waiting(&self) -> bool {
        self.has_stealable() || !self.slot.load(Ordering::Relaxed).is_null()
    }

    /// What is in the slot of the worker that has made this many switches.
    pub(crate) fn glimpse(&self, switches: u64) -> Option<Glimpse> {
        let fiber = self.slot.load(Ordering::Relaxed);
        (!fiber.is_null()).then_some(Glimpse { fiber, switches })
    }

    /// Steals what was seen in the slot, if it is still there.
    pub(crate) fn rob_slot(&self, seen: Glimpse) -> Option<Ready> {
        let exchanged =
            self.slot.compare_exchange(seen.fiber, ptr::null_mut(), Ordering::AcqRel, Ordering::Relaxed);
        let ready = exchanged.ok().and_then(NonNull::new).map(Ready)?;
        self.backoff.store(0, Ordering::Relaxed);
        Some(ready)
    }

    /// What did not pay a while ago may pay now.
    pub(crate) fn forget_backoff(&self) {
        if self.backoff.load(Ordering::Relaxed) != 0 {
            self.backoff.store(0, Ordering::Relaxed);
        }
    }

    /// A search ended in vain though the slot was being filled: wake searchers less often.
    pub(crate) fn searched_in_vain(&self) {
        let backoff = self.backoff.load(Ordering::Relaxed);
        self.backoff.store((backoff * 2 + 1).min(MAX_BACKOFF), Ordering::Relaxed);
    }
}
