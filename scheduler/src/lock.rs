//! A parking lock: one word, waiters in order of arrival, no owner recorded.
//!
//! # What it protects
//! Mutual exclusion of the holders; that a free lock with waiters always has somebody on the way to it; that no
//! waiter starves.
//!
//! # Words
//! `word = first waiter's node | LOCKED | QUEUE | WOKEN`. Nodes lie on the waiting fibers' stacks, doubly linked, the
//! first knowing the last. `QUEUE` is a spin bit that guards list and nodes for some twenty instructions; no
//! suspension, no upcall under it. `WOKEN` says that a waiter taken off the list is on its way: until it has
//! arrived nobody wakes another. A node's own `outcome` tells its fiber what became of it.
//!
//! | LOCKED | QUEUE | WOKEN | first | means |
//! | --- | --- | --- | --- | --- |
//! | 0 | 0 | 0 | none | free |
//! | 1 | 0 | 0 | none | held, nobody waits |
//! | 1 | 0 | 0 | some | held; the holder's unlock wakes the first |
//! | any | 0 | 1 | any | a woken waiter will try, and answers for those behind it |
//! | 0 | 0 | 0 | some | never: who would leave it so wakes the first |
//! | any | 1 | any | – | somebody edits the list and inherits that duty when it lets go |
//!
//! # Transitions
//! - *lock*: `LOCKED` 0 → 1, acquire. Anybody may, also past waiters: a lock that had to be handed over at each
//!   unlock would run at the speed of wake-ups.
//! - *wait*: spin, where others run at the same time and none waits for the caller's worker; take `QUEUE` (acquire); append the node; let go (release); park until `outcome` is set.
//! - *unlock*: nobody to wake, or `WOKEN`, or `QUEUE` held by another: just `LOCKED` → 0, release. Otherwise take
//!   `QUEUE`, take the first node off, and either free the lock and set `WOKEN` in one store (the node's
//!   outcome: `Woken`), or, when the first has waited for longer than [`FAIR_NANOS`], leave `LOCKED` set: the lock
//!   is now the waiter's (`Granted`).
//! - *lock and unlock alone*: `0 → LOCKED → 0` by loads and stores, where the embedder knows that no other fiber runs before the caller suspends, so that
//!   nobody else touches the word in between; where it has any other bit, it is locked and unlocked as by others.
//! - *woken waiter*: lock, clearing `WOKEN` in the same step; when it is held again, go back to the *front*, with
//!   the first arrival's time, clearing `WOKEN` as it lets go of the list.
//! - *time-out*: take `QUEUE`, unlink. A node that is no longer linked has been chosen: its outcome is coming,
//!   and a waiter chosen too late still takes the lock if it is free, or else passes the duty on.
//! - *letting go of `QUEUE`* looks at the word it replaces: lock free, no `WOKEN`, list not empty: it takes the first
//!   off and wakes it.
//!
//! # Why no wake-up is lost
//! A free lock with waiters and without `WOKEN` could arise only by an unlock that saw `QUEUE` held (then the editor
//! sees the free lock when it lets go, as both are read-modify-writes of this word), by a woken waiter's giving
//! up (it lets go of the list and looks), or by a woken waiter's locking (then it holds the lock and unlocks).
//!
//! # Lifetimes
//! A node is read by others only while it is linked or by who unlinked it, up to the store of its outcome; the
//! waiter's reference is copied before that store. The fiber leaves its frame only after it has seen the outcome or
//! unlinked the node itself.
//!
//! # Rejected
//! A table of queues by address (`parking_lot`): nodes in the word need no shared table and no resizing. Strict
//! hand-over: at most some 10⁵ acquisitions per second between workers. A queue without `WOKEN`: every unlock
//! while a woken waiter is on its way would wake another.
//!
//! An abandoned fiber's node dangles after the scheduler's end: nobody may use the lock then.
//!
//! Checked by `tests/models/lock.rs`, `tests/runtime/locking.rs`. After WebKit's `WTF::WordLock` and the eventual fairness
//! of `parking_lot`.

#![allow(unreachable_pub, reason = "public to the models of tests/loom.rs only")]

