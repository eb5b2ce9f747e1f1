//! Making the callers' live words visible to a conservative scan of the stack.
//!
//! A word that only a callee-saved register holds is on no stack. [`with_spilled_registers`] stores all of them
//! into its own frame first, so that while its closure runs the memory from the reported address up to the
//! stack's base holds every word that is live in any caller: it lies in a caller's frame, in a save area of a
//! frame between, or in the spilled copy. Caller-saved registers need no copy: across a call that is not
//! inlined their owners have saved what they still want.
//!
//! Words that come to life inside the closure are outside the promise, and outside the reported range: it is called below the
//! address, in a frame of its own. Were it inlined into the spilling frame, a collection that runs inside it would scan its own
//! locals, and find other roots each time it looks.

#[cfg(target_arch = "aarch64")]
#[path = "stack/aarch64.rs"]
mod arch;
#[cfg(target_arch = "x86_64")]
#[path = "stack/x86_64.rs"]
mod arch;

#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
compile_error!("typhon-os: no register spilling for this architecture yet");

use std::mem::ManuallyDrop;

/// Spills the callee-saved registers, then calls `f` with the lowest address of this frame.
///
/// Every word live in any caller, or moved into `f`, lies at or above that address until `f` returns. Never inlined: the promise
/// rests on the call boundary.
#[inline(never)]
pub fn with_spilled_registers<R>(f: impl FnOnce(usize) -> R) -> R {
    let mut f = ManuallyDrop::new(f);
    let mut registers = [0_usize; arch::CALLEE_SAVED];
    let stack_pointer = arch::spill(&mut registers);
    // Both must be in memory while `f` runs: these uses around the call keep their slots from being left out or shared.
    std::hint::black_box((&registers, &f));
    // SAFETY: taken once.
    let result = below(unsafe { ManuallyDrop::take(&mut f) }, stack_pointer);
    std::hint::black_box((&registers, &f));
    result
}

/// Calls `f` in a frame of its own.
#[inline(never)]
fn below<R>(f: impl FnOnce(usize) -> R, stack_pointer: usize) -> R {
    f(stack_pointer)
}
