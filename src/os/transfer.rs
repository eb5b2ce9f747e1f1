//! Moving bytes: at places of files, in several parts, between files; files without a name, counters and timers as descriptors.

use std::ffi::CStr;
use std::io;

use crate::call::{calls, checked};

calls! {
    /// A file in memory.
    make_memory_file(name: &CStr, flags: u32) as memfd_create;
    /// A counter as a descriptor.
    make_counter(initial: u32, flags: i32) as eventfd;
    /// A timer as a descriptor.
    make_timer(clock: i32, flags: i32) as timerfd_create;
}

fn count(answer: isize) -> io::Result<usize> {
    checked(answer as i64).map(|count| count as usize)
}

/// Reads at a place.
pub fn read_at(descriptor: i32, room: &mut [u8], offset: i64) -> io::Result<usize> {
    // SAFETY: the room is writable for its length.
    count(unsafe { libc::pread(descriptor, room.as_mut_ptr().cast(), room.len(), offset) })
}

/// Writes at a place.
pub fn write_at(descriptor: i32, data: &[u8], offset: i64) -> io::Result<usize> {
    // SAFETY: the data are readable for their length.
    count(unsafe { libc::pwrite(descriptor, data.as_ptr().cast(), data.len(), offset) })
}

/// Reads into several rooms, at a place where one is given.
pub fn read_parts(descriptor: i32, rooms: &mut [Vec<u8>], at: Option<(i64, i32)>) -> io::Result<usize> {
    let vectors: Vec<libc::iovec> = rooms
        .iter_mut()
        .map(|room| libc::iovec { iov_base: room.as_mut_ptr().cast(), iov_len: room.len() })
        .collect();
    let len = vectors.len() as i32;
    // SAFETY: every room is writable for its length.
    count(unsafe {
        match at {
            None => libc::readv(descriptor, vectors.as_ptr(), len),
            Some((offset, 0)) => libc::preadv(descriptor, vectors.as_ptr(), len, offset),
            Some((offset, flags)) => libc::preadv2(descriptor, vectors.as_ptr(), len, offset, flags),
        }
    })
}

/// Writes several parts, at a place where one is given.
pub fn write_parts(descriptor: i32, parts: &[Vec<u8>], at: Option<(i64, i32)>) -> io::Result<usize> {
    let vectors: Vec<libc::iovec> = parts
        .iter()
        .map(|part| libc::iovec { iov_base: part.as_ptr().cast_mut().cast(), iov_len: part.len() })
        .collect();
    let len = vectors.len() as i32;
    // SAFETY: every part is readable for its length.
    count(unsafe {
        match at {
            None => libc::writev(descriptor, vectors.as_ptr(), len),
            Some((offset, 0)) => libc::pwritev(descriptor, vectors.as_ptr(), len, offset),
            Some((offset, flags)) => libc::pwritev2(descriptor, vectors.as_ptr(), len, offset, flags),
        }
    })
}

/// Sends a part of a file to a descriptor, from a place where one is given.
pub fn send_file(to: i32, from: i32, offset: Option<i64>, bytes: usize) -> io::Result<usize> {
    let mut place = offset.unwrap_or(0);
    let place = if offset.is_some() { &raw mut place } else { std::ptr::null_mut() };
    // SAFETY: a place of ours or none.
    count(unsafe { libc::sendfile(to, from, place, bytes) })
}

/// How bytes go from one descriptor to another within the kernel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// From file to file.
    CopyRange,
    /// Through a pipe.
    Splice(u32),
}

/// Moves bytes from one descriptor to another, at places where some are given.
pub fn move_bytes(
    way: Way,
    (from, from_offset): (i32, Option<i64>),
    (to, to_offset): (i32, Option<i64>),
    bytes: usize,
) -> io::Result<usize> {
    let (mut source, mut target) = (from_offset.unwrap_or(0), to_offset.unwrap_or(0));
    let source = if from_offset.is_some() { &raw mut source } else { std::ptr::null_mut() };
    let target = if to_offset.is_some() { &raw mut target } else { std::ptr::null_mut() };
    // SAFETY: places of ours or none.
    count(unsafe {
        match way {
            Way::CopyRange => libc::copy_file_range(from, source, to, target, bytes, 0),
            Way::Splice(flags) => libc::splice(from, source, to, target, bytes, flags),
        }
    })
}

/// Tells the system how a part of a file will be used.
pub fn advise(descriptor: i32, offset: i64, length: i64, advice: i32) -> io::Result<()> {
    // SAFETY: numbers only.
    match unsafe { libc::posix_fadvise(descriptor, offset, length, advice) } {
        0 => Ok(()),
        error => Err(io::Error::from_raw_os_error(error)),
    }
}

/// Makes sure that there is room for a part of a file.
pub fn allocate(descriptor: i32, offset: i64, length: i64) -> io::Result<()> {
    // SAFETY: numbers only.
    match unsafe { libc::posix_fallocate(descriptor, offset, length) } {
        0 => Ok(()),
        error => Err(io::Error::from_raw_os_error(error)),
    }
}

/// Has everything written to its device.
pub fn sync_all() {
    // SAFETY: no arguments.
    unsafe { libc::sync() };
}

/// A timer's next time and its interval, in nanoseconds.
pub type Setting = (i64, i64);

fn spec_of((next, interval): Setting) -> libc::itimerspec {
    let time = |nanos: i64| libc::timespec {
        tv_sec: nanos.div_euclid(1_000_000_000),
        tv_nsec: nanos.rem_euclid(1_000_000_000),
    };
    libc::itimerspec { it_value: time(next), it_interval: time(interval) }
}

fn setting_of(spec: &libc::itimerspec) -> Setting {
    let nanos = |time: libc::timespec| time.tv_sec.saturating_mul(1_000_000_000).saturating_add(time.tv_nsec);
    (nanos(spec.it_value), nanos(spec.it_interval))
}

/// Sets a timer; what it was set to before.
pub fn set_timer(descriptor: i32, flags: i32, setting: Setting) -> io::Result<Setting> {
    let (new, mut old) = (spec_of(setting), spec_of((0, 0)));
    // SAFETY: a valid setting, and a place for the old one.
    checked(unsafe { libc::timerfd_settime(descriptor, flags, &new, &mut old) }.into())?;
    Ok(setting_of(&old))
}

/// What a timer is set to.
pub fn timer(descriptor: i32) -> io::Result<Setting> {
    let mut now = spec_of((0, 0));
    // SAFETY: a place for the answer.
    checked(unsafe { libc::timerfd_gettime(descriptor, &mut now) }.into())?;
    Ok(setting_of(&now))
}
