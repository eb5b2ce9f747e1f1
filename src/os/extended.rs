//! Extended attributes of files.

use std::ffi::CStr;
use std::io;

use crate::call::checked;

/// Whose attributes are meant.
#[derive(Clone, Copy, Debug)]
pub enum Target<'a> {
    Descriptor(i32),
    /// What a path leads to.
    Path(&'a CStr),
    /// The path itself, even where it is a symbolic link.
    Link(&'a CStr),
}

/// Calls `fill` with room that grows until the answer fits.
fn growing(fill: impl Fn(&mut [u8]) -> isize) -> io::Result<Vec<u8>> {
    for size in [256, 4096, 1 << 16, 1 << 20] {
        let mut room = vec![0u8; size];
        match checked(fill(&mut room) as i64) {
            Ok(len) => {
                room.truncate(len as usize);
                return Ok(room);
            }
            Err(error) if error.raw_os_error() == Some(libc::ERANGE) => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::from_raw_os_error(libc::ERANGE))
}

/// An attribute's value.
pub fn get(target: Target<'_>, name: &CStr) -> io::Result<Vec<u8>> {
    growing(|room| {
        let (into, len) = (room.as_mut_ptr().cast(), room.len());
        // SAFETY: the room is writable for its length, the strings end with a zero.
        unsafe {
            match target {
                Target::Descriptor(descriptor) => libc::fgetxattr(descriptor, name.as_ptr(), into, len),
                Target::Path(path) => libc::getxattr(path.as_ptr(), name.as_ptr(), into, len),
                Target::Link(path) => libc::lgetxattr(path.as_ptr(), name.as_ptr(), into, len),
            }
        }
    })
}

/// All attributes' names, each followed by a zero.
pub fn names(target: Target<'_>) -> io::Result<Vec<u8>> {
    growing(|room| {
        let (into, len) = (room.as_mut_ptr().cast(), room.len());
        // SAFETY: the room is writable for its length, the strings end with a zero.
        unsafe {
            match target {
                Target::Descriptor(descriptor) => libc::flistxattr(descriptor, into, len),
                Target::Path(path) => libc::listxattr(path.as_ptr(), into, len),
                Target::Link(path) => libc::llistxattr(path.as_ptr(), into, len),
            }
        }
    })
}

/// Sets an attribute.
pub fn set(target: Target<'_>, name: &CStr, value: &[u8], flags: i32) -> io::Result<i64> {
    let (name, from, len) = (name.as_ptr(), value.as_ptr().cast(), value.len());
    // SAFETY: the value is readable for its length, the strings end with a zero.
    let answer = unsafe {
        match target {
            Target::Descriptor(descriptor) => libc::fsetxattr(descriptor, name, from, len, flags),
            Target::Path(path) => libc::setxattr(path.as_ptr(), name, from, len, flags),
            Target::Link(path) => libc::lsetxattr(path.as_ptr(), name, from, len, flags),
        }
    };
    checked(answer.into())
}

/// Removes an attribute.
pub fn remove(target: Target<'_>, name: &CStr) -> io::Result<i64> {
    // SAFETY: the strings end with a zero.
    let answer = unsafe {
        match target {
            Target::Descriptor(descriptor) => libc::fremovexattr(descriptor, name.as_ptr()),
            Target::Path(path) => libc::removexattr(path.as_ptr(), name.as_ptr()),
            Target::Link(path) => libc::lremovexattr(path.as_ptr(), name.as_ptr()),
        }
    };
    checked(answer.into())
}
