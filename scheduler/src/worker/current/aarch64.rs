//! ELF thread-local storage on aarch64: `tpidr_el0` is the thread pointer, the symbol's offset from it in the GOT.

use std::arch::asm;

#[inline(always)]
pub(super) fn load() -> usize {
    let value: usize;
    // SAFETY: reads the calling thread's word; 0 until it was stored.
    unsafe {
        asm!(
            "mrs {thread}, tpidr_el0",
            "adrp {value}, :gottprel:typhon_scheduler_worker",
            "ldr {value}, [{value}, :gottprel_lo12:typhon_scheduler_worker]",
            "ldr {value}, [{thread}, {value}]",
            thread = out(reg) _,
            value = out(reg) value,
            options(nostack, preserves_flags),
        );
    }
    value
}

#[inline(always)]
pub(super) fn store(value: usize) {
    // SAFETY: writes the calling thread's word, which only this module knows.
    unsafe {
        asm!(
            "mrs {thread}, tpidr_el0",
            "adrp {offset}, :gottprel:typhon_scheduler_worker",
            "ldr {offset}, [{offset}, :gottprel_lo12:typhon_scheduler_worker]",
            "str {value}, [{thread}, {offset}]",
            thread = out(reg) _,
            offset = out(reg) _,
            value = in(reg) value,
            options(nostack, preserves_flags),
        );
    }
}
