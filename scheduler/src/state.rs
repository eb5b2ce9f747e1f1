//! The state of a fiber: one word, all its transitions.
//!
//! # What it protects
//! Who may touch a fiber's stack and control block, and that a wake-up meant for a fiber reaches it exactly when
//! it is needed, and never a later fiber in the same memory.
//!
//! # The word
//! `id << 8 | INTERRUPTED | EXPIRED | NOTIFIED | state`. The id holds a generation, so it differs for every fiber that ever
//! lived in this control block; each transition made by somebody else compares it in the same read-modify-write.
//! Zero (a fresh or discarded page) is `Free` with no id.
//!
//! # States
//! | state | means | who may touch stack and coroutine |
//! | --- | --- | --- |
//! | `Free` | no fiber lives here | the pool |
//! | `New` | created, not submitted | the creator |
//! | `Ready` | in exactly one run queue, LIFO slot, or in the hands of who will put it there | who takes it out |
//! | `Running` | a worker has it, from before the switch in to *after* the switch out | that worker |
//! | `Parked` | switched out, waiting | nobody (a collector, inside a stop) |
//! | `Finished` | its entry has returned | the worker that ran it, until it frees it |
//!
//! # Transitions
//! | from → to | who | ordering |
//! | --- | --- | --- |
//! | `Free → New` `create` | the pool's client, alone | release store |
//! | `New → Ready` `submit` | the creator | release |
//! | `Ready → Running` `start` | the worker that took it from a queue | acquire: sees all the last worker wrote |
//! | `Running → Ready` `yielded` | that worker, on its own stack after the switch out | release |
//! | `Running → Parked` or `→ Ready` `park` | the same; `Ready` when a wake-up came meanwhile | release |
//! | `Parked → Ready` `unpark`, `expire` | anybody with the id | acquire and release |
//! | `Running → Finished` `finish`, `→ Free` `free` | that worker | release |
//! | any live state, `Parked → Ready`: `interrupt` | anybody with the id | acquire and release |
//!
//! `unpark` in any other live state sets `NOTIFIED` and owes nothing. `expire` (a timer) does the same with
//! `EXPIRED`. `start` after a park takes both bits: that is where the permit is consumed; `start` after a yield
//! leaves them. `take_permit` consumes them before a park that would return at once.
//!
//! # Interrupts
//! `interrupt` sets `INTERRUPTED`, which stays until the fiber itself takes it (`take_interrupt`, at its next safepoint), and
//! `NOTIFIED`: so a wait that an interrupt may end looks at the bit before each park and after it, and any other wait takes the
//! permit for a spurious one and parks again. A running fiber must also be told to come to its safepoint: `interrupt` answers
//! `Poll`, and the caller sets the poll bit of the worker named in the control block. That name is written before `start`
//! (release) and read after `interrupt` saw `Running` (acquire), so it is the right worker or a later one; and whoever starts the
//! fiber after the bit was set finds it in the word that `start` replaces, and sets its own poll bit. A fiber that runs has
//! therefore always been told, by its worker's poll word or by the start.
//!
//! # Why no wake-up is lost
//! All writes of the word are read-modify-writes of one location, so an unpark is either before the worker's
//! `Running → Parked` (which then sees `NOTIFIED` and makes the fiber ready instead) or after it (and sees
//! `Parked`, and makes it ready itself). There is no third place. Exactly one of them returns "schedule it".
//! The permit's release/acquire pair makes what the waker wrote visible to the fiber; a second unpark writes the
//! same bits again for that reason only.
//!
//! # Why no fiber runs twice
//! `Parked` is published by the worker after its switch out has returned, so who resumes the fiber elsewhere finds
//! the saved registers complete. While the fiber is still on its own stack its state is `Running`, which nobody
//! resumes.
//!
//! # Rejected
//! A separate `Parking` state set by the fiber itself (needs a second read-modify-write per park and says nothing
//! that `Running` does not); a wake-up counter (wake-ups coalesce, as in `java.util.concurrent.LockSupport`).
//!
//! Checked by `tests/models/fiber_state.rs`, `tests/runtime/parking.rs`, `tests/runtime/migration.rs`.

#![allow(unreachable_pub, reason = "public to the models of tests/loom.rs only")]

use crate::sync::{AtomicU64, Ordering, fault_switch};

fault_switch!(
    /// Deliberate faults of the fiber's state.
    StateFault {
        /// A park does not look for a wake-up that came first.
        ParkIgnoresPermit,
        /// A wake-up does not compare the id.
        WakeIgnoresId,
        /// Starting a fiber does not look for an interrupt.
        StartIgnoresInterrupt,
        /// An interrupt leaves no permit.
        InterruptWithoutPermit,
    }
);

const STATE_MASK: u64 = 0b111;
const NOTIFIED_BIT: u64 = 1 << 3;
const EXPIRED_BIT: u64 = 1 << 4;
const INTERRUPTED_BIT: u64 = 1 << 5;
const WAKE_MASK: u64 = NOTIFIED_BIT | EXPIRED_BIT;
const LOG_ID: u32 = 8;

