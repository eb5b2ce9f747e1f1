//! The process itself: environment, identity, priorities, waiting for children, executing programs.

use std::ffi::CString;
use std::io;
use typhon_vm::names;

use typhon_os::descriptor::Owned;
use typhon_os::libc;
use typhon_os::signal::Action;
use typhon_os::{environment, process};
use typhon_vm::Value;
use typhon_vm::context::{Cx, R};
use typhon_vm::object::Obj;
use typhon_vm::scheduler::Direction;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::list::{self, List};
use typhon_vm::types::struct_sequence::StructSequence;
use typhon_vm::types::{bytes, int, set, str_, tuple};
use typhon_vm::{exceptions, protocol, signals};

use crate::{ready, system};

pub(super) static UNAME_RESULT: StructSequence = StructSequence::new(
    ("posix", "uname_result"),
    "uname_result: Result from os.uname().\n\n\
     This object may be accessed either as a tuple of\n\
     \x20 (sysname, nodename, release, version, machine),\n\
     or via the attributes sysname, nodename, release, version, and machine.\n\n\
     See os.uname for more information.",
    &[
        ("sysname", "operating system name"),
        ("nodename", "name of machine on network (implementation-defined)"),
        ("release", "operating system release"),
        ("version", "operating system version"),
        ("machine", "hardware identifier"),
    ],
    5,
);

pub(super) static TIMES_RESULT: StructSequence = StructSequence::new(
    ("posix", "times_result"),
    "times_result: Result from os.times().\n\n\
     This object may be accessed either as a tuple of\n\
     \x20 (user, system, children_user, children_system, elapsed),\n\
     or via the attributes user, system, children_user, children_system,\n\
     and elapsed.\n\n\
     See os.times for more information.",
    &[
        ("user", "user time"),
        ("system", "system time"),
        ("children_user", "user time of children"),
        ("children_system", "system time of children"),
        ("elapsed", "elapsed time since an arbitrary point in the past"),
    ],
    5,
);

pub(super) static WAITID_RESULT: StructSequence = StructSequence::new(
    ("posix", "waitid_result"),
    "waitid_result: Result from waitid.\n\n\
     This object may be accessed either as a tuple of\n\
     \x20 (si_pid, si_uid, si_signo, si_status, si_code),\n\
     or via the attributes si_pid, si_uid, and so on.\n\n\
     See os.waitid for more information.",
    &[("si_pid", ""), ("si_uid", ""), ("si_signo", ""), ("si_status", ""), ("si_code", "")],
    5,
);

pub(super) static SCHED_PARAM: StructSequence = StructSequence::new(
    ("posix", "sched_param"),
    "Currently has only one field: sched_priority\n\n\
     \x20 sched_priority\n\
     \x20   A scheduling parameter.",
    &[("sched_priority", "the scheduling priority")],
    1,
);

pub(crate) static RUSAGE: StructSequence = StructSequence::new(
    ("resource", "struct_rusage"),
    "struct_rusage: Result from getrusage.\n\n\
     This object may be accessed either as a tuple of\n\
     \x20   (utime,stime,maxrss,ixrss,idrss,isrss,minflt,majflt,\n\
     \x20   nswap,inblock,oublock,msgsnd,msgrcv,nsignals,nvcsw,nivcsw)\n\
     or via the attributes ru_utime, ru_stime, ru_maxrss, and so on.",
    &[
        ("ru_utime", "user time used"),
        ("ru_stime", "system time used"),
        ("ru_maxrss", "max. resident set size"),
        ("ru_ixrss", "shared memory size"),
        ("ru_idrss", "unshared data size"),
        ("ru_isrss", "unshared stack size"),
        ("ru_minflt", "page faults not requiring I/O"),
        ("ru_majflt", "page faults requiring I/O"),
        ("ru_nswap", "number of swap outs"),
        ("ru_inblock", "block input operations"),
        ("ru_oublock", "block output operations"),
        ("ru_msgsnd", "IPC messages sent"),
        ("ru_msgrcv", "IPC messages received"),
        ("ru_nsignals", "signals received"),
        ("ru_nvcsw", "voluntary context switches"),
        ("ru_nivcsw", "involuntary context switches"),
    ],
    16,
);

