//! Limits of processes, and what they have used.

use std::io;

use crate::call::checked;
use crate::process::Usage;

/// What a process, its children or the calling OS thread have used.
pub fn usage(who: i32) -> io::Result<Usage> {
    // SAFETY: all zero is a valid `rusage`, and a place for the answer.
    unsafe {
        let mut usage: Usage = std::mem::zeroed();
        checked(libc::getrusage(who as _, &mut usage).into())?;
        Ok(usage)
    }
}

/// Reads a process's limit and sets it anew where a new one is given: soft and hard limit. 0 stands for this process.
pub fn limit(process: i32, resource: i32, new: Option<(u64, u64)>) -> io::Result<(u64, u64)> {
    let new = new.map(|(soft, hard)| libc::rlimit { rlim_cur: soft, rlim_max: hard });
    let mut old = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    let given = new.as_ref().map_or(std::ptr::null(), std::ptr::from_ref);
    // SAFETY: a valid limit or none, and a place for the answer.
    checked(unsafe { libc::prlimit(process, resource as _, given, &mut old) }.into())?;
    Ok((old.rlim_cur, old.rlim_max))
}