/// Where a fiber is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum State {
    /// No fiber lives in this control block.
    Free = 0,
    /// Created, not yet submitted.
    New = 1,
    /// Waits for a worker.
    Ready = 2,
    /// Has a worker.
    Running = 3,
    /// Waits for a wake-up.
    Parked = 4,
    /// Its entry has returned.
    Finished = 5,
}

/// What woke a fiber.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wake {
    /// An unpark came.
    pub notified: bool,
    /// The deadline's timer fired.
    pub expired: bool,
    /// An interrupt waits to be taken.
    pub interrupted: bool,
}

impl Wake {
    fn of(word: u64) -> Self {
        Self {
            notified: word & NOTIFIED_BIT != 0,
            expired: word & EXPIRED_BIT != 0,
            interrupted: word & INTERRUPTED_BIT != 0,
        }
    }
}

/// What a waker owes after its transition.
#[must_use]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unpark {
    /// The fiber is now `Ready` and in nobody's queue: put it into one.
    Schedule,
    /// Noted; the fiber will see it.
    Noted,
    /// That fiber has finished.
    Gone,
}

/// What the caller of `interrupt` owes.
#[must_use]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interrupt {
    /// The fiber was parked and is now `Ready` and in nobody's queue: put it into one.
    Schedule,
    /// It runs: its worker's poll word must say so.
    Poll,
    /// It will see it when it starts.
    Noted,
    /// That fiber has finished.
    Gone,
}

/// What a worker owes after `park`.
#[must_use]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Park {
    /// The fiber is parked: it may already run elsewhere.
    Parked,
    /// A wake-up had come: the fiber is `Ready` and in nobody's queue.
    Schedule,
}

/// The state word of one control block. All zero is valid: a free block.
#[cfg_attr(not(loom), repr(transparent))]
pub struct StateWord(AtomicU64, Faults);

/// A copied word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Snapshot(u64);

impl Snapshot {
    /// The state.
    pub fn state(self) -> State {
        match self.0 & STATE_MASK {
            1 => State::New,
            2 => State::Ready,
            3 => State::Running,
            4 => State::Parked,
            5 => State::Finished,
            _ => State::Free,
        }
    }

    /// The id of the fiber that lives or last lived here.
    pub fn id(self) -> u64 {
        self.0 >> LOG_ID
    }

    fn with_state(self, state: State) -> u64 {
        (self.0 & !STATE_MASK) | state as u64
    }
}

impl StateWord {
    /// The word of a new fiber with this id (for models; in production the word lies in zeroed memory).
    #[cfg(loom)]
    pub fn new(id: u64, state: State) -> Self {
        Self(AtomicU64::new((id << LOG_ID) | state as u64), Faults::NONE)
    }

    /// For a model that must fail.
    #[cfg(loom)]
    pub fn with_fault(id: u64, state: State, fault: StateFault) -> Self {
        Self(AtomicU64::new((id << LOG_ID) | state as u64), Faults::of(fault))
    }

    /// The word now.
    pub fn load(&self) -> Snapshot {
        Snapshot(self.0.load(Ordering::Acquire))
    }

    /// `Free → New` under a new id.
    pub fn create(&self, id: u64) {
        debug_assert_eq!(self.load().state(), State::Free);
        self.0.store((id << LOG_ID) | State::New as u64, Ordering::Release);
    }

    /// `New → Ready`.
    pub fn submit(&self) {
        self.exchange(State::New, State::Ready, Ordering::AcqRel);
    }

    /// `Ready → Running` after a yield or for the first time: a permit stays for the next park. Says whether an
    /// interrupt waits.
    pub fn start(&self) -> bool {
        let before = self.0.fetch_xor(State::Ready as u64 ^ State::Running as u64, Ordering::AcqRel);
        debug_assert_eq!(Snapshot(before).state(), State::Ready);
        Wake::of(before).interrupted && !self.1.has(StateFault::StartIgnoresInterrupt)
    }

    /// `Ready → Running` after a park: consumes what woke the fiber and says what it was.
    pub fn start_woken(&self) -> Wake {
        let mut current = self.0.load(Ordering::Relaxed);
        loop {
            debug_assert_eq!(Snapshot(current).state(), State::Ready);
            let next = Snapshot(current & !WAKE_MASK).with_state(State::Running);
            match self.0.compare_exchange_weak(current, next, Ordering::AcqRel, Ordering::Relaxed) {
                Ok(_) => return Wake::of(current),
                Err(seen) => current = seen,
            }
        }
    }

    /// `Running → Ready`: the fiber has been switched out and wants to go on.
    pub fn yielded(&self) {
        self.exchange(State::Running, State::Ready, Ordering::AcqRel);
    }

