//! What is done with files by name.

use std::ffi::CStr;
use std::io;

use typhon_os::libc;
use typhon_os::path::{self, Stamp};
use typhon_os::{descriptor, extended};
use typhon_vm::context::{Cx, R};
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::tuple::Tuple;
use typhon_vm::types::{bytes, float, int, list};
use typhon_vm::{Value, protocol};

use super::check_combination;
use crate::system::{self, NAME, NAME_OR_DESCRIPTOR, Path};

/// A call about one name in a directory.
fn by_name(
    cx: &Cx,
    function: &str,
    (path, dir_fd): (Value, Value),
    body: impl Fn(i32, &CStr) -> io::Result<i64>,
) -> R<Value> {
    let path = system::path_of(cx, path, function, "path", NAME)?;
    let directory = system::directory_of(cx, dir_fd)?;
    system::call_about(cx, path.given, || body(directory, path.as_c()))?;
    Ok(Value::NONE)
}

fn open(cx: &Cx, args: &[Value]) -> R<Value> {
    let path = system::path_of(cx, args[0], "open", "path", NAME)?;
    let flags = system::int_of(cx, args[1])?;
    let mode = system::int_or(cx, args[2], 0o777)?;
    let directory = system::directory_of(cx, args[3])?;
    let opened = system::call_about(cx, path.given, || {
        path::open(directory, path.as_c(), flags | libc::O_CLOEXEC, mode as u32)
    })?;
    system::number(cx, opened)
}

/// `rename` and `replace` are one on POSIX.
fn rename_as(cx: &Cx, function: &str, args: &[Value]) -> R<Value> {
    let from = system::path_of(cx, args[0], function, "src", NAME)?;
    let to = system::path_of(cx, args[1], function, "dst", NAME)?;
    let (source, target) = (system::directory_of(cx, args[2])?, system::directory_of(cx, args[3])?);
    about_two(cx, &from, &to, || path::rename(source, from.as_c(), target, to.as_c()))
}

fn about_two(cx: &Cx, from: &Path, to: &Path, body: impl FnMut() -> io::Result<i64>) -> R<Value> {
    match system::attempt(cx, body)? {
        Ok(_) => Ok(Value::NONE),
        Err(error) => Err(system::fail_about_two(cx, &error, from.given, to.given)),
    }
}

fn link(cx: &Cx, args: &[Value]) -> R<Value> {
    let from = system::path_of(cx, args[0], "link", "src", NAME)?;
    let to = system::path_of(cx, args[1], "link", "dst", NAME)?;
    let (source, target) = (system::directory_of(cx, args[2])?, system::directory_of(cx, args[3])?);
    // Not given: what the plain call does, which on Linux follows no link.
    let flags = if args[4].bound().is_some() && protocol::is_true(cx, args[4])? {
        libc::AT_SYMLINK_FOLLOW
    } else {
        0
    };
    about_two(cx, &from, &to, || path::link(source, from.as_c(), target, to.as_c(), flags))
}

fn symlink(cx: &Cx, args: &[Value]) -> R<Value> {
    let from = system::path_of(cx, args[0], "symlink", "src", NAME)?;
    let to = system::path_of(cx, args[1], "symlink", "dst", NAME)?;
    let directory = system::directory_of(cx, args[3])?;
    about_two(cx, &from, &to, || path::symlink(from.as_c(), directory, to.as_c()))
}

fn readlink(cx: &Cx, args: &[Value]) -> R<Value> {
    let path = system::path_of(cx, args[0], "readlink", "path", NAME)?;
    let directory = system::directory_of(cx, args[1])?;
    let target = system::call_about(cx, path.given, || path::read_link(directory, path.as_c()))?;
    path.name_value(cx, &target)
}

