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
//! Lockers and holders, each on an OS thread of its own; `byte`; the `number` and the `sleepers` of the bucket the byte's address falls on; the `sleepers` of
//! the room. Bytes share buckets. Only holders change what the byte guards; a free byte is anybody's, a held one its holder's; only an unlocker changes a
//! number; waiters count themselves as sleepers.
//!
//! | byte | means |
//! | --- | --- |
//! | `FREE` | nobody holds it; a sleeper there may be, but then an unlocker stands between its store and its wake-up |
//! | `HELD` | held; the holder's unlock looks whether anybody sleeps |
//!
//! # Transitions
//! - *lock*: `FREE → HELD`, compare-exchange, acquire. Else spin a little, then wait.
//! - *wait*: (w1) add 1 to the sleepers of bucket and room; (w2) fence of the seldom side. Then again and again: (w3) read the bucket's number, acquire;
//!   (w4) lock, which ends it; (w5) sleep unless the number has changed, compared by the kernel in one step with falling asleep. At the end (w6)
//!   take 1 from the sleepers.
//! - *unlock*: (u1) store `FREE`, release; (u2) fence of the frequent side; (u3) look at the room's sleepers. If there are some: (u4) a full fence, and look
//!   at the bucket's; if there are some: (u5) add 1 to the bucket's number, release; (u6) wake *all* who sleep at the bucket.
//!
//! So an unlock is a store, and a load of a word that hardly ever changes, instead of the read-modify-write that is the half of a short section's cost: where
//! locks are taken, a store into a list is 8.9 ns by it, and was 9.6. The fences are the asymmetric pair of `typhon_os::fence`: none but the
//! compiler's for the unlocker, `membarrier` for the waiter, who is about to call the kernel in any case. Where the kernel does not know it,
//! which shows while there is one thread, the room counts a sleeper for ever: every unlock takes the full fence of u4, and w2 is one as well. Should the
//! kernel refuse later what it has granted, who waits does not sleep, but yields its time slice until the byte is free.
//!
//! # Why no wake-up is lost
//! A waiter sleeps for good only if its w4 found the byte held and the number it read at w3 stays the current one. Take the unlock that follows in the order
//! of the byte upon what w4 read. The fences order it: either its u3 (or u4) comes after w1 and sees the sleeper, or its u1 comes before w3, thus before w4,
//! which then would have read that u1 or something later. So it sees the sleeper, and u5 follows.
//! Could w3 have read that very u5, or a later one? Then u5 (release) would happen before w3 (acquire), so u1 before w4, which again would have read that u1 or
//! something later. So w3 read an older number; either the kernel sees that u5 has changed it and w5 returns at once, or the waiter is asleep
//! before u5, and u6 wakes it. One fence is enough for all rounds: the waiter stays counted until w6. It matters that the waiter counts itself before the
//! fence and looks after it, that the number is read before w4, and that u5 stands between u1 and u6. u6 wakes all because sleepers
//! for other bytes share the bucket: one alone might be none of ours. A number that comes round after 2³² bumps between one w3 and its w5 is not
//! provided for.
//!
//! # Stops, fork, end
//! A waiter holds nothing it waits with, so the embedder may declare it safe for a collection while it sleeps ([`Turn::wait`] runs
//! inside its closure) and may block it before it goes on. A holder neither suspends nor waits for a stop. So a stop that lets
//! every holder unlock, as fork needs it, ends; a child forked with bytes held would find them held for ever. There, nobody
//! sleeps any more ([`WaitingRoom::prepare`]). Nothing is to be shut down: a byte is freed with its object, which a waiter keeps alive, and buckets are never freed.
//!
//! # Two bytes at once
//! The embedder takes them in the order of their addresses; that is its duty, not known here.
//!
//! # Rejected
//! Parking the fiber: the sections are shorter than a switch, and a queue needs a word per object (`lock.rs` is that lock).
//! Spinning alone: a holder that the kernel has suspended would cost the spinners its time slice. A counter of waiters in the
//! byte instead of a flag: the last to leave must then lower it, one more read-modify-write for every waiter.
//! A wake-up of one with the duty handed on: needs a queue per byte. A third state of the byte, "held, somebody sleeps" (as in U. Drepper, "Futexes are tricky", 2011; so it was here): the unlock must then swap.
//!
//! Checked by `tests/models/byte_lock.rs`, with each [`ByteLockFault`] noticed there (`tests/models/faults.rs`); the fences are loom's full ones there.
//! Not noticed, as loom lets no load read a later store: w3 and u5 relaxed; for those the argument above alone speaks.

