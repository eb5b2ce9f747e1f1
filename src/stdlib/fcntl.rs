//! `fcntl`: controls of descriptors and devices, and locks of files. Thread-safety: nothing is kept; locks are the system's.

use typhon_os::descriptor;
use typhon_os::libc;
use typhon_vm::context::{Cx, R};
use typhon_vm::import::ModuleDef;
use typhon_vm::object::Obj;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::dict::Dict;
use typhon_vm::types::str_::Str;
use typhon_vm::types::{bytes, int};
use typhon_vm::{Value, protocol};

use crate::constants::{self, Constants, constants};
use crate::system;

/// Numbers that the C library has.
const OF_LIBRARY: Constants = constants![
    FD_CLOEXEC FICLONE FICLONERANGE F_ADD_SEALS F_DUPFD F_DUPFD_CLOEXEC F_GETFD F_GETFL F_GETLEASE
    F_GETPIPE_SZ F_GET_SEALS F_NOTIFY F_SEAL_FUTURE_WRITE F_SEAL_GROW F_SEAL_SEAL F_SEAL_SHRINK
    F_SEAL_WRITE F_SETFD F_SETFL F_SETLEASE F_SETPIPE_SZ LOCK_EX LOCK_NB LOCK_SH LOCK_UN
];

/// The others: the kernel's.
const OTHERS: Constants = &[
    ("DN_ACCESS", 1),
    ("DN_ATTRIB", 32),
    ("DN_CREATE", 4),
    ("DN_DELETE", 8),
    ("DN_MODIFY", 2),
    ("DN_MULTISHOT", 0x80000000),
    ("DN_RENAME", 16),
    ("FASYNC", 0x2000),
    ("F_DUPFD_QUERY", 0x403),
    ("F_EXLCK", 4),
    ("F_GETLK", 5),
    ("F_GETLK64", 5),
    ("F_GETOWN", 9),
    ("F_GETOWN_EX", 16),
    ("F_GETSIG", 11),
    ("F_GET_FILE_RW_HINT", 0x40d),
    ("F_GET_RW_HINT", 0x40b),
    ("F_OFD_GETLK", 36),
    ("F_OFD_SETLK", 37),
    ("F_OFD_SETLKW", 38),
    ("F_OWNER_PGRP", 2),
    ("F_OWNER_PID", 1),
    ("F_OWNER_TID", 0),
    ("F_RDLCK", 0),
    ("F_SETLK", 6),
    ("F_SETLK64", 6),
    ("F_SETLKW", 7),
    ("F_SETLKW64", 7),
    ("F_SETOWN", 8),
    ("F_SETOWN_EX", 15),
    ("F_SETSIG", 10),
    ("F_SET_FILE_RW_HINT", 0x40e),
    ("F_SET_RW_HINT", 0x40c),
    ("F_SHLCK", 8),
    ("F_UNLCK", 2),
    ("F_WRLCK", 1),
    ("LOCK_MAND", 32),
    ("LOCK_READ", 64),
    ("LOCK_RW", 192),
    ("LOCK_WRITE", 128),
    ("RWH_WRITE_LIFE_EXTREME", 5),
    ("RWH_WRITE_LIFE_LONG", 4),
    ("RWH_WRITE_LIFE_MEDIUM", 3),
    ("RWH_WRITE_LIFE_NONE", 1),
    ("RWH_WRITE_LIFE_NOT_SET", 0),
    ("RWH_WRITE_LIFE_SHORT", 2),
];

/// Longest argument.
const MOST: usize = 1024;

fn is_number(cx: &Cx, value: Value) -> bool {
    int::is_int(value) || cx.type_of(value).slots().index.is_some()
}

/// The bytes of an argument that is no number.
fn data_of(cx: &Cx, value: Value, function: &str) -> R<Vec<u8>> {
    let data = match value.cast::<Str>() {
        Some(text) => system::encode_with(cx, text, "strict")?,
        None => match system::bytes_of(cx, value) {
            Ok(data) => data.as_slice().to_vec(),
            Err(raised) if cx.matches(raised, typhon_vm::exceptions::TYPE_ERROR) => {
                let shown = cx.type_name(value);
                return Err(cx.type_error(format!(
                    "{function}() argument 3 must be an integer, a bytes-like object, or a string, not {shown}"
                )));
            }
            Err(raised) => return Err(raised),
        },
    };
    Ok(data)
}

