//! A fiber's control block and the references to it.
//!
//! The block lies in the fiber's slab entry (`slab.rs` has the drawing), the coroutine's own state with it. All zero is a valid free block. Invariants, besides those of the state word (`state.rs`):
//! - places and sizes change only in `move_in`, while the entry belongs to the pool's client alone;
//! - `coroutine` and `yielder` are touched only by who the state says may touch the stack;
//! - `worker` and `saved_sp` are written by the fiber's worker; `worker` means something while it runs.
//!
//! It knows nothing of queues: who makes a fiber ready is told so and queues it (`worker.rs`).

mod switch;

use std::cell::{Cell, UnsafeCell};
use std::mem::MaybeUninit;
use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicUsize, Ordering};

pub(crate) use switch::{Exit, Reason, suspend};

use crate::pool::Place;
use crate::scheduler::Scheduler;
use crate::slab::Layout;
use crate::state::{Interrupt, State, StateWord, Unpark};
use crate::worker::Worker;

/// A fiber's control block.
///
/// Shared references to it may be held while it is alive: by its own code (its entry gets one), by the hooks, and
/// inside a stop in which no fiber finishes. Anything kept longer is a [`FiberRef`].
#[repr(C, align(64))]
pub struct Fiber {
    pub(crate) state: StateWord,
    worker: AtomicPtr<Worker>,
    saved_sp: AtomicUsize,
    dirty: AtomicBool,
    fresh_area: Cell<bool>,
    coroutine: UnsafeCell<MaybeUninit<switch::FiberCoroutine>>,
    yielder: Cell<*const switch::FiberYielder>,
    /// What the last park was ended by; written by the worker before it switches in.
    pub(crate) expired: Cell<bool>,
    pub(crate) parking: Cell<bool>,
    /// Nanoseconds of processor time that the fiber has used, up to when it was switched in (`meter.rs`).
    pub(crate) used: Cell<u64>,
    /// The OS thread's processor time when the fiber was switched in; 0: nobody measures.
    pub(crate) used_since: Cell<u64>,
    entry: Cell<Option<fn(&Fiber)>>,
    scheduler: Cell<Option<&'static Scheduler>>,
    place: Cell<Option<Place>>,
    area: Cell<usize>,
    area_bytes: Cell<usize>,
    below_bytes: Cell<usize>,
    stack_low: Cell<usize>,
    stack_limit: Cell<usize>,
    stack_base: Cell<usize>,
}

// Control block, area and frames of a shallow fiber share one page; the area behind it keeps the alignment.
const _: () = assert!(size_of::<Fiber>() <= 256 && size_of::<Fiber>().is_multiple_of(64));

// SAFETY: the cells are written before the fiber is published (release of `live` and of the state word) or by
// whoever the state word names, as the invariants at the head say; everything else is atomic.
unsafe impl Sync for Fiber {}

impl Fiber {
    /// The fiber's number: never zero, and never given again in this scheduler.
    #[inline]
    pub fn id(&self) -> u64 {
        self.state.load().id()
    }

    /// Where the fiber is in its life.
    pub fn state(&self) -> State {
        self.state.load().state()
    }

    /// A reference that may be kept for any time.
    #[inline]
    pub fn reference(&self) -> FiberRef {
        FiberRef::new(NonNull::from(self), self.id())
    }

