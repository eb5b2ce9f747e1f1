//! Moving bytes: at places of files, in several parts, between files; memory files, counters and timers; pseudo-terminals.

use std::io;

use typhon_os::transfer::{self, Way};
use typhon_os::{descriptor, libc, terminal};
use typhon_vm::Value;
use typhon_vm::context::{Cx, R};
use typhon_vm::scheduler::Direction;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::{bytes, float, int, tuple};

use super::descriptors::{invalid, size_of};
use super::process::sequence;
use crate::{ready, system};

fn number(cx: &Cx, count: usize) -> R<Value> {
    system::number(cx, count as i64)
}

fn pread(cx: &Cx, args: &[Value]) -> R<Value> {
    let descriptor = system::int_of(cx, args[0])?;
    let mut room = vec![0; size_of(cx, args[1])?];
    let offset = system::long_of(cx, args[2])?;
    let count = system::call(cx, || transfer::read_at(descriptor, &mut room, offset))?;
    bytes::from_slice(cx, &room[..count])
}

fn pwrite(cx: &Cx, args: &[Value]) -> R<Value> {
    let descriptor = system::int_of(cx, args[0])?;
    let data = system::bytes_of(cx, args[1])?;
    let offset = system::long_of(cx, args[2])?;
    let data = data.as_slice();
    let count = system::call(cx, || transfer::write_at(descriptor, data, offset))?;
    number(cx, count)
}

fn readinto(cx: &Cx, args: &[Value]) -> R<Value> {
    let descriptor = system::int_of(cx, args[0])?;
    let target = system::writable(cx, args[1], "readinto() argument 2")?;
    let mut room = vec![0; target.len().min(0x7fff_f000)];
    ready::wait_if_blocking(cx, descriptor, Direction::Read)?;
    let count = system::call(cx, || descriptor::read(descriptor, &mut room))?;
    target.write(0, &room[..count]);
    number(cx, count)
}

fn read_parts(cx: &Cx, function: &str, args: &[Value], at: Option<(i64, i32)>) -> R<Value> {
    let descriptor = system::int_of(cx, args[0])?;
    let targets = sequence(cx, args[1], &format!("{function}() arg 2 must be a sequence"))?;
    let mut rooms = Vec::with_capacity(targets.len());
    for &target in targets.values() {
        rooms.push(vec![0; system::writable(cx, target, "a buffer")?.len()]);
    }
    if at.is_none() {
        ready::wait_if_blocking(cx, descriptor, Direction::Read)?;
    }
    let count = system::call(cx, || transfer::read_parts(descriptor, &mut rooms, at))?;
    let mut rest = count;
    for (&target, room) in targets.values().iter().zip(&rooms) {
        let filled = rest.min(room.len());
        if filled > 0 {
            system::writable(cx, target, "a buffer")?.write(0, &room[..filled]);
        }
        rest -= filled;
    }
    number(cx, count)
}

fn write_parts(cx: &Cx, function: &str, args: &[Value], at: Option<(i64, i32)>) -> R<Value> {
    let descriptor = system::int_of(cx, args[0])?;
    let given = sequence(cx, args[1], &format!("{function}() arg 2 must be a sequence"))?;
    let mut parts = Vec::with_capacity(given.len());
    for &part in given.values() {
        parts.push(system::bytes_of(cx, part)?.as_slice().to_vec());
    }
    if at.is_none() {
        ready::wait_if_blocking(cx, descriptor, Direction::Write)?;
    }
    let count = system::call(cx, || transfer::write_parts(descriptor, &parts, at))?;
    number(cx, count)
}

fn place_of(cx: &Cx, args: &[Value]) -> R<Option<(i64, i32)>> {
    Ok(Some((system::long_of(cx, args[2])?, system::int_or(cx, args[3], 0)?)))
}

fn optional_offset(cx: &Cx, value: Value) -> R<Option<i64>> {
    match value.bound().filter(|value| !value.is_none()) {
        Some(value) => system::long_of(cx, value).map(Some),
        None => Ok(None),
    }
}