use std::marker::PhantomData;
use std::ptr;

use crate::sync::{AtomicU32, AtomicUsize, Cell, Ordering, fault_switch, spin_loop, yield_thread};

fault_switch!(
    /// Deliberate faults of the parking lock.
    LockFault {
        /// Letting go of the list does not look for a free lock.
        NoInheritedDuty,
        /// A chosen waiter that locks leaves `WOKEN` set.
        WokenStays,
        /// A chosen waiter that times out passes nothing on.
        GivesUpSilently,
    }
);

const LOCKED: usize = 1;
const QUEUE: usize = 2;
const WOKEN: usize = 4;
const FLAGS: usize = LOCKED | QUEUE | WOKEN;

const WAITING: u32 = 0;
const CHOSEN: u32 = 1;
const GRANTED: u32 = 2;

/// A first waiter that has waited longer is handed the lock.
const FAIR_NANOS: u64 = 500_000;
/// Pauses of the processor before a held lock is looked at again: long, so that the holder has the word's cache line to itself for some dozens of
/// acquisitions. Two fibers that do little but lock and unlock run at 0.9 of one's rate or more at best, at 0.7 to 1.0 in the median; when the
/// first pauses were short, so that each took the line from the other at every release, at 0.7 at best (`benches/programs/threads.py`).
const PAUSES: u32 = 64;
/// Looks before waiting, each after twice as many pauses as the one before.
const LOOKS: u32 = if cfg!(loom) { 0 } else { 4 };

/// How waiters sleep: fibers in production, model threads under loom.
pub trait Parking {
    /// What wakes a waiter.
    type Waker: Clone;
    /// The calling waiter's waker.
    fn waker(&self) -> Self::Waker;
    /// Sleeps until woken; false when the wait is over: `deadline` has passed, or the waiter was interrupted in a wait that may be.
    /// May return early.
    fn park(&self, deadline: Option<u64>) -> bool;
    /// Whether a holder may let go while the caller spins, and nobody needs the processor more than the caller.
    fn may_spin(&self) -> bool;
    /// Wakes a waiter, or makes its next `park` return at once.
    fn unpark(waker: Self::Waker);
    /// The deadlines' clock, as the waiter sees it.
    fn now(waker: &Self::Waker) -> u64;
    /// Which of `count` waiters an unlock wakes, the first of them in line being 0; `waker` is that one's. Production always
    /// wakes the first, a scheduler that explores interleavings may choose.
    fn choose(_waker: &Self::Waker, _count: impl FnOnce() -> usize) -> usize {
        0
    }
}

/// The lock for one kind of waiter.
pub struct ParkingLock<P: Parking> {
    word: AtomicUsize,
    kind: PhantomData<fn() -> P>,
    faults: Faults,
}

#[repr(align(16))]
struct Node<P: Parking> {
    waker: P::Waker,
    since: u64,
    outcome: AtomicU32,
    linked: Cell<bool>,
    next: Cell<*const Node<P>>,
    previous: Cell<*const Node<P>>,
    /// Meaningful in the first node.
    last: Cell<*const Node<P>>,
}

impl<P: Parking> Default for ParkingLock<P> {
    fn default() -> Self {
        Self::new()
    }
}

impl<P: Parking> ParkingLock<P> {
    /// A free lock.
    #[cfg(not(loom))]
    pub const fn new() -> Self {
        Self { word: AtomicUsize::new(0), kind: PhantomData, faults: Faults::NONE }
    }

    /// A free lock.
    #[cfg(loom)]
    pub fn new() -> Self {
        Self { word: AtomicUsize::new(0), kind: PhantomData, faults: Faults::NONE }
    }

    /// For a model that must fail.
    #[cfg(loom)]
    pub fn with_fault(fault: LockFault) -> Self {
        Self { faults: Faults::of(fault), ..Self::new() }
    }

    /// Whether somebody holds it at this moment.
    #[inline]
    pub fn is_locked(&self) -> bool {
        self.word.load(Ordering::Acquire) & LOCKED != 0
    }