/// What a process has used.
pub(crate) fn usage_value(cx: &Cx, usage: &process::Usage) -> R<Value> {
    let time = |time: libc::timeval| Value::from_float(time.tv_sec as f64 + time.tv_usec as f64 * 1e-6);
    let mut fields = vec![time(usage.ru_utime), time(usage.ru_stime)];
    for count in [
        usage.ru_maxrss,
        usage.ru_ixrss,
        usage.ru_idrss,
        usage.ru_isrss,
        usage.ru_minflt,
        usage.ru_majflt,
        usage.ru_nswap,
        usage.ru_inblock,
        usage.ru_oublock,
        usage.ru_msgsnd,
        usage.ru_msgrcv,
        usage.ru_nsignals,
        usage.ru_nvcsw,
        usage.ru_nivcsw,
    ] {
        // Counts that need more than 49 bits cannot be: they would be objects, which no vector may hold.
        fields.push(Value::small_int_unchecked(count & ((1 << 48) - 1)));
    }
    RUSAGE.instance(cx, &fields)
}

// --- environment -------------------------------------------------------------------------------------------------------

/// The environment as a dict of bytes.
pub(super) fn environ(cx: &Cx) -> R<Value> {
    let all = dict::new(cx)?;
    for (name, value) in environment::all() {
        let key = bytes::from_slice(cx, &name)?;
        dict::set(cx, all, key, bytes::from_slice(cx, &value)?)?;
    }
    Ok(all.value())
}

fn putenv(cx: &Cx, args: &[Value]) -> R<Value> {
    let (name, value) = (system::fsencode(cx, args[0])?, system::fsencode(cx, args[1])?);
    if name.as_bytes().contains(&b'=') {
        return Err(cx.value_error("illegal environment variable name"));
    }
    // Not as a call that may last: no thread is to be in the midst of it when another forks.
    environment::set(name.as_bytes(), value.as_bytes()).map_err(|error| system::fail(cx, &error))?;
    Ok(Value::NONE)
}

fn unsetenv(cx: &Cx, args: &[Value]) -> R<Value> {
    let name = system::fsencode(cx, args[0])?;
    environment::remove(name.as_bytes()).map_err(|error| system::fail(cx, &error))?;
    Ok(Value::NONE)
}

// --- identity ------------------------------------------------------------------------------------------------------------

/// A call that answers a number.
fn answer(cx: &Cx, body: impl FnMut() -> io::Result<i64>) -> R<Value> {
    let number = system::call(cx, body)?;
    system::number(cx, number)
}

/// A call that answers nothing.
fn plain(cx: &Cx, body: impl FnMut() -> io::Result<i64>) -> R<Value> {
    system::call(cx, body)?;
    Ok(Value::NONE)
}

fn three(cx: &Cx, ids: io::Result<[u32; 3]>) -> R<Value> {
    let ids = ids.map_err(|error| system::fail(cx, &error))?.map(system::id_value);
    Ok(tuple::from_slice(cx, &ids)?.value())
}

fn id_list(cx: &Cx, ids: &[u32]) -> R<Value> {
    let all = list::new(cx)?;
    for &id in ids {
        list::append(cx, all, system::id_value(id))?;
    }
    Ok(all.value())
}

fn getgrouplist(cx: &Cx, args: &[Value]) -> R<Value> {
    let user = system::fsencode(cx, args[0])?;
    let group = system::id_of(cx, args[1], "gid")?;
    let groups = system::call(cx, || process::groups_of(&user, group))?;
    id_list(cx, &groups)
}

fn setgroups(cx: &Cx, args: &[Value]) -> R<Value> {
    let given = sequence(cx, args[0], "setgroups argument must be a sequence")?;
    let mut groups = Vec::with_capacity(given.len());
    for &group in given.values() {
        if !int::is_int(group) {
            return Err(cx.type_error("groups must be integers".into()));
        }
        groups.push(system::id_of(cx, group, "gid")?);
    }
    system::call(cx, || process::set_groups(&groups))?;
    Ok(Value::NONE)
}

/// The items of a list or tuple, or of what can be indexed like one.
pub(super) fn sequence(cx: &Cx, value: Value, message: &str) -> R<Obj<tuple::Tuple>> {
    let class = cx.type_of(value).slots();
    if class.getitem.is_none() || class.len.is_none() || value.cast::<Dict>().is_some() {
        return Err(cx.type_error(message.into()));
    }
    tuple::from_iterable(cx, value)
}

fn initgroups(cx: &Cx, args: &[Value]) -> R<Value> {
    let user = system::fsencode(cx, args[0])?;
    let group = system::id_of(cx, args[1], "gid")?;
    plain(cx, || process::init_groups(&user, group))
}

