//! Files and memory mapped into the process for Python's `mmap`: the system calls, and a mapping that is given back when it is dropped.

use std::io;
use std::ptr;

use crate::call::checked;

/// Mapped memory.
pub struct Mapping {
    address: *mut u8,
    len: usize,
}

// SAFETY: a mapping is addresses of this process, bound to no thread.
unsafe impl Send for Mapping {}

impl Mapping {
    /// Maps `len` bytes of a file from `offset` on, or fresh memory where there is no file.
    ///
    /// Errors: the system's.
    pub fn new(
        file: Option<i32>,
        len: usize,
        protection: i32,
        flags: i32,
        offset: i64,
    ) -> io::Result<Mapping> {
        // SAFETY: no address is asked for, so nothing that exists is replaced; the system checks the rest.
        let address =
            unsafe { libc::mmap(ptr::null_mut(), len, protection, flags, file.unwrap_or(-1), offset) };
        if address == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        Ok(Mapping { address: address.cast(), len })
    }

    pub fn address(&self) -> *mut u8 {
        self.address
    }

    pub fn len(&self) -> usize {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Changes the length; the address may change.
    ///
    /// Errors: the system's; the mapping is what it was.
    pub fn resize(&mut self, len: usize) -> io::Result<()> {
        // SAFETY: the mapping is this object's, and the caller lets nobody use its addresses meanwhile.
        let address = unsafe { libc::mremap(self.address.cast(), self.len, len, libc::MREMAP_MAYMOVE) };
        if address == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        (self.address, self.len) = (address.cast(), len);
        Ok(())
    }

    /// Writes a part of the mapping back to its file.
    ///
    /// Errors: the system's.
    pub fn flush(&self, offset: usize, len: usize) -> io::Result<()> {
        // SAFETY: the part lies in the mapping, as the caller has checked.
        let answer = unsafe { libc::msync(self.address.wrapping_add(offset).cast(), len, libc::MS_SYNC) };
        checked(answer.into()).map(|_| ())
    }

    /// Tells the system how a part of the mapping will be used.
    ///
    /// Errors: the system's.
    pub fn advise(&self, option: i32, offset: usize, len: usize) -> io::Result<()> {
        // SAFETY: the part lies in the mapping, as the caller has checked; what the advice does to its contents is what was asked for.
        let answer = unsafe { libc::madvise(self.address.wrapping_add(offset).cast(), len, option) };
        checked(answer.into()).map(|_| ())
    }
}

impl Drop for Mapping {
    fn drop(&mut self) {
        // SAFETY: the mapping is this object's, which is not used any more.
        unsafe { libc::munmap(self.address.cast(), self.len) };
    }
}

/// The size of a regular file; `None` for other files.
///
/// Errors: the system's.
pub fn file_size(file: i32) -> io::Result<Option<i64>> {
    let status = crate::descriptor::stat(file)?;
    Ok((status.st_mode & libc::S_IFMT == libc::S_IFREG).then_some(status.st_size))
}

/// The numbers that Python's module names.
pub const NUMBERS: &[(&str, i32)] = &[
    ("MADV_DODUMP", libc::MADV_DODUMP),
    ("MADV_DOFORK", libc::MADV_DOFORK),
    ("MADV_DONTDUMP", libc::MADV_DONTDUMP),
    ("MADV_DONTFORK", libc::MADV_DONTFORK),
    ("MADV_DONTNEED", libc::MADV_DONTNEED),
    ("MADV_FREE", libc::MADV_FREE),
    ("MADV_HUGEPAGE", libc::MADV_HUGEPAGE),
    ("MADV_HWPOISON", libc::MADV_HWPOISON),
    ("MADV_MERGEABLE", libc::MADV_MERGEABLE),
    ("MADV_NOHUGEPAGE", libc::MADV_NOHUGEPAGE),
    ("MADV_NORMAL", libc::MADV_NORMAL),
    ("MADV_RANDOM", libc::MADV_RANDOM),
    ("MADV_REMOVE", libc::MADV_REMOVE),
    ("MADV_SEQUENTIAL", libc::MADV_SEQUENTIAL),
    ("MADV_UNMERGEABLE", libc::MADV_UNMERGEABLE),
    ("MADV_WILLNEED", libc::MADV_WILLNEED),
    #[cfg(target_arch = "x86_64")]
    ("MAP_32BIT", libc::MAP_32BIT),
    ("MAP_ANON", libc::MAP_ANON),
    ("MAP_ANONYMOUS", libc::MAP_ANONYMOUS),
    ("MAP_DENYWRITE", libc::MAP_DENYWRITE),
    ("MAP_EXECUTABLE", libc::MAP_EXECUTABLE),
    ("MAP_NORESERVE", libc::MAP_NORESERVE),
    ("MAP_POPULATE", libc::MAP_POPULATE),
    ("MAP_PRIVATE", libc::MAP_PRIVATE),
    ("MAP_SHARED", libc::MAP_SHARED),
    ("MAP_STACK", libc::MAP_STACK),
    ("PROT_EXEC", libc::PROT_EXEC),
    ("PROT_READ", libc::PROT_READ),
    ("PROT_WRITE", libc::PROT_WRITE),
];

pub use libc::{MAP_ANONYMOUS, MAP_PRIVATE, MAP_SHARED, PROT_READ, PROT_WRITE};
