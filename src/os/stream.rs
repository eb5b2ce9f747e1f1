//! What file objects do with a descriptor: one system call each, in bytes. Every call but the questions may block the OS thread.

use std::ffi::CStr;
use std::io;
use std::os::fd::RawFd;

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

fn check(result: libc::ssize_t) -> io::Result<usize> {
    usize::try_from(result).map_err(|_| io::Error::last_os_error())
}

fn check_number(result: libc::c_int) -> io::Result<libc::c_int> {
    if result < 0 { Err(io::Error::last_os_error()) } else { Ok(result) }
}

/// Opens a path; the descriptor is not inherited by programs that are executed.
pub fn open(path: &CStr, flags: i32, permissions: u32) -> io::Result<RawFd> {
    // SAFETY: a string that ends in zero.
    check_number(unsafe { libc::open(path.as_ptr(), flags | libc::O_CLOEXEC, permissions) })
}

/// Closes a descriptor. It is closed whatever the answer.
pub fn close(descriptor: RawFd) -> io::Result<()> {
    // SAFETY: no memory is involved.
    check_number(unsafe { libc::close(descriptor) }).map(|_| ())
}

/// Reads into memory that may be uninitialised; how many bytes came, 0 at the end.
pub fn read(descriptor: RawFd, room: &mut [std::mem::MaybeUninit<u8>]) -> io::Result<usize> {
    // SAFETY: the slice is writable for its length.
    check(unsafe { libc::read(descriptor, room.as_mut_ptr().cast(), room.len().min(MOST)) })
}

/// Writes; how many bytes went.
pub fn write(descriptor: RawFd, bytes: &[u8]) -> io::Result<usize> {
    // SAFETY: the slice is readable for its length.
    check(unsafe { libc::write(descriptor, bytes.as_ptr().cast(), bytes.len().min(MOST)) })
}

/// What the system reads or writes at once at most.
const MOST: usize = 0x7fff_f000;

/// Moves the position; the new one from the start.
pub fn seek(descriptor: RawFd, offset: i64, whence: i32) -> io::Result<i64> {
    // SAFETY: no memory is involved.
    let position = unsafe { libc::lseek(descriptor, offset, whence) };
    if position < 0 { Err(io::Error::last_os_error()) } else { Ok(position) }
}

/// Cuts or extends the file.
pub fn truncate(descriptor: RawFd, size: i64) -> io::Result<()> {
    // SAFETY: no memory is involved.
    check_number(unsafe { libc::ftruncate(descriptor, size) }).map(|_| ())
}

/// Whether the descriptor is a terminal.
pub fn is_terminal(descriptor: RawFd) -> bool {
    // SAFETY: no memory is involved.
    unsafe { libc::isatty(descriptor) == 1 }
}

/// Asks what the descriptor is.
pub fn nature(descriptor: RawFd) -> io::Result<Nature> {
    // SAFETY: plain integers, for which zeros are valid.
    let mut stat: libc::stat = unsafe { std::mem::zeroed() };
    // SAFETY: the struct is writable.
    check_number(unsafe { libc::fstat(descriptor, &mut stat) })?;
    let kind = stat.st_mode & libc::S_IFMT;
    Ok(Nature {
        is_directory: kind == libc::S_IFDIR,
        is_storage: kind == libc::S_IFREG || kind == libc::S_IFBLK,
        size: stat.st_size,
        block_size: stat.st_blksize,
    })
}

/// Whether calls on the descriptor answer `EAGAIN` instead of waiting.
pub fn is_non_blocking(descriptor: RawFd) -> bool {
    // SAFETY: no memory is involved.
    let flags = unsafe { libc::fcntl(descriptor, libc::F_GETFL) };
    flags >= 0 && flags & libc::O_NONBLOCK != 0
}

/// Whether the descriptor is inherited by programs that are executed.
pub fn set_inheritable(descriptor: RawFd, inheritable: bool) -> io::Result<()> {
    // SAFETY: no memory is involved.
    let flags = check_number(unsafe { libc::fcntl(descriptor, libc::F_GETFD) })?;
    let wanted = if inheritable { flags & !libc::FD_CLOEXEC } else { flags | libc::FD_CLOEXEC };
    // SAFETY: no memory is involved.
    check_number(unsafe { libc::fcntl(descriptor, libc::F_SETFD, wanted) }).map(|_| ())
}

/// Whether a read would not wait now.
pub fn is_readable_now(descriptor: RawFd) -> bool {
    let mut entry = libc::pollfd { fd: descriptor, events: libc::POLLIN, revents: 0 };
    // SAFETY: one entry, valid for the call.
    unsafe { libc::poll(&mut entry, 1, 0) != 0 }
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
