//! Random bytes from the system.

use std::io;

/// Fills a buffer with random bytes.
///
/// Errors: the system has none to give.
pub fn fill(mut room: &mut [u8]) -> io::Result<()> {
    while !room.is_empty() {
        // SAFETY: the pointer and length are those of a buffer that is borrowed for the call.
        let got = unsafe { libc::getrandom(room.as_mut_ptr().cast(), room.len(), 0) };
        match usize::try_from(got) {
            Ok(got) => room = &mut room[got..],
            Err(_) => match io::Error::last_os_error() {
                error if error.kind() == io::ErrorKind::Interrupted => {}
                error => return Err(error),
            },
        }
    }
    Ok(())
}
