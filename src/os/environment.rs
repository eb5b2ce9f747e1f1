//! The process's environment variables.
//!
//! They belong to the whole process. The standard library's lock orders all access through it; C code that reads them meanwhile is
//! not protected, on no system; so programs are started with a copy ([`pairs`]).

use std::ffi::{CString, OsStr};
use std::io;
use std::os::unix::ffi::{OsStrExt, OsStringExt};

/// All variables, names and values.
pub fn all() -> Vec<(Vec<u8>, Vec<u8>)> {
    std::env::vars_os().map(|(name, value)| (name.into_vec(), value.into_vec())).collect()
}

/// All variables as programs get them: `name=value`.
pub fn pairs() -> Vec<CString> {
    let pair = |(name, value): (Vec<u8>, Vec<u8>)| CString::new([name, vec![b'='], value].concat()).ok();
    // What the system has as strings has no zero in it.
    all().into_iter().filter_map(pair).collect()
}

fn check(name: &[u8]) -> io::Result<()> {
    let valid = !name.is_empty() && !name.contains(&b'=') && !name.contains(&0);
    if valid { Ok(()) } else { Err(io::Error::from_raw_os_error(libc::EINVAL)) }
}

/// Sets a variable.
pub fn set(name: &[u8], value: &[u8]) -> io::Result<()> {
    check(name)?;
    // SAFETY: Rust code of this process reads the environment through the standard library, which locks it.
    unsafe { std::env::set_var(OsStr::from_bytes(name), OsStr::from_bytes(value)) };
    Ok(())
}

/// Removes a variable, if it is there.
pub fn remove(name: &[u8]) -> io::Result<()> {
    check(name)?;
    // SAFETY: as in `set`.
    unsafe { std::env::remove_var(OsStr::from_bytes(name)) };
    Ok(())
}
