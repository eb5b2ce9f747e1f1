//! What is done with open files. Descriptors are plain numbers, as Python code has them; whether a call may block depends on the file.

use std::io;

use crate::call::{calls, checked};

calls! {
    /// Closes a descriptor.
    close(descriptor: i32) as close;
    /// Goes to a place in the file.
    seek(descriptor: i32, offset: i64, whence: i32) as lseek;
    /// Changes the file's length.
    truncate(descriptor: i32, length: i64) as ftruncate;
    /// Writes the file's contents and metadata to its device.
    sync(descriptor: i32) as fsync;
    /// Writes the file's contents to its device.
    sync_data(descriptor: i32) as fdatasync;
    /// Changes the current directory.
    change_directory(descriptor: i32) as fchdir;
    /// Changes permissions.
    change_mode(descriptor: i32, mode: u32) as fchmod;
    /// Changes the owner.
    change_owner(descriptor: i32, user: u32, group: u32) as fchown;
    /// Another number for the same open file, closed when another program is executed.
    duplicate_least(descriptor: i32, command: i32, least: i32) as fcntl;
    /// Makes `to` another number for the same open file.
    duplicate_to(descriptor: i32, to: i32, flags: i32) as dup3;
    /// Makes `to` another number for the same open file, inherited by programs that are executed.
    duplicate_to_inherited(descriptor: i32, to: i32) as dup2;
    /// Locks a part of the file.
    lock(descriptor: i32, command: i32, length: i64) as lockf;
    /// A control with a number.
    control(descriptor: i32, command: i32, argument: i32) as fcntl;
    /// The group of processes that a terminal belongs to.
    terminal_group(descriptor: i32) as tcgetpgrp;
    /// Gives a terminal to a group of processes.
    set_terminal_group(descriptor: i32, group: i32) as tcsetpgrp;
}

/// A descriptor that is closed when this is dropped; a negative number is none.
#[derive(Debug)]
pub struct Owned(i32);

impl Owned {
    pub fn new(number: i32) -> Self {
        Self(number)
    }

    /// A descriptor of one's own for an open file, closed when another program is executed.
    pub fn duplicate(descriptor: i32) -> io::Result<Self> {
        duplicate_least(descriptor, libc::F_DUPFD_CLOEXEC, 0).map(|number| Self(number as i32))
    }

    pub fn number(&self) -> i32 {
        self.0
    }

    /// Leaves closing to the caller.
    pub fn release(mut self) -> i32 {
        std::mem::replace(&mut self.0, -1)
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        if self.0 >= 0 {
            // Nobody can be told.
            let _ = close(self.0);
        }
    }
}

/// Whether it is a terminal.
pub fn is_terminal(descriptor: i32) -> bool {
    // SAFETY: a number only.
    unsafe { libc::isatty(descriptor) == 1 }
}

/// Reads at most as much as there is room for.
pub fn read(descriptor: i32, room: &mut [u8]) -> io::Result<usize> {
    // SAFETY: the room is writable for its length.
    let count = unsafe { libc::read(descriptor, room.as_mut_ptr().cast(), room.len()) };
    checked(count as i64).map(|count| count as usize)
}

/// Writes at most all.
pub fn write(descriptor: i32, data: &[u8]) -> io::Result<usize> {
    // SAFETY: the data are readable for their length.
    let count = unsafe { libc::write(descriptor, data.as_ptr().cast(), data.len()) };
    checked(count as i64).map(|count| count as usize)
}

/// Asks about an open file.
pub fn stat(descriptor: i32) -> io::Result<libc::stat> {
    // SAFETY: all zero is a valid `stat`.
    unsafe {
        let mut answer: libc::stat = std::mem::zeroed();
        match libc::fstat(descriptor, &mut answer) {
            0 => Ok(answer),
            _ => Err(io::Error::last_os_error()),
        }
    }
}

/// Asks about the file system of an open file.
pub fn stat_file_system(descriptor: i32) -> io::Result<libc::statvfs> {
    // SAFETY: all zero is a valid `statvfs`.
    unsafe {
        let mut answer: libc::statvfs = std::mem::zeroed();
        match libc::fstatvfs(descriptor, &mut answer) {
            0 => Ok(answer),
            _ => Err(io::Error::last_os_error()),
        }
    }
}

/// A pipe: the end to read from and the end to write to.
pub fn pipe(flags: i32) -> io::Result<[i32; 2]> {
    let mut ends = [0; 2];
    // SAFETY: room for two numbers.
    checked(unsafe { libc::pipe2(ends.as_mut_ptr(), flags) }.into()).map(|_| ends)
}

