//! Address space: reserving it, giving its pages back, guarding it, and what the process may have.
//!
//! A [`Reservation`] is one private anonymous mapping, readable and writable, for which the kernel promises no
//! memory beforehand (`MAP_NORESERVE`): pages come, zeroed, with their first touch. Nothing here knows what the
//! memory is used for; overlapping use of one range is the owner's business.

use std::ffi::c_void;
use std::io;
use std::ptr;
use std::sync::atomic::{AtomicUsize, Ordering};

/// `madvise` advice of Linux 6.13 and later: touching the range is a fault until the guard is removed; takes no
/// mapping of its own. Not yet a constant of `libc` for every target.
const MADV_GUARD_INSTALL: i32 = 102;

/// Bytes in one page of this machine.
#[inline]
pub fn page_size() -> usize {
    static PAGE_SIZE: AtomicUsize = AtomicUsize::new(0);
    let known = PAGE_SIZE.load(Ordering::Relaxed);
    if known != 0 {
        return known;
    }
    // SAFETY: `sysconf` reads a constant of the process.
    let size = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
    let size = usize::try_from(size).ok().filter(|size| size.is_power_of_two()).unwrap_or(4096);
    PAGE_SIZE.store(size, Ordering::Relaxed);
    size
}

/// A private, lazily committed range of address space; dropping it unmaps the range.
#[derive(Debug)]
pub struct Reservation {
    address: usize,
    len: usize,
}

impl Reservation {
    /// The first address of the range, a multiple of the page size.
    #[inline]
    pub fn address(&self) -> usize {
        self.address
    }

    /// The length of the range in bytes, a multiple of the page size.
    #[inline]
    #[expect(clippy::len_without_is_empty, reason = "a reservation is never empty")]
    pub fn len(&self) -> usize {
        self.len
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        // SAFETY: the range was mapped by `reserve` and belongs to this value alone; whoever stored addresses
        // into it has given them up, which is the meaning of dropping it.
        unsafe { libc::munmap(self.address as *mut c_void, self.len) };
    }
}

/// Reserves `bytes` (rounded up to pages) of zeroed, readable and writable memory without committing any.
///
/// With `at`, the range lies exactly at that address (a page multiple) or the call fails with `EEXIST`; mappings
/// that exist already are never replaced. Other errors: `ENOMEM` (address space or its limit exhausted), `EINVAL`.
pub fn reserve(bytes: usize, at: Option<usize>) -> io::Result<Reservation> {
    let page = page_size();
    let len = bytes
        .checked_next_multiple_of(page)
        .filter(|&len| len != 0)
        .ok_or_else(|| io::Error::from_raw_os_error(libc::EINVAL))?;
    let mut flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
    if at.is_some() {
        flags |= libc::MAP_FIXED_NOREPLACE;
    }
    let hint = at.unwrap_or(0) as *mut c_void;
    // SAFETY: a fresh anonymous mapping; `MAP_FIXED_NOREPLACE` (and no hint otherwise) leaves existing ones alone.
    let mapped = unsafe { libc::mmap(hint, len, libc::PROT_READ | libc::PROT_WRITE, flags, -1, 0) };
    if mapped == libc::MAP_FAILED {
        return Err(io::Error::last_os_error());
    }
    let reservation = Reservation { address: mapped as usize, len };
    match at {
        // A kernel older than the flag takes the address as a mere hint.
        Some(at) if at != reservation.address => Err(io::Error::from_raw_os_error(libc::EEXIST)),
        _ => Ok(reservation),
    }
}

/// Gives the pages of a range back at once; the next touch reads zeros. Guards in the range stay.
///
/// # Safety
/// The range lies in a live [`Reservation`], is page-aligned, and nobody relies on its contents any more.
pub unsafe fn discard(address: usize, len: usize) -> io::Result<()> {
    // SAFETY: passed on to the caller.
    unsafe { advise(address, len, libc::MADV_DONTNEED) }
}

/// Lets the kernel take the pages of a range when it wants them; until a page is written again its contents
/// are either what they were or zeros.
///
/// # Safety
/// As for [`discard`].
pub unsafe fn free_lazily(address: usize, len: usize) -> io::Result<()> {
    // SAFETY: passed on to the caller.
    unsafe { advise(address, len, libc::MADV_FREE) }
}

/// Makes every access to a range fault, at the cost of no mapping (a fault is `SIGSEGV`).
///
/// Fails with `EINVAL` where the kernel lacks guards (before Linux 6.13): the caller then relies on its own
/// checks. Contents of the range are lost.
///
/// # Safety
/// As for [`discard`]; afterwards nobody may touch the range.
pub unsafe fn install_guard(address: usize, len: usize) -> io::Result<()> {
    // SAFETY: passed on to the caller.
    unsafe { advise(address, len, MADV_GUARD_INSTALL) }
}

/// Keeps the kernel from backing a sparsely touched range with huge pages.
///
/// # Safety
/// The range lies in a live [`Reservation`] and is page-aligned.
pub unsafe fn no_huge_pages(address: usize, len: usize) -> io::Result<()> {
    // SAFETY: passed on to the caller; the advice changes no contents.
    unsafe { advise(address, len, libc::MADV_NOHUGEPAGE) }
}

/// # Safety
/// As the advice demands.
unsafe fn advise(address: usize, len: usize, advice: i32) -> io::Result<()> {
    // SAFETY: passed on to the caller.
    match unsafe { libc::madvise(ptr::with_exposed_provenance_mut(address), len, advice) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

/// The limit on this process's address space in bytes (`RLIMIT_AS`), or nothing when there is none.
pub fn address_space_limit() -> Option<usize> {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: `limit` is a valid place for the answer.
    let failed = unsafe { libc::getrlimit(libc::RLIMIT_AS, &mut limit) } != 0;
    if failed || limit.rlim_cur == libc::RLIM_INFINITY {
        return None;
    }
    usize::try_from(limit.rlim_cur).ok()
}

/// Bytes of memory this process has resident now (0 when `/proc` cannot be read). Page tables not counted.
pub fn resident_bytes() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = statm.split_ascii_whitespace().nth(1).and_then(|field| field.parse::<usize>().ok());
    pages.unwrap_or(0) * page_size()
}
