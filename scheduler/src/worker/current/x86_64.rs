//! ELF thread-local storage on x86-64: `fs` is the thread pointer, the symbol's offset from it in the GOT.

use std::arch::asm;

#[inline(always)]
pub(super) fn load() -> usize {
    let value: usize;
    // SAFETY: reads the calling thread's word; 0 until it was stored.
    unsafe {
        asm!(
            "mov {value}, qword ptr [rip + typhon_scheduler_worker@GOTTPOFF]",
            "mov {value}, qword ptr fs:[{value}]",
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
            "mov {offset}, qword ptr [rip + typhon_scheduler_worker@GOTTPOFF]",
            "mov qword ptr fs:[{offset}], {value}",
            offset = out(reg) _,
            value = in(reg) value,
            options(nostack, preserves_flags),
        );
    }
}
