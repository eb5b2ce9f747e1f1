//! The process, its relatives, its owners and its place on the processors.

use std::ffi::{CStr, CString};
use std::io;

use crate::call::{calls, checked};
use crate::signal;

calls! {
    /// The group of processes of a process.
    process_group(process: i32) as getpgid;
    /// Puts a process into a group of processes.
    set_process_group(process: i32, group: i32) as setpgid;
    /// The session of a process.
    session(process: i32) as getsid;
    /// Begins a new session.
    new_session() as setsid;
    /// Sets the user.
    set_user(id: u32) as setuid;
    /// Sets the user whose rights the process has.
    set_effective_user(id: u32) as seteuid;
    /// Sets the group.
    set_group(id: u32) as setgid;
    /// Sets the group whose rights the process has.
    set_effective_group(id: u32) as setegid;
    /// Sets real and effective user.
    set_users(real: u32, effective: u32) as setreuid;
    /// Sets real and effective group.
    set_groups_of_two(real: u32, effective: u32) as setregid;
    /// Sets real, effective and saved user.
    set_all_users(real: u32, effective: u32, saved: u32) as setresuid;
    /// Sets real, effective and saved group.
    set_all_groups(real: u32, effective: u32, saved: u32) as setresgid;
    /// Takes the further groups of a user from the system's tables.
    init_groups(user: &CStr, group: u32) as initgroups;
    /// Sends a signal to a process.
    kill(process: i32, signal: i32) as kill;
    /// Sends a signal to a group of processes.
    kill_group(group: i32, signal: i32) as killpg;
    /// The highest priority of a scheduling policy.
    highest_priority(policy: i32) as sched_get_priority_max;
    /// The lowest priority of a scheduling policy.
    lowest_priority(policy: i32) as sched_get_priority_min;
    /// The scheduling policy of a process.
    policy(process: i32) as sched_getscheduler;
    /// Lets others run.
    yield_processor() as sched_yield;
    /// Leaves namespaces shared with the parent.
    unshare(flags: i32) as unshare;
    /// Joins a namespace.
    join_namespace(descriptor: i32, kind: i32) as setns;
}