fn sendfile(cx: &Cx, args: &[Value]) -> R<Value> {
    let (to, from) = (system::int_of(cx, args[0])?, system::int_of(cx, args[1])?);
    let offset = optional_offset(cx, args[2])?;
    let bytes = system::long_of(cx, args[3])?;
    let Ok(bytes) = usize::try_from(bytes) else { return Err(invalid(cx)) };
    ready::wait_if_blocking(cx, to, Direction::Write)?;
    let count = system::call(cx, || transfer::send_file(to, from, offset, bytes))?;
    number(cx, count)
}

fn moved(cx: &Cx, args: &[Value], way: Way) -> R<Value> {
    let (from, to) = (system::int_of(cx, args[0])?, system::int_of(cx, args[1])?);
    let count = system::long_of(cx, args[2])?;
    let Ok(count) = usize::try_from(count) else {
        return Err(cx.value_error("negative value for 'count' not allowed"));
    };
    let (source, target) = (optional_offset(cx, args[3])?, optional_offset(cx, args[4])?);
    let count = system::call(cx, || transfer::move_bytes(way, (from, source), (to, target), count))?;
    number(cx, count)
}

fn memfd_create(cx: &Cx, args: &[Value]) -> R<Value> {
    let name = system::fsencode(cx, args[0])?;
    let flags = args[1].bound().map_or(Ok(libc::MFD_CLOEXEC), |flags| system::bits_of(cx, flags))?;
    let made = system::call(cx, || transfer::make_memory_file(&name, flags))?;
    system::number(cx, made)
}

fn eventfd(cx: &Cx, args: &[Value]) -> R<Value> {
    let initial = match int::to_i64(typhon_vm::protocol::index::to_value(cx, args[0])?) {
        Some(initial) if initial < 0 => {
            return Err(cx.value_error("value must be positive"));
        }
        Some(initial) => u32::try_from(initial)
            .map_err(|_| system::overflow(cx, "Python int too large for C unsigned int"))?,
        None => return Err(system::overflow(cx, "Python int too large to convert to C unsigned long")),
    };
    let flags = system::int_or(cx, args[1], libc::EFD_CLOEXEC)?;
    let made = system::call(cx, || transfer::make_counter(initial, flags))?;
    system::number(cx, made)
}

fn eventfd_read(cx: &Cx, args: &[Value]) -> R<Value> {
    let descriptor = system::descriptor_of(cx, args[0])?;
    let mut room = [0; 8];
    ready::wait_if_blocking(cx, descriptor, Direction::Read)?;
    system::call(cx, || descriptor::read(descriptor, &mut room))?;
    int::from_u64(cx, u64::from_ne_bytes(room))
}

fn eventfd_write(cx: &Cx, args: &[Value]) -> R<Value> {
    let descriptor = system::descriptor_of(cx, args[0])?;
    let index = typhon_vm::protocol::index::to_value(cx, args[1])?;
    let value = match int::to_i64(index) {
        Some(value) if value >= 0 => value as u64,
        Some(_) => return Err(cx.value_error("value must be positive")),
        None => match int::Int::of(index) {
            Some(number) if !number.is_negative() && number.bit_length() <= 64 => {
                int::in_radix(cx, number, 10).parse().unwrap_or(u64::MAX)
            }
            _ => return Err(system::overflow(cx, "Python int too large for C unsigned long long")),
        },
    };
    ready::wait_if_blocking(cx, descriptor, Direction::Write)?;
    system::call(cx, || descriptor::write(descriptor, &value.to_ne_bytes()))?;
    Ok(Value::NONE)
}

fn timerfd_create(cx: &Cx, args: &[Value]) -> R<Value> {
    let (clock, flags) = (system::int_of(cx, args[0])?, system::int_or(cx, args[1], libc::TFD_CLOEXEC)?);
    let made = system::call(cx, || transfer::make_timer(clock, flags))?;
    system::number(cx, made)
}

const SECOND: f64 = 1e9;

/// A time as nanoseconds: seconds as a number, or nanoseconds as an int.
fn time_of(cx: &Cx, value: Value, in_nanos: bool) -> R<i64> {
    let Some(value) = value.bound() else { return Ok(0) };
    if in_nanos {
        return system::long_of(cx, value);
    }
    let seconds = float::to_f64(cx, value)?;
    if seconds.is_nan() {
        return Err(cx.value_error("Invalid value NaN (not a number)"));
    }
    if seconds.abs() > 9.2e9 {
        return Err(system::overflow(cx, "timestamp out of range for platform time_t"));
    }
    Ok((seconds * SECOND).round() as i64)
}

