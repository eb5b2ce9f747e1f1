//! Asking for memory before it is used.

use crate::geometry::CACHE_LINE_BYTES;

/// Asks that the cache line of an address be at hand soon. Any address will do: nothing is read.
#[inline(always)]
pub(crate) fn prefetch(address: usize) {
    #[cfg(target_arch = "x86_64")]
    {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: a prefetch is a hint and faults at no address.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(std::ptr::with_exposed_provenance::<i8>(address)) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = address;
}

/// Asks for all lines of a range.
pub(crate) fn prefetch_range(range: std::ops::Range<usize>) {
    range.step_by(CACHE_LINE_BYTES).for_each(prefetch);
}
