//! A lock in one byte: for words so many that each may cost no more, and sections so short that nobody parks.
//!
//! The embedder owns the bytes (the machine keeps one in every object's header) and a [`WaitingRoom`] that all of them share; it
//! says how a thread waits. This file knows neither objects nor fibers nor collections.
//!
//! # What it protects
//! Mutual exclusion of the holders of one byte: what a holder did is visible to the next one. That a free byte has no sleepers
//! whom nobody is about to wake. Not fairness: whoever comes first takes a free byte, sleepers or not.
//!
//! # Participants and words
//! Lockers and holders, each on an OS thread of its own; `byte`; the `number` of the bucket the byte's address falls on. Bytes share
//! buckets. Only holders change what the byte guards; anybody swaps the byte; only an unlocker changes a number.
//!
//! | byte | means | what follows |
//! | --- | --- | --- |
//! | `FREE` | nobody holds it | a sleeper there may be, but then an unlocker stands between its swap and its wake-up |
//! | `HELD` | held, nobody sleeps for it | the holder's unlock is one swap |
//! | `HELD_WAITERS` | held, somebody sleeps or is about to | the holder's unlock bumps the number and wakes the bucket |
//!
//! # Transitions
//! - *lock*: `FREE → HELD`, compare-exchange, acquire. Else spin a little, then wait.
//! - *wait*: (w1) read the bucket's number, acquire; (w2) swap in `HELD_WAITERS`, acquire: who swapped out `FREE` owns the byte;
//!   (w3) sleep unless the number has changed, compared by the kernel in one step with falling asleep; again from w1.
//! - *unlock*: (u1) swap in `FREE`, release. If that swapped out `HELD_WAITERS`: (u2) add 1 to the bucket's number,
//!   release; (u3) wake *all* who sleep at the bucket.
//!
//! A waiter that comes to own the byte leaves `HELD_WAITERS`, since announcing itself and taking are one swap: at most one needless
//! wake-up for each sleep. (Who needed one is awake or on the way to w1 again: u3 wakes all.) The release of u1 pairs with the acquire of whichever lock or w2 swaps `FREE` out; swaps of waiters in
//! between are read-modify-writes on the way to u1 and lie before it.
//!
//! # Why no wake-up is lost
//! A waiter sleeps for good only if its w2 found the byte held and the number it read at w1 stays the current one. After that
//! w2 the byte is `HELD_WAITERS` until somebody's u1, and that u1 swaps out `HELD_WAITERS` (other waiters' w2 in between put back
//! the same), so its u2 follows. Could w1 have read that very u2, or a later one? Then u2 (release) would happen before w1 (acquire), so u1
//! before w2, so w2 would come after u1 in the order of the byte: but it came before. So w1 read an older number; either
//! the kernel sees that u2 has changed it and w3 returns at once, or the waiter is asleep before u2, and u3 wakes it. It matters that
//! the number is read before the swap, that u2 stands between u1 and u3, and that the two are acquire and release. u3 wakes all
//! because sleepers for other bytes share the bucket: one alone might be none of ours. A number that comes round after
//! 2³² bumps between one w1 and its w3 is not provided for.
//!
//! # Stops, fork, end
//! A waiter holds nothing it waits with, so the embedder may declare it safe for a collection while it sleeps ([`Turn::wait`] runs
//! inside its closure) and may block it before it goes on. A holder neither suspends nor waits for a stop. So a stop that lets
//! every holder unlock, as fork needs it, ends; a child forked with bytes held would find them held for ever. Nothing is to be
//! shut down: a byte is freed with its object, which a waiter keeps alive, and buckets are never freed.
//!
//! # Two bytes at once
//! The embedder takes them in the order of their addresses; that is its duty, not known here.
//!
//! # Rejected
//! Parking the fiber: the sections are shorter than a switch, and a queue needs a word per object (`lock.rs` is that lock).
//! Spinning alone: a holder that the kernel has suspended would cost the spinners its time slice. A counter of waiters in the
//! byte instead of a flag: the last to leave must then lower it, one more read-modify-write for every waiter.
//! A wake-up of one with the duty handed on: needs a queue per byte.
//!
//! Checked by `tests/models/byte_lock.rs`, with each [`ByteLockFault`] noticed there (`tests/models/faults.rs`). Changes made by hand that the models also
//! noticed: u1, the lock's compare-exchange or w2 relaxed (two holders' accesses race); u3 left out, w2 swapping in `HELD` (deadlock);
//! owning after w3 without w2 (two holders); the number read once, before the loop (spins for ever). Not noticed, as loom lets no load read
//! a later store: w1 and u2 relaxed; for those the argument above alone speaks. After the three-state futex lock of U. Drepper, "Futexes are tricky" (2011), with the sleeping word moved out of the lock.

