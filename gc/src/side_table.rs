//! A table beside the heap: one record per block, page or card, zeroed, committed by its first touch.

use std::io;
use std::ops::Deref;

use typhon_os::memory::{Reservation, discard, page_size, reserve};

/// A type whose all-zero bytes are a value: what a fresh table holds.
///
/// # Safety
/// Zeroed memory is a valid, initialised value of the type; the type needs no drop and all its fields are atomics.
pub(crate) unsafe trait Zeroed: Sync {}

// SAFETY: zero is a byte.
unsafe impl Zeroed for std::sync::atomic::AtomicU8 {}

/// A fixed number of records in memory of its own.
#[derive(Debug)]
pub(crate) struct SideTable<T> {
    memory: Reservation,
    len: usize,
    records: std::marker::PhantomData<T>,
}

impl<T: Zeroed> SideTable<T> {
    pub(crate) fn new(len: usize) -> io::Result<SideTable<T>> {
        let bytes = len.checked_mul(size_of::<T>()).ok_or(io::ErrorKind::OutOfMemory)?;
        Ok(SideTable { memory: reserve(bytes, None)?, len, records: std::marker::PhantomData })
    }

    /// Zeroes the records of a range, returning whole pages to the system.
    pub(crate) fn reset(&self, range: std::ops::Range<usize>, zero: impl Fn(&T)) {
        let page = page_size();
        let address = |index: usize| self.memory.address() + index * size_of::<T>();
        let (start, end) = (address(range.start), address(range.end));
        let (first, last) = (start.next_multiple_of(page), end & !(page - 1));
        // SAFETY: whole pages of this table, in which only records of the range lie; zeros are values of `T`.
        if last > first && unsafe { discard(first, last - first) }.is_ok() {
            let index = |address: usize| (address - self.memory.address()).div_ceil(size_of::<T>());
            self[range.start..index(first)].iter().for_each(&zero);
            self[index(last)..range.end].iter().for_each(&zero);
        } else {
            self[range].iter().for_each(zero);
        }
    }
}

impl<T: Zeroed> Deref for SideTable<T> {
    type Target = [T];

    #[inline(always)]
    fn deref(&self) -> &[T] {
        let first = std::ptr::with_exposed_provenance::<T>(self.memory.address());
        // SAFETY: the reservation holds `len` records, page-aligned, zeroed and thus valid (`Zeroed`), for as long
        // as `self` lives; they are atomics, changed through shared references only.
        unsafe { std::slice::from_raw_parts(first, self.len) }
    }
}