fn setting_value(cx: &Cx, (next, interval): transfer::Setting, in_nanos: bool) -> R<Value> {
    let value = |nanos: i64| {
        if in_nanos { int::from_i64(cx, nanos) } else { Ok(Value::from_float(nanos as f64 / SECOND)) }
    };
    system::pair(cx, value(next)?, value(interval)?)
}

fn timerfd_settime(cx: &Cx, args: &[Value], in_nanos: bool) -> R<Value> {
    let (descriptor, flags) = (system::descriptor_of(cx, args[0])?, system::int_or(cx, args[1], 0)?);
    let setting = (time_of(cx, args[2], in_nanos)?, time_of(cx, args[3], in_nanos)?);
    let old = system::call(cx, || transfer::set_timer(descriptor, flags, setting))?;
    setting_value(cx, old, in_nanos)
}

fn timerfd_gettime(cx: &Cx, args: &[Value], in_nanos: bool) -> R<Value> {
    let descriptor = system::descriptor_of(cx, args[0])?;
    let setting = system::call(cx, || transfer::timer(descriptor))?;
    setting_value(cx, setting, in_nanos)
}

fn part(cx: &Cx, args: &[Value], body: impl Fn(i32, i64, i64) -> io::Result<()>) -> R<Value> {
    let descriptor = system::int_of(cx, args[0])?;
    let (offset, length) = (system::long_of(cx, args[1])?, system::long_of(cx, args[2])?);
    system::call(cx, || body(descriptor, offset, length))?;
    Ok(Value::NONE)
}

fn plain(cx: &Cx, value: Value, body: fn(i32) -> io::Result<i64>) -> R<Value> {
    let descriptor = system::descriptor_of(cx, value)?;
    system::call(cx, || body(descriptor))?;
    Ok(Value::NONE)
}

fn name(cx: &Cx, value: Value, body: fn(i32) -> io::Result<Vec<u8>>) -> R<Value> {
    let descriptor = system::int_of(cx, value)?;
    let name = system::call(cx, || body(descriptor))?;
    system::decode(cx, &name)
}

fn openpty(cx: &Cx, _: &[Value]) -> R<Value> {
    let ends = system::call(cx, terminal::pair)?;
    Ok(tuple::from_slice(cx, &ends.map(|end| Value::small_int_unchecked(end.into())))?.value())
}

fn posix_openpt(cx: &Cx, args: &[Value]) -> R<Value> {
    let flags = system::int_of(cx, args[0])?;
    let made = system::call(cx, || {
        let made = terminal::open_master(flags)?;
        descriptor::set_inheritable(made as i32, false)?;
        Ok(made)
    })?;
    system::number(cx, made)
}

