//! The system's tables of users and groups.
//!
//! Looking one up asks libraries that the administrator chose, over the network even: it blocks. Reading a whole table moves a place that
//! belongs to the process, so one reader at a time does it.

use std::ffi::CStr;
use std::io;

use crate::lock::Lock;

/// A user.
pub struct User {
    pub name: Vec<u8>,
    pub password: Vec<u8>,
    pub user: u32,
    pub group: u32,
    pub comment: Vec<u8>,
    pub home: Vec<u8>,
    pub shell: Vec<u8>,
}

/// A group.
pub struct Group {
    pub name: Vec<u8>,
    pub password: Vec<u8>,
    pub group: u32,
    pub members: Vec<Vec<u8>>,
}

/// # Safety
/// Null, or a string that ends with a zero.
unsafe fn text(text: *const libc::c_char) -> Vec<u8> {
    // SAFETY: as the caller promises.
    if text.is_null() { Vec::new() } else { unsafe { CStr::from_ptr(text) }.to_bytes().to_vec() }
}

/// # Safety
/// A valid entry.
unsafe fn user_of(entry: &libc::passwd) -> User {
    // SAFETY: as the caller promises.
    unsafe {
        User {
            name: text(entry.pw_name),
            password: text(entry.pw_passwd),
            user: entry.pw_uid,
            group: entry.pw_gid,
            comment: text(entry.pw_gecos),
            home: text(entry.pw_dir),
            shell: text(entry.pw_shell),
        }
    }
}

/// # Safety
/// A valid entry.
unsafe fn group_of(entry: &libc::group) -> Group {
    // SAFETY: as the caller promises; the list ends with a null pointer.
    unsafe {
        let mut members = Vec::new();
        let mut at = entry.gr_mem;
        while !at.is_null() && !(*at).is_null() {
            members.push(text(*at));
            at = at.add(1);
        }
        Group { name: text(entry.gr_name), password: text(entry.gr_passwd), group: entry.gr_gid, members }
    }
}

/// Asks with room that grows until the answer fits.
fn growing<E, T>(
    ask: impl Fn(*mut E, *mut libc::c_char, usize, *mut *mut E) -> i32,
    read: impl Fn(&E) -> T,
) -> io::Result<Option<T>> {
    let mut size = 1 << 10;
    loop {
        let mut room = vec![0u8; size];
        // SAFETY: all zero is a valid entry; what it points to lies in the room while it is read.
        unsafe {
            let mut entry: E = std::mem::zeroed();
            let mut result = std::ptr::null_mut();
            match ask(&mut entry, room.as_mut_ptr().cast(), room.len(), &mut result) {
                libc::ERANGE if size < 1 << 24 => size *= 4,
                // What some libraries answer for an entry that is not there.
                0 | libc::ENOENT | libc::ESRCH | libc::EBADF | libc::EPERM if result.is_null() => {
                    return Ok(None);
                }
                0 => return Ok(Some(read(&entry))),
                error => return Err(io::Error::from_raw_os_error(error)),
            }
        }
    }
}

/// A user by name.
pub fn user_by_name(name: &CStr) -> io::Result<Option<User>> {
    // SAFETY: the name ends with a zero, the rest are places for answers; the entry is valid when it is read.
    growing(
        |entry, room, len, result| unsafe { libc::getpwnam_r(name.as_ptr(), entry, room, len, result) },
        |entry| unsafe { user_of(entry) },
    )
}

/// A user by number.
pub fn user_by_id(id: u32) -> io::Result<Option<User>> {
    // SAFETY: as above.
    growing(
        |entry, room, len, result| unsafe { libc::getpwuid_r(id, entry, room, len, result) },
        |entry| unsafe { user_of(entry) },
    )
}

/// A group by name.
pub fn group_by_name(name: &CStr) -> io::Result<Option<Group>> {
    // SAFETY: as above.
    growing(
        |entry, room, len, result| unsafe { libc::getgrnam_r(name.as_ptr(), entry, room, len, result) },
        |entry| unsafe { group_of(entry) },
    )
}

/// A group by number.
pub fn group_by_id(id: u32) -> io::Result<Option<Group>> {
    // SAFETY: as above.
    growing(
        |entry, room, len, result| unsafe { libc::getgrgid_r(id, entry, room, len, result) },
        |entry| unsafe { group_of(entry) },
    )
}

/// Held by the reader of a whole table, and around a fork.
static READING: Lock = Lock::new();

/// Waits until nobody reads a whole table; until the answer is dropped nobody begins to. Whoever forks meanwhile leaves the child tables, and locks
/// of the C library's around them, that are not in the middle of something.
pub fn hold_readers() -> impl Sized {
    READING.hold()
}

/// Reads a whole table by the C library's three functions for it, and `read`, which its entries are valid for.
fn whole<E, T>(
    start: unsafe extern "C" fn(),
    next: unsafe extern "C" fn() -> *mut E,
    end: unsafe extern "C" fn(),
    read: unsafe fn(&E) -> T,
) -> Vec<T> {
    let _reading = READING.hold();
    let mut all = Vec::new();
    // SAFETY: the four belong together (both callers, below), and no other thread of ours reads a table; each entry is read before the next
    // is asked for, and valid until then.
    unsafe {
        start();
        while let Some(entry) = next().as_ref() {
            all.push(read(entry));
        }
        end();
    }
    all
}

/// All users.
pub fn all_users() -> Vec<User> {
    whole(libc::setpwent, libc::getpwent, libc::endpwent, user_of)
}

/// All groups.
pub fn all_groups() -> Vec<Group> {
    whole(libc::setgrent, libc::getgrent, libc::endgrent, group_of)
}
