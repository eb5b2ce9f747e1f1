//! A worker: one OS thread that runs fibers, as others see it.
//!
//! Three kinds of fields: the *poll word*, which anybody sets and the running fiber reads; what anybody may read
//! or rob (`victim`, `timers`, `counters`); and what only the worker's own OS thread touches (`owned`), whether it
//! is in the worker's loop or inside a fiber at that moment. Each access to `owned` is one short borrow with no
//! upcall and no switch in it.
//!
//! The loop itself is in `worker/run.rs`.

mod current;
mod run;

use std::cell::UnsafeCell;
use std::ptr;
use std::sync::atomic::{AtomicPtr, AtomicU32, Ordering};

use crossbeam::utils::CachePadded;

pub use current::current_worker;
pub(crate) use current::leave_worker;
pub(crate) use run::Ended;

use crate::blocking::{Section, SectionWord};
use crate::chance::Chance;
use crate::counters::{Counters, Counts};
use crate::fiber::{Fiber, FiberRef};
use crate::pool::Cache;
use crate::queue::{self, Local, Ready, Victim};
use crate::scheduler::Scheduler;
use crate::timer::Timers;

/// Poll bit: the running fiber has had its share and should yield. The scheduler sets and clears it.
pub const POLL_PREEMPT: u32 = 1;
/// Poll bit: the running fiber was interrupted; it takes that by [`Fiber::take_interrupt`]. The scheduler sets and clears it.
pub const POLL_INTERRUPT: u32 = 2;
/// Poll bit of a deterministic scheduler, always set: at each safepoint the fiber calls [`scheduling_point`](crate::scheduling_point).
pub const POLL_EXPLORE: u32 = 4;
/// The bits that concern the running fiber, not the worker.
const POLL_FIBER: u32 = POLL_PREEMPT | POLL_INTERRUPT;
/// Bits from this one on belong to the embedder; those between are reserved.
pub const POLL_EMBEDDER_SHIFT: u32 = 8;

/// One OS thread that runs fibers. Lives as long as the process.
pub struct Worker {
    poll: CachePadded<AtomicU32>,
    embedder: AtomicPtr<()>,
    index: usize,
    /// The number of the OS thread that runs this worker.
    os_thread: AtomicU32,
    scheduler: &'static Scheduler,
    current: AtomicPtr<Fiber>,
    pub(crate) counters: Counters,
    pub(crate) victim: Victim,
    pub(crate) timers: Timers<FiberRef>,
    pub(crate) section: SectionWord,
    owned: UnsafeCell<Owned>,
}

/// What only the worker's own OS thread touches.
pub(crate) struct Owned {
    pub(crate) local: Local,
    pub(crate) cache: Cache,
    pub(crate) chance: Chance,
    /// Ready fibers of a deterministic scheduler, in the order in which they became ready.
    explored: Vec<Ready>,
    turns: u32,
    /// The deadline for which a timekeeper was last made sure of.
    kept_deadline: u64,
}

// SAFETY: `owned` is touched by one OS thread only (`with_owned` checks it); the rest is atomic or locked.
unsafe impl Sync for Worker {}
// SAFETY: as above; a worker is built on one thread and used on another.
unsafe impl Send for Worker {}

impl Worker {
    pub(crate) fn new(index: usize, seed: u64, scheduler: &'static Scheduler) -> Self {
        let (local, victim) = queue::split();
        let owned = Owned {
            local,
            cache: Cache::default(),
            chance: Chance::new(seed, index),
            explored: Vec::new(),
            turns: 0,
            kept_deadline: crate::idle::NEVER,
        };
        Self {
            poll: CachePadded::new(AtomicU32::new(if scheduler.choices.is_some() {
                POLL_EXPLORE
            } else {
                0
            })),
            embedder: AtomicPtr::new(ptr::null_mut()),
            index,
            os_thread: AtomicU32::new(0),
            scheduler,
            current: AtomicPtr::new(ptr::null_mut()),
            counters: Counters::default(),
            victim,
            timers: Timers::new(),
            section: SectionWord::new(),
            owned: UnsafeCell::new(owned),
        }
    }

