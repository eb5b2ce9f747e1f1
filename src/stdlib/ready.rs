//! Waiting until a descriptor is ready: parks the fiber, never its worker, and runs the handlers of signals that come meanwhile.

use std::io;

use typhon_os::{descriptor, libc, poll};
use typhon_vm::context::{Cx, R};
use typhon_vm::scheduler::{Direction, Waited, Watched};

use crate::system;

/// How a wait has ended.
enum Ended<T> {
    Done(io::Result<T>),
    TimedOut,
    /// There is something to serve first.
    Called,
}

/// Tries an operation that never blocks its worker until it does not answer that it would, waiting for the descriptor in between: what
/// it answered, or nothing where `deadline` (nanoseconds of [`Cx::now`]) came first.
pub(crate) fn operate<T>(
    cx: &Cx,
    descriptor: i32,
    direction: Direction,
    deadline: Option<u64>,
    mut operation: impl FnMut() -> io::Result<T>,
) -> R<Option<io::Result<T>>> {
    loop {
        let watched = match Watched::new(cx.fiber().scheduler(), descriptor) {
            Ok(watched) => Some(watched),
            // What the system cannot watch is always ready; of what is closed the operation will tell.
            Err(error) if matches!(error.raw_os_error(), Some(libc::EPERM | libc::EBADF)) => None,
            Err(error) => return Err(system::fail(cx, &error)),
        };
        let ended = match &watched {
            Some(watched) => watch(cx, watched, direction, deadline, &mut operation),
            None => match operation() {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    if deadline.is_some_and(|deadline| deadline <= cx.now()) {
                        Ended::TimedOut
                    } else {
                        typhon_vm::scheduler::yield_now(cx.fiber());
                        Ended::Called
                    }
                }
                outcome => Ended::Done(outcome),
            },
        };
        // Before any Python code runs: it may fork, and the child must not end its parent's registration.
        drop(watched);
        match ended {
            Ended::Done(Err(error)) if error.kind() == io::ErrorKind::Interrupted => {}
            Ended::Done(outcome) => return Ok(Some(outcome)),
            Ended::TimedOut => return Ok(None),
            Ended::Called => {}
        }
        cx.serve_interrupt()?;
        cx.poll()?;
    }
}

/// The part of [`operate`] that runs no Python code. The registration stays while events bring the operation nothing: the system
/// reports what is ready once, so that a state which is none for the operation (an error in the queue) is met once.
fn watch<T>(
    cx: &Cx,
    watched: &Watched,
    direction: Direction,
    deadline: Option<u64>,
    operation: &mut impl FnMut() -> io::Result<T>,
) -> Ended<T> {
    loop {
        let seen = watched.look(direction);
        match operation() {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            outcome => return Ended::Done(outcome),
        }
        match watched.wait(cx.fiber(), direction, seen, deadline) {
            Waited::Ready => {
                // Whoever gets events that bring the operation nothing passes safepoints nevertheless.
                cx.poll_quietly();
                if cx.fiber().is_interrupted() {
                    return Ended::Called;
                }
            }
            Waited::TimedOut => return Ended::TimedOut,
            Waited::Interrupted => return Ended::Called,
        }
    }
}

/// Waits until a descriptor is ready or failed, or until `deadline` (nanoseconds of [`Cx::now`]): whether it was in time. What can
/// always be read and written, as regular files, is ready at once; what is not open is, too: the operation itself will say so.
pub(crate) fn wait(cx: &Cx, descriptor: i32, direction: Direction, deadline: Option<u64>) -> R<bool> {
    let events = events_of(direction);
    let check = || match poll::is_ready(descriptor, events) {
        Ok(false) => Err(io::ErrorKind::WouldBlock.into()),
        _ => Ok(()),
    };
    let in_time = check().is_ok() || operate(cx, descriptor, direction, deadline, check)?.is_some();
    // Whoever waits for what is ready again and again passes a safepoint.
    cx.poll()?;
    Ok(in_time)
}

fn events_of(direction: Direction) -> i16 {
    match direction {
        Direction::Read => libc::POLLIN,
        Direction::Write => libc::POLLOUT,
    }
}

/// Before a read or write of a descriptor that would block: waits until it will not. One that is set not to block is left to answer so.
pub(crate) fn wait_if_blocking(cx: &Cx, descriptor: i32, direction: Direction) -> R<()> {
    if poll::is_ready(descriptor, events_of(direction)).unwrap_or(true)
        || !descriptor::is_blocking(descriptor).unwrap_or(false)
    {
        return Ok(());
    }
    wait(cx, descriptor, direction, None).map(|_| ())
}
