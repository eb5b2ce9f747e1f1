//! `_stat`: what the bits of a file's mode mean.

use typhon_vm::Value;
use typhon_vm::context::{Cx, R};
use typhon_vm::import::ModuleDef;
use typhon_vm::object::Obj;
use typhon_vm::typedef::MethodDef;
use typhon_vm::types::dict::Dict;
use typhon_vm::types::{int, str_};
use typhon_vm::{exceptions, protocol};

use crate::constants::{self, Constants};

const KIND: u32 = 0o170_000;

/// The kinds of files: their bits and the letter that `ls -l` shows.
const KINDS: &[(u32, char)] = &[
    (0o120_000, 'l'),
    (0o140_000, 's'),
    (0o100_000, '-'),
    (0o060_000, 'b'),
    (0o040_000, 'd'),
    (0o020_000, 'c'),
    (0o010_000, 'p'),
];

/// The same on every system.
const CONSTANTS: Constants = &[
    ("SF_APPEND", 0x40000),
    ("SF_ARCHIVED", 0x10000),
    ("SF_DATALESS", 0x40000000),
    ("SF_FIRMLINK", 0x800000),
    ("SF_IMMUTABLE", 0x20000),
    ("SF_NOUNLINK", 0x100000),
    ("SF_SETTABLE", 0xffff0000),
    ("SF_SNAPSHOT", 0x200000),
    ("ST_ATIME", 7),
    ("ST_CTIME", 0x9),
    ("ST_DEV", 2),
    ("ST_GID", 5),
    ("ST_INO", 1),
    ("ST_MODE", 0),
    ("ST_MTIME", 0x8),
    ("ST_NLINK", 3),
    ("ST_SIZE", 6),
    ("ST_UID", 4),
    ("S_ENFMT", 0o2000),
    ("S_IEXEC", 0o100),
    ("S_IFBLK", 0o60000),
    ("S_IFCHR", 0o20000),
    ("S_IFDIR", 0o40000),
    ("S_IFDOOR", 0),
    ("S_IFIFO", 0o10000),
    ("S_IFLNK", 0o120000),
    ("S_IFPORT", 0),
    ("S_IFREG", 0o100000),
    ("S_IFSOCK", 0o140000),
    ("S_IFWHT", 0),
    ("S_IREAD", 0o400),
    ("S_IRGRP", 0o40),
    ("S_IROTH", 4),
    ("S_IRUSR", 0o400),
    ("S_IRWXG", 0o70),
    ("S_IRWXO", 7),
    ("S_IRWXU", 0o700),
    ("S_ISGID", 0o2000),
    ("S_ISUID", 0o4000),
    ("S_ISVTX", 0o1000),
    ("S_IWGRP", 0o20),
    ("S_IWOTH", 2),
    ("S_IWRITE", 0o200),
    ("S_IWUSR", 0o200),
    ("S_IXGRP", 0o10),
    ("S_IXOTH", 1),
    ("S_IXUSR", 0o100),
    ("UF_APPEND", 4),
    ("UF_COMPRESSED", 0x20),
    ("UF_DATAVAULT", 0x80),
    ("UF_HIDDEN", 0x8000),
    ("UF_IMMUTABLE", 2),
    ("UF_NODUMP", 1),
    ("UF_NOUNLINK", 0x10),
    ("UF_OPAQUE", 0x8),
    ("UF_SETTABLE", 0xffff),
    ("UF_TRACKED", 0x40),
];

fn mode_of(cx: &Cx, value: Value) -> R<u32> {
    let index = protocol::index::to_value(cx, value)?;
    let refuse = |text: &str| Err(cx.error(exceptions::OVERFLOW_ERROR, text.into()));
    if int::is_negative(index) {
        return refuse("can't convert negative value to unsigned int");
    }
    match int::to_i64(index).map(u32::try_from) {
        Some(Ok(mode)) => Ok(mode),
        Some(Err(_)) => refuse("mode out of range"),
        None => refuse("Python int too large to convert to C unsigned long"),
    }
}

/// Whether a mode is of a kind.
fn is_kind(cx: &Cx, args: &[Value], kind: u32) -> R<Value> {
    Ok(Value::from_bool(mode_of(cx, args[0])? & KIND == kind))
}