/// Whether the descriptor stays open in programs that are executed.
pub fn is_inheritable(descriptor: i32) -> io::Result<bool> {
    Ok(control(descriptor, libc::F_GETFD, 0)? as i32 & libc::FD_CLOEXEC == 0)
}

/// Sets whether the descriptor stays open in programs that are executed.
pub fn set_inheritable(descriptor: i32, inheritable: bool) -> io::Result<()> {
    let flags = control(descriptor, libc::F_GETFD, 0)? as i32;
    let new = if inheritable { flags & !libc::FD_CLOEXEC } else { flags | libc::FD_CLOEXEC };
    if new != flags {
        control(descriptor, libc::F_SETFD, new)?;
    }
    Ok(())
}

/// Whether operations on the open file wait.
pub fn is_blocking(descriptor: i32) -> io::Result<bool> {
    Ok(control(descriptor, libc::F_GETFL, 0)? as i32 & libc::O_NONBLOCK == 0)
}

/// Sets whether operations on the open file wait.
pub fn set_blocking(descriptor: i32, blocking: bool) -> io::Result<()> {
    let flags = control(descriptor, libc::F_GETFL, 0)? as i32;
    let new = if blocking { flags & !libc::O_NONBLOCK } else { flags | libc::O_NONBLOCK };
    if new != flags {
        control(descriptor, libc::F_SETFL, new)?;
    }
    Ok(())
}

/// Fills the room with random bytes.
pub fn random(room: &mut [u8], flags: u32) -> io::Result<usize> {
    // SAFETY: the room is writable for its length.
    let count = unsafe { libc::getrandom(room.as_mut_ptr().cast(), room.len(), flags) };
    checked(count as i64).map(|count| count as usize)
}

/// Closes all descriptors from `low` to below `high`, whatever they are.
pub fn close_range(low: i32, high: i32) {
    if high <= low.max(0) {
        return;
    }
    let (first, last) = (low.max(0) as u32, (high - 1) as u32);
    // SAFETY: numbers only.
    if unsafe { libc::syscall(libc::SYS_close_range, first, last, 0) } != 0 {
        for descriptor in first..=last {
            // SAFETY: a number only; what is not open is an error that is nobody's business.
            unsafe { libc::close(descriptor as i32) };
        }
    }
}

/// Bytes that a control may write at most: a request says how many in the 14 bits of `_IOC_SIZE`. Those that are older than that say nothing and write
/// structures of a few dozen bytes, as do the commands of `fcntl`.
const CONTROL_ROOM: usize = 1 << 14;

/// A control whose argument lies in memory: `data`, copied to room that is large enough for all known ones; answers what is there then.
pub fn control_bytes(descriptor: i32, command: i32, data: &[u8]) -> io::Result<(i32, Vec<u8>)> {
    with_room(data, |room| {
        // SAFETY: the room is larger than what a command writes to where its argument points.
        unsafe { libc::fcntl(descriptor, command, room) }
    })
}

/// A device's control whose argument is a number.
pub fn device_control(descriptor: i32, request: u64, argument: i64) -> io::Result<i32> {
    // SAFETY: a number; a control that takes it for an address fails or writes where the caller has said, as with every `ioctl`.
    checked(unsafe { libc::ioctl(descriptor, request as _, argument) }.into()).map(|answer| answer as i32)
}

/// A device's control whose argument lies in memory.
pub fn device_control_bytes(descriptor: i32, request: u64, data: &[u8]) -> io::Result<(i32, Vec<u8>)> {
    with_room(data, |room| {
        // SAFETY: the room is larger than what a request can say that it writes there.
        unsafe { libc::ioctl(descriptor, request as _, room) }
    })
}

fn with_room(data: &[u8], call: impl FnOnce(*mut libc::c_void) -> i32) -> io::Result<(i32, Vec<u8>)> {
    let mut room = vec![0u8; data.len() + CONTROL_ROOM];
    room[..data.len()].copy_from_slice(data);
    let answer = checked(call(room.as_mut_ptr().cast()).into())? as i32;
    room.truncate(data.len());
    Ok((answer, room))
}

calls! {
    /// Locks a whole open file.
    lock_whole(descriptor: i32, operation: i32) as flock;
}

/// Locks a part of a file for this process, by `command` (`F_SETLK`, `F_SETLKW`).
pub fn lock_part(
    descriptor: i32,
    command: i32,
    kind: i32,
    (start, length, whence): (i64, i64, i32),
) -> io::Result<i64> {
    // SAFETY: all zero is a valid `flock`, and it is valid for the call.
    unsafe {
        let mut lock: libc::flock = std::mem::zeroed();
        lock.l_type = kind as _;
        lock.l_whence = whence as _;
        lock.l_start = start;
        lock.l_len = length;
        checked(libc::fcntl(descriptor, command, &raw const lock).into())
    }
}
