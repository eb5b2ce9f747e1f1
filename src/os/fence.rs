//! Asymmetric fences: what the one side saves, the other pays.
//!
//! Two threads that each store one word and then load the other's need a full fence between the two, both of them, lest neither see the other. Where one
//! side does so millions of times a second and the other seldom, the seldom one may ask the kernel to run the fence on every processor that runs a thread
//! of this process (`membarrier`, Linux 4.14): the other side then needs none but the compiler's.

use std::sync::atomic::{Ordering, compiler_fence};

/// Announces the use of [`heavy`], whose calls fail otherwise; false where the kernel does not know it. May be called again.
pub fn register() -> bool {
    membarrier(libc::MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED)
}

/// The seldom side's fence: when it returns, every thread of this process has passed a full fence since the call, this one as well. False, and nothing
/// done, where the kernel refuses.
pub fn heavy() -> bool {
    membarrier(libc::MEMBARRIER_CMD_PRIVATE_EXPEDITED)
}

/// The frequent side's fence, against [`heavy`] of other threads.
#[inline(always)]
pub fn light() {
    compiler_fence(Ordering::SeqCst);
}

fn membarrier(command: libc::c_int) -> bool {
    // SAFETY: a call without pointers.
    unsafe { libc::syscall(libc::SYS_membarrier, command, 0, 0) == 0 }
}
