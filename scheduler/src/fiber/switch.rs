//! Switching into a fiber and out of it, and what runs at the bottom of its stack.
//!
//! The crate corosensei does the switch (a dozen instructions per architecture, with correct unwinding and
//! backtraces). This file adds what the collector and the migration between threads need:
//! - before each switch out the callee-saved registers are spilled and the stack pointer is noted, so that a
//!   suspended fiber's live words all lie in `[saved_sp, stack_base)`;
//! - a panic is caught at the fiber's entry, so nothing unwinds into a worker's loop;
//! - a fiber is never suspended while its thread is panicking: the standard library counts panics per thread.
//!
//! The native stack, from its base down:
//!
//! ```text
//!   stack_base ->  link to the worker's stack, written anew at each resume
//!                  start-up frame with the closure, catch frame, the embedder's frames ...
//!                  suspend
//!                  with_spilled_registers: its saves, the spilled copy   <- saved_sp
//!                  what corosensei pushes, pointed to by the coroutine
//! ```

use std::cell::Cell;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;

use corosensei::stack::{Stack, StackPointer};
use corosensei::{Coroutine, CoroutineResult, Yielder};
use typhon_os::stack::with_spilled_registers;

use crate::fiber::Fiber;
use crate::hooks::PanicPayload;

/// Why a fiber switches out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// It goes on as soon as its turn comes.
    Yield,
    /// It waits for a wake-up.
    Park,
    /// Its worker was taken away in a blocking section: it wants any worker.
    Rejoin,
}

/// How a stay in a fiber ended.
pub(crate) enum Exit {
    /// It switched out.
    Suspended(Reason),
    /// Its entry returned, or panicked.
    Finished(Option<PanicPayload>),
}

pub(super) type FiberYielder = Yielder<(), Reason>;

/// The suspended computation.
///
/// The rules that let it move between threads: no reference into thread-local storage, no lock guard of the
/// standard library and nothing else that belongs to one OS thread is held across a suspension; the worker is
/// looked up anew after each. The embedder keeps the same rules for the code it runs on fibers.
pub(super) struct FiberCoroutine(Coroutine<(), Reason, Option<PanicPayload>, EntryStack>);

// SAFETY: only the worker that made the fiber `Running` touches it, one after the other with acquire and release
// (state.rs), and what lies on the stack keeps to the rules above.
unsafe impl Send for FiberCoroutine {}

/// The stack part of a slab entry, lent to the coroutine.
struct EntryStack {
    base: NonZeroUsize,
    low: NonZeroUsize,
}

// SAFETY: base and low bound memory that belongs to the fiber alone while it lives, at least `MIN_STACK_BYTES`
// of it, aligned to 64 bytes; a guard page lies below where the kernel has guards, and everywhere the embedder
// checks `stack_limit`.
unsafe impl Stack for EntryStack {
    fn base(&self) -> StackPointer {
        self.base
    }

    fn limit(&self) -> StackPointer {
        self.low
    }
}

/// Prepares a new fiber's stack so that the first resume calls its entry.
pub(super) fn prepare(fiber: &Fiber) {
    let stack = EntryStack {
        base: NonZeroUsize::new(fiber.stack_base.get()).expect("stacks are not at zero"),
        low: NonZeroUsize::new(fiber.stack_low.get()).expect("stacks are not at zero"),
    };
    let block = FiberPointer(ptr::from_ref(fiber));
    let coroutine = Coroutine::with_stack(stack, move |yielder, ()| run_entry(block, yielder));
    // SAFETY: the fiber is `New` and its creator's alone. What an earlier fiber left in the cell had finished, or
    // was abandoned: it owns nothing.
    unsafe { (*fiber.coroutine.get()).write(FiberCoroutine(coroutine)) };
}

#[derive(Clone, Copy)]
struct FiberPointer(*const Fiber);

/// The bottom of every fiber's stack.
fn run_entry(block: FiberPointer, yielder: &FiberYielder) -> Option<PanicPayload> {
    // SAFETY: the block outlives the fiber whose stack this is.
    let fiber = unsafe { &*block.0 };
    fiber.yielder.set(ptr::from_ref(yielder));
    let entry: fn(&Fiber) = fiber.entry.get().expect("a submitted fiber has an entry");
    catch_unwind(AssertUnwindSafe(|| entry(fiber))).err()
}

/// Switches into `fiber`.
///
/// # Safety
/// The caller is the worker that made the fiber `Running`, on its own stack.
pub(super) unsafe fn resume(fiber: &Fiber) -> Exit {
    // SAFETY: a `Running` fiber's coroutine is initialised and its worker's alone.
    let coroutine = unsafe { (*fiber.coroutine.get()).assume_init_mut() };
    match coroutine.0.resume(()) {
        CoroutineResult::Yield(reason) => Exit::Suspended(reason),
        CoroutineResult::Return(panic) => Exit::Finished(panic),
    }
}

/// Switches the running fiber out; returns when a worker, perhaps another one, resumes it.
pub(crate) fn suspend(fiber: &Fiber, reason: Reason) {
    refuse_foreign(fiber);
    refuse_panicking();
    fiber.parking.set(reason == Reason::Park);
    let yielder: &Cell<*const FiberYielder> = &fiber.yielder;
    with_spilled_registers(|sp| {
        fiber.set_saved_sp(sp);
        // SAFETY: we are on this fiber's own stack (checked above), so its yielder is alive.
        unsafe { (*yielder.get()).suspend(reason) };
    });
}

/// A fiber can only suspend itself.
fn refuse_foreign(fiber: &Fiber) {
    let here = 0_u8;
    let sp = ptr::from_ref(&here).addr();
    assert!(
        fiber.stack_low.get() <= sp && sp < fiber.stack_base.get(),
        "only the running fiber itself can suspend, on its own stack"
    );
}

/// Never inlined: it reads thread-local state, whose address must not be kept across the switch.
#[inline(never)]
fn refuse_panicking() {
    assert!(!std::thread::panicking(), "a fiber must not suspend while it is panicking");
}
