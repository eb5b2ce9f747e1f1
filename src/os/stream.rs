//! What file objects do with a descriptor: one system call each, in bytes. Every call but the questions may block the OS thread.

use std::ffi::CStr;
use std::io;
use std::os::fd::RawFd;

use crate::call::checked;
use crate::room::Room;

/// What `fstat` says of a descriptor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nature {
    pub is_directory: bool,
    /// A regular file or block device: reads never wait for another process.
    pub is_storage: bool,
    pub size: i64,
    /// The block size the system prefers.
    pub block_size: i64,
}

pub use crate::descriptor::{close, is_terminal, seek, set_inheritable, truncate, write};

/// Opens a path; the descriptor is not inherited by programs that are executed.
pub fn open(path: &CStr, flags: i32, permissions: u32) -> io::Result<RawFd> {
    crate::path::open(crate::path::HERE, path, flags | libc::O_CLOEXEC, permissions)
        .map(|opened| opened as RawFd)
}

/// Reads at most as much as there is room for; how many bytes came, 0 at the end.
pub fn read(descriptor: RawFd, room: &Room<'_>) -> io::Result<usize> {
    // SAFETY: the room is writable for its length.
    let count = unsafe { libc::read(descriptor, room.address(), room.len()) };
    checked(count as i64).map(|count| count as usize)
}

/// Asks what the descriptor is.
pub fn nature(descriptor: RawFd) -> io::Result<Nature> {
    let stat = crate::descriptor::stat(descriptor)?;
    let kind = stat.st_mode & libc::S_IFMT;
    Ok(Nature {
        is_directory: kind == libc::S_IFDIR,
        is_storage: kind == libc::S_IFREG || kind == libc::S_IFBLK,
        size: stat.st_size,
        block_size: stat.st_blksize,
    })
}

/// Flags of [`open`].
pub mod flags {
    pub const READ: i32 = libc::O_RDONLY;
    pub const WRITE: i32 = libc::O_WRONLY;
    pub const BOTH: i32 = libc::O_RDWR;
    pub const CREATE: i32 = libc::O_CREAT;
    pub const EXCLUSIVE: i32 = libc::O_EXCL;
    pub const TRUNCATE: i32 = libc::O_TRUNC;
    pub const APPEND: i32 = libc::O_APPEND;
    pub const CLOSE_ON_EXEC: i32 = libc::O_CLOEXEC;
}

/// Error numbers that callers tell apart.
pub mod errno {
    pub const AGAIN: i32 = libc::EAGAIN;
    pub const BAD_DESCRIPTOR: i32 = libc::EBADF;
    pub const IS_DIRECTORY: i32 = libc::EISDIR;
    pub const TOO_MANY_OPEN: i32 = libc::EMFILE;
    pub const TABLE_FULL: i32 = libc::ENFILE;
    pub const ILLEGAL_SEEK: i32 = libc::ESPIPE;
}