fn mkdir(cx: &Cx, args: &[Value]) -> R<Value> {
    let path = system::path_of(cx, args[0], "mkdir", "path", NAME)?;
    let mode = system::int_or(cx, args[1], 0o777)?;
    let directory = system::directory_of(cx, args[2])?;
    system::call_about(cx, path.given, || path::make_directory(directory, path.as_c(), mode as u32))?;
    Ok(Value::NONE)
}

fn mkfifo(cx: &Cx, args: &[Value]) -> R<Value> {
    let mode = system::int_or(cx, args[1], 0o666)?;
    by_name(cx, "mkfifo", (args[0], args[2]), |directory, path| path::make_fifo(directory, path, mode as u32))
}

fn mknod(cx: &Cx, args: &[Value]) -> R<Value> {
    let mode = system::int_or(cx, args[1], 0o600)?;
    let device = device_of(cx, args[2])?;
    by_name(cx, "mknod", (args[0], args[3]), |directory, path| {
        path::make_node(directory, path, mode as u32, device)
    })
}

/// A device's number; -1 stands for none.
fn device_of(cx: &Cx, value: Value) -> R<u64> {
    let Some(value) = value.bound() else { return Ok(0) };
    let index = protocol::index::to_value(cx, value)?;
    match int::to_i64(index) {
        Some(number) if number >= -1 => Ok(number as u64),
        Some(_) => Err(system::overflow(cx, "can't convert negative int to unsigned")),
        None => match int::Int::of(index) {
            Some(number) if !number.is_negative() && number.bit_length() <= 64 => {
                let text = int::in_radix(cx, number, 10);
                text.parse().map_err(|_| system::overflow(cx, "int too big to convert"))
            }
            _ => Err(system::overflow(cx, "int too big to convert")),
        },
    }
}

fn access(cx: &Cx, args: &[Value]) -> R<Value> {
    let path = system::path_of(cx, args[0], "access", "path", NAME)?;
    let mode = system::int_of(cx, args[1])?;
    let directory = system::directory_of(cx, args[2])?;
    let mut flags = 0;
    if system::flag_of(cx, args[3], false)? {
        flags |= libc::AT_EACCESS;
    }
    if !system::flag_of(cx, args[4], true)? {
        flags |= libc::AT_SYMLINK_NOFOLLOW;
    }
    let may = system::attempt(cx, || path::access(directory, path.as_c(), mode, flags))?;
    Ok(Value::from_bool(may.is_ok()))
}

fn chmod(cx: &Cx, args: &[Value]) -> R<Value> {
    let path = system::path_of(cx, args[0], "chmod", "path", NAME_OR_DESCRIPTOR)?;
    let mode = system::int_of(cx, args[1])? as u32;
    let directory = system::directory_of(cx, args[2])?;
    let follow = system::flag_of(cx, args[3], true)?;
    let flags = if follow { 0 } else { libc::AT_SYMLINK_NOFOLLOW };
    let outcome = system::attempt(cx, || match path.descriptor {
        Some(descriptor) => descriptor::change_mode(descriptor, mode),
        None => path::change_mode(directory, path.as_c(), mode, flags),
    })?;
    match outcome {
        Ok(_) => Ok(Value::NONE),
        Err(error) if !follow && error.raw_os_error() == Some(libc::EOPNOTSUPP) => {
            if directory != path::HERE {
                return Err(cx.value_error("chmod: cannot use dir_fd and follow_symlinks together"));
            }
            Err(super::unavailable(cx, "chmod: follow_symlinks unavailable on this platform"))
        }
        Err(error) => Err(system::fail_about(cx, &error, path.given)),
    }
}

fn chown_as(cx: &Cx, function: &str, args: &[Value], dir_fd: Value, follow: bool) -> R<Value> {
    let allowed = if function == "chown" { NAME_OR_DESCRIPTOR } else { NAME };
    let path = system::path_of(cx, args[0], function, "path", allowed)?;
    let (user, group) = (system::id_of(cx, args[1], "uid")?, system::id_of(cx, args[2], "gid")?);
    let directory = system::directory_of(cx, dir_fd)?;
    check_combination(cx, function, &path, directory, follow)?;
    let flags = if follow { 0 } else { libc::AT_SYMLINK_NOFOLLOW };
    system::call_about(cx, path.given, || match path.descriptor {
        Some(descriptor) => descriptor::change_owner(descriptor, user, group),
        None => path::change_owner(directory, path.as_c(), user, group, flags),
    })?;
    Ok(Value::NONE)
}

