//! Which workers search for work, which sleep, and who is woken when work appears.
//!
//! # What it protects
//! That a fiber put into a queue others can reach is never left there while a worker sleeps for want of work;
//! and that not every submission wakes somebody.
//!
//! # Participants and words
//! Any thread that *submits*; workers that *search* (look into other workers' queues); workers that *sleep*.
//! `counts` holds both numbers in one word; `sleepers` (a lock) the list of sleeping workers and which of them is
//! the *timekeeper*, the one that sleeps only until the earliest deadline; `next_wake` repeats that deadline for
//! others to read (0: no timekeeper asleep). At most half of the workers that are awake search.
//!
//! # Transitions
//! - *submit*: push; fence; read `counts`; nobody searching and somebody asleep: take one sleeper off the list,
//!   counting it as searching from that moment, then wake it.
//! - *start searching*: count up, unless half of those awake search already.
//! - *found*: count down; the last searcher fences and looks at the queues again: if there is more, it wakes
//!   another, as a submitter that saw it searching has not.
//! - *sleep*: under the lock enter the list and count (searching down, asleep up); fence; look at all queues
//!   again; only then sleep. Whoever comes out counts as searching: moved by its waker, or, when it wakes by
//!   itself (deadline, work seen at the last look), by itself under the lock.
//!
//! # Why no work is left behind
//! The submitter's fence lies between its push and its read of `counts`; the other side's lies between its change
//! of `counts` and its look at the queues (both `SeqCst`, each other's partner). So either the submitter sees the
//! change (nobody searching any more, somebody asleep) and wakes one, or that look sees the push. A submitter
//! that finds a searcher leaves the work to it: that searcher either takes it, or ends its search later than the
//! submitter's read, and then its look comes after the push.
//!
//! # Why no deadline is left behind
//! The timekeeper publishes `next_wake = MAX`, fences, takes the minimum over all workers' deadlines, publishes
//! and sleeps that long. A worker that set a deadline and goes on to run fibers fences and reads `next_wake`: if
//! its deadline is earlier it wakes the timekeeper to look again; if there is none and somebody sleeps, it wakes
//! one, who becomes it ([`Idle::ensure_timekeeper`]). One that goes to sleep beside a timekeeper does the same. With nobody asleep the workers look themselves, and the
//! monitor interrupts fibers that run too long.
//!
//! # Stop
//! [`Idle::wake_all`] empties the list; who wakes sees the scheduler's stop flag, which was set before.
//!
//! # Rejected
//! Waking somebody at every submission (Go and tokio found the same: herds); a lock-free list of sleepers
//! (entered only when a worker has nothing to do); letting every sleeper wait for the earliest deadline (a herd
//! per timer).
//!
//! Checked by `tests/models/idle.rs`, `tests/runtime/parking.rs`. After Go's `proc.go` and tokio's `idle.rs`.

#![allow(unreachable_pub, reason = "public to the models of tests/loom.rs only")]

use std::time::Duration;

use crate::parker::Parker;
use crate::sync::{AtomicU64, AtomicUsize, Mutex, Ordering, fault_switch, fence};

fault_switch!(
    /// Deliberate faults of the idle protocol.
    IdleFault {
        /// A submitter reads the counts without a fence.
        NoSubmitFence,
        /// A worker sleeps without a last look at the queues.
        NoLastLook,
        /// The last searcher to find something does not look for more.
        NoSecondWake,
        /// A worker that sets a deadline and runs on tells nobody.
        NoTimekeeper,
        /// A stop wakes one sleeper.
        StopWakesOne,
        /// A worker that sets a deadline and falls asleep beside a timekeeper tells nobody.
        SleepsBesideTimekeeper,
    }
);

const SLEEPING_ONE: usize = 1;
const SEARCHING_ONE: usize = 1 << 16;
const SLEEPING_MASK: usize = SEARCHING_ONE - 1;

/// More workers than this do not fit the counts.
pub const MAX_WORKERS: usize = 1 << 12;

/// No deadline.
pub const NEVER: u64 = u64::MAX;
const NO_TIMEKEEPER: u64 = 0;

/// What a worker that wants to sleep asks of its scheduler.
pub trait Outlook {
    /// Whether any queue that others may take from holds a fiber, or the scheduler stops.
    fn has_work(&self) -> bool;
    /// The earliest deadline of all workers, or [`NEVER`].
    fn next_deadline(&self) -> u64;
    /// The time now, on the deadlines' clock.
    fn now(&self) -> u64;
    /// Called when the OS thread is about to sleep.
    fn before_sleep(&self);
    /// Called when it has woken.
    fn after_sleep(&self);
}

