//! The two clocks, in nanoseconds.

/// Nanoseconds of the monotonic clock (`CLOCK_MONOTONIC`); only differences mean something.
#[inline]
pub fn monotonic_nanos() -> u64 {
    u64::try_from(read(libc::CLOCK_MONOTONIC)).unwrap_or(0)
}

/// Nanoseconds since the epoch by the wall clock (`CLOCK_REALTIME`); may jump, may be negative.
#[inline]
pub fn realtime_nanos() -> i64 {
    read(libc::CLOCK_REALTIME)
}

#[inline]
fn read(clock: libc::clockid_t) -> i64 {
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `now` is a valid place for the answer; both clocks exist on every supported system.
    unsafe { libc::clock_gettime(clock, &mut now) };
    now.tv_sec * 1_000_000_000 + now.tv_nsec
}