fn chown(cx: &Cx, args: &[Value]) -> R<Value> {
    chown_as(cx, "chown", args, args[3], system::flag_of(cx, args[4], true)?)
}

fn lchown(cx: &Cx, args: &[Value]) -> R<Value> {
    chown_as(cx, "lchown", args, Value::UNBOUND, false)
}

fn chdir(cx: &Cx, args: &[Value]) -> R<Value> {
    let path = system::path_of(cx, args[0], "chdir", "path", NAME_OR_DESCRIPTOR)?;
    system::call_about(cx, path.given, || match path.descriptor {
        Some(descriptor) => descriptor::change_directory(descriptor),
        None => path::change_directory(path.as_c()),
    })?;
    Ok(Value::NONE)
}

fn truncate(cx: &Cx, args: &[Value]) -> R<Value> {
    let path = system::path_of(cx, args[0], "truncate", "path", NAME_OR_DESCRIPTOR)?;
    let length = system::long_of(cx, args[1])?;
    system::call_about(cx, path.given, || match path.descriptor {
        Some(descriptor) => descriptor::truncate(descriptor, length),
        None => path::truncate(path.as_c(), length),
    })?;
    Ok(Value::NONE)
}

const SECOND: i64 = 1_000_000_000;

/// A time in seconds, rounded down to nanoseconds.
fn stamp_of_seconds(cx: &Cx, value: Value) -> R<Stamp> {
    if let Some(number) = float::of(value) {
        if number.is_nan() {
            return Err(cx.value_error("Invalid value NaN (not a number)"));
        }
        let seconds = number.floor();
        let nanos = ((number - seconds) * 1e9).floor();
        // What an `i64` holds: the bounds are powers of two, so exact.
        if !(-(2f64.powi(63))..2f64.powi(63)).contains(&seconds) {
            return Err(system::overflow(cx, "timestamp out of range for platform time_t"));
        }
        return Ok(match nanos {
            nanos if nanos >= 1e9 => Stamp::At { seconds: seconds as i64 + 1, nanos: 0 },
            nanos => Stamp::At { seconds: seconds as i64, nanos: nanos as i64 },
        });
    }
    if !int::is_int(value) {
        return Err(cx.type_error(format!("argument must be int or float, not {}", cx.type_name(value))));
    }
    match int::to_i64(value) {
        Some(seconds) => Ok(Stamp::At { seconds, nanos: 0 }),
        None => Err(system::overflow(cx, "timestamp out of range for platform time_t")),
    }
}

fn stamp_of_nanos(cx: &Cx, value: Value) -> R<Stamp> {
    let parts = protocol::binary::binary_op(
        cx,
        typhon_vm::typedef::BinaryOp::FloorDiv,
        value,
        int::from_i64(cx, SECOND)?,
    )?;
    let rest = protocol::binary::binary_op(
        cx,
        typhon_vm::typedef::BinaryOp::Mod,
        value,
        int::from_i64(cx, SECOND)?,
    )?;
    match (int::to_i64(parts), int::to_i64(rest)) {
        (Some(seconds), Some(nanos)) => Ok(Stamp::At { seconds, nanos }),
        _ => Err(system::overflow(cx, "timestamp out of range for platform time_t")),
    }
}