    /// The scheduler this fiber belongs to.
    pub fn scheduler(&self) -> &'static Scheduler {
        self.scheduler.get().expect("a live fiber has a scheduler")
    }

    /// The worker running this fiber. Good until the next call that may suspend: take it anew after each.
    #[inline]
    pub fn worker(&self) -> &Worker {
        let worker = self.worker.load(Ordering::Relaxed);
        debug_assert!(!worker.is_null());
        // SAFETY: set before the fiber first ran; workers are never freed.
        unsafe { &*worker }
    }

    /// Whether an interrupt waits to be taken.
    #[inline]
    pub fn is_interrupted(&self) -> bool {
        self.state.is_interrupted()
    }

    /// Takes the interrupt if there is one; for the fiber's own code.
    pub fn take_interrupt(&self) -> bool {
        self.state.take_interrupt()
    }

    /// The embedder's area: address (16-byte aligned) and length in bytes.
    #[inline]
    pub fn area(&self) -> (*mut u8, usize) {
        (ptr::with_exposed_provenance_mut(self.area.get()), self.area_bytes.get())
    }

    /// The embedder's area below the control block: the address one past its highest byte (64-byte aligned) and its length in bytes.
    #[inline]
    pub fn area_below(&self) -> (*mut u8, usize) {
        (ptr::with_exposed_provenance_mut(ptr::from_ref(self).addr()), self.below_bytes.get())
    }

    /// Whether the area is known to be all zero, as the kernel gave it; otherwise an earlier fiber's leavings
    /// lie in it. Meaningful until the embedder writes into it.
    pub fn area_is_fresh(&self) -> bool {
        self.fresh_area.get()
    }

    /// The highest address of the native stack, one past its last byte.
    #[inline]
    pub fn stack_base(&self) -> usize {
        self.stack_base.get()
    }

    /// Native code may start above this address: below it lies a red zone for what it does until it checks again.
    #[inline]
    pub fn stack_limit(&self) -> usize {
        self.stack_limit.get()
    }

    /// The lowest address of the native stack, the red zone's end.
    pub fn stack_low(&self) -> usize {
        self.stack_low.get()
    }

    /// Where the live part of the native stack begins: for a fiber that is switched out, or that has noted it at
    /// a safepoint. Every word live in its frames lies in `[saved_sp, stack_base)`. Nothing when it has never run
    /// or runs without having noted it.
    #[inline]
    pub fn saved_sp(&self) -> Option<usize> {
        match self.saved_sp.load(Ordering::Relaxed) {
            0 => None,
            sp => Some(sp),
        }
    }

    /// Notes the stack pointer of this running fiber at a safepoint, after its registers have been spilled
    /// (`typhon_os::stack::with_spilled_registers`). Reset when the fiber is resumed.
    #[inline]
    pub fn set_saved_sp(&self, sp: usize) {
        debug_assert!(sp == 0 || (self.stack_low.get() <= sp && sp < self.stack_base.get()));
        self.saved_sp.store(sp, Ordering::Relaxed);
    }

    /// Whether the fiber has run, or a foreign hand has written into it, since [`Self::clear_dirty`].
    #[inline]
    pub fn is_dirty(&self) -> bool {
        self.dirty.load(Ordering::Relaxed)
    }

    /// To be called by whoever writes into the fiber's stack or area while it does not run.
    #[inline]
    pub fn set_dirty(&self) {
        self.dirty.store(true, Ordering::Relaxed);
    }

    /// The collector has scanned the fiber, which does not run.
    #[inline]
    pub fn clear_dirty(&self) {
        self.dirty.store(false, Ordering::Relaxed);
    }

    pub(crate) fn place(&self) -> Place {
        self.place.get().expect("an inhabited entry knows its place")
    }

    /// Makes a new fiber in an entry that belongs to the caller.
    pub(crate) fn move_in(&self, layout: &Layout, place: Place, id: u64, fresh: bool) {
        self.worker.store(ptr::null_mut(), Ordering::Relaxed);
        self.saved_sp.store(0, Ordering::Relaxed);
        self.dirty.store(true, Ordering::Relaxed);
        self.fresh_area.set(fresh);
        self.expired.set(false);
        self.parking.set(false);
        self.used.set(0);
        self.used_since.set(0);
        self.place.set(Some(place));
        if self.stack_base.get() != layout.stack_base {
            self.area.set(layout.area);
            self.area_bytes.set(layout.area_bytes);
            self.below_bytes.set(layout.below_bytes);
            self.stack_low.set(layout.stack_low);
            self.stack_limit.set(layout.stack_limit);
            self.stack_base.set(layout.stack_base);
        }
        self.state.create(id);
    }

    /// Gives a new fiber its scheduler and what it is to run.
    pub(crate) fn furnish(&self, scheduler: &'static Scheduler, entry: fn(&Fiber)) {
        self.scheduler.set(Some(scheduler));
        self.entry.set(Some(entry));
        switch::prepare(self);
    }

    /// The worker is about to switch in. The stack stands still until [`Fiber::resume`], and is known until then.
    pub(crate) fn enter(&self, worker: &Worker) {
        self.worker.store(ptr::from_ref(worker).cast_mut(), Ordering::Relaxed);
        self.dirty.store(true, Ordering::Relaxed);
    }

    /// Switches into the fiber until it suspends or ends.
    ///
    /// # Safety
    /// The caller is the worker that made the fiber `Running`.
    pub(crate) unsafe fn resume(&self) -> Exit {
        self.saved_sp.store(0, Ordering::Relaxed);
        // SAFETY: passed on to the caller.
        unsafe { switch::resume(self) }
    }
}

