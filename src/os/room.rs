//! Memory that a system call fills: a slice, or bytes that others may touch at the same time.

use std::ffi::c_void;
use std::marker::PhantomData;
use std::mem::MaybeUninit;

/// Memory that a call fills. No Rust reference to it exists meanwhile but the one it was made of.
#[derive(Debug)]
pub struct Room<'a> {
    address: *mut u8,
    len: usize,
    bytes: PhantomData<&'a mut [MaybeUninit<u8>]>,
}

impl<'a> Room<'a> {
    /// The memory of a slice.
    pub fn of(bytes: &'a mut [u8]) -> Self {
        Self { address: bytes.as_mut_ptr(), len: bytes.len(), bytes: PhantomData }
    }

    /// The same of a slice that may be uninitialised.
    pub fn uninitialised(bytes: &'a mut [MaybeUninit<u8>]) -> Self {
        Self { address: bytes.as_mut_ptr().cast(), len: bytes.len(), bytes: PhantomData }
    }

    /// Memory that others may read and write at the same time, as if another process did.
    ///
    /// # Safety
    /// It stays mapped for `'a`, and no Rust reference to it is in use while a call fills it.
    pub unsafe fn shared(address: *mut u8, len: usize) -> Self {
        Self { address, len, bytes: PhantomData }
    }

    /// What lies behind the first `count` bytes.
    pub fn behind(&mut self, count: usize) -> Room<'_> {
        let count = count.min(self.len);
        Room { address: self.address.wrapping_add(count), len: self.len - count, bytes: PhantomData }
    }

    pub fn len(&self) -> usize {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Where the memory begins, for the system.
    pub(crate) fn address(&self) -> *mut c_void {
        self.address.cast()
    }
}