fn utime(cx: &Cx, args: &[Value]) -> R<Value> {
    let path = system::path_of(cx, args[0], "utime", "path", NAME_OR_DESCRIPTOR)?;
    let times = args[1].bound().filter(|times| !times.is_none());
    let directory = system::directory_of(cx, args[3])?;
    let follow = system::flag_of(cx, args[4], true)?;
    let two = |value: Value, text: &str| match value.cast::<Tuple>().filter(|times| times.len() == 2) {
        Some(times) => Ok([times.get(0), times.get(1)]),
        None => Err(cx.type_error(format!("utime: {text}"))),
    };
    let stamps = match (times, args[2].bound()) {
        (Some(_), Some(_)) => {
            return Err(cx.value_error("utime: you may specify either 'times' or 'ns' but not both"));
        }
        (Some(times), None) => {
            let [access, modification] = two(times, "'times' must be either a tuple of two ints or None")?;
            [stamp_of_seconds(cx, access)?, stamp_of_seconds(cx, modification)?]
        }
        (None, Some(nanos)) => {
            let [access, modification] = two(nanos, "'ns' must be a tuple of two ints")?;
            [stamp_of_nanos(cx, access)?, stamp_of_nanos(cx, modification)?]
        }
        (None, None) => [Stamp::Now; 2],
    };
    check_combination(cx, "utime", &path, directory, follow)?;
    let flags = if follow { 0 } else { libc::AT_SYMLINK_NOFOLLOW };
    system::call_about(cx, path.given, || match path.descriptor {
        Some(descriptor) => path::set_times(descriptor, None, stamps, 0),
        None => path::set_times(directory, Some(path.as_c()), stamps, flags),
    })?;
    Ok(Value::NONE)
}

fn getcwdb(cx: &Cx, _: &[Value]) -> R<Value> {
    bytes::from_slice(cx, &system::call(cx, path::current_directory)?)
}

fn getcwd(cx: &Cx, _: &[Value]) -> R<Value> {
    system::decode(cx, &system::call(cx, path::current_directory)?)
}

// --- extended attributes ---------------------------------------------------------------------------------------------

fn target<'a>(cx: &Cx, function: &str, path: &'a Path, follow: Value) -> R<extended::Target<'a>> {
    let follow = system::flag_of(cx, follow, true)?;
    if path.descriptor.is_some() && !follow {
        return Err(cx.value_error(&format!("{function}: cannot use fd and follow_symlinks together")));
    }
    Ok(match path.descriptor {
        Some(descriptor) => extended::Target::Descriptor(descriptor),
        None if follow => extended::Target::Path(path.as_c()),
        None => extended::Target::Link(path.as_c()),
    })
}

fn getxattr(cx: &Cx, args: &[Value]) -> R<Value> {
    let path = system::path_of(cx, args[0], "getxattr", "path", NAME_OR_DESCRIPTOR)?;
    let name = system::path_of(cx, args[1], "getxattr", "attribute", NAME)?;
    let target = target(cx, "getxattr", &path, args[2])?;
    let value = system::call_about(cx, path.given, || extended::get(target, name.as_c()))?;
    bytes::from_slice(cx, &value)
}

fn setxattr(cx: &Cx, args: &[Value]) -> R<Value> {
    let path = system::path_of(cx, args[0], "setxattr", "path", NAME_OR_DESCRIPTOR)?;
    let name = system::path_of(cx, args[1], "setxattr", "attribute", NAME)?;
    let value = system::bytes_of(cx, args[2])?;
    let flags = system::int_or(cx, args[3], 0)?;
    let target = target(cx, "setxattr", &path, args[4])?;
    system::call_about(cx, path.given, || extended::set(target, name.as_c(), value.as_slice(), flags))?;
    Ok(Value::NONE)
}

fn removexattr(cx: &Cx, args: &[Value]) -> R<Value> {
    let path = system::path_of(cx, args[0], "removexattr", "path", NAME_OR_DESCRIPTOR)?;
    let name = system::path_of(cx, args[1], "removexattr", "attribute", NAME)?;
    let target = target(cx, "removexattr", &path, args[2])?;
    system::call_about(cx, path.given, || extended::remove(target, name.as_c()))?;
    Ok(Value::NONE)
}

