//! Waiting until a descriptor is ready: parks the fiber, never its worker, and runs the handlers of signals that come meanwhile.

use std::io;

use typhon_os::{descriptor, libc, poll};
use typhon_vm::context::{Cx, R};
use typhon_vm::scheduler::{Direction, Watched};

use crate::system;

/// A descriptor closed when this is dropped.
struct Owned(i32);

impl Drop for Owned {
    fn drop(&mut self) {
        // Nobody else knows it.
        let _ = descriptor::close(self.0);
    }
}

/// Waits until a descriptor is ready or failed, or until `deadline` (nanoseconds of [`Cx::now`]): whether it was in time. What can
/// always be read and written, as regular files, is ready at once; what is not open is, too: the operation itself will say so.
pub(crate) fn wait(cx: &Cx, descriptor: i32, direction: Direction, deadline: Option<u64>) -> R<bool> {
    let events = match direction {
        Direction::Read => libc::POLLIN | libc::POLLPRI,
        Direction::Write => libc::POLLOUT,
    };
    let check = || match poll::is_ready(descriptor, events) {
        Ok(true) => Ok(()),
        Ok(false) => Err(io::ErrorKind::WouldBlock.into()),
        Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(io::ErrorKind::WouldBlock.into()),
        Err(error) => Err(error),
    };
    loop {
        if check().is_ok() {
            return Ok(true);
        }
        let scheduler = cx.fiber().scheduler();
        // Somebody else may watch the same descriptor: then a number of our own for it is watched.
        let mut own = None;
        let watched = match Watched::new(scheduler, descriptor) {
            Err(error) if error.raw_os_error() == Some(libc::EEXIST) => {
                let number = descriptor::duplicate_least(descriptor, libc::F_DUPFD_CLOEXEC, 0)
                    .map_err(|error| system::fail(cx, &error))? as i32;
                own = Some(Owned(number));
                Watched::new(scheduler, number)
            }
            other => other,
        };
        let watched = match watched {
            Ok(watched) => watched,
            // What the system cannot watch is always ready.
            Err(error) if matches!(error.raw_os_error(), Some(libc::EPERM | libc::EBADF)) => return Ok(true),
            Err(error) => return Err(system::fail(cx, &error)),
        };
        let outcome = watched.complete(cx.fiber(), direction, deadline, check);
        drop(watched);
        drop(own);
        match outcome {
            Ok(()) => return Ok(true),
            Err(error) => match error.kind() {
                io::ErrorKind::TimedOut => return Ok(false),
                io::ErrorKind::Interrupted => {
                    cx.serve_interrupt()?;
                    cx.poll()?;
                }
                _ => return Err(system::fail(cx, &error)),
            },
        }
    }
}

/// Before a read or write of a descriptor that would block: waits until it will not. One that is set not to block is left to answer so.
pub(crate) fn wait_if_blocking(cx: &Cx, descriptor: i32, direction: Direction) -> R<()> {
    let events = if direction == Direction::Read { libc::POLLIN } else { libc::POLLOUT };
    if poll::is_ready(descriptor, events).unwrap_or(true)
        || !descriptor::is_blocking(descriptor).unwrap_or(false)
    {
        return Ok(());
    }
    wait(cx, descriptor, direction, None).map(|_| ())
}