    /// Takes the lock if it is free.
    #[inline]
    pub fn try_lock(&self) -> bool {
        let mut word = self.word.load(Ordering::Relaxed);
        while word & LOCKED == 0 {
            match self.word.compare_exchange_weak(word, word | LOCKED, Ordering::Acquire, Ordering::Relaxed) {
                Ok(_) => return true,
                Err(seen) => word = seen,
            }
        }
        false
    }

    /// Takes the lock, waiting at most until `deadline`; says whether it did.
    #[inline]
    pub fn lock(&self, parking: &P, deadline: Option<u64>) -> bool {
        // A look first: beside waiters the word is not 0, and a compare-and-swap that fails costs as much as one
        // that succeeds.
        let word = self.word.load(Ordering::Relaxed);
        let quick = word & LOCKED == 0
            && self.word.compare_exchange(word, word | LOCKED, Ordering::Acquire, Ordering::Relaxed).is_ok();
        quick || self.lock_slow(parking, deadline)
    }

    /// As [`Self::try_lock`], of a caller beside whom nobody uses the lock before it suspends: no read-modify-write is needed. It does not try where
    /// others wait.
    #[inline]
    pub fn try_lock_alone(&self) -> bool {
        let is_free = self.word.load(Ordering::Relaxed) == 0;
        if is_free {
            self.word.store(LOCKED, Ordering::Relaxed);
        }
        is_free
    }

    /// As [`Self::unlock`], of such a caller.
    #[inline]
    pub fn unlock_alone(&self) {
        if self.word.load(Ordering::Relaxed) == LOCKED {
            self.word.store(0, Ordering::Relaxed);
        } else {
            self.unlock();
        }
    }

    /// Frees the lock, which is held (by whom does not matter).
    #[inline]
    pub fn unlock(&self) {
        let word = self.word.load(Ordering::Relaxed);
        debug_assert!(word & LOCKED != 0, "unlock of a free lock");
        let leave = word == LOCKED || word & WOKEN != 0;
        let quick = leave
            && self.word.compare_exchange(word, word & !LOCKED, Ordering::Release, Ordering::Relaxed).is_ok();
        if !quick {
            self.unlock_slow();
        }
    }

    #[cold]
    fn lock_slow(&self, parking: &P, deadline: Option<u64>) -> bool {
        if parking.may_spin() && self.spin_lock() {
            return true;
        }
        let waker = parking.waker();
        let since = P::now(&waker);
        let node = Node {
            waker,
            since,
            outcome: AtomicU32::new(WAITING),
            linked: Cell::new(false),
            next: Cell::new(ptr::null()),
            previous: Cell::new(ptr::null()),
            last: Cell::new(ptr::null()),
        };
        if deadline.is_some_and(|deadline| deadline <= node.since) {
            return self.try_lock();
        }
        if !self.enqueue(&node) {
            return true;
        }
        loop {
            let in_time = parking.park(deadline);
            match node.outcome.load(Ordering::Acquire) {
                GRANTED => return true,
                CHOSEN => {
                    if self.lock_chosen() {
                        return true;
                    }
                    if !in_time {
                        self.give_up_chosen();
                        return false;
                    }
                    self.requeue(&node);
                }
                _ if in_time => {}
                _ => {
                    if self.unlink(&node) {
                        return false;
                    }
                    // Chosen meanwhile: what follows is decided when the outcome is there.
                    while node.outcome.load(Ordering::Acquire) == WAITING {
                        yield_thread();
                    }
                    return if node.outcome.load(Ordering::Acquire) == GRANTED || self.lock_chosen() {
                        true
                    } else {
                        self.give_up_chosen();
                        false
                    };
                }
            }
        }
    }

    /// Tries for a short while, and gives up at once where others queue already.
    fn spin_lock(&self) -> bool {
        for look in 0..LOOKS {
            if self.word.load(Ordering::Relaxed) & !FLAGS != 0 {
                return false;
            }
            (0..PAUSES << look).for_each(|_| spin_loop());
            if self.try_lock() {
                return true;
            }
        }
        false
    }

