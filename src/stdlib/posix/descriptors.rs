//! What is done with open files by their descriptors.

use std::io;

use typhon_os::{descriptor, libc, terminal};
use typhon_vm::Value;
use typhon_vm::context::{Cx, R};
use typhon_vm::scheduler::Direction;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::struct_sequence::StructSequence;
use typhon_vm::types::{bytes, str_};

use crate::{ready, system};

/// Columns and lines of a terminal.
pub(super) static TERMINAL_SIZE: StructSequence = StructSequence::new(
    ("os", "terminal_size"),
    "A tuple of (columns, lines) for holding terminal window size",
    &[
        ("columns", "width of the terminal window in characters"),
        ("lines", "height of the terminal window in characters"),
    ],
    2,
);

/// The most that one system call reads or writes.
const MOST: i64 = 0x7fff_f000;

pub(super) fn invalid(cx: &Cx) -> typhon_vm::context::Raised {
    system::fail(cx, &io::Error::from_raw_os_error(libc::EINVAL))
}

/// How much is to be read at once.
pub(super) fn size_of(cx: &Cx, value: Value) -> R<usize> {
    match system::long_of(cx, value)? {
        negative if negative < 0 => Err(invalid(cx)),
        size => {
            let size = size.min(MOST) as usize;
            cx.check_room(size)?;
            Ok(size)
        }
    }
}

fn read(cx: &Cx, args: &[Value]) -> R<Value> {
    let descriptor = system::int_of(cx, args[0])?;
    let mut room = vec![0; size_of(cx, args[1])?];
    ready::wait_if_blocking(cx, descriptor, Direction::Read)?;
    let count = system::call(cx, || descriptor::read(descriptor, &mut room))?;
    bytes::from_slice(cx, &room[..count])
}

fn write(cx: &Cx, args: &[Value]) -> R<Value> {
    let descriptor = system::int_of(cx, args[0])?;
    let data = system::bytes_of(cx, args[1])?;
    let data = data.as_slice();
    let data = &data[..data.len().min(MOST as usize)];
    ready::wait_if_blocking(cx, descriptor, Direction::Write)?;
    let count = system::call(cx, || descriptor::write(descriptor, data))?;
    system::number(cx, count as i64)
}

/// A call about a descriptor that answers nothing.
fn plain(cx: &Cx, body: impl FnMut() -> io::Result<i64>) -> R<Value> {
    system::call(cx, body)?;
    Ok(Value::NONE)
}

/// Closes; an interrupted `close` has closed, so it is not begun again.
fn close(cx: &Cx, args: &[Value]) -> R<Value> {
    let descriptor = system::int_of(cx, args[0])?;
    match cx.blocking(|| descriptor::close(descriptor)) {
        Err(error) if error.kind() != io::ErrorKind::Interrupted => Err(system::fail(cx, &error)),
        _ => Ok(Value::NONE),
    }
}

fn closerange(cx: &Cx, args: &[Value]) -> R<Value> {
    let (low, high) = (system::int_of(cx, args[0])?, system::int_of(cx, args[1])?);
    cx.blocking(|| descriptor::close_range(low, high));
    Ok(Value::NONE)
}

fn lseek(cx: &Cx, args: &[Value]) -> R<Value> {
    let descriptor = system::int_of(cx, args[0])?;
    let (place, whence) = (system::long_of(cx, args[1])?, system::int_of(cx, args[2])?);
    let place = system::call(cx, || descriptor::seek(descriptor, place, whence))?;
    system::number(cx, place)
}

fn ftruncate(cx: &Cx, args: &[Value]) -> R<Value> {
    let descriptor = system::int_of(cx, args[0])?;
    let length = system::long_of(cx, args[1])?;
    plain(cx, || descriptor::truncate(descriptor, length))
}

fn fchmod(cx: &Cx, args: &[Value]) -> R<Value> {
    let (descriptor, mode) = (system::int_of(cx, args[0])?, system::int_of(cx, args[1])?);
    plain(cx, || descriptor::change_mode(descriptor, mode as u32))
}

fn fchown(cx: &Cx, args: &[Value]) -> R<Value> {
    let descriptor = system::int_of(cx, args[0])?;
    let (user, group) = (system::id_of(cx, args[1], "uid")?, system::id_of(cx, args[2], "gid")?);
    plain(cx, || descriptor::change_owner(descriptor, user, group))
}

fn dup(cx: &Cx, args: &[Value]) -> R<Value> {
    let descriptor = system::int_of(cx, args[0])?;
    let new = system::call(cx, || descriptor::duplicate_least(descriptor, libc::F_DUPFD_CLOEXEC, 0))?;
    system::number(cx, new)
}