/// What the system answers at once and always.
macro_rules! always {
    ($($(#[$doc:meta])* $name:ident as $call:ident: $type:ty;)*) => { $(
        $(#[$doc])*
        pub fn $name() -> $type {
            // SAFETY: no argument, and the call cannot fail.
            unsafe { libc::$call() }
        }
    )* };
}

always! {
    /// The process's number.
    id as getpid: i32;
    /// The parent's number.
    parent as getppid: i32;
    /// The process's user.
    user as getuid: u32;
    /// The user whose rights it has.
    effective_user as geteuid: u32;
    /// The process's group of users.
    group as getgid: u32;
    /// The group whose rights it has.
    effective_group as getegid: u32;
    /// The process's own group of processes.
    own_process_group as getpgrp: i32;
}

/// Sets the mask of permissions that new files do not get; answers the one before.
pub fn set_mask(mask: u32) -> u32 {
    // SAFETY: a number of the process's.
    unsafe { libc::umask(mask) }
}

/// Ends the process at once.
pub fn exit_now(status: i32) -> ! {
    // SAFETY: ends the process; nothing of it runs any more.
    unsafe { libc::_exit(status) }
}

/// Ends the process by `SIGABRT`.
pub fn abort() -> ! {
    std::process::abort()
}

/// Real, effective and saved user.
pub fn all_users() -> io::Result<[u32; 3]> {
    let (mut real, mut effective, mut saved) = (0, 0, 0);
    // SAFETY: three places for numbers.
    checked(unsafe { libc::getresuid(&mut real, &mut effective, &mut saved) }.into())?;
    Ok([real, effective, saved])
}

/// Real, effective and saved group.
pub fn all_groups() -> io::Result<[u32; 3]> {
    let (mut real, mut effective, mut saved) = (0, 0, 0);
    // SAFETY: three places for numbers.
    checked(unsafe { libc::getresgid(&mut real, &mut effective, &mut saved) }.into())?;
    Ok([real, effective, saved])
}

/// The process's further groups of users.
pub fn groups() -> io::Result<Vec<u32>> {
    // SAFETY: asks for the number only.
    let count = checked(unsafe { libc::getgroups(0, std::ptr::null_mut()) }.into())?;
    let mut groups = vec![0u32; count as usize];
    // SAFETY: room for `count` numbers.
    let count = checked(unsafe { libc::getgroups(count as i32, groups.as_mut_ptr()) }.into())?;
    groups.truncate(count as usize);
    Ok(groups)
}

/// Sets the process's further groups of users.
pub fn set_groups(groups: &[u32]) -> io::Result<()> {
    // SAFETY: so many numbers.
    checked(unsafe { libc::setgroups(groups.len(), groups.as_ptr()) }.into()).map(|_| ())
}

/// All groups of a user by the system's tables.
pub fn groups_of(user: &CStr, group: u32) -> io::Result<Vec<u32>> {
    let mut room = vec![0u32; 64];
    loop {
        let mut count = room.len() as i32;
        // SAFETY: room for `count` numbers; the name ends with a zero.
        let answer = unsafe { libc::getgrouplist(user.as_ptr(), group, room.as_mut_ptr(), &mut count) };
        if answer >= 0 {
            room.truncate(count.max(0) as usize);
            return Ok(room);
        }
        if room.len() > 1 << 20 {
            return Err(io::Error::from_raw_os_error(libc::ENOMEM));
        }
        room.resize((count.max(0) as usize).max(room.len() * 2), 0);
    }
}

/// Changes the process's niceness; answers the new one.
pub fn be_nice(by: i32) -> io::Result<i32> {
    // SAFETY: numbers, and the address of this thread's error number: -1 is a possible answer.
    unsafe {
        *libc::__errno_location() = 0;
        match libc::nice(by) {
            -1 if *libc::__errno_location() != 0 => Err(io::Error::last_os_error()),
            nice => Ok(nice),
        }
    }
}

/// A process's, group's or user's niceness.
pub fn priority(which: i32, who: i32) -> io::Result<i32> {
    // SAFETY: as in `be_nice`.
    unsafe {
        *libc::__errno_location() = 0;
        match libc::getpriority(which as _, who as libc::id_t) {
            -1 if *libc::__errno_location() != 0 => Err(io::Error::last_os_error()),
            nice => Ok(nice),
        }
    }
}

/// Sets a process's, group's or user's niceness.
pub fn set_priority(which: i32, who: i32, nice: i32) -> io::Result<()> {
    // SAFETY: numbers only.
    checked(unsafe { libc::setpriority(which as _, who as libc::id_t, nice) }.into()).map(|_| ())
}

/// The real-time priority of a process.
pub fn scheduling_priority(process: i32) -> io::Result<i32> {
    // SAFETY: all zero is a valid parameter, and a place for the answer.
    unsafe {
        let mut parameter: libc::sched_param = std::mem::zeroed();
        checked(libc::sched_getparam(process, &mut parameter).into())?;
        Ok(parameter.sched_priority)
    }
}

/// Sets the real-time priority of a process, and its policy where one is given.
pub fn set_scheduling(process: i32, policy: Option<i32>, priority: i32) -> io::Result<i64> {
    let parameter = libc::sched_param { sched_priority: priority };
    // SAFETY: a valid parameter.
    checked(i64::from(unsafe {
        match policy {
            Some(policy) => libc::sched_setscheduler(process, policy, &parameter),
            None => libc::sched_setparam(process, &parameter),
        }
    }))
}

/// The time slice of a process of the round-robin policy: seconds and nanoseconds.
pub fn round_robin_interval(process: i32) -> io::Result<(i64, i64)> {
    let mut interval = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: a place for the answer.
    checked(unsafe { libc::sched_rr_get_interval(process, &mut interval) }.into())?;
    Ok((interval.tv_sec, interval.tv_nsec))
}

/// The processors a process may run on, as bits of words.
pub fn affinity(process: i32) -> io::Result<Vec<u64>> {
    let mut words = vec![0u64; 16];
    loop {
        // SAFETY: room for so many bytes.
        let answer = unsafe {
            libc::syscall(libc::SYS_sched_getaffinity, process, words.len() * 8, words.as_mut_ptr())
        };
        match checked(answer) {
            Ok(bytes) => {
                words.truncate((bytes as usize).div_ceil(8));
                return Ok(words);
            }
            Err(error) if error.raw_os_error() == Some(libc::EINVAL) && words.len() < 1 << 14 => {
                words.resize(words.len() * 2, 0);
            }
            Err(error) => return Err(error),
        }
    }
}

/// Sets the processors a process may run on.
pub fn set_affinity(process: i32, words: &[u64]) -> io::Result<()> {
    // SAFETY: so many readable bytes.
    checked(unsafe { libc::syscall(libc::SYS_sched_setaffinity, process, words.len() * 8, words.as_ptr()) })
        .map(|_| ())
}

/// Load averages of the last 1, 5 and 15 minutes.
pub fn load_averages() -> io::Result<[f64; 3]> {
    let mut loads = [0.0; 3];
    // SAFETY: room for three numbers.
    match unsafe { libc::getloadavg(loads.as_mut_ptr(), 3) } {
        3 => Ok(loads),
        _ => Err(io::Error::other("Load averages are unobtainable")),
    }
}

/// Ticks of the processor: own user and system time, children's user and system time, real time.
pub fn times() -> io::Result<[i64; 5]> {
    // SAFETY: all zero is a valid `tms`, and a place for the answer.
    unsafe {
        let mut times: libc::tms = std::mem::zeroed();
        let real = checked(libc::times(&mut times))?;
        Ok([times.tms_utime, times.tms_stime, times.tms_cutime, times.tms_cstime, real])
    }
}

/// The system's name, the machine's, release, version, hardware.
pub fn system_names() -> io::Result<[Vec<u8>; 5]> {
    // SAFETY: all zero is a valid `utsname`, and a place for the answer, whose strings end with a zero.
    unsafe {
        let mut names: libc::utsname = std::mem::zeroed();
        checked(libc::uname(&mut names).into())?;
        let text = |field: &[libc::c_char]| CStr::from_ptr(field.as_ptr()).to_bytes().to_vec();
        Ok([&names.sysname, &names.nodename, &names.release, &names.version, &names.machine]
            .map(|field| text(field)))
    }
}

unsafe extern "C" {
    fn getlogin_r(name: *mut libc::c_char, len: usize) -> libc::c_int;
}

/// The name of the user who has logged in at the controlling terminal.
pub fn login_name() -> io::Result<Vec<u8>> {
    let mut room = [0u8; 256];
    // SAFETY: the room is writable for its length.
    match unsafe { getlogin_r(room.as_mut_ptr().cast(), room.len()) } {
        0 => Ok(room.iter().copied().take_while(|&byte| byte != 0).collect()),
        error => Err(io::Error::from_raw_os_error(error)),
    }
}

/// Runs a command by the shell; answers its wait status.
pub fn run_by_shell(command: &CStr) -> i32 {
    // SAFETY: the command ends with a zero.
    unsafe { libc::system(command.as_ptr()) }
}

/// What a child has used.
pub type Usage = libc::rusage;

/// Waits for a child; answers its number (0: none has changed yet), its status, and what it has used.
pub fn wait(process: i32, options: i32) -> io::Result<(i32, i32, Usage)> {
    let mut status = 0;
    // SAFETY: all zero is a valid `rusage`, and places for the answers.
    unsafe {
        let mut usage: Usage = std::mem::zeroed();
        let child = checked(libc::wait4(process, &mut status, options, &mut usage).into())?;
        Ok((child as i32, status, usage))
    }
}

/// What `waitid` answers about a child: number, user, signal, status, code.
pub type Changed = (i32, u32, i32, i32, i32);

/// Waits for a child to change state; nothing where none has.
pub fn wait_by_id(kind: u32, id: u32, options: i32) -> io::Result<Option<Changed>> {
    // SAFETY: all zero is a valid `siginfo_t`, and a place for the answer, which is about a child.
    unsafe {
        let mut answer: libc::siginfo_t = std::mem::zeroed();
        checked(libc::waitid(kind as _, id, &mut answer, options).into())?;
        if answer.si_pid() == 0 {
            return Ok(None);
        }
        Ok(Some((answer.si_pid(), answer.si_uid(), answer.si_signo, answer.si_status(), answer.si_code)))
    }
}

/// A descriptor that stands for a process.
pub fn open_process(process: i32, flags: u32) -> io::Result<i64> {
    // SAFETY: numbers only.
    checked(unsafe { libc::syscall(libc::SYS_pidfd_open, process, flags) })
}

/// What replaces the program: pointers to strings, ended by a null one.
pub(crate) fn pointers(strings: &[CString]) -> Vec<*const libc::c_char> {
    strings.iter().map(|text| text.as_ptr()).chain([std::ptr::null()]).collect()
}

/// Executes a program in place of this one, by name or by descriptor, with the signals blocked that are blocked here
/// ([`signal::blocked`]). Comes back only with an error.
pub fn execute(program: Result<&CStr, i32>, arguments: &[CString], environment: &[CString]) -> io::Error {
    let (arguments, environment) = (pointers(arguments), pointers(environment));
    signal::with_blocked(|| {
        // SAFETY: arrays of strings that end with a null pointer each.
        unsafe {
            match program {
                Ok(path) => libc::execve(path.as_ptr(), arguments.as_ptr(), environment.as_ptr()),
                Err(descriptor) => libc::fexecve(descriptor, arguments.as_ptr(), environment.as_ptr()),
            };
        }
        io::Error::last_os_error()
    })
}