/// A reference to a fiber that may outlive it: using it afterwards does nothing.
///
/// Two words, `Copy`. The control block's memory is never unmapped, and the id tells whether the same fiber
/// still lives there.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct FiberRef {
    fiber: NonNull<Fiber>,
    id: u64,
}

// SAFETY: the block stays mapped for ever, and without `unsafe` only its state word is reached through the
// reference, which anybody may change.
unsafe impl Send for FiberRef {}
// SAFETY: as above.
unsafe impl Sync for FiberRef {}

impl FiberRef {
    pub(crate) fn new(fiber: NonNull<Fiber>, id: u64) -> Self {
        Self { fiber, id }
    }

    /// The fiber's number.
    pub fn id(self) -> u64 {
        self.id
    }

    /// Whether the fiber has not finished. May change at any time.
    pub fn is_alive(self) -> bool {
        // SAFETY: blocks stay mapped; the state word is atomic.
        let snapshot = unsafe { self.fiber.as_ref() }.state.load();
        snapshot.id() == self.id && !matches!(snapshot.state(), State::Free | State::Finished)
    }

    /// The control block.
    ///
    /// # Safety
    /// The fiber is alive for as long as the answer is used: it is the caller's own, or not yet submitted, or the
    /// caller keeps it from finishing.
    #[inline]
    pub unsafe fn fiber<'a>(self) -> &'a Fiber {
        // SAFETY: blocks stay mapped, and a live one is initialised.
        unsafe { self.fiber.as_ref() }
    }

    pub(crate) fn pointer(self) -> NonNull<Fiber> {
        self.fiber
    }

    pub(crate) fn notify(self) -> Unpark {
        // SAFETY: blocks stay mapped; the state word is atomic and compares the id.
        unsafe { self.fiber.as_ref() }.state.unpark(self.id)
    }

    pub(crate) fn interrupt(self) -> Interrupt {
        // SAFETY: as in `notify`.
        unsafe { self.fiber.as_ref() }.state.interrupt(self.id)
    }

    /// Sets bits of the poll word of the worker that last ran the fiber.
    pub(crate) fn request_poll(self, bits: u32) {
        // SAFETY: blocks stay mapped and the field is atomic; workers are never freed.
        let worker = unsafe { self.fiber.as_ref().worker.load(Ordering::Relaxed).as_ref() };
        if let Some(worker) = worker {
            worker.request_poll(bits);
        }
    }

    /// The reference as two words that are no addresses in an embedder's heap to whom it matters; [`Self::from_words`] undoes it.
    pub fn to_words(self) -> [u64; 2] {
        [self.fiber.as_ptr().expose_provenance() as u64, self.id]
    }

    /// The reference that [`Self::to_words`] took apart.
    ///
    /// # Safety
    /// The words come from there, in this process.
    pub unsafe fn from_words([fiber, id]: [u64; 2]) -> Self {
        let pointer = ptr::with_exposed_provenance_mut::<Fiber>(fiber as usize);
        // SAFETY: it was a reference's, never null.
        Self { fiber: unsafe { NonNull::new_unchecked(pointer) }, id }
    }

    pub(crate) fn expire(self) -> Unpark {
        // SAFETY: as in `notify`.
        unsafe { self.fiber.as_ref() }.state.expire(self.id)
    }
}

impl std::fmt::Debug for FiberRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FiberRef({:#x})", self.id)
    }
}
