//! `stat_result` and `statvfs_result`, and what answers with them.

use typhon_os::libc;
use typhon_os::{descriptor, path};
use typhon_vm::Value;
use typhon_vm::context::{Cx, R};
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::int;
use typhon_vm::types::struct_sequence::StructSequence;

use crate::system::{self, Path};

/// The answer of `stat`.
pub(crate) static STAT_RESULT: StructSequence = StructSequence::new(
    ("os", "stat_result"),
    "stat_result: Result from stat, fstat, or lstat.\n\n\
     This object may be accessed either as a tuple of\n\
     \x20 (mode, ino, dev, nlink, uid, gid, size, atime, mtime, ctime)\n\
     or via the attributes st_mode, st_ino, st_dev, st_nlink, and so on.\n\n\
     Posix/windows: If your platform supports st_blksize, st_blocks, st_rdev,\n\
     or st_flags, they are available as attributes only.\n\n\
     See os.stat for more information.",
    &[
        ("st_mode", "protection bits"),
        ("st_ino", "inode"),
        ("st_dev", "device"),
        ("st_nlink", "number of hard links"),
        ("st_uid", "user ID of owner"),
        ("st_gid", "group ID of owner"),
        ("st_size", "total size, in bytes"),
        ("", "integer time of last access"),
        ("", "integer time of last modification"),
        ("", "integer time of last change"),
        ("st_atime", "time of last access"),
        ("st_mtime", "time of last modification"),
        ("st_ctime", "time of last change"),
        ("st_atime_ns", "time of last access in nanoseconds"),
        ("st_mtime_ns", "time of last modification in nanoseconds"),
        ("st_ctime_ns", "time of last change in nanoseconds"),
        ("st_blksize", "blocksize for filesystem I/O"),
        ("st_blocks", "number of blocks allocated"),
        ("st_rdev", "device type (if inode device)"),
    ],
    10,
)
.with_defaults(&[(10, 7), (11, 8), (12, 9)]);

/// The answer of `statvfs`.
pub(super) static STATVFS_RESULT: StructSequence = StructSequence::new(
    ("os", "statvfs_result"),
    "statvfs_result: Result from statvfs or fstatvfs.\n\n\
     This object may be accessed either as a tuple of\n\
     \x20 (bsize, frsize, blocks, bfree, bavail, files, ffree, favail, flag, namemax),\n\
     or via the attributes f_bsize, f_frsize, f_blocks, f_bfree, and so on.\n\n\
     See os.statvfs for more information.",
    &[
        ("f_bsize", ""),
        ("f_frsize", ""),
        ("f_blocks", ""),
        ("f_bfree", ""),
        ("f_bavail", ""),
        ("f_files", ""),
        ("f_ffree", ""),
        ("f_favail", ""),
        ("f_flag", ""),
        ("f_namemax", ""),
        ("f_fsid", ""),
    ],
    10,
);

/// A `stat_result` of what the system says.
pub(crate) fn result_of(cx: &Cx, stat: &libc::stat) -> R<Value> {
    let signed = |number: i64| int::from_i64(cx, number);
    let float = |seconds: i64, nanos: i64| Value::from_float(seconds as f64 + 1e-9 * nanos as f64);
    let nanos = |seconds: i64, nanos: i64| {
        int::from_i128(cx, i128::from(seconds) * 1_000_000_000 + i128::from(nanos))
    };
    STAT_RESULT.instance(
        cx,
        &[
            signed(stat.st_mode.into())?,
            int::from_u64(cx, stat.st_ino)?,
            int::from_u64(cx, stat.st_dev)?,
            signed(stat.st_nlink as i64)?,
            system::id_value(stat.st_uid),
            system::id_value(stat.st_gid),
            signed(stat.st_size)?,
            signed(stat.st_atime)?,
            signed(stat.st_mtime)?,
            signed(stat.st_ctime)?,
            float(stat.st_atime, stat.st_atime_nsec),
            float(stat.st_mtime, stat.st_mtime_nsec),
            float(stat.st_ctime, stat.st_ctime_nsec),
            nanos(stat.st_atime, stat.st_atime_nsec)?,
            nanos(stat.st_mtime, stat.st_mtime_nsec)?,
            nanos(stat.st_ctime, stat.st_ctime_nsec)?,
            signed(stat.st_blksize)?,
            signed(stat.st_blocks)?,
            int::from_u64(cx, stat.st_rdev)?,
        ],
    )
}

