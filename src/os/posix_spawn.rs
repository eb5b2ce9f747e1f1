//! The C library's `posix_spawn`.

use std::ffi::{CStr, CString};
use std::io;

use crate::process::pointers;
use crate::signal;

/// What is done to the child's descriptors.
#[derive(Clone, Debug)]
pub enum Action {
    Open {
        to: i32,
        path: CString,
        flags: i32,
        mode: u32,
    },
    Close(i32),
    /// From, to.
    Duplicate(i32, i32),
    CloseFrom(i32),
}

/// What is different about the child.
#[derive(Clone, Debug, Default)]
pub struct Attributes {
    pub group: Option<i32>,
    pub reset_ids: bool,
    pub new_session: bool,
    /// Signals that are blocked, and no others.
    pub mask: Option<Vec<i32>>,
    /// Signals whose action is the system's.
    pub defaults: Option<Vec<i32>>,
    /// Policy, if it is to change, and priority.
    pub scheduling: Option<(Option<i32>, i32)>,
}

const SET_SESSION: i32 = 0x80;

unsafe extern "C" {
    fn posix_spawn_file_actions_addclosefrom_np(
        actions: *mut libc::posix_spawn_file_actions_t,
        from: libc::c_int,
    ) -> libc::c_int;
}

fn check(answer: i32) -> io::Result<()> {
    if answer == 0 { Ok(()) } else { Err(io::Error::from_raw_os_error(answer)) }
}

fn set_of(signals: &[i32]) -> libc::sigset_t {
    // SAFETY: all zero is a valid set; numbers that are no signals are refused.
    unsafe {
        let mut set: libc::sigset_t = std::mem::zeroed();
        libc::sigemptyset(&mut set);
        for &signal in signals {
            libc::sigaddset(&mut set, signal);
        }
        set
    }
}

/// Starts a program; `search`: by the variable `PATH`. Where no mask is given it is the signals that are blocked here
/// ([`signal::blocked`]).
pub fn spawn(
    path: &CStr,
    search: bool,
    arguments: &[CString],
    environment: &[CString],
    actions: &[Action],
    attributes: &Attributes,
) -> io::Result<i32> {
    let (arguments, environment) = (pointers(arguments), pointers(environment));
    // SAFETY: actions and attributes are initialised before they are used and destroyed once; strings end with a zero, arrays with null.
    unsafe {
        let mut raw_actions: libc::posix_spawn_file_actions_t = std::mem::zeroed();
        let mut raw_attributes: libc::posix_spawnattr_t = std::mem::zeroed();
        check(libc::posix_spawn_file_actions_init(&mut raw_actions))?;
        check(libc::posix_spawnattr_init(&mut raw_attributes))?;
        let prepared = add_actions(&mut raw_actions, actions)
            .and_then(|()| set_attributes(&mut raw_attributes, attributes));
        let outcome = prepared.and_then(|()| {
            let start = if search { libc::posix_spawnp } else { libc::posix_spawn };
            let mut child = 0;
            let started = signal::with_blocked(|| {
                start(
                    &mut child,
                    path.as_ptr(),
                    &raw_actions,
                    &raw_attributes,
                    arguments.as_ptr().cast(),
                    environment.as_ptr().cast(),
                )
            });
            check(started).map(|()| child)
        });
        libc::posix_spawn_file_actions_destroy(&mut raw_actions);
        libc::posix_spawnattr_destroy(&mut raw_attributes);
        outcome
    }
}

/// # Safety
/// `raw` is initialised, and the actions outlive its use.
unsafe fn add_actions(raw: &mut libc::posix_spawn_file_actions_t, actions: &[Action]) -> io::Result<()> {
    for action in actions {
        // SAFETY: as the caller promises; paths end with a zero.
        check(unsafe {
            match action {
                Action::Open { to, path, flags, mode } => {
                    libc::posix_spawn_file_actions_addopen(raw, *to, path.as_ptr(), *flags, *mode)
                }
                Action::Close(descriptor) => libc::posix_spawn_file_actions_addclose(raw, *descriptor),
                Action::Duplicate(from, to) => libc::posix_spawn_file_actions_adddup2(raw, *from, *to),
                Action::CloseFrom(from) => posix_spawn_file_actions_addclosefrom_np(raw, *from),
            }
        })?;
    }
    Ok(())
}

/// # Safety
/// `raw` is initialised.
unsafe fn set_attributes(raw: &mut libc::posix_spawnattr_t, attributes: &Attributes) -> io::Result<()> {
    let mut flags = 0;
    // SAFETY: as the caller promises.
    unsafe {
        if let Some(group) = attributes.group {
            check(libc::posix_spawnattr_setpgroup(raw, group))?;
            flags |= libc::POSIX_SPAWN_SETPGROUP;
        }
        if attributes.reset_ids {
            flags |= libc::POSIX_SPAWN_RESETIDS;
        }
        if attributes.new_session {
            flags |= SET_SESSION;
        }
        if let Some(mask) = &attributes.mask {
            check(libc::posix_spawnattr_setsigmask(raw, &set_of(mask)))?;
            flags |= libc::POSIX_SPAWN_SETSIGMASK;
        }
        if let Some(defaults) = &attributes.defaults {
            check(libc::posix_spawnattr_setsigdefault(raw, &set_of(defaults)))?;
            flags |= libc::POSIX_SPAWN_SETSIGDEF;
        }
        if let Some((policy, priority)) = attributes.scheduling {
            let parameter = libc::sched_param { sched_priority: priority };
            check(libc::posix_spawnattr_setschedparam(raw, &parameter))?;
            flags |= libc::POSIX_SPAWN_SETSCHEDPARAM;
            if let Some(policy) = policy {
                check(libc::posix_spawnattr_setschedpolicy(raw, policy))?;
                flags |= libc::POSIX_SPAWN_SETSCHEDULER;
            }
        }
        check(libc::posix_spawnattr_setflags(raw, flags as libc::c_short))
    }
}