/// The idle protocol of one scheduler.
pub struct Idle {
    counts: AtomicUsize,
    sleepers: Mutex<Sleepers>,
    next_wake: AtomicU64,
    parkers: Box<[Parker]>,
    faults: Faults,
}

struct Sleepers {
    list: Vec<usize>,
    timekeeper: Option<usize>,
}

fn searching(counts: usize) -> usize {
    counts / SEARCHING_ONE
}

fn sleeping(counts: usize) -> usize {
    counts & SLEEPING_MASK
}

impl Idle {
    /// For `workers` workers, all awake and none searching.
    pub fn new(workers: usize) -> Self {
        assert!((1..=MAX_WORKERS).contains(&workers));
        Self {
            counts: AtomicUsize::new(0),
            sleepers: Mutex::new(Sleepers { list: Vec::with_capacity(workers), timekeeper: None }),
            next_wake: AtomicU64::new(NO_TIMEKEEPER),
            parkers: (0..workers).map(|_| Parker::new()).collect(),
            faults: Faults::NONE,
        }
    }

    /// Nobody falls asleep or is woken until the answer is dropped.
    #[cfg(not(loom))]
    pub fn hold(&self) -> impl Sized {
        self.sleepers.lock()
    }

    /// After a `fork`, in the child, to its one worker: nobody else sleeps or searches.
    #[cfg(not(loom))]
    pub fn forget_others(&self) {
        let mut sleepers = self.sleepers.lock();
        sleepers.list.clear();
        sleepers.timekeeper = None;
        self.next_wake.store(NO_TIMEKEEPER, Ordering::Relaxed);
        self.counts.store(0, Ordering::Release);
    }

    /// For a model that must fail.
    #[cfg(loom)]
    pub fn with_fault(workers: usize, fault: IdleFault) -> Self {
        Self { faults: Faults::of(fault), ..Self::new(workers) }
    }

    /// How many workers sleep now.
    pub fn sleeping(&self) -> usize {
        sleeping(self.counts.load(Ordering::Relaxed))
    }

    /// To be called after work was put where others can take it.
    pub fn notify(&self) {
        // Partner: the fences in `found` and `sleep`.
        if !self.faults.has(IdleFault::NoSubmitFence) {
            fence(Ordering::SeqCst);
        }
        let counts = self.counts.load(Ordering::Relaxed);
        if searching(counts) == 0 && sleeping(counts) != 0 {
            self.wake_one();
        }
    }

    /// A worker without work asks whether it may search; if so it must end with `found` or `sleep`.
    pub fn start_searching(&self) -> bool {
        let counts = self.counts.load(Ordering::Relaxed);
        let awake = self.parkers.len() - sleeping(counts);
        if 2 * searching(counts) >= awake {
            return false;
        }
        // Two may pass the test together: the half is a throttle, not an invariant.
        self.counts.fetch_add(SEARCHING_ONE, Ordering::AcqRel);
        true
    }

    /// A searcher has found something to run.
    pub fn found(&self, has_work: impl FnOnce() -> bool) {
        let before = self.counts.fetch_sub(SEARCHING_ONE, Ordering::AcqRel);
        debug_assert!(searching(before) > 0);
        if searching(before) == 1 && sleeping(before) != 0 {
            // Partner: the fence in `notify`.
            fence(Ordering::SeqCst);
            if has_work() && !self.faults.has(IdleFault::NoSecondWake) {
                self.wake_one();
            }
        }
    }