/// One id of a process is set.
fn set_id(cx: &Cx, value: Value, what: &str, set: fn(u32) -> io::Result<i64>) -> R<Value> {
    let id = system::id_of(cx, value, what)?;
    plain(cx, || set(id))
}

fn set_ids<const N: usize>(
    cx: &Cx,
    args: &[Value],
    what: &str,
    set: impl Fn([u32; N]) -> io::Result<i64>,
) -> R<Value> {
    let mut ids = [0; N];
    for (id, &value) in ids.iter_mut().zip(args) {
        *id = system::id_of(cx, value, what)?;
    }
    plain(cx, || set(ids))
}

// --- scheduling ------------------------------------------------------------------------------------------------------------

fn getpriority(cx: &Cx, args: &[Value]) -> R<Value> {
    let (which, who) = (system::int_of(cx, args[0])?, system::int_of(cx, args[1])?);
    answer(cx, || process::priority(which, who).map(i64::from))
}

fn setpriority(cx: &Cx, args: &[Value]) -> R<Value> {
    let (which, who) = (system::int_of(cx, args[0])?, system::int_of(cx, args[1])?);
    let nice = system::int_of(cx, args[2])?;
    system::call(cx, || process::set_priority(which, who, nice))?;
    Ok(Value::NONE)
}

fn parameter_of(cx: &Cx, value: Value) -> R<i32> {
    if cx.type_of(value) != SCHED_PARAM.class(cx)? {
        return Err(cx.type_error("must have a sched_param object".into()));
    }
    let priority = protocol::item::get(cx, value, Value::small_int_unchecked(0))?;
    system::int_of(cx, priority)
}

fn sched_param_new(cx: &Cx, process: i32) -> R<Value> {
    let priority = system::call(cx, || process::scheduling_priority(process))?;
    SCHED_PARAM.instance(cx, &[Value::small_int_unchecked(priority.into())])
}

fn sched_setscheduler(cx: &Cx, args: &[Value]) -> R<Value> {
    let (process, policy) = (system::int_of(cx, args[0])?, system::int_of(cx, args[1])?);
    let priority = parameter_of(cx, args[2])?;
    plain(cx, || process::set_scheduling(process, Some(policy), priority))
}

fn sched_setparam(cx: &Cx, args: &[Value]) -> R<Value> {
    let process = system::int_of(cx, args[0])?;
    let priority = parameter_of(cx, args[1])?;
    plain(cx, || process::set_scheduling(process, None, priority))
}

fn sched_rr_get_interval(cx: &Cx, args: &[Value]) -> R<Value> {
    let process = system::int_of(cx, args[0])?;
    let (seconds, nanos) = system::call(cx, || process::round_robin_interval(process))?;
    Ok(Value::from_float(seconds as f64 + nanos as f64 * 1e-9))
}

fn sched_getaffinity(cx: &Cx, args: &[Value]) -> R<Value> {
    let process = system::int_of(cx, args[0])?;
    let words = system::call(cx, || process::affinity(process))?;
    let all = set::new(cx)?;
    for (index, word) in words.iter().enumerate() {
        for bit in (0..64).filter(|bit| word >> bit & 1 != 0) {
            set::add(cx, all, Value::small_int_unchecked((index * 64 + bit) as i64))?;
        }
    }
    Ok(all.value())
}

fn sched_setaffinity(cx: &Cx, args: &[Value]) -> R<Value> {
    let process = system::int_of(cx, args[0])?;
    let mut words = vec![0u64; 16];
    protocol::iter::for_each(cx, args[1], &mut |cx, item| {
        if !int::is_int(item) {
            let shown = cx.type_name(item);
            return Err(
                cx.type_error(format!("sched_setaffinity() requires an iterator of ints, not {shown}"))
            );
        }
        let number = system::long_of(cx, item)?;
        if number < 0 {
            return Err(cx.value_error("negative CPU number"));
        }
        if number > i64::from(i32::MAX) - 1 {
            return Err(system::overflow(cx, "CPU number too large"));
        }
        let (word, bit) = (number as usize / 64, number % 64);
        if word >= words.len() {
            cx.check_room(word * 8)?;
            words.resize(word + 1, 0);
        }
        words[word] |= 1 << bit;
        Ok(())
    })?;
    system::call(cx, || process::set_affinity(process, &words))?;
    Ok(Value::NONE)
}

// --- about the machine -------------------------------------------------------------------------------------------------------

