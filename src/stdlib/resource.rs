//! `resource`: limits of processes, and what they have used. Thread-safety: nothing is kept.

use typhon_os::{libc, limits};
use typhon_vm::context::{Cx, R};
use typhon_vm::import::ModuleDef;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::{dict, int, tuple};
use typhon_vm::{Value, exceptions, protocol};

use crate::constants::{self, Constants, constants};
use crate::posix::process;
use crate::system;

/// Numbers that the C library has.
const OF_LIBRARY: Constants = constants![
    RLIMIT_AS RLIMIT_CORE RLIMIT_CPU RLIMIT_DATA RLIMIT_FSIZE RLIMIT_MEMLOCK RLIMIT_MSGQUEUE RLIMIT_NICE
    RLIMIT_NOFILE RLIMIT_NPROC RLIMIT_RSS RLIMIT_RTPRIO RLIMIT_RTTIME RLIMIT_SIGPENDING RLIMIT_STACK
    RUSAGE_CHILDREN RUSAGE_SELF RUSAGE_THREAD
];

/// The others: the kernel's.
const OTHERS: Constants = &[("RLIMIT_OFILE", 7), ("RLIM_INFINITY", -1)];

/// As in CPython the highest number: no limit.
const INFINITY: i64 = -1;
const LIMITS: i32 = 16;

fn resource_of(cx: &Cx, value: Value) -> R<i32> {
    match system::int_of(cx, value)? {
        resource if (0..LIMITS).contains(&resource) => Ok(resource),
        _ => Err(cx.value_error("invalid resource specified")),
    }
}

fn one_limit(cx: &Cx, value: Value) -> R<u64> {
    let index = protocol::index::to_value(cx, value)?;
    match int::to_i64(index) {
        Some(INFINITY) => Ok(libc::RLIM_INFINITY),
        Some(limit) if limit < 0 => Err(cx.value_error("Cannot convert negative int")),
        Some(limit) => Ok(limit as u64),
        None => match int::Int::of(index) {
            Some(number) if !number.is_negative() && number.bit_length() <= 64 => {
                let text = int::in_radix(cx, number, 10);
                text.parse().map_err(|_| system::overflow(cx, "Python int too large to convert to C rlim_t"))
            }
            _ => Err(system::overflow(cx, "Python int too large to convert to C rlim_t")),
        },
    }
}

fn limits_of(cx: &Cx, value: Value) -> R<(u64, u64)> {
    let given = tuple::from_iterable(cx, value)?;
    let &[soft, hard] = given.values() else {
        return Err(cx.value_error("expected a tuple of 2 integers"));
    };
    Ok((one_limit(cx, soft)?, one_limit(cx, hard)?))
}

fn limits_value(cx: &Cx, (soft, hard): (u64, u64)) -> R<Value> {
    let value = |limit: u64| {
        if limit == libc::RLIM_INFINITY { int::from_i64(cx, INFINITY) } else { int::from_u64(cx, limit) }
    };
    system::pair(cx, value(soft)?, value(hard)?)
}

fn change(cx: &Cx, process: i32, resource: i32, new: Option<(u64, u64)>) -> R<(u64, u64)> {
    match system::attempt(cx, || limits::limit(process, resource, new))? {
        Ok(old) => Ok(old),
        Err(error) if error.raw_os_error() == Some(libc::EINVAL) => {
            Err(cx.value_error("current limit exceeds maximum limit"))
        }
        Err(error) if error.raw_os_error() == Some(libc::EPERM) && process == 0 => {
            Err(cx.value_error("not allowed to raise maximum limit"))
        }
        Err(error) => Err(system::fail(cx, &error)),
    }
}

/// Puts the processor time of a Python thread in place of its OS thread's, divided between user and system as that is.
fn share(usage: &mut typhon_os::process::Usage, nanos: u64) {
    let micros = |time: libc::timeval| time.tv_sec as u64 * 1_000_000 + time.tv_usec as u64;
    let (user, system) = (micros(usage.ru_utime), micros(usage.ru_stime));
    let total = nanos / 1000;
    let own_system = match user + system {
        0 => 0,
        all => (u128::from(total) * u128::from(system) / u128::from(all)) as u64,
    };
    for (place, micros) in [(&mut usage.ru_utime, total - own_system), (&mut usage.ru_stime, own_system)] {
        place.tv_sec = (micros / 1_000_000) as _;
        place.tv_usec = (micros % 1_000_000) as _;
    }
}

fn getrusage(cx: &Cx, args: &[Value]) -> R<Value> {
    let who = system::int_of(cx, args[0])?;
    match system::attempt(cx, || limits::usage(who))? {
        Ok(mut usage) => {
            if who == libc::RUSAGE_THREAD {
                share(&mut usage, crate::time::thread_nanos(cx));
            }
            process::usage_value(cx, &usage)
        }
        Err(error) if error.raw_os_error() == Some(libc::EINVAL) => {
            Err(cx.value_error("invalid who parameter"))
        }
        Err(error) => Err(system::fail(cx, &error)),
    }
}

fn getrlimit(cx: &Cx, args: &[Value]) -> R<Value> {
    let resource = resource_of(cx, args[0])?;
    let old = change(cx, 0, resource, None)?;
    limits_value(cx, old)
}

fn setrlimit(cx: &Cx, args: &[Value]) -> R<Value> {
    let resource = resource_of(cx, args[0])?;
    let new = limits_of(cx, args[1])?;
    change(cx, 0, resource, Some(new))?;
    Ok(Value::NONE)
}

fn prlimit(cx: &Cx, args: &[Value]) -> R<Value> {
    let process = system::int_of(cx, args[0])?;
    let resource = resource_of(cx, args[1])?;
    let new = match args[2].bound().filter(|limits| !limits.is_none()) {
        Some(limits) => Some(limits_of(cx, limits)?),
        None => None,
    };
    let old = change(cx, process, resource, new)?;
    limits_value(cx, old)
}

/// The module.
pub static RESOURCE: ModuleDef = ModuleDef {
    name: "resource",
    doc: "",
    functions: &[
        MethodDef::function("getrusage(who, /)", "Return resource usage information.", getrusage),
        MethodDef::function(
            "getrlimit(resource, /)",
            "Return a tuple (soft, hard) with the current soft and hard limits.",
            getrlimit,
        ),
        MethodDef::function(
            "setrlimit(resource, limits, /)",
            "Set new limits of consumption of resource.",
            setrlimit,
        ),
        MethodDef::function(
            "prlimit(pid, resource, limits=None, /)",
            "Combines setrlimit() and getrlimit().",
            prlimit,
        ),
        MethodDef::function("getpagesize()", "Return the number of bytes in a system page.", |cx, _| {
            system::number(cx, typhon_os::memory::page_size() as i64)
        }),
    ],
    init: |cx, namespace| {
        constants::put(cx, namespace, OF_LIBRARY)?;
        constants::put(cx, namespace, OTHERS)?;
        dict::set(cx, namespace, cx.intern("error")?, exceptions::class_value(exceptions::OS_ERROR))?;
        dict::set(cx, namespace, cx.intern("struct_rusage")?, process::RUSAGE.class(cx)?.value())
    },
};
