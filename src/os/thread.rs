//! The calling OS thread, as the system knows it.

/// Bytes of a thread's name that the system keeps.
pub const MAX_NAME_BYTES: usize = 15;

/// Nanoseconds of processor time that the calling thread has used.
pub fn processor_nanos() -> u64 {
    let used = crate::time::clock(libc::CLOCK_THREAD_CPUTIME_ID);
    used.ok().and_then(|nanos| u64::try_from(nanos).ok()).unwrap_or(0)
}

/// The number by which the system knows the calling thread.
pub fn native_id() -> u64 {
    // SAFETY: asks for a number.
    u64::try_from(unsafe { libc::syscall(libc::SYS_gettid) }).unwrap_or(0)
}
