//! Asking which descriptors are ready, at once or in a set of the kernel's (`epoll`). Nothing here waits.

use std::io;

use crate::call::{calls, checked};

/// A descriptor and what is asked of it, as `poll` has it.
pub type Asked = libc::pollfd;

/// Fills in what each descriptor is ready for now; answers how many are ready for something.
pub fn poll_now(asked: &mut [Asked]) -> io::Result<usize> {
    loop {
        // SAFETY: so many valid entries.
        let ready = unsafe { libc::poll(asked.as_mut_ptr(), asked.len() as libc::nfds_t, 0) };
        match checked(ready.into()) {
            // The system says so instead of "nothing" where a signal is due, though it would not have waited; the handler has run now.
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            outcome => return outcome.map(|ready| ready as usize),
        }
    }
}

/// Whether a descriptor is ready for some of `events` now, has failed, or is none.
pub fn is_ready(descriptor: i32, events: i16) -> io::Result<bool> {
    let mut asked = [Asked { fd: descriptor, events, revents: 0 }];
    poll_now(&mut asked).map(|ready| ready > 0)
}

calls! {
    /// Makes a set of watched descriptors.
    new_set(flags: i32) as epoll_create1;
}

/// What is done to a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Add,
    Modify,
    Remove,
}

/// Changes what a set watches a descriptor for.
pub fn change(set: i32, change: Change, descriptor: i32, events: u32) -> io::Result<()> {
    let operation = match change {
        Change::Add => libc::EPOLL_CTL_ADD,
        Change::Modify => libc::EPOLL_CTL_MOD,
        Change::Remove => libc::EPOLL_CTL_DEL,
    };
    let mut event = libc::epoll_event { events, u64: descriptor as u32 as u64 };
    // SAFETY: a valid event.
    checked(unsafe { libc::epoll_ctl(set, operation, descriptor, &mut event) }.into()).map(|_| ())
}

/// At most `most` descriptors of a set that are ready now, with what for.
pub fn ready_of(set: i32, most: usize) -> io::Result<Vec<(i32, u32)>> {
    let mut events = vec![libc::epoll_event { events: 0, u64: 0 }; most];
    // SAFETY: room for so many events.
    let count = checked(unsafe { libc::epoll_wait(set, events.as_mut_ptr(), most as i32, 0) }.into())?;
    Ok(events[..count as usize].iter().map(|event| (event.u64 as u32 as i32, event.events)).collect())
}