    /// `Running → Parked`, or `Ready` when a wake-up has come since the fiber last looked.
    pub fn park(&self) -> Park {
        let mut current = self.0.load(Ordering::Relaxed);
        loop {
            let snapshot = Snapshot(current);
            debug_assert_eq!(snapshot.state(), State::Running);
            let (next, owed) = if current & WAKE_MASK != 0 && !self.1.has(StateFault::ParkIgnoresPermit) {
                (snapshot.with_state(State::Ready), Park::Schedule)
            } else {
                (snapshot.with_state(State::Parked), Park::Parked)
            };
            match self.0.compare_exchange_weak(current, next, Ordering::AcqRel, Ordering::Relaxed) {
                Ok(_) => return owed,
                Err(seen) => current = seen,
            }
        }
    }

    /// Wakes the fiber `id`, or leaves it a permit.
    pub fn unpark(&self, id: u64) -> Unpark {
        self.wake(id, NOTIFIED_BIT)
    }

    /// Tells the fiber `id` that its deadline has passed. Only who holds its timer calls this.
    pub fn expire(&self, id: u64) -> Unpark {
        self.wake(id, EXPIRED_BIT)
    }

    fn wake(&self, id: u64, bit: u64) -> Unpark {
        let mut current = self.0.load(Ordering::Relaxed);
        loop {
            let snapshot = Snapshot(current);
            if snapshot.id() != id && !self.1.has(StateFault::WakeIgnoresId) {
                return Unpark::Gone;
            }
            let (next, owed) = match snapshot.state() {
                State::Free | State::Finished => return Unpark::Gone,
                State::Parked => (snapshot.with_state(State::Ready) | bit, Unpark::Schedule),
                State::New | State::Ready | State::Running => (current | bit, Unpark::Noted),
            };
            match self.0.compare_exchange_weak(current, next, Ordering::AcqRel, Ordering::Relaxed) {
                Ok(_) => return owed,
                Err(seen) => current = seen,
            }
        }
    }

    /// Interrupts the fiber `id`: wakes it if it is parked, and leaves the bit for it to take.
    pub fn interrupt(&self, id: u64) -> Interrupt {
        let permit = if self.1.has(StateFault::InterruptWithoutPermit) { 0 } else { NOTIFIED_BIT };
        let mut current = self.0.load(Ordering::Relaxed);
        loop {
            let snapshot = Snapshot(current);
            if snapshot.id() != id {
                return Interrupt::Gone;
            }
            let (next, owed) = match snapshot.state() {
                State::Free | State::Finished => return Interrupt::Gone,
                State::Parked => (snapshot.with_state(State::Ready), Interrupt::Schedule),
                State::Running => (current, Interrupt::Poll),
                State::New | State::Ready => (current, Interrupt::Noted),
            };
            let next = next | INTERRUPTED_BIT | permit;
            match self.0.compare_exchange_weak(current, next, Ordering::AcqRel, Ordering::Relaxed) {
                Ok(_) => return owed,
                Err(seen) => current = seen,
            }
        }
    }

    /// Whether an interrupt waits to be taken.
    pub fn is_interrupted(&self) -> bool {
        self.0.load(Ordering::Relaxed) & INTERRUPTED_BIT != 0
    }

    /// Takes the interrupt if there is one; for the running fiber itself.
    pub fn take_interrupt(&self) -> bool {
        self.is_interrupted() && self.0.fetch_and(!INTERRUPTED_BIT, Ordering::AcqRel) & INTERRUPTED_BIT != 0
    }

    /// Consumes a permit if there is one; for the running fiber itself, before it parks.
    pub fn take_permit(&self) -> bool {
        if self.0.load(Ordering::Relaxed) & NOTIFIED_BIT == 0 {
            return false;
        }
        self.0.fetch_and(!WAKE_MASK, Ordering::AcqRel) & NOTIFIED_BIT != 0
    }

    /// The running fiber has cancelled its timer: takes away what that left.
    pub fn clear_expired(&self) {
        if self.0.load(Ordering::Relaxed) & EXPIRED_BIT != 0 {
            self.0.fetch_and(!EXPIRED_BIT, Ordering::Relaxed);
        }
    }

    /// `Running → Finished`.
    pub fn finish(&self) {
        self.exchange(State::Running, State::Finished, Ordering::AcqRel);
    }

    /// `Finished → Free` or `New → Free`: the memory goes back to the pool, the id stays as the last one.
    pub fn free(&self) {
        let before = Snapshot(self.0.load(Ordering::Relaxed));
        debug_assert!(matches!(before.state(), State::Finished | State::New));
        self.0.store(before.id() << LOG_ID, Ordering::Release);
    }

    /// Exchanges the state by one read-modify-write that leaves the wake bits alone, which others may set at
    /// the same time: only this caller may change the state, so the difference is known.
    fn exchange(&self, from: State, to: State, order: Ordering) {
        let before = self.0.fetch_xor(from as u64 ^ to as u64, order);
        debug_assert_eq!(Snapshot(before).state(), from);
    }
}