    /// A chosen waiter tries: takes the lock and the `WOKEN` bit away in one step.
    fn lock_chosen(&self) -> bool {
        let mut word = self.word.load(Ordering::Relaxed);
        while word & LOCKED == 0 {
            let clear = if self.faults.has(LockFault::WokenStays) { 0 } else { WOKEN };
            let next = (word | LOCKED) & !clear;
            match self.word.compare_exchange_weak(word, next, Ordering::Acquire, Ordering::Relaxed) {
                Ok(_) => return true,
                Err(seen) => word = seen,
            }
        }
        false
    }

    /// Takes the spin bit; answers the first node.
    fn take_queue(&self) -> *const Node<P> {
        let mut spins = 0;
        loop {
            let word = self.word.load(Ordering::Relaxed);
            if word & QUEUE == 0 {
                let taken =
                    self.word.compare_exchange_weak(word, word | QUEUE, Ordering::Acquire, Ordering::Relaxed);
                if taken.is_ok() {
                    return first_of(word);
                }
            }
            spins += 1;
            // The bit's holder may have been interrupted by the system.
            if cfg!(loom) || spins % 64 == 0 { yield_thread() } else { spin_loop() }
        }
    }

    /// Lets go of the spin bit with `first` as the list, `clear` taken from the flags; wakes the first when the
    /// lock is free and nobody is on the way.
    fn release_queue(&self, mut first: *const Node<P>, clear: usize) {
        let mut chosen: *const Node<P> = ptr::null();
        let mut word = self.word.load(Ordering::Relaxed);
        loop {
            let flags = word & (LOCKED | WOKEN) & !clear;
            let silent = self.faults.has(LockFault::NoInheritedDuty);
            if flags == 0 && chosen.is_null() && !first.is_null() && !silent {
                chosen = first;
                first = pop(first);
            }
            let woken = if chosen.is_null() { 0 } else { WOKEN };
            let next = first.expose_provenance() | flags | woken;
            match self.word.compare_exchange_weak(word, next, Ordering::AcqRel, Ordering::Relaxed) {
                Ok(_) => break,
                Err(seen) => word = seen,
            }
        }
        if !chosen.is_null() {
            tell(chosen, CHOSEN);
        }
    }

    /// Appends the node, or takes the lock if it has become free: then false.
    fn enqueue(&self, node: &Node<P>) -> bool {
        let first = self.take_queue();
        if self.try_lock() {
            self.release_queue(first, 0);
            return false;
        }
        node.linked.set(true);
        let node = ptr::from_ref(node);
        let first = if first.is_null() {
            set_last(node, node);
            node
        } else {
            append(first, node);
            first
        };
        self.release_queue(first, 0);
        true
    }

    /// A chosen waiter found the lock held again: back to the front.
    fn requeue(&self, node: &Node<P>) {
        let first = self.take_queue();
        node.outcome.store(WAITING, Ordering::Relaxed);
        node.linked.set(true);
        node.next.set(first);
        node.previous.set(ptr::null());
        let this = ptr::from_ref(node);
        prepend(first, this);
        self.release_queue(this, WOKEN);
    }

    /// A chosen waiter leaves without the lock: the next one is chosen if the lock is free, else by its holder.
    fn give_up_chosen(&self) {
        if self.faults.has(LockFault::GivesUpSilently) {
            return;
        }
        let first = self.take_queue();
        self.release_queue(first, WOKEN);
    }

    /// Takes a node out after a time-out; false when it was chosen before.
    fn unlink(&self, node: &Node<P>) -> bool {
        let first = self.take_queue();
        let linked = node.linked.get();
        let first = if linked { remove(first, node) } else { first };
        self.release_queue(first, 0);
        linked
    }

