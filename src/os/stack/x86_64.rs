//! System V x86-64: the callee keeps `rbx`, `rbp`, `r12`–`r15`.
//!
//! ```text
//!   higher   callers' frames
//!            return address of with_spilled_registers
//!            registers its prologue saved, its locals
//!            registers[0..6]                            <- the copy
//!   rsp ->   end of its frame                           <- reported
//! ```

use std::arch::asm;

/// How many registers a callee must preserve.
pub(super) const CALLEE_SAVED: usize = 6;

/// Stores the callee-saved registers and returns the stack pointer of the function this is inlined into.
#[inline(always)]
pub(super) fn spill(registers: &mut [usize; CALLEE_SAVED]) -> usize {
    let stack_pointer: usize;
    // SAFETY: writes exactly the six words of the array and one output register; no flags, no stack.
    unsafe {
        asm!(
            "mov [{to}], rbx",
            "mov [{to} + 8], rbp",
            "mov [{to} + 16], r12",
            "mov [{to} + 24], r13",
            "mov [{to} + 32], r14",
            "mov [{to} + 40], r15",
            "mov {sp}, rsp",
            to = in(reg) registers.as_mut_ptr(),
            sp = lateout(reg) stack_pointer,
            options(nostack, preserves_flags),
        );
    }
    stack_pointer
}