#![allow(unreachable_pub, reason = "public to the models of tests/loom.rs only")]

use std::ptr;

use crossbeam::utils::CachePadded;

#[cfg(not(loom))]
use crate::sync::AtomicU64;
use crate::sync::{
    AtomicBool, AtomicU8, AtomicU32, Ordering, fault_switch, fence, frequent_fence, seldom_fence, spin_loop,
    yield_thread,
};

fault_switch!(
    /// Deliberate faults of the byte lock.
    ByteLockFault {
        /// The unlocker wakes without having changed the number.
        WakesWithoutBump,
        /// The unlocker changes the number before it frees the byte.
        BumpsBeforeFreeing,
        /// The waiter reads the number after it has looked at the byte.
        ReadsNumberLate,
        /// The unlocker wakes one sleeper of the bucket.
        WakesOne,
        /// The unlocker looks for sleepers before it frees the byte.
        LooksBeforeFreeing,
        /// The unlocker has no fence between freeing and looking.
        FreesWithoutFence,
        /// The waiter has no fence between counting itself and looking at the byte.
        CountsWithoutFence,
        /// The waiter counts itself after the fence.
        CountsLate,
    }
);

const FREE: u8 = 0;
const HELD: u8 = 1;

/// Pauses of the processor before a held byte is looked at again and again, where its bucket has been fought for lately: long, so that the holder has
/// what the byte guards to itself, in its cache, for some hundreds of sections (as in the scheduler's `lock.rs`). Of what one thread gets done, two
/// that store in one list of 512 get 1.00 with 512, 1.01 with this and 1.00 with 2048; in one dict of 512 0.91, 0.95 and 0.96; of a dict used nine times in
/// ten for reading 1.05, 1.02 and 0.97. All together are some 40 microseconds on an AMD EPYC, longer than most sections.
#[cfg(not(loom))]
const OFTEN: [u32; 3] = [1024, 1024, 1024];
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
    /// Apart from the buckets, which change while there is contention: every unlock looks at it.
    sleepers: CachePadded<AtomicU32>,
    /// Whether the kernel does not know the seldom side's fence. Changed while there is one thread only.
    is_symmetric: AtomicBool,
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
    /// A room in which nobody sleeps. [`WaitingRoom::prepare`] comes before its first use.
    #[cfg(not(loom))]
    #[expect(clippy::new_without_default, reason = "made once, in a constant")]
    pub const fn new() -> Self {
        Self {
            sleepers: CachePadded::new(AtomicU32::new(0)),
            is_symmetric: AtomicBool::new(false),
            buckets: [const { Bucket::new() }; BUCKETS],
            faults: Faults::NONE,
        }
    }

    /// Asks the kernel for its part. To be called while there is one thread: before the first use, and in a forked child, where whoever slept does
    /// not exist.
    #[cfg(not(loom))]
    pub fn prepare(&self) {
        self.buckets.iter().for_each(|bucket| bucket.sleepers.store(0, Ordering::Relaxed));
        let is_symmetric = !typhon_os::fence::register();
        self.is_symmetric.store(is_symmetric, Ordering::Relaxed);
        self.sleepers.store(is_symmetric.into(), Ordering::Relaxed);
    }

    /// For the models. `is_symmetric` where the kernel is to have no fence for the seldom side.
    #[cfg(loom)]
    pub fn of(is_symmetric: bool, fault: ByteLockFault) -> Self {
        Self {
            sleepers: CachePadded::new(AtomicU32::new(is_symmetric.into())),
            is_symmetric: AtomicBool::new(is_symmetric),
            buckets: std::array::from_fn(|_| Bucket::new()),
            faults: Faults::of(fault),
        }
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
        if !self.faults.has(ByteLockFault::CountsLate) {
            self.count_sleeper(bucket, 1);
        }
        if self.is_symmetric.load(Ordering::Relaxed) {
            // Partner: the unlocker's, in `wake_slow`.
            fence(Ordering::SeqCst);
        } else if !self.faults.has(ByteLockFault::CountsWithoutFence) && !seldom_fence() {
            while !Self::try_lock(byte) {
                yield_thread();
            }
            return self.count_sleeper(bucket, -1);
        }
        if self.faults.has(ByteLockFault::CountsLate) {
            self.count_sleeper(bucket, 1);
        }
        loop {
            let mut number = bucket.number.load(Ordering::Acquire);
            if Self::try_lock(byte) {
                return self.count_sleeper(bucket, -1);
            }
            if self.faults.has(ByteLockFault::ReadsNumberLate) {
                number = bucket.number.load(Ordering::Acquire);
            }
            waiting(Turn { bucket, number });
        }
    }

    fn count_sleeper(&self, bucket: &Bucket, change: i32) {
        bucket.sleepers.fetch_add(change.cast_unsigned(), Ordering::Relaxed);
        self.sleepers.fetch_add(change.cast_unsigned(), Ordering::Relaxed);
    }

    /// Frees the byte, which the caller holds, and wakes whoever sleeps for it.
    #[inline(always)]
    pub fn unlock(&self, byte: &AtomicU8) {
        if self.faults.has(ByteLockFault::BumpsBeforeFreeing) {
            self.bucket(byte).number.fetch_add(1, Ordering::Release);
        }
        if self.faults.has(ByteLockFault::LooksBeforeFreeing) && self.sleepers.load(Ordering::Relaxed) == 0 {
            return byte.store(FREE, Ordering::Release);
        }
        byte.store(FREE, Ordering::Release);
        // With the other kind of fence this one is the compiler's, which no model needs.
        if !self.faults.has(ByteLockFault::FreesWithoutFence) && !self.has_symmetric_model() {
            frequent_fence();
        }
        if self.sleepers.load(Ordering::Relaxed) != 0 {
            self.wake_slow(byte);
        }
    }

    /// Whether a model leaves everything to the full fences.
    #[inline(always)]
    fn has_symmetric_model(&self) -> bool {
        cfg!(loom) && self.is_symmetric.load(Ordering::Relaxed)
    }

    #[cold]
    #[inline(never)]
    fn wake_slow(&self, byte: &AtomicU8) {
        let bucket = self.bucket(byte);
        if !self.faults.has(ByteLockFault::FreesWithoutFence) {
            // Partner: the waiter's, in `lock_slow`.
            fence(Ordering::SeqCst);
        }
        if bucket.sleepers.load(Ordering::Relaxed) == 0 {
            return;
        }
        if !self.faults.has(ByteLockFault::WakesWithoutBump)
            && !self.faults.has(ByteLockFault::BumpsBeforeFreeing)
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
    /// How many sleep at it, or are about to.
    sleepers: AtomicU32,
    /// When a byte was found held, by the monotonic clock; a hint.
    #[cfg(not(loom))]
    fought_for: AtomicU64,
    #[cfg(loom)]
    kernel: (loom::sync::Mutex<()>, loom::sync::Condvar),
}

#[cfg(not(loom))]
impl Bucket {
    const fn new() -> Self {
        Self { number: AtomicU32::new(0), sleepers: AtomicU32::new(0), fought_for: AtomicU64::new(0) }
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
        let kernel = (loom::sync::Mutex::new(()), loom::sync::Condvar::new());
        Self { number: AtomicU32::new(0), sleepers: AtomicU32::new(0), kernel }
    }

    /// Spinning tells a model nothing.
    fn pauses(&self) -> [u32; 0] {
        []
    }

    fn wait(&self, seen: u32) {
        let awake = self.kernel.0.lock().unwrap();
        if self.number.load(Ordering::Relaxed) == seen {
            drop(self.kernel.1.wait(awake));
        }
    }

    fn wake(&self, count: u32) {
        drop(self.kernel.0.lock().unwrap());
        if count == 1 {
            self.kernel.1.notify_one();
        } else {
            self.kernel.1.notify_all();
        }
    }
}