fn dup2(cx: &Cx, args: &[Value]) -> R<Value> {
    let (from, to) = (system::int_of(cx, args[0])?, system::int_of(cx, args[1])?);
    let inheritable = system::flag_of(cx, args[2], true)?;
    if from < 0 || to < 0 {
        return Err(system::fail(cx, &io::Error::from_raw_os_error(libc::EBADF)));
    }
    // The same number twice is an error of `dup3`.
    let new = system::call(cx, || {
        if inheritable || from == to {
            let new = descriptor::duplicate_to_inherited(from, to)?;
            if !inheritable {
                descriptor::set_inheritable(to, false)?;
            }
            return Ok(new);
        }
        descriptor::duplicate_to(from, to, libc::O_CLOEXEC)
    })?;
    system::number(cx, new)
}

fn isatty(cx: &Cx, args: &[Value]) -> R<Value> {
    let descriptor = system::int_of(cx, args[0])?;
    Ok(Value::from_bool(cx.blocking(|| descriptor::is_terminal(descriptor))))
}

fn get_terminal_size(cx: &Cx, args: &[Value]) -> R<Value> {
    let descriptor = system::int_or(cx, args[0], 1)?;
    let [lines, columns, ..] = system::call(cx, || terminal::window(descriptor))?;
    let number = |count: u16| Value::small_int_unchecked(count.into());
    TERMINAL_SIZE.instance(cx, &[number(columns), number(lines)])
}

fn pipe_with(cx: &Cx, flags: i32) -> R<Value> {
    let [read, write] = system::call(cx, || descriptor::pipe(flags))?;
    system::pair(cx, Value::small_int_unchecked(read.into()), Value::small_int_unchecked(write.into()))
}

fn get_inheritable(cx: &Cx, args: &[Value]) -> R<Value> {
    let descriptor = system::int_of(cx, args[0])?;
    Ok(Value::from_bool(system::call(cx, || descriptor::is_inheritable(descriptor))?))
}

fn set_inheritable(cx: &Cx, args: &[Value]) -> R<Value> {
    let (descriptor, inheritable) = (system::int_of(cx, args[0])?, system::int_of(cx, args[1])? != 0);
    system::call(cx, || descriptor::set_inheritable(descriptor, inheritable))?;
    Ok(Value::NONE)
}

fn get_blocking(cx: &Cx, args: &[Value]) -> R<Value> {
    let descriptor = system::int_of(cx, args[0])?;
    Ok(Value::from_bool(system::call(cx, || descriptor::is_blocking(descriptor))?))
}

fn set_blocking(cx: &Cx, args: &[Value]) -> R<Value> {
    let (descriptor, blocking) = (system::int_of(cx, args[0])?, system::flag_of(cx, args[1], true)?);
    system::call(cx, || descriptor::set_blocking(descriptor, blocking))?;
    Ok(Value::NONE)
}

fn lockf(cx: &Cx, args: &[Value]) -> R<Value> {
    let (descriptor, command) = (system::int_of(cx, args[0])?, system::int_of(cx, args[1])?);
    let length = system::long_of(cx, args[2])?;
    plain(cx, || descriptor::lock(descriptor, command, length))
}

fn fpathconf(cx: &Cx, args: &[Value]) -> R<Value> {
    let descriptor = system::descriptor_of(cx, args[0])?;
    let name = super::configuration::path_name(cx, args[1])?;
    let limit = system::call(cx, || typhon_os::configuration::of_descriptor(descriptor, name))?;
    system::number(cx, limit)
}

fn tcgetpgrp(cx: &Cx, args: &[Value]) -> R<Value> {
    let descriptor = system::int_of(cx, args[0])?;
    let group = system::call(cx, || descriptor::terminal_group(descriptor))?;
    system::number(cx, group)
}

fn tcsetpgrp(cx: &Cx, args: &[Value]) -> R<Value> {
    let (descriptor, group) = (system::int_of(cx, args[0])?, system::int_of(cx, args[1])?);
    plain(cx, || descriptor::set_terminal_group(descriptor, group))
}

fn device_encoding(cx: &Cx, args: &[Value]) -> R<Value> {
    let descriptor = system::int_of(cx, args[0])?;
    if cx.blocking(|| descriptor::is_terminal(descriptor)) {
        return str_::from_str(cx, "utf-8");
    }
    Ok(Value::NONE)
}

fn random_bytes(cx: &Cx, size: usize, flags: u32, whole: bool) -> R<Value> {
    cx.check_room(size)?;
    let mut room = vec![0; size];
    let mut filled = 0;
    while filled < size {
        filled += system::call(cx, || descriptor::random(&mut room[filled..], flags))?;
        if !whole {
            break;
        }
    }
    bytes::from_slice(cx, &room[..filled])
}

fn urandom(cx: &Cx, args: &[Value]) -> R<Value> {
    match system::long_of(cx, args[0])? {
        negative if negative < 0 => Err(cx.value_error("negative argument not allowed")),
        size => random_bytes(cx, size as usize, 0, true),
    }
}

