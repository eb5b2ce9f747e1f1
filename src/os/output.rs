//! Complete writes to a descriptor.

use std::io;
use std::os::fd::RawFd;

/// Standard output's descriptor.
pub const STDOUT: RawFd = 1;
/// Standard error's descriptor.
pub const STDERR: RawFd = 2;

/// Writes all of `bytes` to `descriptor`, going on after interruptions and partial writes.
///
/// A non-blocking descriptor that is full is waited for (`poll`), as a report to the user must not be cut. On
/// an error part may have been written. Blocks the OS thread: call it inside a blocking section.
pub fn write_all(descriptor: RawFd, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        // SAFETY: the slice is readable for its length.
        let written = unsafe { libc::write(descriptor, bytes.as_ptr().cast(), bytes.len()) };
        match usize::try_from(written) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => bytes = &bytes[written..],
            Err(_) => match io::Error::last_os_error() {
                error if error.kind() == io::ErrorKind::Interrupted => {}
                error if error.kind() == io::ErrorKind::WouldBlock => wait_writable(descriptor)?,
                error => return Err(error),
            },
        }
    }
    Ok(())
}

fn wait_writable(descriptor: RawFd) -> io::Result<()> {
    let mut entry = libc::pollfd { fd: descriptor, events: libc::POLLOUT, revents: 0 };
    // SAFETY: one entry, valid for the call.
    if unsafe { libc::poll(&mut entry, 1, -1) } < 0 {
        let error = io::Error::last_os_error();
        if error.kind() != io::ErrorKind::Interrupted {
            return Err(error);
        }
    }
    Ok(())
}