    /// The embedder's pointer, null until set.
    #[inline]
    pub fn embedder(&self) -> *mut () {
        self.embedder.load(Ordering::Acquire)
    }

    /// Sets the embedder's pointer; usually once, in `worker_started`.
    pub fn set_embedder(&self, pointer: *mut ()) {
        self.embedder.store(pointer, Ordering::Release);
    }

    /// The word the running fiber looks at: zero when nothing is wanted of it.
    #[inline]
    pub fn poll(&self) -> &AtomicU32 {
        &self.poll
    }

    /// Position among the scheduler's workers.
    #[inline]
    pub fn index(&self) -> usize {
        self.index
    }

    /// The number by which the system knows the OS thread that runs this worker.
    #[inline]
    pub fn os_thread(&self) -> u32 {
        self.os_thread.load(Ordering::Relaxed)
    }

    /// The calling OS thread runs this worker from now on.
    pub(crate) fn note_os_thread(&self) {
        self.os_thread.store(typhon_os::thread::native_id() as u32, Ordering::Relaxed);
    }

    /// The scheduler this worker belongs to.
    #[inline]
    pub fn scheduler(&self) -> &'static Scheduler {
        self.scheduler
    }

    /// Sets bits of the poll word; what was written before is visible to who finds them.
    pub fn request_poll(&self, bits: u32) {
        self.poll.fetch_or(bits, Ordering::SeqCst);
    }

    /// Clears bits of the poll word; sees what their setter wrote.
    pub fn clear_poll(&self, bits: u32) {
        self.poll.fetch_and(!bits, Ordering::SeqCst);
    }

    /// The fiber this worker runs, if any. Stable on the worker's own thread and while the worker stands still.
    pub fn current_fiber(&self) -> Option<&Fiber> {
        // SAFETY: control blocks stay mapped, and the one running is initialised.
        unsafe { self.current.load(Ordering::Acquire).as_ref() }
    }

    /// What this worker has done so far.
    pub fn counts(&self) -> Counts {
        self.counters.snapshot()
    }

    /// The running fiber is about to make a call that may block the OS thread for long. The embedder has declared the worker
    /// safe for whatever may happen meanwhile. Until [`Self::end_blocking`] the fiber touches nothing of the scheduler's.
    pub fn begin_blocking(&self) -> Section {
        debug_assert!(self.is_here());
        self.section.begin()
    }

    /// The call has returned. True: all is as before. False: another OS thread runs this worker now; the fiber touches nothing of
    /// it and calls [`rejoin`](crate::rejoin) at once.
    #[must_use = "who has lost the worker must not use it"]
    pub fn end_blocking(&self, section: Section) -> bool {
        self.section.end(section)
    }

    /// Whether the worker's OS thread is in a blocking section. Stable while the worker stands still in another way.
    pub fn is_blocked(&self) -> bool {
        self.section.current().is_some()
    }

    /// In the child of a fork: the worker's thread, and what it ran, were left behind.
    pub(crate) fn forget_current(&self) {
        self.current.store(ptr::null_mut(), Ordering::Release);
    }

    /// Whether the calling OS thread is this worker's.
    pub(crate) fn is_here(&self) -> bool {
        current_worker().is_some_and(|here| ptr::eq(here, self))
    }

    /// Lends out what only this thread touches. `f` makes no upcall, does not switch and does not nest.
    ///
    /// # Safety
    /// The calling OS thread is this worker's.
    pub(crate) unsafe fn with_owned<R>(&self, f: impl FnOnce(&mut Owned) -> R) -> R {
        debug_assert!(self.is_here());
        // SAFETY: one thread, and by the contract of `f` no second borrow on it.
        f(unsafe { &mut *self.owned.get() })
    }

    /// Puts a fiber that just became ready where it runs soon.
    ///
    /// # Safety
    /// The calling OS thread is this worker's.
    pub(crate) unsafe fn push_ready(&self, ready: Ready) {
        // SAFETY: passed on to the caller.
        let tell = unsafe { self.with_owned(|owned| owned.local.push_slot(&self.victim, ready)) };
        if tell {
            self.scheduler.idle.notify();
        }
    }
}