fn uname(cx: &Cx, _: &[Value]) -> R<Value> {
    let [system, node, release, version, machine] = system::call(cx, process::system_names)?;
    let text = |name: &[u8]| system::decode(cx, name);
    UNAME_RESULT
        .instance(cx, &[text(&system)?, text(&node)?, text(&release)?, text(&version)?, text(&machine)?])
}

fn times(cx: &Cx, _: &[Value]) -> R<Value> {
    let ticks = typhon_os::configuration::number(libc::_SC_CLK_TCK).unwrap_or(100) as f64;
    let times = system::call(cx, process::times)?;
    TIMES_RESULT.instance(cx, &times.map(|time| Value::from_float(time as f64 / ticks)))
}

fn getloadavg(cx: &Cx, _: &[Value]) -> R<Value> {
    let loads = cx
        .blocking(process::load_averages)
        .map_err(|error| cx.error(exceptions::OS_ERROR, error.to_string()))?;
    Ok(tuple::from_slice(cx, &loads.map(Value::from_float))?.value())
}

fn cpu_count(cx: &Cx, _: &[Value]) -> R<Value> {
    match typhon_os::configuration::number(libc::_SC_NPROCESSORS_ONLN) {
        Ok(count) if count > 0 => system::number(cx, count),
        _ => Ok(Value::NONE),
    }
}

fn strerror(cx: &Cx, args: &[Value]) -> R<Value> {
    str_::from_string(cx, system::error_text(system::int_of(cx, args[0])?))
}

// --- children ------------------------------------------------------------------------------------------------------------------

fn waited(cx: &Cx, child: i32, status: i32) -> R<Value> {
    system::pair(cx, Value::small_int_unchecked(child.into()), Value::small_int_unchecked(status.into()))
}

fn wait(cx: &Cx, process: i32, options: i32) -> R<(i32, i32, process::Usage)> {
    if process > 0 && options & (libc::WNOHANG | libc::WUNTRACED | libc::WCONTINUED) == 0 {
        let look =
            || process::wait(process, options | libc::WNOHANG).map_err(|error| system::fail(cx, &error));
        let mut found = look()?;
        if found.0 == 0
            && let Ok(handle) = process::open_process(process, 0)
        {
            // Ready when the process has ended, so that the fiber waits and not its OS thread.
            let handle = Owned::new(handle as i32);
            while found.0 == 0 {
                ready::wait(cx, handle.number(), Direction::Read, None)?;
                found = look()?;
            }
        }
        if found.0 != 0 {
            return Ok(found);
        }
    }
    system::call(cx, || process::wait(process, options))
}

fn wait_with_usage(cx: &Cx, process: i32, options: i32) -> R<Value> {
    let (child, status, usage) = wait(cx, process, options)?;
    let number = |number: i32| Value::small_int_unchecked(number.into());
    let usage = usage_value(cx, &usage)?;
    Ok(tuple::from_slice(cx, &[number(child), number(status), usage])?.value())
}

fn waitpid(cx: &Cx, args: &[Value]) -> R<Value> {
    let (child, status, _) = wait(cx, system::int_of(cx, args[0])?, system::int_of(cx, args[1])?)?;
    waited(cx, child, status)
}

fn waitid(cx: &Cx, args: &[Value]) -> R<Value> {
    let (kind, id) = (system::int_of(cx, args[0])?, system::int_of(cx, args[1])?);
    let options = system::int_of(cx, args[2])?;
    match system::call(cx, || process::wait_by_id(kind as u32, id as u32, options))? {
        None => Ok(Value::NONE),
        Some((child, user, signal, status, code)) => {
            let number = |number: i32| Value::small_int_unchecked(number.into());
            WAITID_RESULT.instance(
                cx,
                &[number(child), system::id_value(user), number(signal), number(status), number(code)],
            )
        }
    }
}

/// What a wait status says.
fn status_part(cx: &Cx, args: &[Value], part: fn(i32) -> i32) -> R<Value> {
    Ok(Value::small_int_unchecked(part(system::int_of(cx, args[0])?).into()))
}

fn status_flag(cx: &Cx, args: &[Value], flag: fn(i32) -> bool) -> R<Value> {
    Ok(Value::from_bool(flag(system::int_of(cx, args[0])?)))
}

fn waitstatus_to_exitcode(cx: &Cx, args: &[Value]) -> R<Value> {
    let status = system::int_of(cx, args[0])?;
    let code = if libc::WIFEXITED(status) {
        libc::WEXITSTATUS(status)
    } else if libc::WIFSIGNALED(status) {
        -libc::WTERMSIG(status)
    } else if libc::WIFSTOPPED(status) {
        let signal = libc::WSTOPSIG(status);
        return Err(cx.value_error(&format!("process stopped by delivery of signal {signal}")));
    } else {
        return Err(cx.value_error(&format!("invalid wait status: {status}")));
    };
    Ok(Value::small_int_unchecked(code.into()))
}

