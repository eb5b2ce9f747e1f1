//! Whether something may have become ready since somebody looked, and who waits for that: the reactor's protocol, without the system's part.
//!
//! # Participants and words
//! *Users* try an operation and wait when it would block; the *poller* reports events. Per direction a *tick*, which counts events, and under
//! one lock a list of waiters.
//!
//! # Transitions
//! - *event* (the poller): raises the ticks of its directions (release), then takes their waiters off under the lock, to be woken.
//! - *try* (a user): loads the tick (acquire), then tries the operation.
//! - *wait*, where that would have blocked: under the lock looks whether the tick is still the one that was loaded and if so enters the list;
//!   another tick: tries again. Whoever comes out without having been taken off (a deadline, an interrupt) leaves the list.
//!
//! # Why no wake-up is lost
//! What comes after the operation was tried raises the tick and then looks at the list: either the waiter is in it, or it takes the lock later
//! and, as the lock orders the two, sees the tick. What came before the operation was tried the operation has seen. Users compare with
//! what they loaded themselves, so none takes another's failure for its own.
//!
//! Model: `tests/models/readiness.rs`. After tokio's `ScheduledIo`.

#![allow(unreachable_pub, reason = "public to the models of tests/loom.rs only")]

use crate::sync::{AtomicU64, Mutex, Ordering, fault_switch};

fault_switch!(
    /// Deliberate faults of the protocol, for the models.
    ReadinessFault {
        /// The poller looks at the list before it raises the tick.
        RaisesLate,
        /// A user compares the tick before it takes the lock.
        ComparesUnlocked,
    }
);

/// What somebody waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Something to read, a connection to accept, the end of the stream, an error.
    Read,
    /// Room to write, a connection made, an error.
    Write,
}

/// What a try was based on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen(u64);

/// Ticks and waiters; arrays are by direction.
pub struct Readiness<W> {
    ticks: [AtomicU64; 2],
    waiting: Mutex<[Vec<W>; 2]>,
    faults: Faults,
}

impl<W: PartialEq> Readiness<W> {
    /// Nothing has happened, nobody waits.
    pub fn new() -> Self {
        Self {
            ticks: [AtomicU64::new(0), AtomicU64::new(0)],
            waiting: Mutex::new([Vec::new(), Vec::new()]),
            faults: Faults::NONE,
        }
    }

    /// For a model that must fail.
    #[cfg(loom)]
    pub fn with_fault(fault: ReadinessFault) -> Self {
        Self { faults: Faults::of(fault), ..Self::new() }
    }

    /// To be called before an operation is tried.
    pub fn look(&self, direction: Direction) -> Seen {
        Seen(self.ticks[direction as usize].load(Ordering::Acquire))
    }

    /// After an operation that was tried since `seen` would have blocked: enters `waiter`, which then parks. False: something has happened since.
    pub fn enter(&self, direction: Direction, seen: Seen, waiter: W) -> bool {
        if self.faults.has(ReadinessFault::ComparesUnlocked) && self.look(direction) != seen {
            return false;
        }
        let mut waiting = self.waiting.lock();
        if !self.faults.has(ReadinessFault::ComparesUnlocked) && self.look(direction) != seen {
            return false;
        }
        let list = &mut waiting[direction as usize];
        if !list.contains(&waiter) {
            list.push(waiter);
        }
        true
    }

    /// Takes off a waiter that has given up.
    pub fn leave(&self, direction: Direction, waiter: &W) {
        self.waiting.lock()[direction as usize].retain(|other| other != waiter);
    }

    /// Something has happened in the directions that are `ready`: moves their waiters to `woken`.
    pub fn event(&self, ready: [bool; 2], woken: &mut Vec<W>) {
        if !self.faults.has(ReadinessFault::RaisesLate) {
            self.raise(ready);
        }
        let mut waiting = self.waiting.lock();
        for (waiting, _) in waiting.iter_mut().zip(ready).filter(|(_, ready)| *ready) {
            woken.append(waiting);
        }
        drop(waiting);
        if self.faults.has(ReadinessFault::RaisesLate) {
            self.raise(ready);
        }
    }

    fn raise(&self, ready: [bool; 2]) {
        for (tick, _) in self.ticks.iter().zip(ready).filter(|(_, ready)| *ready) {
            tick.fetch_add(1, Ordering::Release);
        }
    }
}

impl<W: PartialEq> Default for Readiness<W> {
    fn default() -> Self {
        Self::new()
    }
}