fn getrandom(cx: &Cx, args: &[Value]) -> R<Value> {
    let flags = system::int_or(cx, args[1], 0)?;
    match system::long_of(cx, args[0])? {
        negative if negative < 0 => Err(invalid(cx)),
        size => random_bytes(cx, size as usize, flags as u32, false),
    }
}

pub(super) const FUNCTIONS: &[MethodDef] = &[
    MethodDef::function("read(fd, length, /)", "Read from a file descriptor.  Returns a bytes object.", read),
    MethodDef::function("write(fd, data, /)", "Write a bytes object to a file descriptor.", write),
    MethodDef::function("close(fd)", "Close a file descriptor.", close),
    MethodDef::function(
        "closerange(fd_low, fd_high, /)",
        "Closes all file descriptors in [fd_low, fd_high), ignoring errors.",
        closerange,
    ),
    MethodDef::function(
        "lseek(fd, position, whence, /)",
        "Set the position of a file descriptor.  Return the new position.",
        lseek,
    ),
    MethodDef::function(
        "ftruncate(fd, length, /)",
        "Truncate a file, specified by file descriptor, to a specific length.",
        ftruncate,
    ),
    MethodDef::function("fsync(fd)", "Force write of fd to disk.", |cx, args| {
        let descriptor = system::descriptor_of(cx, args[0])?;
        plain(cx, || descriptor::sync(descriptor))
    }),
    MethodDef::function(
        "fdatasync(fd)",
        "Force write of fd to disk without forcing update of metadata.",
        |cx, args| {
            let descriptor = system::descriptor_of(cx, args[0])?;
            plain(cx, || descriptor::sync_data(descriptor))
        },
    ),
    MethodDef::function("fchdir(fd)", "Change to the directory of the given file descriptor.", |cx, args| {
        let descriptor = system::descriptor_of(cx, args[0])?;
        plain(cx, || descriptor::change_directory(descriptor))
    }),
    MethodDef::function(
        "fchmod(fd, mode)",
        "Change the access permissions of the file given by file descriptor fd.",
        fchmod,
    ),
    MethodDef::function(
        "fchown(fd, uid, gid)",
        "Change the owner and group id of the file specified by file descriptor.",
        fchown,
    ),
    MethodDef::function("dup(fd, /)", "Return a duplicate of a file descriptor.", dup),
    MethodDef::function("dup2(fd, fd2, inheritable=True)", "Duplicate file descriptor.", dup2),
    MethodDef::function("isatty(fd, /)", "Return True if the fd is connected to a terminal.", isatty),
    MethodDef::function(
        "get_terminal_size(fd=<unrepresentable>, /)",
        "Return the size of the terminal window as (columns, lines).",
        get_terminal_size,
    ),
    MethodDef::function("pipe()", "Create a pipe.", |cx, _| pipe_with(cx, libc::O_CLOEXEC)),
    MethodDef::function("pipe2(flags, /)", "Create a pipe with flags set atomically.", |cx, args| {
        pipe_with(cx, system::int_of(cx, args[0])?)
    }),
    MethodDef::function(
        "get_inheritable(fd, /)",
        "Get the close-on-exe flag of the specified file descriptor.",
        get_inheritable,
    ),
    MethodDef::function(
        "set_inheritable(fd, inheritable, /)",
        "Set the inheritable flag of the specified file descriptor.",
        set_inheritable,
    ),
    MethodDef::function("get_blocking(fd, /)", "Get the blocking mode of the file descriptor.", get_blocking),
    MethodDef::function(
        "set_blocking(fd, blocking, /)",
        "Set the blocking mode of the specified file descriptor.",
        set_blocking,
    ),
    MethodDef::function(
        "lockf(fd, command, length, /)",
        "Apply, test or remove a POSIX lock on an open file descriptor.",
        lockf,
    ),
    MethodDef::function(
        "fpathconf(fd, name, /)",
        "Return the configuration limit name for the file descriptor fd.",
        fpathconf,
    ),
    MethodDef::function(
        "tcgetpgrp(fd, /)",
        "Return the process group associated with the terminal specified by fd.",
        tcgetpgrp,
    ),
    MethodDef::function(
        "tcsetpgrp(fd, pgid, /)",
        "Set the process group associated with the terminal specified by fd.",
        tcsetpgrp,
    ),
    MethodDef::function(
        "device_encoding(fd)",
        "Return a string describing the encoding of a terminal's file descriptor.",
        device_encoding,
    ),
    MethodDef::function(
        "urandom(size, /)",
        "Return a bytes object containing random bytes suitable for cryptographic use.",
        urandom,
    ),
    MethodDef::function("getrandom(size, flags=0)", "Obtain a series of random bytes.", getrandom),
];