fn run_by_shell(cx: &Cx, args: &[Value]) -> R<Value> {
    let command = system::fsencode(cx, args[0])?;
    let status = cx.blocking(|| process::run_by_shell(&command));
    Ok(Value::small_int_unchecked(status.into()))
}

/// Ends the process without any cleaning up.
fn exit_now(cx: &Cx, args: &[Value]) -> R<Value> {
    process::exit_now(system::int_of(cx, args[0])?)
}

// --- executing -----------------------------------------------------------------------------------------------------------------

/// A program's arguments.
pub(super) fn arguments_of(cx: &Cx, value: Value, function: &str) -> R<Vec<CString>> {
    if value.cast::<List>().is_none() && value.cast::<tuple::Tuple>().is_none() {
        return Err(cx.type_error(format!("{function}() arg 2 must be a tuple or list")));
    }
    let given = tuple::from_iterable(cx, value)?;
    if given.is_empty() {
        return Err(cx.value_error(&format!("{function}() arg 2 must not be empty")));
    }
    let mut arguments = Vec::with_capacity(given.len());
    for &argument in given.values() {
        arguments.push(system::fsencode(cx, argument)?);
    }
    if arguments[0].is_empty() {
        return Err(cx.value_error(&format!("{function}() arg 2 first element cannot be empty")));
    }
    Ok(arguments)
}

/// A program's environment, from any mapping.
pub(super) fn environment_of(cx: &Cx, value: Value, function: &str) -> R<Vec<CString>> {
    let keys = protocol::attr::get_optional(cx, value, names::get(names::KEYS))?;
    let Some(keys) = keys else {
        return Err(cx.type_error(format!("{function}: environment must be a mapping object")));
    };
    let names = tuple::from_iterable(cx, typhon_vm::call::call_values(cx, keys, &[])?)?;
    let mut all = Vec::with_capacity(names.len());
    for &name in names.values() {
        let value = protocol::item::get(cx, value, name)?;
        let (name, value) = (system::fsencode(cx, name)?, system::fsencode(cx, value)?);
        if name.as_bytes().is_empty() || name.as_bytes()[1..].contains(&b'=') || name.as_bytes() == b"=" {
            return Err(cx.value_error("illegal environment variable name"));
        }
        let mut pair = name.into_bytes();
        pair.push(b'=');
        pair.extend_from_slice(value.as_bytes());
        all.push(CString::new(pair).map_err(|_| cx.value_error("embedded null byte"))?);
    }
    Ok(all)
}

fn execv(cx: &Cx, args: &[Value]) -> R<Value> {
    let path = system::path_of(cx, args[0], "execv", "path", system::NAME)?;
    let arguments = arguments_of(cx, args[1], "execv")?;
    Err(system::fail(cx, &process::execute(Ok(path.as_c()), &arguments, &environment::pairs())))
}

fn execve(cx: &Cx, args: &[Value]) -> R<Value> {
    let path = system::path_of(cx, args[0], "execve", "path", system::NAME_OR_DESCRIPTOR)?;
    if args[1].cast::<List>().is_none() && args[1].cast::<tuple::Tuple>().is_none() {
        return Err(cx.type_error("execve: argv must be a tuple or list".into()));
    }
    if protocol::len(cx, args[1])? == 0 {
        return Err(cx.value_error("execve: argv must not be empty"));
    }
    let arguments = arguments_of(cx, args[1], "execve")?;
    if cx.type_of(args[2]).slots().getitem.is_none() {
        return Err(cx.type_error("execve: environment must be a mapping object".into()));
    }
    let environment = environment_of(cx, args[2], "execve")?;
    let program = path.descriptor.map_or(Ok(path.as_c()), Err);
    Err(system::fail_about(cx, &process::execute(program, &arguments, &environment), path.given))
}

fn kill(cx: &Cx, args: &[Value], send: fn(i32, i32) -> io::Result<i64>) -> R<Value> {
    let (target, signal) = (system::int_of(cx, args[0])?, system::int_of(cx, args[1])?);
    plain(cx, || send(target, signal))?;
    signals::deliver_pending(cx)?;
    cx.poll()?;
    Ok(Value::NONE)
}

