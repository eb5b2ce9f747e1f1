//! `posix`: the operating system, as `os` shows it.
//!
//! | file | what it owns |
//! | --- | --- |
//! | `posix/stat.rs` | `stat` and its results |
//! | `posix/directory.rs` | directories: listing, `DirEntry`; normal forms of paths |
//! | `posix/files.rs` | files by name, extended attributes |
//! | `posix/descriptors.rs` | open files by descriptor |
//! | `posix/process.rs` | environment, identity, scheduling, children, executing |
//! | `posix/fork.rs` | `fork` and the hooks around it |
//! | `posix/spawn.rs` | `posix_spawn` |
//! | `posix/transfer.rs` | reads and writes at places and in parts, copies, timers, pseudo-terminals |
//! | `posix/configuration.rs`, `posix/constants.rs` | limits by name; numbers |
//!
//! The calls themselves are `typhon_os`'s; what Python values mean to them is in `system.rs`. Thread-safety: nothing is kept here but
//! classes; the system orders what threads do to it.

mod configuration;
mod constants;
mod descriptors;
mod directory;
mod files;
pub(crate) mod fork;
pub(crate) mod process;
mod spawn;
pub(crate) mod stat;
mod transfer;

use typhon_os::path::HERE;
use typhon_vm::context::{Cx, R, Raised};
use typhon_vm::import::ModuleDef;
use typhon_vm::object::Obj;
use typhon_vm::typedef::{self, MethodDef};
use typhon_vm::types::dict::{self, Dict};
use typhon_vm::types::list;
use typhon_vm::{Value, exceptions};

use crate::system::Path;

/// Which arguments of one call exclude each other.
fn check_combination(cx: &Cx, function: &str, path: &Path, directory: i32, follow: bool) -> R<()> {
    let refuse = |text: &str| Err(cx.value_error(&format!("{function}: {text}")));
    if path.descriptor.is_none() {
        return Ok(());
    }
    if directory != HERE {
        return refuse("can't specify dir_fd without matching path");
    }
    if !follow {
        return refuse("cannot use fd and follow_symlinks together");
    }
    Ok(())
}

/// What the system cannot do.
fn unavailable(cx: &Cx, text: &str) -> Raised {
    cx.error(exceptions::NOT_IMPLEMENTED_ERROR, text.into())
}

const PARTS: &[&[MethodDef]] = &[
    stat::FUNCTIONS,
    directory::FUNCTIONS,
    files::FUNCTIONS,
    descriptors::FUNCTIONS,
    process::FUNCTIONS,
    fork::FUNCTIONS,
    spawn::FUNCTIONS,
    transfer::FUNCTIONS,
    configuration::FUNCTIONS,
];

static FUNCTIONS: [MethodDef; typedef::count(PARTS)] = typedef::join(PARTS);

fn init(cx: &Cx, namespace: Obj<Dict>) -> R<()> {
    crate::constants::put(cx, namespace, constants::OF_LIBRARY)?;
    crate::constants::put(cx, namespace, constants::OTHERS)?;
    let put = |name: &str, value: Value| dict::set(cx, namespace, cx.intern(name)?, value);
    put("environ", process::environ(cx)?)?;
    put("error", exceptions::class_value(exceptions::OS_ERROR))?;
    put("DirEntry", directory::entry_class(cx)?)?;
    for (name, kind) in [
        ("stat_result", &stat::STAT_RESULT),
        ("statvfs_result", &stat::STATVFS_RESULT),
        ("terminal_size", &descriptors::TERMINAL_SIZE),
        ("uname_result", &process::UNAME_RESULT),
        ("times_result", &process::TIMES_RESULT),
        ("waitid_result", &process::WAITID_RESULT),
        ("sched_param", &process::SCHED_PARAM),
    ] {
        put(name, kind.class(cx)?.value())?;
    }
    // Named in `resource` only, but made while nobody else can.
    process::RUSAGE.class(cx)?;
    for (name, table) in [
        ("sysconf_names", configuration::SYSCONF_NAMES),
        ("confstr_names", configuration::CONFSTR_NAMES),
        ("pathconf_names", configuration::PATHCONF_NAMES),
    ] {
        put(name, configuration::names(cx, table)?)?;
    }
    let have = list::new(cx)?;
    for name in constants::HAVE {
        list::append(cx, have, cx.intern(name)?)?;
    }
    put("_have_functions", have.value())
}

/// The module.
pub static POSIX: ModuleDef = ModuleDef {
    name: "posix",
    doc: "This module provides access to operating system functionality that is\n\
          standardized by the C Standard and the POSIX standard (a thinly\n\
          disguised Unix interface).  Refer to the library manual and\n\
          corresponding Unix manual entries for more information on calls.",
    functions: &FUNCTIONS,
    init,
};
