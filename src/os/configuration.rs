//! What the system says about its own limits: `sysconf`, `confstr`, `pathconf`.

use std::ffi::CStr;
use std::io;

/// A call that answers -1 also where there is no limit.
fn ask(body: impl Fn() -> i64) -> io::Result<i64> {
    // SAFETY: the address of this thread's error number.
    unsafe { *libc::__errno_location() = 0 };
    match body() {
        -1 => match io::Error::last_os_error() {
            error if error.raw_os_error() == Some(0) => Ok(-1),
            error => Err(error),
        },
        answer => Ok(answer),
    }
}

/// A number of the system's.
pub fn number(name: i32) -> io::Result<i64> {
    // SAFETY: a number only.
    ask(|| unsafe { libc::sysconf(name) })
}

/// A limit of a path.
pub fn of_path(path: &CStr, name: i32) -> io::Result<i64> {
    // SAFETY: the path ends with a zero.
    ask(|| unsafe { libc::pathconf(path.as_ptr(), name) })
}

/// A limit of an open file.
pub fn of_descriptor(descriptor: i32, name: i32) -> io::Result<i64> {
    // SAFETY: numbers only.
    ask(|| unsafe { libc::fpathconf(descriptor, name) })
}

/// A text of the system's; nothing where it has none for the name.
pub fn text(name: i32) -> io::Result<Option<Vec<u8>>> {
    let mut room = vec![0u8; 4096];
    let len = {
        let into = room.as_mut_ptr();
        let size = room.len();
        // SAFETY: the room is writable for its length.
        ask(|| unsafe { libc::confstr(name, into.cast(), size) } as i64)
    };
    match len? {
        0 => match io::Error::last_os_error() {
            error if error.raw_os_error() == Some(0) => Ok(None),
            error => Err(error),
        },
        len => {
            room.truncate((len as usize).saturating_sub(1));
            Ok(Some(room))
        }
    }
}