fn pidfd_open(cx: &Cx, args: &[Value]) -> R<Value> {
    let process = system::int_of(cx, args[0])?;
    let flags = args[1].bound().map_or(Ok(0), |flags| system::bits_of(cx, flags))?;
    answer(cx, || process::open_process(process, flags))
}

fn int_call(cx: &Cx, value: Value, body: fn(i32) -> io::Result<i64>) -> R<Value> {
    let number = system::int_of(cx, value)?;
    answer(cx, || body(number))
}

pub(super) const FUNCTIONS: &[MethodDef] = &[
    MethodDef::function("_inputhook()", "Calls PyOS_CallInputHook dropping the GIL first", |_, _| {
        Ok(Value::NONE)
    }),
    MethodDef::function("_is_inputhook_installed()", "Checks if PyOS_CallInputHook is set", |_, _| {
        Ok(Value::FALSE)
    }),
    MethodDef::function("_create_environ()", "Create the environment dictionary.", |cx, _| environ(cx)),
    MethodDef::function("putenv(name, value, /)", "Change or add an environment variable.", putenv),
    MethodDef::function("unsetenv(name, /)", "Delete an environment variable.", unsetenv),
    MethodDef::function("getpid()", "Return the current process id.", |_, _| {
        Ok(Value::small_int_unchecked(process::id().into()))
    }),
    MethodDef::function("getppid()", "Return the parent's process id.", |_, _| {
        Ok(Value::small_int_unchecked(process::parent().into()))
    }),
    MethodDef::function("getuid()", "Return the current process's user id.", |_, _| {
        Ok(system::id_value(process::user()))
    }),
    MethodDef::function("geteuid()", "Return the current process's effective user id.", |_, _| {
        Ok(system::id_value(process::effective_user()))
    }),
    MethodDef::function("getgid()", "Return the current process's group id.", |_, _| {
        Ok(system::id_value(process::group()))
    }),
    MethodDef::function("getegid()", "Return the current process's effective group id.", |_, _| {
        Ok(system::id_value(process::effective_group()))
    }),
    MethodDef::function(
        "getresuid()",
        "Return a tuple of the current process's real, effective, and saved user ids.",
        |cx, _| three(cx, process::all_users()),
    ),
    MethodDef::function(
        "getresgid()",
        "Return a tuple of the current process's real, effective, and saved group ids.",
        |cx, _| three(cx, process::all_groups()),
    ),
    MethodDef::function("getgroups()", "Return list of supplemental group IDs for the process.", |cx, _| {
        id_list(cx, &system::call(cx, process::groups)?)
    }),
    MethodDef::function(
        "getgrouplist(user, group, /)",
        "Returns a list of groups to which a user belongs.",
        getgrouplist,
    ),
    MethodDef::function("setgroups(groups, /)", "Set the groups of the current process to list.", setgroups),
    MethodDef::function("initgroups(username, gid, /)", "Initialize the group access list.", initgroups),
    MethodDef::function("setuid(uid, /)", "Set the current process's user id.", |cx, args| {
        set_id(cx, args[0], "uid", process::set_user)
    }),
    MethodDef::function("seteuid(euid, /)", "Set the current process's effective user id.", |cx, args| {
        set_id(cx, args[0], "uid", process::set_effective_user)
    }),
    MethodDef::function("setgid(gid, /)", "Set the current process's group id.", |cx, args| {
        set_id(cx, args[0], "gid", process::set_group)
    }),
    MethodDef::function("setegid(egid, /)", "Set the current process's effective group id.", |cx, args| {
        set_id(cx, args[0], "gid", process::set_effective_group)
    }),
    MethodDef::function(
        "setreuid(ruid, euid, /)",
        "Set the current process's real and effective user ids.",
        |cx, args| set_ids(cx, args, "uid", |[real, effective]| process::set_users(real, effective)),
    ),
    MethodDef::function(
        "setregid(rgid, egid, /)",
        "Set the current process's real and effective group ids.",
        |cx, args| set_ids(cx, args, "gid", |[real, effective]| process::set_groups_of_two(real, effective)),
    ),
    MethodDef::function(
        "setresuid(ruid, euid, suid, /)",
        "Set the current process's real, effective, and saved user ids.",
        |cx, args| {
            set_ids(cx, args, "uid", |[real, effective, saved]| {
                process::set_all_users(real, effective, saved)
            })
        },
    ),
    MethodDef::function(
        "setresgid(rgid, egid, sgid, /)",
        "Set the current process's real, effective, and saved group ids.",
        |cx, args| {
            set_ids(cx, args, "gid", |[real, effective, saved]| {
                process::set_all_groups(real, effective, saved)
            })
        },
    ),
    MethodDef::function("getlogin()", "Return the actual login name.", |cx, _| {
        let name = system::call(cx, process::login_name)?;
        system::decode(cx, &name)
    }),
    MethodDef::function(
        "getpgid(pid)",
        "Call the system call getpgid(), and return the result.",
        |cx, args| int_call(cx, args[0], process::process_group),
    ),
    MethodDef::function("getpgrp()", "Return the current process group id.", |_, _| {
        Ok(Value::small_int_unchecked(process::own_process_group().into()))
    }),
    MethodDef::function("setpgid(pid, pgrp, /)", "Call the system call setpgid(pid, pgrp).", |cx, args| {
        let (process, group) = (system::int_of(cx, args[0])?, system::int_of(cx, args[1])?);
        plain(cx, || process::set_process_group(process, group))
    }),
    MethodDef::function("setpgrp()", "Make the current process the leader of its process group.", |cx, _| {
        plain(cx, || process::set_process_group(0, 0))
    }),
    MethodDef::function(
        "getsid(pid, /)",
        "Call the system call getsid(pid) and return the result.",
        |cx, args| int_call(cx, args[0], process::session),
    ),
    MethodDef::function("setsid()", "Call the system call setsid().", |cx, _| {
        plain(cx, process::new_session)
    }),
    MethodDef::function(
        "nice(increment, /)",
        "Add increment to the priority of process and return the new priority.",
        |cx, args| {
            let by = system::int_of(cx, args[0])?;
            answer(cx, || process::be_nice(by).map(i64::from))
        },
    ),
    MethodDef::function("getpriority(which, who)", "Return program scheduling priority.", getpriority),
    MethodDef::function("setpriority(which, who, priority)", "Set program scheduling priority.", setpriority),
    MethodDef::function("sched_yield()", "Voluntarily relinquish the CPU.", |cx, _| {
        typhon_vm::scheduler::yield_now(cx.fiber());
        plain(cx, process::yield_processor)
    }),
    MethodDef::function(
        "sched_get_priority_max(policy)",
        "Get the maximum scheduling priority for policy.",
        |cx, args| int_call(cx, args[0], process::highest_priority),
    ),
    MethodDef::function(
        "sched_get_priority_min(policy)",
        "Get the minimum scheduling priority for policy.",
        |cx, args| int_call(cx, args[0], process::lowest_priority),
    ),
    MethodDef::function(
        "sched_getscheduler(pid, /)",
        "Get the scheduling policy for the process identified by pid.",
        |cx, args| int_call(cx, args[0], process::policy),
    ),
    MethodDef::function(
        "sched_setscheduler(pid, policy, param, /)",
        "Set the scheduling policy for the process identified by pid.",
        sched_setscheduler,
    ),
    MethodDef::function(
        "sched_getparam(pid, /)",
        "Returns scheduling parameters for the process identified by pid.",
        |cx, args| sched_param_new(cx, system::int_of(cx, args[0])?),
    ),
    MethodDef::function(
        "sched_setparam(pid, param, /)",
        "Set scheduling parameters for the process identified by pid.",
        sched_setparam,
    ),
    MethodDef::function(
        "sched_rr_get_interval(pid, /)",
        "Return the round-robin quantum for the process identified by pid, in seconds.",
        sched_rr_get_interval,
    ),
    MethodDef::function(
        "sched_getaffinity(pid, /)",
        "Return the affinity of the process identified by pid (or the current process if zero).",
        sched_getaffinity,
    ),
    MethodDef::function(
        "sched_setaffinity(pid, mask, /)",
        "Set the CPU affinity of the process identified by pid to mask.",
        sched_setaffinity,
    ),
    MethodDef::function("uname()", "Return an object identifying the current operating system.", uname),
    MethodDef::function("times()", "Return a collection containing process timing information.", times),
    MethodDef::function("getloadavg()", "Return average recent system load information.", getloadavg),
    MethodDef::function("cpu_count()", "Return the number of logical CPUs in the system.", cpu_count),
    MethodDef::function(
        "ctermid()",
        "Return the name of the controlling terminal for this process.",
        |cx, _| str_::from_str(cx, "/dev/tty"),
    ),
    MethodDef::function("strerror(code, /)", "Translate an error code to a message string.", strerror),
    MethodDef::function("wait()", "Wait for completion of a child process.", |cx, _| {
        let (child, status, _) = wait(cx, -1, 0)?;
        waited(cx, child, status)
    }),
    MethodDef::function("wait3(options)", "Wait for completion of a child process.", |cx, args| {
        wait_with_usage(cx, -1, system::int_of(cx, args[0])?)
    }),
    MethodDef::function(
        "wait4(pid, options)",
        "Wait for completion of a specific child process.",
        |cx, args| wait_with_usage(cx, system::int_of(cx, args[0])?, system::int_of(cx, args[1])?),
    ),
    MethodDef::function("waitpid(pid, options, /)", "Wait for completion of a given child process.", waitpid),
    MethodDef::function(
        "waitid(idtype, id, options, /)",
        "Returns the result of waiting for a process or processes.",
        waitid,
    ),
    MethodDef::function(
        "waitstatus_to_exitcode(status)",
        "Convert a wait status to an exit code.",
        waitstatus_to_exitcode,
    ),
    MethodDef::function(
        "WCOREDUMP(status, /)",
        "Return True if the process returning status was dumped to a core file.",
        |cx, args| status_flag(cx, args, |status| libc::WCOREDUMP(status)),
    ),
    MethodDef::function(
        "WIFCONTINUED(status)",
        "Return True if a particular process was continued from a job control stop.",
        |cx, args| status_flag(cx, args, |status| libc::WIFCONTINUED(status)),
    ),
    MethodDef::function(
        "WIFSTOPPED(status)",
        "Return True if the process returning status was stopped.",
        |cx, args| status_flag(cx, args, |status| libc::WIFSTOPPED(status)),
    ),
    MethodDef::function(
        "WIFSIGNALED(status)",
        "Return True if the process returning status was terminated by a signal.",
        |cx, args| status_flag(cx, args, |status| libc::WIFSIGNALED(status)),
    ),
    MethodDef::function(
        "WIFEXITED(status)",
        "Return True if the process returning status exited via the exit() system call.",
        |cx, args| status_flag(cx, args, |status| libc::WIFEXITED(status)),
    ),
    MethodDef::function("WEXITSTATUS(status)", "Return the process return code from status.", |cx, args| {
        status_part(cx, args, |status| libc::WEXITSTATUS(status))
    }),
    MethodDef::function(
        "WTERMSIG(status)",
        "Return the signal that terminated the process that provided the status value.",
        |cx, args| status_part(cx, args, |status| libc::WTERMSIG(status)),
    ),
    MethodDef::function(
        "WSTOPSIG(status)",
        "Return the signal that stopped the process that provided the status value.",
        |cx, args| status_part(cx, args, |status| libc::WSTOPSIG(status)),
    ),
    MethodDef::function("system(command)", "Execute the command in a subshell.", run_by_shell),
    MethodDef::function(
        "_exit(status)",
        "Exit to the system with specified status, without normal exit processing.",
        exit_now,
    ),
    MethodDef::function("abort()", "Abort the interpreter immediately.", |_, _| process::abort()),
    MethodDef::function(
        "execv(path, argv, /)",
        "Execute an executable path with arguments, replacing current process.",
        execv,
    ),
    MethodDef::function(
        "execve(path, argv, env)",
        "Execute an executable path with arguments, replacing current process.",
        execve,
    ),
    MethodDef::function("kill(pid, signal, /)", "Kill a process with a signal.", |cx, args| {
        kill(cx, args, |target, signal| {
            // The system would have another OS thread take it, at some time.
            if target == process::id() && typhon_os::signal::action(signal) == Some(Action::Note) {
                return typhon_os::signal::raise(signal).map(|()| 0);
            }
            process::kill(target, signal)
        })
    }),
    MethodDef::function("killpg(pgid, signal, /)", "Kill a process group with a signal.", |cx, args| {
        kill(cx, args, process::kill_group)
    }),
    MethodDef::function(
        "pidfd_open(pid, flags=0)",
        "Return a file descriptor referring to the process *pid*.",
        pidfd_open,
    ),
    MethodDef::function(
        "unshare(flags)",
        "Disassociate parts of a process (or thread) execution context.",
        |cx, args| {
            let flags = system::int_of(cx, args[0])?;
            plain(cx, || process::unshare(flags))
        },
    ),
    MethodDef::function(
        "setns(fd, nstype=0)",
        "Move the calling thread into different namespaces.",
        |cx, args| {
            let (descriptor, kind) = (system::descriptor_of(cx, args[0])?, system::int_or(cx, args[1], 0)?);
            plain(cx, || process::join_namespace(descriptor, kind))
        },
    ),
];