/// For kinds that the system does not have.
fn is_never(cx: &Cx, args: &[Value]) -> R<Value> {
    mode_of(cx, args[0])?;
    Ok(Value::FALSE)
}

/// What `ls -l` shows.
fn file_mode(cx: &Cx, args: &[Value]) -> R<Value> {
    let mode = mode_of(cx, args[0])?;
    let kind = KINDS.iter().find(|(bits, _)| mode & KIND == *bits).map_or('?', |&(_, letter)| letter);
    let mut text = String::from(kind);
    for (shift, special, letters) in
        [(6, 0o4000, ('s', 'S')), (3, 0o2000, ('s', 'S')), (0, 0o1000, ('t', 'T'))]
    {
        let bits = mode >> shift;
        text.push(if bits & 4 != 0 { 'r' } else { '-' });
        text.push(if bits & 2 != 0 { 'w' } else { '-' });
        text.push(match (mode & special != 0, bits & 1 != 0) {
            (true, true) => letters.0,
            (true, false) => letters.1,
            (false, true) => 'x',
            (false, false) => '-',
        });
    }
    str_::from_string(cx, text)
}

fn init(cx: &Cx, namespace: Obj<Dict>) -> R<()> {
    constants::put(cx, namespace, CONSTANTS)
}

/// The module.
pub static STAT: ModuleDef = ModuleDef {
    name: "_stat",
    doc: "What the bits of a file's mode mean.",
    functions: &[
        MethodDef::function(
            "S_ISDIR(mode, /)",
            "S_ISDIR(mode) -> bool\n\nReturn True if mode is from a directory.",
            |cx, args| is_kind(cx, args, 0o040_000),
        ),
        MethodDef::function(
            "S_ISCHR(mode, /)",
            "S_ISCHR(mode) -> bool\n\nReturn True if mode is from a character special device file.",
            |cx, args| is_kind(cx, args, 0o020_000),
        ),
        MethodDef::function(
            "S_ISBLK(mode, /)",
            "S_ISBLK(mode) -> bool\n\nReturn True if mode is from a block special device file.",
            |cx, args| is_kind(cx, args, 0o060_000),
        ),
        MethodDef::function(
            "S_ISREG(mode, /)",
            "S_ISREG(mode) -> bool\n\nReturn True if mode is from a regular file.",
            |cx, args| is_kind(cx, args, 0o100_000),
        ),
        MethodDef::function(
            "S_ISFIFO(mode, /)",
            "S_ISFIFO(mode) -> bool\n\nReturn True if mode is from a FIFO (named pipe).",
            |cx, args| is_kind(cx, args, 0o010_000),
        ),
        MethodDef::function(
            "S_ISLNK(mode, /)",
            "S_ISLNK(mode) -> bool\n\nReturn True if mode is from a symbolic link.",
            |cx, args| is_kind(cx, args, 0o120_000),
        ),
        MethodDef::function(
            "S_ISSOCK(mode, /)",
            "S_ISSOCK(mode) -> bool\n\nReturn True if mode is from a socket.",
            |cx, args| is_kind(cx, args, 0o140_000),
        ),
        MethodDef::function(
            "S_ISDOOR(mode, /)",
            "S_ISDOOR(mode) -> bool\n\nReturn True if mode is from a door.",
            is_never,
        ),
        MethodDef::function(
            "S_ISPORT(mode, /)",
            "S_ISPORT(mode) -> bool\n\nReturn True if mode is from an event port.",
            is_never,
        ),
        MethodDef::function(
            "S_ISWHT(mode, /)",
            "S_ISWHT(mode) -> bool\n\nReturn True if mode is from a whiteout.",
            is_never,
        ),
        MethodDef::function(
            "S_IMODE(mode, /)",
            "Return the portion of the file's mode that can be set by os.chmod().",
            |cx, args| Ok(Value::small_int_unchecked((mode_of(cx, args[0])? & 0o7777).into())),
        ),
        MethodDef::function(
            "S_IFMT(mode, /)",
            "Return the portion of the file's mode that describes the file type.",
            |cx, args| Ok(Value::small_int_unchecked((mode_of(cx, args[0])? & KIND).into())),
        ),
        MethodDef::function(
            "filemode(mode, /)",
            "Convert a file's mode to a string of the form '-rwxrwxrwx'",
            file_mode,
        ),
    ],
    init,
};
