//! AAPCS64: the callee keeps `x19`–`x28`, the frame pointer `x29`, and the low halves of `v8`–`v15`.
//!
//! ```text
//!   higher   callers' frames (each with its saved x29, x30)
//!            registers the prologue saved, locals
//!            registers[0..19]                           <- the copy
//!   sp  ->   end of its frame                           <- reported
//! ```
//! The vector halves are copied too: a compiler may keep a general word in one.

use std::arch::asm;

/// How many 64-bit registers a callee must preserve.
pub(super) const CALLEE_SAVED: usize = 19;

/// Stores the callee-saved registers and returns the stack pointer of the function this is inlined into.
#[inline(always)]
pub(super) fn spill(registers: &mut [usize; CALLEE_SAVED]) -> usize {
    let stack_pointer: usize;
    // SAFETY: writes exactly the nineteen words of the array and one output register; no flags, no stack.
    unsafe {
        asm!(
            "stp x19, x20, [{to}]",
            "stp x21, x22, [{to}, #16]",
            "stp x23, x24, [{to}, #32]",
            "stp x25, x26, [{to}, #48]",
            "stp x27, x28, [{to}, #64]",
            "stp d8, d9, [{to}, #80]",
            "stp d10, d11, [{to}, #96]",
            "stp d12, d13, [{to}, #112]",
            "stp d14, d15, [{to}, #128]",
            "str x29, [{to}, #144]",
            "mov {sp}, sp",
            to = in(reg) registers.as_mut_ptr(),
            sp = lateout(reg) stack_pointer,
            options(nostack, preserves_flags),
        );
    }
    stack_pointer
}
