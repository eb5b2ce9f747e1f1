//! What is done with names in the file system. Directories are given by descriptor ([`HERE`]: the current one); every call may block.

use std::ffi::{CStr, CString};
use std::io;

use crate::call::calls;

/// Stands for the current directory.
pub const HERE: i32 = libc::AT_FDCWD;

calls! {
    /// Opens or makes a file.
    open(directory: i32, path: &CStr, flags: i32, mode: u32) as openat;
    /// Makes a directory.
    make_directory(directory: i32, path: &CStr, mode: u32) as mkdirat;
    /// Takes a name away (`AT_REMOVEDIR`: a directory's).
    unlink(directory: i32, path: &CStr, flags: i32) as unlinkat;
    /// Gives a file another name.
    rename(from: i32, path: &CStr, to: i32, new: &CStr) as renameat;
    /// Gives a file a further name.
    link(from: i32, path: &CStr, to: i32, new: &CStr, flags: i32) as linkat;
    /// Makes a symbolic link.
    symlink(target: &CStr, directory: i32, path: &CStr) as symlinkat;
    /// Makes a pipe with a name.
    make_fifo(directory: i32, path: &CStr, mode: u32) as mkfifoat;
    /// Makes a file of any kind.
    make_node(directory: i32, path: &CStr, mode: u32, device: u64) as mknodat;
    /// Whether the process may do this with a file.
    access(directory: i32, path: &CStr, mode: i32, flags: i32) as faccessat;
    /// Changes permissions.
    change_mode(directory: i32, path: &CStr, mode: u32, flags: i32) as fchmodat;
    /// Changes the owner.
    change_owner(directory: i32, path: &CStr, user: u32, group: u32, flags: i32) as fchownat;
    /// Changes the current directory.
    change_directory(path: &CStr) as chdir;
    /// Changes the root directory.
    change_root(path: &CStr) as chroot;
    /// Changes a file's length.
    truncate(path: &CStr, length: i64) as truncate;
}

/// Asks about a file.
pub fn stat(directory: i32, path: &CStr, flags: i32) -> io::Result<libc::stat> {
    // SAFETY: all zero is a valid `stat`; the path ends with a zero.
    unsafe {
        let mut answer: libc::stat = std::mem::zeroed();
        match libc::fstatat(directory, path.as_ptr(), &mut answer, flags) {
            0 => Ok(answer),
            _ => Err(io::Error::last_os_error()),
        }
    }
}

/// Asks about a file system.
pub fn stat_file_system(path: &CStr) -> io::Result<libc::statvfs> {
    // SAFETY: all zero is a valid `statvfs`; the path ends with a zero.
    unsafe {
        let mut answer: libc::statvfs = std::mem::zeroed();
        match libc::statvfs(path.as_ptr(), &mut answer) {
            0 => Ok(answer),
            _ => Err(io::Error::last_os_error()),
        }
    }
}

/// What a symbolic link points to.
pub fn read_link(directory: i32, path: &CStr) -> io::Result<Vec<u8>> {
    let mut room = vec![0u8; 4097];
    // SAFETY: the room is writable for its length.
    let len = unsafe { libc::readlinkat(directory, path.as_ptr(), room.as_mut_ptr().cast(), room.len()) };
    let len = usize::try_from(len).map_err(|_| io::Error::last_os_error())?;
    room.truncate(len);
    Ok(room)
}

/// The current directory's name.
pub fn current_directory() -> io::Result<Vec<u8>> {
    let mut room = vec![0u8; 4096];
    loop {
        // SAFETY: the room is writable for its length.
        if !unsafe { libc::getcwd(room.as_mut_ptr().cast(), room.len()) }.is_null() {
            let len = room.iter().position(|&byte| byte == 0).unwrap_or(room.len());
            room.truncate(len);
            return Ok(room);
        }
        let error = io::Error::last_os_error();
        if error.raw_os_error() != Some(libc::ERANGE) || room.len() > 1 << 20 {
            return Err(error);
        }
        room.resize(room.len() * 2, 0);
    }
}

/// A time to be set: seconds and nanoseconds, or one of the system's special values.
#[derive(Clone, Copy, Debug)]
pub enum Stamp {
    Now,
    At { seconds: i64, nanos: i64 },
}

/// Sets the times of last access and modification; without a path those of the open file `directory`.
pub fn set_times(
    directory: i32,
    path: Option<&CStr>,
    [access, modification]: [Stamp; 2],
    flags: i32,
) -> io::Result<()> {
    let spec = |stamp| match stamp {
        Stamp::Now => libc::timespec { tv_sec: 0, tv_nsec: libc::UTIME_NOW },
        Stamp::At { seconds, nanos } => libc::timespec { tv_sec: seconds, tv_nsec: nanos },
    };
    let times = [spec(access), spec(modification)];
    // SAFETY: two valid times; the path ends with a zero.
    let done = unsafe {
        match path {
            Some(path) => libc::utimensat(directory, path.as_ptr(), times.as_ptr(), flags),
            None => libc::futimens(directory, times.as_ptr()),
        }
    };
    if done == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// A file's name in a directory, with what the system knows of it without asking the file.
#[derive(Clone, Debug)]
pub struct Entry {
    pub name: CString,
    pub inode: u64,
    /// `DT_…`
    pub kind: u8,
}

/// A directory that is being read.
pub struct Directory(*mut libc::DIR);

// SAFETY: the stream is used through `&mut` only.
unsafe impl Send for Directory {}

impl Directory {
    /// Opens a directory by name.
    pub fn open(path: &CStr) -> io::Result<Self> {
        // SAFETY: the path ends with a zero.
        Self::of(unsafe { libc::opendir(path.as_ptr()) })
    }

    /// Reads an open directory from its beginning, through a descriptor of its own.
    pub fn open_descriptor(descriptor: i32) -> io::Result<Self> {
        // SAFETY: numbers only; the new descriptor is closed if nobody takes it.
        unsafe {
            let own = libc::fcntl(descriptor, libc::F_DUPFD_CLOEXEC, 0);
            if own < 0 {
                return Err(io::Error::last_os_error());
            }
            let stream = libc::fdopendir(own);
            if stream.is_null() {
                let error = io::Error::last_os_error();
                libc::close(own);
                return Err(error);
            }
            libc::rewinddir(stream);
            Ok(Self(stream))
        }
    }

    fn of(stream: *mut libc::DIR) -> io::Result<Self> {
        if stream.is_null() { Err(io::Error::last_os_error()) } else { Ok(Self(stream)) }
    }

    /// The next entry other than `.` and `..`.
    pub fn read(&mut self) -> io::Result<Option<Entry>> {
        loop {
            // SAFETY: the stream is open and used by nobody else; the entry is read before the next call.
            unsafe {
                *libc::__errno_location() = 0;
                let entry = libc::readdir(self.0);
                if entry.is_null() {
                    return match *libc::__errno_location() {
                        0 => Ok(None),
                        error => Err(io::Error::from_raw_os_error(error)),
                    };
                }
                let name = CStr::from_ptr((*entry).d_name.as_ptr());
                if name != c"." && name != c".." {
                    let (inode, kind) = ((*entry).d_ino, (*entry).d_type);
                    return Ok(Some(Entry { name: name.to_owned(), inode, kind }));
                }
            }
        }
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        // SAFETY: the stream is open and used by nobody any more.
        unsafe { libc::closedir(self.0) };
    }
}