#![allow(unreachable_pub, reason = "public to the models of tests/loom.rs only")]

use std::ptr;

#[cfg(not(loom))]
use crate::sync::AtomicU64;
use crate::sync::{AtomicU8, AtomicU32, Ordering, fault_switch, spin_loop};

fault_switch!(
    /// Deliberate faults of the byte lock.
    ByteLockFault {
        /// The unlocker wakes without having changed the number.
        WakesWithoutBump,
        /// The unlocker changes the number before it frees the byte.
        BumpsBeforeSwap,
        /// The waiter reads the number after it has announced itself.
        ReadsNumberLate,
        /// The unlocker wakes one sleeper of the bucket.
        WakesOne,
        /// Unlocking looks at the byte, then stores.
        UnlocksInTwoSteps,
    }
);

const FREE: u8 = 0;
const HELD: u8 = 1;
const HELD_WAITERS: u8 = 2;

/// Pauses of the processor before a held byte is looked at again and again, where its bucket has been fought for lately: long, so that the holder has
/// the byte's cache line, in which the object begins, to itself for some hundreds of sections (as in the scheduler's `lock.rs`). Two threads that append
/// to one list got 0.6 times as much done as one thread with 64 pauses first, 0.95 with 256, 0.98 with this; with 1024 it is 0.99, but a dict that
/// is mostly read gets less done. All together are some 40 microseconds on an AMD EPYC, longer than most sections.
#[cfg(not(loom))]
const OFTEN: [u32; 3] = [512, 512, 512];
/// The same where it has not: who meets a holder by chance goes on soon.
#[cfg(not(loom))]
const SELDOM: [u32; 3] = [64, 256, 1024];
/// Nanoseconds since a bucket was fought for last, after which the next to come has met a holder by chance.
#[cfg(not(loom))]
const LATELY: u64 = 100_000;
/// Places to sleep at. More only lessen needless wake-ups, which need sleepers on several bytes at once.
const BUCKETS: usize = if cfg!(loom) { 1 } else { 64 };
/// Bytes whose addresses agree above this bit lie in one object.
const ADDRESS_SHIFT: u32 = 4;

/// Where the waiters of any number of bytes sleep. Every user of a byte names the same one.
pub struct WaitingRoom {
    buckets: [Bucket; BUCKETS],
    faults: Faults,
}

/// One sleep that a waiter is to take; `wait` may block the OS thread.
#[must_use = "a waiter that does not sleep spins"]
pub struct Turn<'a> {
    bucket: &'a Bucket,
    number: u32,
}

impl Turn<'_> {
    /// Sleeps until an unlocker of this bucket has come; at once if one has come already. May return early.
    pub fn wait(&self) {
        self.bucket.wait(self.number);
    }
}

impl WaitingRoom {
    /// A room in which nobody sleeps.
    #[cfg(not(loom))]
    #[expect(clippy::new_without_default, reason = "made once, in a constant")]
    pub const fn new() -> Self {
        Self { buckets: [const { Bucket::new() }; BUCKETS], faults: Faults::NONE }
    }

    /// For the models.
    #[cfg(loom)]
    pub fn with_fault(fault: ByteLockFault) -> Self {
        Self { buckets: std::array::from_fn(|_| Bucket::new()), faults: Faults::of(fault) }
    }

    /// Takes the byte if it is free.
    #[inline(always)]
    #[must_use]
    pub fn try_lock(byte: &AtomicU8) -> bool {
        byte.compare_exchange(FREE, HELD, Ordering::Acquire, Ordering::Relaxed).is_ok()
    }