fn listxattr(cx: &Cx, args: &[Value]) -> R<Value> {
    let path = system::path_of(cx, args[0], "listxattr", "path", system::ANY)?;
    let target = target(cx, "listxattr", &path, args[1])?;
    let names = list::new(cx)?;
    let all = system::call_about(cx, path.given, || extended::names(target))?;
    for name in all.split(|&byte| byte == 0).filter(|name| !name.is_empty()) {
        list::append(cx, names, system::decode(cx, name)?)?;
    }
    Ok(names.value())
}

fn fspath(cx: &Cx, args: &[Value]) -> R<Value> {
    system::fspath(cx, args[0])
}

fn umask(cx: &Cx, args: &[Value]) -> R<Value> {
    let mask = system::int_of(cx, args[0])?;
    system::number(cx, typhon_os::process::set_mask(mask as u32).into())
}

fn device_parts(cx: &Cx, args: &[Value]) -> R<[Value; 2]> {
    let device = device_of(cx, args[0])?;
    let number = |part: u32| int::from_i64(cx, part.into());
    // No device: the parts are as little.
    if device == u64::MAX {
        return Ok([Value::small_int_unchecked(-1); 2]);
    }
    Ok([number(libc::major(device))?, number(libc::minor(device))?])
}

fn makedev(cx: &Cx, args: &[Value]) -> R<Value> {
    // -1 stands for "no device", as a part and as the answer.
    let part = |value: Value| match system::long_of(cx, value)? {
        -1 => Ok(u32::MAX),
        negative if negative < 0 => Err(system::overflow(cx, "can't convert negative int to unsigned")),
        part => u32::try_from(part)
            .map_err(|_| system::overflow(cx, "Python int too large to convert to C unsigned int")),
    };
    match libc::makedev(part(args[0])?, part(args[1])?) {
        u64::MAX => Ok(Value::small_int_unchecked(-1)),
        device => int::from_u64(cx, device),
    }
}

fn pathconf(cx: &Cx, args: &[Value]) -> R<Value> {
    let path = system::path_of(cx, args[0], "pathconf", "path", NAME_OR_DESCRIPTOR)?;
    let name = super::configuration::path_name(cx, args[1])?;
    let limit = system::attempt(cx, || match path.descriptor {
        Some(descriptor) => typhon_os::configuration::of_descriptor(descriptor, name),
        None => typhon_os::configuration::of_path(path.as_c(), name),
    })?;
    system::number(cx, limit.map_err(|error| system::fail_about(cx, &error, path.given))?)
}