    #[cold]
    fn unlock_slow(&self) {
        let mut word = self.word.load(Ordering::Relaxed);
        loop {
            debug_assert!(word & LOCKED != 0, "unlock of a free lock");
            let leave = first_of::<P>(word).is_null() || word & (WOKEN | QUEUE) != 0;
            let next = if leave { word & !LOCKED } else { word | QUEUE };
            match self.word.compare_exchange_weak(word, next, Ordering::AcqRel, Ordering::Relaxed) {
                Ok(_) if leave => return,
                Ok(_) => break,
                Err(seen) => word = seen,
            }
        }
        // With LOCKED and QUEUE both ours, and WOKEN clear, nobody else changes the word.
        let first = first_of::<P>(word);
        // SAFETY: linked, and we hold the spin bit.
        let rank = P::choose(unsafe { &(*first).waker }, || count(first));
        let chosen = nth(first, rank);
        // SAFETY: `nth` answers a linked node.
        let first = remove(first, unsafe { &*chosen });
        // SAFETY: unlinked by us a moment ago: ours until its outcome is set.
        let (since, now) = unsafe { ((*chosen).since, P::now(&(*chosen).waker)) };
        let waited = now.saturating_sub(since);
        let (flags, outcome) = if waited > FAIR_NANOS { (LOCKED, GRANTED) } else { (WOKEN, CHOSEN) };
        self.word.store(first.expose_provenance() | flags, Ordering::Release);
        tell(chosen, outcome);
    }
}

fn first_of<P: Parking>(word: usize) -> *const Node<P> {
    ptr::with_exposed_provenance(word & !FLAGS)
}

/// Sets a chosen node's outcome and wakes its fiber; the node is not touched afterwards.
fn tell<P: Parking>(chosen: *const Node<P>, outcome: u32) {
    // SAFETY: unlinked by the caller: alive until its outcome is set, by this store.
    let waker = unsafe { (*chosen).waker.clone() };
    // SAFETY: as above.
    unsafe { (*chosen).outcome.store(outcome, Ordering::Release) };
    P::unpark(waker);
}

/// How many nodes are linked.
fn count<P: Parking>(first: *const Node<P>) -> usize {
    let (mut node, mut count) = (first, 0);
    while !node.is_null() {
        count += 1;
        // SAFETY: see `pop`.
        node = unsafe { (*node).next.get() };
    }
    count
}

/// The node `rank` places behind the first, or the last one.
fn nth<P: Parking>(first: *const Node<P>, rank: usize) -> *const Node<P> {
    let mut node = first;
    for _ in 0..rank {
        // SAFETY: see `pop`.
        let next = unsafe { (*node).next.get() };
        if next.is_null() {
            break;
        }
        node = next;
    }
    node
}

/// Takes the first node off; answers the new first.
fn pop<P: Parking>(first: *const Node<P>) -> *const Node<P> {
    // SAFETY: the caller holds the spin bit, and linked nodes are alive (this and the functions below).
    unsafe {
        let next = (*first).next.get();
        (*first).linked.set(false);
        if !next.is_null() {
            (*next).previous.set(ptr::null());
            (*next).last.set((*first).last.get());
        }
        next
    }
}

fn set_last<P: Parking>(first: *const Node<P>, last: *const Node<P>) {
    // SAFETY: see `pop`.
    unsafe { (*first).last.set(last) };
}

fn append<P: Parking>(first: *const Node<P>, node: *const Node<P>) {
    // SAFETY: see `pop`.
    unsafe {
        let last = (*first).last.get();
        (*last).next.set(node);
        (*node).previous.set(last);
        (*node).next.set(ptr::null());
        (*first).last.set(node);
    }
}

fn prepend<P: Parking>(first: *const Node<P>, node: *const Node<P>) {
    if first.is_null() {
        return set_last(node, node);
    }
    // SAFETY: see `pop`.
    unsafe {
        (*first).previous.set(node);
        (*node).last.set((*first).last.get());
    }
}

/// Takes a linked node out; answers the new first.
fn remove<P: Parking>(first: *const Node<P>, node: &Node<P>) -> *const Node<P> {
    if ptr::eq(first, node) {
        return pop(first);
    }
    node.linked.set(false);
    let (previous, next) = (node.previous.get(), node.next.get());
    // SAFETY: see `pop`; a linked node that is not the first has a previous one.
    unsafe {
        (*previous).next.set(next);
        if next.is_null() {
            (*first).last.set(previous);
        } else {
            (*next).previous.set(previous);
        }
    }
    first
}

#[cfg(not(loom))]
pub use fibers::RawLock;

#[cfg(not(loom))]
mod fibers {
    use super::{Parking, ParkingLock};
    use crate::fiber::{Fiber, FiberRef};
    use crate::park::{Waited, park, park_until, unpark};

