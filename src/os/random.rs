//! Random bytes from the system.

use std::io;

use crate::descriptor;

/// Fills a buffer with random bytes.
///
/// Errors: the system has none to give.
pub fn fill(mut room: &mut [u8]) -> io::Result<()> {
    while !room.is_empty() {
        match descriptor::random(room, 0) {
            Ok(got) => room = &mut room[got..],
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