pub(super) const FUNCTIONS: &[MethodDef] = &[
    MethodDef::function(
        "pread(fd, length, offset, /)",
        "Read a number of bytes from a file descriptor starting at a particular offset.",
        pread,
    ),
    MethodDef::function(
        "pwrite(fd, buffer, offset, /)",
        "Write bytes to a file descriptor starting at a particular offset.",
        pwrite,
    ),
    MethodDef::function(
        "readinto(fd, buffer, /)",
        "Read into a buffer object from a file descriptor.",
        readinto,
    ),
    MethodDef::function(
        "readv(fd, buffers, /)",
        "Read from a file descriptor fd into an iterable of buffers.",
        |cx, args| read_parts(cx, "readv", args, None),
    ),
    MethodDef::function(
        "preadv(fd, buffers, offset, flags=0, /)",
        "Reads from a file descriptor into a number of mutable bytes-like objects.",
        |cx, args| read_parts(cx, "preadv2", args, place_of(cx, args)?),
    ),
    MethodDef::function(
        "writev(fd, buffers, /)",
        "Iterate over buffers, and write the contents of each to a file descriptor.",
        |cx, args| write_parts(cx, "writev", args, None),
    ),
    MethodDef::function(
        "pwritev(fd, buffers, offset, flags=0, /)",
        "Writes the contents of bytes-like objects to a file descriptor at a given offset.",
        |cx, args| write_parts(cx, "pwritev", args, place_of(cx, args)?),
    ),
    MethodDef::function(
        "sendfile(out_fd, in_fd, offset, count)",
        "Copy count bytes from file descriptor in_fd to file descriptor out_fd.",
        sendfile,
    ),
    MethodDef::function(
        "copy_file_range(src, dst, count, offset_src=None, offset_dst=None)",
        "Copy count bytes from one file descriptor to another.",
        |cx, args| moved(cx, args, Way::CopyRange),
    ),
    MethodDef::function(
        "splice(src, dst, count, offset_src=None, offset_dst=None, flags=0)",
        "Transfer count bytes from one pipe to a descriptor or vice versa.",
        |cx, args| {
            let flags = args[5].bound().map_or(Ok(0), |flags| system::bits_of(cx, flags))?;
            moved(cx, args, Way::Splice(flags))
        },
    ),
    MethodDef::function(
        "posix_fadvise(fd, offset, length, advice, /)",
        "Announce an intention to access data in a specific pattern.",
        |cx, args| {
            let advice = system::int_of(cx, args[3])?;
            part(cx, args, |descriptor, offset, length| transfer::advise(descriptor, offset, length, advice))
        },
    ),
    MethodDef::function(
        "posix_fallocate(fd, offset, length, /)",
        "Ensure a file has allocated at least a particular number of bytes on disk.",
        |cx, args| part(cx, args, transfer::allocate),
    ),
    MethodDef::function("sync()", "Force write of everything to disk.", |cx, _| {
        cx.blocking(transfer::sync_all);
        Ok(Value::NONE)
    }),
    MethodDef::function("memfd_create(name, flags=MFD_CLOEXEC)", "", memfd_create),
    MethodDef::function(
        "eventfd(initval, flags=EFD_CLOEXEC)",
        "Creates and returns an event notification file descriptor.",
        eventfd,
    ),
    MethodDef::function("eventfd_read(fd)", "Read eventfd value.", eventfd_read),
    MethodDef::function("eventfd_write(fd, value)", "Write eventfd value.", eventfd_write),
    MethodDef::function(
        "timerfd_create(clockid, /, *, flags=0)",
        "Create and return a timer file descriptor.",
        timerfd_create,
    ),
    MethodDef::function(
        "timerfd_settime(fd, /, *, flags=0, initial=0.0, interval=0.0)",
        "Alter a timer file descriptor's internal timer in seconds.",
        |cx, args| timerfd_settime(cx, args, false),
    ),
    MethodDef::function(
        "timerfd_settime_ns(fd, /, *, flags=0, initial=0, interval=0)",
        "Alter a timer file descriptor's internal timer in nanoseconds.",
        |cx, args| timerfd_settime(cx, args, true),
    ),
    MethodDef::function(
        "timerfd_gettime(fd, /)",
        "Return a tuple of a timer file descriptor's (interval, next expiration) in float seconds.",
        |cx, args| timerfd_gettime(cx, args, false),
    ),
    MethodDef::function(
        "timerfd_gettime_ns(fd, /)",
        "Return a tuple of a timer file descriptor's (interval, next expiration) in nanoseconds.",
        |cx, args| timerfd_gettime(cx, args, true),
    ),
    MethodDef::function("openpty()", "Open a pseudo-terminal.", openpty),
    MethodDef::function(
        "posix_openpt(oflag, /)",
        "Open and return a file descriptor for a master pseudo-terminal device.",
        posix_openpt,
    ),
    MethodDef::function("grantpt(fd, /)", "Grant access to the slave pseudo-terminal device.", |cx, args| {
        plain(cx, args[0], terminal::grant)
    }),
    MethodDef::function("unlockpt(fd, /)", "Unlock a pseudo-terminal master/slave pair.", |cx, args| {
        plain(cx, args[0], terminal::unlock)
    }),
    MethodDef::function(
        "login_tty(fd, /)",
        "Prepare the tty of which fd is a file descriptor for a new login session.",
        |cx, args| plain(cx, args[0], terminal::log_in),
    ),
    MethodDef::function(
        "ptsname(fd, /)",
        "Return the name of the slave pseudo-terminal device.",
        |cx, args| name(cx, args[0], terminal::slave_name),
    ),
    MethodDef::function(
        "ttyname(fd, /)",
        "Return the name of the terminal device connected to 'fd'.",
        |cx, args| name(cx, args[0], terminal::name),
    ),
];