    /// Puts worker `me` to sleep until it is woken, a deadline comes, or work is seen at the last look.
    /// `was_searching` says whether it counts as searching; afterwards it does.
    pub fn sleep(&self, me: usize, was_searching: bool, outlook: &impl Outlook) {
        let timekeeper = {
            let mut sleepers = self.sleepers.lock();
            sleepers.list.push(me);
            let step = if was_searching { SEARCHING_ONE - SLEEPING_ONE } else { 0 };
            if was_searching {
                self.counts.fetch_sub(step, Ordering::AcqRel);
            } else {
                self.counts.fetch_add(SLEEPING_ONE, Ordering::AcqRel);
            }
            let vacant = sleepers.timekeeper.is_none();
            if vacant {
                sleepers.timekeeper = Some(me);
                self.next_wake.store(NEVER, Ordering::Relaxed);
            }
            vacant
        };
        // Partner: the fences in `notify` and `ensure_timekeeper`.
        fence(Ordering::SeqCst);
        let mut timeout = None;
        let mut due = false;
        if timekeeper {
            let deadline = outlook.next_deadline();
            if deadline != NEVER {
                let now = outlook.now();
                due = deadline <= now;
                timeout = Some(Duration::from_nanos(deadline.saturating_sub(now)));
                self.publish_next_wake(me, deadline);
            }
        } else if !self.faults.has(IdleFault::SleepsBesideTimekeeper) {
            // The timekeeper may have looked before this worker set its last deadline.
            self.ensure_timekeeper(outlook.next_deadline());
        }
        if !due && (self.faults.has(IdleFault::NoLastLook) || !outlook.has_work()) {
            outlook.before_sleep();
            self.parkers[me].park(timeout);
            outlook.after_sleep();
        }
        self.leave(me);
    }

    /// Replaces the provisional `NEVER`, if `me` still is the sleeping timekeeper.
    fn publish_next_wake(&self, me: usize, deadline: u64) {
        let sleepers = self.sleepers.lock();
        if sleepers.timekeeper == Some(me) {
            self.next_wake.store(deadline.max(1), Ordering::Relaxed);
        }
    }

    /// Takes `me` off the list unless its waker has done so.
    fn leave(&self, me: usize) {
        let mut sleepers = self.sleepers.lock();
        if let Some(position) = sleepers.list.iter().position(|&sleeper| sleeper == me) {
            sleepers.list.swap_remove(position);
            self.count_woken(&mut sleepers, me);
        }
    }

    fn count_woken(&self, sleepers: &mut Sleepers, woken: usize) {
        self.counts.fetch_add(SEARCHING_ONE - SLEEPING_ONE, Ordering::AcqRel);
        if sleepers.timekeeper == Some(woken) {
            sleepers.timekeeper = None;
            self.next_wake.store(NO_TIMEKEEPER, Ordering::Relaxed);
        }
    }

    /// Wakes one sleeper unless somebody searches; the timekeeper last.
    #[cold]
    fn wake_one(&self) {
        let woken = {
            let mut sleepers = self.sleepers.lock();
            if searching(self.counts.load(Ordering::Relaxed)) != 0 {
                return;
            }
            let timekeeper = sleepers.timekeeper;
            let position = sleepers.list.iter().rposition(|&sleeper| Some(sleeper) != timekeeper);
            let Some(position) = position.or(sleepers.list.len().checked_sub(1)) else { return };
            let woken = sleepers.list.swap_remove(position);
            self.count_woken(&mut sleepers, woken);
            woken
        };
        self.parkers[woken].unpark();
    }

    /// A worker that goes on to run fibers, with `deadline` the earliest it knows of, makes sure that
    /// somebody keeps the time for it if anybody sleeps.
    pub fn ensure_timekeeper(&self, deadline: u64) {
        if deadline == NEVER || self.faults.has(IdleFault::NoTimekeeper) {
            return;
        }
        // Partner: the fence in `sleep`.
        fence(Ordering::SeqCst);
        let next_wake = self.next_wake.load(Ordering::Relaxed);
        if self.sleeping() == 0 || (next_wake != NO_TIMEKEEPER && deadline >= next_wake) {
            return;
        }
        let woken = {
            let mut sleepers = self.sleepers.lock();
            let Some(woken) = sleepers.timekeeper.or_else(|| sleepers.list.last().copied()) else { return };
            sleepers.list.retain(|&sleeper| sleeper != woken);
            self.count_woken(&mut sleepers, woken);
            woken
        };
        self.parkers[woken].unpark();
    }

    /// Wakes every sleeper.
    pub fn wake_all(&self) {
        let woken = {
            let mut sleepers = self.sleepers.lock();
            let woken = std::mem::take(&mut sleepers.list);
            for &worker in &woken {
                self.count_woken(&mut sleepers, worker);
            }
            woken
        };
        let count = if self.faults.has(IdleFault::StopWakesOne) { 1 } else { woken.len() };
        for worker in woken.into_iter().take(count) {
            self.parkers[worker].unpark();
        }
    }
}