fn fcntl(cx: &Cx, args: &[Value]) -> R<Value> {
    let (descriptor, command) = (system::descriptor_of(cx, args[0])?, system::int_of(cx, args[1])?);
    let argument = args[2].bound();
    match argument {
        Some(argument) if !is_number(cx, argument) => {
            let data = data_of(cx, argument, "fcntl")?;
            if data.len() > MOST {
                return Err(cx.value_error("fcntl argument 3 is too long"));
            }
            let (_, answer) = system::call(cx, || descriptor::control_bytes(descriptor, command, &data))?;
            bytes::from_slice(cx, &answer)
        }
        argument => {
            let argument = argument.map_or(Ok(0), |argument| system::bits_of(cx, argument))? as i32;
            let answer = system::call(cx, || descriptor::control(descriptor, command, argument))?;
            system::number(cx, answer)
        }
    }
}

/// The bits of a C `unsigned long`.
fn request_of(cx: &Cx, value: Value) -> R<u64> {
    let index = protocol::index::to_value(cx, value)?;
    match int::to_i64(index) {
        Some(request) => Ok(request as u64),
        None => Err(system::overflow(cx, "Python int too large to convert to C unsigned long")),
    }
}

fn ioctl(cx: &Cx, args: &[Value]) -> R<Value> {
    let descriptor = system::descriptor_of(cx, args[0])?;
    let request = request_of(cx, args[1])?;
    let mutates = system::flag_of(cx, args[3], true)?;
    let argument = match args[2].bound() {
        Some(argument) if !is_number(cx, argument) => argument,
        number => {
            let number = number.map_or(Ok(0), |number| system::long_of(cx, number))?;
            let answer = system::call(cx, || descriptor::device_control(descriptor, request, number))?;
            return Ok(Value::small_int_unchecked(answer.into()));
        }
    };
    let data = data_of(cx, argument, "ioctl")?;
    if mutates && let Ok(target) = system::writable(cx, argument, "ioctl() argument 3") {
        let (answer, changed) =
            system::call(cx, || descriptor::device_control_bytes(descriptor, request, &data))?;
        target.write(0, &changed);
        return Ok(Value::small_int_unchecked(answer.into()));
    }
    if data.len() > MOST {
        return Err(cx.value_error("ioctl argument 3 is too long"));
    }
    let (_, answer) = system::call(cx, || descriptor::device_control_bytes(descriptor, request, &data))?;
    bytes::from_slice(cx, &answer)
}

fn flock(cx: &Cx, args: &[Value]) -> R<Value> {
    let (descriptor, operation) = (system::descriptor_of(cx, args[0])?, system::int_of(cx, args[1])?);
    system::call(cx, || descriptor::lock_whole(descriptor, operation))?;
    Ok(Value::NONE)
}

fn lockf(cx: &Cx, args: &[Value]) -> R<Value> {
    let (descriptor, operation) = (system::descriptor_of(cx, args[0])?, system::int_of(cx, args[1])?);
    let long = |value: Value| value.bound().map_or(Ok(0), |value| system::long_of(cx, value));
    let (length, start) = (long(args[2])?, long(args[3])?);
    let whence = system::int_or(cx, args[4], 0)?;
    let kind = if operation & libc::LOCK_UN != 0 {
        libc::F_UNLCK
    } else if operation & libc::LOCK_SH != 0 {
        libc::F_RDLCK
    } else if operation & libc::LOCK_EX != 0 {
        libc::F_WRLCK
    } else {
        return Err(cx.value_error("unrecognized lockf argument"));
    };
    let command = if operation & libc::LOCK_NB != 0 { libc::F_SETLK } else { libc::F_SETLKW };
    system::call(cx, || descriptor::lock_part(descriptor, command, kind, (start, length, whence)))?;
    Ok(Value::NONE)
}

fn init(cx: &Cx, namespace: Obj<Dict>) -> R<()> {
    constants::put(cx, namespace, OF_LIBRARY)?;
    constants::put(cx, namespace, OTHERS)
}

/// The module.
pub static FCNTL: ModuleDef = ModuleDef {
    name: "fcntl",
    doc: "This module performs file control and I/O control on file\n\
          descriptors.  It is an interface to the fcntl() and ioctl() Unix\n\
          routines.  File descriptors can be obtained with the fileno() method of\n\
          a file or socket object.",
    functions: &[
        MethodDef::function(
            "fcntl(fd, cmd, arg=0, /)",
            "Perform the operation cmd on file descriptor fd.",
            fcntl,
        ),
        MethodDef::function(
            "ioctl(fd, request, arg=0, mutate_flag=True, /)",
            "Perform the operation request on file descriptor fd.",
            ioctl,
        ),
        MethodDef::function(
            "flock(fd, operation, /)",
            "Perform the lock operation on file descriptor fd.",
            flock,
        ),
        MethodDef::function(
            "lockf(fd, cmd, len=0, start=0, whence=0, /)",
            "A wrapper around the fcntl() locking calls.",
            lockf,
        ),
    ],
    init,
};