pub(super) const FUNCTIONS: &[MethodDef] = &[
    MethodDef::function(
        "open(path, flags, mode=511, *, dir_fd=None)",
        "Open a file for low level IO.  Returns a file descriptor (integer).",
        open,
    ),
    MethodDef::function(
        "rename(src, dst, *, src_dir_fd=None, dst_dir_fd=None)",
        "Rename a file or directory.",
        |cx, args| rename_as(cx, "rename", args),
    ),
    MethodDef::function(
        "replace(src, dst, *, src_dir_fd=None, dst_dir_fd=None)",
        "Rename a file or directory, overwriting the destination.",
        |cx, args| rename_as(cx, "replace", args),
    ),
    MethodDef::function(
        "link(src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=(os.name != 'nt'))",
        "Create a hard link to a file.",
        link,
    ),
    MethodDef::function(
        "symlink(src, dst, target_is_directory=False, *, dir_fd=None)",
        "Create a symbolic link pointing to src named dst.",
        symlink,
    ),
    MethodDef::function(
        "readlink(path, *, dir_fd=None)",
        "Return a string representing the path to which the symbolic link points.",
        readlink,
    ),
    MethodDef::function("mkdir(path, mode=511, *, dir_fd=None)", "Create a directory.", mkdir),
    MethodDef::function(
        "mkfifo(path, mode=438, *, dir_fd=None)",
        "Create a \"fifo\" (a POSIX named pipe).",
        mkfifo,
    ),
    MethodDef::function(
        "mknod(path, mode=384, device=0, *, dir_fd=None)",
        "Create a node in the file system.",
        mknod,
    ),
    MethodDef::function("rmdir(path, *, dir_fd=None)", "Remove a directory.", |cx, args| {
        by_name(cx, "rmdir", (args[0], args[1]), |directory, path| {
            path::unlink(directory, path, libc::AT_REMOVEDIR)
        })
    }),
    MethodDef::function("unlink(path, *, dir_fd=None)", "Remove a file (same as remove()).", |cx, args| {
        by_name(cx, "unlink", (args[0], args[1]), |directory, path| path::unlink(directory, path, 0))
    }),
    MethodDef::function("remove(path, *, dir_fd=None)", "Remove a file (same as unlink()).", |cx, args| {
        by_name(cx, "remove", (args[0], args[1]), |directory, path| path::unlink(directory, path, 0))
    }),
    MethodDef::function(
        "access(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)",
        "Use the real uid/gid to test for access to a path.",
        access,
    ),
    MethodDef::function(
        "chmod(path, mode, *, dir_fd=None, follow_symlinks=(os.name != 'nt'))",
        "Change the access permissions of a file.",
        chmod,
    ),
    MethodDef::function(
        "chown(path, uid, gid, *, dir_fd=None, follow_symlinks=True)",
        "Change the owner and group id of path to the numeric uid and gid.",
        chown,
    ),
    MethodDef::function(
        "lchown(path, uid, gid)",
        "Change the owner and group id of path to the numeric uid and gid, following no symbolic link.",
        lchown,
    ),
    MethodDef::function("chdir(path)", "Change the current working directory to the specified path.", chdir),
    MethodDef::function("chroot(path)", "Change root directory to path.", |cx, args| {
        by_name(cx, "chroot", (args[0], Value::UNBOUND), |_, path| path::change_root(path))
    }),
    MethodDef::function(
        "truncate(path, length)",
        "Truncate a file, specified by path, to a length.",
        truncate,
    ),
    MethodDef::function(
        "utime(path, times=None, *, ns=<unrepresentable>, dir_fd=None, follow_symlinks=True)",
        "Set the access and modified time of path.",
        utime,
    ),
    MethodDef::function("getcwd()", "Return a string representing the current working directory.", getcwd),
    MethodDef::function(
        "getcwdb()",
        "Return a bytes string representing the current working directory.",
        getcwdb,
    ),
    MethodDef::function(
        "getxattr(path, attribute, *, follow_symlinks=True)",
        "Return the value of extended attribute attribute on path.",
        getxattr,
    ),
    MethodDef::function(
        "setxattr(path, attribute, value, flags=0, *, follow_symlinks=True)",
        "Set extended attribute attribute on path to value.",
        setxattr,
    ),
    MethodDef::function(
        "removexattr(path, attribute, *, follow_symlinks=True)",
        "Remove extended attribute attribute on path.",
        removexattr,
    ),
    MethodDef::function(
        "listxattr(path=None, *, follow_symlinks=True)",
        "Return a list of extended attributes on path.",
        listxattr,
    ),
    MethodDef::function("fspath(path)", "Return the file system path representation of the object.", fspath),
    MethodDef::function(
        "umask(mask, /)",
        "Set the current numeric umask and return the previous one.",
        umask,
    ),
    MethodDef::function("major(device, /)", "Extracts a device major number.", |cx, args| {
        Ok(device_parts(cx, args)?[0])
    }),
    MethodDef::function("minor(device, /)", "Extracts a device minor number.", |cx, args| {
        Ok(device_parts(cx, args)?[1])
    }),
    MethodDef::function("makedev(major, minor, /)", "Composes a raw device number.", makedev),
    MethodDef::function("pathconf(path, name)", "Return the configuration limit name for path.", pathconf),
];