    /// A fiber waits by parking.
    struct FiberParking<'a> {
        fiber: &'a Fiber,
        interruptible: bool,
    }

    impl<'a> FiberParking<'a> {
        fn new(fiber: &'a Fiber) -> Self {
            Self { fiber, interruptible: false }
        }

        fn is_over(&self) -> bool {
            self.interruptible && self.fiber.is_interrupted()
        }
    }

    impl Parking for FiberParking<'_> {
        type Waker = FiberRef;

        fn waker(&self) -> FiberRef {
            self.fiber.reference()
        }

        fn park(&self, deadline: Option<u64>) -> bool {
            if self.is_over() {
                return false;
            }
            let in_time = match deadline {
                None => {
                    park(self.fiber);
                    true
                }
                Some(deadline) => park_until(self.fiber, deadline),
            };
            in_time && !self.is_over()
        }

        fn may_spin(&self) -> bool {
            let worker = self.fiber.worker();
            worker.scheduler().workers().len() > 1 && !worker.victim.is_waiting()
        }

        fn unpark(waker: FiberRef) {
            unpark(waker);
        }

        fn now(waker: &FiberRef) -> u64 {
            // SAFETY: a fiber that waits for a lock is alive until it has been told the outcome.
            unsafe { waker.fiber() }.scheduler().now()
        }

        fn choose(waker: &FiberRef, count: impl FnOnce() -> usize) -> usize {
            // SAFETY: as in `now`.
            unsafe { waker.fiber() }.scheduler().choose_waiter(count)
        }
    }

    /// A lock that parks waiting fibers: one word, to lie in memory that does not move while somebody waits.
    ///
    /// All zero is a free lock. It records no owner: any fiber or thread may unlock it, once per lock. Waiting may consume a permit of
    /// [`unpark`] meant for something else, as every park may.
    #[repr(transparent)]
    #[derive(Default)]
    pub struct RawLock(ParkingLock<FiberParking<'static>>);

    const _: () = assert!(size_of::<RawLock>() == size_of::<usize>());

    impl RawLock {
        /// A free lock.
        pub const fn new() -> Self {
            Self(ParkingLock::new())
        }

        /// Whether somebody holds it at this moment.
        #[inline]
        pub fn is_locked(&self) -> bool {
            self.0.is_locked()
        }

        /// Takes the lock if it is free.
        #[inline]
        pub fn try_lock(&self) -> bool {
            self.0.try_lock()
        }

        /// Takes the lock, parking the calling fiber while it is held.
        #[inline]
        pub fn lock(&self, fiber: &Fiber) {
            self.0.lock(&FiberParking::new(fiber), None);
        }

        /// Takes the lock, parking until `deadline` (nanoseconds of [`Scheduler::now`]) at most; says whether
        /// it did.
        ///
        /// [`Scheduler::now`]: crate::Scheduler::now
        #[inline]
        pub fn lock_until(&self, fiber: &Fiber, deadline: u64) -> bool {
            self.0.lock(&FiberParking::new(fiber), Some(deadline))
        }

        /// As [`Self::lock`] or [`Self::lock_until`], but an interrupt of the fiber ends the wait; it stays to be taken.
        #[inline]
        pub fn lock_interruptibly(&self, fiber: &Fiber, deadline: Option<u64>) -> Waited {
            if self.0.lock(&FiberParking { fiber, interruptible: true }, deadline) {
                Waited::Ready
            } else if fiber.is_interrupted() {
                Waited::Interrupted
            } else {
                Waited::TimedOut
            }
        }

        /// As [`Self::lock`], of a caller beside whom nobody uses the lock before it suspends.
        #[inline]
        pub fn lock_alone(&self, fiber: &Fiber) {
            if !self.0.try_lock_alone() {
                self.lock(fiber);
            }
        }

        /// As [`Self::unlock`], of such a caller.
        #[inline]
        pub fn unlock_alone(&self) {
            self.0.unlock_alone();
        }

        /// Frees the lock and sees to it that a waiter gets it soon. It must be held; by whom does not matter.
        #[inline]
        pub fn unlock(&self) {
            self.0.unlock();
        }
    }
}