    /// Takes the byte after [`WaitingRoom::try_lock`] has failed. `waiting` is called for each sleep, on the calling thread; it calls
    /// [`Turn::wait`] once, with whatever must be declared around a call that blocks.
    #[cold]
    #[inline(never)]
    pub fn lock_slow(&self, byte: &AtomicU8, mut waiting: impl FnMut(Turn<'_>)) {
        let bucket = self.bucket(byte);
        for pauses in bucket.pauses() {
            for _ in 0..pauses {
                spin_loop();
            }
            if byte.load(Ordering::Relaxed) == FREE && Self::try_lock(byte) {
                return;
            }
        }
        loop {
            let mut number = bucket.number.load(Ordering::Acquire);
            if byte.swap(HELD_WAITERS, Ordering::Acquire) == FREE {
                return;
            }
            if self.faults.has(ByteLockFault::ReadsNumberLate) {
                number = bucket.number.load(Ordering::Acquire);
            }
            waiting(Turn { bucket, number });
        }
    }

    /// Frees the byte, which the caller holds, and wakes whoever sleeps for it.
    #[inline(always)]
    pub fn unlock(&self, byte: &AtomicU8) {
        if self.faults.has(ByteLockFault::BumpsBeforeSwap) {
            self.bucket(byte).number.fetch_add(1, Ordering::Release);
        }
        if self.faults.has(ByteLockFault::UnlocksInTwoSteps) && byte.load(Ordering::Relaxed) == HELD {
            byte.store(FREE, Ordering::Release);
            return;
        }
        if byte.swap(FREE, Ordering::Release) == HELD_WAITERS {
            self.wake_slow(byte);
        }
    }

    #[cold]
    #[inline(never)]
    fn wake_slow(&self, byte: &AtomicU8) {
        let bucket = self.bucket(byte);
        if !self.faults.has(ByteLockFault::WakesWithoutBump)
            && !self.faults.has(ByteLockFault::BumpsBeforeSwap)
        {
            bucket.number.fetch_add(1, Ordering::Release);
        }
        bucket.wake(if self.faults.has(ByteLockFault::WakesOne) { 1 } else { u32::MAX });
    }

    fn bucket(&self, byte: &AtomicU8) -> &Bucket {
        &self.buckets[(ptr::from_ref(byte).addr() >> ADDRESS_SHIFT) % BUCKETS]
    }
}

/// A number that unlockers raise and waiters sleep on.
struct Bucket {
    number: AtomicU32,
    /// When a byte was found held, by the monotonic clock; a hint.
    #[cfg(not(loom))]
    fought_for: AtomicU64,
    #[cfg(loom)]
    sleepers: (loom::sync::Mutex<()>, loom::sync::Condvar),
}

#[cfg(not(loom))]
impl Bucket {
    const fn new() -> Self {
        Self { number: AtomicU32::new(0), fought_for: AtomicU64::new(0) }
    }

    /// How long to pause before each look at a byte that was found held.
    fn pauses(&self) -> [u32; 3] {
        let now = typhon_os::time::monotonic_nanos();
        let last = self.fought_for.load(Ordering::Relaxed);
        self.fought_for.store(now, Ordering::Relaxed);
        if now.saturating_sub(last) < LATELY { OFTEN } else { SELDOM }
    }

    fn wait(&self, seen: u32) {
        typhon_os::futex::wait(&self.number, seen, None);
    }

    fn wake(&self, count: u32) {
        typhon_os::futex::wake(&self.number, count);
    }
}

/// The kernel's part: comparing and falling asleep are one step against waking.
#[cfg(loom)]
impl Bucket {
    fn new() -> Self {
        Self { number: AtomicU32::new(0), sleepers: (loom::sync::Mutex::new(()), loom::sync::Condvar::new()) }
    }

    /// Spinning tells a model nothing.
    fn pauses(&self) -> [u32; 0] {
        []
    }

    fn wait(&self, seen: u32) {
        let awake = self.sleepers.0.lock().unwrap();
        if self.number.load(Ordering::Relaxed) == seen {
            drop(self.sleepers.1.wait(awake));
        }
    }

    fn wake(&self, count: u32) {
        drop(self.sleepers.0.lock().unwrap());
        if count == 1 {
            self.sleepers.1.notify_one();
        } else {
            self.sleepers.1.notify_all();
        }
    }
}