/// What the system says about a path or descriptor.
pub(super) fn look(cx: &Cx, path: &Path, directory: i32, follow: bool) -> R<libc::stat> {
    let flags = if follow { 0 } else { libc::AT_SYMLINK_NOFOLLOW };
    system::call_about(cx, path.given, || match path.descriptor {
        Some(descriptor) => descriptor::stat(descriptor),
        None => path::stat(directory, path.as_c(), flags),
    })
}

fn stat_with(cx: &Cx, function: &str, path: Value, dir_fd: Value, follow: bool) -> R<Value> {
    let allowed = if function == "stat" { system::NAME_OR_DESCRIPTOR } else { system::NAME };
    let path = system::path_of(cx, path, function, "path", allowed)?;
    let directory = system::directory_of(cx, dir_fd)?;
    super::check_combination(cx, function, &path, directory, follow)?;
    result_of(cx, &look(cx, &path, directory, follow)?)
}

fn stat(cx: &Cx, args: &[Value]) -> R<Value> {
    stat_with(cx, "stat", args[0], args[1], system::flag_of(cx, args[2], true)?)
}

fn lstat(cx: &Cx, args: &[Value]) -> R<Value> {
    stat_with(cx, "lstat", args[0], args[1], false)
}

fn fstat(cx: &Cx, args: &[Value]) -> R<Value> {
    let descriptor = system::int_of(cx, args[0])?;
    result_of(cx, &system::call(cx, || descriptor::stat(descriptor))?)
}

fn statvfs_result(cx: &Cx, answer: &libc::statvfs) -> R<Value> {
    let number = |number: u64| int::from_u64(cx, number);
    STATVFS_RESULT.instance(
        cx,
        &[
            number(answer.f_bsize)?,
            number(answer.f_frsize)?,
            number(answer.f_blocks)?,
            number(answer.f_bfree)?,
            number(answer.f_bavail)?,
            number(answer.f_files)?,
            number(answer.f_ffree)?,
            number(answer.f_favail)?,
            number(answer.f_flag)?,
            number(answer.f_namemax)?,
            number(answer.f_fsid)?,
        ],
    )
}

fn statvfs(cx: &Cx, args: &[Value]) -> R<Value> {
    let path = system::path_of(cx, args[0], "statvfs", "path", system::NAME_OR_DESCRIPTOR)?;
    let answer = system::call_about(cx, path.given, || match path.descriptor {
        Some(descriptor) => descriptor::stat_file_system(descriptor),
        None => path::stat_file_system(path.as_c()),
    })?;
    statvfs_result(cx, &answer)
}

fn fstatvfs(cx: &Cx, args: &[Value]) -> R<Value> {
    let descriptor = system::int_of(cx, args[0])?;
    statvfs_result(cx, &system::call(cx, || descriptor::stat_file_system(descriptor))?)
}

pub(super) const FUNCTIONS: &[MethodDef] = &[
    MethodDef::function(
        "stat(path, *, dir_fd=None, follow_symlinks=True)",
        "Perform a stat system call on the given path.",
        stat,
    ),
    MethodDef::function(
        "lstat(path, *, dir_fd=None)",
        "Perform a stat system call on the given path, without following symbolic links.",
        lstat,
    ),
    MethodDef::function("fstat(fd)", "Perform a stat system call on the given file descriptor.", fstat),
    MethodDef::function("statvfs(path)", "Perform a statvfs system call on the given path.", statvfs),
    MethodDef::function("fstatvfs(fd, /)", "Perform an fstatvfs system call on the given fd.", fstatvfs),
];
